"""Which actors and weapons belong to which others: the one place that says so, in SQL."""

from __future__ import annotations

from typing import NamedTuple

from viewer.dating import ENDLESS


class _Tie(NamedTuple):
    """A table whose rows say that ``below`` belongs to ``above``, with a post up to ``last``."""

    table: str
    below: str
    above: str
    condition: str
    last: str = ""


_SAME = "verdict = 'same' AND withdrawn = ''"
_TIES = (
    _Tie("actor", "id", "parent", "parent IS NOT NULL"),
    _Tie("weapon", "id", "parent", "parent IS NOT NULL"),
    _Tie("role", "actor", "organisation", "organisation IS NOT NULL", "held_to"),
    _Tie("sameness", "one", "other", _SAME),
    _Tie("sameness", "other", "one", _SAME),
)

PAIRS = " UNION ALL ".join(
    f"SELECT {tie.below}, {tie.above},"
    f" {f'coalesce({tie.last}, {ENDLESS!r})' if tie.last else 'NULL'}"
    f" FROM {tie.table} WHERE {tie.condition}"
    for tie in _TIES
)
"""Every entity that belongs to another, and that other, by row number; of a post its last day."""

SAME = f"SELECT one, other FROM sameness WHERE {_SAME}"
"""Every two entries that are held to be the same."""


def covering(entities: str, since: str) -> str:
    """Return a query of the row numbers that a query gives, and of all they belong to.

    Posts are left out that ended before the day that ``since`` is in SQL, NULL for no day.
    """
    # Each table joined by itself: joined with all pairs, SQLite would read them all each time.
    steps = " UNION ".join(
        f"SELECT {tie.table}.{tie.above} FROM over"
        f" JOIN {tie.table} ON {tie.table}.{tie.below} = over.entity WHERE {tie.condition}"
        + (f" AND coalesce({tie.last} >= {since}, 1)" if tie.last else "")
        for tie in _TIES
    )
    return f"WITH RECURSIVE over (entity) AS ({entities} UNION {steps}) SELECT entity FROM over"
