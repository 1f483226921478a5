"""A network as it is drawn: what of it is shown, where it stands, and its painting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, log1p, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from viewer.library.layout import Point
from viewer.library.network import TIE_KINDS, Network, Node, Tie, TieKind
from viewer.palette import Palette
from viewer.ui.appearance import Appearance
from viewer.ui.views.network_labels import Box, Spot, Wanted, overlap, placed
from viewer.ui.views.network_style import (
    TIES,
    head,
    is_hollow,
    node_shape,
    paint_head,
)

_MARGIN = QPointF(64, 22)  # px around the outermost nodes, for their labels
_BREAKS = (15, 26)  # average letters of a line, beyond which a name is broken
_LINES = 3
_BEND = 22  # px between the middles of ties that connect the same nodes
_NEAR = 5  # px from a tie that still mean it
_DOTS = 8  # px
_FAINT = 0.16
_STRESSED = 5
"""Nodes whose labels stand out, those with most statements."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which ties are shown: of which kinds, of which weight at least, around which node."""

    kinds: frozenset[TieKind] = frozenset(TIE_KINDS)
    least: int = 0
    focus: int | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands out: the node that is current or pointed at, ties pointed at or being read."""

    node: int | None = None
    tie: int | None = None
    read: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Line:
    """A tie in px of the plane, with points along it."""

    path: QPainterPath
    head: QPolygonF
    points: tuple[tuple[float, float], ...]

    def dots(self) -> Iterator[tuple[float, float]]:
        """Yield points along the line, close enough to tell what a label would cover."""
        for one, other in zip(self.points, self.points[1:], strict=False):
            steps = 1 + int(hypot(other[0] - one[0], other[1] - one[1]) / _DOTS)
            for at in range(steps):
                share = (at + 1) / steps
                yield (
                    one[0] + (other[0] - one[0]) * share,
                    one[1] + (other[1] - one[1]) * share,
                )


class Drawing:
    """The part of a network that is shown, laid out on a plane of some size in px."""

    def __init__(
        self, network: Network, positions: Sequence[Point], appearance: Appearance
    ) -> None:
        self.network = network
        self._positions = positions
        self._appearance = appearance
        self._broken: dict[int, list[list[str]]] = {}
        self._heaviest = max((tie.weight for tie in network.ties), default=0)
        self._largest = max((node.statements for node in network.nodes), default=0)
        self.shown = Shown()
        self.ties: list[int] = []
        self.nodes: list[int] = []
        self._at: dict[int, QPointF] = {}
        self._lines: dict[int, _Line] = {}
        self._labels: dict[int, Spot] = {}
        self.size = QSizeF()
        self.remeasure()

    # What is shown

    def show(self, shown: Shown) -> None:
        """Show the ties that ``shown`` tells and the nodes they connect."""
        self.shown = shown
        focus = shown.focus
        near = {focus} if focus is not None else set[int]()
        ties = [at for at, tie in enumerate(self.network.ties) if self._is_meant(tie)]
        if focus is not None:
            near |= {end for at in ties if focus in (ends := self._ends(at)) for end in ends}
            ties = [at for at in ties if near.issuperset(self._ends(at))]
        self.ties = ties
        self.nodes = sorted({end for at in ties for end in self._ends(at)} | near)
        self._lay_out()

    def ties_of(self, node: int) -> list[int]:
        """Return the ties shown that end at a node."""
        return [at for at in self.ties if node in self._ends(at)]

    def _is_meant(self, tie: Tie) -> bool:
        return tie.kind in self.shown.kinds and tie.weight >= self.shown.least

    def _ends(self, tie: int) -> tuple[int, int]:
        one = self.network.ties[tie]
        return one.source, one.target

    # Where it stands

    def resize(self, size: QSizeF) -> None:
        """Lay out on a plane of ``size``."""
        if size != self.size:
            self.size = size
            self._lay_out()

    def remeasure(self) -> None:
        """Take up the fonts in force."""
        self._font = QFont(self._appearance.quiet_font())
        self._stressed_font = QFont(self._font)
        self._stressed_font.setWeight(QFont.Weight.DemiBold)
        self._broken.clear()
        self._lay_out()

    def place(self, node: int) -> QPointF:
        """Return where a node that is shown stands."""
        return self._at[node]

    def node_at(self, point: QPointF) -> int | None:
        """Return the node at a point of the plane, by its shape or its label."""
        for node in self.nodes:
            way = point - self._at[node]
            if hypot(way.x(), way.y()) <= self._reach(node) + 3:
                return node
        here = (point.x(), point.y(), point.x(), point.y())
        labels = self._labels.items()
        return next((node for node, spot in labels if overlap(spot.box, here)), None)

    def tie_at(self, point: QPointF) -> int | None:
        """Return the tie that runs nearest to a point of the plane, if it is near enough."""
        x, y = point.x(), point.y()
        nearest, least = None, float(_NEAR)
        for tie, line in self._lines.items():
            for one, other in zip(line.points, line.points[1:], strict=False):
                far = _distance(x, y, one, other)
                if far < least:
                    nearest, least = tie, far
        return nearest

    def towards(self, node: int, way: QPointF) -> int | None:
        """Return the nearest node that lies from ``node`` in the direction ``way``."""
        here = self._at[node]

        def cost(other: int) -> float:
            to = self._at[other] - here
            along = to.x() * way.x() + to.y() * way.y()
            across = abs(to.x() * way.y() - to.y() * way.x())
            return along + 2 * across if along > 0 and across <= 2 * along else float("inf")

        others = [other for other in self.nodes if other != node]
        nearest = min(others, key=cost, default=None)
        return nearest if nearest is not None and cost(nearest) < float("inf") else None

    def _lay_out(self) -> None:
        if self.size.isEmpty():
            return
        room = QSizeF(self.size.width() - 2 * _MARGIN.x(), self.size.height() - 2 * _MARGIN.y())
        spots = self._around_focus() if self.shown.focus is not None else self._spots()
        self._at = {
            node: _MARGIN + QPointF(x * room.width(), y * room.height())
            for node, (x, y) in spots.items()
        }
        self._lines = self._drawn_lines()
        along = [point for line in self._lines.values() for point in line.dots()]
        self._labels = placed(map(self._wanted, self._by_rank()), along, self._plane)

    @property
    def _plane(self) -> Box:
        return (2, 2, self.size.width() - 2, self.size.height() - 2)

    def _spots(self) -> dict[int, Point]:
        return {node: self._positions[node] for node in self.nodes}

    def _around_focus(self) -> dict[int, Point]:
        """Put the neighbours around the node in focus, in the order in which they lie around it.

        Many of them stand alternately on an inner and an outer ring.
        """
        focus = self.shown.focus
        assert focus is not None  # noqa: S101 - asked for when there is one
        x, y = self._positions[focus]

        def angle(node: int) -> float:
            return atan2(self._positions[node][1] - y, self._positions[node][0] - x)

        around = sorted((node for node in self.nodes if node != focus), key=angle)
        begin = angle(around[0]) if around else 0.0
        rings = (
            (1.0,) if len(around) <= 14 else (1.0, 0.66) if len(around) <= 36 else (1, 0.74, 0.48)
        )
        spots = {focus: (0.5, 0.5)}
        for at, node in enumerate(around):
            turn = begin + 2 * pi * at / len(around)
            far = rings[at % len(rings)] / 2
            spots[node] = (0.5 + far * cos(turn), 0.5 + far * sin(turn))
        return spots

    def _drawn_lines(self) -> dict[int, _Line]:
        between: dict[frozenset[int], list[int]] = {}
        for tie in self.ties:
            between.setdefault(frozenset(self._ends(tie)), []).append(tie)
        lines = {}
        for ends, ties in between.items():
            first = min(ends)
            for at, tie in enumerate(ties):
                bend = (at - (len(ties) - 1) / 2) * _BEND
                # Bent to the same side whichever way it leads.
                side = 1 if self.network.ties[tie].source == first else -1
                lines[tie] = self._line(tie, bend * side)
        return lines

    def _line(self, tie: int, bend: float) -> _Line:
        one = self.network.ties[tie]
        start, end = self._at[one.source], self._at[one.target]
        way = end - start
        length = max(1e-6, hypot(way.x(), way.y()))
        across = QPointF(-way.y(), way.x()) / length
        middle = (start + end) / 2 + across * max(-length / 5, min(length / 5, bend)) * 2
        width = TIES[one.kind].pen(self._palette, self._share(one)).widthF()
        start = _moved(start, middle, self._reach(one.source) + 1)
        tip = _moved(end, middle, self._reach(one.target) + 2)
        shape = head(middle, tip, width)
        path = QPainterPath(start)
        path.quadTo(middle, _moved(tip, middle, 5 + width))
        steps = 1 if not bend else 8
        points = tuple(
            (at.x(), at.y()) for at in (path.pointAtPercent(n / steps) for n in range(steps + 1))
        )
        return _Line(path, shape, points)

    def _reach(self, node: int) -> float:
        """Return how far a node reaches from its middle in px; its area grows with statements."""
        share = self.network.nodes[node].statements / max(1, self._largest)
        return float(3.5 + 6 * share**0.5)

    def _share(self, tie: Tie) -> float:
        return float(log1p(tie.weight) / log1p(max(1, self._heaviest)))

    # Labels

    def _by_rank(self) -> Iterable[int]:
        """Yield the nodes shown in the order in which their labels are served."""
        focus = self.shown.focus
        if focus is not None:
            yield focus
        yield from (node for node in self.nodes if node != focus)

    def _wanted(self, node: int) -> Wanted:
        metrics = QFontMetricsF(self._font_of(node))
        sizes = tuple(
            (
                max(map(metrics.horizontalAdvance, lines)) + 4,
                metrics.lineSpacing() * len(lines),
            )
            for lines in self._ways(node)
        )
        at = self._at[node]
        return Wanted(node, at.x(), at.y(), self._reach(node), sizes)

    def _ways(self, node: int) -> list[list[str]]:
        """Return the name of a node as broken into lines, in one way or two."""
        if node not in self._broken:
            name, metrics = self.network.nodes[node].name, QFontMetricsF(self._font_of(node))
            ways = [_broken(name, metrics, metrics.averageCharWidth() * most) for most in _BREAKS]
            self._broken[node] = ways if ways[0] != ways[1] else ways[:1]
        return self._broken[node]

    def _font_of(self, node: int) -> QFont:
        return self._stressed_font if node < _STRESSED else self._font

    # Painting

    @property
    def _palette(self) -> Palette:
        return self._appearance.palette

    def paint(self, painter: QPainter, seen: QRectF, marked: Marked) -> None:
        """Paint what lies in ``seen``, a part of the plane."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        lit = self._lit(marked)
        for tie in sorted(self._lines, key=lambda tie: (tie in lit, -tie)):
            line = self._lines[tie]
            if seen.intersects(line.path.controlPointRect().adjusted(-8, -8, 8, 8)):
                opacity = 1 if not lit or tie in lit else _FAINT
                self._paint_tie(painter, tie, opacity, tie in marked.read)
        near = {end for tie in lit for end in self._ends(tie)}
        for node in self.nodes:
            is_lit = not lit or node in near or node == marked.node
            self._paint_node(painter, node, is_lit, node == marked.node)
        self._paint_labels(painter, seen, marked, near if lit else None)

    def _lit(self, marked: Marked) -> frozenset[int]:
        """Return the ties that stand out; none when all are equal."""
        if marked.tie is not None:
            return frozenset((marked.tie,))
        return frozenset() if marked.node is None else frozenset(self.ties_of(marked.node))

    def _paint_tie(self, painter: QPainter, at: int, opacity: float, is_read: bool) -> None:
        tie, line = self.network.ties[at], self._lines[at]
        style = TIES[tie.kind]
        pen = style.pen(self._palette, self._share(tie), opacity)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if is_read:
            painter.setPen(QPen(QColor(self._palette.mark), pen.widthF() + 7))
            painter.drawPath(line.path)
        painter.setPen(pen)
        painter.drawPath(line.path)
        paint_head(painter, line.head, style, pen.color(), self._palette)

    def _paint_node(self, painter: QPainter, at: int, is_lit: bool, is_current: bool) -> None:
        node, ours = self.network.nodes[at], self._palette
        shape = node_shape(node, self._at[at], self._reach(at))
        colour = QColor(ours.text if node.type == "actor" else ours.warns)
        if not is_lit:
            colour = QColor(ours.line)
        if is_current or at == self.shown.focus:
            painter.setPen(QPen(QColor(ours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(self._at[at], self._reach(at) + 4, self._reach(at) + 4)
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(QColor(ours.surface) if is_hollow(node) else colour)
        painter.drawPath(shape)

    def _paint_labels(
        self, painter: QPainter, seen: QRectF, marked: Marked, near: set[int] | None
    ) -> None:
        """Paint the labels; of a node that stands out also one that else has no room."""
        extra = self._extra_labels(marked, near)
        for node, spot in {**self._labels, **extra}.items():
            hidden = node not in extra and any(
                overlap(spot.box, other.box) for other in extra.values()
            )
            if hidden or not seen.intersects(_rect(spot.box)):
                continue
            is_lit = near is None or node in near or node == marked.node
            self._paint_label(painter, node, spot, is_lit)

    def _extra_labels(self, marked: Marked, near: set[int] | None) -> dict[int, Spot]:
        nodes = near or set() if marked.node is None else {marked.node}
        if marked.node is None and marked.tie is None:
            return {}
        return {
            node: next(spot for spot in self._wanted(node).around())
            for node in sorted(nodes)
            if node in self._at and node not in self._labels
        }

    def _paint_label(self, painter: QPainter, node: int, spot: Spot, is_lit: bool) -> None:
        ours = self._palette
        rect = _rect(spot.box)
        ground = QColor(ours.surface)
        ground.setAlphaF(0.8)
        painter.fillRect(rect, ground)
        painter.setFont(self._font_of(node))
        painter.setPen(QColor(ours.quote if is_lit else ours.quiet))
        spacing = QFontMetricsF(self._font_of(node)).lineSpacing()
        middle = self._at[node].x()
        align = Qt.AlignmentFlag.AlignHCenter
        if rect.left() > middle:
            align = Qt.AlignmentFlag.AlignLeft
        elif rect.right() < middle:
            align = Qt.AlignmentFlag.AlignRight
        for at, words in enumerate(self._ways(node)[spot.way]):
            row = QRectF(rect.left() + 2, rect.top() + at * spacing, rect.width() - 4, spacing)
            painter.drawText(row, align | Qt.AlignmentFlag.AlignVCenter, words)


def spoken(drawing: Drawing, node: int, most: int = 12) -> str:
    """Return a node with its ties in words."""
    one: Node = drawing.network.nodes[node]
    ties = drawing.ties_of(node)
    said = [f"{one.name}, in {one.statements:,} statement{'' if one.statements == 1 else 's'}"]
    said += [drawing.network.words(drawing.network.ties[tie]) for tie in ties[:most]]
    if len(ties) > most:
        said.append(f"and {len(ties) - most:,} more ties")
    return ". ".join(said) + "."


def _moved(point: QPointF, towards: QPointF, far: float) -> QPointF:
    way = towards - point
    length = max(1e-6, hypot(way.x(), way.y()))
    return point + way / length * min(far, length)


def _distance(x: float, y: float, one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return how far a point is from the line between two others."""
    along_x, along_y = other[0] - one[0], other[1] - one[1]
    squared = along_x**2 + along_y**2
    share = 0.0
    if squared:
        share = min(1.0, max(0.0, ((x - one[0]) * along_x + (y - one[1]) * along_y) / squared))
    return hypot(x - one[0] - share * along_x, y - one[1] - share * along_y)


def _rect(box: Box) -> QRectF:
    return QRectF(box[0], box[1], box[2] - box[0], box[3] - box[1])


def _broken(name: str, metrics: QFontMetricsF, room: float) -> list[str]:
    """Return a name on lines not much wider than ``room`` px; what is too long ends in dots."""
    lines: list[str] = []
    for word in name.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(joined) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > _LINES:
        lines[_LINES - 1 :] = [f"{lines[_LINES - 1]} …"]
    cut = Qt.TextElideMode.ElideRight
    return [metrics.elidedText(line, cut, room * 1.6) for line in lines]
