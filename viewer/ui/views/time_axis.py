"""Where days stand on a timeline, and the ticks along it.

Days are numbered as ``datetime.date.toordinal`` does; a day reaches from its
number to the next.  Lengths are in px.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from viewer.dating import month_name
from viewer.periods import EARLIEST, LATEST, STEPS, Step

_WIDEST_DAY = 960.0  # about one day at a time
_GAP = 16.0  # between two labels


@dataclass(frozen=True, slots=True)
class Scale:
    """``start`` is the moment at the left edge, ``day`` the width of one day."""

    start: float
    day: float

    @classmethod
    def fitting(cls, first: int, last: int, width: float) -> Scale:
        """Show the days from ``first`` to ``last`` in ``width``."""
        day = min(_WIDEST_DAY, max(width, 1.0) / (last + 1 - first))
        middle = (first + last + 1) / 2
        return cls(middle - width / day / 2, day)

    def x(self, moment: float) -> float:
        return (moment - self.start) * self.day

    def moment(self, x: float) -> float:
        return self.start + x / self.day

    def on(self, x: float) -> int:
        """Return the day at ``x``, the earliest or the latest of all beyond them."""
        return min(max(int(self.moment(x) // 1), EARLIEST), LATEST)

    def shown(self, width: float) -> tuple[int, int]:
        """Return the first and the last day in sight."""
        return self.on(0), self.on(max(0.0, width - 1e-6))

    def moved(self, by: float) -> Scale:
        """Return the scale that shows what lies ``by`` px later."""
        return replace(self, start=self.start + by / self.day)

    def zoomed(self, factor: float, around: float) -> Scale:
        """Return the scale with days ``factor`` times as wide, ``around`` keeping its moment."""
        day = min(_WIDEST_DAY, self.day * factor)
        return Scale(self.moment(around) - around / day, day)

    def within(self, first: int, last: int, width: float) -> Scale:
        """Return the nearest scale that neither shows far more than these days nor misses them."""
        room = max(width, 1.0)
        day = max(self.day, 0.5 * room / (last + 1 - first))
        day = min(day, _WIDEST_DAY)
        middle = self.moment(room / 2) if day != self.day else self.start + room / self.day / 2
        middle = min(max(middle, first), last + 1)
        return Scale(middle - room / day / 2, day)


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a part of time, and where its label stands, None where it has no room."""

    x: float
    day: int
    label: str
    label_x: float | None


@dataclass(frozen=True, slots=True)
class Ticks:
    """``fine`` ones along the axis, and ``above`` them the larger parts in which they lie."""

    step: Step
    fine: tuple[Tick, ...]
    above: tuple[Tick, ...]

    def until(self, last: int) -> Ticks:
        """Leave out what lies after the part that holds the day ``last``, but for its end."""
        end = next((tick.day for tick in self.fine if tick.day > last), last)

        def kept(ticks: tuple[Tick, ...]) -> tuple[Tick, ...]:
            ended = (tick for tick in ticks if tick.day <= end)
            return tuple(
                tick if tick.day <= last else replace(tick, label_x=None) for tick in ended
            )

        return replace(self, fine=kept(self.fine), above=kept(self.above))


def ticks(scale: Scale, width: float, measure: Callable[[str], float]) -> Ticks:
    """Return the finest ticks whose labels stand apart; ``measure`` gives a label's width."""
    shown = scale.shown(width)
    for step in STEPS:
        if step.days * scale.day < _GAP and step is not STEPS[-1]:
            continue
        edges = step.edges(*shown)
        names = [_name(step, day) for day in edges[:-1]]
        if all(
            (after - day) * scale.day >= measure(name) + _GAP
            for (day, after), name in zip(pairwise(edges), names, strict=True)
        ):
            break
    larger = _LARGER.get(step.unit)
    return Ticks(
        step,
        _labelled(edges, names, scale, width, measure),
        _labelled(
            over := larger.edges(*shown),
            [_whole_name(larger, day) for day in over[:-1]],
            scale,
            width,
            measure,
        )
        if larger
        else (),
    )


def _labelled(
    edges: list[int],
    names: list[str],
    scale: Scale,
    width: float,
    measure: Callable[[str], float],
) -> tuple[Tick, ...]:
    """Put each label where its part begins, or where it comes into sight."""
    found = []
    for (day, after), name in zip(pairwise(edges), names, strict=True):
        at = max(0.0, scale.x(day))
        room = min(width, scale.x(after)) - at
        found.append(Tick(scale.x(day), day, name, at if room >= measure(name) + _GAP else None))
    return tuple(found)


_LARGER = {"day": Step("month"), "week": Step("month"), "month": Step("year")}


def _name(step: Step, day: int) -> str:
    on = date.fromordinal(day)
    if step.unit in ("day", "week"):
        return str(on.day)
    return month_name(on, short=True) if step.unit == "month" else str(on.year)


def _whole_name(step: Step, day: int) -> str:
    on = date.fromordinal(day)
    return f"{month_name(on)} {on.year}" if step.unit == "month" else str(on.year)
