from __future__ import annotations

import pytest

from viewer.direction import isolated, unmarked


@pytest.mark.parametrize(
    "words", ["", "Iran", "وزارة الدفاع", "zero\u200bwidth", "mark\u200e\u200f"]
)
def test_words_that_turn_nothing_round_stay_as_they_are(words: str) -> None:
    assert isolated(words) == words
    assert unmarked(words) == words


@pytest.mark.parametrize("mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_a_name_is_shown_without_marks(mark: str) -> None:
    assert unmarked(f"{mark}Reu{mark}ters é{mark}") == "Reuters é"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a\u202eb", "\u2068a\u202eb\u2069"),
        ("a\u2067b", "\u2068a\u2067b\u2069\u2069"),
        ("a\u2067b\u2069", "\u2068a\u2067b\u2069\u2069"),
        ("a\u2069\u202eb", "\u2068\u2068a\u2069\u202eb\u2069"),
        ("\u2069a\u2066", "\u2068\u2068\u2069a\u2066\u2069\u2069"),
    ],
)
def test_what_is_begun_in_words_ends_with_them(words: str, expected: str) -> None:
    assert isolated(words) == expected
