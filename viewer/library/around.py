"""What else is said on a claim of a statement: by others, and by the same before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from viewer.library.claims import Stand
from viewer.library.order import Newest
from viewer.library.reading import Library
from viewer.library.status import LEANINGS, Leaning, last_days, still
from viewer.records import Statement

_FOR_EACH = 4
"""How many statements are read for each that is shown: in some it is another who speaks."""


@dataclass(frozen=True, slots=True)
class Others:
    """The last stand of each holder that leans one way; ``is_whole`` if they are all there is."""

    stands: tuple[Stand, ...]
    is_whole: bool


def others(library: Library, statement: Statement, claim: str, way: Leaning, most: int) -> Others:
    """Return what other statements say on a claim, as far as it leans ``way``."""
    leaning = [library.postings.of("position", one) for one in LEANINGS if LEANINGS[one] == way]
    found = library.said_on(claim) & BitMap().union(*leaning)
    found.discard(library.row_of(statement.id) or 0)
    read = library.statements(Newest(found, library.chronology)[: _FOR_EACH * most])
    told = [
        stand
        for one in read
        for stand in library.stands_in(one)
        if stand.stance.claim == claim and LEANINGS[stand.stance.position] == way
    ]
    last = last_days(one for one in told if not one.is_predicted)
    latest: dict[tuple[frozenset[str], bool], Stand] = {}
    for stand in told:
        if stand.is_predicted or still(stand, last):
            latest.setdefault((frozenset(stand.holders), stand.is_predicted), stand)
    shown = tuple(latest.values())[:most]
    return Others(shown, len(shown) == len(told) and len(read) == len(found))


def before_and_after(
    library: Library, statement: Statement, claim: str, holders: Sequence[str], most: int
) -> list[Stand]:
    """Return the stands that ``holders`` took on a claim in their own words, newest first.

    They are those of ``statement`` and, on either side of it, up to ``most`` of
    the statements next to it in time in which one of ``holders`` speaks.
    """
    here = library.row_of(statement.id) or 0
    rows = [entity.row for id in holders if (entity := library.entities.get("actor", id))]
    spoken = BitMap().union(*(library.facets.statements("speaker", row) for row in rows))
    found = (library.said_on(claim) & spoken) | BitMap([here])
    newest = Newest(found, library.chronology)
    at, reach = newest.place_of(here), _FOR_EACH * most
    held = frozenset(one for row in rows for one in library.entities.covers(row))
    after = _held(library, newest[max(0, at - reach) : at], claim, held)
    before = _held(library, newest[at + 1 : at + 1 + reach], claim, held)
    return [*after[-most:], *_held(library, [here], claim, held), *before[:most]]


def _held(library: Library, rows: Sequence[int], claim: str, holders: Iterable[int]) -> list[Stand]:
    """Return the stand on a claim that one of ``holders`` takes in each of the statements."""
    ids = {library.entities[row].id for row in holders}
    found = []
    for statement in library.statements(rows):
        stands = [
            stand
            for stand in library.stands_in(statement)
            if stand.stance.claim == claim
            and not stand.is_predicted
            and ids.intersection(stand.holders)
        ]
        found += stands[:1]
    return found
