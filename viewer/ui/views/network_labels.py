"""Which labels of a network can be read at once, and where each of them stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

_CELL = 48  # px
_GAPS = (3, 12)  # px between a node and its label

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label of a node: the middle of the node, how far it reaches, the size of the words."""

    node: int
    x: float
    y: float
    reach: float
    width: float
    height: float

    def around(self) -> Iterator[Box]:
        """Yield where the label may stand, the best place first."""
        for gap in _GAPS:
            yield from self._at(self.reach + gap)

    def _at(self, off: float) -> Iterator[Box]:
        x, y, width, height = self.x, self.y, self.width, self.height
        left, top = x - width / 2, y - height / 2
        corner = off * 0.7
        for at, over in (
            (left, y + off),
            (left, y - off - height),
            (x + off, top),
            (x - off - width, top),
            (x + corner, y + corner),
            (x - corner - width, y + corner),
            (x + corner, y - corner - height),
            (x - corner - width, y - corner - height),
        ):
            yield at, over, at + width, over + height


def placed(
    wanted: Iterable[Wanted], lines: Iterable[tuple[float, float]], within: Box
) -> dict[int, Box]:
    """Return the places of those labels that have one, the first wanted served first.

    None of them overlaps another or a node, and none leaves ``within``.  Of its free
    places a label has the one that covers fewest of the points along ``lines``.
    """
    wanted = list(wanted)
    taken, points = _Squares(), _Squares()
    for one in wanted:
        reach = one.reach
        taken.add((one.x - reach, one.y - reach, one.x + reach, one.y + reach))
    for x, y in lines:
        points.add((x, y, x, y))
    found: dict[int, Box] = {}
    for one in wanted:
        free = [
            box for box in one.around() if _lies_in(box, within) and not taken.count(box, most=1)
        ]
        if free:
            # The first of the best: min keeps the order in which the places are preferred.
            found[one.node] = min(free, key=points.count)
            taken.add(found[one.node])
    return found


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes have more than an edge in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _lies_in(box: Box, within: Box) -> bool:
    return (
        box[0] >= within[0] and box[1] >= within[1] and box[2] <= within[2] and box[3] <= within[3]
    )


class _Squares:
    """Boxes found by the squares they touch, so that each is compared with its neighbours alone."""

    def __init__(self) -> None:
        self._in: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)

    def add(self, box: Box) -> None:
        for cell in _cells(box):
            self._in[cell].append(box)

    def count(self, box: Box, most: int | None = None) -> int:
        """Return how many boxes overlap ``box``, ``most`` at most; those in two squares twice."""
        there = (
            other for cell in _cells(box) for other in self._in.get(cell, ()) if overlap(box, other)
        )
        return sum(1 for _ in islice(there, most))


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(int(box[0] // _CELL), int(box[2] // _CELL) + 1):
        for row in range(int(box[1] // _CELL), int(box[3] // _CELL) + 1):
            yield column, row
