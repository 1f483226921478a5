"""Ranges of days in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viewer.records import Dates

ENDLESS = "~"
"""Stands for an open end where days are compared as they are written: it comes after each."""

_LONG = 31
"""Days beyond which a short form names only the months of a range."""


def spell(dates: Dates, short: bool = False) -> str:
    """Return ``dates`` in words, as exact as they are and no more; "" when nothing is known."""
    return spell_days(dates.first, dates.last, short)


def spell_days(first: str | None, last: str | None, short: bool = False) -> str:
    """Return the days from ``first`` to ``last`` in words, as ``spell`` does.

    A day that is none, in a file that somebody has changed, is told as it is written.
    """
    try:
        return _spelt(first, last, short)
    except ValueError:
        return " – ".join(dict.fromkeys(filter(None, (first, last))))


def _spelt(first: str | None, last: str | None, short: bool) -> str:
    if not first and not last:
        return ""
    if not first:
        return f"until {_day(last or '', short)}"
    if not last:
        return f"since {_day(first, short)}"
    return _range(first, last, short)


def is_inferred(dates: Dates) -> bool:
    return dates.basis is not None and dates.basis.kind == "inferred"


def _range(first: str, last: str, short: bool) -> str:
    if first == last:
        return _day(first, short)
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    begins_month = start.day == 1
    ends_month = end == date.max or (end + timedelta(days=1)).day == 1
    if begins_month and ends_month:
        if (start.month, end.month) == (1, 12):
            return f"{start.year}" if start.year == end.year else f"{start.year}–{end.year}"
        if (start.year, start.month) == (end.year, end.month):
            return f"{month_name(start, short)} {start.year}"
    if short and (end - start).days > _LONG:
        year = "" if start.year == end.year else f" {start.year}"
        return f"{month_name(start, short)}{year} – {month_name(end, short)} {end.year}"
    return f"{_without_year(start, end, short)} – {_day(last, short)}"


def _without_year(start: date, end: date, short: bool) -> str:
    if start.year != end.year:
        return _day(start.isoformat(), short)
    if start.month != end.month:
        return f"{start.day} {month_name(start, short)}"
    return str(start.day)


def _day(written: str, short: bool) -> str:
    day = date.fromisoformat(written)
    return f"{day.day} {month_name(day, short)} {day.year}"


def month_name(day: date, short: bool = False) -> str:
    """Return the English name of a month, whatever the system's language is."""
    name = _MONTHS[day.month - 1]
    return name[:3] if short else name


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
