from __future__ import annotations

import pytest

from viewer.conjunction import conjunction


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
