"""The window: what passes between the panes, the navigator and those who answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6 import QtGui  # whose classes are made at first use, after the first rows
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow

from viewer.library.catalogue import Catalogue
from viewer.library.file import Busy, Changed, LibraryError, explained
from viewer.ui.answering import Answering
from viewer.ui.appearance import Appearance
from viewer.ui.gestures import Gestures
from viewer.ui.navigator import Navigator, Scrolled, Visit
from viewer.ui.panes import Beside, Panes
from viewer.ui.question import chips
from viewer.ui.rendering import Rendering
from viewer.ui.settings import Settings
from viewer.ui.statements import StatementsModel
from viewer.ui.views.viewing import Viewing

if TYPE_CHECKING:
    from viewer.ui.states import StatePanel

_CALM = 200  # ms before a library that was written to is read anew: more may come
_IN_VAIN = "The library was written to just now and is read anew; nothing was done, try again."
_MENUS = ("&File", "&Edit", "&View", "&Go", "&Help")


class Window(QMainWindow):
    """Three linked panes and a reading pane over one library at a time."""

    settled = Signal()
    founding_asked = Signal()

    def __init__(self, appearance: Appearance, settings: Settings | None) -> None:
        """Make an empty window; without ``settings`` nothing is restored or remembered."""
        super().__init__()
        self.setWindowTitle("Whosaid")
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self._appearance = appearance
        self._settings = settings
        self._library: Catalogue | None = None
        self.failure = ""
        """Why something of the library cannot be shown, "" while all can."""
        self.navigator = navigator = Navigator(self._scrolled, self)
        model = StatementsModel(self._guard)
        self._panes = panes = Panes(model, appearance, self)
        self._viewing = Viewing(appearance, panes)
        self._rendering = rendering = Rendering(panes, navigator, appearance)
        rendering.titled.connect(self.setWindowTitle)
        rendering.failed.connect(self._note_failure)
        self._answering = Answering(panes, model, self._viewing, rendering, navigator)
        self._gestures = Gestures(panes, self._viewing, self._answering, navigator)
        self._calming = QTimer(self, singleShot=True, interval=_CALM)
        self.setCentralWidget(panes)
        self._headings = {title: self.menuBar().addMenu(title) for title in _MENUS}
        appearance.dress()
        self._connect()
        if settings:
            self.restoreGeometry(settings.shape("window"))
            panes.restore_shape(settings)

    def _connect(self) -> None:
        once = Qt.ConnectionType.SingleShotConnection
        self.navigator.changed.connect(self._arrive)
        self._panes.list.copy_asked.connect(self.copy)
        self._panes.beside_made.connect(self._heed_beside)
        self._panes.states_made.connect(self._heed_states)
        self._viewing.copy_asked.connect(self.copy)
        self._panes.answer_shown.connect(self._furnish_soon, once)
        self._answering.settled.connect(self.settled)
        self._answering.failed.connect(self.fail)
        self._answering.outdated.connect(self._wait_for_calm)
        self._calming.timeout.connect(self._read_anew)

    def _heed_beside(self, beside: Beside) -> None:
        beside.reading.copy_asked.connect(self.copy)

    def _heed_states(self, states: StatePanel) -> None:
        states.acted.connect(self.founding_asked)

    def _furnish_soon(self) -> None:
        """Have the window furnished once the first answer, which is in front, is painted."""
        QTimer.singleShot(0, self, self._furnish)

    def _furnish(self) -> None:
        """Make what no first row waits for: what stands beside the answer, the menus' entries."""
        from viewer.ui.menu_entries import fill
        from viewer.ui.menus import menus
        from viewer.ui.wheel_zoom import WheelZoom

        for widget in self._panes.beside:
            widget.show()
        for title, entries in menus(self, self._panes, self._gestures, self._appearance).items():
            fill(self._headings[title], entries)
        self._gestures.heed_mouse(self)
        if handle := self.windowHandle():
            WheelZoom(handle, self._appearance)

    # The library

    @property
    def is_settled(self) -> bool:
        """Whether everything asked for is shown."""
        return self._answering.is_settled and not self._calming.isActive()

    @property
    def has_page(self) -> bool:
        """Whether the library has a page at the place where the reader is."""
        return not self._rendering.is_missing

    @property
    def library(self) -> Catalogue | None:
        return self._library

    @property
    def recent(self) -> list[Path]:
        """The libraries opened last, the newest first."""
        return self._settings.recent if self._settings else []

    def open_library(self, path: Path, visit: Visit | None = None) -> None:
        """Show the library at ``path``; what cannot be read is said in the window."""
        try:
            with explained(path):
                library = Catalogue(path)
                library.title()
        except LibraryError as error:
            if self._library is None:
                self.fail(str(error))
            else:
                from viewer.ui import dialogs  # the first window waits for none

                dialogs.warn(self, str(error))
            return
        self._take_up(library)
        if self._settings:
            self._settings.remember(path)
        self.navigator.start(visit or Visit())

    def _take_up(self, library: Catalogue) -> None:
        """Have what is asked from now on answered by ``library``."""
        self._close_library()
        self.failure = ""
        self._library = library
        self._answering.open(library)
        # Once: what is set, Qt writes to disk, be it the same again.
        self._answering.found.connect(self._keep_library, Qt.ConnectionType.SingleShotConnection)

    def _wait_for_calm(self) -> None:
        if not self._calming.isActive():
            self._calming.start()

    def _read_anew(self) -> None:
        """Open the library again, which was written to, and stay where the reader is."""
        if self._library is None:
            return
        if QApplication.activeModalWidget() is not None:  # what is under way is of the old one
            self._calming.start()
            return
        path = self._library.path
        try:
            with explained(path):
                library = Catalogue(path, in_haste=True)
        except Busy:
            self._answering.wait()
            self._calming.start()
            return
        except LibraryError as error:
            self.fail(str(error))
            return
        self.navigator.keep_scrolled()
        self._take_up(library)
        self.navigator.come_again()

    def choose_library(self) -> None:
        """Let the reader choose a library, and open it."""
        folder = str(self._library.path.parent) if self._library else ""
        from viewer.ui import dialogs

        if path := dialogs.choose_library(self, folder):
            self.open_library(path)

    def show_starting(self) -> None:
        """Say that the first library is being made."""
        self._panes.states.starting()
        self._panes.show_answer(self._panes.states)

    def fail(self, sentence: str, offers_founding: bool = True) -> None:
        """Say what is wrong with the library, and what to read instead."""
        self._note_failure(sentence)
        self._answering.fail(sentence, offers_founding)

    def _note_failure(self, sentence: str) -> None:
        self.failure = sentence

    def _keep_library(self) -> None:
        """Remember the library, which has proved to be readable, for the next start."""
        if self._settings and self._library is not None:
            self._settings.library = self._library.path

    def _close_library(self) -> None:
        self._calming.stop()
        self._answering.close()
        if self._library is not None:
            self._library.close()
            self._library = None

    def _guard(self, read: Callable[[], Any]) -> Any:
        """Run a reading for the answer; a fault of the file is said, one of ours is raised."""
        assert self._library is not None  # noqa: S101 - what is read is open
        try:
            with explained(self._library.path):
                return read()
        except Changed:
            self._wait_for_calm()
            return None
        except LibraryError as error:
            sentence = str(error)
            QTimer.singleShot(0, lambda: self.fail(sentence))
            return None

    def _told(self, command: Callable[[], Any]) -> Any:
        """Do what the reader commands; a fault of the file is told, and None returned."""
        from viewer.ui import dialogs  # the first window waits for none

        try:
            return command()
        except Changed:
            self._wait_for_calm()
            dialogs.warn(self, _IN_VAIN)
        except LibraryError as error:
            dialogs.warn(self, str(error))
        return None

    # Where the reader is

    def _arrive(self, visit: Visit, returning: bool) -> None:
        """Follow the navigator: show what is asked, and have it answered."""
        if self._library is None:
            return
        panes = self._panes
        panes.search.show_text(visit.question.text)
        panes.chips.show_chips(chips(visit.question, self._library))
        panes.chips.show_order(visit.question.order)
        panes.back.setEnabled(self.navigator.can_go_back)
        panes.forward.setEnabled(self.navigator.can_go_forward)
        self._answering.follow(visit, returning)

    def _scrolled(self) -> Scrolled:
        return Scrolled(
            page=self._panes.beside.reading.scrolled,
            list=self._panes.list.verticalScrollBar().value(),
            view=self._viewing.front.state() if self._viewing.front else (),
        )

    # What the reader takes along

    def copy(self, statement: str = "") -> None:
        """Copy a statement's words with their citation, or what is in use (see ``copying``)."""
        from viewer.ui.copying import copy  # the first window copies nothing

        self._told(lambda: copy(self._panes, self._library, statement))

    def can_export(self) -> bool:
        """Tell whether what is in front can be saved as a file."""
        return self._answering.shown is not None

    def export(self) -> None:
        """Let the reader save what is in front as a file."""
        if not self.can_export():
            self._panes.chips.tell("There is nothing to save yet")
            return
        from viewer.ui.saving.export import choose, export

        name, front = self.navigator.visit.view, self._viewing.front
        folder = self._settings.folder if self._settings else Path.home()
        if (path := choose(self, folder, name, front)) is None:
            return
        if self._settings:
            self._settings.folder = path.parent
        # Only now: meanwhile the library may have been read anew.
        library, found = self._library, self._answering.shown
        if library is None or found is None:
            self._panes.chips.tell("Nothing was saved")
        elif told := self._told(lambda: export(self, path, name, front, found, library)):
            self._panes.chips.tell(told)

    # The window itself

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QtGui.QDropEvent) -> None:  # noqa: N802 - Qt's name
        for url in event.mimeData().urls():
            if url.isLocalFile():
                event.acceptProposedAction()
                self.open_library(Path(url.toLocalFile()))
                return

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._remember_shape()
        self._close_library()
        super().closeEvent(event)

    def _remember_shape(self) -> None:
        if self._settings is None:
            return
        self._settings.keep_shape("window", self.saveGeometry())
        self._panes.keep_shape(self._settings)
        self._settings.theme = self._appearance.theme
        self._settings.zoom = self._appearance.zoom
        self._settings.place = self.navigator.visit.place
