"""What a list shows of each statement, a page of them read at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from viewer.conjunction import conjunction
from viewer.direction import unmarked
from viewer.library.belonging import covering
from viewer.library.catalogue import Catalogue
from viewer.library.file import damaged
from viewer.library.marks import Mark
from viewer.library.taken import TAKEN_FROM
from viewer.library.told import ToldStand
from viewer.terms import MODALITIES, POSITIONS, Modality, Position


class Listed(NamedTuple):
    """A statement as lists show it; ``chain`` has the names of the actors of each link.

    ``quoted`` and the places in ``mentions`` are stretches of ``exact``; ``mentions``
    holds the row number of what each names.
    """

    row: int
    id: str
    exact: str
    first: str | None
    last: str | None
    is_inferred: bool
    quoted: tuple[Mark, ...]
    chain: tuple[tuple[str, ...], ...]
    stances: tuple[ToldStand, ...]
    mentions: tuple[tuple[int, Mark], ...]


_SPEAKERS = (
    "SELECT actor FROM link WHERE statement = t.id"
    " AND position = (SELECT max(position) FROM link WHERE statement = t.id)"
)

# One answer of JSON: a row at a time, Python would have to take its lock back for each.
# Names come with it, so that the first rows of a window wait for no other actor.
_QUERY = f"""
SELECT json_group_array(json_array(
    t.id, t.hash, t.exact, t.said_from, t.said_to,
    (SELECT kind = 'inferred' FROM basis WHERE id = t.said_basis),
    (SELECT json_group_array(json_array(start - t.start, end - t.start))
        FROM span WHERE statement = t.id AND part = 'quoted'),
    (SELECT json_group_array(json_array(position, ordinal, name))
        FROM link JOIN entity ON entity.id = actor AND typeof(name) = 'text'
        WHERE statement = t.id),
    (SELECT json_group_array(json_array(id, position, modality,
            (SELECT json_group_array(json_array(ordinal, name))
                FROM stance_holder JOIN entity ON entity.id = actor AND typeof(name) = 'text'
                WHERE stance = s.id),
            NOT EXISTS (SELECT 1 FROM stance_holder
                WHERE stance = s.id AND actor NOT IN ({covering(_SPEAKERS, TAKEN_FROM)}))))
        FROM stance AS s WHERE statement = t.id),
    (SELECT json_group_array(json_array(start - t.start, end - t.start, entity))
        FROM mention WHERE statement = t.id)
)) FROM statement AS t WHERE t.id IN (SELECT value FROM json_each(?))
"""


def listed(rows: Sequence[int], library: Catalogue) -> list[Listed]:
    """Return the statements with these row numbers, in the order given.

    Raises LibraryError when one is not there, or not whole.
    """
    (answer,) = library.connection.execute(_QUERY, (json.dumps(list(rows)),)).fetchone()
    found = {one.row: one for one in map(_listed, json.loads(answer)) if one}
    try:
        return [found[row] for row in rows]
    except KeyError:
        raise damaged(library.path) from None


def _listed(read: list) -> Listed | None:  # type: ignore[type-arg] # as the query has it
    """Return a statement whose chain is whole, with stances that there are."""
    row, id, exact, first, last, is_inferred, quoted, links, stances, mentions = read
    chain: dict[int, list[str]] = {}
    for position, _, name in sorted(links):
        chain.setdefault(position, []).append(unmarked(name))
    if not chain or [*chain] != list(range(len(chain))):
        return None
    if any(one[1] not in POSITIONS or one[2] not in MODALITIES for one in stances):
        return None
    return Listed(
        row=row,
        id=id,
        exact=exact,
        first=first,
        last=last,
        is_inferred=bool(is_inferred),
        quoted=tuple(Mark(start, end) for start, end in sorted(quoted)),
        chain=tuple(map(tuple, chain.values())),
        stances=tuple(dict.fromkeys(_told(*one) for one in sorted(stances))),
        mentions=tuple((entity, Mark(start, end)) for start, end, entity in mentions),
    )


def _told(
    _: int, position: Position, modality: Modality, holders: list[tuple[int, str]], is_own: bool
) -> ToldStand:
    """Return a stance as ``told`` does, from what the query has of it."""
    holder = "" if is_own else conjunction(unmarked(name) for _, name in sorted(holders))
    return ToldStand(position, modality, holder)
