"""A record on its way into a library."""

from __future__ import annotations

from typing import NamedTuple

from viewer import plain
from viewer.records import Record

LONGEST = 64 << 20
"""Bytes of a record as a line, or of a text.

Several copies are in memory at once, and the words of some texts are eleven times as long as
these; SQLite keeps no value of 10^9 bytes.
"""
TOO_LONG = f"longer than {LONGEST >> 20} MB, the most that one record may have; divide it"


class Entry(NamedTuple):
    """A record as a line of JSON, and the place it was read from, as ``FILE, line N``.

    A tuple goes to another process several times as fast as a dataclass.
    """

    line: bytes
    where: str


def entry(record: Record, where: str) -> Entry:
    """Return a record that is one already as an entry."""
    return Entry(plain.line(record).encode(), where)
