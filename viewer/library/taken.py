"""A stance as SQL tells of it: who holds it, who asserts it, when it was taken.

In all of these ``s`` is the stance and ``t`` its statement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viewer.records import Dates

_HAS_OWN_DATE = "s.as_of_from IS NOT NULL OR s.as_of_to IS NOT NULL"
TAKEN_FROM = f"CASE WHEN {_HAS_OWN_DATE} THEN s.as_of_from ELSE t.said_from END"
TAKEN_TO = f"CASE WHEN {_HAS_OWN_DATE} THEN s.as_of_to ELSE t.said_to END"
TAKEN_BASIS = f"CASE WHEN {_HAS_OWN_DATE} THEN s.as_of_basis ELSE t.said_basis END"
"""When it was taken: when its statement was made, unless it has another date."""

TAKEN = f"coalesce({TAKEN_TO}, {TAKEN_FROM}, '')"
"""The day by which stands are put in order, '' for none."""

HOLDERS = (
    "(SELECT group_concat(actor) FROM"
    " (SELECT actor FROM stance_holder WHERE stance = s.id ORDER BY ordinal))"
)
ASSERTING = (
    "(SELECT group_concat(actor) FROM (SELECT actor FROM link"
    " WHERE statement = s.statement AND position = s.asserted_by ORDER BY ordinal))"
)
"""Actors in their order, to be read by ``actors``."""


def taken_on(as_of: Dates | None, said: Dates) -> Dates:
    """Return what ``TAKEN_FROM`` and ``TAKEN_TO`` are in SQL."""
    return as_of if as_of and (as_of.first or as_of.last) else said


def actors(listed: str | None) -> tuple[int, ...]:
    """Return the row numbers of actors as SQLite lists them, "" or None for nobody."""
    return tuple(map(int, listed.split(","))) if listed else ()
