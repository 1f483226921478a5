from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.test_reading import in_parts, whole
from tests.gui.test_window import box, child, chip_labels, page, pick, press, type_in
from viewer.library.reading import Library
from viewer.pages import Pages
from viewer.places import HOME, Place
from viewer.ui.find_bar import FindBar, _Text
from viewer.ui.shot import settle
from viewer.ui.window import Window

ARTICLE = Place("source", "iranian-missiles-to-russia")


@pytest.fixture
def reading(window: Window) -> Window:
    """A window in which the article is read."""
    window.navigator.go(ARTICLE)
    settle(window)
    page(window).setFocus()
    return window


def find(window: Window, words: str) -> None:
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    words_of(window).setText(words)  # QTest knows no keys for other than plain letters
    words_of(window).textEdited.emit(words)


def words_of(window: Window) -> QLineEdit:
    return child(child(window, FindBar), QLineEdit)


def count(window: Window) -> str:
    return child(child(window, FindBar), QLabel).text()


def marked(window: Window) -> list[str]:
    return [one.cursor.selectedText() for one in page(window).extraSelections()]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("a😀b", "grin", [(1, 3)]),  # what the letter is romanised as; both its code units
        ("straße, strasse", "strasse", [(0, 6), (8, 15)]),
        ("an, an", "an", [(0, 2), (4, 6)]),
        ("an", "", []),
    ],
)
def test_what_is_found_ends_with_a_letter(
    text: str, words: str, found: list[tuple[int, int]]
) -> None:
    assert _Text.of(text).find(words) == found


def test_what_is_found_in_a_page_is_forgotten_as_soon_as_the_next_begins(
    reading: Window, founding: Library, qtbot: QtBot
) -> None:
    find(reading, "the")
    with qtbot.waitSignal(page(reading).page_shown):
        page(reading).show_page(in_parts(whole(Pages(founding), HOME), 1), 0)
        assert marked(reading) == []
        child(reading, FindBar).next()
        assert page(reading).textCursor().selectedText() == ""
    child(reading, FindBar).next()
    assert page(reading).textCursor().selectedText().lower() == "the"


def test_all_that_is_found_is_marked_and_counted(reading: Window) -> None:
    find(reading, "missile")
    found = marked(reading)
    assert len(found) > 5
    assert {one.lower() for one in found} == {"missile"}
    assert count(reading) == f"1 of {len(found)}"
    assert page(reading).textCursor().selectedText().lower() == "missile"


def test_keys_lead_round_and_round(reading: Window) -> None:
    find(reading, "shipments")
    last = len(marked(reading))
    press(reading, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert count(reading) == f"{last} of {last}"
    press(reading, Qt.Key.Key_F3)
    assert count(reading) == f"1 of {last}"
    press(reading, Qt.Key.Key_Return)
    assert count(reading) == f"{min(2, last)} of {last}"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("IRANIAN", "Iranian"), ("írán had", "Iran had"), ("“worrying”", '"worrying"')],
)
def test_words_are_found_however_they_are_written(reading: Window, typed: str, found: str) -> None:
    find(reading, typed)
    assert found in marked(reading)


def test_what_is_not_there_is_said(reading: Window) -> None:
    find(reading, "nowhere to be found")
    assert count(reading) == "Not found"
    assert marked(reading) == []
    press(reading, Qt.Key.Key_F3)
    assert count(reading) == "Not found"


def test_escape_closes_the_bar_and_nothing_else(reading: Window) -> None:
    pick(reading, "Actors", "Reuters")
    type_in(reading, "missiles")
    find(reading, "iran")
    press(reading, Qt.Key.Key_Escape)
    assert child(reading, FindBar).isHidden()
    assert marked(reading) == []
    assert page(reading).hasFocus()
    assert box(reading).text() == "missiles"
    assert chip_labels(reading) == ["Reuters"]
    press(reading, Qt.Key.Key_Escape)  # which is the window's again
    assert chip_labels(reading) == []


def test_the_words_are_kept_and_found_in_the_next_page(reading: Window) -> None:
    find(reading, "reuters")
    before = len(marked(reading))
    press(reading, Qt.Key.Key_Escape)
    page(reading).moveCursor(page(reading).textCursor().MoveOperation.Start)
    reading.navigator.go(Place("actor", "reuters"))
    settle(reading)
    press(reading, Qt.Key.Key_F3)
    assert words_of(reading).text() == "reuters"
    assert marked(reading)
    reading.navigator.go(ARTICLE)
    settle(reading)
    assert len(marked(reading)) == before
    assert count(reading) == f"{before} found"


def test_letters_of_two_code_units_keep_their_places(reading: Window) -> None:
    page(reading).setPlainText("𝒜 👩‍🚀 missile ﬁeld missile")
    page(reading).page_shown.emit()
    find(reading, "missile")
    assert marked(reading) == ["missile", "missile"]
    words_of(reading).selectAll()
    QTest.keyClicks(words_of(reading), "field")
    assert marked(reading) == ["ﬁeld"]
    QApplication.processEvents()
