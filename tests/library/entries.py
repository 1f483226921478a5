"""Entries of the register, made for tests."""

from __future__ import annotations

from typing import Any

from viewer.library.register import TransferEntry
from viewer.library.status import Status
from viewer.records import Basis, Dates, Quantity, Transfer

# Row numbers of weapons: a missile (1), under it a ballistic missile (2), under that
# two models (3, 4); a drone (5).
LINES = {1: (1,), 2: (2, 1), 3: (3, 2, 1), 4: (4, 2, 1), 5: (5,)}
NAMES = {1: "missile", 2: "ballistic missile", 3: "Fateh-110", 4: "Zolfaqar", 5: "drone"}


def entry(
    number: int, low: int | None = None, high: int | None = None, **more: Any
) -> TransferEntry:
    """Return the delivery of a Fateh-110 with a claim of its own, but for what is in ``more``."""
    weapon = more.pop("weapon", 3)
    text = more.pop("text", "" if low is None and high is None else str(low or high))
    quantity = Quantity(text, more.pop("unit", ""), low, high) if text else None
    first, last = more.pop("dates", (None, None))
    dates = Dates(first, last, more.pop("dated", None))
    claim = more.pop("claim", 100 + number)
    return TransferEntry(
        transfer=Transfer(
            id=f"t{number}",
            supplier="iran",
            recipient="russia",
            weapon=NAMES[weapon],
            stage=more.pop("stage", "delivered"),
            claim=f"claim-{claim}",
            basis=more.pop("basis", Basis("stated")),
            quantity=quantity,
            dates=None if dates == Dates() else dates,
            note=more.pop("note", ""),
        ),
        supplier=more.pop("supplier", "Iran"),
        recipient=more.pop("recipient", "Russia"),
        designation=NAMES[weapon] if weapon in (3, 4) else "",
        description="ballistic missile" if weapon in (3, 4) else NAMES[weapon],
        family="drone" if weapon == 5 else "missile",
        weapon_line=LINES[weapon],
        counted_as=2 if weapon in (3, 4) else weapon,
        proposition="Iran delivered them.",
        claim_row=claim,
        wider=frozenset({claim, *more.pop("wider", ())}),
        status=Status(more.pop("status", "single-sourced"), "Affirmed by Iran alone.", 1),
        evidence=(),
        **more,
    )
