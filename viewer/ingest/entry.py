"""A record on its way into a library."""

from __future__ import annotations

from dataclasses import dataclass

from viewer import plain
from viewer.records import Record


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as a line of JSON, and the place it was read from, as ``FILE, line N``."""

    line: bytes
    where: str


def entry(record: Record, where: str) -> Entry:
    """Return a record that is one already as an entry."""
    return Entry(plain.line(record).encode(), where)
