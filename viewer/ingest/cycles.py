"""Actors and weapons that would belong to themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Literal


def cycles(
    connection: sqlite3.Connection, table: Literal["actor", "weapon"]
) -> Iterator[list[str]]:
    """Yield the ids of each cycle's members, from the one that was stored first up.

    A line of many is no dearer than as many pairs.
    """
    parents = connection.execute(f"SELECT id, parent FROM {table} WHERE parent IS NOT NULL")
    for members in _rings(dict(parents)):
        yield [_named(connection, row) for row in members]


def _rings(parents: dict[int, int]) -> Iterator[list[int]]:
    """Yield the members of each cycle once, from the smallest on."""
    seen: set[int] = set()
    for first in sorted(parents):
        way: dict[int, None] = {}
        at: int | None = first
        while at is not None and at not in seen:
            seen.add(at)
            way[at] = None
            at = parents.get(at)
        if at in way:
            ring = list(way)
            ring = ring[ring.index(at) :]
            smallest = ring.index(min(ring))
            yield ring[smallest:] + ring[:smallest]


def _named(connection: sqlite3.Connection, row: int) -> str:
    named = connection.execute("SELECT slug FROM entity WHERE id = ?", (row,)).fetchone()
    return str(named[0]) if named else f"row {row}"
