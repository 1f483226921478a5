"""The panes of the window and how they lie beside one another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer.places import ViewName
from viewer.ui.appearance import Appearance
from viewer.ui.chip_bar import ChipBar
from viewer.ui.choice_box import ChoiceBox
from viewer.ui.focus_line import FocusLine
from viewer.ui.question import PARTS
from viewer.ui.search_box import SearchBox
from viewer.ui.settings import Settings
from viewer.ui.statements import StatementsModel, StatementsView

if TYPE_CHECKING:
    from viewer.ui.entity_pane import EntityPane
    from viewer.ui.find_bar import FindBar
    from viewer.ui.reading import ReadingPane
    from viewer.ui.states import StatePanel

_NARROW = 1000  # px at the plain size; below it the reading pane goes under the statements
_WIDEST_LEAST = 480  # px; beside the panes at the left it leaves a window 800 px wide
_WIDEST_TABS = 540  # px; likewise
TITLES: dict[ViewName, str] = {
    "statements": "Statements",
    "positions": "Positions",
    "transfers": "Transfers",
    "timeline": "Timeline",
    "network": "Network",
}


class Beside(NamedTuple):
    """What stands beside the answer: on the left what it may be narrowed to, then the page."""

    part: ChoiceBox
    actors: EntityPane
    weapons: EntityPane
    reading: ReadingPane


class Panes(QWidget):
    """Search box and filters on top; actors and weapons, the answer, and the page read below.

    The answer is made at once, and has its place from the start; what stands beside it
    or in its stead is made when it is first asked for, and carried by ``beside_made`` or
    ``states_made``.  ``answer_shown`` comes whenever something is put in the middle.
    """

    view_chosen = Signal(str)
    answer_shown = Signal()
    beside_made = Signal(object)
    states_made = Signal(object)

    def __init__(
        self,
        model: StatementsModel,
        appearance: Appearance,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        # Made in the order in which they lie, which the Tab key follows.
        self.back = self._button("←", "Back (Alt+Left)")
        self.forward = self._button("→", "Forward (Alt+Right)")
        self.search = SearchBox(self)
        self.chips = ChipBar(self)
        self.tabs = _tabs(self)
        self.tabs.currentChanged.connect(lambda at: self.view_chosen.emit(list(TITLES)[at]))
        self._answer = _Answer(self)
        self._states: StatePanel | None = None
        self.list = StatementsView(model, appearance, self._answer)
        self._answer.addWidget(self.list)
        self._shape = "list"
        self._shapes = {"list": [480, 560], "view": [660, 380]}
        self._kept = self._kept_left = QByteArray()
        self._lay_out()
        appearance.changed.connect(self._turn)

    @cached_property
    def beside(self) -> Beside:
        from viewer.ui.entity_pane import EntityPane
        from viewer.ui.reading import ReadingPane

        actors = EntityPane("Actors", "actor", self._appearance, self)
        part = ChoiceBox("Which part actors have", actors)
        part.addItems(list(PARTS.values()))
        actors.header.addWidget(part)
        weapons = EntityPane("Weapons", "weapon", self._appearance, self)
        for pane, stretch in ((actors, 3), (weapons, 2)):
            self._left.addWidget(pane)
            self._left.setStretchFactor(self._left.indexOf(pane), stretch)
        self._left.restoreState(self._kept_left)
        before: QWidget = self.chips.order  # as the Tab key leads through all that lies here
        for widget in (part, actors.view, weapons.view):
            QWidget.setTabOrder(before, widget)
            before = widget
        reading = ReadingPane(self._appearance, self)
        self._page.addWidget(reading)
        beside = Beside(part, actors, weapons, reading)
        self.beside_made.emit(beside)
        return beside

    # The answer

    @property
    def states(self) -> StatePanel:
        """Sentences in the answer's stead, made when there is one to say."""
        if self._states is None:
            from viewer.ui.states import StatePanel

            self._states = StatePanel(self._answer)
            self.states_made.emit(self._states)
        return self._states

    @property
    def answer(self) -> QWidget:
        """What stands in the middle: the list, a view, or a sentence in their stead."""
        return self._answer.currentWidget() or self.list

    def show_answer(self, widget: QWidget) -> None:
        """Put a widget in the middle, and give it the focus where the one before it had it."""
        if self._answer.indexOf(widget) < 0:
            self._answer.addWidget(widget)
            self._put_after_tabs(widget)
        focus = self.window().focusWidget()
        before = self.answer
        has_focus = focus and (focus is before or before.isAncestorOf(focus))
        self._answer.setCurrentWidget(widget)
        self._answer.updateGeometry()
        if has_focus and widget is not self._states:
            widget.setFocus()
        self.answer_shown.emit()

    def _put_after_tabs(self, view: QWidget) -> None:
        """Have the Tab key lead from the tabs through a view as it lies, then on."""
        before: QWidget = self.tabs
        for widget in _in_order(view):
            QWidget.setTabOrder(before, widget)
            before = widget

    def paint_answer(self) -> None:
        """Paint it at once, whatever else waits to be done."""
        self.answer.repaint()

    def choose_tab(self, view: ViewName) -> None:
        """Show which view is in front, without choosing it; a view gets more room than a list."""
        blocked = self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(list(TITLES).index(view))
        self.tabs.blockSignals(blocked)
        shape = "list" if view == "statements" else "view"
        if shape != self._shape:
            self._shapes[self._shape] = self._right.sizes()
            self._shape = shape
            if shape == "view" and self._right.restoreState(self._kept):
                self._kept = QByteArray()  # taken up where there is room for it
                self._turn()
            else:
                self._right.setSizes(self._shapes[shape])

    def to_search(self) -> None:
        """Move the focus to the search box, as if to type other words."""
        self.search.setFocus()
        self.search.selectAll()
        self.search.entered.emit()

    def step(self, step: int) -> None:
        """Move the focus to the next pane, or the one before."""
        beside = self.beside
        stops: list[tuple[QWidget, QWidget]] = [  # a pane, and what in it takes the focus
            (self.search, self.search),
            (beside.actors, beside.actors.view),
            (beside.weapons, beside.weapons.view),
            (self._middle, self.answer),
            (self._side, beside.reading),
        ]
        focus = self.window().focusWidget()
        held = (
            at
            for at, (pane, _) in enumerate(stops)
            if focus and (pane is focus or pane.isAncestorOf(focus))
        )
        at = next(held, -1 if step > 0 else 0) + step  # from elsewhere to the first or the last
        to = stops[at % len(stops)][1]
        if to is self.answer and not next(_in_order(to), None):  # a sentence with nothing to choose
            to = stops[(at + step) % len(stops)][1]
        to.setFocus(Qt.FocusReason.TabFocusReason)

    # What is read

    def find_words(self) -> None:
        """Have words looked for in the page."""
        self._find_bar.open()

    def find_next(self) -> None:
        self._find_bar.next()

    def find_previous(self) -> None:
        self._find_bar.previous()

    @cached_property
    def _find_bar(self) -> FindBar:
        """The bar at the foot of the page, made when words are first looked for."""
        from viewer.ui.find_bar import FindBar

        bar = FindBar(self.beside.reading, self._appearance, self)
        self._page.addWidget(bar)
        return bar

    # How they lie

    def keep_shape(self, settings: Settings) -> None:
        self.choose_tab("positions")
        settings.keep_shape("right, a view", self._right.saveState())
        self.choose_tab("statements")
        settings.keep_shape("outer", self._outer.saveState())
        left = self._left.saveState() if self._left.count() else self._kept_left
        settings.keep_shape("left", left)
        settings.keep_shape("right", self._right.saveState())

    def restore_shape(self, settings: Settings) -> None:
        self._outer.restoreState(settings.shape("outer"))
        self._kept_left = settings.shape("left")
        self._kept = settings.shape("right, a view")
        self._right.restoreState(settings.shape("right"))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """Lay the page beside the answer, or below it in a narrow window."""
        narrow = self.width() < _NARROW * self._appearance.zoom / 100
        way = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._right.orientation() != way:
            self._right.setOrientation(way)

    def _lay_out(self) -> None:
        self._middle, self._side = middle, page = QWidget(), QWidget()
        column = _column(middle)
        column.addWidget(FocusLine(middle))
        column.addWidget(self.tabs)
        column.addWidget(self._answer)
        self._page = _column(page)
        self._page.addWidget(FocusLine(page))
        page.setBackgroundRole(QPalette.ColorRole.Base)  # as the page that will stand there
        page.setAutoFillBackground(True)
        self._left = _splitter(Qt.Orientation.Vertical)
        self._right = _splitter(Qt.Orientation.Horizontal, (middle, 1), (page, 1))
        self._outer = _splitter(Qt.Orientation.Horizontal, (self._left, 0), (self._right, 1))
        self._outer.setSizes([240, 1040])
        self._right.setSizes(self._shapes["list"])
        top = QHBoxLayout()
        top.setContentsMargins(8, 4, 12, 4)
        top.setSpacing(4)
        top.addWidget(self.back)
        top.addWidget(self.forward)
        top.addWidget(self.search, 1)
        layout = _column(self)
        layout.addLayout(top)
        layout.addWidget(self.chips)
        layout.addWidget(self._outer, 1)

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setEnabled(False)
        return button


class _Answer(QStackedWidget):
    """What is in front alone says how narrow the middle may be, and not beyond what is there."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        front = self.currentWidget()
        least = front.minimumSizeHint() if front else super().minimumSizeHint()
        return least.boundedTo(QSize(_WIDEST_LEAST, least.height()))


class _Tabs(QTabBar):
    """Their titles are whole, unless that took more than a narrow window has."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.sizeHint().boundedTo(QSize(_WIDEST_TABS, self.sizeHint().height()))


def _tabs(parent: QWidget) -> QTabBar:
    tabs = _Tabs(parent)
    tabs.setAccessibleName("Views")
    tabs.setDrawBase(False)
    tabs.setExpanding(False)
    # All views stay in sight, however narrow the window and large the text.
    tabs.setUsesScrollButtons(False)
    tabs.setElideMode(Qt.TextElideMode.ElideRight)
    tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for at, title in enumerate(TITLES.values(), 1):
        tabs.addTab(title)
        tabs.setTabToolTip(at - 1, f"{title} (Ctrl+{at})")
    return tabs


def _in_order(widget: QWidget) -> Iterator[QWidget]:
    """Yield what the Tab key reaches in a widget, as its layout has it."""
    inner = widget.widget() if isinstance(widget, QScrollArea) else None
    layout = (inner or widget).layout()
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.focusProxy():
        yield widget
    elif layout is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        inner, widget = (item.layout(), item.widget()) if item else (None, None)
        if inner is not None:
            yield from _laid_out(inner)
        elif widget is not None:
            yield from _in_order(widget)


def _column(widget: QWidget) -> QVBoxLayout:
    """Lay what ``widget`` will hold above one another, without gaps."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout


def _splitter(way: Qt.Orientation, *parts: tuple[QWidget, int]) -> QSplitter:
    splitter = QSplitter(way)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for at, (part, stretch) in enumerate(parts):
        splitter.addWidget(part)
        splitter.setStretchFactor(at, stretch)
    return splitter
