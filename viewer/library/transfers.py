"""Transfers of weapons."""

from __future__ import annotations

from viewer.library.basis import Bases
from viewer.records import Quantity, Transfer


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
        rows = ", ".join(map(str, entities))
        return self._transfers(
            f"supplier IN ({rows}) OR recipient IN ({rows}) OR weapon IN ({rows})", ()
        )

    def _transfers(self, condition: str, bound: tuple[object, ...]) -> list[Transfer]:
        rows = self.connection.execute(
            "SELECT t.slug, supplier, recipient, weapon, stage, c.slug, basis, quantity, unit,"
            " quantity_low, quantity_high, dates_from, dates_to, dates_basis, t.note"
            " FROM transfer AS t JOIN claim AS c ON c.id = t.claim"
            f" WHERE {condition} ORDER BY t.slug",
            bound,
        ).fetchall()
        return [
            Transfer(
                id=row[0],
                supplier=self.entities[row[1]].id,
                recipient=self.entities[row[2]].id,
                weapon=self.entities[row[3]].id,
                stage=row[4],
                claim=row[5],
                basis=self._known_basis(row[6]),
                quantity=None if row[7] is None else Quantity(row[7], row[8], row[9], row[10]),
                dates=self._optional_dates(*row[11:14]),
                note=row[14],
            )
            for row in rows
        ]
