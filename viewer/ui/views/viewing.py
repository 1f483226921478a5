"""Keeps the view in front in step with what is asked."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pyroaring import BitMap
from PySide6.QtCore import QObject, QTimer, Signal

from viewer.library.catalogue import Catalogue
from viewer.places import Place, ViewName
from viewer.ui.appearance import Appearance
from viewer.ui.views.view import View
from viewer.ui.worker import Worker

if TYPE_CHECKING:
    from viewer.library.reading import Library
    from viewer.ui.panes import Panes

_DONE = object()


class ReadingWorker(Worker["Library"]):
    """Reads what a view shows."""

    answered = Signal(int, object)

    def open(self, window_library: Catalogue) -> Library:
        from viewer.library.reading import Library  # the first view waits for it, no window

        return Library(window_library.path, window_library)

    def answer(self, number: int, wanted: object, library: Library) -> None:
        assert callable(wanted)  # noqa: S101 - what Viewing sends
        library.pause = functools.partial(self.check, number)
        answer = wanted(library)
        if not self.is_stale(number):
            self.answered.emit(number, answer)


class Viewing(QObject):
    """Has the view in front read by a worker of its own, and makes it when that is first done.

    ``shown`` carries the sentence to show instead where a view has nothing; ``waiting``
    tells that it cannot be read before the library is written.
    """

    shown = Signal(str)
    waiting = Signal()
    failed = Signal(str)
    outdated = Signal()
    followed = Signal(object)
    dated = Signal(str, str)
    copy_asked = Signal(str)
    made = Signal(object)

    def __init__(self, appearance: Appearance, panes: Panes) -> None:
        super().__init__(panes)
        self._appearance = appearance
        self._panes = panes
        self._views: dict[ViewName, View] = {}
        self._worker: ReadingWorker | None = None
        self._reading = self._reading_more = self._preparing = 0
        self._state: tuple[object, ...] = ()
        self._name: ViewName = "statements"

    @property
    def is_list(self) -> bool:
        """Whether the list of statements is in front, and no view."""
        return self._name == "statements"

    @property
    def front(self) -> View | None:
        """The view in front; None while it is not made yet, or the list is in front."""
        return self._views.get(self._name)

    def open(self, library: Catalogue) -> None:
        self._worker = ReadingWorker(library)
        self._worker.answered.connect(self._show)
        self._worker.waiting.connect(self._wait)
        self._worker.failed.connect(self._fail)
        self._worker.outdated.connect(self.outdated)

    def close(self) -> None:
        if self._worker is not None:
            self._worker.stop()
            self._worker = None
        self.forget()

    def bring(self, name: ViewName) -> None:
        """Put a view in front, without reading it."""
        self._name = name
        self.forget()

    def read(self, found: BitMap | None, state: tuple[object, ...]) -> None:
        """Have the view in front read for the statements ``found``, then be as ``state`` tells."""
        if self._worker is not None and not self.is_list:
            kind, self._state = _kind(self._name), state
            self._reading = self._worker.request(lambda library: kind.read(library, found))

    def forget(self) -> None:
        """Wait no longer for what is being read: something else is asked by now."""
        self._reading = self._reading_more = self._preparing = 0

    def restore(self, state: tuple[object, ...]) -> None:
        """Have the view in front be again as ``state`` tells."""
        if self.front is not None and state:
            self.front.restore(state)

    def point_at(self, place: Place) -> None:
        if self.front is not None:
            self.front.point_at(place)

    def _prepare(self, number: int, pieces: Iterator[None], sentence: str) -> None:
        """Get the view ready piece by piece, so that the window lives on in between."""
        if number != self._preparing:
            return
        if next(pieces, _DONE) is _DONE:
            self._preparing = 0
            self.shown.emit(sentence)
        else:
            QTimer.singleShot(0, self, lambda: self._prepare(number, pieces, sentence))

    def _read_more(self, view: View, read: Callable[[Library], Any]) -> None:
        # What is shown is about to be replaced while a reading is under way.
        if self._worker is not None and view is self.front and not self._reading:
            self._reading_more = self._worker.request(read)

    def _show(self, number: int, answer: Any) -> None:
        view = self.front
        if number == self._reading and view is None:
            self._make()  # in a turn of its own
            QTimer.singleShot(0, self, lambda: self._show(number, answer))
        elif number == self._reading and view is not None:
            self._reading = 0
            sentence = view.show_answer(answer)
            # As large as what is in front now; the view will take its place.
            view.resize(self._panes.answer.size())
            if self._state and not sentence:
                view.restore(self._state)
            pieces = iter(()) if sentence else view.prepare()
            self._preparing = number
            QTimer.singleShot(0, self, lambda: self._prepare(number, pieces, sentence))
        elif number == self._reading_more and view is not None:
            view.take(answer)

    def _wait(self, number: int) -> None:
        if number == self._reading:
            self.waiting.emit()

    def _fail(self, number: int, sentence: str) -> None:
        if number in (self._reading, self._reading_more):
            self.failed.emit(sentence)

    def _make(self) -> None:
        view = self._views[self._name] = _kind(self._name)(self._appearance, self._panes)
        view.followed.connect(self.followed)
        view.dated.connect(self.dated)
        view.copy_asked.connect(self.copy_asked)
        view.wanted.connect(functools.partial(self._read_more, view))
        self.made.emit(view)


def _kind(name: ViewName) -> type[View]:
    # Each is imported when it is first looked at, so that the first window waits for none, and on
    # the window's own thread: PySide makes a class of Qt when it is first asked for, and dies
    # where two threads have it do so at once.
    match name:
        case "positions":
            from viewer.ui.views.positions import PositionsView

            return PositionsView
        case "transfers":
            from viewer.ui.views.register import RegisterView

            return RegisterView
        case "timeline":
            from viewer.ui.views.timeline import TimelineView

            return TimelineView
        case _:
            from viewer.ui.views.network import NetworkView

            return NetworkView
