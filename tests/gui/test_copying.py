from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.gui.test_window import box, child, page, press, rows, type_in
from viewer.ui.chip_bar import ChipBar
from viewer.ui.window import Window


def test_copy_gives_the_exact_words_and_their_citation(window: Window) -> None:
    type_in(window, "geran")
    press(window, Qt.Key.Key_Down)
    current = rows(window).current()
    assert current is not None
    press(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert current.words in copied
    assert current.id in copied


def test_copying_where_nothing_is_chosen_says_what_to_do(window: Window) -> None:
    QGuiApplication.clipboard().setText("before")
    press(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "before"
    told = [label.text() for label in child(window, ChipBar).findChildren(QLabel)]
    assert "Choose a statement to copy its words" in told


def test_what_is_selected_in_a_page_is_copied_verbatim(window: Window) -> None:
    reading = page(window)
    reading.setPlainText("a\u00a0hard space\nand a line")
    reading.setFocus()
    reading.moveCursor(QTextCursor.MoveOperation.Start)
    reading.selectAll()
    press(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "a\u00a0hard space\nand a line"


def test_copying_with_nothing_selected_in_the_search_box_copies_the_quotation(
    window: Window,
) -> None:
    window.activateWindow()
    type_in(window, "drones")
    press(window, Qt.Key.Key_Down)
    current = rows(window).current()
    assert current is not None
    box(window).setFocus()
    QTest.keyClick(box(window), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert current.words in QGuiApplication.clipboard().text()
