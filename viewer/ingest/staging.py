"""Where records wait until all of them are read and can be put in order.

They wait in a temporary table on disk, so that a million need no more memory
than a few.
"""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from viewer import plain
from viewer.ingest.entry import Entry
from viewer.ingest.errors import InputError
from viewer.ingest.index import index_text
from viewer.records import About, Record, Statement

KINDS = tuple(kind for kind in plain.KINDS if kind != "statement")


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry ready to be staged; ``digest`` tells equal content from other content."""

    kind: str
    id: str
    where: str
    digest: bytes
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
    packed = pickle.dumps(record, pickle.HIGHEST_PROTOCOL)
    if not isinstance(record, Statement):
        id = "" if isinstance(record, About) else record.id
        return Prepared(kind, id, entry.where, digest(record), packed)
    words, joined = index_text(record.exact)
    return Prepared(
        kind,
        record.id,
        entry.where,
        digest(record),
        packed,
        record.said.first or "",
        record.source,
        record.start,
        record.end,
        words,
        joined,
    )


def digest(record: Record) -> bytes:
    """Return a hash of the content of a record."""
    return hashlib.blake2b(repr(record).encode("utf-8", "replace"), digest_size=16).digest()


class Staging:
    """The records of one intake, each id once."""

    def __init__(self) -> None:
        # An empty name is a database of its own on disk, deleted when it is closed.
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute(
            "CREATE TABLE staged (row INTEGER PRIMARY KEY, kind TEXT, id TEXT, place TEXT,"
            " digest BLOB, said TEXT, source TEXT, start INTEGER, end INTEGER,"
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
            "INSERT OR IGNORE INTO staged (kind, id, place, digest, said, source, start, end,"
            " words, joined, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                given.kind,
                given.id,
                given.where,
                given.digest,
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
        before, place = self._connection.execute(
            "SELECT digest, place FROM staged WHERE kind = ? AND id = ?", (given.kind, given.id)
        ).fetchone()
        if before != given.digest:
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

    def digests(self) -> Iterator[tuple[str, str, str, bytes]]:
        """Yield kind, id, place and digest of every record."""
        rows = self._connection.execute("SELECT kind, id, place, digest FROM staged").fetchall()
        yield from rows

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


def _unpacked(record: bytes) -> Record:
    unpacked: Record = pickle.loads(record)  # noqa: S301 - packed by this very process
    return unpacked
