"""A library with all its records, opened read-only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from viewer.library.actors_and_weapons import ActorsAndWeapons
from viewer.library.claims import Claims
from viewer.library.events import Events
from viewer.library.sources import Sources
from viewer.library.statements import PAGE
from viewer.library.transfers import Transfers
from viewer.records import About, Actor, Record, Weapon


class Library(ActorsAndWeapons, Sources, Claims, Transfers, Events):
    """One library with all its records."""

    def about(self) -> About:
        row = self.one("SELECT title, about FROM library")
        return About(*row) if row else About("")

    def sizes(self) -> dict[str, int]:
        """Return how many of each kind of record there are."""
        kinds = (
            "source",
            "statement",
            "actor",
            "weapon",
            "claim",
            "stance",
            "transfer",
            "event",
        )
        return {kind: self.one(f"SELECT count(*) FROM {kind}")[0] for kind in kinds}

    def slugs(self, table: Literal["claim", "source"]) -> list[str]:
        """Return the ids of all claims or sources."""
        rows = self.connection.execute(f"SELECT slug FROM {table} ORDER BY slug")
        return [slug for (slug,) in rows]

    def record(self, kind: str, id: str) -> Record | None:
        """Return one record by the word for its kind and its id, None when it is not here."""
        match kind:
            case "library":
                return self.about()
            case "actor":
                return self.actor(id)
            case "weapon":
                return self.weapon(id)
            case "source":
                return self.source(id)
            case "claim":
                return self.claim(id)
            case "statement":
                return self.statement(id)
            case "transfer":
                return self.transfer(id)
            case "event":
                return self.event(id)
            case "sameness":
                return self.sameness(id)
        return None

    def records(self) -> Iterator[Record]:
        """Yield the whole library in an order that depends on its content alone."""
        yield self.about()
        entities = self.entities
        for type in ("actor", "weapon"):
            of_type = sorted(entities.of_type(type), key=lambda entity: entity.id)
            read: Callable[[int], Actor | Weapon]
            read = self._actor if type == "actor" else self._weapon
            yield from (read(entity.row) for entity in of_type)
        yield from self.samenesses()
        yield from self.claims()
        yield from self.transfers()
        yield from sorted(self.events(), key=lambda event: event.id)
        for slug in self.slugs("source"):
            if source := self.source(slug):
                yield source
            rows = self.connection.execute(
                "SELECT s.id FROM statement AS s JOIN source ON source.id = s.source"
                " WHERE source.slug = ? ORDER BY s.start, s.end, s.hash",
                (slug,),
            ).fetchall()
            for at in range(0, len(rows), PAGE):
                yield from self.statements([row for (row,) in rows[at : at + PAGE]])
