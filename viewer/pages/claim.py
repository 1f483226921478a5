"""The page of a claim: what it comes to and who stands where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from viewer.badges import Badge, status_badge
from viewer.badges import relation as relation_words
from viewer.library.claims import Stand
from viewer.library.reading import Library
from viewer.library.standing import Standing, standings_of, status_of
from viewer.library.status import CountedStand, last_days, still
from viewer.pages.pieces import Pieces
from viewer.pages.strip import Strip, strip
from viewer.pages.views import AppraisalView, BasisView, ClaimView, StandView, TransferView
from viewer.records import Claim

_ON_STRIP = 150
"""The newest statements shown on the strip of a claim that has more than twice as many.

Of the stands on its reports there are as many.
"""

_VOICES = 3  # of those that count once, which are named


@dataclass(frozen=True, slots=True)
class RelationView:
    verb: str
    claim: ClaimView
    basis: BasisView | None


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """``stands`` are newest first; those ``predicted`` of their holders are kept apart.

    ``on_reports`` are on statements that affirm the claim, those on one together: on
    ``reports`` of them, and ``more_on_reports`` are left out.
    ``counted_once`` says who adds nothing to whose word; ``more_stands`` and
    ``more_appraisals`` are the query that finds all ``statements``, "" where all stands,
    or appraisals, are shown.
    """

    proposition: str
    status: Badge
    why: str
    counted_once: tuple[str, ...]
    strip: Strip | None
    statements: int
    note: str
    stands: tuple[StandView, ...]
    on_reports: tuple[StandView, ...]
    reports: int
    more_on_reports: int
    predicted: tuple[StandView, ...]
    more_stands: str
    appraisals: tuple[AppraisalView, ...]
    more_appraisals: str
    relations: tuple[RelationView, ...]
    transfers: tuple[TransferView, ...]


def claim_page(pieces: Pieces, claim: Claim) -> ClaimPage:
    library = pieces.library
    standing = standings_of(library, [claim.id], _ON_STRIP)[claim.id]
    status = status_of(library, standing)
    last = _last(library, standing.taken)
    pieces.claims(
        [relation.claim for relation in claim.relations]
        + [other for _, other in library.related_to(claim.id)]
    )
    every_statement = f"claim:{claim.id}"
    # A few more than a list has are shown; of very many only as many as a list has.
    most = 2 * pieces.shown if standing.of <= 2 * pieces.shown else pieces.shown
    found = library.stands_on(claim.id, most + 1)
    stands = [
        pieces.stand(
            stand, with_claim=False, earlier=not (stand.is_predicted or still(stand, last))
        )
        for stand in found[:most]
    ]
    on_reports = _on_reports(pieces, standing)
    appraisals = library.appraisals_of(claim.id, pieces.shown + 1)
    return ClaimPage(
        proposition=claim.proposition,
        status=status_badge(status.kind),
        why=status.why,
        counted_once=tuple(
            voice.sentence(library.entities.name_of) for voice in status.shared[:_VOICES]
        ),
        strip=strip(pieces, [*standing.stands, *standing.on_reports[-_ON_STRIP:]]),
        statements=standing.of,
        note=claim.note,
        stands=tuple(stand for stand in stands if stand.how != "predicted"),
        on_reports=tuple(stand for stand in on_reports if stand.how != "predicted"),
        reports=len({stand.report for stand in standing.on_reports}),
        more_on_reports=len(standing.on_reports) - len(on_reports),
        predicted=tuple(stand for stand in (*stands, *on_reports) if stand.how == "predicted"),
        more_stands=every_statement if len(found) > most else "",
        appraisals=tuple(
            pieces.appraisal(appraisal, statement, with_claim=False)
            for appraisal, statement in appraisals[: pieces.shown]
        ),
        more_appraisals=every_statement if len(appraisals) > pieces.shown else "",
        relations=_relations(pieces, claim),
        transfers=tuple(
            pieces.transfer(transfer) for transfer in library.transfers_resting_on(claim.id)
        ),
    )


def _last(library: Library, stands: Iterable[CountedStand]) -> dict[str, str]:
    return {library.entities[row].id: day for row, day in last_days(stands).items()}


def _on_reports(pieces: Pieces, standing: Standing) -> list[StandView]:
    """Return the newest stands on the statements that affirm a claim, those on one together."""
    on_each: defaultdict[str, list[CountedStand]] = defaultdict(list)
    for stand in standing.on_reports:
        on_each[stand.report].append(stand)
    if not on_each:
        return []
    together: defaultdict[str, list[Stand]] = defaultdict(list)
    for found in pieces.library.stands_on_reports(on_each, pieces.shown)[: pieces.shown]:
        together[found.stance.statement or ""].append(found)
    views = []
    for report, stands in together.items():
        taken = [stand for stand in on_each[report] if not stand.is_predicted]
        last = _last(pieces.library, [*standing.taken, *taken])
        views += [
            pieces.stand(stand, earlier=not (stand.is_predicted or still(stand, last)))
            for stand in stands
        ]
    return views


def _relations(pieces: Pieces, claim: Claim) -> tuple[RelationView, ...]:
    from_here = [
        RelationView(
            relation_words(relation.kind),
            pieces.claim(relation.claim),
            pieces.basis(relation.basis),
        )
        for relation in claim.relations
    ]
    to_here = [
        RelationView(
            relation_words(relation.kind, turned=True),
            pieces.claim(other),
            pieces.basis(relation.basis),
        )
        for _, other in pieces.library.related_to(claim.id)
        if (related := pieces.library.claim(other))
        for relation in related.relations
        if relation.claim == claim.id
    ]
    return tuple(dict.fromkeys(from_here + to_here))
