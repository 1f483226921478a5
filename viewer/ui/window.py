"""The window: what passes between the panes, the navigator and those who answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6 import QtGui  # whose classes are made at first use, after the first rows
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QMainWindow

from viewer.library.catalogue import Catalogue
from viewer.library.entities import Entity
from viewer.library.facets import Counts
from viewer.library.file import LibraryError, explained
from viewer.library.search import Hits
from viewer.places import HOME, Place, ViewName, comparison
from viewer.ui import menus
from viewer.ui.answers import PageWorker, SearchWorker
from viewer.ui.appearance import Appearance, Theme
from viewer.ui.menus import SEPARATOR, Choice, Item, Recent
from viewer.ui.navigator import Navigator, Position, Visit
from viewer.ui.panes import TITLES, Beside, Panes
from viewer.ui.question import PARTS, Chip, Question, chips, within
from viewer.ui.settings import Settings
from viewer.ui.statement_rows import StatementRow
from viewer.ui.statements import StatementsModel
from viewer.ui.verbatim import tip
from viewer.ui.views.viewing import Viewing

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from viewer.library.completion import Completion
    from viewer.pages import Page
    from viewer.ui.states import StatePanel

_PATIENCE = 250  # ms before an answer that has not come is shown as being searched for
_PAUSE = 400  # ms without a key before the page is rendered anew for other words
_MENUS = ("&File", "&Edit", "&View", "&Go", "&Help")
_THEMES: dict[Theme, str] = {"system": "As the &System", "light": "&Light", "dark": "&Dark"}


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
        self._searcher: SearchWorker | None = None
        self._renderer: PageWorker | None = None
        self._searching = self._glimpsed = self._counting = self._rendering = self._paged = 0
        self._has_totals = False
        self._hits: Hits | None = None
        self._suggestions: list[str] = []
        self._shown: Visit | None = None
        self.failure = ""
        self._awaited: set[str] = set()
        self._leads_on = False
        self._is_furnished = False
        self.navigator = Navigator(self._position, self)
        self._model = StatementsModel(self._guard)
        self._panes = panes = Panes(self._model, appearance, self)
        self._search, self._chips, self._list = panes.search, panes.chips, panes.list
        self._viewing = Viewing(appearance, panes)
        self._late = QTimer(self, singleShot=True)
        self._marking = QTimer(self, singleShot=True)
        self.setCentralWidget(panes)
        self._headings = {title: self.menuBar().addMenu(title) for title in _MENUS}
        appearance.dress()
        self._connect()
        if settings:
            self.restoreGeometry(settings.shape("window"))
            panes.restore_shape(settings)

    @cached_property
    def _beside(self) -> Beside:
        beside = self._panes.beside
        beside.part.activated.connect(self._choose_part)
        beside.actors.picked.connect(self._pick_actors)
        beside.actors.opened.connect(self._open_entity)
        beside.weapons.picked.connect(self._pick_weapons)
        beside.weapons.opened.connect(self._open_entity)
        beside.reading.followed.connect(self.navigator.go)
        beside.reading.copy_asked.connect(self._copy)
        beside.reading.page_shown.connect(self._settle_page)
        beside.reading.searched.connect(self._search_for)
        return beside

    @cached_property
    def _states(self) -> StatePanel:
        states = self._panes.states
        states.searched.connect(self._search_for)
        states.acted.connect(self.founding_asked)
        return states

    def _put_in_front(self, widget: QWidget) -> None:
        """Show ``widget`` as the answer; once the first is painted the window is furnished."""
        self._panes.show_answer(widget)
        if not self._is_furnished:
            QTimer.singleShot(0, self, self._furnish)

    def _furnish(self) -> None:
        """Make what no first row waits for: what stands beside the answer, the menus' entries."""
        if self._is_furnished:
            return
        self._is_furnished = True
        for widget in self._beside:
            widget.show()
        for title, entries in self._menus().items():
            menus.fill(self._headings[title], entries)
        self._heed_mouse(self)

    # The library

    @property
    def is_settled(self) -> bool:
        """Whether everything asked for is shown."""
        return not self._awaited and not self._marking.isActive()

    @property
    def library(self) -> Catalogue | None:
        return self._library

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
        self._close_library()
        self.failure = ""
        self._library = library
        self._searcher = SearchWorker(library)
        self._searcher.totalled.connect(self._show_totals)
        self._searcher.glimpsed.connect(self._show_glimpse)
        self._searcher.found.connect(self._show_hits)
        self._searcher.counted.connect(self._show_counts)
        self._searcher.understood.connect(self._show_understood)
        self._searcher.completed.connect(self._show_completion)
        self._searcher.suggested.connect(self._show_suggestions)
        self._searcher.failed.connect(self.fail)
        self._renderer = PageWorker(library)
        self._renderer.rendered.connect(self._show_page)
        self._renderer.missing.connect(self._show_missing)
        self._renderer.failed.connect(self.fail)
        self._viewing.open(library)
        if self._settings:
            self._settings.remember(path)
        self.navigator.start(visit or Visit())

    def show_starting(self) -> None:
        """Say that the first library is being made."""
        self._states.starting()
        self._put_in_front(self._states)

    def _show_totals(self, totals: Counts) -> None:
        if self._library is not None and self.sender() is self._searcher:
            self._beside.actors.load(self._library.entities, totals.actors)
            self._beside.weapons.load(self._library.entities, totals.weapons)
            self._has_totals = True
            self._show_picked()

    def _show_picked(self) -> None:
        question = self.navigator.visit.question
        self._beside.part.setCurrentIndex(list(PARTS).index(question.part))
        self._beside.actors.select(question.actors)
        self._beside.weapons.select(question.weapons)

    def _close_library(self) -> None:
        for worker in (self._searcher, self._renderer):
            if worker is not None:
                worker.stop()
        self._searcher = self._renderer = self._hits = None
        self._searching = 0
        self._has_totals = False
        self._viewing.close()
        self._model.show(None, None, [])
        self._shown = None
        self._glimpsed = self._counting = self._rendering = 0
        if self._library is not None:
            self._library.close()
            self._library = None

    def fail(self, sentence: str) -> None:
        """Say what is wrong with the library, and what to read instead."""
        self.failure = sentence
        self._awaited.clear()
        self._late.stop()
        self.settled.emit()
        self._states.unreadable(sentence)
        self._put_in_front(self._states)

    def _guard(self, read: Callable[[], Any]) -> Any:
        """Run a reading of the library; a fault of its file is said, one of ours is raised."""
        assert self._library is not None  # noqa: S101 - what is read is open
        try:
            with explained(self._library.path):
                return read()
        except LibraryError as error:
            sentence = str(error)
            QTimer.singleShot(0, lambda: self.fail(sentence))
            return None

    # What is asked and read

    def _arrive(self, visit: Visit, returning: bool) -> None:
        """Follow the navigator; only what differs from the visit shown is asked for."""
        if self._library is None:
            return
        before, self._shown = self._shown, visit
        question = visit.question
        self._search.show_text(question.text)
        self._chips.show_chips(self._chips_in_force())
        self._chips.show_order(question.order)
        if self._has_totals:
            self._show_picked()
        self._panes.back.setEnabled(self.navigator.can_go_back)
        self._panes.forward.setEnabled(self.navigator.can_go_forward)
        if before is None or visit.view != before.view:
            self._panes.choose_tab(visit.view)
            self._viewing.bring(visit.view)
        is_new = before is None or question != before.question
        if is_new:
            self._viewing.forget()
            self._awaited -= {"suggestions", "view"}
            self._awaited |= {"hits", "counts"}
        elif before and visit.view != before.view:
            self._show_answer(returning)
        else:
            self._point_at(visit.place)
            if returning:
                self._list.verticalScrollBar().setValue(visit.position.list)
                self._viewing.restore(visit.position.view)
        if before is None or visit.place != before.place:
            self._render()
        elif is_new and visit.place.kind not in ("library", "help"):
            # The page only marks the words; that waits until the keys pause.
            self._marking.start(_PAUSE)
        if is_new and self._searcher is not None:
            # Last: from here on the two threads would wait for each other.
            self._searching = self._searcher.request(question)
            self._late.start(_PATIENCE)

    def _render(self) -> None:
        """Have the page rendered, once the first rows are painted."""
        self._marking.stop()
        self._awaited.add("page")
        self._rendering = 0
        if "hits" not in self._awaited:
            self._request_page()

    def _request_page(self) -> None:
        if self._renderer is not None:
            visit = self.navigator.visit
            wanted = (visit.place, self._appearance.palette, visit.question)
            self._rendering = self._renderer.request(wanted)

    def _show_glimpse(self, number: int, hits: Hits, first: list[StatementRow]) -> None:
        """Show the newest statements while the others are still looked for."""
        if number != self._searching or self._searcher is None:
            return
        if self._viewing.is_list:
            self._late.stop()
            self._glimpsed = number
            self._model.show(self._library, hits, first)
            self._list.scrollToTop()
            self._put_in_front(self._list)
            self._panes.paint_answer()
        self._searcher.go_on(number, self._search.open_text)

    def _show_hits(self, number: int, hits: Hits, first: list[StatementRow]) -> None:
        if number != self._searching:
            return
        self._late.stop()
        self._hits = hits
        self._awaited.discard("hits")
        self._suggestions = []
        if not len(hits) and hits.query.terms:
            self._awaited.add("suggestions")
        if number == self._glimpsed:
            self._model.extend(hits, first)
        else:
            self._model.show(self._library, hits, first)
        self._chips.show_total(len(hits))
        self._list.scrollToTop()
        self._show_answer(returning=bool(self.navigator.visit.position.view))
        if scrolled := self.navigator.visit.position.list:
            self._list.verticalScrollBar().setValue(scrolled)
        if self._settings and self._library is not None:
            self._settings.library = self._library.path  # which has proved to be readable
        self._settle("hits")
        # The rest waits until the rows are painted, so that it is never in their way.
        if number != self._glimpsed and "view" not in self._awaited:
            self._panes.paint_answer()
        if "page" in self._awaited and not self._rendering:
            self._request_page()
        self._go_on()

    def _go_on(self) -> None:
        """Have the answer shown counted, once.

        The first count of a library is long, and the page would share the interpreter with
        it; so the page goes before.
        """
        waits = "hits" in self._awaited or (not self._has_totals and "page" in self._awaited)
        if self._searcher is not None and self._counting != self._searching and not waits:
            self._counting = self._searching
            self._searcher.go_on(self._searching, self._search.open_text)

    def _show_answer(self, returning: bool) -> None:
        """Show the hits as the view in front does: as a list, or read once more for a view."""
        visit, hits = self.navigator.visit, self._hits
        if hits is None or "hits" in self._awaited:
            return  # those at hand answer an earlier question
        self._viewing.forget()
        self._awaited.discard("view")
        self._late.stop()
        if not len(hits):
            if visit.question == Question(order=visit.question.order):
                self._states.empty_library()
            else:
                self._states.nothing_found(self._suggestions, bool(self._chips_in_force()))
            self._put_in_front(self._states)
        elif self._viewing.is_list:
            self._put_in_front(self._list)
            self._point_at(visit.place)
        else:
            asked = hits.query.groups
            self._awaited.add("view")
            self._late.start(_PATIENCE)
            self._viewing.read(
                hits.found if asked else None, visit.position.view if returning else ()
            )

    def _show_view(self, sentence: str) -> None:
        """Show the view in front, which has just been read, or what it has to say instead."""
        self._late.stop()
        if sentence:
            self._states.nothing_to_see(sentence, bool(self._chips_in_force()))
            self._put_in_front(self._states)
        elif self._viewing.front is not None:
            self._put_in_front(self._viewing.front)
            self._viewing.point_at(self.navigator.visit.place)
        self._settle("view")

    def _point_at(self, place: Place) -> None:
        self._list.select(place.id if place.kind == "statement" else "")
        self._viewing.point_at(place)

    def _show_completion(self, number: int, completion: Completion | None) -> None:
        if number == self._searching:
            self._search.offer(completion)

    def _show_counts(self, number: int, counts: Counts) -> None:
        if number == self._searching:
            self._beside.actors.show_counts(counts.actors)
            self._beside.weapons.show_counts(counts.weapons)
            self._settle("counts")

    def _show_suggestions(self, number: int, suggestions: list[str]) -> None:
        if number == self._searching:
            self._suggestions = suggestions
            self._states.nothing_found(suggestions, bool(self._chips_in_force()))
            self._settle("suggestions")

    def _show_understood(self, number: int, sentences: str) -> None:
        if number == self._searching:
            self._search.setToolTip(tip(sentences))

    def _show_page(self, number: int, page: Page) -> None:
        if number == self._rendering:
            self._paged = number
            self.setWindowTitle(f"{page.title} — Whosaid")
            self._beside.reading.show_page(page, self.navigator.visit.position.page)

    def _show_missing(self, number: int, sentence: str) -> None:
        if number == self._rendering:
            self._paged = number
            self.setWindowTitle("Whosaid")
            self._beside.reading.show_sentence(sentence)

    def _settle_page(self) -> None:
        """Take note that all of a page is there, unless another is asked for already."""
        if self._paged == self._rendering:
            self._settle("page")
            self._go_on()

    def _show_patience(self) -> None:
        if self._awaited & {"hits", "view"}:
            self._states.searching()
            self._put_in_front(self._states)

    def _settle(self, what: str) -> None:
        self._awaited.discard(what)
        if self._leads_on:
            self._to_answer()
        if not self._awaited:
            self.settled.emit()

    def _position(self) -> Position:
        return Position(
            page=self._beside.reading.scrolled,
            list=self._list.verticalScrollBar().value(),
            view=self._viewing.front.state() if self._viewing.front else (),
        )

    def _chips_in_force(self) -> list[Chip]:
        if self._library is None:
            return []
        return chips(self.navigator.visit.question, self._library)

    # What the reader does

    def _type(self, text: str) -> None:
        self._leads_on = False
        self.navigator.type(self.navigator.visit.question._replace(text=text))

    def _search_for(self, text: str) -> None:
        self.navigator.ask(Question(text=text, order=self.navigator.visit.question.order))
        self._list.setFocus()

    def _pick_actors(self, ids: tuple[str, ...], by_mouse: bool) -> None:
        question = self.navigator.visit.question._replace(actors=ids)
        place = Place("actor", ids[0]) if len(ids) == 1 else None
        self._pick(question, comparison("compare", ids) if len(ids) > 1 else place, by_mouse)

    def _pick_weapons(self, ids: tuple[str, ...], by_mouse: bool) -> None:
        question = self.navigator.visit.question._replace(weapons=ids)
        self._pick(question, Place("weapon", ids[0]) if len(ids) == 1 else None, by_mouse)

    def _pick(self, question: Question, place: Place | None, by_mouse: bool) -> None:
        """A click is a step of its own; arrow keys pass over what lies between."""
        (self.navigator.ask if by_mouse else self.navigator.type)(question, place)

    def _open_entity(self, entity: Entity) -> None:
        self.navigator.go(Place(entity.type, entity.id))
        self._beside.reading.setFocus()

    def _turn(self, place: Place | None) -> None:
        """Turn to what is before or after the page: what is turned past is one step back."""
        if place is not None:
            self.navigator.follow(place)

    def _open_statement(self, place: Place) -> None:
        self.navigator.go(place)
        self._beside.reading.setFocus()

    def _choose_part(self, at: int) -> None:
        part = list(PARTS)[at]
        self.navigator.ask(self.navigator.visit.question._replace(part=part))

    def _choose_order(self, order: Any) -> None:
        self.navigator.ask(self.navigator.visit.question._replace(order=order))

    def _narrow_to(self, first: str, last: str) -> None:
        question = self.navigator.visit.question
        self.navigator.ask(question._replace(text=within(question.text, first, last)))

    def _take_back(self) -> None:
        """Take back the last filter, then the words, then lead back to the statements."""
        in_force = self._chips_in_force()
        question = self.navigator.visit.question
        if in_force:
            self.navigator.ask(in_force[-1].without)
        elif question.text:
            self.navigator.ask(question._replace(text=""))
        else:
            self._step_in()

    def _to_search(self) -> None:
        self._search.setFocus()
        self._search.selectAll()

    def _to_answer(self) -> None:
        """Lead from the search box to the answer, once it is the one asked for."""
        self._leads_on = bool(self._awaited & {"hits", "view"})
        if not self._leads_on:
            self._step_in()

    def _step_in(self) -> None:
        if self._panes.answer is self._list:
            self._list.step_in()
        elif self._panes.answer is self._viewing.front:
            self._viewing.front.setFocus()

    def _copy(self) -> None:
        from viewer.ui.copying import copy  # the first window copies nothing

        copy(self._panes, self.navigator.visit.place, self._library, self._guard)

    # Opening

    def _choose_library(self) -> None:
        folder = str(self._library.path.parent) if self._library else ""
        from viewer.ui import dialogs

        if path := dialogs.choose_library(self, folder):
            self.open_library(path)

    def _can_export(self) -> bool:
        is_shown = self._panes.answer is (
            self._list if self._viewing.is_list else self._viewing.front
        )
        return is_shown and bool(self._hits) and not self._awaited & {"hits", "view"}

    def _export(self) -> None:
        library, hits, visit = self._library, self._hits, self.navigator.visit
        if library is None or hits is None or not self._can_export():
            self._chips.tell("There is nothing to export yet")
            return
        from viewer.ui.saving.export import export

        front = self._viewing.front
        if told := export(self, visit.view, front, hits, visit.question, library, self._guard):
            self._chips.tell(told)

    def _recent(self) -> list[Item]:
        paths = self._settings.recent if self._settings else []
        return [Item(str(path), lambda path=path: self.open_library(path)) for path in paths]  # type: ignore[misc]

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QtGui.QDropEvent) -> None:  # noqa: N802 - Qt's name
        for url in event.mimeData().urls():
            if url.isLocalFile():
                event.acceptProposedAction()
                self.open_library(Path(url.toLocalFile()))
                return

    # The window itself

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the mouse's own back and forward buttons over any pane."""
        if isinstance(event, QtGui.QMouseEvent):
            move = {
                Qt.MouseButton.BackButton: self.navigator.back,
                Qt.MouseButton.ForwardButton: self.navigator.forward,
            }.get(event.button())
            if move is not None:
                if event.type() == QEvent.Type.MouseButtonPress:
                    move()
                return True
        return False

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

    def _connect(self) -> None:
        self.navigator.changed.connect(self._arrive)
        self._panes.back.clicked.connect(self.navigator.back)
        self._panes.forward.clicked.connect(self.navigator.forward)
        self._search.typed.connect(self._type)
        self._search.left.connect(self._to_answer)
        self._chips.asked.connect(self.navigator.ask)
        self._chips.order_chosen.connect(self._choose_order)
        self._list.followed.connect(self.navigator.follow)
        self._list.clicked_on.connect(self.navigator.go)
        self._list.opened.connect(self._open_statement)
        self._panes.view_chosen.connect(self.navigator.show)
        self._viewing.shown.connect(self._show_view)
        self._viewing.failed.connect(self.fail)
        self._viewing.followed.connect(self.navigator.go)
        self._viewing.dated.connect(self._narrow_to)
        self._viewing.made.connect(self._heed_mouse)
        self._late.timeout.connect(self._show_patience)
        self._marking.timeout.connect(self._render)
        self._appearance.changed.connect(self._render)

    def _heed_mouse(self, widget: QObject) -> None:
        for area in widget.findChildren(QAbstractScrollArea):
            area.viewport().installEventFilter(self)

    def _menus(self) -> dict[str, list[menus.Entry]]:
        keys = QtGui.QKeySequence.StandardKey
        look, navigator = self._appearance, self.navigator
        return {
            "&File": [
                Item("&Open Library…", self._choose_library, (keys.Open,)),
                Recent("Open &Recent", self._recent),
                Item("&Founding Library", self.founding_asked.emit),
                SEPARATOR,
                Item("&Export View…", self._export, ("Ctrl+E",), self._can_export),
                SEPARATOR,
                Item("&Quit", self.close, ("Ctrl+Q",)),
            ],
            "&Edit": [
                Item("&Copy Quotation", self._copy, (keys.Copy,)),
                Item("&Search", self._to_search, ("Ctrl+K", "Ctrl+L")),
                Item("Take Back the Last &Filter", self._take_back, ("Escape",)),
                SEPARATOR,
                Item("Find in &Page", self._panes.find_words, (keys.Find,)),
                Item("Find &Next", self._panes.find_next, ("F3",)),
                Item("Find Pre&vious", self._panes.find_previous, ("Shift+F3",)),
            ],
            "&View": [
                *(self._view_choice(at, name) for at, name in enumerate(TITLES, 1)),
                SEPARATOR,
                Item("Zoom &In", lambda: look.zoom_by(1), ("Ctrl++", "Ctrl+=")),
                Item("Zoom &Out", lambda: look.zoom_by(-1), ("Ctrl+-",)),
                Item("Pl&ain Size", lambda: look.zoom_by(0), ("Ctrl+0",)),
                SEPARATOR,
                *(self._theme_choice(theme, label) for theme, label in _THEMES.items()),
                SEPARATOR,
                Item("Next Pan&e", lambda: self._panes.step(1), ("F6",)),
                Item("Pre&vious Pane", lambda: self._panes.step(-1), ("Shift+F6",)),
            ],
            "&Go": [
                Item("&Back", navigator.back, ("Alt+Left",), lambda: navigator.can_go_back),
                Item(
                    "&Forward", navigator.forward, ("Alt+Right",), lambda: navigator.can_go_forward
                ),
                Item("&Home", lambda: navigator.go(HOME), ("Alt+Home",)),
                SEPARATOR,
                Item(
                    "&Previous Statement or Part",
                    lambda: self._turn(self._beside.reading.previous),
                    ("Alt+Up",),
                    lambda: self._beside.reading.previous is not None,
                ),
                Item(
                    "&Next Statement or Part",
                    lambda: self._turn(self._beside.reading.next),
                    ("Alt+Down",),
                    lambda: self._beside.reading.next is not None,
                ),
            ],
            "&Help": [
                Item("&Help", lambda: navigator.go(Place("help")), ("F1",)),
                Item("&About Whosaid", self._about),
            ],
        }

    def _view_choice(self, number: int, name: ViewName) -> Choice:
        return Choice(
            TITLES[name],
            lambda: self.navigator.show(name),
            lambda: self.navigator.visit.view == name,
            (f"Ctrl+{number}",),
        )

    def _theme_choice(self, theme: Theme, label: str) -> Choice:
        look = self._appearance
        return Choice(label, lambda: look.set_theme(theme), lambda: look.theme == theme)

    def _about(self) -> None:
        from viewer.ui import dialogs

        dialogs.about(self)
