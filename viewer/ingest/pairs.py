"""Common words by the word after them, and where they stand more than once.

The full-text index is slow to find a phrase of common words such as “of the” or “has re”:
it merges all places of all of them.  Which words are common a sample tells, before the
first of all statements is written; of any other word nothing is kept.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from operator import itemgetter

from pyroaring import BitMap

from viewer.library.postings import again, opened

SAMPLE = 4000  # statements

_GATHERED = 4 << 20  # bytes of row numbers held in memory


def common(texts: Iterable[str], share: float) -> frozenset[str]:
    """Return the words that stand in at least a ``share`` of folded ``texts``."""
    counts: Counter[str] = Counter()
    sampled = 0
    for text in texts:
        counts.update({*text.split()})
        sampled += 1
    return frozenset(word for word, count in counts.items() if count >= share * sampled)


def pairs(text: str, words: frozenset[str]) -> set[str]:
    """Return the keys of the common ``words`` in a folded text, as the schema tells of them."""
    found: set[str] = set()
    met: set[str] = set()
    for one, other in pairwise([*text.split(), ""]):
        if one in words:
            if other:
                found.add(f"{one} {other}" if other in words else opened(one, other))
            if one in met:
                found.add(again(one))
            met.add(one)
    return found


class Pairs:
    """Gathers the statements of what is kept of common words, on disk but for the last of them."""

    def __init__(self, connection: sqlite3.Connection, words: frozenset[str]) -> None:
        self.words = words
        self._connection = connection
        self._gathered: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._held = 0
        connection.execute("CREATE TEMP TABLE pair (key TEXT, statements BLOB)")

    def add(self, found: dict[str, bytes]) -> None:
        """Add the pairs of some statements, as ``Rows`` has them."""
        if self._held > _GATHERED:
            self._set_aside()
        for pair, statements in found.items():
            self._gathered[pair].frombytes(statements)
            self._held += len(statements)

    def sets(self) -> Iterator[tuple[str, BitMap]]:
        """Yield each key with its statements, once all are added.

        Each common word has a set of where it stands again: by these they are known.
        """
        for word in self.words:
            self._gathered[again(word)].extend(())
        self._set_aside()
        rows = self._connection.execute("SELECT key, statements FROM temp.pair ORDER BY key")
        for key, group in groupby(rows, itemgetter(0)):
            yield key, BitMap.union(*(BitMap.deserialize(stored) for _, stored in group))
        self._connection.execute("DROP TABLE temp.pair")

    def _set_aside(self) -> None:
        self._connection.executemany(
            "INSERT INTO temp.pair VALUES (?, ?)",
            ((key, BitMap(found).serialize()) for key, found in self._gathered.items()),
        )
        self._gathered.clear()
        self._held = 0
