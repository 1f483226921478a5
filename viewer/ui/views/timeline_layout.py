"""What stands where on a lane, so that nothing overlaps.

Lengths are in px along the whole of time: day × the width of a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from viewer.library.timeline import Histogram
from viewer.ui.views.timeline_items import Item, LaneName

FADE = 56.0
"""How far an open end is drawn before it has faded out."""

_TOGETHER = 3  # so many of one date share a bar
_LISTED = 24  # so many of them are listed
_BESIDE = 12  # so many without a date are listed at the side
_CELL = 96.0  # what finds no room is counted by cells of this width
_GAP = 12.0


@dataclass(frozen=True, slots=True)
class Stop:
    """What can be the current one: an item, several that are counted together, or a part of time.

    ``left`` to ``right`` is what its date takes; ``is_listed`` when it shares
    the bar of a ``Frame``.  ``count`` is how many statements or events it stands for.
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
    count: int = 1
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The one bar of several items of the same date, which are listed below it."""

    items: tuple[Item, ...]
    left: float
    right: float
    row: int
    rows: int


@dataclass(frozen=True, slots=True)
class Lane:
    """``stops`` are in order of time, those without a date (row by row at the side) last."""

    stops: tuple[Stop, ...] = ()
    frames: tuple[Frame, ...] = ()
    undated: tuple[Stop, ...] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True)
class _Group:
    """Items of one date, or one alone."""

    items: tuple[Item, ...]
    left: float
    right: float
    room: float
    rows: int


def pack(wanted: Sequence[tuple[float, float, int]], rows: int) -> list[int]:
    """Return the first row for each ``(left, right, height)``, -1 where there is no room.

    They come from left to right; heights are in rows.
    """
    ends = [float("-inf")] * rows
    found = []
    for left, right, height in wanted:
        free = (
            row
            for row in range(rows - height + 1)
            if ends[row] <= left and (height == 1 or max(ends[row : row + height]) <= left)
        )
        row = next(free, -1)
        found.append(row)
        if row >= 0:
            ends[row : row + height] = [right] * height
    return found


def lay_out(items: Iterable[Item], day: float, measure: Callable[[Item], float], rows: int) -> Lane:
    """Place the items of one lane; ``day`` is the width of a day, ``measure`` that of a label.

    What finds no room in ``rows`` is counted in a row above them.
    """
    by_date: defaultdict[tuple[int | None, int | None], list[Item]] = defaultdict(list)
    undated = []
    for item in items:
        if item.is_dated:
            by_date[item.first, item.last].append(item)
        else:
            undated.append(item)
    groups: list[_Group] = []
    for alike in by_date.values():
        if len(alike) >= _TOGETHER:
            groups.append(_group(tuple(alike), day, measure))
        else:
            groups.extend(_group((item,), day, measure) for item in alike)
    groups.sort(key=lambda group: group.left)
    placed = pack([(one.left, one.left + one.room, one.rows) for one in groups], rows)
    crowded = [one for one, row in zip(groups, placed, strict=True) if row < 0]
    top = 1 if crowded else 0
    stops = _counted(crowded, day)
    frames = []
    deepest = top
    for group, row in zip(groups, placed, strict=True):
        if row < 0:
            continue
        deepest = max(deepest, top + row + group.rows)
        if len(group.items) == 1:
            stops.append(_stop(group.items[0], group, top + row))
            continue
        frames.append(Frame(group.items, group.left, group.right, top + row, group.rows))
        listed = group.items if len(group.items) <= _LISTED else group.items[: _LISTED - 1]
        below = top + row + 1
        stops += [_stop(one, group, below + at, listed=True) for at, one in enumerate(listed)]
        if rest := group.items[len(listed) :]:
            stops.append(_more(rest, group.left, group.right, below + len(listed), listed=True))
    stops.sort(key=lambda stop: (stop.first, stop.last, stop.row))
    return Lane(
        stops=tuple(stops),
        frames=tuple(frames),
        undated=_beside(undated),
        rows=deepest,
    )


def _beside(undated: list[Item]) -> tuple[Stop, ...]:
    """List what has no date, row by row, as far as there is room."""
    listed = undated if len(undated) <= _BESIDE else undated[: _BESIDE - 1]
    stops = [
        Stop("item", one.key, one.lane, (one,), 0, 0, 0, 0, at, is_listed=True)
        for at, one in enumerate(listed)
    ]
    if rest := tuple(undated[len(listed) :]):
        stops.append(_more(rest, 0, 0, len(listed), listed=True))
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
                count=exact + ranged,
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
    """Return from where to where the date of an item is drawn."""
    if item.first is None:
        right = (item.end + 1) * day
        return right - FADE, right
    left = item.first * day
    return left, left + FADE if item.last is None else (item.last + 1) * day


def _group(items: tuple[Item, ...], day: float, measure: Callable[[Item], float]) -> _Group:
    left, right = span(items[0], day)
    listed = min(len(items), _LISTED)
    room = max(right - left, *(measure(one) for one in items[:listed]), 0.0)
    return _Group(items, left, right, room + _GAP, 1 if len(items) == 1 else listed + 1)


def _stop(item: Item, group: _Group, row: int, listed: bool = False) -> Stop:
    return Stop(
        "item",
        item.key,
        item.lane,
        (item,),
        item.start,
        item.end,
        group.left,
        group.right,
        row,
        is_listed=listed,
    )


def _more(
    items: tuple[Item, ...], left: float, right: float, row: int, listed: bool = False
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
        len(items),
        listed,
    )


def _counted(crowded: list[_Group], day: float) -> list[Stop]:
    """Count what found no room by cells that stay where they are while one pans."""
    cells: defaultdict[int, list[Item]] = defaultdict(list)
    for group in crowded:
        cells[int(group.items[0].start * day // _CELL)] += group.items
    return [
        _more(tuple(items), cell * _CELL, (cell + 1) * _CELL - _GAP, 0)
        for cell, items in cells.items()
    ]
