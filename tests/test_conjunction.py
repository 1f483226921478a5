from __future__ import annotations

import pytest

from viewer.conjunction import conjunction, continued, sentence


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], ""),
        (["Iran"], "Iran"),
        (["Iran", "Russia"], "Iran and Russia"),
        (["Iran", "Russia", "Britain"], "Iran, Russia and Britain"),
    ],
)
def test_words_are_joined_as_one_says_them(words: list[str], said: str) -> None:
    assert conjunction(words) == said
    assert conjunction(iter(words)) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [(2, "0 and 1"), (3, "0, 1 and 2"), (4, "0, 1 and 2 others"), (1207, "0, 1 and 1,205 others")],
)
def test_of_very_many_words_the_first_are_said(count: int, said: str) -> None:
    assert conjunction(map(str, range(count)), most=2) == said


@pytest.mark.parametrize(
    ("words", "said", "after_a_colon"),
    [
        ("affirmed by Iran", "Affirmed by Iran.", "affirmed by Iran."),
        ("ällerlei: A and B", "Ällerlei: A and B.", "ällerlei: A and B."),
        ("", ".", "."),
    ],
)
def test_a_sentence_begins_large_and_ends_with_a_full_stop(
    words: str, said: str, after_a_colon: str
) -> None:
    assert sentence(words) == said
    assert continued(said) == after_a_colon
