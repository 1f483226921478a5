"""How many of some statements each actor and weapon has."""

from __future__ import annotations

from dataclasses import dataclass

from pyroaring import BitMap

from viewer.library.entities import Entities
from viewer.library.postings import Kind, Postings


@dataclass(frozen=True, slots=True)
class Counts:
    """Statements by row number of the entity, all that belong to it included; 0 is left out."""

    speaks: dict[int, int]
    mentioned: dict[int, int]


class Facets:
    """The statements of each entity with those of all that belong to it."""

    def __init__(self, entities: Entities, postings: Postings) -> None:
        self._entities = entities
        self._postings = postings
        self._sets: dict[tuple[Kind, int], BitMap] = {}

    def statements(self, kind: Kind, row: int) -> BitMap:
        """Return the statements that the entity or one that belongs to it speaks or is named in."""
        if (kind, row) not in self._sets:
            covered = self._entities.covers(row)
            alone = len(covered) == 1
            self._sets[kind, row] = (
                self._postings.of(kind, row) if alone else self._postings.of_any(kind, covered)
            )
        return self._sets[kind, row]

    def count(self, found: BitMap) -> Counts:
        """Return the exact counts within ``found``."""
        actors = self._entities.of_type("actor")
        everyone = actors + self._entities.of_type("weapon")
        return Counts(
            speaks=self._counts("speaker", [entity.row for entity in actors], found),
            mentioned=self._counts("mention", [entity.row for entity in everyone], found),
        )

    def _counts(self, kind: Kind, rows: list[int], found: BitMap) -> dict[int, int]:
        return {
            row: count
            for row in rows
            if (count := self.statements(kind, row).intersection_cardinality(found))
        }
