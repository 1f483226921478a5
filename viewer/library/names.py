"""Actors and weapons by their names, looked up in the folded words of these."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from viewer import fold
from viewer.direction import unmarked
from viewer.library.entities import Type
from viewer.library.file import Connection

_SHORTEST_PREFIX = 3
_SHORTEST_NEAR = 4

# Names first: SQLite would look at the names of all entities of the type.
_OF_TYPE = (
    "name CROSS JOIN entity ON entity.id = entity"
    " WHERE name.id IN (SELECT rowid FROM name_words WHERE name_words MATCH ?) AND type = ?"
)


class NameHit(NamedTuple):
    """A name by which an entity was found."""

    entity: int
    text: str
    kind: str


class Names:
    """All names of a library's actors and weapons."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, type: Type, value: str) -> tuple[int, ...]:
        """Return the entities that ``value`` names: by id, else by a whole name, else by a part."""
        same = "SELECT id FROM entity WHERE type = ? AND slug = ?"
        # An id is ASCII; SQLite takes no lone surrogates.
        if value.isascii() and (
            row := self._connection.execute(same, (type, value.lower())).fetchone()
        ):
            return (row[0],)
        found = fold.words(value)
        if not found:
            return ()
        words = tuple(word.text for word in found)
        joined = fold.typed_as_one(value, found)
        return self._whole(type, words, joined) or self._part(type, words, joined)

    def _whole(self, type: Type, words: tuple[str, ...], joined: str) -> tuple[int, ...]:
        ways = _ways(words, joined)
        # The full-text index knows where a name begins, and not where it ends.
        names = self._connection.execute(
            f"SELECT entity, text FROM {_OF_TYPE}",
            (" OR ".join(f'(words : ^"{way}") OR (joined : "{way}")' for way in ways), type),
        )
        found = set()
        for entity, text in names.fetchall():
            key = fold.key(text)
            if key in ways or key.replace(" ", "") in ways:
                found.add(entity)
        return tuple(sorted(found))

    def _part(self, type: Type, words: tuple[str, ...], joined: str) -> tuple[int, ...]:
        rows = self._connection.values(
            f"SELECT DISTINCT entity FROM {_OF_TYPE}", _either(words, joined, " *"), type
        )
        return tuple(sorted(rows))

    def named(self, words: tuple[str, ...], joined: str, prefix: bool) -> list[NameHit]:
        """Return the names that have ``words`` next to each other, or ``joined`` as one word.

        Of the last of them, with ``prefix``, the beginning is enough, unless it is very short.
        """
        if prefix and len(words[-1]) >= _SHORTEST_PREFIX:
            return self.beginning(words, joined)
        return self._hits(_either(words, joined))

    def beginning(self, words: tuple[str, ...], joined: str) -> list[NameHit]:
        """Return the names in which ``words`` stand, the last perhaps cut short."""
        return self._hits(_either(words, joined, " *"))

    def near(self, word: str, prefix: bool) -> list[NameHit]:
        """Return the names with a word that is spelt nearly like ``word``.

        Near is one edit in five letters, two in six or more (optimal string
        alignment: an insertion, deletion, replacement or swap of neighbours).
        With ``prefix`` it is compared with the beginnings of words too: it may go on, or not.
        """
        from rapidfuzz import process  # first reached by a word that nothing matches
        from rapidfuzz.distance import OSA

        if len(word) < _SHORTEST_NEAR or word.isdecimal():
            return []
        most = 1 if len(word) < 6 else 2
        # Others differ by more letters than that.
        spellings = self._misspellable
        spellings = spellings[bisect_left(spellings, len(word) - most, key=len) :]
        longest = bisect_right(spellings, len(word) + most, key=len)

        def nearest(spelt: list[str]) -> set[str]:
            close = process.extract(word, spelt, scorer=OSA.distance, score_cutoff=most, limit=None)
            best = min((distance for _, distance, _ in close), default=0)
            return {f'"{spellings[at]}"' for _, distance, at in close if distance == best}

        meant = nearest(spellings[:longest])
        if prefix:
            meant |= nearest(list(map(itemgetter(slice(len(word))), spellings)))
        return self._hits(" OR ".join(meant)) if meant else []

    def prepare(self) -> Iterator[None]:
        """Make what ``near`` reads, in pieces of some milliseconds."""
        _ = self._misspellable
        yield
        self.near("prepare", prefix=False)
        yield

    def spellings(self) -> list[str]:
        """Return every folded word of every name."""
        self._connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.spelling"
            " USING fts5vocab (main, name_words, row)"
        )
        return self._connection.values("SELECT term FROM temp.spelling")

    @cached_property
    def _misspellable(self) -> list[str]:
        """What a word may be meant for, the shortest first."""
        return sorted(
            (
                spelling
                for spelling in self.spellings()
                if len(spelling) >= _SHORTEST_NEAR and not spelling.isdecimal()
            ),
            key=len,
        )

    def _hits(self, expression: str) -> list[NameHit]:
        """Return what an expression for FTS5 finds, in the order of the library."""
        found = self._connection.rows(
            3,
            "SELECT entity, text, kind FROM name"
            " WHERE id IN (SELECT rowid FROM name_words WHERE name_words MATCH ?) ORDER BY id",
            expression,
        )
        return [NameHit(entity, unmarked(text), kind) for entity, text, kind in found]


def _ways(words: tuple[str, ...], joined: str) -> list[str]:
    """Return words next to each other and, if they may be, written as one."""
    return list(dict.fromkeys(filter(None, (" ".join(words), joined))))


def _either(words: tuple[str, ...], joined: str, star: str = "") -> str:
    """Return the ways to write words for FTS5; they hold no quotation mark."""
    ways = " OR ".join(f'"{way}"{star}' for way in _ways(words, joined))
    return f"{{words joined}} : ({ways})"
