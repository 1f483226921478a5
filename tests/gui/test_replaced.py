"""A library that is built anew while the window shows the one before."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.conftest import wire_folder
from tests.gui.test_views import front, look
from tests.gui.test_window import child, shown_words
from viewer.ingest.build import build
from viewer.library.query import parse
from viewer.library.reading import Library
from viewer.library.search import Search
from viewer.places import ViewName
from viewer.ui.saving.file import NotSaved
from viewer.ui.saving.statements import save
from viewer.ui.shot import settle
from viewer.ui.states import StatePanel
from viewer.ui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")

_SAYS = "was replaced since it was opened; open it again (File > Open Recent)."


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
        with pytest.raises(NotSaved) as said:
            list(save(hits, library, tmp_path / "it.csv"))
    assert str(said.value) == f"{path} {_SAYS}"
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("view", ["positions", "transfers", "timeline", "network"])
def test_a_view_shows_no_other_library(replaced: tuple[Window, Path], view: ViewName) -> None:
    window, path = replaced
    look(window, view)
    QApplication.processEvents()
    assert window.failure == f"{path} {_SAYS}"
    assert child(window, StatePanel).isVisible()


def test_the_library_can_be_opened_again(replaced: tuple[Window, Path]) -> None:
    window, path = replaced
    look(window, "timeline")
    assert window.failure
    window.open_library(path)
    settle(window)
    assert window.failure == ""
    assert len(shown_words(window)) > 2
    look(window, "timeline")
    assert front(window)
    assert window.failure == ""


def test_a_fault_of_the_library_before_is_not_told_of_the_next(
    replaced: tuple[Window, Path],
) -> None:
    window, path = replaced
    window.navigator.show("network")  # whose worker has not read the library yet
    time.sleep(0.5)  # it fails, which nobody hears before the next library is open
    window.open_library(path)
    settle(window)
    QApplication.processEvents()
    assert window.failure == ""
    assert len(shown_words(window)) > 2
