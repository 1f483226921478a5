"""In which order an answer comes, and which answer it is."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.gui.test_statements import written
from tests.gui.test_views import look
from tests.gui.test_window import box, child, page, rows, shown_names, shown_words, type_in
from tests.library.crowded import EACH, SOURCES, build_crowded
from viewer.library import file
from viewer.places import Place
from viewer.ui.chip_bar import ChipBar
from viewer.ui.entity_pane import EntityPane
from viewer.ui.navigator import Visit
from viewer.ui.question import Question
from viewer.ui.shot import settle
from viewer.ui.statements import StatementsModel, StatementsView
from viewer.ui.states import StatePanel
from viewer.ui.views.view import View
from viewer.ui.window import Window


def test_rows_come_first_then_the_page_then_the_counts(
    make_window: Callable[[], Window], wire_file: Path
) -> None:
    window = make_window()
    [rows] = window.findChildren(StatementsView)
    shown: list[tuple[bool, bool]] = []

    def look() -> None:
        counted = any(pane.model.rowCount() for pane in window.findChildren(EntityPane))
        shown.append((rows.model().rowCount() > 0, counted))

    window.windowTitleChanged.connect(look)  # which a page changes
    window.open_library(wire_file)
    settle(window)
    look()
    assert shown == [(True, False), (True, True)]


def test_the_rows_are_those_of_the_last_key(window: Window) -> None:
    for text in ("m", "mi", "mis", "miss", "fateh"):
        box(window).setText(text)
        box(window).textEdited.emit(text)
    settle(window)
    assert shown_words(window)
    assert all("Fateh" in words for words in shown_words(window))


def test_new_answers_begin_at_their_first_row(window: Window) -> None:
    rows(window).scrollToBottom()
    type_in(window, "ir")
    assert rows(window).verticalScrollBar().value() == 0


def told(window: Window) -> list[str]:
    """What stands in the line of filters, the number of statements among it."""
    return [label.text() for label in child(window, ChipBar).findChildren(QLabel)]


def said(window: Window) -> str:
    """The sentence in the answer's stead, "" when the answer is there."""
    panels = [panel for panel in window.findChildren(StatePanel) if panel.isVisible()]
    return "".join(label.text() for panel in panels for label in panel.findChildren(QLabel))


@pytest.fixture(scope="module")
def crowded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("crowded") / "crowded.whosaid"
    build_crowded(file)
    return file


@pytest.mark.parametrize("typed", ['"arms of the', "source:paper", "claim:matter"])
def test_the_newest_rows_stay_when_the_others_come(
    make_window: Callable[[], Window], crowded_file: Path, typed: str
) -> None:
    window = make_window()
    window.open_library(crowded_file)
    settle(window)
    type_in(window, typed[:-1])
    model = rows(window).model()
    assert isinstance(model, StatementsModel)
    shown: list[str] = []
    model.modelReset.connect(lambda: shown.append("reset"))
    model.rowsInserted.connect(lambda *_: shown.append("inserted"))
    type_in(window, typed[-1])
    assert shown == ["reset", "inserted"]
    words = shown_words(window)
    assert 12 < len(words) <= SOURCES * EACH
    assert f"{len(words):,} statements" in told(window)
    lines = [model.row(at) for at in range(40)]
    assert len({line.id for line in lines if line}) == 40


@pytest.fixture
def asked(
    make_window: Callable[[], Window], wire_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> Window:
    """A window that shows the answer to a question, and waits for no writer."""
    monkeypatch.setattr(file, "PATIENCE", 20)
    window = make_window()
    window.open_library(wire_copy, Visit(question=Question(text="drones")))
    settle(window)
    assert told(window) == ["1 statement"]
    return window


def test_what_is_asked_while_the_library_is_written_is_answered_once_it_is(
    asked: Window, wire_copy: Path, qtbot: QtBot
) -> None:
    with written(wire_copy):
        asked.navigator.type(Question(text="missiles"))
        qtbot.waitUntil(lambda: bool(said(asked)))  # that it is being searched for
        assert told(asked) == [""]
        qtbot.waitUntil(lambda: "being written" in said(asked))
        assert told(asked) == [""]
        assert not any(shown_names(asked, "Actors").values())
        for view in ("positions", "statements"):
            asked.navigator.show(view)
            qtbot.wait(50)
            assert "being written" in said(asked)
        assert not asked.can_export()
        assert not asked.is_settled
    settle(asked)
    assert said(asked) == ""
    assert told(asked) == ["2 statements"]
    assert len(shown_words(asked)) == 2
    assert any(shown_names(asked, "Actors").values())
    assert asked.can_export()


def test_a_view_asked_for_while_the_library_is_written_comes_once_it_is(
    asked: Window, wire_copy: Path, qtbot: QtBot
) -> None:
    with written(wire_copy):
        asked.navigator.show("positions")
        qtbot.waitUntil(lambda: "being written" in said(asked))
        assert told(asked) == ["1 statement"]
    settle(asked)
    assert [view for view in asked.findChildren(View) if view.isVisible()]


def test_a_page_asked_for_while_the_library_is_written_comes_once_it_is(
    asked: Window, wire_copy: Path, qtbot: QtBot
) -> None:
    with written(wire_copy):
        asked.navigator.go(Place("actor", "reuters"))
        qtbot.waitUntil(lambda: "being written" in page(asked).toPlainText())
        assert rows(asked).isVisible()
    settle(asked)
    assert "Reuters\nPositions" in page(asked).toPlainText()


def test_a_library_written_to_again_and_again_is_read_once_that_is_done(
    asked: Window, wire_copy: Path, qtbot: QtBot
) -> None:
    with contextlib.closing(sqlite3.connect(wire_copy)) as writer, writer:
        writer.execute("UPDATE library SET title = 'Wire, revised'")
    asked.navigator.type(Question(text="missiles"))
    with written(wire_copy):
        qtbot.waitUntil(lambda: "being written" in said(asked))
    settle(asked)
    assert told(asked) == ["2 statements"]


def test_the_answer_before_is_not_shown_for_a_question_that_failed(
    make_window: Callable[[], Window], founding_file: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(founding_file, tmp_path / "copy.whosaid"))
    with contextlib.closing(sqlite3.connect(path)) as damaging, damaging:
        # What words alone are looked for in.
        damaging.execute("UPDATE statement_words_data SET block = zeroblob(8) WHERE id > 10")
    window = make_window()
    window.open_library(path, Visit(question=Question(text="stance:denies")))
    settle(window)
    assert (before := told(window)) != [""]
    window.navigator.type(Question(text="missiles"))
    settle(window)
    assert "is damaged" in said(window)
    for view in ("positions", "statements"):
        look(window, view)
        assert "is damaged" in said(window)
        assert told(window) == [""]
        assert not window.can_export()
    window.navigator.ask(Question(text="stance:denies"))
    settle(window)
    assert said(window) == ""
    assert told(window) == before


def test_a_page_that_cannot_be_read_says_so_in_its_own_place(
    make_window: Callable[[], Window], wire_copy: Path
) -> None:
    with contextlib.closing(sqlite3.connect(wire_copy)) as damaging, damaging:
        damaging.execute("UPDATE statement SET said_basis = 4711 WHERE hash = 'irandeniesit'")
    window = make_window()
    window.open_library(wire_copy)
    settle(window)
    window.navigator.go(Place("statement", "irandeniesit"))
    settle(window)
    assert "is damaged" in window.failure
    assert page(window).toPlainText() == window.failure
    assert rows(window).isVisible()
    assert window.can_export()
    window.navigator.back()
    settle(window)
    assert "is damaged" not in page(window).toPlainText()
    assert rows(window).isVisible()
