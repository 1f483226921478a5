from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QMenu,
    QTableView,
    QWidget,
)

from tests.gui.test_statements import written
from tests.gui.test_views import front, look
from tests.gui.test_window import box, child, page, press, rows, type_in
from viewer.library.reading import Library
from viewer.places import VIEWS, Place, ViewName
from viewer.ui import dialogs
from viewer.ui.chip_bar import ChipBar
from viewer.ui.shot import settle
from viewer.ui.statements import LINE_ROLE
from viewer.ui.views.network import NetworkView
from viewer.ui.views.positions import PositionsView
from viewer.ui.views.register import RegisterView
from viewer.ui.views.register_rows import Group, Row
from viewer.ui.views.timeline import TimelineView
from viewer.ui.views.view import View
from viewer.ui.window import Window

Reason = QContextMenuEvent.Reason


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
    assert "Choose a statement to copy its words" in told(window)


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


# What the view in front has chosen


def read_one(window: Window) -> None:
    """Have a statement read that a view will not choose by itself, by keys in the list."""
    box(window).setFocus()
    press(window, Qt.Key.Key_Down)
    assert rows(window).hasFocus()


def copied(window: Window) -> str:
    """Return what Ctrl+C copies, "" for nothing."""
    QGuiApplication.clipboard().setText("")
    press(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    return QGuiApplication.clipboard().text()


def told(window: Window) -> list[str]:
    return [label.text() for label in child(window, ChipBar).findChildren(QLabel)]


def chosen_transfer(view: RegisterView) -> str:
    row = view.table.current()
    return row.entry.evidence[0].id if isinstance(row, Row) else ""


def chosen_in_time(view: TimelineView) -> str:
    stop = view.canvas.current
    place = stop.items[0].place if stop and stop.kind == "item" else None
    return place.id if place else ""


def chosen_stand(view: PositionsView) -> str:
    """Return the statement whose words stand at the foot."""
    layout = view.table.layout_shown
    assert layout is not None
    words = {one.exact: id for id, one in layout.positions.evidence.items()}
    return words.get(view.foot.text.splitlines()[0], "")


_SHOWN: dict[ViewName, Callable[[Any], str]] = {
    "positions": chosen_stand,
    "transfers": chosen_transfer,
    "timeline": chosen_in_time,
}


@pytest.mark.parametrize("name", _SHOWN)
def test_a_view_copies_what_it_has_chosen_and_nothing_else(
    window: Window, founding: Library, name: ViewName
) -> None:
    read_one(window)
    look(window, name)
    view, seen = front(window), set()
    before = window.navigator.visit.place
    ways = (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right)
    for way in ways:
        press(window, way)
        id, words = _SHOWN[name](view), copied(window)
        seen.add(id)
        if id:
            statement = founding.statement(id)
            assert statement is not None
            assert f"“{statement.exact}”" in words
            assert id in words
            assert any(one.endswith(", with its citation") for one in told(window))
        else:
            assert words == ""
            assert "Choose a statement to copy its words" in told(window)
    assert len(seen) > 1
    assert window.navigator.visit.place == before  # whose words were never meant


def test_a_view_in_which_nothing_is_chosen_copies_nothing(window: Window) -> None:
    # A statement of the library that bears out no transfer.
    read_one(window)
    look(window, "transfers")
    view = front(window)
    assert isinstance(view, RegisterView)
    assert view.table.current() is None
    assert copied(window) == ""
    press(window, Qt.Key.Key_Down)
    assert isinstance(view.table.current(), Group)
    assert copied(window) == ""
    look(window, "network")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        press(window, key)
        assert copied(window) == ""
        assert "Choose a statement to copy its words" in told(window)


def test_what_has_the_focus_decides_what_is_copied(window: Window) -> None:
    look(window, "transfers")
    view = front(window)
    assert isinstance(view, RegisterView)
    view.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        press(window, key)
    assert window.navigator.visit.place.kind == "claim"
    id = chosen_transfer(view)
    assert id in copied(window)
    page(window).setFocus()
    assert copied(window) == ""
    box(window).setFocus()  # which has none of its own
    assert id in copied(window)
    other = rows(window).model().index(5, 0).data(LINE_ROLE).place
    window.navigator.go(other)
    settle(window)
    page(window).setFocus()
    assert other.id in copied(window)


def test_a_tie_of_the_network_that_leads_to_a_statement_is_copied(window: Window) -> None:
    look(window, "network")
    view = front(window)
    assert isinstance(view, NetworkView)
    assert view.plane
    ties = view.plane.network.ties
    at, tie = next((at, one) for at, one in enumerate(ties) if one.place.kind == "statement")
    view.canvas.node_opened.emit(tie.source)
    settle(window)
    view.ties.setFocus()
    row = next(
        row
        for row in range(view.ties.count())
        if view.ties.item(row).data(Qt.ItemDataRole.UserRole) == at
    )
    view.ties.setCurrentRow(row)
    assert tie.place.id in copied(window)
    many = next(
        row
        for row in range(view.ties.count())
        if len((one := ties[view.ties.item(row).data(Qt.ItemDataRole.UserRole)]).statements) > 1
        and one.place.kind != "statement"
    )
    view.ties.setCurrentRow(many)
    assert copied(window) == ""


# The menu of what is chosen


def ask_menu(widget: QWidget, at: QPoint, reason: QContextMenuEvent.Reason) -> None:
    """Ask for a menu as the window system does."""
    if reason == QContextMenuEvent.Reason.Mouse:
        QTest.mouseClick(widget, Qt.MouseButton.RightButton, pos=at)
        at_global = widget.mapToGlobal(at)
    else:
        at = at_global = QPoint(0, 0)  # the mouse may be anywhere
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, at_global))


def place_of(view: View) -> tuple[QWidget, QPoint]:
    """Return where the current one of a view is shown: in which widget, at which point."""
    match view:
        case RegisterView() | PositionsView():
            table: QTableView = view.table
            return table.viewport(), table.visualRect(table.currentIndex()).center()
        case TimelineView():
            return view.canvas.viewport(), view.canvas.spot() - QPoint(-2, 4)
        case NetworkView():
            return view.canvas, view.canvas.spot()
    raise AssertionError(view)


def choose_in(view: View) -> str:
    """Choose something in a view that is a statement or leads to one; return its id."""
    match view:
        case RegisterView():
            view.table.select(lambda one: isinstance(one, Row))
            return chosen_transfer(view)
        case PositionsView():
            return chosen_stand(view)
        case TimelineView():
            view.canvas.step(1)
            return chosen_in_time(view)
        case NetworkView():
            assert view.plane
            ties = view.plane.network.ties
            led = [(at, one.place) for at, one in enumerate(ties) if one.place.kind == "statement"]
            return next(
                place.id
                for at, place in led
                if view.canvas.choose_at(_on_line(view, at)) and view.canvas.tie == at
            )
    raise AssertionError(view)


def _on_line(view: NetworkView, tie: int) -> QPoint:
    assert view.plane
    one, other = (view.plane.place(node) for node in view.plane.ends(tie))
    return ((one + other) / 2 + view.canvas.shift).toPoint()


@pytest.mark.parametrize("reason", [Reason.Mouse, Reason.Keyboard])
@pytest.mark.parametrize("name", [name for name in VIEWS if name != "statements"])
def test_the_menu_of_a_view_opens_or_copies_what_is_chosen(
    window: Window, founding: Library, name: ViewName, reason: QContextMenuEvent.Reason
) -> None:
    window.resize(1600, 1000)
    look(window, name)
    view = front(window)
    view.setFocus()
    id = choose_in(view)
    statement = founding.statement(id)
    assert statement is not None
    widget, at = place_of(view)
    if reason == Reason.Keyboard:
        widget = window.focusWidget() or view
    ask_menu(widget, at, reason)
    [menu] = view.findChildren(QMenu)
    named = {action.text().partition("\t")[0]: action for action in menu.actions()}
    page(window).setFocus()  # the menu knows of what it was asked
    named["&Copy Quotation"].trigger()
    assert f"“{statement.exact}”" in QGuiApplication.clipboard().text()
    named["&Open the Statement"].trigger()
    settle(window)
    assert window.navigator.visit.place == Place("statement", id)


@pytest.mark.parametrize("reason", [Reason.Mouse, Reason.Keyboard])
@pytest.mark.parametrize("name", ["transfers", "timeline", "network"])
def test_where_no_statement_is_chosen_there_is_no_menu(
    window: Window, name: ViewName, reason: QContextMenuEvent.Reason
) -> None:
    look(window, name)
    view = front(window)
    view.setFocus()
    widget = window.focusWidget()
    assert widget
    if name == "timeline":
        child(window, TimelineView).canvas.unchoose()
    inner = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    by_mouse = reason == Reason.Mouse
    ask_menu(inner if by_mouse else widget, inner.rect().topRight() - QPoint(2, -2), reason)
    assert view.findChildren(QMenu) == []


def test_a_tie_that_is_chosen_stays_so_until_a_node_is(window: Window) -> None:
    look(window, "network")
    view = front(window)
    assert isinstance(view, NetworkView)
    view.setFocus()
    id = choose_in(view)
    view.canvas.leaveEvent(QEvent(QEvent.Type.Leave))
    assert id in copied(window)
    press(window, Qt.Key.Key_Return)
    assert window.navigator.visit.place == Place("statement", id)
    assert id in copied(window)
    press(window, Qt.Key.Key_Home)
    assert copied(window) == ""
