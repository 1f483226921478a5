"""Actors and weapons by name, and what each of them takes in."""

from __future__ import annotations

import contextlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from threading import Lock
from typing import Any, Literal, NamedTuple

from viewer import fold
from viewer.library import belonging
from viewer.library.file import Identity, connect

Type = Literal["actor", "weapon"]

_SHORTEST_PREFIX = 3
_SHORTEST_NEAR = 4
_FOLDED = 200  # names at once: some milliseconds


class Entity(NamedTuple):
    """An actor or a weapon as lists show it; ``row`` is its row number in this file.

    A tuple, since thousands are made before the first statement is shown.
    """

    row: int
    type: Type
    id: str
    name: str
    kind: Any  # an ActorKind or a WeaponKind, as the type is
    parent: int | None


class NameHit(NamedTuple):
    """A name by which an entity was found."""

    entity: int
    text: str
    kind: str


class Entities:
    """All actors and weapons of a library, read once; several threads may use them.

    They are read on a connection of their own that nobody interrupts, to the same file;
    their other names when one is first looked for.
    """

    def __init__(self, path: Path, identity: Identity) -> None:
        """Read them from the library at ``path``; raises LibraryError."""
        self._path, self._identity = path, identity
        self._below: defaultdict[int, set[int]] = defaultdict(set)
        with contextlib.closing(connect(path, identity)) as connection:
            entities = connection.execute(
                "SELECT e.id, e.type, e.slug, e.name, coalesce(a.kind, w.kind),"
                " coalesce(a.parent, w.parent) FROM entity AS e"
                " LEFT JOIN actor AS a ON a.id = e.id LEFT JOIN weapon AS w ON w.id = e.id"
            )
            self._by_row = {entity.row: entity for entity in map(Entity._make, entities)}
            for below, above in connection.execute(belonging.PAIRS):
                self._below[above].add(below)
        self._covers: dict[int, frozenset[int]] = {}
        self._folded: list[_Key] = []
        self._spelt: defaultdict[str, list[int]] = defaultdict(list)
        self._folding = Lock()

    def __getitem__(self, row: int) -> Entity:
        return self._by_row[row]

    def of_type(self, type: Type) -> list[Entity]:
        """Return all actors or all weapons, by name."""
        return self._sorted[type][1]

    def rows(self, type: Type) -> list[int]:
        """Return the row numbers of all actors or all weapons."""
        return self._rows[type]

    def get(self, type: Type, id: str) -> Entity | None:
        return self._by_id.get((type, id))

    def covers(self, row: int) -> frozenset[int]:
        """Return the entity and all that belong to it, are classed under it or are the same."""
        if row not in self._covers:
            seen = {row}
            waiting = [row]
            while waiting:
                new = self._below.get(waiting.pop(), set()) - seen
                seen |= new
                waiting.extend(new)
            self._covers[row] = frozenset(seen)
        return self._covers[row]

    def covering(self, row: int) -> frozenset[int]:
        """Return the entity and all that cover it."""
        return self._covering[row]

    def belongs(self, row: int, to: int) -> bool:
        return row in self.covers(to)

    def find(self, type: Type, value: str) -> tuple[int, ...]:
        """Return the entities that ``value`` names: by id, else by a whole name, else by a part."""
        if found := self.get(type, value.lower()):
            return (found.row,)
        words = tuple(word.text for word in fold.words(value))
        if not words:
            return ()
        typed, keys = " ".join(words), self._keys
        part = [keys[at] for at in self._holding({f" {typed}"})]
        mine = [name for name in part if self._by_row[name.entity].type == type]
        whole = {name.entity for name in mine if name.key == typed or typed in name.joined}
        return tuple(sorted(whole or {name.entity for name in mine}))

    def named(self, words: tuple[str, ...], prefix: bool) -> list[NameHit]:
        """Return the entities that have ``words`` next to each other in one of their names."""
        open_ended = prefix and len(words[-1]) >= _SHORTEST_PREFIX
        if open_ended:
            return self.beginning(words)
        return self._with_any({f" {' '.join(words)} ", f" {''.join(words)} "})

    def _with_any(self, needles: set[str]) -> list[NameHit]:
        return self._hits(self._holding(needles))

    def _holding(self, needles: set[str]) -> list[int]:
        """Return the names in whose haystack one of ``needles`` stands, in order."""
        haystack, starts = self._haystack
        found: set[int] = set()
        for needle in needles:
            at = haystack.find(needle)
            while at >= 0:
                name = bisect_right(starts, at) - 1
                found.add(name)
                at = haystack.find(needle, starts[name + 1]) if name + 1 < len(starts) else -1
        return sorted(found)

    def _hits(self, names: list[int]) -> list[NameHit]:
        keys = self._keys
        return [NameHit(keys[at].entity, keys[at].text, keys[at].kind) for at in names]

    def beginning(self, words: tuple[str, ...]) -> list[NameHit]:
        """Return the entities in one of whose names ``words`` stand, the last perhaps cut short."""
        needles = {f" {' '.join(words)}", f" {''.join(words)}"}
        return self._with_any(needles)

    def called(self, type: Type, beginning: str, most: int) -> list[Entity]:
        """Return the first ``most`` by name whose folded name begins so."""
        names, entities = self._sorted[type]
        first = bisect_left(names, beginning)
        return [
            entity
            for name, entity in zip(
                names[first : first + most], entities[first : first + most], strict=True
            )
            if name.startswith(beginning)
        ]

    def near(self, word: str, prefix: bool) -> list[NameHit]:
        """Return the entities with a word in a name that is spelt nearly like ``word``.

        Near is one edit in five letters, two in six or more (optimal string
        alignment: an insertion, deletion, replacement or swap of neighbours).
        """
        from rapidfuzz import process  # first reached by a word that nothing matches
        from rapidfuzz.distance import OSA

        if len(word) < _SHORTEST_NEAR or word.isdecimal():
            return []
        spellings = list(self._names_spelt)
        # Of a word still being typed only its beginning can be compared.
        cut = [spelling[: len(word)] for spelling in spellings] if prefix else spellings
        most = 1 if len(word) < 6 else 2
        close = process.extract(word, cut, scorer=OSA.distance, score_cutoff=most, limit=None)
        best = min((distance for _, distance, _ in close), default=0)
        names = {
            name
            for _, distance, at in close
            if distance == best
            for name in self._names_spelt[spellings[at]]
        }
        return self._hits(sorted(names))

    @cached_property
    def _names(self) -> list[tuple[int, str, str]]:
        """All names with their kinds and whose they are."""
        with contextlib.closing(connect(self._path, self._identity)) as connection:
            query = "SELECT entity, text, kind FROM name ORDER BY id"
            return connection.execute(query).fetchall()

    @cached_property
    def _covering(self) -> dict[int, frozenset[int]]:
        found: dict[int, set[int]] = {row: {row} for row in self._by_row}
        for above in self._below:
            for row in self.covers(above):
                found[row].add(above)
        return {row: frozenset(rows) for row, rows in found.items()}

    @cached_property
    def _by_id(self) -> dict[tuple[Type, str], Entity]:
        return {(entity.type, entity.id): entity for entity in self._by_row.values()}

    @cached_property
    def _rows(self) -> dict[Type, list[int]]:
        rows: dict[Type, list[int]] = {"actor": [], "weapon": []}
        for entity in self._by_row.values():
            rows[entity.type].append(entity.row)
        return rows

    @cached_property
    def _sorted(self) -> dict[Type, tuple[list[str], list[Entity]]]:
        """The folded names of all of each type in order, and whose they are."""
        found: dict[Type, tuple[list[str], list[Entity]]] = {"actor": ([], []), "weapon": ([], [])}
        for name, _, entity in sorted(
            (fold.key(entity.name), entity.id, entity) for entity in self._by_row.values()
        ):
            names, entities = found[entity.type]
            names.append(name)
            entities.append(entity)
        return found

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Every folded word of every name."""
        return frozenset(word for name in self._keys for word in name.haystack.split())

    @cached_property
    def _haystack(self) -> tuple[str, list[int]]:
        """All names in one string, which is searched at once, and where each begins in it."""
        starts = [0, *accumulate(len(name.haystack) + 1 for name in self._keys)]
        return "\n".join(name.haystack for name in self._keys), starts[:-1]

    @property
    def _keys(self) -> list[_Key]:
        while self._fold_some():
            pass
        return self._folded

    @property
    def _names_spelt(self) -> dict[str, list[int]]:
        """The names, by position in ``_keys``, that hold each word that can be misspelt."""
        while self._fold_some():
            pass
        return self._spelt

    def prepare(self) -> Iterator[None]:
        """Make what a search by name reads, in pieces of some milliseconds."""
        while self._fold_some():
            yield
        assert self._haystack  # noqa: S101 - not empty; made here to be kept
        yield
        self.near("prepare", prefix=False)

    def _fold_some(self) -> bool:
        """Fold some of the names; returns whether there were any left."""
        if len(self._folded) == len(self._names):
            return False
        with self._folding:
            done = len(self._folded)
            new = [_Key.of(*name) for name in self._names[done : done + _FOLDED]]
            for at, name in enumerate(new, done):
                for spelling in dict.fromkeys(name.haystack.split()):
                    if len(spelling) >= _SHORTEST_NEAR and not spelling.isdecimal():
                        self._spelt[spelling].append(at)
            self._folded += new
        return True


class _Key(NamedTuple):
    """A name as search compares it; the haystack is its words and joined words, in spaces."""

    entity: int
    text: str
    kind: str
    key: str
    joined: tuple[str, ...]
    haystack: str

    @classmethod
    def of(cls, entity: int, text: str, kind: str) -> _Key:
        key, joined = fold.texts(text)
        haystack = f" {key} {joined} " if joined else f" {key} "
        return cls(entity, text, kind, key, tuple(joined.split()), haystack)
