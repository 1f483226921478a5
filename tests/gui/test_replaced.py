"""A library that is built anew, or added to, while the window shows it as it was."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.conftest import wire_folder
from tests.gui.test_views import front, look
from tests.gui.test_window import child, shown_words
from tests.newcomer import SAYS, add_newcomer
from viewer.ingest.build import build
from viewer.library.file import Changed, LibraryError
from viewer.library.query import parse
from viewer.library.reading import Library
from viewer.library.search import Search
from viewer.places import ViewName
from viewer.places import parse as parse_place
from viewer.ui import dialogs
from viewer.ui.navigator import Scrolled, Visit
from viewer.ui.question import Question
from viewer.ui.reading import ReadingPane
from viewer.ui.saving.statements import save
from viewer.ui.shot import settle
from viewer.ui.statements import LINE_ROLE, StatementsView
from viewer.ui.states import StatePanel
from viewer.ui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")

_SAYS = "was replaced since it was opened; try again."


def _short(dated_file: Callable[..., Path]) -> Path:
    return dated_file([("2020-01-01", "2020-01-01"), ("2020-01-02", "2020-01-02")])


@pytest.fixture
def replaced(
    make_window: Callable[[], Window], dated_file: Callable[..., Path]
) -> tuple[Window, Path]:
    """A window that shows a library in whose place there is another one by now."""
    path = _short(dated_file)
    window = make_window()
    window.open_library(path)
    settle(window)
    assert len(shown_words(window)) == 2
    build(wire_folder(), path)
    return window, path


def test_statements_of_another_library_are_not_saved(
    dated_file: Callable[..., Path], tmp_path: Path
) -> None:
    path = _short(dated_file)
    with contextlib.closing(Library(path)) as library:
        hits = Search(library).hits(parse(""))
        build(wire_folder(), path)
        before = set(tmp_path.iterdir())
        with pytest.raises(Changed) as said:
            list(save(hits, library, tmp_path / "it.csv"))
    assert str(said.value) == f"{path} {_SAYS}"
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("view", ["positions", "transfers", "timeline", "network"])
def test_a_view_shows_the_library_that_is_there(
    replaced: tuple[Window, Path], view: ViewName
) -> None:
    window, _ = replaced
    look(window, view)
    settle(window)
    assert window.failure == ""
    assert front(window)
    assert len(shown_words(window)) > 2


def test_a_library_that_cannot_be_read_any_more_is_told(replaced: tuple[Window, Path]) -> None:
    window, path = replaced
    path.write_text("no library")
    look(window, "timeline")
    settle(window)
    assert window.failure == f"{path} is no Whosaid library: it is not an SQLite file."
    assert child(window, StatePanel).isVisible()


@pytest.fixture
def added_to(make_window: Callable[[], Window], wire_copy: Path) -> Window:
    """A window that shows a library to which a statement by a new actor was added since."""
    window = make_window()
    window.open_library(wire_copy)
    settle(window)
    window.navigator.ask(Question(text="missiles"))
    settle(window)
    add_newcomer(wire_copy)
    return window


@pytest.mark.parametrize("kind", ["claim/missiles-delivered", "source/wire", "actor/newcomer"])
def test_what_was_added_is_on_the_pages(added_to: Window, kind: str) -> None:
    added_to.navigator.go(parse_place(kind))
    settle(added_to)
    assert added_to.failure == ""
    page = child(added_to, ReadingPane).toPlainText()
    assert ("Newcomer" if kind != "source/wire" else SAYS) in page
    assert [words for words in shown_words(added_to) if "Newcomer" in words]
    added_to.navigator.back()
    settle(added_to)
    before = Visit(question=Question(text="missiles"), scrolled=Scrolled(page=0))
    assert added_to.navigator.visit == before


@pytest.mark.parametrize("view", ["positions", "transfers", "timeline", "network"])
def test_what_was_added_is_in_the_views(added_to: Window, view: ViewName) -> None:
    look(added_to, view)
    settle(added_to)
    assert added_to.failure == ""
    assert front(added_to)


def test_what_was_added_is_in_the_list(added_to: Window) -> None:
    added_to.navigator.type(Question(text="speaker:newcomer"))
    settle(added_to)
    assert [words.startswith(SAYS) for words in shown_words(added_to)] == [True]


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(dialogs, "warn", lambda _, sentence: said.append(sentence))
    return said


def test_what_is_not_copied_is_told(added_to: Window, warned: list[str]) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("of before")
    id = child(added_to, StatementsView).model().index(0, 0).data(LINE_ROLE).id
    added_to.copy(id)
    assert clipboard.text() == "of before"
    assert [sentence.endswith("nothing was done, try again.") for sentence in warned] == [True]
    settle(added_to)
    added_to.copy(id)
    assert "missiles" in clipboard.text()


@pytest.mark.parametrize("view", ["statements", "positions", "timeline"])
def test_what_is_not_saved_is_told_and_can_be_saved_again(
    make_window: Callable[[], Window],
    wire_copy: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    warned: list[str],
    view: ViewName,
) -> None:
    window = make_window()
    window.open_library(wire_copy)
    window.navigator.show(view)
    settle(window)
    saved = tmp_path / "it.csv"
    monkeypatch.setattr(dialogs, "choose_export", lambda *_: saved)
    add_newcomer(wire_copy)
    window.export()
    assert not saved.exists()
    assert len(warned) == 1
    settle(window)
    window.export()
    assert saved.exists()
    assert len(warned) == 1


def test_a_library_read_anew_while_a_file_is_chosen_is_what_is_saved(
    added_to: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(*_: object) -> Path:
        added_to.navigator.type(Question(text="speaker:newcomer"))  # finds that it was written to
        settle(added_to)
        return tmp_path / "it.csv"

    monkeypatch.setattr(dialogs, "choose_export", choose)
    added_to.export()
    assert "Newcomer" in (tmp_path / "it.csv").read_text()


def test_a_fault_of_the_library_before_is_not_told_of_the_next(
    make_window: Callable[[], Window], dated_file: Callable[..., Path], wire_file: Path
) -> None:
    path = _short(dated_file)
    window = make_window()
    window.open_library(path)
    settle(window)
    os.truncate(path, 8192)
    window.navigator.show("network")  # whose worker has not read the library yet
    time.sleep(0.5)  # it fails, which nobody hears before the next library is open
    window.open_library(wire_file)
    settle(window)
    QApplication.processEvents()
    assert window.failure == ""
    assert len(shown_words(window)) > 2
    with pytest.raises(LibraryError):
        Library(path)
