from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from viewer.ingest.build import build
from viewer.library.reading import Library
from viewer.places import HOME, Place
from viewer.ui.entity_pane import EntityPane
from viewer.ui.navigator import Visit
from viewer.ui.question import Question, in_words
from viewer.ui.reading import ReadingPane
from viewer.ui.search_box import SearchBox
from viewer.ui.settings import Settings
from viewer.ui.shot import settle
from viewer.ui.statements import StatementsView
from viewer.ui.states import StatePanel
from viewer.ui.window import Window

T = TypeVar("T", bound=QObject)


def child(parent: QObject, kind: type[T]) -> T:
    found = parent.findChild(kind)
    assert isinstance(found, kind)
    return found


def box(window: Window) -> SearchBox:
    return child(window, SearchBox)


def rows(window: Window) -> StatementsView:
    return child(window, StatementsView)


def page(window: Window) -> ReadingPane:
    return child(window, ReadingPane)


def pane(window: Window, name: str) -> EntityPane:
    return next(one for one in window.findChildren(EntityPane) if one.view.accessibleName() == name)


def type_in(window: Window, text: str) -> None:
    box(window).setFocus()
    QTest.keyClicks(box(window), text)
    settle(window)


def press(window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    focus = window.focusWidget() or window
    QTest.keyClick(focus, key, modifier or Qt.KeyboardModifier.NoModifier)
    settle(window)


def shown_words(window: Window) -> list[str]:
    model = rows(window).model()
    return [model.index(at, 0).data() for at in range(model.rowCount())]


def shown_names(window: Window, name: str) -> dict[str, int]:
    view = pane(window, name).view
    found: dict[str, int] = {}
    index = view.model().index(0, 0)
    while index.isValid():
        found[index.data()] = index.data(Qt.ItemDataRole.UserRole)
        index = index.siblingAtRow(index.row() + 1)
    return found


def pick(
    window: Window,
    name: str,
    entity: str,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    view = pane(window, name).view
    index = view.model().index(0, 0)
    while index.isValid() and index.data() != entity:
        index = index.siblingAtRow(index.row() + 1)
    view.scrollTo(index)
    QTest.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        modifier,
        view.visualRect(index).center(),
    )
    settle(window)


def shown_chips(window: Window) -> list[QToolButton]:
    return [one for one in window.findChildren(QToolButton, "chip") if not one.isHidden()]


def chip_labels(window: Window) -> list[str]:
    return [button.text().removesuffix("  ✕") for button in shown_chips(window)]


def test_all_statements_are_shown_at_the_start(window: Window, founding_file: Path) -> None:
    library = Library(founding_file)
    assert len(shown_words(window)) == library.sizes()["statement"]
    assert shown_names(window, "Actors")["Iran"] > 0
    assert "Shahed-136" in shown_names(window, "Weapons")
    assert page(window).toPlainText()
    library.close()


def test_typing_narrows_all_three_panes(window: Window) -> None:
    everyone = shown_names(window, "Actors")
    type_in(window, "ger")
    assert all("Geran" in words for words in shown_words(window))
    assert len(shown_names(window, "Actors")) < len(everyone)
    assert "Fateh-110" not in shown_names(window, "Weapons")
    assert "Shahed-136" in shown_names(window, "Weapons")


def test_rows_have_one_height(window: Window) -> None:
    view = rows(window)
    heights = {view.rowHeight(at) for at in range(view.model().rowCount())}
    assert len(heights) == 1


def test_counts_in_a_pane_are_the_hits_of_picking_there(window: Window) -> None:
    for name, count in list(shown_names(window, "Actors").items())[:6]:
        pick(window, "Actors", name)
        assert len(shown_words(window)) == count, name
        press(window, Qt.Key.Key_Escape)


def test_going_round_the_panes_leaves_the_page_alone(window: Window) -> None:
    box(window).setFocus()
    for _ in range(5):
        press(window, Qt.Key.Key_F6)
    assert window.navigator.visit.place == HOME
    rows(window).setFocus()
    press(window, Qt.Key.Key_Down)
    assert rows(window).currentIndex().row() == 0
    assert rows(window).selectionModel().hasSelection()
    assert window.navigator.visit.place.kind == "statement"


def test_marking_new_words_does_not_scroll_the_page(window: Window) -> None:
    window.resize(700, 500)
    window.navigator.go(Place("source", "iranian-missiles-to-russia"))
    settle(window)
    page(window).verticalScrollBar().setValue(40)
    type_in(window, "drones")
    assert page(window).verticalScrollBar().value() == 40


@pytest.mark.parametrize(
    ("text", "actors", "weapons", "told", "asked"),
    [
        ("drones", (), (), "", "drones"),
        ("", ("iran",), (), "Iran", "Iran"),
        ("", ("iran", "russia"), (), "Iran or Russia", "Iran or Russia"),
        ("", ("iran",), ("shahed-136",), "Iran and Shahed-136", "Iran · Shahed-136"),
        (
            "stance:denies OR stance:doubts -mode:direct",
            ("iran", "russia"),
            ("fateh-110", "shahed-136"),
            "stance: denies or stance: doubts and not mode: direct and Iran or Russia "
            "and Fateh-110 or Shahed-136",
            "stance:denies OR stance:doubts -mode:direct · Iran or Russia "
            "· Fateh-110 or Shahed-136",
        ),
    ],
)
def test_chips_say_how_they_go_together(
    window: Window,
    text: str,
    actors: tuple[str, ...],
    weapons: tuple[str, ...],
    told: str,
    asked: str,
) -> None:
    question = Question(text, actors, weapons)
    window.navigator.ask(question)
    settle(window)
    row = window._panes.chips._row
    shown = [item.widget() for at in range(row.count()) if (item := row.itemAt(at))]
    words = [one.text() for one in shown if isinstance(one, (QLabel, QToolButton))]
    assert " ".join(words).replace("  ✕", "") == told
    assert window.library
    assert in_words(question, window.library) == asked


def test_the_selection_leads_the_reading_pane(window: Window) -> None:
    type_in(window, "geran")
    press(window, Qt.Key.Key_Down)
    assert window.navigator.visit.place.kind == "statement"
    assert "Geran-2 drone is actually" in page(window).toPlainText()


def test_history_restores_place_question_and_selection(window: Window) -> None:
    start = shown_words(window)
    type_in(window, "missiles")
    found = shown_words(window)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Down)
    chosen = window.navigator.visit.place
    window.navigator.go(Place("actor", "iran"))
    settle(window)
    window.navigator.ask(Question(text="drones"))
    settle(window)
    for _ in range(2):
        press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.navigator.visit.place == chosen
    assert box(window).text() == "missiles"
    assert shown_words(window) == found
    current = rows(window).current()
    assert current is not None
    assert current.place == chosen
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shown_words(window) == start
    for _ in range(4):
        press(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert box(window).text() == "drones"


def history(window: Window) -> list[tuple[str, Place]]:
    """What is asked and read at each step back, where one is first."""
    steps = []
    while True:
        visit = window.navigator.visit
        steps.append((visit.question.text, visit.place))
        if not window.navigator.can_go_back:
            return steps
        press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)


def test_each_search_by_keyboard_is_a_step_of_the_history(window: Window) -> None:
    window.activateWindow()
    type_in(window, "geran")
    press(window, Qt.Key.Key_Down)
    geran = window.navigator.visit.place
    press(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    type_in(window, "denied")
    press(window, Qt.Key.Key_Down)
    denied = window.navigator.visit.place
    assert history(window) == [
        *(("denied", denied), ("denied", geran), ("geran", geran), ("geran", HOME), ("", HOME)),
    ]


@pytest.mark.parametrize("keys", [["Ctrl+K"], ["F6"] * 5])
def test_words_typed_anew_are_a_step_of_their_own(window: Window, keys: list[str]) -> None:
    window.activateWindow()
    type_in(window, "geran")
    for name in keys:  # that lead to the box, all its words selected
        key = QKeySequence(name)[0]  # type: ignore[index] # the stubs lack it
        press(window, key.key(), key.keyboardModifiers())
    type_in(window, "denied")
    assert box(window).text() == "denied"
    assert [text for text, _ in history(window)] == ["denied", "geran", ""]


def test_what_is_picked_by_keyboard_is_a_step_beside_what_is_typed(window: Window) -> None:
    type_in(window, "drones")
    view = pane(window, "Actors").view
    view.setFocus()
    for _ in range(2):
        press(window, Qt.Key.Key_Down)
    view = pane(window, "Weapons").view
    view.setFocus()
    press(window, Qt.Key.Key_Down)
    asked = []
    while window.navigator.can_go_back:
        asked.append(window.navigator.visit.question)
        window.navigator.back()
    assert [(one.text, len(one.actors), len(one.weapons)) for one in asked] == [
        *(("drones", 1, 1), ("drones", 1, 0), ("drones", 0, 0)),
    ]


def test_history_restores_how_far_the_page_was_scrolled(window: Window) -> None:
    window.resize(700, 500)
    window.navigator.go(Place("source", "iranian-missiles-to-russia"))
    settle(window)
    bar = page(window).verticalScrollBar()
    assert bar.maximum() > 40
    bar.setValue(40)
    window.navigator.go(Place("actor", "iran"))
    settle(window)
    window.navigator.back()
    settle(window)
    assert bar.value() == 40


def test_a_statement_opens_at_its_quote_and_is_left_and_found_again_at_its_top(
    window: Window, founding: Library
) -> None:
    window.resize(800, 480)
    ids = [id for id, _, _ in founding.statements_of_source("iranian-missiles-to-russia")]
    bar, visits = page(window).verticalScrollBar(), iter(ids)
    while not bar.value():
        window.navigator.go(Place("statement", next(visits)))
        settle(window)
    bar.setValue(0)
    window.navigator.go(HOME)
    settle(window)
    window.navigator.back()
    settle(window)
    assert window.navigator.visit.place.kind == "statement"
    assert bar.value() == 0


def test_every_link_of_a_page_leads_within_the_viewer(window: Window) -> None:
    window.navigator.go(Place("actor", "iran"))
    settle(window)
    page(window).anchorClicked.emit(QUrl("viewer:actor/russia"))
    settle(window)
    assert window.navigator.visit.place == Place("actor", "russia")
    page(window).anchorClicked.emit(QUrl("search:speaker%3Airan"))
    settle(window)
    assert box(window).text() == "speaker:iran"


def test_f6_goes_round_the_panes(window: Window) -> None:
    box(window).setFocus()
    seen = []
    for _ in range(5):
        press(window, Qt.Key.Key_F6)
        focus = window.focusWidget()
        seen.append(focus.accessibleName() if focus else "")
    assert seen == ["Actors", "Weapons", "Statements", "Reading", "Search"]


@pytest.mark.parametrize("key", [Qt.Key.Key_K, Qt.Key.Key_L])
def test_keys_lead_to_the_search_box(window: Window, key: Qt.Key) -> None:
    page(window).setFocus()
    press(window, key, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is box(window)


def test_zoom_makes_rows_and_pages_larger(window: Window) -> None:
    height = rows(window).rowHeight(0)
    size = page(window).document().defaultFont().pointSizeF()
    press(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert rows(window).rowHeight(0) > height
    assert page(window).document().defaultFont().pointSizeF() > size
    press(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert rows(window).rowHeight(0) == height


@pytest.mark.parametrize(
    ("typed", "offered", "instead"),
    [
        ("continnue sanktions ", "Did you mean", "sanctions"),
        ("denied sanctions ", "Fewer words find something", "sanctions"),
    ],
)
def test_nothing_found_offers_other_words_or_fewer(
    typed: str, offered: str, instead: str, window: Window, qtbot: QtBot
) -> None:
    type_in(window, typed)
    panel = child(window, StatePanel)
    assert panel.isVisible()
    label = child(panel, QLabel)
    assert "No statement matches" in label.text()
    qtbot.waitUntil(lambda: "search:" in label.text())
    assert offered in label.text()
    label.linkActivated.emit(f"search:{instead}")
    settle(window)
    assert shown_words(window)


def test_an_unreadable_library_says_why(make_window: Callable[[], Window], tmp_path: Path) -> None:
    path = tmp_path / "broken.whosaid"
    path.write_text("no library")
    window = make_window()
    window.open_library(path)
    panel = child(window, StatePanel)
    assert panel.isVisible()
    assert str(path) in child(panel, QLabel).text()


def test_a_library_that_breaks_while_open_is_said(
    make_window: Callable[[], Window],
    founding_file: Path,
    tmp_path: Path,
) -> None:
    path = Path(shutil.copy(founding_file, tmp_path / "copy.whosaid"))
    window = make_window()
    window.open_library(path)
    settle(window)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    type_in(window, "missiles")
    window.navigator.go(Place("source", "iranian-missiles-to-russia"))
    settle(window)
    QApplication.processEvents()
    panel = child(window, StatePanel)
    assert panel.isVisible()
    assert str(path) in child(panel, QLabel).text()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE posting SET statements = x'0102'",
        "DROP TABLE stance",
        "DROP TRIGGER chain_keeps_its_links; DELETE FROM link",
    ],
)
def test_a_library_that_contradicts_itself_is_said(
    damage: str, make_window: Callable[[], Window], founding_file: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(founding_file, tmp_path / "copy.whosaid"))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(damage)
    window = make_window()
    window.open_library(path)
    settle(window)
    QApplication.processEvents()
    assert str(path) in window.failure
    assert child(window, StatePanel).isVisible()


def test_an_empty_library_says_what_to_do(
    make_window: Callable[[], Window], folder: Callable[..., Path], tmp_path: Path
) -> None:
    window = make_window()
    build(folder(), tmp_path / "empty.whosaid")
    window.open_library(tmp_path / "empty.whosaid")
    settle(window)
    panel = child(window, StatePanel)
    assert panel.isVisible()
    assert "no statements yet" in child(panel, QLabel).text()
    type_in(window, "drones")
    assert "no statements yet" in child(panel, QLabel).text()  # no other words would help


def test_a_library_can_be_dropped_on_the_window(
    window: Window, founding_file: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copy(founding_file, tmp_path / "other.whosaid"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    settle(window)
    assert window.library is not None
    assert window.library.path == other


def test_window_and_place_are_restored(
    make_window: Callable[[], Window], founding_file: Path, settings: Settings
) -> None:
    window = make_window()
    window.open_library(founding_file)
    window.resize(777, 555)
    window.navigator.go(Place("actor", "iran"))
    settle(window)
    window.close()
    again = make_window()
    assert (again.width(), again.height()) == (777, 555)
    assert settings.place == Place("actor", "iran")
    assert settings.library == founding_file
    assert settings.recent == [founding_file]


def test_searching_writes_nothing_to_the_settings(window: Window, tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    QTest.qWait(50)
    before = file.stat()
    for text in ("geran", "drone"):
        type_in(window, text)
        QTest.qWait(50)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_window_never_writes_to_the_library(window: Window, founding_file: Path) -> None:
    before = founding_file.read_bytes()
    type_in(window, "missiles")
    press(window, Qt.Key.Key_Down)
    assert founding_file.read_bytes() == before
    assert window.library is not None
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        window.library.connection.execute("DELETE FROM mention")


def test_a_visit_can_be_opened_at_once(
    make_window: Callable[[], Window], founding_file: Path
) -> None:
    window = make_window()
    window.open_library(founding_file, Visit(Place("weapon", "shahed-136"), Question(text="geran")))
    settle(window)
    assert box(window).text() == "geran"
    assert "Shahed-136" in page(window).toPlainText()
