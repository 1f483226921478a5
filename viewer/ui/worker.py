"""A thread of its own for what is worked out, so that nothing holds up the window."""

from __future__ import annotations

import functools
import itertools
import sqlite3
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from viewer.library.catalogue import Catalogue
from viewer.library.file import Busy, Changed, LibraryError

AGAIN = 150
"""Milliseconds before a library that was being written is read again."""


class _Stale(Exception):
    """What is being worked out is asked for no more."""


L = TypeVar("L", bound=Catalogue)


class Worker(QObject, Generic[L]):
    """Works on one request at a time with a connection of its own, on its own thread.

    Its connection is to the very file that the window has open: row numbers go to and fro.
    Each request has a number, unlike those of all other workers.  A new one interrupts
    the statement that the old one is running, and what is older than the newest request
    is not answered.  Nothing is once the library was written to: ``outdated`` is said instead.
    While it is being written ``waiting`` is said, and the answer comes when that is done.
    """

    failed = Signal(int, str)
    waiting = Signal(int)
    outdated = Signal()
    _requested = Signal(int, object)
    _numbers: ClassVar = itertools.count(1)

    def __init__(self, window_library: Catalogue) -> None:
        super().__init__()
        self._window_library = window_library
        self._newest = 0
        self._library: L | None = None
        self._thread = QThread()
        self._requested.connect(self._take)
        self.moveToThread(self._thread)
        self._thread.start()

    def request(self, wanted: object) -> int:
        """Ask for ``wanted``; returns the number of the request.  Called from outside."""
        self._newest = next(self._numbers)
        if self._library is not None:
            self._library.connection.interrupt()
        self._requested.emit(self._newest, wanted)
        return self._newest

    def stop(self) -> None:
        """Give up what is under way and end the thread."""
        self._newest = 0
        if self._library is not None:
            self._library.connection.interrupt()
        self._thread.quit()
        self._thread.wait()
        if self._library is not None:
            self._library.close()

    def check(self, number: int) -> None:
        """Give up the answer to a request that a newer one has followed."""
        if self.is_stale(number):
            raise _Stale

    def is_stale(self, number: int) -> bool:
        return number != self._newest

    @Slot(int, object)
    def _take(self, number: int, wanted: object) -> None:
        self.attempt(number, lambda number, library: self.answer(number, wanted, library))

    def attempt(self, number: int, work: Callable[[int, L], None]) -> None:
        """Do ``work`` unless it is out of date, again and again while the library is being written.

        A fault of the file is told, one of ours raised.
        """
        if self.is_stale(number):
            return
        try:
            if self._library is None:
                self._library = self.open(self._window_library)
            with self._library.unchanged():
                work(number, self._library)
        except _Stale:
            return
        except Changed:
            self.outdated.emit()
        except Busy:
            if not self.is_stale(number):
                self.waiting.emit(number)
            QTimer.singleShot(AGAIN, self, functools.partial(self.attempt, number, work))
        except LibraryError as error:
            if not self.is_stale(number):
                self.failed.emit(number, str(error))
        except Exception as error:
            if not self.is_stale(number):
                self.failed.emit(number, _fault(error))  # whoever waits for the answer is told
            elif isinstance(error, sqlite3.Error):
                # An interruption has several faces: a full-text table that was just being
                # opened says it could not be constructed.
                return
            raise

    def open(self, window_library: Catalogue) -> L:
        """Open what the answers are read from, beside the window's; raises LibraryError."""
        raise NotImplementedError

    def answer(self, number: int, wanted: object, library: L) -> None:
        """Answer one request on the worker's thread."""
        raise NotImplementedError


def _fault(error: Exception) -> str:
    """Return what is said of a fault of ours."""
    return (
        f"Whosaid failed at this ({type(error).__name__}: {error});"
        " ask for something else, and report it with what was asked."
    )
