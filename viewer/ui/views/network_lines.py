"""The ties of a network as lines between the places of its nodes, worked out for all at once."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QPainterPath, QPolygonF

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# numpy is imported in functions: the first network is read, on another thread, by its help.

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
    """A tie in px: its path and its middle, its head, what they touch, points along the path."""

    path: QPainterPath
    middle: QPointF
    head: QPolygonF
    bounds: QRect
    points: tuple[Spot, ...]

    def distance(self, x: float, y: float) -> float:
        """Return how far a point is from the line, in px."""
        pieces = zip(self.points, self.points[1:], strict=False)
        return min(_distance(x, y, one, other) for one, other in pieces)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines in px, each by its number: (n, 2) places, (n, 3, 2) corners, (n, k, 2) points.

    A line leads from ``begin`` by way of ``control`` to ``neck``, where its head takes over.
    """

    begin: Floats
    control: Floats
    neck: Floats
    heads: Floats
    points: Floats

    def line(self, at: int) -> Line:
        """Return one of them as it is painted."""
        path = QPainterPath(QPointF(*self.begin[at].tolist()))
        path.quadTo(QPointF(*self.control[at].tolist()), QPointF(*self.neck[at].tolist()))
        head = QPolygonF([QPointF(*corner) for corner in self.heads[at].tolist()])
        points = self.points[at]
        left, top = points.min(axis=0).tolist()
        right, bottom = points.max(axis=0).tolist()
        bounds = QRect(
            QPoint(int(left) - _MARGIN, int(top) - _MARGIN),
            QPoint(int(right) + _MARGIN, int(bottom) + _MARGIN),
        )
        along = tuple((x, y) for x, y in points.tolist())
        return Line(path, path.pointAtPercent(0.5), head, bounds, along)

    def run_through(self, places: Floats, reach: Floats) -> NDArray[np.bool_]:
        """Tell, line by line, which of some places it runs through: nearer than their ``reach``."""
        import numpy as np

        # The two coordinates apart: numpy is slow along an axis as short as they are.
        x, y = np.moveaxis(self.points[:, :-1, None], 3, 0)
        way_x, way_y = np.moveaxis(np.diff(self.points, axis=1)[:, :, None], 3, 0)
        off_x, off_y = places[:, 0] - x, places[:, 1] - y
        share = off_x * way_x + off_y * way_y
        share /= np.maximum(way_x**2 + way_y**2, 1e-9)
        np.clip(share, 0, 1, out=share)
        off_x -= share * way_x
        off_y -= share * way_y
        near = off_x**2 + off_y**2 < reach**2
        any_near: NDArray[np.bool_] = np.logical_or.reduce(near, axis=1)
        return any_near

    def dots(self) -> Floats:
        """Return points along the lines, close enough to tell what a label would cover."""
        import numpy as np

        one, way = self.points[:, :-1].reshape(-1, 2), np.diff(self.points, axis=1).reshape(-1, 2)
        steps = 1 + np.minimum(_MOST_DOTS, (np.hypot(*way.T) / _DOTS).astype(int))
        piece = np.repeat(np.arange(len(one)), steps)
        share = (np.arange(len(piece)) - np.repeat(steps.cumsum() - steps, steps) + 1) / steps[
            piece
        ]
        along = one[piece] + way[piece] * share[:, None]
        # The head says which way it leads: to cover it is worse than to cover the line.
        return np.concatenate([along, np.repeat(self.heads.reshape(-1, 2), _HEAD_COUNTS, axis=0)])


def lines(start: Floats, end: Floats, reach: Floats, bend: Floats, size: Floats) -> Lines:
    """Return the lines between nodes at ``start`` and ``end`` that reach so far from there.

    ``bend`` is how many px the middle of each is off to the side, the left hand of who looks from
    its start; a short line bends less.  ``size`` is how long the arrow heads are.
    """
    import numpy as np

    along = end - start
    length = np.maximum(1e-6, np.hypot(*along.T))
    off = 2 * np.clip(bend, -length / _BENT, length / _BENT) / length
    control = (start + end) / 2 + along[:, ::-1] * [-1, 1] * off[:, None]
    begin = _moved(start, control, reach[:, 0] + 1)
    tip = _moved(end, control, reach[:, 1] + 2)
    back = _moved(tip, control, size)
    far = (tip - back)[:, ::-1] * [0.42, -0.42]
    heads = np.stack([tip, back + far, back - far], axis=1)
    t = np.linspace(0, 1, _STEPS + 1)[None, :, None]
    points = (
        begin[:, None] * (1 - t) ** 2 + 2 * control[:, None] * t * (1 - t) + tip[:, None] * t**2
    )
    return Lines(begin, control, _moved(tip, control, size * 0.8), heads, points)


def _moved(point: Floats, towards: Floats, far: Floats) -> Floats:
    import numpy as np

    along = towards - point
    length = np.maximum(1e-6, np.hypot(*along.T))
    moved: Floats = point + along * (np.minimum(far, length) / length)[:, None]
    return moved


def _distance(x: float, y: float, one: Spot, other: Spot) -> float:
    along_x, along_y = other[0] - one[0], other[1] - one[1]
    squared = along_x**2 + along_y**2
    share = 0.0
    if squared:
        share = min(1.0, max(0.0, ((x - one[0]) * along_x + (y - one[1]) * along_y) / squared))
    return hypot(x - one[0] - share * along_x, y - one[1] - share * along_y)
