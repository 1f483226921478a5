"""Which actors and weapons belong to which others: the one place that says so, in SQL."""

from __future__ import annotations

from typing import NamedTuple


class _Tie(NamedTuple):
    """A table whose rows say that ``below`` belongs to ``above``."""

    table: str
    below: str
    above: str
    condition: str


_SAME = "verdict = 'same' AND withdrawn = ''"
_TIES = (
    _Tie("actor", "id", "parent", "parent IS NOT NULL"),
    _Tie("weapon", "id", "parent", "parent IS NOT NULL"),
    _Tie("role", "actor", "organisation", "organisation IS NOT NULL"),
    _Tie("sameness", "one", "other", _SAME),
    _Tie("sameness", "other", "one", _SAME),
)

PAIRS = " UNION ALL ".join(
    f"SELECT {tie.below}, {tie.above} FROM {tie.table} WHERE {tie.condition}" for tie in _TIES
)
"""Every entity that belongs to another, and that other, by row number."""


def covering(entities: str) -> str:
    """Return a query of the row numbers that a query gives, and of all they belong to."""
    # Each table joined by itself: joined with all pairs, SQLite would read them all each time.
    steps = " UNION ".join(
        f"SELECT {tie.table}.{tie.above} FROM over"
        f" JOIN {tie.table} ON {tie.table}.{tie.below} = over.entity WHERE {tie.condition}"
        for tie in _TIES
    )
    return f"WITH RECURSIVE over (entity) AS ({entities} UNION {steps}) SELECT entity FROM over"
