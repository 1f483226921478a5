from __future__ import annotations

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
