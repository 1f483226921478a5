"""Claims and sources by id, or by the words of their titles."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from typing import Literal

from viewer import fold

Titled = Literal["claim", "source"]

_QUERIES: dict[Titled, str] = {
    "claim": "SELECT id, slug, proposition FROM claim WHERE id > ? ORDER BY id LIMIT ?",
    "source": "SELECT id, slug, title FROM source WHERE id > ? ORDER BY id LIMIT ?",
}
_FOLDED = 100  # titles at once: some milliseconds


class Titles:
    """All claims or all sources of a library, read and folded once."""

    def __init__(self, connection: sqlite3.Connection, kind: Titled) -> None:
        self._connection = connection
        self._kind: Titled = kind
        self._rows = array("q")
        self._words: list[str] = []
        self._is_read = False
        self._found: tuple[str, list[int]] = ("", [])

    def find(self, value: str) -> tuple[int, ...]:
        """Return the rows with this id, else those whose title or id holds all its words.

        Of each word the beginning is enough.
        """
        same = self._connection.execute(
            f"SELECT id FROM {self._kind} WHERE slug = ?", (value.lower(),)
        ).fetchone()
        if same:
            return (same[0],)
        for _ in self.prepare():
            pass
        typed = f" {fold.key(value)}"
        if not typed.strip():
            return ()
        before, among = self._found
        # What is typed letter by letter narrows what was found before.
        found = among if before and typed.startswith(before) else list(range(len(self._words)))
        for word in typed.split():
            found = [at for at in found if f" {word}" in self._words[at]]
        self._found = typed, found
        return tuple([self._rows[at] for at in found])

    def prepare(self) -> Iterator[None]:
        """Read and fold the titles, in pieces of some milliseconds, unless it is done."""
        while not self._is_read:
            last = self._rows[-1] if self._rows else 0
            rows = self._connection.execute(_QUERIES[self._kind], (last, _FOLDED)).fetchall()
            for _, slug, title in rows:
                words = dict.fromkeys(f"{fold.key(title)} {fold.key(slug)}".split())
                self._words.append(f" {' '.join(words)}")
            self._rows.extend(row for row, _, _ in rows)
            self._is_read = len(rows) < _FOLDED
            yield


_ABOUT: dict[Titled, str] = {
    "claim": "SELECT json_group_array(json_array(statement, claim)) FROM ("
    "SELECT statement, claim FROM stance WHERE statement IN (SELECT value FROM json_each(?1))"
    " UNION ALL SELECT statement, claim FROM appraisal"
    " WHERE statement IN (SELECT value FROM json_each(?1)))",
    "source": "SELECT json_group_array(json_array(id, source)) FROM statement"
    " WHERE id IN (SELECT value FROM json_each(?1))",
}


def about(
    kind: Titled, wanted: frozenset[int], rows: Sequence[int], connection: sqlite3.Connection
) -> list[int]:
    """Return those of the statements ``rows`` that are from or about one of ``wanted``."""
    (answer,) = connection.execute(_ABOUT[kind], (json.dumps(list(rows)),)).fetchone()
    found = {row for row, one in json.loads(answer) if one in wanted}
    return [row for row in rows if row in found]
