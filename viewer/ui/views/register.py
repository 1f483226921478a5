"""The view of transfers as arms-trade registers show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from pyroaring import BitMap
from PySide6.QtCore import QPoint, QSizeF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from viewer.badges import all_statuses
from viewer.conjunction import counted
from viewer.library.reading import Library
from viewer.library.register import judged, register
from viewer.places import Place
from viewer.ui.appearance import Appearance
from viewer.ui.choice_box import ChoiceBox
from viewer.ui.chosen import statement_entries
from viewer.ui.menu_entries import Entry, Item
from viewer.ui.views.register_foot import RegisterFoot
from viewer.ui.views.register_painting import GRID, Sheet
from viewer.ui.views.register_rows import (
    GROUPINGS,
    MARKS,
    TITLES,
    Column,
    Group,
    Grouping,
    Row,
    grouped,
    in_order,
    row,
)
from viewer.ui.views.register_table import RegisterTable
from viewer.ui.views.view import View

_HINT = "Enter or a click opens the claim behind a row, Shift+Enter its statement."


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of the register; ``of`` is how many there are in all.

    Nothing narrows them when ``is_all``; statuses are still to be read unless ``is_judged``.
    """

    rows: tuple[Row, ...]
    of: int
    is_all: bool
    is_judged: bool = True


class RegisterView(View):
    """A row of controls, the table, and at the foot what is behind the current row."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self._answer = Answer((), 0, is_all=True)
        self._rows: tuple[Row, ...] = ()
        self._is_judged = True
        self._groups: list[Group] = []
        self._by: Grouping = "supplier"
        self._sorting: tuple[Column, bool] = ("recipient", False)
        self._folded: frozenset[str] = frozenset()
        self._hint = _HINT
        self._grouping = ChoiceBox("Group by", self)
        for by, words in GROUPINGS.items():
            self._grouping.addItem(f"By {words.lower()}", by)
        self._grouping.activated.connect(lambda at: self._group(self._grouping.itemData(at)))
        self._column = ChoiceBox("Sort by", self)
        for column, words in TITLES.items():
            self._column.addItem(f"Sorted by {words.lower()}", column)
        self._column.activated.connect(
            lambda at: self._sort(self._column.itemData(at), self._sorting[1])
        )
        self._direction = self._button(lambda: self._sort(self._sorting[0], not self._sorting[1]))
        self._folding = self._button(self._fold_all)
        self._count = QLabel(self, objectName="quiet")  # type: ignore[call-overload]
        self.table = RegisterTable(appearance, self)
        self.foot = RegisterFoot(appearance, self)
        self.table.chosen.connect(self._tell)
        self.table.opened.connect(self._open)
        self.table.folded.connect(self._fold)
        self.table.sorted_by.connect(self._sort_by)
        self.foot.followed.connect(self._open_current)
        self.setFocusProxy(self.table)
        appearance.changed.connect(self._remeasure)
        self._lay_out()

    # What a view does

    @staticmethod
    def read(library: Library, found: BitMap | None) -> Answer:
        read = register(library, found)
        # In the order of registers, so that the interface has little left to sort.
        rows = sorted(map(row, read.entries), key=lambda one: one.place)
        return Answer(tuple(rows), read.of, found is None, read.is_judged)

    def show_answer(self, answer: Answer) -> str:
        self._answer, self._rows, self._is_judged = answer, answer.rows, answer.is_judged
        shown, of = len(answer.rows), answer.of
        self._count.setText(counted(of, "transfer"))
        self._hint = _HINT
        if shown < of:
            self._count.setText(f"{shown:,} of {of:,} transfers")
            self._hint = (
                f"The {shown:,} of {of:,} transfers of which most statements speak;"
                f" search or pick to narrow. {_HINT}"
            )
        self._show()
        if not answer.is_judged:
            self.wanted.emit(lambda library: _judged(library, answer))
        if answer.rows:
            return ""
        if answer.is_all:
            return "This library holds no transfers."
        return "No transfer rests on these statements."

    def take(self, answer: tuple[Answer, tuple[Row, ...]]) -> None:
        """Take up the statuses of what is shown."""
        of, rows = answer
        if of is self._answer:
            self._rows, self._is_judged = rows, True
            scrolled = self.table.verticalScrollBar().value()
            self._show()
            self.table.verticalScrollBar().setValue(scrolled)

    def point_at(self, place: Place) -> None:
        current = self.table.current()
        if isinstance(current, Row) and _leads_to(current, place):
            return
        if any(_leads_to(one, place) for one in self._rows):
            self.table.select(lambda item: isinstance(item, Row) and _leads_to(item, place))

    def quoted(self) -> str:
        current = self.table.current()
        evidence = current.entry.evidence if isinstance(current, Row) else ()
        return evidence[0].id if evidence else ""

    def choose_at(self, at: QPoint) -> bool:
        # The press has chosen the row under the mouse.
        there = self.table.indexAt(self.table.viewport().mapFrom(self, at))
        return there.isValid() or self.foot.geometry().contains(at)

    def spot(self) -> QPoint:
        there = self.table.visualRect(self.table.currentIndex())
        return self.table.viewport().mapTo(self, QPoint(there.left() + GRID, there.center().y()))

    def offers(self) -> list[Entry]:
        current, id = self.table.current(), self.quoted()
        if not id or not isinstance(current, Row):
            return []
        return [
            *statement_entries(
                partial(self._open, current, is_statement=True),
                partial(self.copy_asked.emit, id),
                "Shift+Enter",
            ),
            Item("Open the Claim\tEnter", partial(self._open, current, is_statement=False)),
        ]

    def state(self) -> tuple[object, ...]:
        current = self.table.current()
        kept = current.entry.transfer.id if isinstance(current, Row) else ""
        scrolled = self.table.verticalScrollBar().value()
        return (self._by, self._sorting, self._folded, kept, scrolled)

    def restore(self, state: tuple[object, ...]) -> None:
        by, sorting, folded, kept, scrolled = state
        self._by, self._sorting, self._folded = by, sorting, folded  # type: ignore[assignment]
        self._show()
        self.table.select(lambda item: isinstance(item, Row) and item.entry.transfer.id == kept)
        self.table.verticalScrollBar().setValue(scrolled)  # type: ignore[arg-type]

    def extent(self) -> QSizeF:
        return self._sheet().size()

    def draw(self, painter: QPainter) -> Iterator[float]:
        return self._sheet().draw(painter)

    def key(self) -> str:
        statuses = {row.badge for row in self._rows if row.badge}
        told = (f"{badge}: {badge.meaning}" for badge in all_statuses() if badge in statuses)
        return " · ".join((MARKS, *told))

    def documents(self) -> dict[str, Callable[[], str]]:
        return {"csv": self._csv} if self._is_judged else {}

    def _csv(self) -> str:
        from viewer.export.register import register as csv  # only when it is saved

        return csv(one.entry for group in self._groups for one in group.rows)

    def _sheet(self) -> Sheet:
        shown = self.table.entries
        width = self.table.viewport().width()
        return Sheet(
            shown.items, shown.folded, shown.columns, shown.sorting, self.table.look, width
        )

    # Grouping, sorting, folding

    def _group(self, by: Grouping) -> None:
        self._by, self._folded = by, frozenset()
        self._show()

    def _sort_by(self, column: Column) -> None:
        """Sort by a column, or the other way round when it is sorted by that."""
        before, descending = self._sorting
        self._sort(column, not descending if column == before else False)

    def _sort(self, column: Column, descending: bool) -> None:
        self._sorting = (column, descending)
        self._show()

    def _fold(self, name: str) -> None:
        self._folded ^= {name}
        self._show()

    def _fold_all(self) -> None:
        names = frozenset(group.name for group in self._groups)
        self._folded = frozenset() if names <= self._folded else names
        self._show()

    def _show(self) -> None:
        column, descending = self._sorting
        self._groups = grouped(in_order(self._rows, column, descending), self._by)
        self._grouping.setCurrentIndex(list(GROUPINGS).index(self._by))
        self._column.setCurrentIndex(list(TITLES).index(column))
        self._direction.setText("↓" if descending else "↑")
        told = "Descending" if descending else "Ascending"
        self._direction.setAccessibleName(told)
        self._direction.setToolTip(f"{told}; turn round")
        are_folded = bool(self._groups) and {one.name for one in self._groups} <= self._folded
        self._folding.setText("Unfold all" if are_folded else "Fold all")
        self._folding.setAccessibleName(f"{self._folding.text()} groups")
        self.table.show_groups(self._groups, self._by, self._sorting, self._folded)
        self._tell(self.table.current())

    def _tell(self, item: Group | Row | None) -> None:
        """Say at the foot what is behind a row, or why a group's figures are not added."""
        tip = item.tip if isinstance(item, Group) else ""
        self.foot.show_row(item if isinstance(item, Row) else None, tip or self._hint)

    # The evidence

    def _open(self, row: Row, is_statement: bool) -> None:
        evidence = row.entry.evidence
        if is_statement and evidence:
            self.followed.emit(Place("statement", evidence[0].id))
        else:
            self.followed.emit(Place("claim", row.entry.transfer.claim))

    def _open_current(self, is_statement: bool) -> None:
        current = self.table.current()
        if isinstance(current, Row):
            self._open(current, is_statement)

    # How it lies

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.foot.give(event.size().height())

    def _remeasure(self) -> None:
        self.table.remeasure()
        self.foot.remeasure(self.appearance)

    def _lay_out(self) -> None:
        controls = QHBoxLayout()
        controls.setContentsMargins(7, GRID, 2 * GRID, GRID)  # words begin where those of tabs do
        controls.setSpacing(GRID)
        for widget in (self._grouping, self._column, self._direction, self._folding):
            controls.addWidget(widget)
        controls.addStretch()
        controls.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(controls)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.foot)

    def _button(self, do: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda _=False: do())
        return button


def _judged(library: Library, answer: Answer) -> tuple[Answer, tuple[Row, ...]]:
    entries = judged(library, (one.entry for one in answer.rows))
    return answer, tuple(map(row, entries))


def _leads_to(row: Row, place: Place) -> bool:
    """Tell whether ``place`` is the page of what a row rests on."""
    if place.kind == "claim":
        return row.entry.transfer.claim == place.id
    if place.kind == "statement":
        return place.id in row.entry.transfer.basis.evidence
    return False
