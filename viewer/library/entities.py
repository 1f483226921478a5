"""Actors and weapons, and what each of them takes in."""

from __future__ import annotations

import contextlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pyroaring import BitMap

from viewer import direction, fold
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
        with contextlib.closing(connect(path, identity)) as connection:
            entities = connection.execute(
                "SELECT e.id, e.type, e.slug, e.name, coalesce(a.kind, w.kind),"
                " coalesce(a.parent, w.parent) FROM entity AS e"
                " LEFT JOIN actor AS a ON a.id = e.id LEFT JOIN weapon AS w ON w.id = e.id"
            )
            made = map(Entity._make, entities)
            self._by_row = Whole(path, ((entity.row, _shown(entity, path)) for entity in made))
            for below, above in connection.execute(belonging.PAIRS):
                self._below[above].add(below)
        self._covers: dict[int, frozenset[int]] = {}

    def __getitem__(self, row: int) -> Entity:
        return self._by_row[row]

    def id_of(self, row: int | None) -> str | None:
        """Return the id of an entity, None for none."""
        return None if row is None else self[row].id

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

    def belongs(self, row: int, to: int) -> bool:
        return row in self.covers(to)

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
