"""Where the reader is: the one owner of the place, the question and the history."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from viewer.places import HOME, History, Place, ViewName
from viewer.ui.question import EVERYTHING, Question


class Scrolled(NamedTuple):
    """How far each pane is scrolled: pixels of the page, rows of the list.

    None stands for a page that is yet to be opened, which then is where it opens.
    ``view`` is how the view in front is sorted, folded and scrolled, as it tells itself.
    """

    page: int | None = None
    list: int = 0
    view: tuple[object, ...] = ()


TOP = Scrolled()


class Visit(NamedTuple):
    """One entry of the history: what is asked, how it is shown, what is read, how far scrolled."""

    place: Place = HOME
    question: Question = EVERYTHING
    view: ViewName = "statements"
    scrolled: Scrolled = TOP


class Navigator(QObject):
    """Panes ask it to go somewhere; it decides, and every pane follows ``changed``.

    ``changed`` carries the visit that is now, and whether the way led back or forward to it.
    ``scrolled`` tells how far the panes are scrolled, to be kept when leaving.
    """

    changed = Signal(object, bool)

    def __init__(self, scrolled: Callable[[], Scrolled], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scrolled = scrolled
        self._history: History[Visit] = History(Visit())
        self._drifting: tuple[bool, ...] | None = None

    @property
    def visit(self) -> Visit:
        return self._history.current

    @property
    def can_go_back(self) -> bool:
        return self._history.can_go_back

    @property
    def can_go_forward(self) -> bool:
        return self._history.can_go_forward

    def start(self, visit: Visit) -> None:
        """Begin a new history at ``visit``."""
        self._history = History(visit)
        self.rest()
        self.changed.emit(visit, False)

    def keep_scrolled(self) -> None:
        """Remember how far the panes are scrolled, so that they can be again."""
        self._history.amend(self.visit._replace(scrolled=self._scrolled()))

    def come_again(self) -> None:
        """Have every pane follow to where one is, as if one came back to it."""
        self.changed.emit(self.visit, True)

    def go(self, place: Place) -> None:
        """Open ``place`` as a step of its own."""
        self._step(self.visit._replace(place=place, scrolled=self._same_list()))

    def ask(
        self, question: Question, place: Place | None = None, view: ViewName | None = None
    ) -> None:
        """Ask ``question``, open ``place`` and show ``view`` with it, as a step of its own."""
        place, view = place or self.visit.place, view or self.visit.view
        self._step(self.visit._replace(question=question, place=place, view=view, scrolled=TOP))

    def type(self, question: Question, place: Place | None = None) -> None:
        """Follow typing or arrow keys: the steps in between make one entry of the history.

        They do while they change the same part of the question.
        """
        place = place or self.visit.place
        self._drift(self.visit._replace(question=question, place=place, scrolled=TOP))

    def show(self, view: ViewName) -> None:
        """Show what is asked for in another view, as a step of its own."""
        scrolled = self._scrolled()._replace(view=())
        self._step(self.visit._replace(view=view, scrolled=scrolled))

    def follow(self, place: Place) -> None:
        """Follow a moving selection: the places in between make one entry of the history."""
        self._drift(self.visit._replace(place=place, scrolled=self._same_list()))

    def rest(self) -> None:
        """Make a step of its own of whatever comes next."""
        self._drifting = None

    def back(self) -> None:
        self._travel(self._history.back)

    def forward(self) -> None:
        self._travel(self._history.forward)

    def _same_list(self) -> Scrolled:
        return Scrolled(list=self._scrolled().list)

    def _drift(self, visit: Visit) -> None:
        changes = tuple(map(operator.ne, visit.question, self.visit.question))
        if changes == self._drifting:
            self._history.amend(visit)
            self.changed.emit(visit, False)
        elif self._step(visit):
            self._drifting = changes

    def _step(self, visit: Visit) -> bool:
        """Lead on to ``visit``; returns whether that is anywhere else."""
        before = self._leave()
        is_other = visit._replace(scrolled=before.scrolled) != before
        if is_other:
            self._history.visit(visit)
            self.changed.emit(visit, False)
        return is_other

    def _travel(self, move: Callable[[], Visit]) -> None:
        before = self._leave()
        visit = move()
        if visit is not before:
            self.changed.emit(visit, True)

    def _leave(self) -> Visit:
        self.rest()
        self.keep_scrolled()
        return self.visit
