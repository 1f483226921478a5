"""Sets of statements, kept in the library as roaring bitmaps."""

from __future__ import annotations

import sqlite3
from typing import Literal

from pyroaring import BitMap

Kind = Literal["speaker", "mention", "claim", "source", "mode", "position"]

EMPTY = BitMap()


class Postings:
    """The statements of each thing that a filter can name, by row number."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sets: dict[tuple[str, str], BitMap] = {
            (kind, key): BitMap.deserialize(statements)
            for kind, key, statements in connection.execute(
                "SELECT kind, key, statements FROM posting"
            )
        }

    def of(self, kind: Kind, key: int | str) -> BitMap:
        """Return the statements of one thing; not to be changed."""
        return self._sets.get((kind, str(key)), EMPTY)

    def of_any(self, kind: Kind, keys: frozenset[int]) -> BitMap:
        """Return the statements of at least one of several things."""
        sets = [found for key in keys if (found := self._sets.get((kind, str(key))))]
        return BitMap.union(*sets) if sets else EMPTY
