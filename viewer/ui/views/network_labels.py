"""Which labels of a network can be read at once, and where each of them stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from viewer.ui.views.network_lines import Floats

# numpy is imported in functions: the first network is read, on another thread, by its help.

_GAPS = (3, 12)  # px between a node and its label
_SIDES = (
    *((-0.5, 0, 0, 1), (-0.5, 0, -1, -1), (0, 1, -0.5, 0), (-1, -1, -0.5, 0)),
    *((0, 0.7, 0, 0.7), (-1, -0.7, 0, 0.7), (0, 0.7, -1, -0.7), (-1, -0.7, -1, -0.7)),
    *((-0.2, 0, 0, 1), (-0.8, 0, 0, 1), (-0.2, 0, -1, -1), (-0.8, 0, -1, -1)),
)
"""Where a label may begin, the best first, off the middle of its node: how many of its widths
and how many times the distance to the right, then of its heights and distances downwards."""
_AT_ONCE = 24
_NOWHERE = (1e9, 1e9, -1e9, -1e9)
"""The box of a label that is not placed; it overlaps none."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a label, whose words are broken in the ``way`` of this number."""

    way: int
    box: Box


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label of a node: the middle of the node and how far it reaches.

    ``sizes`` are widths and heights of the words, as broken in one way and another; ``most``
    is how many points of lines it may cover: where it would hide more, it waits to be asked for.
    """

    node: int
    x: float
    y: float
    reach: float
    sizes: tuple[tuple[float, float], ...]
    most: int = 14

    def boxes(self) -> Floats:
        """Return where the label may stand, the best place first: left, top, right, bottom.

        At each distance from the node come the boxes of each way in which the words are broken.
        """
        import numpy as np

        width, height = np.array(self.sizes).reshape(-1, 2).T[:, None, :, None]
        off = self.reach + np.array(_GAPS, float)[:, None, None]
        across, aside, down, below = np.array(_SIDES).T
        left = self.x + across * width + aside * off
        top = self.y + down * height + below * off
        boxes: Floats = np.stack([left, top, left + width, top + height], axis=-1).reshape(-1, 4)
        return boxes

    def spot(self, at: int, box: Floats) -> Spot:
        """Return the place that is one of its ``boxes``, the one with that number."""
        left, top, right, bottom = box.tolist()
        return Spot(at // len(_SIDES) % len(self.sizes), (left, top, right, bottom))

    def around(self) -> Iterator[Spot]:
        """Yield where the label may stand, the best place first."""
        for at, box in enumerate(self.boxes()):
            yield self.spot(at, box)


@dataclass(frozen=True, slots=True)
class _Free:
    """The boxes of a label that lie within and nearest to its own node, by their numbers."""

    numbers: list[int]
    boxes: Floats


class Placing:
    """Labels while they are placed; boxes are compared with all others at once.

    None of them overlaps another or a node, and none leaves ``within``.  Of its free
    places a label has the one that covers fewest of the points along ``lines``, and no
    more of them than it may; one that has none makes another give way that has.
    """

    def __init__(
        self, wanted: Iterable[Wanted], lines: Iterable[tuple[float, float]], within: Box
    ) -> None:
        import numpy as np

        wanted = list(wanted)
        self.found: dict[int, Spot] = {}
        self._wanted = wanted
        self._number = {one.node: at for at, one in enumerate(wanted)}
        self._within = within
        self._nodes = np.array(
            [
                (one.x - one.reach, one.y - one.reach, one.x + one.reach, one.y + one.reach)
                for one in wanted
            ]
        ).reshape(-1, 4)
        self._labels = np.tile(np.array(_NOWHERE), (len(wanted), 1))
        points = sorted(lines, key=lambda point: point[0])
        self._xs, self._ys = [x for x, _ in points], np.array([y for _, y in points])
        self._free: dict[int, _Free] = {}

    def place(self) -> Iterator[None]:
        """Place them, the first wanted first, some milliseconds at a time."""
        for at, one in enumerate(self._wanted, 1):
            if (spot := self._best(one)) is not None:
                self._put(one, spot)
            if at % _AT_ONCE == 0:
                yield
        for at, one in enumerate(self._wanted, 1):
            if one.node not in self.found:
                self._make_room(one)
            if at % _AT_ONCE == 0:
                yield

    def _best(self, one: Wanted) -> Spot | None:
        """Return the free place that covers least of the lines, the first of several."""
        import numpy as np

        best, least = None, one.most + 1
        free = self._beside_nodes(one)
        for at in np.flatnonzero(~_overlaps(free.boxes, self._labels).any(axis=1)):
            covers = self._covered(free.boxes[at])
            if covers < least:
                best, least = one.spot(free.numbers[at], free.boxes[at]), covers
            if not covers:
                break
        return best

    def _covered(self, box: Floats) -> int:
        """Return how many points of the lines a label there would cover."""
        left, top, right, bottom = box.tolist()
        ys = self._ys[bisect_right(self._xs, left) : bisect_left(self._xs, right)]
        return int(((ys > top) & (ys < bottom)).sum())

    def _put(self, one: Wanted, spot: Spot) -> None:
        self.found[one.node] = spot
        self._labels[self._number[one.node]] = spot.box

    def _make_room(self, one: Wanted) -> None:
        """Put a label where one other stands that can stand elsewhere, if there is such a place."""
        import numpy as np

        free = self._beside_nodes(one)
        there = _overlaps(free.boxes, self._labels)
        for at in np.flatnonzero(there.sum(axis=1) == 1):
            if self._covered(free.boxes[at]) <= one.most:
                spot = one.spot(free.numbers[at], free.boxes[at])
                if self._gives_way(self._wanted[there[at].argmax()], spot):
                    self._put(one, spot)
                    return

    def _gives_way(self, other: Wanted, to: Spot) -> bool:
        """Move a label out of the way, if it can stand elsewhere."""
        before = self.found[other.node]
        # In its stead for now, so that it finds no place there.
        self._labels[self._number[other.node]] = to.box
        elsewhere = self._best(other)
        self._put(other, elsewhere or before)
        return elsewhere is not None

    def _beside_nodes(self, one: Wanted) -> _Free:
        import numpy as np

        if one.node not in self._free:
            boxes = one.boxes()
            left, top, right, bottom = boxes.T
            across = np.maximum(left - one.x, one.x - right) - one.reach
            down = np.maximum(top - one.y, one.y - bottom) - one.reach
            # Nearer to another node it would be read as the name of that.
            gap = np.maximum(0.5, np.maximum(across, down)) - 0.5
            alone = boxes + gap[:, None] * [-1, -1, 1, 1]
            low_x, low_y, high_x, high_y = self._within
            lies_in = (left >= low_x) & (top >= low_y) & (right <= high_x) & (bottom <= high_y)
            numbers = np.flatnonzero(lies_in & ~_overlaps(alone, self._nodes).any(axis=1))
            self._free[one.node] = _Free(numbers.tolist(), boxes[numbers])
        return self._free[one.node]


def _overlaps(some: Floats, others: Floats) -> NDArray[np.bool_]:
    """Tell which of ``some`` boxes have more than an edge in common with which of ``others``."""
    left, top, right, bottom = some.T[:, :, None]
    theirs = others.T
    overlaps: NDArray[np.bool_] = (left < theirs[2]) & (theirs[0] < right)
    overlaps &= (top < theirs[3]) & (theirs[1] < bottom)
    return overlaps


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes have more than an edge in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
