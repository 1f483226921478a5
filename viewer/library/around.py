"""What else is said on a claim of a statement: by others, and by the same before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from viewer.library.claims import Stand
from viewer.library.order import Newest
from viewer.library.reading import Library
from viewer.library.status import OWN, POSITIONS_LEANING, Leaning, last_days, leaning, still
from viewer.records import Statement
from viewer.terms import Position

_FOR_EACH = 4
"""How many statements are read for each that is shown: in some it is another who speaks."""


@dataclass(frozen=True, slots=True)
class Others:
    """The last stands of holders, as far as they lean one way, as some ``positions`` do.

    ``is_whole`` if they are all there is.
    """

    stands: tuple[Stand, ...]
    positions: tuple[Position, ...]
    is_whole: bool


def others(
    library: Library, statement: Statement, claim: str, holders: Collection[str], most: int
) -> dict[Leaning, Others]:
    """Return what other statements say on a claim, by the way it leans; of each way ``most``.

    What ``holders``, who stand on it here, say themselves is left to ``before_and_after``.
    """
    here = [stand for stand in library.stands_in(statement) if stand.stance.claim == claim]
    on_it = library.said_on(claim) - BitMap([library.row_of(statement.id) or 0])
    told: defaultdict[tuple[Leaning, tuple[Position, ...]], list[Stand]] = defaultdict(list)
    is_all_read: dict[tuple[Position, ...], bool] = {}
    for positions in POSITIONS_LEANING.values():
        either = (library.postings.of("position", position) for position in positions)
        rows = on_it & BitMap().union(*either)
        read = library.statements(Newest(rows, library.chronology)[: _FOR_EACH * most])
        is_all_read[positions] = len(read) == len(rows)
        for stand in (stand for one in read for stand in library.stands_in(one)):
            stance = stand.stance
            if stance.claim == claim and stance.position in positions:
                told[leaning(stance.position, stance.modality), positions].append(stand)
    every = (one for stands in (here, *told.values()) for one in stands)
    last = last_days(one for one in every if not one.is_predicted)
    found: dict[Leaning, Others] = {}
    for (way, positions), stands in told.items():
        shown = _last_of_each(_of_others(library, stands, holders), last)[:most]
        is_whole = is_all_read[positions] and len(shown) == len(stands)
        found[way] = Others(shown, positions, is_whole)
    return found


def _of_others(
    library: Library, told: Iterable[Stand], holders: Collection[str]
) -> Iterator[Stand]:
    """Yield stands without those of ``holders``, but for what others say of these."""
    for stand in told:
        others = [one for one in stand.holders if one not in holders]
        if len(others) == len(stand.holders) or not _is_own(library, stand):
            yield stand
        elif others:
            yield stand.of(others)


def _is_own(library: Library, stand: Stand) -> bool:
    return library.whose_word(stand.stance, stand.statement) in OWN


def _last_of_each(told: Iterable[Stand], last: Mapping[str, str]) -> tuple[Stand, ...]:
    """Return the last stand of each holder in ``told``, of which are ``last`` the days."""
    latest: dict[tuple[frozenset[str], bool], Stand] = {}
    for stand in told:
        if stand.is_predicted or still(stand, last):
            latest.setdefault((frozenset(stand.holders), stand.is_predicted), stand)
    return tuple(latest.values())


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
