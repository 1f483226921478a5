"""Sets of statements, kept in the library as roaring bitmaps."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from pyroaring import BitMap

from viewer.library.file import damaged

Kind = Literal["speaker", "mention", "claim", "source", "mode", "position"]
WordKind = Literal["word", "prefix"]

_KEPT: frozenset[Kind] = frozenset({"speaker", "mention", "mode", "position"})
"""The kinds that every search reads; of claims and sources there are too many to keep."""

EMPTY = BitMap()


class Postings:
    """The statements of each thing that a filter can name, by row number."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """``path`` is what the fault of a set that cannot be read is said of."""
        self._connection = connection
        self._path = path
        self._kinds: dict[Kind, dict[str, BitMap]] = {}

    def of(self, kind: Kind, key: int | str) -> BitMap:
        """Return the statements of one thing; not to be changed."""
        if kind not in _KEPT:
            return self._one(kind, str(key)) or EMPTY
        if kind not in self._kinds:
            self._kinds[kind] = dict(self.each(kind))
        return self._kinds[kind].get(str(key), EMPTY)

    def united(self, kind: Kind, keys: Sequence[int]) -> BitMap:
        """Return the statements of any of some things."""
        rows = self._connection.execute(
            "SELECT statements FROM posting WHERE kind = ?"
            " AND key IN (SELECT CAST(value AS TEXT) FROM json_each(?))",
            (kind, json.dumps(keys)),
        )
        return EMPTY.union(*(self._set(found) for (found,) in rows))

    def each(self, kind: Kind) -> Iterator[tuple[str, BitMap]]:
        """Yield everything of one kind by key, with its statements."""
        rows = self._connection.execute(
            "SELECT key, statements FROM posting WHERE kind = ?", (kind,)
        )
        return ((key, self._set(found)) for key, found in rows)

    def of_word(self, kind: WordKind, key: str) -> BitMap | None:
        """Return the statements with a common word or beginning of words, None for a rare one."""
        found = self._one(kind, key)
        late = None if found is None else self._one(f"late {kind}", key)
        return found if found is None or late is None else found | late

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
