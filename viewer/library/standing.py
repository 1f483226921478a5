"""Who stands where on many claims at once, in a few queries however many stands there are."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pyroaring import BitMap

from viewer.library.catalogue import Catalogue
from viewer.library.file import damaged
from viewer.library.order import Newest
from viewer.library.status import Actors, CountedStand

_AT_ONCE = 50_000
"""Row numbers in one query; they are written into it, as binding so many is slower."""

_UNNAMED = ("unnamed", "group")


@dataclass(frozen=True, slots=True)
class Standing:
    """The stands on one claim, in the order in which its statements were said.

    They rest on ``read`` of the claim's ``of`` statements; where not all are
    read, the newest are, and the newest that affirm and that deny.  ``silences``
    are the stands of those who confirm none of the statements that affirm it.
    """

    stands: list[CountedStand]
    read: int
    of: int
    silences: tuple[CountedStand, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.read == self.of

    def newest_first(self) -> Iterator[CountedStand]:
        """Yield the stands of the last statement first, those of each in their order."""
        by_statement = groupby(self.stands, key=lambda stand: stand.statement)
        for of_one in reversed([list(stands) for _, stands in by_statement]):
            yield from of_one


NOBODY = Standing([], 0, 0)


@dataclass(frozen=True, slots=True)
class _On:
    """Stances by what they are on: ``target`` names its column, ``which`` picks them."""

    target: str
    which: str


_ON_CLAIMS = _On("claim", "statement IN ({rows}) AND claim IS NOT NULL")
_SILENT = _On(
    "about", "about IN ({rows}) AND position IN ('does not confirm', 'declines to comment')"
)


def standings(
    library: Catalogue, claims: Sequence[int], most: int | None = None
) -> dict[int, Standing]:
    """Return where people stand on each of ``claims``, given by row number.

    With ``most``, no more than the newest ``most`` statements of a claim are
    read, and half as many more of those that affirm and of those that deny.
    Raises LibraryError when a stand is asserted by nobody.
    """
    postings, chronology = library.postings, library.chronology
    chosen: dict[int, BitMap] = {}
    sizes: dict[int, int] = {}
    for claim in claims:
        of_claim = postings.of("claim", claim)
        chosen[claim], sizes[claim] = of_claim, len(of_claim)
        if most is not None and sizes[claim] > 2 * most:
            chosen[claim] = _newest(of_claim, library, most)
    found: dict[int, list[tuple[int, CountedStand]]] = {claim: [] for claim in claims}
    affirming: defaultdict[int, set[int]] = defaultdict(set)  # claims, by statement
    statements = BitMap().union(*chosen.values()) if chosen else BitMap()
    for claim, statement, stand in _stands(library, statements, _ON_CLAIMS):
        if claim in found and statement in chosen[claim]:
            found[claim].append((statement, stand))
            if stand.position == "affirms":
                affirming[statement].add(claim)
    silences: defaultdict[int, list[CountedStand]] = defaultdict(list)
    for about, _, stand in _stands(library, affirming, _SILENT):
        for claim in affirming[about]:
            silences[claim].append(stand)
    for stands in found.values():
        stands.sort(key=lambda one: chronology.place_of(one[0]))
    return {
        claim: Standing(
            [stand for _, stand in stands],
            len(chosen[claim]),
            sizes[claim],
            tuple(silences[claim]),
        )
        for claim, stands in found.items()
    }


def _newest(of_claim: BitMap, library: Catalogue, most: int) -> BitMap:
    """Return the newest statements, with enough of both sides that a dispute is seen."""
    chosen = Newest(of_claim, library.chronology).first(most)
    for position in ("affirms", "denies"):
        side = of_claim & library.postings.of("position", position)
        chosen |= Newest(side, library.chronology).first(most // 2)
    return chosen


def _stands(
    library: Catalogue, statements: Iterable[int], on: _On
) -> Iterator[tuple[int, int, CountedStand]]:
    """Yield what a stand is on, its statement and the stand, in order of statements."""
    connection = library.connection
    for written in _written(statements):
        which = on.which.format(rows=written)
        stances = connection.execute(
            f"SELECT s.id, s.{on.target}, s.statement, t.hash, s.asserted_by,"
            " s.position, s.modality,"
            " coalesce(CASE WHEN dated THEN s.as_of_from ELSE t.said_from END, ''),"
            " coalesce(CASE WHEN dated THEN s.as_of_to ELSE t.said_to END, '')"
            " FROM (SELECT *, as_of_from IS NOT NULL OR as_of_to IS NOT NULL AS dated"
            f" FROM stance WHERE {which}) AS s"
            " JOIN statement AS t ON t.id = s.statement ORDER BY s.statement, s.id"
        ).fetchall()
        if not stances:
            continue
        holders = _grouped(
            connection.execute(
                "SELECT h.stance, h.actor FROM stance AS s"
                " JOIN stance_holder AS h ON h.stance = s.id"
                f" WHERE {which} ORDER BY h.stance, h.ordinal"
            )
        )
        chains = _chains(connection, ", ".join({str(one[2]) for one in stances}))
        for stance, target, statement, hash, link, position, modality, since, until in stances:
            chain = chains.get(statement, [])
            yield (
                target,
                statement,
                _stand(
                    library,
                    hash,
                    tuple(holders.get(stance, ())),
                    chain,
                    link,
                    position,
                    modality,
                    since,
                    until,
                ),
            )


def _stand(
    library: Catalogue,
    hash: str,
    holders: Actors,
    chain: list[tuple[int, int]],
    link: int,
    *taken: Any,
) -> CountedStand:
    position, modality, since, until = taken
    entities = library.entities
    asserted_by = tuple(actor for at, actor in chain if at == link)
    if not asserted_by:  # a file may be anybody's
        raise damaged(library.path)
    return CountedStand(
        statement=hash,
        holders=holders,
        asserted_by=asserted_by,
        through=frozenset(actor for at, actor in chain if at < link),
        position=position,
        modality=modality,
        since=since,
        until=until,
        first_hand=any(
            entities.belongs(speaker, holder) for speaker in asserted_by for holder in holders
        ),
        anonymous=all(entities[holder].kind in _UNNAMED for holder in holders),
    )


def _grouped(rows: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def _chains(connection: sqlite3.Connection, rows: str) -> dict[int, list[tuple[int, int]]]:
    """Return the chain of each statement: place in it and actor, from the publication on."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for statement, at, actor in connection.execute(
        f"SELECT statement, position, actor FROM link WHERE statement IN ({rows})"
        " ORDER BY statement, position, ordinal"
    ):
        found[statement].append((at, actor))
    return found


def _written(rows: Iterable[int]) -> Iterator[str]:
    """Write row numbers into a list for IN, in pieces that SQLite takes."""
    ordered = sorted(rows)
    for at in range(0, len(ordered), _AT_ONCE):
        yield ", ".join(map(str, ordered[at : at + _AT_ONCE]))
