from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.test_window import child
from viewer.ui.app import Opening
from viewer.ui.entity_pane import EntityPane
from viewer.ui.reading import ReadingPane
from viewer.ui.settings import Settings
from viewer.ui.shot import settle
from viewer.ui.statements import StatementsView
from viewer.ui.states import StatePanel
from viewer.ui.window import Window

_PATIENCE = 30_000  # ms


def test_an_outdated_founding_library_is_built_and_opened_over_another(
    make_window: Callable[[], Window],
    settings: Settings,
    founding_file: Path,
    wire_file: Path,
    qtbot: QtBot,
) -> None:
    window = make_window()
    window.open_library(wire_file)
    settle(window)
    founding_file.with_name(founding_file.name + ".built-from").unlink()
    Opening(window, settings).founding()
    qtbot.waitUntil(
        lambda: window.library is not None and window.library.path == founding_file,
        timeout=_PATIENCE,
    )
    settle(window)
    assert window.failure == ""


def test_what_builds_it_runs_no_code_of_the_current_folder(
    make_window: Callable[[], Window],
    settings: Settings,
    founding_file: Path,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "viewer").mkdir()
    (tmp_path / "viewer" / "__init__.py").touch()
    (tmp_path / "viewer" / "__main__.py").write_text("open('run', 'w').close()")
    monkeypatch.chdir(tmp_path)
    founding_file.with_name(founding_file.name + ".built-from").unlink()
    window = make_window()
    Opening(window, settings).founding()
    qtbot.waitUntil(lambda: window.library is not None or bool(window.failure), timeout=_PATIENCE)
    settle(window)
    assert not (tmp_path / "run").exists()
    assert window.failure == ""


def test_the_founding_library_is_not_offered_where_it_cannot_be_built(
    make_window: Callable[[], Window],
    settings: Settings,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "a file"))
    window = make_window()
    Opening(window, settings).founding()
    qtbot.waitUntil(lambda: bool(window.failure), timeout=_PATIENCE)
    told = child(window, StatePanel).findChildren(QLabel)[0].text()
    assert "a file" in window.failure
    assert "Ctrl+O opens another." in told
    assert "founding:" not in told


def test_another_library_is_read_from_its_top(
    make_window: Callable[[], Window], founding_file: Path, wire_file: Path
) -> None:
    window = make_window()
    window.resize(700, 500)
    for path in (founding_file, wire_file):
        window.open_library(path)
        settle(window)
        scrolled = child(window, ReadingPane).verticalScrollBar()
        assert scrolled.value() == 0
        scrolled.setValue(40)
        assert scrolled.value() == 40


@pytest.mark.parametrize("width", [800, 1280, 1920])
def test_the_rows_stay_in_their_place_when_the_rest_is_made(
    make_window: Callable[[], Window], wire_file: Path, width: int, qtbot: QtBot
) -> None:
    for _ in range(2):  # the second window lies as the first was left
        window = make_window()
        window.resize(width, 800)
        window.show()
        [rows] = window.findChildren(StatementsView)
        places: list[tuple[QPoint, QSize]] = []
        rows.model().modelReset.connect(lambda rows=rows, places=places: places.append(_of(rows)))
        assert not window.findChildren(EntityPane)
        window.open_library(wire_file)
        settle(window)
        qtbot.wait(50)
        assert window.findChildren(EntityPane)
        assert places
        assert {*places} == {_of(rows)}
        window.close()


def _of(widget: QWidget) -> tuple[QPoint, QSize]:
    return widget.mapTo(widget.window(), QPoint()), widget.size()
