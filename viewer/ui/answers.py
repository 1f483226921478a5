"""Answers from a thread of their own, so that no question holds up the window."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from viewer.library import Library, LibraryError
from viewer.library.file import explain
from viewer.library.search import Hits, Search
from viewer.pages import NoSuchPlace, Pages
from viewer.ui.question import Question


class Worker(QObject):
    """Works on one request at a time with a connection of its own, on its own thread.

    Each request has a number.  A new one interrupts the statement that the old
    one is running, and what is older than the newest request is not answered.
    """

    failed = Signal(str)
    _requested = Signal(int, object)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._newest = 0
        self._library: Library | None = None
        self._thread = QThread()
        self._requested.connect(self._take)
        self.moveToThread(self._thread)
        self._thread.start()

    def request(self, wanted: object) -> int:
        """Ask for ``wanted``; returns the number of the request.  Called from outside."""
        self._newest += 1
        if self._library is not None:
            self._library.connection.interrupt()
        self._requested.emit(self._newest, wanted)
        return self._newest

    def stop(self) -> None:
        """Give up what is under way and end the thread."""
        self._newest += 1
        if self._library is not None:
            self._library.connection.interrupt()
        self._thread.quit()
        self._thread.wait()
        if self._library is not None:
            self._library.close()

    def is_stale(self, number: int) -> bool:
        return number != self._newest

    @Slot(int, object)
    def _take(self, number: int, wanted: object) -> None:
        if self.is_stale(number):
            return
        try:
            if self._library is None:
                self._library = Library(self._path)
            self.answer(number, wanted, self._library)
        except LibraryError as error:
            self.failed.emit(str(error))
        except sqlite3.Error as error:
            # An interruption has several faces: a full-text table that was just being opened
            # says it could not be constructed.
            if self.is_stale(number):
                return
            said = explain(error, self._path)
            if said is None:
                raise
            self.failed.emit(str(said))

    def answer(self, number: int, wanted: object, library: Library) -> None:
        """Answer one request on the worker's thread."""
        raise NotImplementedError


class SearchWorker(Worker):
    """Answers questions: first which statements, then the counts, or suggestions for none."""

    found = Signal(int, object)
    counted = Signal(int, object)
    suggested = Signal(int, object)

    _search: Search | None = None

    def answer(self, number: int, wanted: object, library: Library) -> None:
        assert isinstance(wanted, Question)  # noqa: S101 - what the window sends
        if self._search is None:
            self._search = Search(library)
        hits = self._search.hits(wanted.query(), wanted.order)
        if self.is_stale(number):
            return
        self.found.emit(number, hits)
        if not len(hits) and hits.query.terms:
            self.suggested.emit(number, self._search.suggestions(hits.query))
        self._count(number, hits, wanted, library)

    def _count(self, number: int, hits: Hits, wanted: Question, library: Library) -> None:
        if not self.is_stale(number):
            self.counted.emit(number, library.facets.count(hits.found, wanted.part))


class PageWorker(Worker):
    """Renders pages."""

    rendered = Signal(int, object)
    missing = Signal(int, str)

    _pages: Pages | None = None

    def answer(self, number: int, wanted: object, library: Library) -> None:
        assert isinstance(wanted, tuple)  # noqa: S101 - what the window sends
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
