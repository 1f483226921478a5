"""Where records wait until all of them are read and can be put in order.

They wait in a temporary database on disk, so that a million need no more memory
than a few.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import cast

from viewer import plain
from viewer.ingest import forms
from viewer.ingest.entry import Entry
from viewer.ingest.errors import InputError
from viewer.records import Record, Statement

_SCHEMA = """
CREATE TABLE staged (row INTEGER PRIMARY KEY, kind TEXT, id TEXT, place TEXT, number INTEGER,
    said TEXT, source TEXT, start INTEGER, end INTEGER, UNIQUE (kind, id));
CREATE TABLE line (row INTEGER PRIMARY KEY, line BLOB);
"""
_NO_ORDER = ("", "", 0, 0)


class Staging:
    """The records of one intake, each id once."""

    def __init__(self) -> None:
        # An empty name is a database of its own on disk, deleted when it is closed.
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA cache_size = -32768")
        self._connection.executescript(_SCHEMA)
        self._connection.execute("BEGIN")
        self._last = 0
        self.statements = 0

    def __len__(self) -> int:
        found = self._connection.execute("SELECT count(*) FROM staged").fetchone()
        return int(found[0])

    def close(self) -> None:
        self._connection.close()

    def add(self, entry: Entry) -> None:
        """Stage a record; the same again changes nothing.

        Raises InputError when the line holds none, or another one of an id that is taken.
        """
        try:
            kind, record = forms.read(entry.line)
        except forms.Malformed as error:
            raise InputError(entry.where, str(error)) from None
        id = "" if kind == "library" else record.id  # type: ignore[union-attr]
        order = _order(cast(Statement, record)) if kind == "statement" else _NO_ORDER
        staged = self._connection.execute(
            "INSERT OR IGNORE INTO staged (row, kind, id, place, said, source, start, end)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self._last + 1, kind, id, entry.where, *order),
        )
        if staged.rowcount:
            self._last += 1
            self.statements += kind == "statement"
            self._connection.execute("INSERT INTO line VALUES (?, ?)", (self._last, entry.line))
        else:
            self._compare(kind, id, record, entry.where)

    def drop(self, kind: str, id: str) -> None:
        """Take back a record that turned out not to be needed."""
        self._connection.execute("DELETE FROM staged WHERE kind = ? AND id = ?", (kind, id))
        self.statements -= kind == "statement"

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
            "SELECT row, kind, id, line, place FROM staged JOIN line USING (row)"
            " WHERE row > ? ORDER BY row LIMIT 1",
            (last,),
        ).fetchone():
            last, kind, id, line, place = row
            yield kind, id, Entry(line, place)

    def entries(self) -> Iterator[Entry]:
        """Yield everything but the statements, kind by kind."""
        for kind in plain.KINDS:
            if kind != "statement":
                for line, place in self._connection.execute(
                    "SELECT line, place FROM staged JOIN line USING (row)"
                    " WHERE kind = ? ORDER BY row",
                    (kind,),
                ):
                    yield Entry(line, place)

    def ordered_statements(self) -> Iterator[Entry]:
        """Yield the statements in the order of their rows.

        Rows ascend with the date said; within one day and source they run against
        the text, so that newest first shows a text from its beginning.
        """
        rows = self._connection.execute(
            "SELECT row FROM staged WHERE kind = 'statement'"
            " ORDER BY said, source, start DESC, end DESC, row DESC"
        )
        for (row,) in rows:
            yield Entry(
                *self._connection.execute(
                    "SELECT line, place FROM staged JOIN line USING (row) WHERE row = ?", (row,)
                ).fetchone()
            )

    def first_day(self) -> str | None:
        """Return the day of the first statement in order, None when there is no statement."""
        (day,) = self._connection.execute(
            "SELECT min(said) FROM staged WHERE kind = 'statement'"
        ).fetchone()
        return None if day is None else str(day)

    def _compare(self, kind: str, id: str, record: Record, where: str) -> None:
        line, place = self._connection.execute(
            "SELECT line, place FROM staged JOIN line USING (row) WHERE kind = ? AND id = ?",
            (kind, id),
        ).fetchone()
        if not forms.same(forms.read(line)[1], record):
            raise InputError(where, taken(kind, id, place))


def _order(statement: Statement) -> tuple[str, str, int, int]:
    """Return what says where in order a statement stands."""
    return (statement.said.first or "", statement.source, statement.start, statement.end)


def taken(kind: str, id: str, place: str) -> str:
    """Return the sentence for an id that is given to two different records."""
    if kind == "library":
        return f"the library is described already, and otherwise, in {place}"
    return f"the id “{id}” is taken by another {kind}, in {place}"
