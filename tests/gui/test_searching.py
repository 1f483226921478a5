"""What comes while one types: offers, and what keys do in the search box."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCompleter

from tests.gui.test_window import box, child, press, type_in
from viewer.ui import dialogs
from viewer.ui.entity_pane import EntityPane
from viewer.ui.field import Field
from viewer.ui.find_bar import FindBar
from viewer.ui.shot import settle
from viewer.ui.window import Window


def offers(window: Window) -> list[str]:
    popup = child(box(window), QCompleter).popup()
    if popup is None or not popup.isVisible():
        return []
    model = popup.model()
    return [model.index(at, 0).data() for at in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("stan", ["stance:"]),
        ("stance:d", ["denies", '"does not confirm"', '"declines to comment"', "doubts"]),
        ("Speaker:reu", ["Reuters"]),
        ("source:iranian", ["iranian-missiles-to-russia"]),
        ("claim:iran supplied drones", []),  # two words more: the filter ended before
        ("missiles", []),
    ],
)
def test_filters_complete_as_they_are_typed(
    window: Window, typed: str, expected: list[str]
) -> None:
    window.activateWindow()
    type_in(window, typed)
    assert offers(window) == expected


def test_an_offer_takes_the_place_of_what_is_typed_and_no_more(window: Window) -> None:
    window.activateWindow()
    search = box(window)
    search.setText("😀😀 speaker: tehran")
    search.setCursorPosition(len("😀😀 speaker:") + 2)  # a pair of code units each
    type_in(window, "reu")
    child(search, QCompleter).activated.emit("Reuters")
    assert search.text() == "😀😀 speaker:Reuters tehran"
    search.insert("|")
    assert search.text() == "😀😀 speaker:Reuters |tehran"


def test_an_offer_taken_once_the_cursor_has_moved_still_takes_the_place_of_what_was_typed(
    window: Window,
) -> None:
    window.activateWindow()
    type_in(window, "speaker:reu")
    popup = child(box(window), QCompleter).popup()
    assert popup
    QTest.keyClick(popup, Qt.Key.Key_Left)
    assert offers(window) == ["Reuters"]
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    settle(window)
    assert box(window).text() == "speaker:Reuters "


def test_offers_are_seen_whole(window: Window) -> None:
    window.activateWindow()
    type_in(window, "stance:")
    popup = child(box(window), QCompleter).popup()
    assert popup
    last = popup.visualRect(popup.model().index(len(offers(window)) - 1, 0))
    assert popup.viewport().rect().contains(last)
    assert last.height() >= popup.fontMetrics().height() + 2 * 4


def test_an_offer_goes_when_the_next_letter_leaves_nothing(window: Window) -> None:
    window.activateWindow()
    type_in(window, "stance:d")
    assert offers(window)
    type_in(window, "x")
    assert not offers(window)


def test_escape_takes_the_offers_away_and_nothing_else(window: Window) -> None:
    window.activateWindow()
    type_in(window, "drones stance:d")
    popup = child(box(window), QCompleter).popup()
    assert popup
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not offers(window)
    assert box(window).text() == "drones stance:d"
    press(window, Qt.Key.Key_Escape)
    assert box(window).text() == "drones"


def test_saving_is_reached_from_the_search_box(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "choose_export", lambda *given: asked.append(given[1].name))
    type_in(window, "drones")
    box(window).setFocus()
    QTest.keyClick(box(window), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["statements.csv"]


def test_saving_begins_in_the_folder_used_last(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "of the reader"
    folder.mkdir()
    asked: list[Path] = []

    def choose(_: object, path: Path, __: str) -> Path | None:
        asked.append(path)
        return folder / "it.csv" if folder.exists() else None

    monkeypatch.setattr(dialogs, "choose_export", choose)
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert [path.parent for path in asked] == [Path.home(), folder]
    (folder / "it.csv").unlink()
    folder.rmdir()
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert asked[-1].parent == Path.home()


def test_saving_is_reached_from_the_find_bar(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "choose_export", lambda *given: asked.append(given[1].name))
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["statements.csv"]


@pytest.fixture(params=["search box", "find bar"])
def field(request: pytest.FixtureRequest, window: Window) -> Field:
    if request.param == "search box":
        return box(window)
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    return child(child(window, FindBar), Field)


@pytest.mark.parametrize("text", ["", "drones"])
def test_every_key_of_the_window_works_while_one_types(
    window: Window, field: Field, text: str
) -> None:
    """All but those that copy, which a field needs where something is selected in it."""
    field.setText(text)
    for action in window.findChildren(QAction):
        for keys in action.shortcuts():
            key = _first(keys)
            text = chr(key.key()).lower() if key.key() < 0x7F else ""
            assert not _keeps(field, key, text), keys.toString()


def _first(keys: QKeySequence) -> QKeyCombination:
    key: QKeyCombination = keys[0]  # type: ignore[index] # the stubs lack it
    return key


def _keeps(found: Field, key: QKeyCombination, text: str) -> bool:
    """Tell whether a field wants a key for itself, as Qt asks before its shortcuts."""
    override = QKeyEvent(QEvent.Type.ShortcutOverride, key.key(), key.keyboardModifiers(), text)
    override.ignore()
    found.event(override)
    return override.isAccepted()


@pytest.mark.parametrize(
    ("keys", "typed"),
    [
        ("a", "a"),
        ("Shift+A", "A"),
        ("Space", " "),
        ("Ctrl+Alt+Q", "@"),
        ("Ctrl+X", ""),
        ("Ctrl+V", ""),
        ("Ctrl+Z", ""),
        ("Ctrl+Shift+Z", ""),
        ("Ctrl+A", "\x01"),
        ("Ctrl+C", "\x03"),
    ],
)
def test_typing_and_editing_stay_in_a_field(field: Field, keys: str, typed: str) -> None:
    field.setText("drones")
    field.selectAll()
    assert _keeps(field, _first(QKeySequence(keys)), typed)


def test_what_is_picked_keeps_its_row_when_others_go(window: Window) -> None:
    actors = next(
        one for one in window.findChildren(EntityPane) if one.view.accessibleName() == "Actors"
    )
    QTest.keyClick(actors.view, Qt.Key.Key_Down)
    settle(window)
    picked = actors.model.entity(actors.view.currentIndex())
    assert picked
    type_in(window, "drones")
    there = actors.model.index_of(picked.row)
    assert there.isValid()
    assert actors.view.selectionModel().isSelected(there)
