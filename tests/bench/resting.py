"""What rests on the statements of a made-up source now and then: a transfer, an event.

Both draw from a generator of their own, so that the statements are the same with
and without them.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.bench.world import Trade, World

_QUANTITIES: tuple[tuple[str, int, int], ...] = (
    # as written, and what its bounds are multiplied by; 0 where the words give none
    ("{}", 1, 1),
    ("about {}", 0, 0),
    ("hundreds", 0, 0),
    ("at least {}", 1, 0),
    ("up to {}", 0, 1),
    ("between {} and {double}", 1, 2),
    ("a limited number", 0, 0),
)
_EVENTS = (
    "{actor} showed the {weapon}.",
    "{actor} signed an agreement on the {weapon}.",
    "The {weapon} was tested, as {actor} reported.",
    "{actor} imposed sanctions over the {weapon}.",
    "A shipment of the {weapon} arrived.",
)
_TOLD = "the text says “recently”; the time before it was published is taken"


class Resting:
    """Makes transfers and events, the same ones for the same source and seed."""

    def __init__(self, made: World, seed: int) -> None:
        self._seed = seed
        self._trades = {trade.claim: (at, trade) for at, trade in enumerate(made.trades)}
        self._names = {actor.id: actor.name for actor in made.actors}
        self._names |= {weapon.id: weapon.name for weapon in made.weapons}

    def transfer(self, number: int, made: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
        """Return a transfer that a statement of source ``number`` takes a stand on, if one does."""
        rng = Random(f"transfer {self._seed} {number}")  # noqa: S311 - to be repeated
        stands = [
            (*self._trades[stance["claim"]], statement)
            for statement in made
            for stance in statement.get("stances", ())
            if stance.get("claim") in self._trades
        ]
        if not stands:
            return None
        # The less popular of two, or a handful of claims would have most of the transfers.
        _, trade, statement = max((rng.choice(stands) for _ in range(2)), key=lambda one: one[0])
        transfer: dict[str, Any] = {
            "type": "transfer",
            "id": f"transfer-{number}",
            "supplier": trade.supplier,
            "recipient": trade.recipient,
            "weapon": trade.weapon,
            "stage": trade.stage,
            "claim": trade.claim,
            "basis": self._basis(rng, statement, made),
        }
        if quantity := self._quantity(rng, trade):
            transfer["quantity"] = quantity
        if dates := self._dates(rng, statement):
            transfer["dates"] = dates
        if rng.random() < 0.2:
            transfer["note"] = "In all likelihood part of a larger order."
        return transfer

    def event(self, number: int, made: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Return an event of which a statement of source ``number`` tells."""
        rng = Random(f"event {self._seed} {number}")  # noqa: S311 - as above
        statement = rng.choice(made)
        actors = sorted({one["actor"] for one in statement.get("mentions", ()) if "actor" in one})
        actors = actors or list(statement["chain"][-1]["actors"])
        weapons = [one["weapon"] for one in statement.get("mentions", ()) if "weapon" in one]
        weapon = self._names[weapons[0]] if weapons else "equipment"
        event = {
            "type": "event",
            "id": f"event-{number}",
            "text": rng.choice(_EVENTS).format(actor=self._names[actors[0]], weapon=weapon),
            "dates": self._dates(rng, statement),
            "basis": self._basis(rng, statement, made),
            "actors": actors,
        }
        return {**event, "weapons": sorted(set(weapons))} if weapons else event

    def _basis(
        self, rng: Random, statement: dict[str, Any], made: Sequence[dict[str, Any]]
    ) -> dict[str, Any]:
        others = rng.sample(made, min(len(made), rng.randrange(3)))
        evidence = sorted({one["id"] for one in (statement, *others)})
        if rng.random() < 0.25:
            return {
                "kind": "inferred",
                "note": "That it took place follows from what is said of its results.",
                "evidence": evidence,
            }
        return {"kind": "stated", "evidence": evidence}

    def _quantity(self, rng: Random, trade: Trade) -> dict[str, Any]:
        if rng.random() < 0.3:
            return {}
        number = rng.choice((6, 12, 24, 40, 60, 100, 200, 500))
        written, low, high = rng.choice(_QUANTITIES)
        quantity: dict[str, Any] = {"text": written.format(number, double=2 * number)}
        if written == "hundreds":
            quantity["low"] = 200
        if low:
            quantity["low"] = low * number
        if high:
            quantity["high"] = high * number
        if rng.random() < 0.3:
            quantity["unit"] = rng.choice(("packages", "batteries", self._names[trade.weapon]))
        return quantity

    def _dates(self, rng: Random, statement: dict[str, Any]) -> dict[str, Any]:
        """Return a day, a month, a year, some years, or a range with an open end; {} for none."""
        last = date.fromisoformat(statement["said"]["to"])
        day = last - timedelta(days=rng.randrange(400))
        month_end = calendar.monthrange(day.year, day.month)[1]
        first: date | None
        until: date | None
        match rng.randrange(8):
            case 0 | 1:
                first = until = day
            case 2 | 3:
                first, until = day.replace(day=1), day.replace(day=month_end)
            case 4:
                first, until = date(day.year, 1, 1), date(day.year, 12, 31)
            case 5:
                first, until = date(day.year - 2, 1, 1), date(day.year, 12, 31)
            case 6:
                first, until = rng.choice(((day, None), (None, day)))
            case _:
                return {}
        dates: dict[str, Any] = {}
        if first:
            dates["from"] = first.isoformat()
        if until:
            dates["to"] = until.isoformat()
        if rng.random() < 0.3:
            dates["basis"] = {"kind": "inferred", "note": _TOLD, "evidence": [statement["id"]]}
        return dates
