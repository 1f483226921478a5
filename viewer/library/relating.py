"""How what only one actor, or source, speaks of is related to what only another speaks of."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from viewer.library.comparing import Matter, Side
from viewer.library.reading import Library
from viewer.library.status import UNDECIDED
from viewer.terms import RELATIONS, RelationKind

_RELATED = (
    "SELECT r.claim, r.other, r.kind, r.basis FROM json_each(?1) AS given"
    " CROSS JOIN relation AS r ON r.claim = given.value"
    " WHERE r.other IN (SELECT value FROM json_each(?1)) ORDER BY r.claim, r.kind, r.other"
)
# With + they are looked up by statement: a claim may have as many as there are.
_AFFIRMED = (
    "SELECT s.statement, s.claim, s.id FROM json_each(?) AS given"
    " CROSS JOIN stance AS s ON s.statement = given.value"
    " WHERE +s.claim IN (SELECT value FROM json_each(?)) AND s.position = 'affirms'"
    f" AND s.modality NOT IN ({', '.join(map(repr, UNDECIDED))}) ORDER BY s.id"
)


@dataclass(frozen=True, slots=True)
class Tie:
    """What binds ``one`` matter to the ``other``.

    Two claims are related by the basis with the row number ``by``; or else ``one`` is a
    statement that affirms the other, a claim, by the stance with that row number.
    """

    one: Matter
    other: Matter
    kind: RelationKind | Literal["affirms"]
    by: int


def ties(library: Library, sides: Sequence[Side], only: Sequence[Sequence[Matter]]) -> list[Tie]:
    """Return what binds matters of which ``only`` one of the sides speaks to those of another.

    First come those of which either side spoke last.
    """
    side_of = {matter: at for at, matters in enumerate(only) for matter in matters}
    found = [tie for tie in _ties(library, side_of) if side_of[tie.one] != side_of[tie.other]]

    def spoken_of(tie: Tie) -> tuple[str, int]:
        return max(sides[side_of[one]].taken[one][0].at for one in (tie.one, tie.other))

    return sorted(found, key=spoken_of, reverse=True)


def _ties(library: Library, matters: Collection[Matter]) -> Iterator[Tie]:
    claims, about = (
        json.dumps([matter.row for matter in matters if matter.kind == kind])
        for kind in ("claim", "about")
    )
    execute = library.connection.execute
    for one, other, kind, basis in execute(_RELATED, (claims,)).fetchall():
        yield Tie(
            Matter("claim", one), Matter("claim", other), library.word(kind, RELATIONS), basis
        )
    for statement, claim, stance in execute(_AFFIRMED, (about, claims)).fetchall():
        yield Tie(Matter("about", statement), Matter("claim", claim), "affirms", stance)
