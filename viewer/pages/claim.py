"""The page of a claim: what it comes to and who stands where."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.badges import Badge, status_badge
from viewer.badges import relation as relation_words
from viewer.pages.pieces import (
    AppraisalView,
    BasisView,
    ClaimView,
    Pieces,
    StandView,
    TransferView,
    with_earlier,
)
from viewer.records import Claim


@dataclass(frozen=True, slots=True)
class RelationView:
    verb: str
    claim: ClaimView
    basis: BasisView | None


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """``stands`` are newest first; those ``predicted`` of their holders are kept apart."""

    proposition: str
    status: Badge
    why: str
    note: str
    stands: tuple[StandView, ...]
    predicted: tuple[StandView, ...]
    more_stands: str
    appraisals: tuple[AppraisalView, ...]
    relations: tuple[RelationView, ...]
    transfers: tuple[TransferView, ...]


def claim_page(pieces: Pieces, claim: Claim) -> ClaimPage:
    library = pieces.library
    status = library.status(claim.id)
    all_stands = library.stands_on(claim.id, 2 * pieces.shown + 1)
    stands = [pieces.stand(stand, with_claim=False) for stand in all_stands[: 2 * pieces.shown]]
    return ClaimPage(
        proposition=claim.proposition,
        status=status_badge(status.kind),
        why=status.why,
        note=claim.note,
        stands=with_earlier([stand for stand in stands if stand.how != "predicted"]),
        predicted=tuple(stand for stand in stands if stand.how == "predicted"),
        more_stands=f"claim:{claim.id}" if len(all_stands) > 2 * pieces.shown else "",
        appraisals=tuple(
            pieces.appraisal(appraisal, statement, with_claim=False)
            for appraisal, statement in library.appraisals_of(claim.id, pieces.shown)
        ),
        relations=_relations(pieces, claim),
        transfers=tuple(
            pieces.transfer(transfer) for transfer in library.transfers_resting_on(claim.id)
        ),
    )


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
