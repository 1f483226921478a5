"""Who stands where on many claims at once, in a few queries however many stands there are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import groupby

from pyroaring import BitMap

from viewer.conjunction import continued
from viewer.dating import ENDLESS
from viewer.library.catalogue import Catalogue
from viewer.library.file import damaged
from viewer.library.order import Newest
from viewer.library.same import OneForEach
from viewer.library.status import (
    UNDECIDED,
    Actors,
    CountedStand,
    How,
    Status,
    judge,
    parted,
    whose_word,
)
from viewer.library.taken import ASSERTING, HOLDERS, TAKEN_BASIS, TAKEN_FROM, TAKEN_TO, actors
from viewer.terms import MODALITIES, POSITIONS, Modality, Position

JUDGED = 25
"""By how many of its newest statements a claim is judged that has more than twice as many.

All on the 250 claims most spoken of in a million statements take 15 seconds, these less than
one; of two thousand made-up claims with 41 to 400 statements none has another status by all.
"""

_AT_ONCE = 4000
"""Row numbers in one query, some hundredths of a second."""

_LOOKED_AT = 16
"""Statements looked at first for those of one side; most of them are, else ever more."""

# With + they are looked up by statement: a claim may have as many as there are.
_OUTRIGHT = (
    "SELECT DISTINCT s.statement FROM json_each(?) AS given"
    " CROSS JOIN stance AS s ON s.statement = given.value"
    " WHERE +s.claim = ? AND s.position = ? AND s.modality NOT IN"
    f" ({', '.join(map(repr, UNDECIDED))})"
)

_UNNAMED = ("unnamed", "group")


@dataclass(frozen=True, slots=True)
class Standing:
    """The stands on one claim, in the order in which its statements were said.

    Those ``judged`` give it its status, wherever it is shown: they rest on
    ``judged_by`` of the claim's ``of`` statements, and ``on_reports`` are the stands on
    these of them that affirm it, such as of those who do not confirm a report.
    """

    stands: list[CountedStand]
    judged: list[CountedStand]
    judged_by: int
    of: int
    on_reports: tuple[CountedStand, ...] = ()

    @property
    def taken(self) -> list[CountedStand]:
        """The stands that count: what is predicted of a holder is no stand of it."""
        return [stand for stand in self.stands if not stand.is_predicted]

    def newest_first(self) -> Iterator[CountedStand]:
        """Yield the stands of the last statement first, those of each in their order."""
        by_statement = groupby(self.stands, key=lambda stand: stand.statement)
        for of_one in reversed([list(stands) for _, stands in by_statement]):
            yield from of_one


NOBODY = Standing([], [], 0, 0)


@dataclass(frozen=True, slots=True)
class _On:
    """Stances by what they are on: ``target`` names its column, ``which`` picks them by a list.

    ``report`` is the hash of the statement that they are on, if they are on one.
    """

    target: str
    which: str
    report: str = "''"


_ON_CLAIMS = _On("claim", "statement IN (SELECT value FROM json_each(?)) AND claim IS NOT NULL")
_ON_REPORTS = _On(
    "about",
    "about IN (SELECT value FROM json_each(?))",
    "(SELECT hash FROM statement WHERE id = s.about)",
)


def standings(
    library: Catalogue, claims: Sequence[int], most: int | None = JUDGED
) -> dict[int, Standing]:
    """Return where people stand on each of ``claims``, given by row number.

    Of a claim with more than twice ``most`` statements (None: no number is too many)
    the newest ``most`` are read, and half as many more of those that affirm and of
    those that deny; what it is judged by is always read.
    Raises LibraryError when a stand is asserted by nobody, or is none that there is.
    """
    chronology = library.chronology
    chosen: dict[int, BitMap] = {}
    judged: dict[int, BitMap] = {}
    sizes: dict[int, int] = {}
    mosts = dict.fromkeys((JUDGED, most))
    for claim in claims:
        of_claim = library.postings.of("claim", claim)
        sizes[claim] = len(of_claim)
        judged[claim], *shown = _newest(claim, of_claim, library, *mosts)
        chosen[claim] = judged[claim].union(*shown)
    found: dict[int, list[tuple[int, CountedStand]]] = {claim: [] for claim in claims}
    affirming: defaultdict[int, set[int]] = defaultdict(set)  # claims, by statement
    made = _Made(library)
    statements = BitMap().union(*chosen.values()) if chosen else BitMap()

    def is_chosen(claim: int, statement: int) -> bool:
        return claim in chosen and statement in chosen[claim]

    for claim, statement, stand in _stands(library, statements, _ON_CLAIMS, is_chosen, made):
        found[claim].append((statement, stand))
        is_so = stand.position == "affirms" and stand.modality not in UNDECIDED
        if is_so and statement in judged[claim]:
            affirming[statement].add(claim)
    on_reports: defaultdict[int, list[tuple[int, CountedStand]]] = defaultdict(list)
    for about, statement, stand in _stands(
        library, affirming, _ON_REPORTS, lambda about, _: about in affirming, made
    ):
        for claim in affirming[about]:
            on_reports[claim].append((statement, stand))
    for stands in (*found.values(), *on_reports.values()):
        stands.sort(key=lambda one: chronology.place_of(one[0]))
    return {
        claim: Standing(
            [stand for _, stand in stands],
            [stand for statement, stand in stands if statement in judged[claim]],
            len(judged[claim]),
            sizes[claim],
            tuple([stand for _, stand in on_reports[claim]]),
        )
        for claim, stands in found.items()
    }


def standings_of(
    library: Catalogue, claims: Iterable[str], most: int | None = JUDGED
) -> dict[str, Standing]:
    """Return what ``standings`` does for claims given by id; nobody stands on one not here."""
    rows = {claim: library.claim_row(claim) for claim in claims}
    found = standings(library, [row for row in rows.values() if row is not None], most)
    return {claim: NOBODY if row is None else found[row] for claim, row in rows.items()}


def status_of(library: Catalogue, standing: Standing) -> Status:
    """Return what stands come to; whether they were judged by all is part of the reason."""
    library.pause()
    entities = library.entities
    judged: Sequence[CountedStand] = standing.judged
    on_reports: Sequence[CountedStand] = standing.on_reports
    name: Callable[[int], str] = entities.name_of
    if entities.same:
        one = OneForEach([*on_reports, *judged], entities.same, name)
        judged, on_reports, name = one.stands(judged), one.stands(on_reports), one.name
    status = judge(judged, name, on_reports)
    if standing.judged_by == standing.of:
        return status
    newest = f"By the newest {standing.judged_by:,} of {standing.of:,} statements: "
    return replace(status, why=newest + continued(status.why))


def _newest(
    claim: int, of_claim: BitMap, library: Catalogue, *mosts: int | None
) -> Iterator[BitMap]:
    """Yield the newest statements on a claim, with enough of both sides that a dispute is seen.

    They are as many as each of ``mosts`` asks for, None for all.
    """
    cut = [most for most in mosts if most is not None and len(of_claim) > 2 * most]
    sides = [
        _of_side(claim, position, of_claim, library, max(cut) // 2)
        for position in ("affirms", "denies")
        if cut
    ]
    for most in mosts:
        if most in cut:
            chosen = Newest(of_claim, library.chronology).first(most)
            for found in sides:
                chosen.update(found[: most // 2])
            yield chosen
        else:
            yield of_claim


def _of_side(
    claim: int, position: Position, of_claim: BitMap, library: Catalogue, most: int
) -> list[int]:
    """Return the newest statements that affirm or deny a claim outright, and not another alone."""
    maybe = Newest(of_claim & library.postings.of("position", position), library.chronology)
    found: list[int] = []
    at, looked_at = 0, _LOOKED_AT
    while at < len(maybe) and len(found) < most:
        library.pause()
        piece = maybe[at : at + looked_at]
        rows = library.connection.values(_OUTRIGHT, json.dumps(piece), claim, position)
        taken = frozenset(rows)
        found += [row for row in piece if row in taken]
        at += looked_at
        looked_at = min(2 * looked_at, _AT_ONCE)
    return found[:most]


def _stands(
    library: Catalogue,
    statements: Iterable[int],
    on: _On,
    is_wanted: Callable[[int, int], bool],
    made: _Made,
) -> Iterator[tuple[int, int, CountedStand]]:
    """Yield what a stand is on, its statement and the stand, in order of statements.

    Only those are made for whose target and statement ``is_wanted`` holds.
    """
    ordered = sorted(statements)
    for at in range(0, len(ordered), _AT_ONCE):
        piece = ordered[at : at + _AT_ONCE]
        library.pause()
        found = library.connection.rows(
            12,
            f"SELECT s.{on.target}, s.statement, t.hash, {on.report},"
            f" {HOLDERS}, {ASSERTING},"
            " (SELECT group_concat(actor) FROM link"
            " WHERE statement = s.statement AND position < s.asserted_by),"
            " s.position, s.modality,"
            f" coalesce({TAKEN_FROM}, ''), coalesce({TAKEN_TO}, ''),"
            f" coalesce((SELECT kind FROM basis WHERE id = {TAKEN_BASIS}), '')"
            f" FROM (SELECT * FROM stance WHERE {on.which}"
            " ORDER BY statement, id) AS s CROSS JOIN statement AS t ON t.id = s.statement",
            json.dumps(piece),
        )
        for target, statement, hash, report, holders, asserting, through, *taken in found:
            if is_wanted(target, statement):
                for stand in made.stands(hash, report, holders, asserting, through, *taken):
                    yield target, statement, stand


class _Made:
    """Makes stands; what many have in common is worked out once and shared.

    Actors come as SQLite lists them, "" or None for nobody.
    """

    def __init__(self, library: Catalogue) -> None:
        self._path = library.path
        self._entities = library.entities
        self.actors = cache(actors)
        self.through = cache(lambda listed: frozenset(self.actors(listed)))
        self.parts = cache(self._parts)
        self.is_of_a_time = cache(self._is_of_a_time)

    def stands(
        self,
        hash: str,
        report: str,
        holders: str | None,
        asserting: str | None,
        through: str | None,
        position: Position,
        modality: Modality,
        since: str,
        until: str,
        dated_by: str,
    ) -> Iterator[CountedStand]:
        """Yield a stance as a stand of those whose own word it is, and as one of the others."""
        is_known = position in POSITIONS and modality in MODALITIES
        if not asserting or not is_known:  # a file may be anybody's
            raise damaged(self._path)
        at = since if holders != asserting and self.is_of_a_time(holders, asserting) else ""
        for part, how, anonymous in self.parts(holders, asserting, modality, at):
            yield CountedStand(
                statement=hash,
                holders=part,
                asserted_by=self.actors(asserting),
                through=self.through(through),
                position=position,
                modality=modality,
                since=since,
                until=until,
                dated_by=dated_by,
                how=how,
                anonymous=anonymous,
                report=report,
            )

    def _parts(
        self, holders: str | None, asserting: str, modality: Modality, since: str
    ) -> list[tuple[Actors, How, bool]]:
        by, belongs = self.actors(asserting), partial(self._entities.belongs, since=since)
        found = []
        for part in parted(self.actors(holders), by, modality, belongs):
            how = whose_word(part, by, modality, belongs)
            found.append((part, how, self._is_anonymous(part, by, how, since)))
        return found

    def _is_of_a_time(self, holders: str | None, asserting: str) -> bool:
        """Return whether some speak for others only as long as they have a post there."""
        entities = self._entities
        return any(
            entities.belonged_until(speaker, holder) != ENDLESS
            or entities.had_post_until(speaker, holder) not in ("", ENDLESS)
            for holder in self.actors(holders)
            for speaker in entities.covers(holder).intersection(self.actors(asserting))
            if speaker != holder
        )

    def _is_anonymous(self, holders: Actors, by: Actors, how: How, since: str) -> bool:
        """Return whether no holder is named, or speaks by others who have neither name nor post."""
        if all(map(self._is_unnamed, holders)):
            return True
        return how == "spoken for" and all(
            self._is_unnamed(speaker) and not self._has_post(speaker, holder, since)
            for holder in holders
            for speaker in by
            if self._entities.belongs(speaker, holder, since)
        )

    def _is_unnamed(self, actor: int) -> bool:
        return self._entities[actor].kind in _UNNAMED

    def _has_post(self, actor: int, to: int, since: str) -> bool:
        """Return whether it is known by its office, as a spokesman is, until ``since`` at least."""
        last = self._entities.had_post_until(actor, to)
        return bool(last) and last >= since
