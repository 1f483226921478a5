"""What a few statements have that a filter can name, read from the statements themselves."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Literal

from pyroaring import BitMap

from viewer.library.postings import SETS, Kind

Part = Literal["actor", "speaker", "mentioned"]
"""Which part an actor has in a statement: it speaks, it is mentioned, or either."""

Having = Part | Literal["claim", "source"]

KINDS: dict[Having, tuple[Kind, ...]] = {
    "speaker": ("speaker",),
    "mentioned": ("mention",),
    "actor": ("speaker", "mention"),
    "claim": ("claim",),
    "source": ("source",),
}
"""Of which kinds the sets are that have the same kept for all statements."""


def pairs(what: Having, rows: Iterable[int], connection: sqlite3.Connection) -> list[list[int]]:
    """Return, in pairs, each of the statements ``rows`` and what it has.

    What that belongs to is left out.
    """
    queries = [query for kind in KINDS[what] for query in SETS[kind]]
    parts = [f"SELECT * FROM ({one}) WHERE statement IN among" for one in queries]
    # One answer of JSON: row by row would take three times as long.
    (found,) = connection.execute(
        "WITH among AS MATERIALIZED (SELECT value FROM json_each(?))"
        " SELECT json_group_array(json_array(statement, key))"
        f" FROM ({' UNION ALL '.join(parts)})",
        (json.dumps(list(rows)),),
    ).fetchone()
    read: list[list[int]] = json.loads(found)
    return read


def having(
    what: Having, wanted: BitMap, rows: Sequence[int], connection: sqlite3.Connection
) -> list[int]:
    """Return those of the statements ``rows`` that have one of ``wanted``, in their order."""
    found = {statement for statement, key in pairs(what, rows, connection) if key in wanted}
    return [row for row in rows if row in found]
