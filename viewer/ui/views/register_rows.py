"""The rows of the register as arms-trade registers write them, sorted and in groups.

Figures that are no exact number stand in brackets; ".." is unknown, "–" is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from viewer.badges import Badge, all_statuses, status_badge
from viewer.dating import is_inferred, spell
from viewer.fold import key
from viewer.library.register import TransferEntry
from viewer.library.totals import Total, total
from viewer.records import Basis, Dates
from viewer.terms import Stage

Grouping = Literal["supplier", "recipient", "weapon", "status"]
Column = Literal[
    "supplier",
    "recipient",
    "designation",
    "description",
    "ordered",
    "delivered",
    "years",
    "status",
    "comments",
]

UNKNOWN = ".."
NONE = "–"
MARKS = (
    f"{UNKNOWN} not known · {NONE} none · in brackets: a figure that is no exact number, "
    "a year that is inferred"
)
"""What explains the cells of a printed register."""

NOT_YET = "…"
"""The status of what is not judged yet."""

GROUPINGS: dict[Grouping, str] = {
    "supplier": "Supplier",
    "recipient": "Recipient",
    "weapon": "Weapon",
    "status": "Status",
}
TITLES: dict[Column, str] = {
    "supplier": "Supplier",
    "recipient": "Recipient",
    "designation": "Designation",
    "description": "Description",
    "ordered": "Ordered",
    "delivered": "Delivered",
    "years": "Years",
    "status": "Status",
    "comments": "Comments",
}
TIPS: dict[Column, str] = {
    "designation": "The make of the weapon; .. where it is not known",
    "description": "The class of the weapon",
    "ordered": "How many were ordered; in brackets where it is no exact number, .. unknown, – none",
    "delivered": "How many were delivered; in brackets where it is no exact number, .. unknown,"
    " – none",
    "years": "The year of the order, or the years of delivery, use or negotiation;"
    " in brackets where they are inferred, .. unknown",
    "status": "What the stands on the claim behind the row come to",
}
_FIGURES: tuple[Column, ...] = ("ordered", "delivered")
_TOLD: dict[Stage, str] = {"used": "Use by the recipient", "negotiated": "Negotiation"}


@dataclass(frozen=True, slots=True)
class Row:
    """``cells``, ``tips`` and ``keys``, to sort by, by column.

    A tip that is missing says no more than its cell, and a key that is missing is
    unknown; ``place`` is where a register has the row unless it is sorted.
    """

    entry: TransferEntry
    cells: dict[Column, str]
    tips: dict[Column, str]
    keys: dict[Column, Any]
    place: tuple[str, ...]
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading, with what their figures come to or why that is not said."""

    name: str
    badge: Badge | None
    rows: tuple[Row, ...]
    totals: str
    tip: str


def row(entry: TransferEntry) -> Row:
    """Return what a register writes of a transfer."""
    transfer = entry.transfer
    badge = status_badge(entry.status.kind) if entry.status else None
    number = figure(entry)
    ordered = {"agreed": number, "negotiated": NONE}.get(transfer.stage, UNKNOWN)
    delivered = {"delivered": number, "used": UNKNOWN}.get(transfer.stage, NONE)
    tips: dict[Column, str] = {"status": entry.status.why if entry.status else ""}
    if transfer.quantity and transfer.stage in ("agreed", "delivered"):
        column: Column = "ordered" if transfer.stage == "agreed" else "delivered"
        tips[column] = f"“{transfer.quantity.text}” in the words of the source"
    if transfer.dates:
        tips["years"] = _sentences(spell(transfer.dates), _inferred(transfer.dates.basis))
    cells: dict[Column, str] = {
        "supplier": entry.supplier,
        "recipient": entry.recipient,
        "designation": entry.designation or UNKNOWN,
        "description": entry.description or UNKNOWN,
        "ordered": ordered,
        "delivered": delivered,
        "years": years(entry),
        "status": str(badge or NOT_YET),
        "comments": comments(entry),
    }
    return Row(entry, cells, tips, _keys(entry, cells, badge), _place(entry), badge)


def figure(entry: TransferEntry) -> str:
    """Return the quantity as written, in brackets unless it is one exact number."""
    quantity = entry.transfer.quantity
    if quantity is None:
        return UNKNOWN
    words = quantity.text
    stem = quantity.unit.casefold().removesuffix("s")
    said = (words, entry.designation, entry.description, entry.family)
    if stem and not any(stem in one.casefold() for one in said):
        words = f"{words} {quantity.unit}"
    exact = quantity.low == quantity.high is not None
    exact = exact and quantity.text.replace(",", "").strip() == str(quantity.low)
    return words if exact else f"({words})"


def years(entry: TransferEntry) -> str:
    """Return the years of a transfer's dates, in brackets when they are inferred."""
    dates = entry.transfer.dates
    if dates is None or not (dates.first or dates.last):
        return UNKNOWN
    first, last = (dates.first or "")[:4], (dates.last or "")[:4]
    words = f"{first}–{last}" if first != last else first
    if not first or not last:
        words = f"since {first}" if first else f"until {last}"
    return f"({words})" if is_inferred(dates) else words


def comments(entry: TransferEntry) -> str:
    """Return the stage where no column tells it, the note, and what is inferred."""
    transfer = entry.transfer
    told = _TOLD.get(transfer.stage, "")
    if told and transfer.quantity:
        told += f": {figure(entry)}"
    return _sentences(told, transfer.note, _inferred(transfer.basis))


def _inferred(basis: Basis | None) -> str:
    if basis is None or basis.kind != "inferred":
        return ""
    other = f"Or: {basis.alternative}" if basis.alternative else ""
    return _sentences(f"Inferred: {basis.note}", other)


def _sentences(*pieces: str) -> str:
    told = [piece.strip() for piece in pieces if piece.strip()]
    return " ".join(one if one.endswith((".", "!", "?")) else f"{one}." for one in told)


# In order, and in groups


def in_order(rows: Sequence[Row], column: Column, descending: bool) -> list[Row]:
    """Return the rows sorted by a column, the unknown last, ties as a register orders them."""
    ordered = sorted(rows, key=lambda one: one.place)
    known = [one for one in ordered if column in one.keys]
    known.sort(key=lambda one: one.keys[column], reverse=descending)
    return known + [one for one in ordered if column not in one.keys]


def _place(entry: TransferEntry) -> tuple[str, ...]:
    names = (entry.supplier, entry.recipient, entry.family, entry.description, entry.designation)
    dates = entry.transfer.dates or Dates()
    return (*map(key, names), dates.first or dates.last or "", entry.transfer.id)


def _keys(entry: TransferEntry, cells: dict[Column, str], badge: Badge | None) -> dict[Column, Any]:
    quantity, dates = entry.transfer.quantity, entry.transfer.dates or Dates()
    words: tuple[Column, ...] = (
        "supplier",
        "recipient",
        "designation",
        "description",
        "comments",
    )
    keys: dict[Column, Any] = {
        column: key(cells[column]) for column in words if cells[column] not in (UNKNOWN, "")
    }
    for column in _FIGURES:
        if quantity and cells[column] not in (UNKNOWN, NONE):
            keys[column] = quantity.low or quantity.high or 0
    if since := dates.first or dates.last:
        keys["years"] = since
    if badge:
        keys["status"] = all_statuses().index(badge)
    return keys


def grouped(rows: Sequence[Row], by: Grouping) -> list[Group]:
    """Return ``rows``, in the order given, under headings by name, those of statuses by gravity."""
    found: dict[str, list[Row]] = {}
    for one in rows:
        found.setdefault(_heading(one, by), []).append(one)
    order: Callable[[str], Any] = key
    if by == "status":
        words = [badge.word for badge in all_statuses()]
        order = [*words, NOT_YET].index
    return [_group(name, found[name], by) for name in sorted(found, key=order)]


def _heading(row: Row, by: Grouping) -> str:
    match by:
        case "supplier":
            return row.entry.supplier
        case "recipient":
            return row.entry.recipient
        case "weapon":
            return row.entry.family
        case "status":
            return row.badge.word if row.badge else NOT_YET


def _group(name: str, rows: list[Row], by: Grouping) -> Group:
    entries = [one.entry for one in rows]
    told = {word: total(entries, stage) for stage, word in _ADDED.items()}
    totals = [_total(word, found) for word, found in told.items() if found]
    tips = [
        f"What was {word} is not added: {', '.join(found.reasons)}."
        for word, found in told.items()
        if found and found.reasons
    ]
    badge = rows[0].badge if by == "status" else None
    return Group(name, badge, tuple(rows), ", ".join(totals), " ".join(tips))


_ADDED: dict[Stage, str] = {"agreed": "ordered", "delivered": "delivered"}


def _total(word: str, found: Total) -> str:
    if found.reasons:
        return f"{word}: not added, {found.reasons[0]}"
    unit = f" {found.unit}" if found.unit else ""
    return f"{word}: {_bounds(found)}{unit}"


def _bounds(found: Total) -> str:
    if found.low == found.high:
        return f"{found.low:,}"
    if found.high is None:
        return f"(at least {found.low:,})"
    return f"({found.low:,}–{found.high:,})" if found.low else f"(at most {found.high:,})"
