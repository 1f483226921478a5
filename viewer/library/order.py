"""Newest first, whatever came in when."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from operator import lt
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar, overload

from pyroaring import BitMap

from viewer.library.file import Whole, damaged

StandTable = Literal["stance", "appraisal"]
"""Where stands are kept, by the statements in which they are taken."""


class SortKey(NamedTuple):
    """What sorts a statement among all others, the oldest first, whatever its row.

    Within one day and source statements run against the text.
    """

    said_from: str
    source: str
    back_to_start: int
    back_to_end: int
    id: str


_Key = TypeVar("_Key", str, SortKey)


class _Late(NamedTuple):
    """A statement of an older source that came in later.

    It belongs just after the row ``after``, in the order in which dates ascend.
    """

    row: int
    after: int


class Ranged(NamedTuple):
    """The row numbers of all statements with one range of days for a date; an open end is None."""

    first: str | None
    last: str | None
    rows: list[int]


class Chronology:
    """The order of all statements by the first day on which they may have been said.

    Rows up to ``ordered_to`` are in the order of their ``SortKey``; the late ones after it, a
    few thousand at most, are sorted in here.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """``path`` is what it is said of when rows up to ``ordered_to`` are missing."""
        self._connection = connection
        self._path = path
        row = connection.execute("SELECT ordered_to FROM search_index").fetchone()
        if row is None:
            raise damaged(path)
        self.ordered_to: int = row[0]
        rows = connection.execute("SELECT id FROM statement WHERE id > ?", (self.ordered_to,))
        keys = sort_keys(connection, [row for (row,) in rows])
        late = sorted((key, row) for row, key in keys.items())
        after = self._rows_before(
            [key for key, _ in late], lambda rows: sort_keys(connection, rows)
        )
        places = zip(late, after, strict=True)
        self._places = {row: (before, at) for at, ((_, row), before) in enumerate(places, 1)}

    def place_of(self, row: int) -> tuple[int, int]:
        """Return what sorts a statement among others, the oldest first."""
        return self._places.get(row, (row, 0))

    def late_among(self, found: BitMap) -> list[_Late]:
        """Return which of the late ones are in ``found``, the newest first."""
        behind = sorted(found[found.rank(self.ordered_to) :], key=self.place_of, reverse=True)
        # What came in since the library was opened is unknown here, and counts as the newest.
        return [_Late(row, min(self.place_of(row)[0], self.ordered_to)) for row in behind]

    def last_in_order(self, table: StandTable) -> int:
        """Return the last row of ``table`` whose statement is in order; the later are late."""
        row = self._connection.execute(
            f"SELECT id FROM {table} WHERE statement <= ? ORDER BY statement DESC, id DESC LIMIT 1",
            (self.ordered_to,),
        ).fetchone()
        return int(row[0]) if row else 0

    def newest(
        self, table: StandTable, chosen: str, bound: Sequence[object], most: int
    ) -> list[int]:
        """Return the rows of the newest ``most`` stands (-1: all), those of a statement in order.

        ``chosen`` is a query whose column ``stand`` has row numbers of ``table``.
        These ascend with those of the statements, so that only the late are sorted.
        """
        query = f"SELECT DISTINCT stand FROM ({chosen}) WHERE stand"
        execute, last = self._connection.execute, self.last_in_order(table)
        rows = execute(f"{query} <= ? ORDER BY stand DESC LIMIT ?", (*bound, last, most)).fetchall()
        rows += execute(f"{query} > ?", (*bound, last)).fetchall()
        of_statement = execute(
            "SELECT s.id, s.statement FROM json_each(?) AS given"
            f" CROSS JOIN {table} AS s ON s.id = given.value ORDER BY s.id",
            (json.dumps([row for (row,) in rows]),),
        ).fetchall()
        of_statement.sort(key=lambda stand: self.place_of(stand[1]), reverse=True)
        found = [row for row, _ in of_statement]
        return found if most < 0 else found[:most]

    @cached_property
    def ranged(self) -> list[Ranged]:
        """The statements whose date is no single day, by their range, read once."""
        rows = self._connection.execute(
            "SELECT said_from, said_to, json_group_array(id) FROM statement"
            " WHERE said_from IS NOT said_to GROUP BY said_to, said_from"
        )
        return [Ranged(first, last, json.loads(ids)) for first, last, ids in rows]

    @cached_property
    def rows_of_ranges(self) -> BitMap:
        """The row numbers of all that are dated to a range."""
        return BitMap([row for one in self.ranged for row in one.rows])

    def rows_before(self, day: str) -> int:
        """Return the last row in order that may not have been said on ``day`` or later."""
        return self.rows_before_each([day])[0]

    def rows_before_each(self, days: Sequence[str]) -> list[int]:
        """Return what ``rows_before`` does for each of ``days``, bisecting for all at once."""

        def read(rows: Sequence[int]) -> dict[int, str]:
            return dict(
                self._connection.execute(
                    "SELECT s.id, coalesce(said_from, '') FROM json_each(?) AS wanted"
                    " CROSS JOIN statement AS s ON s.id = wanted.value",
                    (json.dumps(rows),),
                )
            )

        return self._rows_before(days, read)

    def _rows_before(
        self, wanted: Sequence[_Key], read: Callable[[Sequence[int]], Mapping[int, _Key]]
    ) -> list[int]:
        """Return the last row in order whose key, which ``read`` tells, is below each wanted."""
        low, high = [0] * len(wanted), [self.ordered_to] * len(wanted)
        while any(map(lt, low, high)):
            middle = [(first + last) // 2 for first, last in zip(low, high, strict=True)]
            found = Whole(
                self._path,
                read(sorted({row + 1 for row in middle if row < self.ordered_to})).items(),
            )
            for at, key in enumerate(wanted):
                if low[at] < high[at]:
                    if found[middle[at] + 1] < key:
                        low[at] = middle[at] + 1
                    else:
                        high[at] = middle[at]
        return low

    def rows_until(self, day: str) -> int:
        """Return the last row in order whose first day is ``day`` or earlier."""
        return self.rows_before(day + "\0")  # comes right after it


def sort_keys(connection: sqlite3.Connection, rows: Sequence[int]) -> dict[int, SortKey]:
    """Return what sorts each of the statements with these row numbers, of those that are whole."""
    found = connection.execute(
        "SELECT t.id, coalesce(t.said_from, ''), source.slug, -t.start, -t.end, t.hash"
        " FROM json_each(?) AS wanted CROSS JOIN statement AS t ON t.id = wanted.value"
        " CROSS JOIN source ON source.id = t.source",
        (json.dumps(rows),),
    )
    return {row: SortKey(*order) for row, *order in found}


class Newest(Sequence[int]):
    """The rows of ``found`` from the newest on, worked out as they are asked for."""

    def __init__(self, found: BitMap, chronology: Chronology) -> None:
        self._found = found
        self._length = len(found)
        late = chronology.late_among(found)
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

    def first(self, most: int) -> BitMap:
        """Return the newest ``most`` of them as a set."""
        most = min(most, self._length)
        late = bisect_left(self._late_at, most)
        rows = self._found[self._ordered - (most - late) : self._ordered]
        rows.update(self._late[:late])
        return rows

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


def between(first: int, last: int) -> BitMap:
    """Return the rows from ``first`` to ``last``, both included."""
    found = BitMap()
    if first <= last:
        found.add_range(first, last + 1)
    return found
