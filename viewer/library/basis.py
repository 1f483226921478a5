"""How the library knows a thing, and when it was."""

from __future__ import annotations

from viewer.library.catalogue import Catalogue
from viewer.records import Basis, Dates


class Bases(Catalogue):
    """One library with the bases on which its records rest."""

    def _basis(self, row: int | None) -> Basis | None:
        return None if row is None else self.known_basis(row)

    def known_basis(self, row: int) -> Basis:
        """Return a basis by its row number; raises LibraryError when it is not there."""
        kind, note, alternative = self.required(
            "SELECT kind, note, alternative FROM basis WHERE id = ?", row
        )
        evidence = self.connection.execute(
            "SELECT hash FROM evidence JOIN statement AS s ON s.id = statement"
            " WHERE basis = ? ORDER BY hash",
            (row,),
        )
        return Basis(kind, note, alternative, tuple(hash for (hash,) in evidence))

    def _dates(self, first: str | None, last: str | None, basis: int | None) -> Dates:
        return Dates(first, last, self._basis(basis))

    def _optional_dates(
        self, first: str | None, last: str | None, basis: int | None
    ) -> Dates | None:
        dates = self._dates(first, last, basis)
        return None if dates == Dates() else dates
