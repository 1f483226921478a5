"""What a few statements have that a filter can name, read from the statements themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Literal

from pyroaring import BitMap

from viewer.library.file import Connection
from viewer.library.postings import SETS, Kind

Part = Literal["actor", "speaker", "holder", "via", "mentioned"]
"""Which part an actor has in a statement.

It speaks, a stand of its is told, it passes on what another says, it is mentioned, or, as plain
``actor``, it speaks or is mentioned.
"""

Having = Part | Literal["claim", "source"]

KINDS: dict[Having, tuple[Kind, ...]] = {
    "speaker": ("speaker",),
    "holder": ("holder",),
    "via": ("via",),
    "mentioned": ("mention",),
    "actor": ("speaker", "mention"),
    "claim": ("claim",),
    "source": ("source",),
}
"""Of which kinds the sets are that have the same kept for all statements."""


def pairs(what: Having, rows: Iterable[int], connection: Connection) -> list[list[int]]:
    """Return, in pairs, each of the statements ``rows`` and what it has.

    What that belongs to is left out.
    """
    queries = [query for kind in KINDS[what] for query in SETS[kind]]
    parts = [f"SELECT * FROM ({one}) WHERE statement IN among" for one in queries]
    return connection.rows(
        2,
        "WITH among AS MATERIALIZED (SELECT value FROM json_each(?))"
        f" SELECT statement, key FROM ({' UNION ALL '.join(parts)})",
        json.dumps(list(rows)),
    )


def having(what: Having, wanted: BitMap, rows: Sequence[int], connection: Connection) -> list[int]:
    """Return those of the statements ``rows`` that have one of ``wanted``, in their order."""
    found = {statement for statement, key in pairs(what, rows, connection) if key in wanted}
    return [row for row in rows if row in found]
