"""Which labels of a network can be read at once, and where each of them stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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

    ``sizes`` are widths and heights of the words, as broken in one way and another; ``most``
    is how many points of lines it may cover: where it would hide more, it waits to be asked for.
    """

    node: int
    x: float
    y: float
    reach: float
    sizes: tuple[tuple[float, float], ...]
    most: int = 14

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
            (x - width * 0.2, y + off),
            (x - width * 0.8, y + off),
            (x - width * 0.2, y - off - height),
            (x - width * 0.8, y - off - height),
        ):
            yield at, over, at + width, over + height


def placed(
    wanted: Iterable[Wanted], lines: Iterable[tuple[float, float]], within: Box
) -> dict[int, Spot]:
    """Return the places of those labels that have one, the first wanted served first.

    None of them overlaps another or a node, and none leaves ``within``.  Of its free
    places a label has the one that covers fewest of the points along ``lines``, and no
    more of them than it may; one that has none makes another give way that has.
    """
    wanted = list(wanted)
    placing = _Placing(wanted, lines, within)
    for one in wanted:
        if (spot := placing.best(one)) is not None:
            placing.put(one, spot)
    for one in wanted:
        if one.node not in placing.found:
            placing.make_room(one)
    return placing.found


class _Placing:
    """Labels while they are placed."""

    def __init__(
        self, wanted: list[Wanted], lines: Iterable[tuple[float, float]], within: Box
    ) -> None:
        self.found: dict[int, Spot] = {}
        self._wanted = {one.node: one for one in wanted}
        self._within = within
        self._nodes, self._labels = _Squares(), _Squares()
        self._points: defaultdict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
        for one in wanted:
            reach = one.reach
            self._nodes.add((one.x - reach, one.y - reach, one.x + reach, one.y + reach))
        for x, y in lines:
            self._points[int(x // _CELL), int(y // _CELL)].append((x, y))

    def best(self, one: Wanted) -> Spot | None:
        """Return the free place that covers least of the lines, the first of several."""
        best, least = None, None
        for spot in self._beside_nodes(one):
            if not self._labels.overlap(spot.box):
                covers = self._covered(spot.box)
                if covers <= one.most and (least is None or covers < least):
                    best, least = spot, covers
                if not covers:
                    break
        return best

    def _covered(self, box: Box) -> int:
        """Return how many points of the lines a label there would cover."""
        left, top, right, bottom = box
        return sum(
            left < x < right and top < y < bottom
            for cell in _cells(box)
            for x, y in self._points.get(cell, ())
        )

    def put(self, one: Wanted, spot: Spot) -> None:
        self.found[one.node] = spot
        self._labels.add(spot.box)

    def make_room(self, one: Wanted) -> None:
        """Put a label where one other stands that can stand elsewhere, if there is such a place."""
        for spot in self._beside_nodes(one):
            if self._covered(spot.box) > one.most:
                continue
            there = [node for node, its in self.found.items() if overlap(spot.box, its.box)]
            if len(there) == 1 and self._gives_way(there[0], spot):
                self.put(one, spot)
                return

    def _gives_way(self, node: int, to: Spot) -> bool:
        before = self.found[node]
        self._labels.remove(before.box)
        self._labels.add(to.box)
        elsewhere = self.best(self._wanted[node])
        self._labels.remove(to.box)
        self.put(self._wanted[node], elsewhere or before)
        return elsewhere is not None

    def _beside_nodes(self, one: Wanted) -> Iterator[Spot]:
        for spot in one.around():
            # Nearer to another node it would be read as the name of that.
            alone = _grown(spot.box, _gap(one, spot.box) - 0.5)
            if lies_in(spot.box, self._within) and not self._nodes.overlap(alone):
                yield spot


def _gap(one: Wanted, box: Box) -> float:
    """Return how far a box is from the square around a node, in px; at least a half."""
    left, top, right, bottom = box
    across = max(left - one.x, one.x - right) - one.reach
    down = max(top - one.y, one.y - bottom) - one.reach
    return max(0.5, across, down)


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


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

    def remove(self, box: Box) -> None:
        for cell in _cells(box):
            self._in[cell].remove(box)

    def overlap(self, box: Box) -> bool:
        """Tell whether any of them overlaps ``box``."""
        return any(overlap(box, other) for cell in _cells(box) for other in self._in.get(cell, ()))


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(int(box[0] // _CELL), int(box[2] // _CELL) + 1):
        for row in range(int(box[1] // _CELL), int(box[3] // _CELL) + 1):
            yield column, row
