"""The network: actors and weapons, tied by what the statements say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pyroaring import BitMap
from PySide6.QtCore import QPoint, QPointF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer.export.graphml import graphml
from viewer.export.network import ties_table
from viewer.library.network import TIE_KINDS, Network, Tie, TieKind, meaning, network
from viewer.library.network_layout import Point, points
from viewer.library.reading import Library
from viewer.places import Place
from viewer.ui.appearance import Appearance
from viewer.ui.chosen import statement_entries
from viewer.ui.menu_entries import Entry
from viewer.ui.verbatim import tip
from viewer.ui.views.flow import Flow, FlowArea
from viewer.ui.views.network_canvas import NetworkCanvas
from viewer.ui.views.network_painting import NetworkPainter
from viewer.ui.views.network_picture import NetworkPicture
from viewer.ui.views.network_plane import Plane, Shown
from viewer.ui.views.network_style import MARKS, NODES, is_marked, tie_icon
from viewer.ui.views.view import View

_ROWS = 5
"""Ties listed at once below a node in focus."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A network and where its nodes stand."""

    network: Network
    points: tuple[Point, ...]


class NetworkView(View):
    """The drawing; above it the kinds of ties, below it those of a node and all signs."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self.plane: Plane | None = None
        self._painter: NetworkPainter | None = None
        self.shown = Shown()
        self._heaviest = 1
        self._build()
        self.setFocusProxy(self.canvas)
        self.canvas.node_opened.connect(self._open_node)
        self.canvas.tie_opened.connect(self._open_tie)
        self.canvas.left.connect(self._show_all)
        appearance.changed.connect(self._repaint)
        self._repaint()

    # What is shown

    @staticmethod
    def read(library: Library, found: BitMap | None) -> Placed:
        read = network(library, found)
        return Placed(read, points(read, library.pause))

    def show_answer(self, answer: Any) -> str:
        assert isinstance(answer, Placed)  # noqa: S101 - what read returns
        if not answer.network.ties:
            self.plane = None
            return "These statements tie no actors or weapons to one another."
        focus = self._id_in_focus()
        self.plane = Plane(answer.network, answer.points, self.appearance)
        self._painter = NetworkPainter(self.plane, self.appearance)
        self.plane.resize(QSizeF(self.canvas.size()))
        self._left_out.setText(answer.network.left_out)
        self._left_out.setVisible(bool(answer.network.left_out))
        self._count(answer.network)
        self.canvas.show_plane(self.plane, self._painter)
        self._show(replace(self.shown, focus=self._number(focus)))
        return ""

    def prepare(self) -> Iterator[None]:
        # The last of the widgets above it to change their height did so with this answer.
        if (layout := self.layout()) is not None:
            layout.activate()
        return self.canvas.prepare()

    def point_at(self, place: Place) -> None:
        if self.plane is None:
            return
        network = self.plane.network
        node = self._number(place)
        if node is not None and node in self.plane.nodes and node != self.canvas.current:
            self.canvas.make_current(node)
        self.canvas.mark_read(
            frozenset(
                at
                for at, tie in enumerate(network.ties)
                if node is None
                and (
                    tie.place == place or (place.kind == "statement" and place.id in tie.statements)
                )
            )
        )

    def quoted(self) -> str:
        """Return the statement to which the chosen tie leads, or the only one it rests on."""
        if (tie := self._tie()) is None:
            return ""
        if tie.place.kind == "statement":
            return tie.place.id
        return tie.statements[0] if len(tie.statements) == 1 else ""

    def choose_at(self, at: QPoint) -> bool:
        if self.ties.geometry().contains(at) and self.ties.isVisible():
            # The press has chosen the tie under the mouse.
            return self.ties.itemAt(self.ties.viewport().mapFrom(self, at)) is not None
        return self.canvas.choose_at(self.canvas.mapFrom(self, at))

    def spot(self) -> QPoint:
        if self.ties.hasFocus():
            there = self.ties.visualItemRect(self.ties.currentItem())
            return self.ties.viewport().mapTo(self, there.center())
        return self.canvas.mapTo(self, self.canvas.spot())

    def offers(self) -> list[Entry]:
        tie, id = self._tie(), self.quoted()
        if tie is None or not id:
            return []
        place = Place("statement", id)
        key = "Enter" if tie.place == place else ""
        copy = partial(self.copy_asked.emit, id)
        return statement_entries(partial(self.followed.emit, place), copy, key)

    def state(self) -> tuple[object, ...]:
        focus, current = self._id_in_focus(), self._place(self.canvas.current)
        shift = self.canvas.shift
        return (
            tuple(sorted(self.shown.kinds)),
            self.shown.least,
            focus,
            current,
            (self.canvas.zoom, shift.x(), shift.y()),
        )

    def restore(self, state: tuple[Any, ...]) -> None:
        kinds, least, focus, current, (zoom, x, y) = state
        self._show(Shown(frozenset(kinds), least, self._number(focus)))
        self.canvas.make_current(self._number(current))
        self.canvas.look(zoom, QPointF(x, y))

    def extent(self) -> QSizeF:
        return NetworkPicture(self.plane, self.appearance).size if self.plane else QSizeF()

    def draw(self, painter: QPainter) -> Iterator[float]:
        if self.plane:
            yield from NetworkPicture(self.plane, self.appearance).draw(painter)

    def documents(self) -> dict[str, Callable[[], str]]:
        if self.plane is None:
            return {}
        drawn, ties = (
            self.plane.network,
            [self.plane.network.ties[at] for at in self.plane.ties],
        )
        return {
            "graphml": lambda: graphml(drawn, ties),
            "csv": lambda: ties_table(drawn, ties),
        }

    # Filters and focus

    def _show(self, shown: Shown) -> None:
        """Show the part of the network that ``shown`` tells; the controls follow."""
        refit = shown.focus != self.shown.focus
        self.shown = shown
        for kind, button in self.kinds.items():
            button.setChecked(kind in shown.kinds)
        blocked = self.least.blockSignals(True)
        # Whatever was chosen for an answer of heavier ties stays chosen.
        self.least.setMaximum(max(shown.least, self._heaviest))
        self.least.setValue(shown.least)
        self.least.setSuffix(" statement" if shown.least == 1 else " statements")
        self.least.blockSignals(blocked)
        self.whole.setVisible(shown.focus is not None)
        self._controls.updateGeometry()  # which may have a row more by that
        if self.plane is None:
            return
        self.plane.show(shown)
        self._list_ties()
        if refit:
            self.canvas.fit()
        if shown.focus is not None:
            self.canvas.make_current(shown.focus)
        self.canvas.update()

    def _choose_kinds(self) -> None:
        chosen = frozenset(kind for kind, button in self.kinds.items() if button.isChecked())
        self._show(replace(self.shown, kinds=chosen))

    def _show_all(self) -> None:
        self._show(replace(self.shown, focus=None))
        self.canvas.setFocus()

    def _open_node(self, node: int) -> None:
        """Bring a node into focus and read its page."""
        if self.plane is not None:
            # First, so that the history keeps how the view was before.
            self.followed.emit(self.plane.network.nodes[node].place)
            self._show(replace(self.shown, focus=node))

    def _open_tie(self, tie: int) -> None:
        if self.plane is not None:
            self.followed.emit(self.plane.network.ties[tie].place)

    def _place(self, node: int | None) -> Place | None:
        if node is None or self.plane is None:
            return None
        return self.plane.network.nodes[node].place

    def _id_in_focus(self) -> Place | None:
        return self._place(self.shown.focus)

    def _number(self, place: Place | None) -> int | None:
        """Return the node that a place is the page of, None when the network has it not."""
        if place is None or self.plane is None:
            return None
        nodes = enumerate(self.plane.network.nodes)
        return next((at for at, node in nodes if node.place == place), None)

    def _tie(self) -> Tie | None:
        """Return the tie that is chosen: in the list where that has the focus, else as drawn."""
        if self.plane is None:
            return None
        if not self.ties.hasFocus():
            at = self.canvas.tie
        else:
            item = self.ties.currentItem()
            at = item.data(Qt.ItemDataRole.UserRole) if item else None
        return None if at is None else self.plane.network.ties[at]

    def _list_ties(self) -> None:
        """List the ties of the node in focus, each leading to its evidence."""
        self.ties.clear()
        self.ties.setVisible(self.shown.focus is not None)
        if self.plane is None or self.shown.focus is None:
            return
        drawn = self.plane.network
        self.ties.setAccessibleName(f"Ties of {drawn.nodes[self.shown.focus].name}")
        for at in self.plane.ties_of(self.shown.focus):
            tie = drawn.ties[at]
            icon = tie_icon(tie.kind, self.appearance.palette, self.devicePixelRatioF())
            item = QListWidgetItem(icon, drawn.words(tie))
            item.setData(Qt.ItemDataRole.UserRole, at)
            item.setToolTip(tip(f"{drawn.words(tie)}\nEnter reads the {tie.place.kind}"))
            self.ties.addItem(item)
        rows = min(_ROWS, max(1, self.ties.count()))
        self.ties.setFixedHeight(rows * max(1, self.ties.sizeHintForRow(0)) + 1)

    # Controls

    def _count(self, drawn: Network) -> None:
        """Show how many ties of each kind there are."""
        for kind, button in self.kinds.items():
            count = sum(tie.kind == kind for tie in drawn.ties)
            button.setText(f"{kind} {count:,}")
            button.setEnabled(bool(count))
        told = (*NODES, *(MARKS if any(map(is_marked, drawn.ties)) else ()))
        self._signs.setText(" · ".join(told))
        self._heaviest = max(1, *(tie.weight for tie in drawn.ties))

    def _build(self) -> None:
        self.kinds = {kind: self._kind_button(kind) for kind in TIE_KINDS}
        self.least = QSpinBox(self)
        self.least.setAccessibleName("Least number of statements of a tie")
        self.least.setToolTip("Show only ties that rest on so many statements or more")
        self.least.setPrefix("at least ")
        self.least.setSpecialValueText("any number of statements")
        self.least.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
        self.least.setKeyboardTracking(False)
        self.least.valueChanged.connect(lambda least: self._show(replace(self.shown, least=least)))
        self.whole = QToolButton(self)
        self.whole.setText("Show all")
        self.whole.setToolTip("Leave the node in focus (Backspace)")
        self.whole.clicked.connect(self._show_all)
        legend = Flow()
        legend.setContentsMargins(16, 4, 8, 4)
        for button in self.kinds.values():
            legend.addWidget(button)
        legend.addWidget(self.least)
        legend.addWidget(self.whole)
        self._left_out, self._signs = self._quiet_line(), self._quiet_line()
        self._left_out.hide()
        self.canvas = NetworkCanvas(self.appearance, self)
        self.canvas.sentence = "No tie is left; show more kinds, or ties of less weight."
        self.ties = QListWidget(self)
        self.ties.setObjectName("ties")
        self.ties.itemActivated.connect(self._follow_tie)
        self.ties.itemClicked.connect(self._follow_tie)
        self.ties.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.ties.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._controls = FlowArea(legend, self)
        layout.addWidget(self._controls)
        layout.addWidget(self._left_out)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.ties)
        layout.addWidget(self._signs)
        self.whole.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._controls.updateGeometry()
        # Where there is little room the drawing has it.
        self._signs.setVisible(6 * self._signs.heightForWidth(self.width()) < self.height())

    def _follow_tie(self, item: QListWidgetItem) -> None:
        self._open_tie(item.data(Qt.ItemDataRole.UserRole))

    def _kind_button(self, kind: TieKind) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("kind")
        button.setText(kind)
        button.setCheckable(True)
        button.setChecked(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(28, 12))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(f"Show ties: {kind}")
        button.setToolTip(f"{kind}: {meaning(kind)}")
        button.clicked.connect(self._choose_kinds)
        return button

    def _quiet_line(self) -> QLabel:
        line = QLabel(self)
        line.setObjectName("quiet")
        line.setWordWrap(True)
        line.setContentsMargins(16, 4, 16, 4)
        return line

    def _repaint(self) -> None:
        for kind, button in self.kinds.items():
            ratio = self.devicePixelRatioF()
            button.setIcon(tie_icon(kind, self.appearance.palette, ratio, is_switch=True))
        # As high as what stands beside it; Qt would have its letters cut.
        self.least.setMinimumHeight(self.kinds["cites"].sizeHint().height())
        for widget in (self.ties, self._signs):
            widget.setFont(self.appearance.quiet_font())
        self._list_ties()
