"""Which labels of a network can be read at once, and where each of them stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

_CELL = 64  # px
_GAPS = (3, 12)  # px between a node and its label

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

    ``sizes`` are widths and heights of the words, as broken in one way and another.
    """

    node: int
    x: float
    y: float
    reach: float
    sizes: tuple[tuple[float, float], ...]

    def around(self) -> Iterator[Spot]:
        """Yield where the label may stand, the best place first."""
        for gap in _GAPS:
            for way, (width, height) in enumerate(self.sizes):
                for box in self._at(self.reach + gap, width, height):
                    yield Spot(way, box)

    def _at(self, off: float, width: float, height: float) -> Iterator[Box]:
        x, y = self.x, self.y
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
) -> dict[int, Spot]:
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
    found: dict[int, Spot] = {}
    for one in wanted:
        free = (
            spot
            for spot in one.around()
            if lies_in(spot.box, within) and not taken.count(spot.box, most=1)
        )
        least: int | None = None
        for spot in free:
            covers = points.count(spot.box, most=least)
            if least is None or covers < least:
                found[one.node], least = spot, covers
            if not covers:
                break
        if one.node in found:
            taken.add(found[one.node].box)
    return found


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes have more than an edge in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def lies_in(box: Box, within: Box) -> bool:
    """Tell whether no part of a box is outside another."""
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
