"""The positions: every claim against every actor, who stands where, who has changed sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from pyroaring import BitMap
from PySide6.QtCore import QPoint, QSizeF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer.badges import status_badge
from viewer.library.positions import OTHERS, Positions, positions
from viewer.library.reading import Library
from viewer.library.status import CountedStand
from viewer.places import Place
from viewer.ui.appearance import Appearance
from viewer.ui.choice_box import ChoiceBox
from viewer.ui.chosen import statement_entries
from viewer.ui.menu_entries import SEPARATOR, Entry, Item
from viewer.ui.verbatim import label
from viewer.ui.views.flow import Flow
from viewer.ui.views.positions_foot import PositionsFoot
from viewer.ui.views.positions_layout import KINDS, SORTS, Arrangement, Layout
from viewer.ui.views.positions_painting import GridPainter
from viewer.ui.views.positions_picture import PositionsPicture
from viewer.ui.views.positions_table import PositionsTable
from viewer.ui.views.view import View

_OFFERED = 20
"""Stands of a cell that its menu lists, those that Enter comes to first."""


class PositionsView(View):
    """The grid, the controls above it, and below it what the current cell rests on."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self._positions: Positions | None = None
        self._arrangement = Arrangement()
        self._step = 0
        self._opened = False
        self._painter = GridPainter(appearance)
        self.table = PositionsTable(self._painter, self)
        self._build()
        self.setFocusProxy(self.table)
        self.table.opened.connect(self._open)
        self.table.claim_opened.connect(self._open_claim)
        self.table.actor_opened.connect(self._open_actor)
        self.table.claim_folded.connect(self._fold_claim)
        self.table.group_folded.connect(self._fold_group)
        self.table.moved.connect(self._move)
        appearance.changed.connect(self._repaint)

    # What is shown

    @staticmethod
    def read(library: Library, found: BitMap | None) -> Positions:
        return positions(library, found)

    def show_answer(self, answer: Any) -> str:
        assert isinstance(answer, Positions)  # noqa: S101 - what read returns
        self._positions = answer
        if not answer.columns:
            return "Nobody takes a stand on a claim in these statements."
        self._left_out.setText(answer.advice)
        self._left_out.setVisible(bool(answer.advice))
        self._list_statuses(answer)
        self._arrange(self._arrangement)
        return ""

    def point_at(self, place: Place) -> None:
        layout = self.table.layout_shown
        if layout is None:
            return
        if place.kind == "actor":
            self._mark_actor(layout, place.id)
        elif place.kind == "claim":
            self.table.mark_columns(frozenset())
            self._go_to_claim(layout, place.id)
        elif place.kind == "statement":
            self.table.mark_columns(frozenset())
            self._go_to_statement(layout, place.id)

    def quoted(self) -> str:
        stand = self._stand()
        return stand.statement if stand else ""

    def choose_at(self, at: QPoint) -> bool:
        # The press has chosen the cell under the mouse.
        there = self.table.viewport().mapFrom(self, at)
        is_in_grid = self.table.viewport().rect().contains(there)
        return (is_in_grid and self.table.indexAt(there).isValid()) or (
            self.foot.isVisible() and self.foot.geometry().contains(at)
        )

    def spot(self) -> QPoint:
        there = self.table.visualRect(self.table.currentIndex()).center()
        return self.table.viewport().mapTo(self, there)

    def offers(self) -> list[Entry]:
        """Return all that the current cell leads to, each with its key."""
        here, layout = self._current(), self.table.layout_shown
        if here is None or layout is None:
            return []
        (row, column), stands = here, self._stands()
        entries: list[Entry] = []
        if stand := self._stand():
            open = partial(self._open_stand, stands, stands.index(stand))
            entries += statement_entries(open, partial(self.copy_asked.emit, stand.statement))
            entries.append(SEPARATOR)
        if len(stands) > 1:
            for step, one in enumerate(stands[:_OFFERED]):
                open = partial(self._open_stand, stands, step)
                entries.append(Item(label(self._in_short(layout.told(one))), open))
            entries.append(SEPARATOR)
        entries.append(Item("Open the Claim\tCtrl+Enter", partial(self._open_claim, row)))
        if layout.columns[column].key != OTHERS:
            entries.append(Item("Open the Actor\tShift+Enter", partial(self._open_actor, column)))
        fold = partial(self._fold_claim, row), partial(self._fold_group, column)
        return [
            *entries,
            SEPARATOR,
            Item("Fold or Unfold the Related Claims\tSpace", fold[0]),
            Item("Fold or Unfold the Group of Actors\tShift+Space", fold[1]),
        ]

    def state(self) -> tuple[object, ...]:
        claim, actor = self._current_ids()
        one = self._arrangement
        return (
            one.sort,
            one.status,
            one.narrow,
            tuple(sorted(one.folded_actors)),
            tuple(sorted(one.folded_claims)),
            claim,
            actor,
            self.table.horizontalScrollBar().value(),
            self.table.verticalScrollBar().value(),
        )

    def restore(self, state: tuple[Any, ...]) -> None:
        sort, status, narrow, actors, claims, claim, actor, across, down = state
        self._arrange(Arrangement(sort, status, narrow, frozenset(actors), frozenset(claims)))
        self._make_current(claim, actor)
        self.table.horizontalScrollBar().setValue(across)
        self.table.verticalScrollBar().setValue(down)

    def extent(self) -> QSizeF:
        layout = self.table.layout_shown
        return PositionsPicture(layout, self.appearance).size if layout else QSizeF()

    def draw(self, painter: QPainter) -> Iterator[float]:
        if layout := self.table.layout_shown:
            yield from PositionsPicture(layout, self.appearance).draw(painter)

    def key(self) -> str:
        layout = self.table.layout_shown
        return " · ".join(layout.key()) if layout else ""

    def documents(self) -> dict[str, Callable[[], str]]:
        layout = self.table.layout_shown
        return {} if layout is None else {"csv": layout.csv}

    # How it is sorted, filtered and folded

    def _arrange(self, arrangement: Arrangement) -> None:
        """Show the answer as ``arrangement`` tells; the current cell stays current."""
        if self._positions is None:
            return
        claim, actor = self._current_ids()
        self._arrangement = arrangement
        self._sort.setCurrentIndex(list(SORTS).index(arrangement.sort))
        self._status.setCurrentIndex(max(0, self._status.findData(arrangement.status)))
        self._narrow.setChecked(arrangement.narrow)
        groups = self._groups()
        self._together.setEnabled(bool(groups))
        self._together.setChecked(bool(groups) and arrangement.folded_actors >= groups)
        layout = Layout(self._positions, arrangement)
        self._shapes.setText(layout.shapes)
        self._shapes.setVisible(bool(layout.shapes))
        self.table.show_layout(layout)
        self._make_current(claim, actor)

    def _groups(self) -> frozenset[str]:
        """Return the ids of those under whom more than one actor stands."""
        if self._positions is None:
            return frozenset()
        groups = [column.group for column in self._positions.columns]
        ids = self._positions.ids
        return frozenset(ids[group] for group in groups if groups.count(group) > 1)

    def _fold_claim(self, row: int) -> None:
        layout = self.table.layout_shown
        if layout is None:
            return
        # The leader is the nearest above that is not set in.
        leader = next(one for one in reversed(layout.rows[: row + 1]) if one.depth == 0)
        if leader.below:
            folded = self._arrangement.folded_claims ^ {leader.claim.id}
            self._make_current(leader.claim.id, self._current_ids()[1])
            self._arrange(replace(self._arrangement, folded_claims=folded))

    def _fold_group(self, column: int) -> None:
        layout = self.table.layout_shown
        if layout is None or not layout.columns[column].can_fold:
            return
        group = layout.positions.ids[layout.columns[column].group]
        folded = self._arrangement.folded_actors ^ {group}
        claim = self._current_ids()[0]
        self._arrange(replace(self._arrangement, folded_actors=folded))
        self._make_current(claim, group)

    def _fold_all_groups(self, together: bool) -> None:
        folded = self._groups() if together else frozenset()
        self._arrange(replace(self._arrangement, folded_actors=folded))

    # Which cell is current

    def _current(self) -> tuple[int, int] | None:
        index = self.table.currentIndex()
        return (index.row(), index.column()) if index.isValid() else None

    def _current_ids(self) -> tuple[str, str]:
        here, layout = self._current(), self.table.layout_shown
        if here is None or layout is None:
            return "", ""
        column = layout.columns[here[1]]
        actor = "" if column.key == OTHERS else layout.positions.ids[column.key]
        return layout.rows[here[0]].claim.id, actor

    def _stands(self) -> list[CountedStand]:
        """Return the stands of the current cell as Enter steps through them."""
        here, layout = self._current(), self.table.layout_shown
        return [] if here is None or layout is None else layout.told_in_turn(*here)

    def _stand(self) -> CountedStand | None:
        """Return the one of them that is told of at the foot."""
        stands = self._stands()
        return stands[min(self._step, len(stands) - 1)] if stands else None

    def _make_current(self, claim: str, actor: str) -> None:
        """Make the cell of a claim and an actor current, else one that holds a stand."""
        layout = self.table.layout_shown
        if layout is None or not layout.rows or not layout.columns:
            self._tell()
            return
        row = next((at for at, one in enumerate(layout.rows) if one.claim.id == claim), -1)
        ids = layout.positions.ids
        shown = [
            {ids.get(column.key)} | {ids.get(member) for member in column.members}
            for column in layout.columns
        ]
        column = next((at for at, known in enumerate(shown) if actor in known), -1)
        if row < 0 or column < 0:
            row = max(row, 0)
            taken = (at for at in range(len(shown)) if layout.stands(row, at))
            column = next(taken, 0)
        self.table.setCurrentIndex(self.table.model().index(row, column))
        self._tell()

    def _go_to_claim(self, layout: Layout, id: str) -> None:
        if self._current_ids()[0] != id and any(one.claim.id == id for one in layout.rows):
            self._make_current(id, self._current_ids()[1])

    def _go_to_statement(self, layout: Layout, id: str) -> None:
        """Make a cell current that rests on a statement, unless the current one does."""
        here = self._current()
        if here is not None and self._take(layout, here, id):
            return
        cells = [
            (any(stand.how == "reported" for stand in resting), row, column)
            for row in range(len(layout.rows))
            for column in range(len(layout.columns))
            if (resting := [it for it in layout.stands(row, column) if it.statement == id])
        ]
        if cells:
            # What its speaker holds comes before what it reports of others.
            _, row, column = min(cells)
            self.table.setCurrentIndex(self.table.model().index(row, column))
            self._take(layout, (row, column), id)

    def _take(self, layout: Layout, cell: tuple[int, int], id: str) -> bool:
        """Tell of the stand in a cell that rests on a statement; returns whether there is one."""
        stands = layout.told_in_turn(*cell)
        if stands and stands[min(self._step, len(stands) - 1)].statement == id:
            return True
        found = next((at for at, stand in enumerate(stands) if stand.statement == id), None)
        if found is not None:
            self._step = found
            self._tell()
        return found is not None

    def _mark_actor(self, layout: Layout, id: str) -> None:
        ids = layout.positions.ids
        self.table.mark_columns(
            frozenset(
                at
                for at, column in enumerate(layout.columns)
                if id in {ids.get(member) for member in column.members}
            )
        )

    def _move(self) -> None:
        self._step = 0
        self._opened = False
        self._tell()

    # Where it leads

    def _open(self) -> None:
        """Open the evidence of the current cell: what it names, then one older each time."""
        here, stands = self._current(), self._stands()
        if here is None:
            return
        if not stands:
            self._open_claim(here[0])
            return
        if self._opened:
            self._step = (self._step + 1) % len(stands)
        self._open_stand(stands, self._step)

    def _open_stand(self, stands: list[CountedStand], step: int) -> None:
        self._step = step
        self._opened = True
        self._tell()
        self.followed.emit(Place("statement", stands[step].statement))

    def _open_claim(self, row: int) -> None:
        if layout := self.table.layout_shown:
            claim = layout.rows[row].claim.id
            self._make_current(claim, self._current_ids()[1])
            self.followed.emit(Place("claim", claim))

    def _open_actor(self, column: int) -> None:
        layout = self.table.layout_shown
        if layout is not None and layout.columns[column].key != OTHERS:
            key = layout.columns[column].key
            self.followed.emit(Place("actor", layout.positions.ids[key]))

    def _in_short(self, told: str) -> str:
        """Return who stands where and when; the middle is left out where it is long."""
        metrics = self.fontMetrics()
        return metrics.elidedText(
            told, Qt.TextElideMode.ElideMiddle, metrics.averageCharWidth() * 70
        )

    def _tell(self) -> None:
        """Say below the grid what the current cell rests on, and why its claim is as it is."""
        here, layout = self._current(), self.table.layout_shown
        if here is None or layout is None:
            self.foot.show_lines("", "No claim has this status." if layout else "", "")
            return
        row, column = here
        claim = layout.rows[row].claim
        why = f"{status_badge(claim.status.kind)}: {layout.why(row)}"
        stands, stand = self._stands(), self._stand()
        if stand is None:
            nobody = f"{layout.columns[column].name} takes no stand on this claim."
            self.foot.show_lines(claim.proposition, nobody, why)
            return
        told = layout.told(stand)
        if len(stands) > 1:
            told = f"{stands.index(stand) + 1} of {len(stands)} (Enter steps through): {told}"
        self.foot.show_lines(layout.positions.evidence[stand.statement].exact, told, why)

    def _repaint(self) -> None:
        self._painter.remeasure()
        self.foot.remeasure()
        self.table.remeasure()
        self.table.viewport().update()

    def _build(self) -> None:
        self._sort = ChoiceBox("Order of the claims", self)
        self._sort.addItems(list(SORTS.values()))
        self._sort.activated.connect(
            lambda at: self._arrange(replace(self._arrangement, sort=list(SORTS)[at]))
        )
        self._status = ChoiceBox("Which claims, by their status", self)
        self._status.activated.connect(
            lambda at: self._arrange(replace(self._arrangement, status=self._status.itemData(at)))
        )
        self._together = self._toggle("Fold groups", "Show actors who belong together as one")
        self._together.clicked.connect(self._fold_all_groups)
        self._narrow = self._toggle("Shapes only", "Show more actors at once, without words")
        self._narrow.clicked.connect(
            lambda on: self._arrange(replace(self._arrangement, narrow=on))
        )
        controls = Flow()
        controls.setContentsMargins(7, 4, 8, 4)  # so that their words begin where the tabs do
        controls.addWidget(self._sort)
        controls.addWidget(self._status)
        controls.addWidget(self._together)
        controls.addWidget(self._narrow)
        self._left_out, self._shapes = self._line(), self._line()
        self.foot = PositionsFoot(self.appearance, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(controls)
        layout.addWidget(self._left_out)
        layout.addWidget(self._shapes)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.foot)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        # Where there is little room the grid has it; the page tells the words.
        self.foot.setVisible(3 * self.foot.sizeHint().height() < self.height())

    def _line(self) -> QLabel:
        label = QLabel(self)
        label.setObjectName("quiet")
        label.setWordWrap(True)
        label.setContentsMargins(16, 0, 16, 4)
        # Its words shall not make the pane wider.
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label.hide()
        return label

    def _toggle(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("toggle")
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _list_statuses(self, answer: Positions) -> None:
        kinds = [row.status.kind for row in answer.rows]
        self._status.clear()
        all = f"All {len(kinds):,} claims" if len(kinds) > 1 else "The one claim"
        self._status.addItem(all, None)
        for kind in KINDS:
            if count := kinds.count(kind):
                self._status.addItem(f"{status_badge(kind)} ({count:,})", kind)
        if self._arrangement.status not in kinds:
            self._arrangement = replace(self._arrangement, status=None)
