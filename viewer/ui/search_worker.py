"""Answers to what is searched: the rows first, once these are shown their counts."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from pyroaring import BitMap
from PySide6.QtCore import Qt, QTimer, Signal, Slot

from viewer.library.catalogue import Catalogue
from viewer.library.explain import understood
from viewer.library.facets import Counts, Facets
from viewer.library.search import Hits, Search
from viewer.ui.question import EVERYTHING, Question
from viewer.ui.statement_rows import statement_rows
from viewer.ui.statements import PAGE
from viewer.ui.worker import Worker

_DONE = object()
_PAUSE = 150  # ms without a key before other spellings are looked for


class Found(NamedTuple):
    """The statements that answer a question; ``in_vain`` where the library holds none at all."""

    question: Question
    hits: Hits
    in_vain: bool


class SearchWorker(Worker[Catalogue]):
    """Answers questions in two steps: which statements, and once these are shown, how many of whom.

    Where finding all statements takes long the newest of them come before, ``glimpsed``,
    and the others once these are shown.
    ``totalled`` comes once, with the counts of the whole library.  What later
    searches need is got ready when nothing is asked.
    """

    glimpsed = Signal(int, object, list)
    found = Signal(int, object, list)
    totalled = Signal(object)
    counted = Signal(int, object)
    suggested = Signal(int, object)
    understood = Signal(int, str)
    completed = Signal(int, object)
    _shown = Signal(int, str)
    _rested = Signal(int)

    def __init__(self, window_library: Catalogue) -> None:
        super().__init__(window_library)
        self._search: Search | None = None
        self._has_totals = False
        self._hits: Hits | None = None
        self._question = EVERYTHING
        self._preparing: Iterator[None] | None = None
        self._is_prepared = False
        self._shown.connect(self._go_on)
        # Queued, so that a request comes before the next piece of what is got ready.
        self._rested.connect(self._get_ready, Qt.ConnectionType.QueuedConnection)

    def go_on(self, number: int, typed: str) -> None:
        """Ask for the rest of an answer whose statements are shown.  Called from outside.

        ``typed`` is what may be completed, "" when nothing was typed.
        """
        self._shown.emit(number, typed)

    def open(self, window_library: Catalogue) -> Catalogue:
        return Catalogue(window_library.path, window_library)

    def answer(self, number: int, wanted: object, library: Catalogue) -> None:
        assert isinstance(wanted, Question)  # noqa: S101 - what the window sends
        if self._search is None:
            self._search = Search(library)
        self._question, self._hits = wanted, None
        if wanted.order == "newest" and (newest := self._search.glimpse(wanted.query(), PAGE)):
            self.glimpsed.emit(number, newest, statement_rows(newest.rows, newest, library))
        else:
            self._find(number, self._search, library)

    def _find(self, number: int, search: Search, library: Catalogue) -> None:
        hits = search.hits(self._question.query(), self._question.order)
        self.check(number)
        first = statement_rows(hits.rows[:PAGE], hits, library)
        self.check(number)
        self._hits = hits
        in_vain = not len(hits) and library.is_empty()
        self.found.emit(number, Found(self._question, hits, in_vain), first)

    @Slot(int, str)
    def _go_on(self, number: int, typed: str) -> None:
        self.attempt(number, lambda number, library: self._add(number, typed, library))

    @Slot(int)
    def _get_ready(self, number: int) -> None:
        self.attempt(number, self._prepare)

    def _prepare(self, number: int, _: Catalogue) -> None:
        if self._search is None or self._is_prepared:
            return
        if self._preparing is None:
            self._preparing = self._search.prepare()
        try:
            self._is_prepared = next(self._preparing, _DONE) is _DONE
        except sqlite3.Error:
            self._preparing = None  # interrupted: the next time goes on where it was
            raise
        if not self._is_prepared:
            self._rested.emit(number)

    def _add(self, number: int, typed: str, library: Catalogue) -> None:
        if self._search is None:
            return
        if self._hits is None:  # a glimpse of them is shown
            self._find(number, self._search, library)
            return
        hits, facets = self._hits, library.facets
        if not self._has_totals:
            library.entities.of_type("actor")  # sorted here, not on the window's thread
            pause = functools.partial(self.check, number)
            self.totalled.emit(facets.count(library.postings.everything, "actor", pause))
            self._has_totals = True
        self.counted.emit(number, self._within(number, hits, facets))
        self.check(number)
        if typed:
            from viewer.library.completion import complete  # the first answer completes nothing

            self.completed.emit(number, complete(typed, library))
        self.understood.emit(number, understood(hits.query, self._search))
        self.check(number)
        if not len(hits) and hits.query.terms:
            # Looking for them is long, and in vain while one types.
            suggest = functools.partial(self.attempt, number, self._suggest)
            QTimer.singleShot(_PAUSE, self, suggest)
        self._rested.emit(number)

    def _suggest(self, number: int, _: Catalogue) -> None:
        if self._search is not None and self._hits is not None:
            self.suggested.emit(number, self._search.suggestions(self._hits.query))

    def _within(self, number: int, hits: Hits, facets: Facets) -> Counts:
        """Count each pane without what is picked in it, so that more can be picked there."""
        asked = self._question
        actors = self._found(asked._replace(actors=())) if asked.actors else hits.found
        weapons = self._found(asked._replace(weapons=())) if asked.weapons else hits.found
        pause = functools.partial(self.check, number)
        return Counts(facets.actors(actors, asked.part, pause), facets.weapons(weapons, pause))

    def _found(self, question: Question) -> BitMap:
        assert self._search is not None  # noqa: S101 - it gave the hits that are counted
        return self._search.hits(question.query()).found
