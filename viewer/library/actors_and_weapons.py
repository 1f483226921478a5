"""Actors and weapons with all that is known of each."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from viewer.library import file
from viewer.library.basis import Bases
from viewer.records import Actor, Basis, Name, Role, Sameness, Weapon


class _Common(TypedDict):
    """What actors and weapons alike are described by."""

    id: str
    name: str
    kind: Any  # as the entity has it
    parent: str | None
    parent_basis: Basis | None
    names: tuple[Name, ...]
    note: str


class ActorsAndWeapons(Bases):
    """One library with its actors and weapons, and which of them are the same."""

    def actor(self, id: str) -> Actor | None:
        entity = self.entities.get("actor", id)
        return self._actor(entity.row) if entity else None

    def weapon(self, id: str) -> Weapon | None:
        entity = self.entities.get("weapon", id)
        return self._weapon(entity.row) if entity else None

    def _actor(self, row: int) -> Actor:
        roles = self.connection.execute(
            "SELECT title, organisation, held_from, held_to, held_basis, basis FROM role"
            " WHERE actor = ? ORDER BY id",
            (row,),
        ).fetchall()
        return Actor(
            **self._common("actor", row),
            roles=tuple(
                Role(
                    title,
                    self.entities.id_of(organisation),
                    self._optional_dates(first, last, held),
                    self._basis(basis),
                )
                for title, organisation, first, last, held, basis in roles
            ),
        )

    def _weapon(self, row: int) -> Weapon:
        return Weapon(**self._common("weapon", row))

    def _common(self, table: Literal["actor", "weapon"], row: int) -> _Common:
        entity = self.entities[row]
        name, note, parent_basis = self.required(
            "SELECT e.name, e.note, parent_basis"
            f" FROM entity AS e JOIN {table} USING (id) WHERE e.id = ?",
            row,
        )
        return _Common(
            id=entity.id,
            name=name,
            kind=entity.kind,
            parent=self.entities.id_of(entity.parent),
            parent_basis=self._basis(parent_basis),
            names=self._names(row),
            note=note,
        )

    def _names(self, entity: int) -> tuple[Name, ...]:
        rows = self.connection.execute(
            "SELECT text, kind, language, script, basis FROM name WHERE entity = ? ORDER BY id",
            (entity,),
        ).fetchall()
        return tuple(
            Name(text, kind, language, script, self._basis(basis))
            for text, kind, language, script, basis in rows
        )

    def members(self, type: Literal["actor", "weapon"], id: str) -> list[str]:
        """Return what is directly under an actor or a weapon, by name; post holders included."""
        of = self.entities.get(type, id)
        below = {one.row for one in self.entities.of_type(type) if of and one.parent == of.row}
        if of and type == "actor":
            posts = self.connection.execute(
                "SELECT actor FROM role WHERE organisation = ?", (of.row,)
            )
            below.update(row for (row,) in posts if row != of.row)
        return [one.id for one in self.entities.of_type(type) if one.row in below]

    def samenesses(self) -> list[Sameness]:
        return self._samenesses("1")

    def sameness(self, id: str) -> Sameness | None:
        return next(iter(self._samenesses("slug = ?", id)), None)

    def samenesses_with(self, type: Literal["actor", "weapon"], id: str) -> list[Sameness]:
        """Return the decisions on what an actor or a weapon is, or is not, the same as."""
        entity = self.entities.get(type, id)
        return self._samenesses("one = ?1 OR other = ?1", entity.row) if entity else []

    def _samenesses(self, condition: str, *bound: object) -> list[Sameness]:
        rows = self.connection.execute(
            "SELECT slug, one, other, verdict, withdrawn, basis FROM sameness"
            f" WHERE {condition} ORDER BY slug",
            bound,
        ).fetchall()
        found = []
        for slug, one, other, verdict, withdrawn, basis in rows:
            first, second = self.entities[one], self.entities[other]
            if one == other or first.type != second.type:
                raise file.damaged(self.path)
            pair = (first.id, second.id)
            of_actors = first.type == "actor"
            found.append(
                Sameness(
                    id=slug,
                    verdict=verdict,
                    basis=self.known_basis(basis),
                    actors=pair if of_actors else (),
                    weapons=() if of_actors else pair,
                    withdrawn=withdrawn,
                )
            )
        return found
