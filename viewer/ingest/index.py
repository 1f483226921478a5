"""What search reads, made from what the library says."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from pyroaring import BitMap

from viewer import fold


class IndexWriter:
    """Collects the postings of every statement and writes the words as they come."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._postings: defaultdict[tuple[str, str], BitMap] = defaultdict(BitMap)

    def add_words(self, statement: int, exact: str) -> None:
        """Index the words of one statement under its row number."""
        self._connection.execute(
            "INSERT INTO statement_words (rowid, words, joined) VALUES (?, ?, ?)",
            (statement, *index_text(exact)),
        )

    def add_posting(self, kind: str, key: int | str, statement: int) -> None:
        self._postings[kind, str(key)].add(statement)

    def finish(self) -> None:
        """Write the postings, and which fold the words are of."""
        for (kind, key), statements in sorted(self._postings.items()):
            statements.run_optimize()
            self._connection.execute(
                "INSERT INTO posting (kind, key, statements) VALUES (?, ?, ?)",
                (kind, key, statements.serialize()),
            )
        self._connection.execute("INSERT INTO search_index VALUES (1, ?)", (fold.VERSION,))


def index_text(exact: str) -> tuple[str, str]:
    """Return the folded words of a statement and its hyphenated words as one word each."""
    words = fold.words(exact)
    joined = fold.joined(exact, words)
    return " ".join(word.text for word in words), " ".join(word.text for word in joined)
