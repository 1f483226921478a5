"""How many of some statements each actor and weapon has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pyroaring import BitMap

from viewer.library.entities import Entities
from viewer.library.postings import Kind, Postings

Part = Literal["actor", "speaker", "mentioned"]
"""Which part an actor has in a statement: it speaks, it is mentioned, or either."""

_POSTINGS: dict[Part, tuple[Kind, ...]] = {
    "actor": ("speaker", "mention"),
    "speaker": ("speaker",),
    "mentioned": ("mention",),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Statements by row number, those of all that belong to it included; 0 is left out."""

    actors: dict[int, int]
    weapons: dict[int, int]


class Facets:
    """The statements of each entity with those of all that belong to it."""

    def __init__(self, entities: Entities, postings: Postings) -> None:
        self._entities = entities
        self._postings = postings
        self._sets: dict[tuple[Part, int], BitMap] = {}

    def statements(self, part: Part, row: int) -> BitMap:
        """Return the statements in which the entity, or one that belongs to it, has a part."""
        if (part, row) not in self._sets:
            covered = self._entities.covers(row)
            sets = [self._postings.of(kind, one) for kind in _POSTINGS[part] for one in covered]
            found = [one for one in sets if one]
            self._sets[part, row] = found[0] if len(found) == 1 else BitMap().union(*found)
        return self._sets[part, row]

    def count(self, found: BitMap, part: Part) -> Counts:
        """Return the exact counts within ``found``, an actor's by the ``part`` it has there."""
        return Counts(
            actors=self._count(part, self._entities.rows("actor"), found),
            weapons=self._count("mentioned", self._entities.rows("weapon"), found),
        )

    def _count(self, part: Part, rows: list[int], found: BitMap) -> dict[int, int]:
        return {
            row: count
            for row in rows
            if (count := self.statements(part, row).intersection_cardinality(found))
        }
