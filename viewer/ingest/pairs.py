"""Common words by the first letters of the word after them.

The full-text index is slow to find an open phrase such as “has re”: it merges all places
of all words that begin so.  Which words are common a sample tells, before the first of
all statements is written; of any other word no pair is kept.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from operator import itemgetter

from pyroaring import BitMap

from viewer.library.postings import PAIRED

SAMPLE = 4000  # statements

_GATHERED = 100_000  # statements of which the pairs are held in memory


def common(texts: Iterable[str], share: float) -> frozenset[str]:
    """Return the words that stand in at least a ``share`` of folded ``texts``."""
    counts: Counter[str] = Counter()
    sampled = 0
    for text in texts:
        counts.update({*text.split()})
        sampled += 1
    return frozenset(word for word, count in counts.items() if count >= share * sampled)


def pairs(text: str, words: frozenset[str]) -> set[str]:
    """Return each of ``words`` in a folded text, with a space and the letters that follow it."""
    return {f"{one} {other[:PAIRED]}" for one, other in pairwise(text.split()) if one in words}


class Pairs:
    """Gathers the statements of each pair, on disk but for the last of them."""

    def __init__(self, connection: sqlite3.Connection, words: frozenset[str]) -> None:
        self.words = words
        self._connection = connection
        self._gathered: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._first = 0
        connection.execute("CREATE TEMP TABLE pair (pair TEXT, statements BLOB)")

    def add(self, first: int, found: dict[str, list[int]]) -> None:
        """Add the pairs of a batch of statements, numbered from 0, whose first row is ``first``."""
        if first >= self._first + _GATHERED:
            self._set_aside()
            self._first = first
        for pair, numbers in found.items():
            self._gathered[pair].extend([first + number for number in numbers])

    def sets(self) -> Iterator[tuple[str, BitMap]]:
        """Yield each pair with its statements, once all are added."""
        self._set_aside()
        rows = self._connection.execute("SELECT pair, statements FROM temp.pair ORDER BY pair")
        for pair, group in groupby(rows, itemgetter(0)):
            yield pair, BitMap.union(*(BitMap.deserialize(stored) for _, stored in group))
        self._connection.execute("DROP TABLE temp.pair")

    def _set_aside(self) -> None:
        self._connection.executemany(
            "INSERT INTO temp.pair VALUES (?, ?)",
            ((pair, BitMap(found).serialize()) for pair, found in self._gathered.items()),
        )
        self._gathered.clear()
