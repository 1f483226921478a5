"""Words of strangers turn none of ours round, whatever they hold."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from viewer import palette
from viewer.direction import isolated
from viewer.library.reading import Library
from viewer.pages import Pages
from viewer.places import Place
from viewer.ui.appearance import Appearance
from viewer.ui.reading import ReadingPane

MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def is_turned(layout: QTextLayout, start: int, end: int) -> bool:
    """Return whether a stretch on one line is read from right to left, or out of order."""
    line = layout.lineForTextPosition(start)
    places = [line.cursorToX(at)[0] for at in range(start, end + 1)]  # type: ignore[index] # x, place
    return places != sorted(places)


@given(st.text("ab א1(" + MARKS, max_size=12))
def test_ours_stand_as_they_are_beside_any_words(qapp: QApplication, words: str) -> None:
    before, after = "Affirmed by ", " and ours"
    layout = QTextLayout(f"{before}{isolated(words)}{after}", qapp.font())
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    layout.createLine().setLineWidth(10_000)
    layout.endLayout()
    whole = len(layout.text())
    assert not is_turned(layout, 0, len("Affirmed by"))
    assert not is_turned(layout, whole - len("and ours"), whole)


@pytest.mark.parametrize("mark", ["\u202e", "\u2069\u202e"])
def test_a_page_says_in_order_who_affirms(
    wire_copy: Path, qapp: QApplication, qtbot: QtBot, mark: str
) -> None:
    del qapp
    with contextlib.closing(sqlite3.connect(wire_copy)) as connection, connection:
        for table, column in (("entity", "name"), ("claim", "proposition"), ("source", "title")):
            connection.execute(f"UPDATE {table} SET {column} = ? || {column} || ?", (mark, mark))
    pane = ReadingPane(Appearance("light"), None)  # type: ignore[arg-type] # which has no parent
    qtbot.addWidget(pane)
    pane.resize(900, 400)
    pane.show()
    ours = {
        "Affirmed by",
        "alone",
        "denied by",
        "side by side",
        "via",
        "speaks in",
        "Not confirmed",
    }
    told = set()
    with contextlib.closing(Library(wire_copy)) as library:
        claims = library.connection.values("SELECT slug FROM claim")
        statements = library.connection.values("SELECT hash FROM statement")
        for place in (
            *(Place("claim", id) for id in claims),
            *(Place("statement", id) for id in statements),
            Place("compare", "+".join(one.id for one in library.entities.of_type("actor")[:2])),
        ):
            with qtbot.waitSignal(pane.page_shown):
                pane.show_page(Pages(library).page(place, palette.LIGHT), 0)
            block = pane.document().begin()
            while block.isValid():
                for words in ours:
                    if (at := block.text().find(words)) >= 0:
                        told.add(words)
                        assert not is_turned(block.layout(), at, at + len(words)), block.text()
                block = block.next()
    assert len(told) >= 4
