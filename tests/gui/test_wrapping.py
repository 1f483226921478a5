from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from viewer.ui import utf16
from viewer.ui.views.wrapping import broken

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("text", "units"), [("", 0), ("abc", 3), ("é", 1), ("a😀b", 4), ("\ud800", 1)]
)
def test_code_units_are_counted(text: str, units: int) -> None:
    assert utf16.length(text) == units


@pytest.mark.parametrize(
    ("start", "end", "cut"), [(0, 4, "a😀b"), (0, 3, "a😀"), (0, 2, "a"), (3, 9, "b"), (2, 2, "")]
)
def test_half_a_letter_is_left_out(start: int, end: int, cut: str) -> None:
    assert utf16.between("a😀b", start, end) == cut


@pytest.mark.parametrize("most", [None, 1, 2])
def test_lines_fit_and_lose_no_word(most: int | None) -> None:
    font = QFont()
    text = "missiles 😀😀 and\ndrones to Russia, four\u2028shipments of them"
    lines = broken(text, font, 120, most)
    assert " ".join(lines).split() == text.split()
    assert not any(sign in line for line in lines for sign in "\n\u2028")
    assert len(lines) == most if most else len(lines) > 2
    assert all(QFontMetricsF(font).horizontalAdvance(one) <= 120 for one in lines[:-1])


def test_lines_end_where_there_is_no_more_room_and_nowhere_else() -> None:
    assert broken("new\nline\u2028and\ttab", QFont(), 1000) == ["new line and tab"]
