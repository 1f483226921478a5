"""Sets of statements, kept in the library as roaring bitmaps."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Literal

from pyroaring import BitMap

from viewer.library.file import damaged
from viewer.terms import MODES

Kind = Literal["speaker", "mention", "claim", "source", "mode", "position"]
Many = Literal["claim", "source"]
"""The kinds of which a filter may name thousands."""
WordKind = Literal["word", "prefix"]

SPEAKERS = (
    "SELECT actor AS key, statement FROM link AS l"
    " WHERE position = (SELECT max(position) FROM link WHERE statement = l.statement)"
)
MENTIONS = "SELECT entity AS key, statement FROM mention"
"""Who speaks in which statement, the last of its chain, and what is mentioned there."""

_KEPT: frozenset[Kind] = frozenset({"speaker", "mention", "mode", "position"})
"""The kinds that every search reads; of claims and sources there are too many to keep."""

_OF_KIND = "SELECT key, statements FROM posting WHERE kind = ?"
_READ = 300  # sets at once: some milliseconds

EMPTY = BitMap()


class Postings:
    """The statements of each thing that a filter can name, by row number."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """``path`` is what the fault of a set that cannot be read is said of."""
        self._connection = connection
        self._path = path
        self._kinds: dict[Kind, dict[str, bytes]] = {}  # as they are stored: a third of the memory
        self._lists: dict[Many, list[bytes]] = {}  # by row number
        self._reached: dict[Many, str | None] = {}  # the last key that was read, None at the end

    @cached_property
    def everything(self) -> BitMap:
        """All statements: each has one mode, so that these sets together are all."""
        return BitMap.union(*(self.of("mode", mode) for mode in MODES))

    def of(self, kind: Kind, key: int | str) -> BitMap:
        """Return the statements of one thing."""
        if kind not in _KEPT:
            return self._one(kind, str(key)) or EMPTY
        if kind not in self._kinds:
            self._kinds[kind] = dict(self._connection.execute(_OF_KIND, (kind,)))
        stored = self._kinds[kind].get(str(key))
        return EMPTY if stored is None else self._set(stored)

    def united(self, kind: Many, keys: Iterable[int]) -> BitMap:
        """Return the statements of any of some things, which may be most of their kind."""
        if self._reached.get(kind, "") is not None:  # to get all ready would take longer
            stored = self._connection.execute(
                "SELECT statements FROM posting"
                " WHERE kind = ? AND key IN (SELECT value FROM json_each(?))",
                (kind, json.dumps([*map(str, keys)])),
            )
            return EMPTY.union(*(self._set(one) for (one,) in stored.fetchall()))
        found = array("I")
        found.frombytes(b"".join(map(self._lists[kind].__getitem__, keys)))
        return BitMap(found)

    def prepare(self, kind: Many) -> Iterator[None]:
        """Make what ``united`` is quickest with, in pieces of some milliseconds, unless it is done.

        Thousands of small sets are joined in a tenth of the time, and kept in a tenth of
        the memory, as plain lists.  What interrupts it loses one piece.
        """
        if kind not in self._lists:
            (last,) = self._connection.execute(f"SELECT max(id) FROM {kind}").fetchone()
            self._lists[kind] = [b""] * ((last or 0) + 1)
            self._reached[kind] = ""
        lists = self._lists[kind]
        while (reached := self._reached[kind]) is not None:
            # Read to its end each time: a query left open would be interrupted with the next one.
            rows = self._connection.execute(
                "SELECT key, statements FROM posting WHERE kind = ? AND key > ?"
                " ORDER BY key LIMIT ?",
                (kind, reached, _READ),
            ).fetchall()
            for key, found in rows:
                lists[int(key)] = self._set(found).to_array().tobytes()
            self._reached[kind] = rows[-1][0] if len(rows) == _READ else None
            yield

    def each(self, kind: Kind) -> Iterator[tuple[str, BitMap]]:
        """Yield everything of one kind by key, with its statements."""
        rows = self._connection.execute(_OF_KIND, (kind,))
        return ((key, self._set(found)) for key, found in rows)

    def of_word(self, kind: WordKind, key: str) -> BitMap | None:
        """Return the statements with a common word or beginning of words, None for a rare one."""
        found = self._one(kind, key)
        late = None if found is None else self._one(f"late {kind}", key)
        return found if found is None or late is None else found | late

    def common_words(self, beginning: str) -> dict[str, BitMap]:
        """Return the statements of each common word that begins so."""
        keys = self._connection.execute(
            "SELECT key FROM posting WHERE kind = 'word' AND key >= ? AND key < ?",
            (beginning, beginning[:-1] + chr(ord(beginning[-1]) + 1)),
        ).fetchall()
        return {key: found for (key,) in keys if (found := self.of_word("word", key)) is not None}

    def _one(self, kind: str, key: str) -> BitMap | None:
        row = self._connection.execute(
            "SELECT statements FROM posting WHERE kind = ? AND key = ?", (kind, key)
        ).fetchone()
        return None if row is None else self._set(row[0])

    def _set(self, stored: bytes) -> BitMap:
        try:
            return BitMap.deserialize(stored)
        except (ValueError, IndexError, TypeError) as error:
            raise damaged(self._path) from error
