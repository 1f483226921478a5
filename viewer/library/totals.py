"""Whether the figures of several transfers may be added, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from viewer.library.register import TransferEntry
from viewer.terms import Stage

OVERLAP = "they overlap"
WEAPONS = "different weapons"
UNITS = "different units"
DISPUTED = "disputed"
MISSING = "figures missing"


@dataclass(frozen=True, slots=True)
class Total:
    """What figures come to, an open end as None; or ``reasons`` why they are not added."""

    low: int | None = None
    high: int | None = None
    unit: str = ""
    reasons: tuple[str, ...] = ()


def total(entries: Sequence[TransferEntry], stage: Stage) -> Total | None:
    """Return what the transfers of ``entries`` at ``stage`` come to.

    None when fewer than two of them have figures, since there is nothing to add,
    and until all are judged.
    """
    at_stage = [entry for entry in entries if entry.transfer.stage == stage]
    is_judged = all(entry.status for entry in at_stage)
    if not is_judged or sum(_has_figure(entry) for entry in at_stage) < 2:
        return None
    if reasons := _against(at_stage):
        return Total(reasons=reasons)
    quantities = [entry.transfer.quantity for entry in at_stage if entry.transfer.quantity]
    lows = [one.low for one in quantities if one.low is not None]
    highs = [one.high for one in quantities]
    return Total(
        low=sum(lows) if lows else None,
        high=None if None in highs else sum(one or 0 for one in highs),
        unit=quantities[0].unit,
    )


def _has_figure(entry: TransferEntry) -> bool:
    quantity = entry.transfer.quantity
    return quantity is not None and (quantity.low is not None or quantity.high is not None)


def _against(entries: Sequence[TransferEntry]) -> tuple[str, ...]:
    """Return every reason why these figures must not be added, the gravest first."""
    units = {entry.transfer.quantity.unit for entry in entries if entry.transfer.quantity}
    reasons = {
        OVERLAP: _overlap(entries),
        WEAPONS: len({entry.counted_as for entry in entries}) > 1,
        UNITS: len(units) > 1,
        DISPUTED: any(
            entry.status and entry.status.kind in ("disputed", "denied") for entry in entries
        ),
        MISSING: not all(_has_figure(entry) for entry in entries),
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def _overlap(entries: Sequence[TransferEntry]) -> bool:
    """Tell whether two of the figures may count the same weapons.

    They may when one claim is, narrows or implies the other, and when both narrow
    or imply a third while one weapon is, or is classed under, the other.
    """
    claims = {entry.claim_row for entry in entries}
    if len(claims) < len(entries):
        return True
    if any((entry.wider - {entry.claim_row}) & claims for entry in entries):
        return True
    under: dict[int, list[TransferEntry]] = {}
    for entry in entries:
        for claim in entry.wider:
            under.setdefault(claim, []).append(entry)
    return any(_nested(sharing) for sharing in under.values() if len(sharing) > 1)


def _nested(entries: Sequence[TransferEntry]) -> bool:
    # From the root down, a weapon stands directly before one of those classed under it.
    lines = sorted(entry.weapon_line[::-1] for entry in entries)
    return any(lower[: len(upper)] == upper for upper, lower in pairwise(lines))
