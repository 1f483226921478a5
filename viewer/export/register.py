"""The register of transfers as a table: a row for each, all that is known of it."""

from __future__ import annotations

from collections.abc import Iterable

from viewer.export.csv import table
from viewer.library.register import TransferEntry

HEADER = (
    "id",
    "supplier_id",
    "supplier",
    "recipient_id",
    "recipient",
    "weapon_id",
    "designation",
    "description",
    "stage",
    "quantity",
    "unit",
    "quantity_low",
    "quantity_high",
    "date_from",
    "date_to",
    "date_basis",
    "date_note",
    "date_alternative",
    "status",
    "status_reason",
    "claim_id",
    "claim",
    "basis",
    "basis_note",
    "basis_alternative",
    "statement_ids",
    "note",
)
"""Dates are ISO days; several statements stand in one field, parted by spaces."""


def register(entries: Iterable[TransferEntry]) -> str:
    """Return the transfers of ``entries`` as CSV; what is not known is left empty."""
    return table(HEADER, map(_row, entries))


def _row(entry: TransferEntry) -> tuple[str, ...]:
    transfer = entry.transfer
    quantity, dates = transfer.quantity, transfer.dates
    dated = dates.basis if dates else None
    return (
        transfer.id,
        transfer.supplier,
        entry.supplier,
        transfer.recipient,
        entry.recipient,
        transfer.weapon,
        entry.designation,
        entry.description,
        transfer.stage,
        quantity.text if quantity else "",
        quantity.unit if quantity else "",
        _number(quantity.low if quantity else None),
        _number(quantity.high if quantity else None),
        (dates.first or "") if dates else "",
        (dates.last or "") if dates else "",
        dated.kind if dated else "",
        dated.note if dated else "",
        dated.alternative if dated else "",
        entry.status.kind if entry.status else "",
        entry.status.why if entry.status else "",
        transfer.claim,
        entry.proposition,
        transfer.basis.kind,
        transfer.basis.note,
        transfer.basis.alternative,
        " ".join(transfer.basis.evidence),
        transfer.note,
    )


def _number(given: int | None) -> str:
    return "" if given is None else str(given)
