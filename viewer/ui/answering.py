"""The answer under way: what is asked for in which order, what of it is shown and still awaited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.library.catalogue import Catalogue
from viewer.library.facets import Counts
from viewer.library.search import Hits, Suggestions
from viewer.places import Place
from viewer.ui.navigator import Navigator, Visit
from viewer.ui.panes import Panes
from viewer.ui.question import PARTS
from viewer.ui.rendering import Rendering
from viewer.ui.search_worker import Found, SearchWorker
from viewer.ui.statement_rows import StatementRow
from viewer.ui.statements import StatementsModel
from viewer.ui.verbatim import tip
from viewer.ui.views.viewing import Viewing

if TYPE_CHECKING:
    from viewer.library.completion import Completion

_PATIENCE = 250  # ms before an answer that has not come is shown as being searched for


class Answering(QObject):
    """Has a visit answered so that nothing is in the way of what is read before it.

    The newest rows come first where finding all takes long, then all rows or the view in
    front, then the page, then the counts.  What nobody asks for any more is not shown.
    ``found`` tells that all rows are there, ``settled`` that everything asked for is
    shown, ``failed`` why there is no answer, ``outdated`` that the library was written to.
    """

    found = Signal()
    settled = Signal()
    failed = Signal(str)
    outdated = Signal()

    def __init__(
        self,
        panes: Panes,
        model: StatementsModel,
        viewing: Viewing,
        rendering: Rendering,
        navigator: Navigator,
    ) -> None:
        super().__init__(panes)
        self._panes = panes
        self._model = model
        self._viewing = viewing
        self._rendering = rendering
        self._navigator = navigator
        self._library: Catalogue | None = None
        self._searcher: SearchWorker | None = None
        self._searching = self._glimpsed = self._counting = 0
        self._has_totals = False
        self._found: Found | None = None
        self._suggestions: Suggestions | None = None
        self._followed: Visit | None = None
        self._awaited: set[str] = set()
        self._leads_on = False
        self._late = QTimer(self, singleShot=True)
        self._late.timeout.connect(self._show_patience)
        viewing.shown.connect(self._show_view)
        viewing.waiting.connect(self.wait)
        viewing.failed.connect(self.failed)
        viewing.outdated.connect(self.outdated)
        rendering.wanted.connect(self._request_page)
        rendering.shown.connect(self._settle_page)
        rendering.outdated.connect(self.outdated)

    @property
    def is_settled(self) -> bool:
        """Whether everything asked for is shown."""
        return not self._is_under_way and not self._rendering.is_marking

    @property
    def shown(self) -> Found | None:
        """The statements found and the question, None unless what is in front shows them."""
        in_front = self._panes.list if self._viewing.is_list else self._viewing.front
        is_shown = self._panes.answer is in_front and not self._is_answer_awaited
        return self._found if is_shown else None

    @property
    def _is_under_way(self) -> bool:
        return bool(self._awaited) or self._rendering.is_awaited

    @property
    def _is_answer_awaited(self) -> bool:
        return bool(self._awaited & {"hits", "view"})

    def open(self, library: Catalogue) -> None:
        """Have all that is asked from now on answered by ``library``."""
        self._library = library
        self._searcher = SearchWorker(library)
        self._searcher.totalled.connect(self._show_totals)
        self._searcher.glimpsed.connect(self._show_glimpse)
        self._searcher.found.connect(self._show_hits)
        self._searcher.counted.connect(self._show_counts)
        self._searcher.understood.connect(self._show_understood)
        self._searcher.completed.connect(self._show_completion)
        self._searcher.suggested.connect(self._show_suggestions)
        self._searcher.waiting.connect(self._wait)
        self._searcher.failed.connect(self._fail)
        self._searcher.outdated.connect(self.outdated)
        self._rendering.open(library)
        self._viewing.open(library)

    def close(self) -> None:
        """Give up what is under way, and show nothing of the library any more."""
        if self._searcher is not None:
            self._searcher.stop()
        self._rendering.close()
        self._viewing.close()
        self._searcher = self._found = self._library = self._followed = None
        self._searching = self._glimpsed = self._counting = 0
        self._has_totals = False
        self._model.show(None, None, [])

    def wait(self) -> None:
        """Say that another program writes to the library, for which the answer waits."""
        self._late.stop()
        self._forget_before()
        self._panes.states.waiting()
        self._panes.show_answer(self._panes.states)

    def _wait(self, number: int) -> None:
        if number == self._searching and self._found is None:
            self.wait()

    def fail(self, sentence: str, offers_founding: bool = True) -> None:
        """Wait for nothing any more, and say what is wrong with the library."""
        self._awaited.clear()
        self._rendering.give_up()
        self._late.stop()
        self._forget_before()
        self._followed = None  # wherever the reader goes from here, all is asked for anew
        self.settled.emit()
        self._panes.states.unreadable(sentence, offers_founding)
        self._panes.show_answer(self._panes.states)

    def _fail(self, number: int, sentence: str) -> None:
        if number == self._searching:
            self.failed.emit(sentence)

    def follow(self, visit: Visit, returning: bool) -> None:
        """Have ``visit`` answered; only what differs from the one before is asked for.

        ``returning`` tells that the way led back or forward to it.
        """
        before, self._followed = self._followed, visit
        question = visit.question
        if self._has_totals:
            self._show_picked()
        if before is None or visit.view != before.view:
            self._panes.choose_tab(visit.view)
            self._viewing.bring(visit.view)
        is_new = before is None or question != before.question
        if is_new:
            self._found = None
            self._viewing.forget()
            self._awaited -= {"suggestions", "view"}
            self._awaited |= {"hits", "counts"}
        elif before and visit.view != before.view:
            self._show_answer(returning)
        else:
            self._point_at(visit.place)
            if returning:
                self._panes.list.verticalScrollBar().setValue(visit.scrolled.list)
                self._viewing.restore(visit.scrolled.view)
        if before is None or visit.place != before.place:
            self._rendering.want()
        elif is_new and visit.place.kind not in ("library", "help"):
            self._rendering.mark_later()
        if is_new and self._searcher is not None:
            # Last: from here on the two threads would wait for each other.
            self._searching = self._searcher.request(question)
            self._late.start(_PATIENCE)

    # The rows, or the view in front

    def _show_glimpse(self, number: int, hits: Hits, first: list[StatementRow]) -> None:
        """Show the newest statements while the others are still looked for."""
        if number != self._searching or self._searcher is None:
            return
        if self._viewing.is_list:
            self._late.stop()
            self._glimpsed = number
            self._model.show(self._library, hits, first)
            self._panes.list.scrollToTop()
            self._panes.show_answer(self._panes.list)
            self._panes.paint_answer()
        self._searcher.go_on(number, self._panes.search.open_text)

    def _show_hits(self, number: int, found: Found, first: list[StatementRow]) -> None:
        if number != self._searching:
            return
        self._late.stop()
        self._found, hits = found, found.hits
        self._awaited.discard("hits")
        self._suggestions = None
        if not len(hits) and hits.query.terms:
            self._awaited.add("suggestions")
        if number == self._glimpsed:
            self._model.extend(hits, first)
        else:
            self._model.show(self._library, hits, first)
        self._panes.chips.show_total(len(hits))
        self._panes.list.scrollToTop()
        scrolled = self._navigator.visit.scrolled
        self._show_answer(returning=bool(scrolled.view))
        if scrolled.list:
            self._panes.list.verticalScrollBar().setValue(scrolled.list)
        self.found.emit()
        self._settle("hits")
        # The rest waits until the rows are painted, so that it is never in their way.
        if number != self._glimpsed and "view" not in self._awaited:
            self._panes.paint_answer()
        if self._rendering.waits:
            self._rendering.request()
        self._go_on()

    def _show_answer(self, returning: bool) -> None:
        """Show the hits as the view in front does: as a list, or read once more for a view."""
        if self._found is None:
            return
        visit, hits = self._navigator.visit, self._found.hits
        self._viewing.forget()
        self._awaited.discard("view")
        self._late.stop()
        if not len(hits):
            self._say_nothing_found()
            self._panes.show_answer(self._panes.states)
        elif self._viewing.is_list:
            self._panes.show_answer(self._panes.list)
            self._point_at(visit.place)
        else:
            asked = hits.query.groups
            self._awaited.add("view")
            self._late.start(_PATIENCE)
            self._viewing.read(
                hits.found if asked else None, visit.scrolled.view if returning else ()
            )

    def _show_view(self, sentence: str) -> None:
        """Show the view in front, which has just been read, or what it has to say instead."""
        self._late.stop()
        if sentence:
            self._panes.states.nothing_to_see(sentence, bool(self._panes.chips.in_force))
            self._panes.show_answer(self._panes.states)
        elif self._viewing.front is not None:
            self._panes.show_answer(self._viewing.front)
            self._viewing.point_at(self._navigator.visit.place)
        self._settle("view")

    def _point_at(self, place: Place) -> None:
        self._panes.list.select(place.id if place.kind == "statement" else "")
        self._viewing.point_at(place)

    def _show_suggestions(self, number: int, suggestions: Suggestions) -> None:
        if number == self._searching and "suggestions" in self._awaited:
            self._suggestions = suggestions
            self._say_nothing_found()
            self._settle("suggestions")

    def _say_nothing_found(self) -> None:
        if self._found is not None and self._found.in_vain:
            self._panes.states.empty_library()
        else:
            has_filters = bool(self._panes.chips.in_force)
            self._panes.states.nothing_found(self._suggestions, has_filters)

    def _show_patience(self) -> None:
        if self._is_answer_awaited:
            if self._found is None:
                self._panes.chips.show_total(None)
            self._panes.states.searching()
            self._panes.show_answer(self._panes.states)

    def _forget_before(self) -> None:
        """Show nothing of an answer any more that was for an earlier question."""
        if self._found is not None:
            return
        self._glimpsed = 0
        self._model.show(None, None, [])
        self._panes.chips.show_total(None)
        if self._has_totals:
            self._panes.beside.actors.show_counts({})
            self._panes.beside.weapons.show_counts({})

    # Once they are painted: the page, the counts, and what else is said of them

    def _request_page(self) -> None:
        if "hits" not in self._awaited:
            self._rendering.request()

    def _settle_page(self) -> None:
        self._settle()
        self._go_on()

    def _go_on(self) -> None:
        """Have the answer shown counted, once.

        The first count of a library is long, and the page would share the interpreter with
        it; so the page goes before.
        """
        waits = "hits" in self._awaited or (not self._has_totals and self._rendering.is_awaited)
        if self._searcher is not None and self._counting != self._searching and not waits:
            self._counting = self._searching
            self._searcher.go_on(self._searching, self._panes.search.open_text)

    def _show_totals(self, totals: Counts) -> None:
        if self._library is not None and self.sender() is self._searcher:
            beside = self._panes.beside
            beside.actors.load(self._library.entities, totals.actors)
            beside.weapons.load(self._library.entities, totals.weapons)
            self._has_totals = True
            self._show_picked()

    def _show_picked(self) -> None:
        question, beside = self._navigator.visit.question, self._panes.beside
        beside.part.setCurrentIndex(list(PARTS).index(question.part))
        beside.actors.select(question.actors)
        beside.weapons.select(question.weapons)

    def _show_counts(self, number: int, counts: Counts) -> None:
        if number == self._searching:
            self._panes.beside.actors.show_counts(counts.actors)
            self._panes.beside.weapons.show_counts(counts.weapons)
            self._settle("counts")

    def _show_completion(self, number: int, completion: Completion | None) -> None:
        if number == self._searching:
            self._panes.search.offer(completion)

    def _show_understood(self, number: int, sentences: str) -> None:
        if number == self._searching:
            self._panes.search.setToolTip(tip(sentences))

    # What is awaited

    def _settle(self, *what: str) -> None:
        self._awaited.difference_update(what)
        if self._leads_on:
            self.lead_in()
        if not self._is_under_way:
            self.settled.emit()

    def lead_in(self) -> None:
        """Lead from the search box to the answer, once it is the one asked for."""
        self._leads_on = self._is_answer_awaited
        if not self._leads_on:
            self.step_in()

    def stay_out(self) -> None:
        """Lead nowhere when the answer comes: the reader goes on typing."""
        self._leads_on = False

    def step_in(self) -> None:
        """Give the answer the focus, where there is one to walk through."""
        if self._panes.answer is self._panes.list:
            self._panes.list.step_in()
        elif self._panes.answer is self._viewing.front:
            self._viewing.front.setFocus()
