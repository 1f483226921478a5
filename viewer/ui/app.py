"""Starting the window, on the right library."""

from __future__ import annotations

import atexit
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QSettings,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from viewer import installed
from viewer.places import HOME, Place
from viewer.ui.appearance import Appearance
from viewer.ui.display import require_fonts
from viewer.ui.navigator import Visit
from viewer.ui.settings import Settings
from viewer.ui.window import Window

if TYPE_CHECKING:
    from PySide6.QtCore import QProcess

    from viewer.library.catalogue import Catalogue


def run(library: Path | None) -> int:
    """Open the window on ``library``, on the one open last, or on the founding library.

    Returns the exit status.  Raises Unusable when there is no font.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in the terminal ends the program
    app = application()
    require_fonts()
    settings = Settings(
        QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "whosaid", "whosaid")
    )
    window = Window(Appearance(settings.theme, settings.zoom), settings)
    opening = Opening(window, settings)
    window.founding_asked.connect(opening.founding)
    once = Qt.ConnectionType.SingleShotConnection
    window.settled.connect(lambda: _finish_start(window), once)
    window.show()
    opening.first(library)
    return app.exec()


def _finish_start(window: Window) -> None:
    """Do what no first row waits for."""
    from PySide6.QtGui import QIcon  # what reads SVG comes with it

    from viewer.ui.garbage import Garbage

    icon = installed.resources() / "icons" / "whosaid.svg"
    QApplication.setWindowIcon(QIcon(str(icon)))
    Garbage(window)


def application() -> QApplication:
    """Return the application, with its name and style."""
    # A worker hands over the interpreter within half a millisecond, not Python's five.
    sys.setswitchinterval(0.0005)
    qInstallMessageHandler(_pass_on)
    atexit.register(qInstallMessageHandler, None)  # Qt still speaks when Python is gone
    # A style asked for later would be handed back, and all of QStyle made for it.
    app = QApplication.instance() or QApplication([*sys.argv[:1], "-style", "fusion"])
    assert isinstance(app, QApplication)  # noqa: S101 - nothing here makes another kind
    app.setApplicationName("whosaid")
    app.setApplicationDisplayName("Whosaid")
    app.setDesktopFileName("whosaid")
    return app


def _pass_on(_: QtMsgType, __: QMessageLogContext, message: str) -> None:
    """Print what Qt says, but for what its off-screen plugin says of every window."""
    if not message.startswith("This plugin does not support"):
        print(message, file=sys.stderr)  # noqa: T201 - where Qt itself would print it


class Opening(QObject):
    """Decides which library a window shows; the founding library is built by a child process."""

    def __init__(self, window: Window, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._builder: QProcess | None = None

    def first(self, library: Path | None) -> None:
        """Open ``library``, or what was open last, where one was reading."""
        last = self._settings.library
        place = self._settings.place
        wanted = library or last
        if wanted is None or installed.is_founding_library(wanted):
            self.founding(place if wanted == last else HOME)
        else:
            path = wanted.absolute()
            self._window.open_library(path, Visit(place if path == last else HOME))

    def founding(self, place: Place = HOME) -> None:
        """Open the founding library; a child process builds it first when it must."""
        visit = Visit(place)
        from viewer.library import founding  # a library of one's own needs it not

        if file := founding.current():
            self._window.open_library(file, visit)
            return
        if self._builder is None:
            self._window.show_starting()
            from PySide6.QtCore import QProcess

            self._builder = QProcess(self)
            # "-m" looks in the current folder first, which may be a stranger's.
            self._builder.setWorkingDirectory(str(installed.importable_from()))
            before = self._window.library
            self._builder.finished.connect(lambda status: self._built(status, visit, before))
            self._builder.errorOccurred.connect(lambda _: self._built(-1, visit, before))
            self._builder.start(sys.executable, ["-m", "viewer", "build", "--founding"])

    def _built(self, status: int, visit: Visit, before: Catalogue | None) -> None:
        builder, self._builder = self._builder, None
        if builder is None or self._window.library is not before:
            return  # the reader has opened another library meanwhile
        if status == 0:
            self._window.open_library(installed.founding_library(), visit)
        else:
            said = bytes(builder.readAllStandardError().data()).decode(errors="replace")
            sentence = said.strip() or "The founding library could not be built."
            self._window.fail(sentence, offers_founding=False)
