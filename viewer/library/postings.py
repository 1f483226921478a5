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

Kind = Literal["speaker", "holder", "via", "mention", "claim", "source", "mode", "position"]
Many = Literal["claim", "source"]
"""The kinds of which a filter may name thousands."""
WordKind = Literal["word", "prefix"]
WHOLE_PREFIX = 1
"""Letters of a beginning whose set is whole; that of a longer one lacks what is kept below it:
the sets of what begins so and goes on, and of the common words that do."""
LONGEST_PREFIX = 24
"""Letters of the longest beginning that is kept: longer than all but a few words."""

_LAST = "(SELECT max(position) FROM link WHERE statement = l.statement)"

SETS: dict[Kind, tuple[str, ...]] = {
    "source": ("SELECT source AS key, id AS statement FROM statement",),
    "mode": ("SELECT mode AS key, id AS statement FROM statement",),
    "mention": ("SELECT entity AS key, statement FROM mention",),
    "position": ("SELECT position AS key, statement FROM stance",),
    "claim": (
        "SELECT claim AS key, statement FROM stance WHERE claim IS NOT NULL",
        "SELECT claim AS key, statement FROM appraisal WHERE claim IS NOT NULL",
    ),
    "speaker": (f"SELECT actor AS key, statement FROM link AS l WHERE position = {_LAST}",),
    "via": (f"SELECT actor AS key, statement FROM link AS l WHERE position < {_LAST}",),
    "holder": (
        "SELECT actor AS key, statement FROM stance_holder JOIN stance ON stance.id = stance",
        "SELECT actor AS key, statement FROM appraisal_holder"
        " JOIN appraisal ON appraisal.id = appraisal",
    ),
}
"""What each kind is the statements of: queries of key and row number that together give all.

Who speaks in a statement is the last of its chain; it comes via all others.
"""

_KEPT: frozenset[Kind] = frozenset({"speaker", "holder", "via", "mention", "mode", "position"})
"""The kinds that are read again and again; of claims and sources there are too many to keep."""

PAIRED = 2
"""Letters of a rare word after a common one that are kept with it."""

MARK = "ª"
"""Before a joined word in the index of statements, and where what is kept is of these alone."""

_AGAIN = "+"  # which no folded word has, as MARK

BELOW = "SELECT statements FROM posting WHERE kind IN ('word', 'prefix') AND key >= ? AND key < ?"
"""The sets of a beginning and below it, bound to where its keys begin and end."""
_OF_KEY = "SELECT statements FROM posting WHERE kind = ? AND key = ?"
_OF_KIND = "SELECT key, statements FROM posting WHERE kind = ?"
_READ = 300  # sets at once: some milliseconds

EMPTY = BitMap()


class Postings:
    """The statements of each thing that a filter can name, by row number."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """``path`` is what the fault of a set that cannot be read is said of."""
        self._connection = connection
        self._path = path
        self._kinds: dict[Kind, dict[str, BitMap]] = {}
        self._lists: dict[Many, list[bytes]] = {}  # by row number
        self._reached: dict[Many, str | None] = {}  # the last key that was read, None at the end

    @cached_property
    def everything(self) -> BitMap:
        """All statements: each has one mode, so that these sets together are all."""
        return BitMap.union(*(self.of("mode", mode) for mode in MODES))

    def of(self, kind: Kind, key: int | str) -> BitMap:
        """Return the statements of one thing; not to be changed."""
        if kind not in _KEPT:
            return self._one(kind, str(key)) or EMPTY
        if kind not in self._kinds:
            self._kinds[kind] = dict(self.each(kind))
        return self._kinds[kind].get(str(key), EMPTY)

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
        try:
            found.frombytes(b"".join(map(self._lists[kind].__getitem__, keys)))
        except IndexError as error:
            raise damaged(self._path) from error
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
                if not 0 <= (row := self._row(key)) < len(lists):
                    raise damaged(self._path)
                lists[row] = self._set(found).to_array().tobytes()
            self._reached[kind] = rows[-1][0] if len(rows) == _READ else None
            yield

    def each(self, kind: Kind) -> Iterator[tuple[str, BitMap]]:
        """Yield everything of one kind by key, with its statements."""
        rows = self._connection.execute(_OF_KIND, (kind,))
        return ((key, self._set(found)) for key, found in rows)

    def by_row(self, kind: Many) -> Iterator[tuple[int, BitMap]]:
        """Yield everything of one kind by row number, with its statements."""
        return ((self._row(key), found) for key, found in self.each(kind))

    def of_word(self, kind: WordKind, key: str) -> BitMap | None:
        """Return the statements with a common word or beginning of words, None for a rare one.

        Those in which only joined words are, or begin, so are not among them.
        """
        if len(key) > LONGEST_PREFIX and kind == "prefix":
            return None
        whole = kind != "prefix" or len(key) <= WHOLE_PREFIX
        query, bound = (_OF_KEY, (kind, key)) if whole else (BELOW, key_range(key))
        found = [self._set(one) for (one,) in self._connection.execute(query, bound).fetchall()]
        return found[0].union(*found, self._one(f"late {kind}", key) or EMPTY) if found else None

    def of_joined(self, kind: WordKind, key: str) -> BitMap:
        """Return the statements that ``of_word`` leaves out."""
        return self._with_late(kind, MARK + key)

    @cached_property
    def paired(self) -> frozenset[str]:
        """The common words of which it is kept what stands after them."""
        return paired_words(self._connection)

    def of_pair(self, word: str, other: str) -> BitMap:
        """Return the statements where ``word`` stands before ``other``, both of them ``paired``."""
        return self._with_late("pair", f"{word} {other}")

    def after(self, word: str, beginning: str) -> tuple[BitMap, BitMap]:
        """Return the statements where ``word``, which is paired, stands before one that begins so.

        First those that surely do, then others of which the first two letters alone are known.
        """
        keys = key_range(f"{word} {beginning}")
        stored = self._connection.execute(
            "SELECT statements FROM posting"
            " WHERE kind IN ('pair', 'late pair') AND key >= ? AND key < ?",
            keys,
        ).fetchall()
        sure = EMPTY.union(*(self._set(one) for (one,) in stored))
        known = len(beginning) <= PAIRED
        return sure, EMPTY if known else self._with_late("pair", opened(word, beginning)) - sure

    def with_again(self, word: str) -> BitMap:
        """Return the statements in which ``word``, which is paired, stands more than once."""
        return self._with_late("pair", again(word))

    def _with_late(self, kind: WordKind | Literal["pair"], key: str) -> BitMap:
        """Return the statements of a key, those that came in later included."""
        found = (self._one(kind, key), self._one(f"late {kind}", key))
        return EMPTY.union(*filter(None, found))

    def _one(self, kind: str, key: str) -> BitMap | None:
        row = self._connection.execute(_OF_KEY, (kind, key)).fetchone()
        return None if row is None else self._set(row[0])

    def _row(self, key: str) -> int:
        try:
            return int(key)
        except ValueError as error:
            raise damaged(self._path) from error

    def _set(self, stored: bytes) -> BitMap:
        try:
            return BitMap.deserialize(stored)
        except (ValueError, IndexError, TypeError) as error:
            raise damaged(self._path) from error


def key_range(beginning: str) -> tuple[str, str]:
    """Return the first key that begins so, and the first after it that does not."""
    return beginning, beginning[:-1] + chr(ord(beginning[-1]) + 1)


def opened(word: str, other: str) -> str:
    """Return the key of the pair of a common word and a rare one after it."""
    return f"{word} {other[:PAIRED]}*"


def again(word: str) -> str:
    """Return the key of where a common word stands more than once."""
    return f"{word} {_AGAIN}"


def paired_words(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the words of which pairs are kept."""
    keys = connection.execute(
        "SELECT key FROM posting WHERE kind = 'pair' AND key LIKE ?", (f"% {_AGAIN}",)
    )
    return frozenset(key.split()[0] for (key,) in keys)
