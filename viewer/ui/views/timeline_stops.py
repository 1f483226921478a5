"""All that stands on the lanes of the timeline, and how one leads to another; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from math import inf

from viewer.library.timeline import Histogram, ordinal
from viewer.ui.views.timeline_items import Item, LaneName
from viewer.ui.views.timeline_layout import Grouped, Lane, Stop, parts

_ROWS: dict[LaneName, int] = {"event": 12, "statement": 64}
_LINKED = 40  # connections shown at once


class Stops:
    """The stops of both lanes at one width of a day; ``items`` are all there is to stand there."""

    def __init__(self) -> None:
        self.items: dict[LaneName, tuple[Item, ...]] = {"event": (), "statement": ()}
        self.lanes: dict[LaneName, Lane] = {"event": Lane(), "statement": Lane()}
        self._grouped = {lane: Grouped(some) for lane, some in self.items.items()}
        self._where: dict[str, Stop] = {}  # by the keys of items
        self._supported: dict[str, str] = {}  # keys of events, by the ids of their evidence

    def take(self, items: dict[LaneName, tuple[Item, ...]]) -> None:
        """Have other items placed from now on."""
        for lane, some in items.items():
            if some is not self.items[lane]:
                self._grouped[lane] = Grouped(some)
        self.items = items
        self._supported = {id: one.key for one in reversed(items["event"]) for id in one.evidence}

    def lay_out(
        self,
        day: float,
        measure: Callable[[Item], float],
        limit: float,
        wish: Callable[[Item], float],
        counts: Histogram | None,
    ) -> None:
        """Place all items anew, as ``Grouped`` does, or ``counts`` in the statements' stead."""
        self.lanes = self.placed(day, measure, limit, wish)
        if counts is not None:
            undated = self.lanes["statement"].undated
            self.lanes["statement"] = replace(parts(counts, day), undated=undated)
        self._where = {item.key: stop for stop in self.all() for item in stop.items}

    def placed(
        self,
        day: float,
        measure: Callable[[Item], float],
        limit: float = inf,
        wish: Callable[[Item], float] | None = None,
        times: int = 1,
    ) -> dict[LaneName, Lane]:
        """Return lanes with so many ``times`` the usual rows, without changing those shown."""
        return {
            lane: grouped.lay_out(day, measure, times * _ROWS[lane], limit, wish)
            for lane, grouped in self._grouped.items()
        }

    def all(self) -> tuple[Stop, ...]:
        """Return the stops lane by lane, each in order of time, those without a date last."""
        return (*self.of_lane("event"), *self.of_lane("statement"))

    def of_lane(self, lane: LaneName) -> tuple[Stop, ...]:
        there = self.lanes[lane]
        return (*there.stops, *there.undated)

    def holding(self, key: str) -> Stop | None:
        """Return where the item with this key stands, by itself or among others."""
        return self._where.get(key)

    def find(self, key: str) -> Stop | None:
        """Return what has this key, or holds the item that has."""
        return self.holding(key) or next((one for one in self.all() if one.key == key), None)

    def counterpart(self, before: Stop) -> Stop | None:
        """Return what stands now for a stop that was there before all was placed anew."""
        held = (self.holding(item.key) for item in before.items)
        return self.find(before.key) or next(filter(None, held), None)

    def first_since(self, day: int) -> Stop | None:
        """Return the first in any lane that is not over before ``day``, or else the very first."""
        stops = self.all()
        return next((one for one in stops if one.last >= day), stops[0] if stops else None)

    def neighbour(self, stop: Stop, by: int) -> Stop:
        """Return what comes so many after a stop in its lane, or the last there is."""
        stops = self.of_lane(stop.lane)
        at = [one.key for one in stops].index(stop.key)
        return stops[min(max(at + by, 0), len(stops) - 1)]

    def nearest(self, lane: LaneName, day: int) -> Stop | None:
        """Return what begins nearest to ``day`` in a lane, None where it is empty."""
        stops = self.of_lane(lane)
        return min(stops, key=lambda one: (abs(one.first - day), one.row), default=None)

    def linked(self, stop: Stop) -> tuple[Stop | tuple[LaneName, int], ...]:
        """Return what an event rests on, or what rests on a statement.

        Of statements that are only counted the lane and the day are given.
        """
        if stop.kind != "item":
            return ()
        item = stop.items[0]
        if item.lane == "statement":
            event = self.holding(self._supported.get(item.id, ""))
            return (event,) if event else ()
        found: list[Stop | tuple[LaneName, int]] = []
        for id, dates in islice(item.evidence.items(), _LINKED):
            there = self.holding(f"statement:{id}")
            if there is not None:
                found.append(there)
            elif day := dates.first or dates.last:
                found.append(("statement", ordinal(day)))
        return tuple(found)
