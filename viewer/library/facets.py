"""How many of some statements each actor and weapon has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, reduce
from operator import or_, sub
from typing import NamedTuple

from pyroaring import BitMap

from viewer.library.entities import Entities, Type
from viewer.library.file import Connection
from viewer.library.having import KINDS, Part, pairs
from viewer.library.pause import Pause, carry_on
from viewer.library.postings import EMPTY, Postings

_FEW = 200  # statements, whose parts are read in half the time of asking every entity
_PIECE = 256  # entities, which take about half a millisecond
_RARE, _DENSE = 1 / 1000, 1 / 2
_MANY = 5


class Counts(NamedTuple):
    """Statements by row number, those of all that belong to it included; 0 is left out."""

    actors: dict[int, int]
    weapons: dict[int, int]


class _Side(NamedTuple):
    """The entities of one kind that have statements, with these and how many they are."""

    rows: list[int]
    sets: list[BitMap]
    totals: list[int]

    def counts(self, sieve: BitMap, is_left: bool, pause: Pause) -> Iterator[int]:
        """Yield how many of each are in ``sieve``, or with ``is_left`` are not."""
        for at in range(0, len(self.rows), _PIECE):
            pause()
            within = map(sieve.intersection_cardinality, self.sets[at : at + _PIECE])
            yield from map(sub, self.totals[at : at + _PIECE], within) if is_left else within


class Facets:
    """The statements of each entity with those of all that belong to it."""

    def __init__(self, entities: Entities, postings: Postings, connection: Connection) -> None:
        self._entities = entities
        self._connection = connection
        self._postings = postings
        self._united: dict[tuple[Type, Part], dict[int, bytes]] = {}
        self._sides: dict[tuple[Type, Part], _Side] = {}
        self._last: dict[tuple[Type, Part], tuple[BitMap, dict[int, int]]] = {}

    def statements(self, part: Part, row: int) -> BitMap:
        """Return the statements in which the entity, or one that belongs to it, has a part."""
        return _joined([self._own(part, one) for one in self._entities.covers(row)])

    def _own(self, part: Part, row: int) -> BitMap:
        """Return the statements in which the entity itself has a part."""
        return _joined([self._postings.of(kind, row) for kind in KINDS[part]])

    def united(self, part: Part, rows: Iterable[int]) -> BitMap:
        """Return the statements of any of some entities, as ``statements`` does of one."""
        named = set(rows)
        if len(named) == 1:
            return self.statements(part, named.pop())
        covered = self._entities.covered(named)
        return EMPTY.union(
            *(self._postings.of(kind, one) for kind in KINDS[part] for one in covered)
        )

    def count(self, found: BitMap, part: Part, pause: Pause = carry_on) -> Counts:
        """Return the exact counts within ``found``, an actor's by the ``part`` it has there.

        ``pause`` is called now and then; what it raises ends the count.
        """
        return Counts(self.actors(found, part, pause), self.weapons(found, pause))

    def actors(self, found: BitMap, part: Part, pause: Pause = carry_on) -> dict[int, int]:
        """Return how many of ``found`` each actor has, as ``count`` does."""
        return self._counts("actor", part, found, pause)

    def weapons(self, found: BitMap, pause: Pause = carry_on) -> dict[int, int]:
        """Return how many of ``found`` each weapon has, as ``count`` does."""
        return self._counts("weapon", "mentioned", found, pause)

    def _counts(self, type: Type, part: Part, found: BitMap, pause: Pause) -> dict[int, int]:
        # Letters that only spell a word out leave what it finds as it was.
        asked = type, part
        if asked not in self._last or self._last[asked][0] != found:
            few = len(found) <= _FEW
            counts = self._of_few(*asked, found) if few else self._of_many(*asked, found, pause)
            self._last[asked] = found, counts
        return self._last[asked][1]

    def _of_many(self, type: Type, part: Part, found: BitMap, pause: Pause) -> dict[int, int]:
        side = self._side(type, part, pause)
        if len(found) == len(self._postings.everything):
            return dict(zip(side.rows, side.totals, strict=True))
        within = side.counts(*self._sieve(found), pause)
        return {row: count for row, count in zip(side.rows, within, strict=True) if count}

    def _of_few(self, type: Type, part: Part, found: BitMap) -> dict[int, int]:
        """Count by what each statement names, which is quicker than to ask every entity."""
        named: defaultdict[int, set[int]] = defaultdict(set)
        for statement, entity in pairs(part, found, self._connection):
            named[statement] |= self._entities.covering(entity)
        counts = Counter(row for entities in named.values() for row in entities)
        return {row: count for row, count in counts.items() if self._entities[row].type == type}

    def _sieve(self, found: BitMap) -> tuple[BitMap, bool]:
        """Return what is quickest to intersect with: ``found``, or what it leaves and True.

        Sets that hold one of ten or of a thousand are lists of numbers to the
        bitmaps, sets that hold nearly all are lists of ranges, and both take five
        to ten times as long to look up as bits.
        """
        share = len(found) / max(1, len(self._postings.everything))
        if share < _RARE:
            return found, False
        if share < _DENSE:
            return self._as_bits(self._postings.everything - found), True
        return self._as_bits(found), False

    def _as_bits(self, rows: BitMap) -> BitMap:
        """Return a large set as bits, in which taking it apart and together leaves it."""
        other = self._every_other
        return (rows & other) | (rows - other)

    @cached_property
    def _every_other(self) -> BitMap:
        length = 1 << 16
        found = BitMap(range(0, length, 2))
        while self._postings.everything and length <= self._postings.everything.max():
            found |= found.shift(length)
            length *= 2
        return found

    def _side(self, type: Type, part: Part, pause: Pause) -> _Side:
        if (type, part) not in self._sides:
            self._unite(type, part, pause)
            # Read one after the other they lie side by side in memory: in a fifth of what the
            # unions took, and counted in half the time.
            united = self._united.pop((type, part)).items()
            sets = [(row, BitMap.deserialize(stored)) for row, stored in united]
            some = {row: one for row, one in sets if one}
            self._sides[type, part] = _Side([*some], [*some.values()], [*map(len, some.values())])
        return self._sides[type, part]

    def _unite(self, type: Type, part: Part, pause: Pause) -> None:
        """Unite the sets of each entity; what was given up goes on where it was."""
        united = self._united.setdefault((type, part), {})
        covers = self._entities.covers
        # The widest first, so that the sets of a whole family are read once.
        for widest in sorted(self._entities.rows(type), key=lambda row: -len(covers(row))):
            if widest in united:
                continue
            own = {row: self._own(part, row) for row in covers(widest)}
            for row in own:
                if row in united:
                    continue
                pause()
                found = _joined([own[one] for one in covers(row)])
                found.run_optimize()
                united[row] = found.serialize()


def _joined(sets: list[BitMap]) -> BitMap:
    found = [one for one in sets if one] or [EMPTY]
    return reduce(or_, found) if len(found) < _MANY else BitMap.union(*found)
