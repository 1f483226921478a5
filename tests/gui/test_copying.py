from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from tests.gui.test_statements import written
from tests.gui.test_window import box, child, page, press, rows, type_in
from viewer.ui import dialogs
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


@pytest.mark.parametrize("reason", QContextMenuEvent.Reason)
def test_the_menu_of_a_row_opens_it_or_copies_its_words(
    window: Window, reason: QContextMenuEvent.Reason
) -> None:
    found = rows(window)
    second = found.visualRect(found.model().index(1, 0)).center()
    QTest.mouseClick(found.viewport(), Qt.MouseButton.RightButton, pos=second)
    current = found.current()
    assert current is not None
    # The key is pressed with the mouse anywhere.
    at = QPoint(0, 0) if reason == QContextMenuEvent.Reason.Keyboard else second
    asked = QContextMenuEvent(reason, at, found.viewport().mapToGlobal(at))
    QApplication.sendEvent(found.viewport(), asked)
    [menu] = found.findChildren(QMenu)
    opens, copies = menu.actions()
    copies.trigger()
    assert current.words in QGuiApplication.clipboard().text()
    opens.trigger()
    assert window.navigator.visit.place == current.place
    assert page(window).hasFocus()


def test_copying_waits_for_no_writer_and_leaves_the_answer(
    window: Window, founding_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warned: list[str] = []
    monkeypatch.setattr(dialogs, "warn", lambda _, sentence: warned.append(sentence))
    type_in(window, "geran")
    press(window, Qt.Key.Key_Down)
    with written(founding_file):
        began = time.monotonic()
        window.copy()
        assert time.monotonic() - began < 1
        QApplication.processEvents()
    assert ["is being written" in sentence for sentence in warned] == [True]
    assert rows(window).isVisible()
    window.copy()
    assert "Geran-2" in QGuiApplication.clipboard().text()


def test_beside_the_rows_there_is_no_menu(window: Window) -> None:
    type_in(window, "geran")
    found = rows(window)
    below = found.viewport().rect().bottomLeft()
    reason = QContextMenuEvent.Reason.Mouse
    asked = QContextMenuEvent(reason, below, found.viewport().mapToGlobal(below))
    QApplication.sendEvent(found.viewport(), asked)
    assert found.findChildren(QMenu) == []


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
