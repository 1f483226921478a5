"""Keeps the view in front in step with what is asked."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pyroaring import BitMap
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from viewer.library.catalogue import Catalogue
from viewer.places import Place
from viewer.places import View as ViewName
from viewer.ui.answers import Worker
from viewer.ui.appearance import Appearance
from viewer.ui.views.view import View

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
    """Makes each view when it is first looked at, and has it read by a worker of its own.

    ``shown`` carries the sentence to show instead where a view has nothing.
    """

    shown = Signal(str)
    failed = Signal(str)
    followed = Signal(object)
    dated = Signal(str, str)
    made = Signal(object)

    def __init__(self, appearance: Appearance, panes: Panes) -> None:
        super().__init__(panes)
        self._appearance = appearance
        self._panes = panes
        self._views: dict[ViewName, View] = {}
        self._worker: ReadingWorker | None = None
        self._reading = self._reading_more = self._preparing = 0
        self._state: tuple[object, ...] = ()
        self._front: View | None = None

    @property
    def front(self) -> View | None:
        """The view in front; None while the list of statements is."""
        return self._front

    def open(self, library: Catalogue) -> None:
        self._worker = ReadingWorker(library)
        self._worker.answered.connect(self._show)
        self._worker.failed.connect(self.failed)

    def close(self) -> None:
        if self._worker is not None:
            self._worker.stop()
            self._worker = None
        self.forget()

    def bring(self, name: ViewName) -> None:
        """Put a view in front, without reading it."""
        if name != "statements" and name not in self._views:
            view = self._views[name] = _made(name, self._appearance, self._panes)
            view.followed.connect(self.followed)
            view.dated.connect(self.dated)
            view.wanted.connect(functools.partial(self._read_more, view))
            self.made.emit(view)
        self._front = self._views.get(name)
        self.forget()

    def read(self, found: BitMap | None, state: tuple[object, ...]) -> None:
        """Have the view in front read for the statements ``found``, then be as ``state`` tells."""
        if self._worker is not None and self._front is not None:
            read = self._front.read
            self._state = state
            self._reading = self._worker.request(lambda library: read(library, found))

    def forget(self) -> None:
        """Wait no longer for what is being read: something else is asked by now."""
        self._reading = self._reading_more = self._preparing = 0

    def restore(self, state: tuple[object, ...]) -> None:
        """Have the view in front be again as ``state`` tells."""
        if self._front is not None and state:
            self._front.restore(state)

    def point_at(self, place: Place) -> None:
        if self._front is not None:
            self._front.point_at(place)

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
        if self._worker is not None and view is self._front and not self._reading:
            self._reading_more = self._worker.request(read)

    def _show(self, number: int, answer: Any) -> None:
        if self._front is None:
            return
        if number == self._reading:
            self._reading = 0
            sentence = self._front.show_answer(answer)
            # As large as what is in front now; the view will take its place.
            self._front.resize(self._panes.answer.size())
            if self._state and not sentence:
                self._front.restore(self._state)
            pieces = iter(()) if sentence else self._front.prepare()
            self._preparing = number
            self._prepare(number, pieces, sentence)
        elif number == self._reading_more:
            self._front.take(answer)


def _made(name: ViewName, appearance: Appearance, parent: QWidget) -> View:
    # Each is imported when it is first looked at, so that the first window waits for none.
    match name:
        case "positions":
            from viewer.ui.views.positions import PositionsView

            return PositionsView(appearance, parent)
        case "transfers":
            from viewer.ui.views.register import RegisterView

            return RegisterView(appearance, parent)
        case "timeline":
            from viewer.ui.views.timeline import TimelineView

            return TimelineView(appearance, parent)
        case _:
            from viewer.ui.views.network import NetworkView

            return NetworkView(appearance, parent)
