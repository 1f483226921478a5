"""A record on its way into a library."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.records import Record


@dataclass(frozen=True, slots=True)
class Entry:
    """A record and the place it was read from, as ``FILE, line N``."""

    record: Record
    where: str
