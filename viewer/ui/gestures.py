"""What the reader does in the panes, as steps of the navigator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtGui  # whose classes are made at first use, after the first rows
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from viewer.library.entities import Entity
from viewer.library.search import Order
from viewer.places import Place, ViewName, comparison
from viewer.ui.answering import Answering
from viewer.ui.navigator import Navigator
from viewer.ui.panes import Beside, Panes
from viewer.ui.question import PARTS, Question, within
from viewer.ui.views.viewing import Viewing

if TYPE_CHECKING:
    from viewer.ui.states import StatePanel


class Gestures(QObject):
    """Asks the navigator for what is typed, picked, opened, turned to and taken back."""

    def __init__(
        self, panes: Panes, viewing: Viewing, answering: Answering, navigator: Navigator
    ) -> None:
        super().__init__(panes)
        self._panes = panes
        self._answering = answering
        self._navigator = navigator
        panes.back.clicked.connect(navigator.back)
        panes.forward.clicked.connect(navigator.forward)
        panes.search.typed.connect(self._type)
        panes.search.entered.connect(navigator.rest)
        panes.search.left.connect(answering.lead_in)
        panes.chips.asked.connect(navigator.ask)
        panes.chips.order_chosen.connect(self._choose_order)
        panes.list.followed.connect(navigator.follow)
        panes.list.clicked_on.connect(navigator.go)
        panes.list.opened.connect(self._open)
        panes.view_chosen.connect(navigator.show)
        panes.beside_made.connect(self._heed_beside)
        panes.states_made.connect(self._heed_states)
        viewing.followed.connect(navigator.go)
        viewing.dated.connect(self._narrow_to)
        viewing.made.connect(self.heed_mouse)

    def _heed_beside(self, beside: Beside) -> None:
        beside.part.activated.connect(self._choose_part)
        beside.actors.picked.connect(self._pick_actors)
        beside.actors.opened.connect(self._open_entity)
        beside.weapons.picked.connect(self._pick_weapons)
        beside.weapons.opened.connect(self._open_entity)
        beside.reading.followed.connect(self._navigator.go)
        beside.reading.searched.connect(self._list_all)

    def _heed_states(self, states: StatePanel) -> None:
        states.searched.connect(self._search_for)

    # The question

    def _type(self, text: str) -> None:
        self._answering.stay_out()
        self._navigator.type(self._navigator.visit.question._replace(text=text))

    def _search_for(self, text: str, view: ViewName | None = None) -> None:
        order = self._navigator.visit.question.order
        self._navigator.ask(Question(text=text, order=order), view=view)
        self._panes.list.setFocus()

    def _list_all(self, text: str) -> None:
        """List the statements that a link of a page speaks of, whatever view is in front."""
        self._search_for(text, "statements")

    def _pick_actors(self, ids: tuple[str, ...], by_mouse: bool) -> None:
        question = self._navigator.visit.question._replace(actors=ids)
        place = Place("actor", ids[0]) if len(ids) == 1 else None
        self._pick(question, comparison("compare", ids) if len(ids) > 1 else place, by_mouse)

    def _pick_weapons(self, ids: tuple[str, ...], by_mouse: bool) -> None:
        question = self._navigator.visit.question._replace(weapons=ids)
        self._pick(question, Place("weapon", ids[0]) if len(ids) == 1 else None, by_mouse)

    def _pick(self, question: Question, place: Place | None, by_mouse: bool) -> None:
        """A click is a step of its own; arrow keys pass over what lies between."""
        (self._navigator.ask if by_mouse else self._navigator.type)(question, place)

    def _choose_part(self, at: int) -> None:
        part = list(PARTS)[at]
        self._navigator.ask(self._navigator.visit.question._replace(part=part))

    def _choose_order(self, order: Order) -> None:
        self._navigator.ask(self._navigator.visit.question._replace(order=order))

    def _narrow_to(self, first: str, last: str) -> None:
        question = self._navigator.visit.question
        self._navigator.ask(question._replace(text=within(question.text, first, last)))

    def take_back(self) -> None:
        """Take back the last filter, then the words, then lead back to the statements."""
        in_force = self._panes.chips.in_force
        question = self._navigator.visit.question
        if in_force:
            self._navigator.ask(in_force[-1].without())
        elif question.text:
            self._navigator.ask(question._replace(text=""))
        else:
            self._answering.step_in()

    # The place

    def _open(self, place: Place) -> None:
        self._navigator.go(place)
        self._panes.beside.reading.setFocus()

    def _open_entity(self, entity: Entity) -> None:
        self._open(Place(entity.type, entity.id))

    def turn(self, place: Place | None) -> None:
        """Turn to what is before or after the page: what is turned past is one step back."""
        if place is not None:
            self._navigator.follow(place)

    # The mouse's own buttons

    def heed_mouse(self, widget: QWidget) -> None:
        """Follow the back and forward buttons over what scrolls in ``widget``."""
        for area in widget.findChildren(QAbstractScrollArea):
            area.viewport().installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QtGui.QMouseEvent):
            move = {
                Qt.MouseButton.BackButton: self._navigator.back,
                Qt.MouseButton.ForwardButton: self._navigator.forward,
            }.get(event.button())
            if move is not None:
                if event.type() == QEvent.Type.MouseButtonPress:
                    move()
                return True
        return False
