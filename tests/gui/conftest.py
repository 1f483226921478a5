from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication

from viewer.ui.app import application
from viewer.ui.appearance import Appearance
from viewer.ui.settings import Settings
from viewer.ui.shot import settle
from viewer.ui.window import Window


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return application()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def make_window(
    qapp: QApplication,  # noqa: ARG001 - a window needs one
    settings: Settings,
) -> Iterator[Callable[[], Window]]:
    made: list[Window] = []

    def make() -> Window:
        window = Window(Appearance("light", settings.zoom), settings)
        made.append(window)
        window.show()
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    # Those that stay would be styled anew with each window to come.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(make_window: Callable[[], Window], founding_file: Path) -> Window:
    window = make_window()
    window.open_library(founding_file)
    settle(window)
    return window


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[str]:
    """A virtual screen; its name is what DISPLAY holds."""
    assert shutil.which("Xvfb"), "install the package xvfb"
    assert shutil.which("xdotool"), "install the package xdotool"
    reading, writing = os.pipe()
    with (tmp_path / "xvfb.log").open("wb") as log:
        server = subprocess.Popen(
            # Without -noreset it starts anew whenever the last client leaves.
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-noreset"],
            pass_fds=(writing,),
            stderr=log,
        )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    assert number, (tmp_path / "xvfb.log").read_text()
    yield f":{number}"
    server.terminate()
    server.wait()
