"""What search reads, made from what the library says."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict

from pyroaring import BitMap

from viewer import fold

COMMON_SHARE = 50
"""A word or beginning in more than one statement of so many is kept as a posting too …"""
COMMON_LEAST = 4096
"""… unless it is in fewer than this, which the full-text index reads in a millisecond or two."""
LONGEST_PREFIX = 6


class IndexWriter:
    """Collects what each statement adds to the index; ``finish`` writes it."""

    def __init__(self, connection: sqlite3.Connection, common: frozenset[tuple[str, str]]) -> None:
        """``common`` names the postings of words and prefixes to keep, as (kind, key)."""
        self._connection = connection
        self._common = common
        self._postings: defaultdict[tuple[str, str], array[int]]
        self._postings = defaultdict(lambda: array("I"))
        self._targets: dict[str, list[array[int]]] = {}
        self._words: list[tuple[int, str, str]] = []

    def add_words(self, statement: int, words: str, joined: str) -> None:
        """Index the folded words of one statement under its row number."""
        self._words.append((statement, words, joined))
        for word in {*words.split(), *joined.split()} if self._common else ():
            for target in self._targets_of(word):
                if not target or target[-1] != statement:
                    target.append(statement)
        if len(self._words) >= COMMON_LEAST:
            self._write_words()

    def add_posting(self, kind: str, key: int | str, statement: int) -> None:
        self._postings[kind, str(key)].append(statement)

    def finish(self, ordered_to: int) -> None:
        """Write the postings, which fold the words are of, and how far rows are in order."""
        self._write_words()
        for (kind, key), rows in sorted(self._postings.items()):
            statements = BitMap(rows)
            before = self._connection.execute(
                "SELECT statements FROM posting WHERE kind = ? AND key = ?", (kind, key)
            ).fetchone()
            if before:
                statements |= BitMap.deserialize(before[0])
            statements.run_optimize()
            self._connection.execute(
                "INSERT INTO posting (kind, key, statements) VALUES (?, ?, ?)"
                " ON CONFLICT (kind, key) DO UPDATE SET statements = excluded.statements",
                (kind, key, statements.serialize()),
            )
        self._connection.execute(
            "INSERT OR REPLACE INTO search_index VALUES (1, ?, ?)", (fold.VERSION, ordered_to)
        )

    def _targets_of(self, word: str) -> list[array[int]]:
        found = self._targets.get(word)
        if found is None:
            keys = [("word", word)]
            keys += [("prefix", word[:size]) for size in range(1, LONGEST_PREFIX + 1)]
            found = [self._postings[key] for key in dict.fromkeys(keys) if key in self._common]
            self._targets[word] = found
        return found

    def _write_words(self) -> None:
        self._connection.executemany(
            "INSERT INTO statement_words (rowid, words, joined) VALUES (?, ?, ?)", self._words
        )
        self._words.clear()


def common(counts: Counter[str], statements: int) -> frozenset[tuple[str, str]]:
    """Return the words and prefixes that need a posting.

    ``counts`` holds in how many statements each word stands.  A prefix counts as
    often as its words together, which is at least as often as it stands.
    """
    least = max(COMMON_LEAST, statements // COMMON_SHARE)
    prefixes: Counter[str] = Counter()
    for word, count in counts.items():
        for size in range(1, min(len(word), LONGEST_PREFIX) + 1):
            prefixes[word[:size]] += count
    words = [("word", word) for word, count in counts.items() if count >= least]
    return frozenset(words + [("prefix", key) for key, count in prefixes.items() if count >= least])


def stored_common(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """Return the words and prefixes that have a posting in a library already."""
    rows = connection.execute("SELECT kind, key FROM posting WHERE kind IN ('word', 'prefix')")
    return frozenset(rows.fetchall())
