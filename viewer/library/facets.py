"""How many of some statements each actor and weapon has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_, sub
from typing import Literal

from pyroaring import BitMap

from viewer.library.entities import Entities, Type
from viewer.library.postings import EMPTY, Kind, Postings
from viewer.records import MODES

Part = Literal["actor", "speaker", "mentioned"]
"""Which part an actor has in a statement: it speaks, it is mentioned, or either."""

_POSTINGS: dict[Part, tuple[Kind, ...]] = {
    "actor": ("speaker", "mention"),
    "speaker": ("speaker",),
    "mentioned": ("mention",),
}

Pause = Callable[[], None]

_PIECE = 256  # entities, which take about half a millisecond
_RARE, _DENSE = 1 / 1000, 1 / 16
_MANY = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """Statements by row number, those of all that belong to it included; 0 is left out."""

    actors: dict[int, int]
    weapons: dict[int, int]


def _carry_on() -> None:
    """Let a count run to its end."""


@dataclass(frozen=True, slots=True)
class _Side:
    """The entities of one kind that have statements, with these and how many they are."""

    rows: list[int]
    sets: list[BitMap]
    totals: list[int]

    def counts(self, found: BitMap, rest: BitMap | None, pause: Pause) -> Iterator[int]:
        """Yield the count of each within ``found``; ``rest``, where given, is all but these."""
        for at in range(0, len(self.rows), _PIECE):
            pause()
            sets = self.sets[at : at + _PIECE]
            if rest is None:
                yield from [one.intersection_cardinality(found) for one in sets]
            else:
                outside = [one.intersection_cardinality(rest) for one in sets]
                yield from map(sub, self.totals[at : at + _PIECE], outside)


class Facets:
    """The statements of each entity with those of all that belong to it."""

    def __init__(self, entities: Entities, postings: Postings) -> None:
        self._entities = entities
        self._postings = postings
        self._sets: dict[tuple[Part, int], BitMap] = {}
        self._sides: dict[tuple[Type, Part], _Side] = {}

    @cached_property
    def everything(self) -> BitMap:
        """All statements: each has one mode, so that these sets together are all."""
        return BitMap.union(*(self._postings.of("mode", mode) for mode in MODES))

    def statements(self, part: Part, row: int) -> BitMap:
        """Return the statements in which the entity, or one that belongs to it, has a part."""
        if (part, row) not in self._sets:
            covered = self._entities.covers(row)
            sets = [self._postings.of(kind, one) for kind in _POSTINGS[part] for one in covered]
            found = [one for one in sets if one]
            self._sets[part, row] = found[0] if len(found) == 1 else _united(found)
        return self._sets[part, row]

    def count(self, found: BitMap, part: Part, pause: Pause = _carry_on) -> Counts:
        """Return the exact counts within ``found``, an actor's by the ``part`` it has there.

        ``pause`` is called now and then; what it raises ends the count.
        """
        rest = self._rest(found)
        return Counts(
            actors=self._count("actor", part, found, rest, pause),
            weapons=self._count("weapon", "mentioned", found, rest, pause),
        )

    def _rest(self, found: BitMap) -> BitMap | None:
        """Return what is not in ``found`` where that is quicker to intersect with.

        A set with some of every hundred statements is a list of numbers to the
        bitmaps, and what it leaves is one of bits: five times as quick to look up.
        """
        share = len(found) / max(1, len(self.everything))
        return self.everything - found if _RARE < share < _DENSE else None

    def _count(
        self, type: Type, part: Part, found: BitMap, rest: BitMap | None, pause: Pause
    ) -> dict[int, int]:
        side = self._side(type, part, pause)
        if len(found) == len(self.everything):
            return dict(zip(side.rows, side.totals, strict=True))
        counts = side.counts(found, rest, pause)
        return {row: count for row, count in zip(side.rows, counts, strict=True) if count}

    def _side(self, type: Type, part: Part, pause: Pause) -> _Side:
        if (type, part) not in self._sides:
            rows: list[int] = []
            for at, row in enumerate(self._entities.rows(type)):
                if at % _PIECE == 0:
                    pause()
                if self.statements(part, row):
                    rows.append(row)
            sets = [self.statements(part, row) for row in rows]
            self._sides[type, part] = _Side(rows, sets, [len(one) for one in sets])
        return self._sides[type, part]


def _united(sets: list[BitMap]) -> BitMap:
    found = reduce(or_, sets, EMPTY) if len(sets) < _MANY else BitMap.union(*sets)
    found.run_optimize()
    # Read anew it takes a third of the memory that uniting has reserved for it.
    return BitMap.deserialize(found.serialize())
