"""Parts of the calendar, from days to millennia, and where they begin.

Days are numbered as ``datetime.date.toordinal`` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

EARLIEST = date.min.toordinal()
LATEST = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Step:
    """``size`` of a unit; years are counted in full sizes from year 0, weeks begin on Mondays."""

    unit: Literal["day", "week", "month", "year"]
    size: int = 1

    @property
    def days(self) -> float:
        """How many days it has on average."""
        return self.size * {"day": 1, "week": 7, "month": 30.4375, "year": 365.25}[self.unit]

    def begin(self, day: int) -> int:
        """Return the first day of the part in which ``day`` lies."""
        on = date.fromordinal(min(max(day, EARLIEST), LATEST))
        match self.unit:
            case "day":
                return on.toordinal()
            case "week":
                return on.toordinal() - on.weekday()  # the first of all days is a Monday
            case "month":
                return on.replace(
                    month=(on.month - 1) // self.size * self.size + 1, day=1
                ).toordinal()
            case "year":
                return date(max(1, on.year // self.size * self.size), 1, 1).toordinal()

    def end(self, day: int) -> int:
        """Return the day after the part in which ``day`` lies, at most the one after the last."""
        on = date.fromordinal(self.begin(day))
        match self.unit:
            case "day" | "week":
                return min(on.toordinal() + (7 if self.unit == "week" else 1), LATEST + 1)
            case "month":
                months = on.year * 12 + on.month - 1 + self.size
            case "year":
                months = (on.year // self.size + 1) * self.size * 12
        year, month = divmod(months, 12)
        return LATEST + 1 if year > date.max.year else date(year, month + 1, 1).toordinal()

    def edges(self, first: int, last: int) -> list[int]:
        """Return where each part from that of ``first`` to that of ``last`` begins, and the end."""
        edges = [self.begin(first)]
        while edges[-1] <= min(last, LATEST):
            edges.append(self.end(edges[-1]))
        return edges


STEPS = (
    Step("day"),
    Step("week"),
    Step("month"),
    Step("month", 3),
    *(Step("year", size) for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)
"""From fine to coarse."""


def finest(first: int, last: int, most: int, among: Iterable[Step] = STEPS) -> Step:
    """Return the finest step ``among`` some of which at most ``most`` reach from first to last."""
    steps = list(among)
    fits = (step for step in steps if (last - first + 1) / step.days <= most)
    return next(fits, steps[-1])
