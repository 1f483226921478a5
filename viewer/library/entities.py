"""Actors and weapons, and what each of them takes in."""

from __future__ import annotations

import contextlib
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pyroaring import BitMap

from viewer import direction, fold
from viewer.dating import ENDLESS
from viewer.library import belonging
from viewer.library.file import Identity, Whole, connect, damaged

Type = Literal["actor", "weapon"]


class Entity(NamedTuple):
    """An actor or a weapon as lists show it; ``row`` is its row number in this file.

    The ``name`` is as it is shown, without marks that would turn round what it stands in.
    A tuple, since thousands are made before the first statement is shown.
    """

    row: int
    type: Type
    id: str
    name: str
    kind: Any  # an ActorKind or a WeaponKind, as the type is
    parent: int | None


def tree(entities: Iterable[Entity]) -> list[tuple[Entity, int]]:
    """Return entities with each followed by those under it, and how deep each stands.

    Those that no way leads to from the top come last: a stranger's file may hold a
    cycle, or lack what they are under.
    """
    below: defaultdict[int | None, list[Entity]] = defaultdict(list)
    for entity in entities:
        below[entity.parent].append(entity)
    found: list[tuple[Entity, int]] = []
    waiting = [(entity, 0) for entity in reversed(below.pop(None, []))]
    while waiting:
        entity, depth = waiting.pop()
        found.append((entity, depth))
        waiting += [(one, depth + 1) for one in reversed(below.pop(entity.row, []))]
    return found + [(entity, 0) for unreached in below.values() for entity in unreached]


class Entities:
    """All actors and weapons of a library, read once; several threads may use them.

    They are read on a connection of their own that nobody interrupts, to the same file.
    Whatever is asked of a row number or a type that is none raises LibraryError: a file may be
    anybody's.
    """

    def __init__(self, path: Path, identity: Identity) -> None:
        """Read them from the library at ``path``; raises LibraryError."""
        self._path = path
        self._below: defaultdict[int, set[int]] = defaultdict(set)
        self._posts: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        self._same: defaultdict[int, set[int]] = defaultdict(set)
        with contextlib.closing(connect(path, identity)) as connection:
            entities = connection.execute(
                "SELECT e.id, e.type, e.slug, e.name, coalesce(a.kind, w.kind),"
                " coalesce(a.parent, w.parent) FROM entity AS e"
                " LEFT JOIN actor AS a ON a.id = e.id LEFT JOIN weapon AS w ON w.id = e.id"
            )
            made = map(Entity._make, entities)
            self._by_row = Whole(path, ((entity.row, _shown(entity, path)) for entity in made))
            for below, above, last in connection.execute(belonging.PAIRS):
                self._below[above].add(below)
                if isinstance(last, str):  # of a post
                    self._posts[below].append((above, last))
            for one, other in connection.execute(belonging.SAME):
                self._same[one].add(other)
                self._same[other].add(one)
        self._covers: dict[int, frozenset[int]] = {}
        self._covered_until: dict[int, dict[int, str]] = {}

    def __getitem__(self, row: int) -> Entity:
        return self._by_row[row]

    def id_of(self, row: int | None) -> str | None:
        """Return the id of an entity, None for none."""
        return None if row is None else self[row].id

    def name_of(self, row: int) -> str:
        return self[row].name

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

    def covered(self, rows: Iterable[int]) -> BitMap:
        """Return some entities and all that they cover."""
        return BitMap(set().union(*map(self.covers, rows)))

    def covering(self, row: int) -> frozenset[int]:
        """Return the entity and all that cover it."""
        return self._covering[row]

    def belongs(self, row: int, to: int, since: str = "") -> bool:
        """Return whether one is another or belongs to it, left out posts that ended before a day.

        No day ("") leaves none out.
        """
        return row in self.covers(to) and (not since or self.belonged_until(row, to) >= since)

    def belonged_until(self, row: int, to: int) -> str:
        """Return the last day on which an actor belonged to another, ENDLESS where it still does.

        One that never did gives "".
        """
        if row not in self.covers(to):
            return ""
        if row == to or not self._ends:
            return ENDLESS
        if to not in self._covered_until:
            self._covered_until[to] = self._cover_until(to)
        return self._covered_until[to][row]

    def had_post_until(self, row: int, to: int) -> str:
        """Return the last day on which an actor had a post in another, as ``belonged_until``."""
        posts = self._posts.get(row, ())
        return max((min(last, self.belonged_until(at, to)) for at, last in posts), default="")

    @cached_property
    def same(self) -> dict[int, int]:
        """One number for all entries that are held to be the same, for each that is."""
        found: dict[int, int] = {}
        for first in sorted(self._same, key=lambda row: self[row].id):
            waiting = [first]
            while waiting:
                row = waiting.pop()
                if row not in found:
                    found[row] = first
                    waiting.extend(self._same[row])
        return found

    def above(self, row: int) -> list[Entity]:
        """Return what an entity is under, the nearest first; a cycle ends where it began."""
        found: list[Entity] = []
        seen = {row}
        while (parent := self[row].parent) is not None and parent not in seen:
            seen.add(row := parent)
            found.append(self[row])
        return found

    def with_above(self, rows: Iterable[int]) -> set[int]:
        """Return some entities, as far as they are here, and all that they are under."""
        found = {row for row in rows if row in self._by_row}
        for row in list(found):
            above = self[row].parent
            while above is not None and above in self._by_row and above not in found:
                found.add(above)
                above = self[above].parent
        return found

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

    def _cover_until(self, to: int) -> dict[int, str]:
        """Return until when each belonged to one: of all ways there the one that lasts longest."""
        found: dict[int, str] = {}
        waiting = [(ENDLESS, to)]  # ascending
        while waiting:
            last, row = waiting.pop()
            if row not in found:
                found[row] = last
                for below in self._below.get(row, ()):
                    insort(waiting, (min(last, self._ends.get((below, row), ENDLESS)), below))
        return found

    @cached_property
    def _ends(self) -> dict[tuple[int, int], str]:
        """The last day of what ended, by who had nothing but such posts where."""
        found: dict[tuple[int, int], str] = {}
        for row, posts in self._posts.items():
            for at, last in posts:
                found[row, at] = max(found.get((row, at), ""), last)
        return {
            (row, at): last
            for (row, at), last in found.items()
            if last != ENDLESS and at != self[row].parent and at not in self._same.get(row, ())
        }

    @cached_property
    def _covering(self) -> Whole[int, frozenset[int]]:
        found = Whole(self._path, ((row, {row}) for row in self._by_row))
        for above in self._below:
            for row in self.covers(above):
                found[row].add(above)
        return Whole(self._path, ((row, frozenset(rows)) for row, rows in found.items()))

    @cached_property
    def _by_id(self) -> dict[tuple[Type, str], Entity]:
        return {(entity.type, entity.id): entity for entity in self._by_row.values()}

    @cached_property
    def _rows(self) -> dict[Type, list[int]]:
        rows: dict[Type, list[int]] = Whole(self._path, [("actor", []), ("weapon", [])])
        for entity in self._by_row.values():
            rows[entity.type].append(entity.row)
        return rows

    @cached_property
    def _sorted(self) -> dict[Type, tuple[list[str], list[Entity]]]:
        """The folded names of all of each type in order, and whose they are."""
        found: dict[Type, tuple[list[str], list[Entity]]]
        found = Whole(self._path, [("actor", ([], [])), ("weapon", ([], []))])
        for name, _, entity in sorted(
            (fold.key(entity.name), entity.id, entity) for entity in self._by_row.values()
        ):
            names, entities = found[entity.type]
            names.append(name)
            entities.append(entity)
        return found


def _shown(entity: Entity, path: Path) -> Entity:
    if not (isinstance(entity.name, str) and isinstance(entity.id, str)):
        raise damaged(path)
    if entity.name.isascii():
        return entity
    return entity._replace(name=direction.unmarked(entity.name))
