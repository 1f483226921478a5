"""Where records wait until all of them are read and can be put in order.

They wait in a temporary table on disk, so that a million need no more memory
than a few.
"""

from __future__ import annotations

import dataclasses
import io
import pickle
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from viewer import fold, plain, records
from viewer.ingest.entry import Entry
from viewer.ingest.errors import InputError
from viewer.records import About, Record, Statement

KINDS = tuple(kind for kind in plain.KINDS if kind != "statement")


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry ready to be staged."""

    kind: str
    id: str
    where: str
    record: bytes
    said: str = ""
    source: str = ""
    start: int = 0
    end: int = 0
    words: str = ""
    joined: str = ""


def prepare(entry: Entry) -> Prepared:
    """Do with an entry what needs nothing else of the library."""
    record = entry.record
    kind = plain.kind_of(record)
    if not isinstance(record, Statement):
        id = "" if isinstance(record, About) else record.id
        return Prepared(kind, id, entry.where, _packed(record))
    words, joined = fold.texts(record.exact)
    return Prepared(
        kind,
        record.id,
        entry.where,
        _packed(record),
        record.said.first or "",
        record.source,
        record.start,
        record.end,
        words,
        joined,
    )


class Staging:
    """The records of one intake, each id once."""

    def __init__(self) -> None:
        # An empty name is a database of its own on disk, deleted when it is closed.
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute(
            "CREATE TABLE staged (row INTEGER PRIMARY KEY, kind TEXT, id TEXT, place TEXT,"
            " said TEXT, source TEXT, start INTEGER, end INTEGER,"
            " words TEXT, joined TEXT, record BLOB, UNIQUE (kind, id))"
        )
        self._connection.execute("BEGIN")
        self.word_counts: Counter[str] = Counter()
        self.statements = 0

    def __len__(self) -> int:
        found = self._connection.execute("SELECT count(*) FROM staged").fetchone()
        return int(found[0])

    def close(self) -> None:
        self._connection.close()

    def add(self, given: Prepared) -> None:
        """Stage a record; the same again changes nothing, another with its id is an error."""
        staged = self._connection.execute(
            "INSERT OR IGNORE INTO staged (kind, id, place, said, source, start, end,"
            " words, joined, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                given.kind,
                given.id,
                given.where,
                given.said,
                given.source,
                given.start,
                given.end,
                given.words,
                given.joined,
                given.record,
            ),
        )
        if staged.rowcount:
            if given.kind == "statement":
                self.statements += 1
                self.word_counts.update({*given.words.split(), *given.joined.split()})
            return
        place, before = self._connection.execute(
            "SELECT place, record FROM staged WHERE kind = ? AND id = ?", (given.kind, given.id)
        ).fetchone()
        if not plain.same(_unpacked(before), _unpacked(given.record)):
            raise InputError(given.where, taken(given.kind, given.id, place))

    def drop(self, kind: str, id: str) -> None:
        """Take back a record that turned out not to be needed."""
        self._connection.execute("DELETE FROM staged WHERE kind = ? AND id = ?", (kind, id))
        self.statements -= kind == "statement"

    def place_of(self, kind: str, id: str) -> str:
        """Return where a staged record was read."""
        (place,) = self._connection.execute(
            "SELECT place FROM staged WHERE kind = ? AND id = ?", (kind, id)
        ).fetchone()
        return str(place)

    def all(self) -> Iterator[tuple[str, str, Entry]]:
        """Yield kind, id and entry of every record, those first that are taken back meanwhile."""
        keys = self._connection.execute("SELECT row, kind, id FROM staged").fetchall()
        for row, kind, id in keys:
            place, record = self._connection.execute(
                "SELECT place, record FROM staged WHERE row = ?", (row,)
            ).fetchone()
            yield kind, id, Entry(_unpacked(record), place)

    def entries(self) -> Iterator[Entry]:
        """Yield everything but the statements, kind by kind."""
        for kind in KINDS:
            for place, record in self._connection.execute(
                "SELECT place, record FROM staged WHERE kind = ? ORDER BY row", (kind,)
            ):
                yield Entry(_unpacked(record), place)

    def ordered_statements(self) -> Iterator[tuple[Entry, str, str]]:
        """Yield the statements with their folded and joined words, in the order of their rows.

        Rows ascend with the date said; within one day and source they run against
        the text, so that newest first shows a text from its beginning.
        """
        rows = self._connection.execute(
            "SELECT row FROM staged WHERE kind = 'statement'"
            " ORDER BY said, source, start DESC, end DESC, row DESC"
        )
        for (row,) in rows:
            place, record, words, joined = self._connection.execute(
                "SELECT place, record, words, joined FROM staged WHERE row = ?", (row,)
            ).fetchone()
            yield Entry(_unpacked(record), place), words, joined


def taken(kind: str, id: str, place: str) -> str:
    """Return the sentence for an id that is given to two different records."""
    if kind == "library":
        return f"the library is described already, and otherwise, in {place}"
    return f"the id “{id}” is taken by another {kind}, in {place}"


class _Pickler(pickle.Pickler):
    """Packs a record as its class and fields; what dataclasses do by themselves is slow."""

    def reducer_override(self, given: object) -> Any:
        fields = _FIELDS.get(type(given))
        return NotImplemented if fields is None else (type(given), fields(given))


_FIELDS: dict[type, Callable[[object], Any]] = {
    cls: attrgetter(*(field.name for field in dataclasses.fields(cls)))
    for cls in vars(records).values()
    if isinstance(cls, type) and dataclasses.is_dataclass(cls)
}


def _packed(record: Record) -> bytes:
    packed = io.BytesIO()
    _Pickler(packed, pickle.HIGHEST_PROTOCOL).dump(record)
    return packed.getvalue()


def _unpacked(record: bytes) -> Record:
    unpacked: Record = pickle.loads(record)  # noqa: S301 - packed by this very process
    return unpacked
