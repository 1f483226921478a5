"""What stands where on a lane, so that nothing overlaps.

Lengths are in px along the whole of time: day × the width of a day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import inf
from operator import itemgetter
from typing import Literal, NamedTuple

from viewer.library.timeline import Histogram
from viewer.periods import EARLIEST, LATEST
from viewer.ui.views.timeline_items import Item, LaneName

_TOGETHER = 3  # so many of one date share a bar
_LISTED = 24  # so many of them are listed
_BESIDE = 6  # so many without a date are listed at the side
_CELL = 128.0  # what finds no room is counted by cells of this width
_CROWD = 16  # so many that begin in one cell are a crowd in any number of rows
_GAP = 12.0


class Stop(NamedTuple):
    """What can be the current one: an item, several that are counted together, or a part of time.

    A tuple, since thousands are made anew with each step of a zoom.

    ``left`` to ``right`` is what its date takes, ``label`` where its label begins,
    ``end`` where the next one in its row begins; ``is_listed`` when it shares the
    bar of a ``Frame``.  ``number`` is how many statements or events it stands for.
    """

    kind: Literal["item", "more", "part"]
    key: str
    lane: LaneName
    items: tuple[Item, ...]
    first: int
    last: int
    left: float
    right: float
    row: int
    label: float
    number: int = 1
    is_listed: bool = False
    end: float = inf


_ORDER = tuple(map(Stop._fields.index, ("first", "last", "row")))


@dataclass(frozen=True, slots=True)
class Frame:
    """The one bar of several items of the same date, which are listed below it.

    ``label`` is where the list begins, ``end`` where the next one in its row does.
    """

    items: tuple[Item, ...]
    left: float
    right: float
    label: float
    row: int
    rows: int
    end: float


@dataclass(frozen=True, slots=True)
class Lane:
    """``stops`` are in order of time, those without a date (row by row at the side) last."""

    stops: tuple[Stop, ...] = ()
    frames: tuple[Frame, ...] = ()
    undated: tuple[Stop, ...] = ()
    rows: int = 0


def pack(wanted: Sequence[tuple[float, float, int]], rows: int) -> list[int]:
    """Return the first row for each ``(left, right, height)``, -1 where there is no room.

    They come from left to right; heights are in rows.
    """
    ends = [-inf] * rows
    found = []
    for left, right, height in wanted:
        if height == 1:  # most are, and they are placed anew with each step of a zoom
            row = next((row for row, end in enumerate(ends) if end <= left), -1)
        else:
            starts = range(rows - height + 1)
            row = next((at for at in starts if max(ends[at : at + height]) <= left), -1)
        found.append(row)
        if row >= 0:
            ends[row : row + height] = [right] * height
    return found


class Grouped:
    """The items of one lane, those of the same date together, to be placed at any scale."""

    def __init__(self, items: Iterable[Item]) -> None:
        by_date: defaultdict[tuple[int | None, int | None, bool], list[Item]] = defaultdict(list)
        undated: list[Item] = []
        for item in items:
            alike = by_date[item.first, item.last, item.is_inferred]
            (alike if item.is_dated else undated).append(item)
        self._groups: list[tuple[Item, ...]] = []
        for alike in filter(None, by_date.values()):
            if len(alike) >= _TOGETHER:
                self._groups.append(tuple(alike))
            else:
                self._groups.extend((item,) for item in alike)
        self._starts = [group[0].start for group in self._groups]
        self._undated = _beside(undated)

    def lay_out(
        self,
        day: float,
        measure: Callable[[Item], float],
        rows: int,
        limit: float = inf,
        wish: Callable[[Item], float] | None = None,
    ) -> Lane:
        """Place them; ``day`` is the width of a day, ``measure`` gives that of a label.

        A label that has no room before ``limit`` begins to the left of its date, where
        it gets the width that ``wish`` gives (None: the same).
        Where they crowd, and for what finds no room in ``rows``, they are counted
        by cells, in a row above the others.  Cells stay where they are while one pans.
        """
        cells = [int(start * day // _CELL) for start in self._starts]
        begun = Counter(cells)
        crowded: defaultdict[int, list[Item]] = defaultdict(list)
        placed = []
        for at, (group, cell) in enumerate(zip(self._groups, cells, strict=True)):
            if begun[cell] > min(rows // 2, _CROWD):
                crowded[cell] += group
                continue
            left, right = span(group[0], day)
            listed = _listed(group)
            height = 1 if len(group) == 1 else min(len(group), _LISTED) + 1
            wide, label = max(map(measure, listed)), left
            if left + wide > limit:
                wide = max(map(wish, listed)) if wish else wide
                # Beside the stroke of a day, over the bar of a range.
                is_day = group[0].first == group[0].last
                label = max(0.0, ((left + right) / 2 if is_day else limit) - wide)
            begin, end = min(left, label), max(right, label + wide) + _GAP
            placed.append((begin, height, end, left, right, label, at))
        placed.sort()
        found = pack([(begin, end, height) for begin, height, end, *_ in placed], rows)
        for (*_, at), row in zip(placed, found, strict=True):
            if row < 0:
                crowded[cells[at]] += self._groups[at]
        top = 1 if crowded else 0
        stops = [
            _more(tuple(items), cell * _CELL, (cell + 1) * _CELL - _GAP, 0, cell * _CELL)
            for cell, items in crowded.items()
        ]
        frames = []
        deepest = top
        # From the last on, so that each label can reach as far as to the next one in its row.
        following = [inf] * (rows + 1)
        for (begin, height, _, left, right, label, at), row in zip(
            reversed(placed), reversed(found), strict=True
        ):
            if row < 0:
                continue
            group, first = self._groups[at], top + row
            deepest = max(deepest, first + height)
            if height == 1:
                stops.append(_stop(group[0], left, right, first, label, following[first] - _GAP))
            else:
                frames.append(
                    Frame(group, left, right, label, first, height, following[first] - _GAP)
                )
                listed = _listed(group)
                for below, item in enumerate(listed, first + 1):
                    end = following[below] - _GAP
                    stops.append(_stop(item, left, right, below, label, end, listed=True))
                if rest := group[len(listed) :]:
                    stops.append(_more(rest, left, right, first + height - 1, label, listed=True))
            following[first : first + height] = [begin] * height
        stops.sort(key=itemgetter(*_ORDER))
        return Lane(tuple(stops), tuple(frames), self._undated, deepest)


def _listed(group: tuple[Item, ...]) -> tuple[Item, ...]:
    return group if len(group) <= _LISTED else group[: _LISTED - 1]


def _beside(undated: list[Item]) -> tuple[Stop, ...]:
    """List what has no date, row by row, as far as there is room."""
    listed = undated if len(undated) <= _BESIDE else undated[: _BESIDE - 1]
    stops = [
        Stop("item", one.key, one.lane, (one,), 0, 0, 0, 0, at, 0, is_listed=True)
        for at, one in enumerate(listed)
    ]
    if rest := tuple(undated[len(listed) :]):
        stops.append(_more(rest, 0, 0, len(listed), 0, listed=True))
    return tuple(stops)


def parts(histogram: Histogram, day: float) -> Lane:
    """Return a lane of counted parts of time."""
    return Lane(
        stops=tuple(
            Stop(
                kind="part",
                key=f"part:{first}",
                lane="statement",
                items=(),
                first=first,
                last=after - 1,
                left=first * day,
                right=after * day,
                row=0,
                label=first * day,
                number=exact + ranged,
            )
            for first, after, exact, ranged in zip(
                histogram.edges,
                histogram.edges[1:],
                histogram.exact,
                histogram.ranged,
                strict=False,
            )
            if exact or ranged
        )
    )


def span(item: Item, day: float) -> tuple[float, float]:
    """Return from where to where the date of an item is drawn: an open end to that of time."""
    first = EARLIEST if item.first is None else item.first
    last = LATEST if item.last is None else item.last
    return first * day, (last + 1) * day


def _stop(
    item: Item,
    left: float,
    right: float,
    row: int,
    label: float,
    end: float,
    listed: bool = False,
) -> Stop:
    return Stop(
        *("item", item.key, item.lane, (item,), item.start, item.end, left, right, row, label),
        is_listed=listed,
        end=end,
    )


def _more(
    items: tuple[Item, ...],
    left: float,
    right: float,
    row: int,
    label: float,
    listed: bool = False,
) -> Stop:
    return Stop(
        "more",
        f"more:{items[0].key}",
        items[0].lane,
        items,
        min(one.start for one in items),
        max(one.end for one in items),
        left,
        right,
        row,
        label,
        len(items),
        listed,
    )
