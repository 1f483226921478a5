"""Transfers of weapons."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from viewer.library import file
from viewer.library.basis import Bases
from viewer.records import Basis, Dates, Quantity, Transfer
from viewer.terms import BasisKind


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A transfer with what it is of, by row number.

    ``parties`` are supplier, recipient and weapon; ``evidence`` has the ids of the statements
    that bear it out.
    """

    transfer: Transfer
    parties: tuple[int, int, int]
    claim: int
    proposition: str
    evidence: dict[int, str]


class Transfers(Bases):
    """One library with its transfers."""

    def transfers(self) -> list[Transfer]:
        return self._transfers("1", ())

    def transfer(self, id: str) -> Transfer | None:
        return next(iter(self._transfers("t.slug = ?", (id,))), None)

    def transfers_resting_on(self, claim: str) -> list[Transfer]:
        return self._transfers("c.slug = ?", (claim,))

    def transfers_with(self, entities: frozenset[int]) -> list[Transfer]:
        """Return the transfers of, by or to one of ``entities`` (row numbers)."""
        among = "IN (SELECT value FROM json_each(?1))"
        return self._transfers(
            f"supplier {among} OR recipient {among} OR weapon {among}", (json.dumps([*entities]),)
        )

    def transfer_rows(self) -> list[TransferRow]:
        """Return every transfer with the rows that it is of."""
        return self._transfer_rows("1", ())

    def _transfers(self, condition: str, bound: tuple[object, ...]) -> list[Transfer]:
        return [row.transfer for row in self._transfer_rows(condition, bound)]

    def _transfer_rows(self, condition: str, bound: tuple[object, ...]) -> list[TransferRow]:
        found = self.connection.execute(
            "SELECT t.slug, supplier, recipient, weapon, stage, quantity, unit, quantity_low,"
            " quantity_high, dates_from, dates_to, t.note, c.id, c.slug, c.proposition,"
            " b.id, b.kind, b.note, b.alternative, d.id, d.kind, d.note, d.alternative, dates_basis"
            " FROM transfer AS t JOIN claim AS c ON c.id = t.claim"
            " LEFT JOIN basis AS b ON b.id = t.basis LEFT JOIN basis AS d ON d.id = t.dates_basis"
            f" WHERE {condition} ORDER BY t.slug",
            bound,
        ).fetchall()
        evidence = self._evidence({basis for row in found for basis in (row[15], row[19])})
        return [self._transfer_row(evidence, *row) for row in found]

    def _transfer_row(
        self, evidence: defaultdict[int, dict[int, str]], id: str, *fields: Any
    ) -> TransferRow:
        supplier, recipient, weapon, stage, words, unit, low, high, *rest = fields
        first, last, note, claim, claim_id, proposition, *bases, dated = rest
        basis, dates_basis = bases[:4], bases[4:]
        if basis[0] is None or dates_basis[0] != dated:
            raise file.damaged(self.path)

        def resting(row: int, kind: BasisKind, note: str, alternative: str) -> Basis:
            return Basis(kind, note, alternative, tuple(sorted(evidence[row].values())))

        dates = Dates(first, last, None if dated is None else resting(*dates_basis))
        entities = self.entities
        transfer = Transfer(
            id=id,
            supplier=entities[supplier].id,
            recipient=entities[recipient].id,
            weapon=entities[weapon].id,
            stage=stage,
            claim=claim_id,
            basis=resting(*basis),
            quantity=None if words is None else Quantity(words, unit, low, high),
            dates=None if dates == Dates() else dates,
            note=note,
        )
        parties = (supplier, recipient, weapon)
        return TransferRow(transfer, parties, claim, proposition, evidence[basis[0]])

    def _evidence(self, bases: set[int | None]) -> defaultdict[int, dict[int, str]]:
        """Return row numbers and ids of the statements on which each basis rests."""
        evidence: defaultdict[int, dict[int, str]] = defaultdict(dict)
        for basis, row, id in self.connection.rows(
            3,
            "SELECT e.basis, s.id, s.hash FROM json_each(?) AS given"
            " JOIN evidence AS e ON e.basis = given.value"
            " JOIN statement AS s ON s.id = e.statement",
            json.dumps([basis for basis in bases if basis is not None]),
        ):
            evidence[basis][row] = id
        return evidence
