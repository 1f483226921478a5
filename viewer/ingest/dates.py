"""Ranges of days as people write them: a day, a month, a year."""

from __future__ import annotations

import calendar
import re
from datetime import date

FIELDS = ("said", "published", "dates", "as_of")
"""The fields of records that hold a range of days."""

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first_day(written: str) -> str:
    """Return the first day of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; raises ValueError."""
    return _days(written)[0].isoformat()


def last_day(written: str) -> str:
    """Return the last day of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; raises ValueError."""
    return _days(written)[1].isoformat()


def written(first: str, last: str) -> str | None:
    """Return the shortest form that stands for exactly these days, None when there is none."""
    for length in (4, 7, 10):
        if (first_day(first[:length]), last_day(first[:length])) == (first, last):
            return first[:length]
    return None


def _days(written: str) -> tuple[date, date]:
    match = _WRITTEN.fullmatch(written)
    try:
        if not match:
            raise ValueError
        year = int(match[1])
        if match[3]:
            day = date(year, int(match[2]), int(match[3]))
            return day, day
        if match[2]:
            month = int(match[2])
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        raise ValueError(f"“{written}” is no date; write 2024, 2024-02 or 2024-02-21") from None
