"""The stands of actors on claims as a table: a row for each, with the exact words behind it."""

from __future__ import annotations

from collections.abc import Iterable

from viewer.export.csv import table
from viewer.library.positions import ClaimRow, Positions
from viewer.library.status import CountedStand

HEADER = (
    "claim_id",
    "claim",
    "status",
    "holder",
    "group",
    "position",
    "modality",
    "report_id",
    "how",
    "asserted_by",
    "said_from",
    "said_to",
    "said_basis",
    "statement_id",
    "exact",
    "source_id",
    "source_title",
)
"""Dates are ISO days; several names stand in one field, parted by semicolons.

``report_id`` is the statement affirming the claim that a stand is on, if not on the claim itself.
"""


def stands_table(positions: Positions, stands: Iterable[tuple[ClaimRow, str, CountedStand]]) -> str:
    """Return as CSV the given stands: the claim, the name of the holder's group, the stand."""
    return table(HEADER, (_row(positions, *stand) for stand in stands))


def _row(positions: Positions, claim: ClaimRow, group: str, stand: CountedStand) -> tuple[str, ...]:
    names, behind = positions.names, positions.evidence[stand.statement]
    return (
        claim.id,
        claim.proposition,
        claim.status.kind,
        "; ".join(names[one] for one in stand.holders),
        group,
        stand.position,
        stand.modality,
        stand.report,
        stand.how,
        "; ".join(names[one] for one in stand.asserted_by),
        stand.since,
        stand.until,
        stand.dated_by,
        stand.statement,
        behind.exact,
        behind.source,
        behind.source_title,
    )
