from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from viewer.ui.lettering import Lettering

ROOM = 60.0


@pytest.fixture(scope="module")
def lettering(qapp: QApplication) -> Lettering:
    return Lettering(qapp.font())


@given(st.text(max_size=60))
def test_a_text_fits_whole_or_cut(lettering: Lettering, text: str) -> None:
    fitted = lettering.fitted(text, ROOM)
    assert fitted.width <= ROOM
    assert fitted.height > fitted.ascent > 0
    if (whole := lettering.fitted(text, 1e6)).width <= ROOM:
        assert fitted is whole


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "a\u2028b", "a\u2029b", "<b>&amp;</b>"])
def test_a_text_stands_on_one_line_as_it_is(lettering: Lettering, text: str) -> None:
    spaced = "".join(" " if letter in "\n\t\u2028\u2029" else letter for letter in text)
    written = lettering.fitted(text, 1e6)
    assert written.text.text() == spaced
    assert written.text.size().height() == lettering.fitted("a", 1e6).text.size().height()
    assert written.width == Lettering(QFont(lettering.font)).metrics.horizontalAdvance(spaced)
