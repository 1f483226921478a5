"""Keeps the page beside the answer in step with the place and with what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.direction import isolated
from viewer.library.catalogue import Catalogue
from viewer.ui.appearance import Appearance
from viewer.ui.navigator import Navigator
from viewer.ui.panes import Beside, Panes
from viewer.ui.worker import Worker

if TYPE_CHECKING:
    from viewer.library.reading import Library
    from viewer.pages import Page, Pages

_PAUSE = 400  # ms without a key before the page is rendered anew for other words


class PageWorker(Worker["Library"]):
    """Renders pages."""

    rendered = Signal(int, object)
    missing = Signal(int, str)

    _pages: Pages | None = None

    def open(self, window_library: Catalogue) -> Library:
        from viewer.library.reading import Library  # after the first rows, which need no records

        return Library(window_library.path, window_library)

    def answer(self, number: int, wanted: object, library: Library) -> None:
        from viewer.pages import NoSuchPlace, Pages  # after the first rows, which need none

        assert isinstance(wanted, tuple)  # noqa: S101 - what Rendering sends
        place, palette, question = wanted
        if self._pages is None:
            self._pages = Pages(library)
        try:
            page = self._pages.page(place, palette, question.query())
        except NoSuchPlace as error:
            self.missing.emit(number, str(error))
            return
        if not self.is_stale(number):
            self.rendered.emit(number, page)


class Rendering(QObject):
    """Has the page at the navigator's place rendered by a worker of its own.

    ``wanted`` tells that there is one to be rendered, which waits for ``request``;
    ``titled`` how it is called, ``shown`` that all of it is there.  Why there can be none,
    which ``failed`` carries, stands in its place.
    """

    wanted = Signal()
    titled = Signal(str)
    shown = Signal()
    failed = Signal(str)
    outdated = Signal()

    def __init__(self, panes: Panes, navigator: Navigator, appearance: Appearance) -> None:
        super().__init__(panes)
        self._panes = panes
        self._navigator = navigator
        self._appearance = appearance
        self._worker: PageWorker | None = None
        self._rendering = self._rendered = 0
        self._is_awaited = False
        self.is_missing = False
        """Whether the library has no page at the place, which is said instead."""
        self._marking = QTimer(self, singleShot=True)
        self._marking.timeout.connect(self.want)
        appearance.changed.connect(self.want)
        panes.beside_made.connect(self._heed)

    @property
    def is_awaited(self) -> bool:
        """Whether a page is to be shown that is not there yet."""
        return self._is_awaited

    @property
    def waits(self) -> bool:
        """Whether that page is not even requested."""
        return self._is_awaited and not self._rendering

    @property
    def is_marking(self) -> bool:
        """Whether the page is about to be rendered anew, with other words marked in it."""
        return self._marking.isActive()

    def open(self, library: Catalogue) -> None:
        self._worker = PageWorker(library)
        self._worker.rendered.connect(self._show)
        self._worker.missing.connect(self._show_missing)
        self._worker.waiting.connect(self._wait)
        self._worker.failed.connect(self._fail)
        self._worker.outdated.connect(self.outdated)

    def close(self) -> None:
        if self._worker is not None:
            self._worker.stop()
            self._worker = None
        self._rendering = self._rendered = 0

    def want(self) -> None:
        """Await the page as it is now to be."""
        self._marking.stop()
        self._is_awaited = True
        self._rendering = 0
        self.wanted.emit()

    def mark_later(self) -> None:
        """Want the page, in which only the words are to be marked, once the keys pause."""
        self._marking.start(_PAUSE)

    def request(self) -> None:
        """Have the page that is wanted rendered."""
        if self._worker is not None:
            visit = self._navigator.visit
            wanted = (visit.place, self._appearance.palette, visit.question)
            self._rendering = self._worker.request(wanted)

    def give_up(self) -> None:
        """Await no page any more."""
        self._is_awaited = False

    def _heed(self, beside: Beside) -> None:
        beside.reading.page_shown.connect(self._settle)

    def _show(self, number: int, page: Page) -> None:
        if number == self._rendering:
            reading = self._panes.beside.reading
            if not self._rendered:
                reading.place = None  # that was in another library
            self._rendered = number
            self.is_missing = False
            self.titled.emit(f"{isolated(page.title)} — Whosaid")
            reading.show_page(page, self._navigator.visit.scrolled.page)

    def _show_missing(self, number: int, sentence: str) -> None:
        if number == self._rendering:
            self._rendered = number
            self.is_missing = True
            self.titled.emit("Whosaid")
            self._panes.beside.reading.show_sentence(sentence)

    def _wait(self, number: int) -> None:
        """Say that the page is to come, unless it is there and only words are to be marked."""
        reading = self._panes.beside.reading
        if number == self._rendering and reading.place != self._navigator.visit.place:
            self.titled.emit("Whosaid")
            reading.show_sentence("The library is being written; the page comes after that.")

    def _fail(self, number: int, sentence: str) -> None:
        if number == self._rendering:
            self._rendered = number
            self.failed.emit(sentence)
            self.titled.emit("Whosaid")
            self._panes.beside.reading.show_sentence(sentence)

    def _settle(self) -> None:
        """Take note that all of a page is there, unless another is wanted already."""
        if self._rendered and self._rendered == self._rendering:
            self._is_awaited = False
            self.shown.emit()
