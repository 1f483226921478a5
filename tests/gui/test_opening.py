from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from viewer.ui.app import Opening
from viewer.ui.settings import Settings
from viewer.ui.shot import settle
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
