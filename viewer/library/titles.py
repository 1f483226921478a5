"""Claims and sources by id, or by the words of their titles."""

from __future__ import annotations

from typing import Literal

from pyroaring import BitMap

from viewer import fold
from viewer.library.file import Connection

Titled = Literal["claim", "source"]


class Titles:
    """All claims or all sources of a library, looked up in the folded words of their titles."""

    def __init__(self, connection: Connection, kind: Titled) -> None:
        self._connection = connection
        self._kind: Titled = kind
        self._found: dict[str, BitMap] = {}

    def find(self, value: str) -> BitMap:
        """Return the rows with this id, else those whose title or id holds all its words.

        Of each word the beginning is enough.
        """
        if found := self.identified(value):
            return found
        # Each key typed asks again for all words but the last.
        self._found = {
            word: self._found.get(word) or self._with(word) for word in fold.key(value).split()
        }
        return BitMap.intersection(*self._found.values()) if self._found else BitMap()

    def identified(self, value: str) -> BitMap:
        """Return the row with this id, none where no row has it."""
        same = f"SELECT id FROM {self._kind} WHERE slug = ?"
        # An id is ASCII; SQLite takes no lone surrogates.
        return BitMap(self._connection.values(same, value.lower()) if value.isascii() else ())

    def _with(self, beginning: str) -> BitMap:
        """Return the rows with a word in title or id that begins so."""
        words = f"{self._kind}_words"
        query = f"SELECT rowid FROM {words} WHERE {words} MATCH ?"
        return BitMap(self._connection.values(query, f'"{beginning}" *'))
