"""Which of a few statements have what a filter names, read from the statements themselves."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Literal

from pyroaring import BitMap

from viewer.library.facets import Part
from viewer.library.postings import MENTIONS, SPEAKERS

Having = Part | Literal["claim", "source"]

_PAIRS: dict[Having, tuple[str, ...]] = {
    "speaker": (SPEAKERS,),
    "mentioned": (MENTIONS,),
    "actor": (SPEAKERS, MENTIONS),
    "claim": (
        "SELECT claim AS key, statement FROM stance WHERE claim IS NOT NULL",
        "SELECT claim AS key, statement FROM appraisal WHERE claim IS NOT NULL",
    ),
    "source": ("SELECT source AS key, id AS statement FROM statement",),
}


def having(
    what: Having, wanted: BitMap, rows: Sequence[int], connection: sqlite3.Connection
) -> list[int]:
    """Return those of the statements ``rows`` that have one of ``wanted``, in their order."""
    parts = [f"SELECT * FROM ({one}) WHERE statement IN among" for one in _PAIRS[what]]
    (pairs,) = connection.execute(
        "WITH among AS MATERIALIZED (SELECT value FROM json_each(?))"
        " SELECT json_group_array(json_array(statement, key))"
        f" FROM ({' UNION ALL '.join(parts)})",
        (json.dumps(list(rows)),),
    ).fetchone()
    found = {statement for statement, key in json.loads(pairs) if key in wanted}
    return [row for row in rows if row in found]
