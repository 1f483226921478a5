from __future__ import annotations

import pytest

from viewer.dating import spell_days


@pytest.mark.parametrize(
    ("first", "last", "words", "short"),
    [
        (None, None, "", ""),
        ("2024-02-21", "2024-02-21", "21 February 2024", "21 Feb 2024"),
        ("2024-02-01", "2024-02-29", "February 2024", "Feb 2024"),
        ("2023-01-01", "2024-12-31", "2023–2024", "2023–2024"),
        ("2024-02-21", "2024-02-23", "21 – 23 February 2024", "21 – 23 Feb 2024"),
        ("2024-02-21", "2024-06-23", "21 February – 23 June 2024", "Feb – Jun 2024"),
        ("2024-02-21", None, "since 21 February 2024", "since 21 Feb 2024"),
        (None, "2024-02-21", "until 21 February 2024", "until 21 Feb 2024"),
        # A file may be anybody's.
        ("2024-12-41", "2024-12-41", "2024-12-41", "2024-12-41"),
        ("2024-12-41", "soon", "2024-12-41 – soon", "2024-12-41 – soon"),
    ],
)
def test_days_in_words(first: str | None, last: str | None, words: str, short: str) -> None:
    assert spell_days(first, last) == words
    assert spell_days(first, last, short=True) == short
