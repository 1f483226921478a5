"""The painting of a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QRegion

from viewer.ui.appearance import Appearance
from viewer.ui.views.network_labels import Box, Spot, overlap
from viewer.ui.views.network_plane import Plane
from viewer.ui.views.network_style import MARK, TIES, is_hollow, mark_of, node_shape, paint_head

_FAINT = 0.16
_AT_ONCE = 60  # ties that are painted in some milliseconds
_RING = 6  # px around a node that is current or in focus


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands out: the node that is current or pointed at, ties pointed at or being read."""

    node: int | None = None
    tie: int | None = None
    read: frozenset[int] = frozenset()


class NetworkPainter:
    """Paints a plane in the colours in force."""

    def __init__(self, plane: Plane, appearance: Appearance) -> None:
        self._plane = plane
        self._appearance = appearance
        self._pens: dict[tuple[int, bool], QPen] = {}

    def recolour(self) -> None:
        """Take up the palette in force."""
        self._pens.clear()

    def paint(
        self, painter: QPainter, seen: QRegion, marked: Marked, is_faded: bool = False
    ) -> None:
        """Paint what lies in ``seen``, a part of the plane; over what ``fade`` painted there."""
        for _ in self.pieces(painter, seen, marked, is_faded):
            pass

    def pieces(
        self, painter: QPainter, seen: QRegion, marked: Marked, is_faded: bool = False
    ) -> Iterator[None]:
        """Paint the same in pieces of some milliseconds."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit, ties = self.lit(marked), self._ties_in(seen)
        if lit and not is_faded:
            yield from self._paint_ties(painter, ties, marked.read, is_faint=True)
        above = [tie for tie in ties if tie in lit] if lit else ties
        yield from self._paint_ties(painter, above, marked.read, is_faint=False)
        self._paint_marks(painter, ties, lit)
        yield
        near = {end for tie in lit for end in self._plane.ends(tie)}
        if marked.node is not None:
            near.add(marked.node)
        for node in self._plane.nodes:
            if seen.intersects(self._room_of(node)):
                self._paint_node(painter, node, not lit or node in near, node == marked.node)
        yield
        extra = self._extra_labels(near if marked.node is None else {marked.node})
        for node, spot in {**self._plane.labels, **extra}.items():
            is_covered = node not in extra and _is_covered(spot, extra)
            if not is_covered and seen.intersects(_rect(spot.box).toAlignedRect()):
                self._paint_label(painter, node, spot, not lit or node in near)

    def fade(self, painter: QPainter, seen: QRegion, read: frozenset[int]) -> None:
        """Paint what lies under whatever stands out: all ties faint, those being read marked."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for _ in self._paint_ties(painter, self._ties_in(seen), read, is_faint=True):
            pass

    def lit(self, marked: Marked) -> frozenset[int]:
        """Return the ties that stand out; none when all are equal."""
        if marked.tie is not None:
            return frozenset((marked.tie,))
        return frozenset() if marked.node is None else frozenset(self._plane.ties_of(marked.node))

    def _ties_in(self, seen: QRegion) -> list[int]:
        """Return the ties that touch ``seen``, the weightiest last, which lies on top."""
        lines = self._plane.lines.items()
        return sorted((tie for tie, line in lines if seen.intersects(line.bounds)), reverse=True)

    def _room_of(self, node: int) -> QRect:
        place, reach = self._plane.place(node).toPoint(), round(self._plane.reach(node)) + _RING
        return QRect(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach)

    def _pen(self, at: int, is_faint: bool) -> QPen:
        if (at, is_faint) not in self._pens:
            tie = self._plane.network.ties[at]
            opacity = _FAINT if is_faint else 1
            share, ours = self._plane.share(tie), self._appearance.palette
            self._pens[at, is_faint] = TIES[tie.kind].of(tie).pen(ours, share, opacity)
        return self._pens[at, is_faint]

    def _paint_ties(
        self, painter: QPainter, ties: list[int], read: frozenset[int], is_faint: bool
    ) -> Iterator[None]:
        for at, tie in enumerate(ties, 1):
            self._paint_tie(painter, tie, is_faint, tie in read)
            if at % _AT_ONCE == 0:
                yield

    def _paint_tie(self, painter: QPainter, at: int, is_faint: bool, is_read: bool) -> None:
        line, ours = self._plane.lines[at], self._appearance.palette
        tie = self._plane.network.ties[at]
        pen = self._pen(at, is_faint)
        if is_read:
            painter.strokePath(line.path, QPen(QColor(ours.mark), pen.widthF() + 7))
        painter.strokePath(line.path, pen)
        paint_head(painter, line.head, TIES[tie.kind].of(tie), pen, ours)

    def _paint_marks(self, painter: QPainter, ties: list[int], lit: frozenset[int]) -> None:
        ours, lines = self._appearance.palette, self._plane.lines
        painter.setFont(self._appearance.quiet_font())
        painter.setBrush(QColor(ours.surface))
        for at in ties:
            badge = mark_of(self._plane.network.ties[at])
            if badge is None:
                continue
            middle = lines[at].middle
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(middle, MARK, MARK)
            colour = QColor(getattr(ours, badge.colour))
            colour.setAlphaF(_FAINT if lit and at not in lit else 1)
            painter.setPen(colour)
            room = QRectF(middle.x() - 2 * MARK, middle.y() - 2 * MARK, 4 * MARK, 4 * MARK)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, badge.shape)

    def _paint_node(self, painter: QPainter, at: int, is_lit: bool, is_current: bool) -> None:
        plane, ours = self._plane, self._appearance.palette
        node, place, reach = plane.network.nodes[at], plane.place(at), plane.reach(at)
        if is_current or at == plane.shown.focus:
            painter.setPen(QPen(QColor(ours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, reach + _RING - 2, reach + _RING - 2)
        colour = QColor(ours.text if node.type == "actor" else ours.warns)
        colour = colour if is_lit else QColor(ours.line)
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(QColor(ours.surface) if is_hollow(node) else colour)
        painter.drawPath(node_shape(node, place, reach))

    def _extra_labels(self, nodes: set[int]) -> dict[int, Spot]:
        """Return labels that have no room, for nodes that stand out; others give way to them."""
        plane = self._plane
        return {
            node: next(iter(plane.wanted(node).around()))
            for node in sorted(nodes)
            if node in plane.nodes and node not in plane.labels
        }

    def _paint_label(self, painter: QPainter, node: int, spot: Spot, is_lit: bool) -> None:
        ours, font, rect = self._appearance.palette, self._plane.font(node), _rect(spot.box)
        ground = QColor(ours.surface)
        ground.setAlphaF(0.8)
        painter.setFont(font)
        painter.setPen(QColor(ours.quote if is_lit else ours.quiet))
        metrics = QFontMetricsF(font)
        spacing = metrics.lineSpacing()
        middle = self._plane.place(node).x()
        align = Qt.AlignmentFlag.AlignHCenter
        if rect.left() > middle:
            align = Qt.AlignmentFlag.AlignLeft
        elif rect.right() < middle:
            align = Qt.AlignmentFlag.AlignRight
        for at, words in enumerate(self._plane.words(node)[spot.way]):
            row = QRectF(rect.left() + 2, rect.top() + at * spacing, rect.width() - 4, spacing)
            written = QRectF(row)
            written.setWidth(metrics.horizontalAdvance(words))
            if align == Qt.AlignmentFlag.AlignHCenter:
                written.moveCenter(row.center())
            elif align == Qt.AlignmentFlag.AlignRight:
                written.moveRight(row.right())
            painter.fillRect(written.adjusted(-2, 0, 2, 0), ground)  # lines fade at words alone
            painter.drawText(row, align | Qt.AlignmentFlag.AlignVCenter, words)


def _is_covered(spot: Spot, by: dict[int, Spot]) -> bool:
    return any(overlap(spot.box, other.box) for other in by.values())


def _rect(box: Box) -> QRectF:
    return QRectF(box[0], box[1], box[2] - box[0], box[3] - box[1])
