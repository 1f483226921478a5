"""The list of statements while its library is being written."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from viewer.ui.shot import settle
from viewer.ui.statements import PAGE, StatementsModel, StatementsView
from viewer.ui.window import Window


@pytest.fixture
def long_file(dated_file: Callable[..., Path]) -> Path:
    return dated_file([("2020-01-01", "2020-01-01")] * 20 * PAGE)


@contextlib.contextmanager
def written(file: Path) -> Iterator[None]:
    """Have another program write to a library."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        yield
        writer.execute("ROLLBACK")


def test_rows_that_cannot_be_read_are_empty_until_they_can_be(
    make_window: Callable[[], Window], long_file: Path, qtbot: QtBot
) -> None:
    window = make_window()
    window.open_library(long_file)
    settle(window)
    [shown] = window.findChildren(StatementsView)
    model = shown.model()
    assert isinstance(model, StatementsModel)
    last = model.rowCount() - 1
    followed: list[object] = []
    shown.followed.connect(followed.append)
    with written(long_file):
        began = time.monotonic()
        shown.setCurrentIndex(model.index(last, 0))
        window.grab()
        QApplication.processEvents()
        assert model.row(last) is None
        assert time.monotonic() - began < 1  # not as long as a writer is waited for elsewhere
        qtbot.wait(500)  # it is asked for again, and still in vain
        assert window.failure == ""
        assert model.row(last) is None
    read: list[bool] = []
    model.dataChanged.connect(lambda: read.append(True))
    qtbot.waitUntil(lambda: bool(read))
    window.grab()
    row = model.row(last)
    assert row is not None
    assert followed == [row.place]
    assert shown.isVisible()
    assert window.failure == ""
