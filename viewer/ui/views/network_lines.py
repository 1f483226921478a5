"""The ties of a network as lines between the places of its nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QPainterPath, QPolygonF

from viewer.ui.views.network_style import head_size

_BENT = 3  # lengths of the most bent line to how far its middle is off
_STEPS = 6
"""Straight pieces as which a bent line is measured."""
_DOTS = 14  # px
_MOST_DOTS = 12  # of a straight piece
_HEAD_COUNTS = 3
_MARGIN = 10  # px for the width of a line and its head

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A tie in px: its path, its arrow head, what they touch, and points along the path."""

    path: QPainterPath
    head: QPolygonF
    bounds: QRect
    points: tuple[Spot, ...]

    @property
    def middle(self) -> QPointF:
        return self.path.pointAtPercent(0.5)

    def dots(self) -> Iterator[Spot]:
        """Yield points along the line, close enough to tell what a label would cover."""
        for (x, y), (to_x, to_y) in zip(self.points, self.points[1:], strict=False):
            steps = 1 + min(_MOST_DOTS, int(hypot(to_x - x, to_y - y) / _DOTS))
            for at in range(1, steps + 1):
                share = at / steps
                yield x + (to_x - x) * share, y + (to_y - y) * share
        # The head says which way it leads: to cover it is worse than to cover the line.
        for corner in self.head.toList():
            yield from [(corner.x(), corner.y())] * _HEAD_COUNTS

    def distance(self, x: float, y: float) -> float:
        """Return how far a point is from the line, in px."""
        pieces = zip(self.points, self.points[1:], strict=False)
        return min(_distance(x, y, one, other) for one, other in pieces)


def line(start: Spot, end: Spot, reach: tuple[float, float], bend: float, width: float) -> Line:
    """Return the line between two nodes that reach ``reach`` px from their middles.

    ``bend`` is how many px its middle is off to the side, the left hand of who looks from
    ``start``; a short line bends less.
    """
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = max(1e-6, hypot(along_x, along_y))
    off = 2 * max(-length / _BENT, min(length / _BENT, bend)) / length
    control = (
        (start[0] + end[0]) / 2 - along_y * off,
        (start[1] + end[1]) / 2 + along_x * off,
    )
    begin = _moved(start, control, reach[0] + 1)
    tip = _moved(end, control, reach[1] + 2)
    size = head_size(width)
    back = _moved(tip, control, size)
    path = QPainterPath(QPointF(*begin))
    path.quadTo(QPointF(*control), QPointF(*_moved(tip, control, size * 0.8)))
    far_x, far_y = (tip[1] - back[1]) * 0.42, (back[0] - tip[0]) * 0.42
    head = QPolygonF(
        [
            QPointF(*tip),
            QPointF(back[0] + far_x, back[1] + far_y),
            QPointF(back[0] - far_x, back[1] - far_y),
        ]
    )
    points = _points(begin, control, tip, _STEPS if bend else 1)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    bounds = QRect(
        QPoint(int(min(xs)) - _MARGIN, int(min(ys)) - _MARGIN),
        QPoint(int(max(xs)) + _MARGIN, int(max(ys)) + _MARGIN),
    )
    return Line(path, head, bounds, points)


def _points(begin: Spot, control: Spot, end: Spot, steps: int) -> tuple[Spot, ...]:
    shares = (at / steps for at in range(steps + 1))
    return tuple(
        (
            begin[0] * (1 - t) ** 2 + 2 * control[0] * t * (1 - t) + end[0] * t * t,
            begin[1] * (1 - t) ** 2 + 2 * control[1] * t * (1 - t) + end[1] * t * t,
        )
        for t in shares
    )


def _moved(point: Spot, towards: Spot, far: float) -> Spot:
    along_x, along_y = towards[0] - point[0], towards[1] - point[1]
    length = max(1e-6, hypot(along_x, along_y))
    share = min(far, length) / length
    return point[0] + along_x * share, point[1] + along_y * share


def _distance(x: float, y: float, one: Spot, other: Spot) -> float:
    along_x, along_y = other[0] - one[0], other[1] - one[1]
    squared = along_x**2 + along_y**2
    share = 0.0
    if squared:
        share = min(1.0, max(0.0, ((x - one[0]) * along_x + (y - one[1]) * along_y) / squared))
    return hypot(x - one[0] - share * along_x, y - one[1] - share * along_y)
