"""In which order an answer comes, and which answer it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from tests.gui.test_window import box, child, rows, shown_words, type_in
from tests.library.crowded import EACH, SOURCES, build_crowded
from viewer.ui.chip_bar import ChipBar
from viewer.ui.entity_pane import EntityPane
from viewer.ui.shot import settle
from viewer.ui.statements import StatementsModel, StatementsView
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
    assert f"{len(words):,} statements" in [
        label.text() for label in child(window, ChipBar).findChildren(QLabel)
    ]
    lines = [model.row(at) for at in range(40)]
    assert len({line.id for line in lines if line}) == 40
