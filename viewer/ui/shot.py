"""A picture of the real window, rendered off-screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from viewer.library.file import LibraryError
from viewer.ui.app import application
from viewer.ui.appearance import Appearance
from viewer.ui.display import require_fonts
from viewer.ui.navigator import Visit
from viewer.ui.window import Window

_PATIENCE = 60_000  # ms


def shoot(png: Path, library: Path, visit: Visit, size: tuple[int, int], dark: bool) -> None:
    """Write a picture of the window as ``visit`` finds it.

    ``size`` is width and height in pixels.  Nothing of the reader's settings is
    used.  Raises NoSuchPlace when there is no such page, and LibraryError when the
    picture cannot be written in time.
    """
    application()
    require_fonts()
    window = Window(Appearance("dark" if dark else "light"), None)
    window.resize(*size)
    window.show()
    try:
        window.open_library(library, visit)
        settle(window)
        if window.failure:
            raise LibraryError(window.failure)
        if not window.has_page:
            from viewer.pages import NoSuchPlace  # which a worker has imported by now

            raise NoSuchPlace(visit.place)
        saved = window.grab().save(str(png), "PNG")
    finally:
        window.close()
    if not saved:
        raise LibraryError(f"{png} cannot be written; name a file in a folder of yours.")


def settle(window: Window) -> None:
    """Wait until everything asked for is shown; raises LibraryError when it takes too long."""
    deadline = QDeadlineTimer(_PATIENCE)
    while not window.is_settled:
        if deadline.hasExpired():
            raise LibraryError("The window did not finish its picture within a minute.")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
    QApplication.processEvents()
