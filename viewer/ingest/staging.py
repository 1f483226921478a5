"""Where records wait until all of them are read and can be put in order.

They wait in a temporary database on disk, so that a million need no more memory
than a few.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import cast

from viewer import plain
from viewer.ingest import forms
from viewer.ingest.entry import Entry
from viewer.ingest.errors import InputError
from viewer.ingest.processes import mapped
from viewer.library.order import SortKey
from viewer.records import Statement

_SCHEMA = """
CREATE TABLE staged (row INTEGER PRIMARY KEY, kind TEXT, id TEXT, place TEXT, number INTEGER,
    said TEXT, source TEXT, start INTEGER, end INTEGER, line BLOB)
"""
_INSERT = (
    "INSERT INTO staged (kind, id, place, said, source, start, end, line)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_INDEXES = (
    "CREATE INDEX staged_id ON staged (kind, id, number)",
    "CREATE INDEX staged_order ON staged (said, source, start DESC, end DESC, id)"
    " WHERE kind = 'statement'",
)
_NO_ORDER = ("", "", 0, 0)


class Staging:
    """The records of one intake, each id once."""

    def __init__(self) -> None:
        # An empty name is a database of its own on disk, deleted when it is closed.
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA cache_size = -16384")
        self._connection.execute(_SCHEMA)
        self._connection.execute("BEGIN")

    def take_in(self, entries: Iterable[Entry], read: Callable[[int], None]) -> None:
        """Stage records; the same twice is staged once.

        ``read`` is told how many have been read.  Raises InputError when a line holds
        no record, or an id is given to two different ones.
        """
        for name in ("staged_id", "staged_order"):
            self._connection.execute(f"DROP INDEX IF EXISTS {name}")
        count = 0
        for batch in mapped(_staged, entries):
            self._connection.executemany(_INSERT, batch)
            count += len(batch)
            read(count)
        for index in _INDEXES:
            self._connection.execute(index)
        self._drop_repeated()

    def supply(self, entry: Entry) -> None:
        """Stage a record where none with its id is staged."""
        row = _row(entry)
        staged = self._connection.execute(
            "SELECT 1 FROM staged WHERE kind = ? AND id = ?", row[:2]
        ).fetchone()
        if staged is None:
            self._connection.execute(_INSERT, row)

    @property
    def statements(self) -> int:
        return self._count("WHERE kind = 'statement'")

    def __len__(self) -> int:
        return self._count("")

    def shrink(self) -> None:
        """Give back memory; all that waits is on disk."""
        self._connection.execute("PRAGMA shrink_memory")

    def close(self) -> None:
        self._connection.close()

    def drop(self, kind: str, id: str) -> None:
        """Take back a record that turned out not to be needed."""
        self._connection.execute("DELETE FROM staged WHERE kind = ? AND id = ?", (kind, id))

    def number(self, kinds: tuple[str, ...], last: int) -> None:
        """Give the records of ``kinds``, one series, the row numbers after ``last``."""
        self._connection.execute(
            "UPDATE staged SET number = ? + place_in_series FROM (SELECT row AS it,"
            " row_number() OVER (ORDER BY row) AS place_in_series FROM staged"
            f" WHERE kind IN ({', '.join('?' * len(kinds))})) WHERE row = it",
            (last, *kinds),
        )

    def number_of(self, kind: str, id: str) -> int | None:
        """Return the row number that was given to a record, None when it is not staged."""
        row = self._connection.execute(
            "SELECT number FROM staged WHERE kind = ? AND id = ?", (kind, id)
        ).fetchone()
        return None if row is None else row[0]

    def place_of(self, kind: str, id: str) -> str:
        """Return where a staged record was read."""
        (place,) = self._connection.execute(
            "SELECT place FROM staged WHERE kind = ? AND id = ?", (kind, id)
        ).fetchone()
        return str(place)

    def all(self) -> Iterator[tuple[str, str, Entry]]:
        """Yield kind, id and entry of every record; what was yielded may be dropped meanwhile."""
        last = 0
        while row := self._connection.execute(
            "SELECT row, kind, id, line, place FROM staged WHERE row > ? ORDER BY row LIMIT 1",
            (last,),
        ).fetchone():
            last, kind, id, line, place = row
            yield kind, id, Entry(line, place)

    def entries(self) -> Iterator[Entry]:
        """Yield everything but the statements, kind by kind."""
        for kind in plain.KINDS:
            if kind != "statement":
                for line, place in self._connection.execute(
                    "SELECT line, place FROM staged WHERE kind = ? ORDER BY row",
                    (kind,),
                ):
                    yield Entry(line, place)

    def ordered_statements(self) -> Iterator[Entry]:
        """Yield the statements in the order of their rows.

        Rows ascend with the date said; within one day and source they run against
        the text, so that newest first shows a text from its beginning.  Equal content has
        one order, which ``library.order`` goes by too.
        """
        # Left to itself SQLite would sort the lines themselves.
        for line, place in self._connection.execute(
            "SELECT line, place FROM staged INDEXED BY staged_order WHERE kind = 'statement'"
            " ORDER BY said, source, start DESC, end DESC, id"
        ):
            yield Entry(line, place)

    def sample(self, most: int) -> Iterator[Statement]:
        """Yield up to ``most`` of the statements, evenly from among all records."""
        (last,) = self._connection.execute("SELECT coalesce(max(row), 0) FROM staged").fetchone()
        for row in range(1, last + 1, max(1, -(-last // most))):
            staged = self._connection.execute(
                "SELECT line FROM staged WHERE row = ? AND kind = 'statement'", (row,)
            ).fetchone()
            if staged:
                yield cast(Statement, forms.read(staged[0])[1])

    def first_in_order(self) -> SortKey | None:
        """Return what sorts the first statement in order, None when there is no statement."""
        row = self._connection.execute(
            "SELECT said, source, -start, -end, id FROM staged INDEXED BY staged_order"
            " WHERE kind = 'statement' ORDER BY said, source, start DESC, end DESC, id LIMIT 1"
        ).fetchone()
        return None if row is None else SortKey(*row)

    def _count(self, which: str) -> int:
        (count,) = self._connection.execute(f"SELECT count(*) FROM staged {which}").fetchone()
        return int(count)

    def _drop_repeated(self) -> None:
        repeated = self._connection.execute(
            "SELECT kind, id FROM staged GROUP BY kind, id HAVING count(*) > 1"
        ).fetchall()
        for kind, id in repeated:
            (_, line, place), *others = self._connection.execute(
                "SELECT row, line, place FROM staged WHERE kind = ? AND id = ? ORDER BY row",
                (kind, id),
            ).fetchall()
            first = forms.read(line)[1]
            for row, again, where in others:
                if not forms.same(first, forms.read(again)[1]):
                    raise InputError(where, taken(kind, id, place))
                self._connection.execute("DELETE FROM staged WHERE row = ?", (row,))


_Row = tuple[str, str, str, str, str, int, int, bytes]


def _staged(entries: list[Entry]) -> list[_Row]:
    """Return entries as rows; raises InputError when the line of one holds no record."""
    return [_row(entry) for entry in entries]


def _row(entry: Entry) -> _Row:
    try:
        kind, record = forms.read(entry.line)
    except forms.Malformed as error:
        raise InputError(entry.where, str(error)) from None
    id = "" if kind == "library" else record.id  # type: ignore[union-attr]
    order = _order(cast(Statement, record)) if kind == "statement" else _NO_ORDER
    where = entry.where.encode(errors="backslashreplace").decode()  # a path may be no text
    return (kind, id, where, *order, entry.line)


def _order(statement: Statement) -> tuple[str, str, int, int]:
    """Return what says where in order a statement stands."""
    return (statement.said.first or "", statement.source, statement.start, statement.end)


def taken(kind: str, id: str, place: str) -> str:
    """Return the sentence for an id that is given to two different records."""
    if kind == "library":
        return f"the library is described already, and otherwise, in {place}"
    return f"the id “{id}” is taken by another {kind}, in {place}"
