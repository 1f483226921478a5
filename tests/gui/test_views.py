"""What holds for every view: the tabs, the history, what is asked, and saving."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QSplitter, QTabBar
from pytestqt.qtbot import QtBot

from tests.debate import Said, debate
from tests.gui.test_window import press
from viewer.places import HOME, VIEWS, Place, ViewName
from viewer.ui import dialogs
from viewer.ui.choice_box import ChoiceBox
from viewer.ui.question import Question, within
from viewer.ui.shot import settle
from viewer.ui.statements import StatementsView
from viewer.ui.states import StatePanel
from viewer.ui.views.view import View
from viewer.ui.window import Window

_KEYS: dict[ViewName, Qt.Key] = {view: Qt.Key(Qt.Key.Key_1 + at) for at, view in enumerate(VIEWS)}
_BESIDES_THE_LIST = [view for view in VIEWS if view != "statements"]


def look(window: Window, view: ViewName) -> None:
    press(window, _KEYS[view], Qt.KeyboardModifier.ControlModifier)


def front(window: Window) -> View:
    [view] = [view for view in window.findChildren(View) if view.isVisible()]
    return view


@pytest.mark.parametrize("view", _BESIDES_THE_LIST)
def test_a_key_shows_a_view_and_back_leads_from_it(window: Window, view: ViewName) -> None:
    look(window, view)
    tabs = window.findChild(QTabBar)
    assert isinstance(tabs, QTabBar)
    assert tabs.tabText(tabs.currentIndex()).lower() == view
    assert front(window)
    window.navigator.back()
    settle(window)
    [statements] = window.findChildren(StatementsView)
    assert statements.isVisible()
    assert tabs.currentIndex() == 0


@pytest.mark.parametrize("view", _BESIDES_THE_LIST)
def test_nothing_found_is_said_in_every_view(window: Window, view: ViewName) -> None:
    look(window, view)
    # The answer for the first question comes when the second one is asked already.
    window.navigator.type(Question("drones"))
    QApplication.processEvents()
    window.navigator.type(Question("zzzzzz"))
    settle(window)
    [states] = window.findChildren(StatePanel)
    assert states.isVisible()
    window.navigator.type(Question("drones"))
    settle(window)
    assert front(window)


@pytest.mark.parametrize("view", VIEWS)
def test_names_that_hold_no_word_are_shown_as_they_are(
    make_window: Callable[[], Window], wire_copy: Path, view: ViewName
) -> None:
    with contextlib.closing(sqlite3.connect(wire_copy)) as writing, writing:
        writing.execute("UPDATE entity SET name = char(160)")
        writing.execute("UPDATE claim SET proposition = char(160)")
    window = make_window()
    window.open_library(wire_copy)
    settle(window)
    look(window, view)
    settle(window)
    assert not window.grab().isNull()
    assert window.failure == ""


def test_back_leads_to_a_view_as_it_was_left(window: Window) -> None:
    look(window, "positions")
    view = front(window)
    view.setFocus()
    press(window, Qt.Key.Key_Down)
    left = view.state()
    window.navigator.go(Place("actor", "iran"))
    settle(window)
    press(window, Qt.Key.Key_Down)
    assert view.state() != left
    window.navigator.back()
    settle(window)
    assert window.navigator.visit.place == HOME
    assert view.state() == left


def test_the_view_in_front_is_saved(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = tmp_path / "it.csv"
    monkeypatch.setattr(dialogs, "choose_export", lambda *_: saved)
    press(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert "Geran-2" in saved.read_text(encoding="utf-8")
    saved.unlink()
    look(window, "transfers")
    press(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert "Sukhoi Su-35" in saved.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "first", "last", "expected"),
    [
        ("", "2024-01-01", "2024-02-21", "after:2024-01-01 before:2024-02-21"),
        ("drones", "2024-01-01", "", "drones after:2024-01-01"),
        ("after:2020 drones before:2021-05", "", "2024-02-21", "drones before:2024-02-21"),
        ("missiles OR after:2020 drones", "2024-01-01", "", "missiles drones after:2024-01-01"),
        ("missiles OR", "2024-01-01", "", "missiles after:2024-01-01"),
        ('"missiles', "2024-01-01", "", '"missiles" after:2024-01-01'),
    ],
)
def test_days_marked_out_are_the_only_dates_asked_for(
    text: str, first: str, last: str, expected: str
) -> None:
    assert within(text, first, last) == expected


def test_leaving_a_view_while_it_is_read_shows_the_list(window: Window, qtbot: QtBot) -> None:
    window.navigator.show("network")
    window.navigator.show("statements")
    settle(window)
    qtbot.wait(300)  # longer than one waits before “Searching…” is said
    [statements] = window.findChildren(StatementsView)
    assert statements.isVisible()


def test_a_view_chosen_while_a_question_is_open_shows_its_answer(window: Window) -> None:
    look(window, "transfers")
    before = front(window).documents()["csv"]()
    window.navigator.type(Question("stance:denies"))
    window.navigator.show("positions")
    window.navigator.show("transfers")
    settle(window)
    assert front(window).documents()["csv"]() != before


def test_nothing_is_saved_while_its_answer_is_awaited(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "choose_export", lambda *_: tmp_path / "it.csv")
    look(window, "transfers")
    window.navigator.type(Question("drones"))
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert not (tmp_path / "it.csv").exists()


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        (None, "transfers.svg"),
        ("Table (*.csv)", "transfers.csv"),
        ("PDF page (*.pdf)", "transfers.pdf"),
    ],
)
def test_the_format_chosen_is_the_ending(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str | None, name: str
) -> None:
    def accept(dialog: QFileDialog) -> bool:
        if chosen:
            dialog.filterSelected.emit(chosen)
        return True

    monkeypatch.setattr(QFileDialog, "exec", accept)
    filters = "Scalable picture (*.svg);;PDF page (*.pdf);;Table (*.csv)"
    assert dialogs.choose_export(window, tmp_path / "transfers.svg", filters) == tmp_path / name


def test_the_share_of_a_view_is_kept_between_sessions(
    make_window: Callable[[], Window], founding_file: Path
) -> None:
    def looked_at() -> tuple[Window, QSplitter]:
        window = make_window()
        window.open_library(founding_file)
        settle(window)
        look(window, "positions")
        splitters = window.findChildren(QSplitter)
        [splitter] = [
            one for one in splitters if one.findChildren(View) and not one.findChildren(QSplitter)
        ]
        return window, splitter

    window, splitter = looked_at()
    whole = sum(splitter.sizes())
    splitter.setSizes([round(whole * 0.45), whole - round(whole * 0.45)])
    window.close()
    _, splitter = looked_at()
    first, second = splitter.sizes()
    assert first / (first + second) == pytest.approx(0.45, abs=0.02)


def test_a_library_of_one_claim_and_no_transfer(
    make_window: Callable[[], Window], tmp_path: Path
) -> None:
    window = make_window()
    window.open_library(debate(tmp_path / "one", [Said("somebody", "affirms")]))
    settle(window)
    look(window, "transfers")
    settle(window)
    [panel] = window.findChildren(StatePanel)
    assert panel.isVisible()
    said = panel.findChildren(QLabel)[0].text()
    assert "This library holds no transfers." in said
    assert "Ctrl+1 lists the statements." in said
    look(window, "positions")
    settle(window)
    boxes = front(window).findChildren(ChoiceBox)
    assert "The one claim" in [box.currentText() for box in boxes]
