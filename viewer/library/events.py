"""What happened."""

from __future__ import annotations

import json
from typing import Literal

from viewer.library.basis import Bases
from viewer.records import Event

_WITH = (
    "WHERE id IN (SELECT event FROM event_entity WHERE entity IN (SELECT value FROM json_each(?)))"
)


class Events(Bases):
    """One library with its events."""

    def event(self, id: str) -> Event | None:
        return next(iter(self._events("WHERE slug = ?", bound=(id,))), None)

    def events(self, limit: int = -1) -> list[Event]:
        """Return every event, or ``limit`` of them, the earliest first."""
        return self._events("", limit)

    def events_with(self, entities: frozenset[int], limit: int = -1) -> list[Event]:
        """Return the events in which one of ``entities`` (row numbers) has a part."""
        return self._events(_WITH, limit, (json.dumps([*entities]),))

    def count_events_with(self, entities: frozenset[int]) -> int:
        """Return how many events ``events_with`` finds without a limit."""
        row = self.one(f"SELECT count(*) FROM event {_WITH}", json.dumps([*entities]))
        return int(row[0]) if row else 0

    def _events(self, which: str, limit: int = -1, bound: tuple[object, ...] = ()) -> list[Event]:
        rows = self.connection.execute(
            "SELECT id, slug, text, dates_from, dates_to, dates_basis, basis FROM event"
            f" {which} ORDER BY coalesce(dates_from, dates_to), slug LIMIT ?",
            (*bound, limit),
        ).fetchall()
        return [
            Event(
                id=slug,
                text=text,
                dates=self._dates(first, last, dated),
                basis=self.known_basis(basis),
                actors=self._event_entities(row, "actor"),
                weapons=self._event_entities(row, "weapon"),
            )
            for row, slug, text, first, last, dated, basis in rows
        ]

    def _event_entities(self, event: int, type: Literal["actor", "weapon"]) -> tuple[str, ...]:
        rows = self.connection.execute(
            "SELECT slug FROM event_entity CROSS JOIN entity ON entity.id = entity"
            " WHERE event = ? AND type = ? ORDER BY slug",
            (event, type),
        )
        return tuple(slug for (slug,) in rows)
