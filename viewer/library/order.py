"""Newest first, whatever came in when."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from pyroaring import BitMap


@dataclass(frozen=True, slots=True)
class _Late:
    """A statement of an older source that came in later.

    It belongs just after the row ``after``, in the order in which dates ascend.
    """

    row: int
    after: int


class Chronology:
    """The order of all statements by the first day on which they may have been said.

    Rows up to ``ordered_to`` ascend with that day; the late ones after it, a
    few thousand at most, are sorted here.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        (self.ordered_to,) = connection.execute("SELECT ordered_to FROM search_index").fetchone()
        late = connection.execute(
            "SELECT id, coalesce(said_from, '') FROM statement WHERE id > ? ORDER BY 2, 1",
            (self.ordered_to,),
        ).fetchall()
        days = {day: self.rows_until(day) for _, day in late}
        self.late = [_Late(row, days[day]) for row, day in late]

    def rows_before(self, day: str) -> int:
        """Return the last row in order that may not have been said on ``day`` or later."""
        return bisect_left(_FirstDays(self._connection, self.ordered_to), day)

    def rows_until(self, day: str) -> int:
        """Return the last row in order whose first day is ``day`` or earlier."""
        return bisect_right(_FirstDays(self._connection, self.ordered_to), day)


class Newest(Sequence[int]):
    """The rows of ``found`` from the newest on, worked out as they are asked for."""

    def __init__(self, found: BitMap, chronology: Chronology) -> None:
        self._found = found
        self._length = len(found)
        late = [one for one in reversed(chronology.late) if one.row in found]
        self._late = [one.row for one in late]
        # In order: the rows up to ordered_to.  A late row stands before those it came after.
        self._ordered = self._length - len(late)
        self._late_at = [at + self._ordered - found.rank(one.after) for at, one in enumerate(late)]

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> int: ...

    @overload
    def __getitem__(self, at: slice) -> list[int]: ...

    def __getitem__(self, at: int | slice) -> int | list[int]:
        if isinstance(at, slice):
            return [self[index] for index in range(*at.indices(self._length))]
        if not -self._length <= at < self._length:
            raise IndexError(at)
        at %= self._length
        before = bisect_left(self._late_at, at)
        if before < len(self._late) and self._late_at[before] == at:
            return self._late[before]
        row: int = self._found[self._ordered - 1 - (at - before)]
        return row

    def place_of(self, row: int) -> int:
        """Return where ``row``, which is one of these, stands."""
        if row in self._late:
            return self._late_at[self._late.index(row)]
        at = self._ordered - self._found.rank(row)
        # Each late row that stands before it moves it on by one.
        for late_at in self._late_at:
            if late_at > at:
                break
            at += 1
        return at


class _FirstDays(Sequence[str]):
    """The first day of each row in order, read as bisection asks; "" for no day."""

    def __init__(self, connection: sqlite3.Connection, length: int) -> None:
        self._connection = connection
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, at: int) -> str:  # type: ignore[override] # bisection asks for no slice
        (day,) = self._connection.execute(
            "SELECT coalesce(said_from, '') FROM statement WHERE id = ?", (at + 1,)
        ).fetchone()
        return str(day)
