"""What several actors, or sources, say of the same, and what only one of them speaks of.

Of whoever took very many stands only the latest are read, which ``Side.is_whole``
tells, so that no comparison takes longer than a page may.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from pyroaring import BitMap

from viewer.library.reading import Library
from viewer.library.status import OWN, How, Leaning, last_days, leaning, parted, still, whose_word
from viewer.library.taken import ASSERTING, HOLDERS, TAKEN, TAKEN_FROM, TAKEN_TO, actors
from viewer.terms import MODALITIES, POSITIONS, Modality, Position

MOST_STANDS = 1000
"""How many stands are read at most, those of all sides together."""

_PROVEN = 10  # claims of which it is looked up whether an earlier stand was taken on them
_RECENT = 60  # stands by whose claims those who speak of the same are found
_HEARD = 30  # stands heard on each of these claims


@dataclass(frozen=True, slots=True, order=True)
class Matter:
    """What stands are taken on, a claim or another statement, by row number."""

    kind: Literal["claim", "about"]
    row: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A stand as it is compared; all by row number.

    ``said`` is the day by which stands are put in order, ``since`` and ``until`` the first
    and the last on which it may have been taken; each is "" where it is not known.

    A stance whose holders do not all say so themselves is one of some and another of the rest.
    """

    said: str
    since: str
    until: str
    stance: int
    statement: int
    matter: Matter
    leaning: Leaning
    how: How
    holders: frozenset[int]

    @property
    def at(self) -> tuple[str, int]:
        """Sort by this, the oldest first."""
        return (self.said, self.stance)


@dataclass(frozen=True, slots=True)
class Side:
    """The stands of one actor or source by matter, newest first, and those predicted of it.

    ``holders`` are the actors whose stands they are; empty for a source, whose
    stands are those that it tells of.  ``is_whole`` if none was left out.
    """

    taken: dict[Matter, list[Taken]]
    predicted: tuple[Taken, ...]
    holders: frozenset[int]
    is_whole: bool

    def leanings(self, matter: Matter) -> frozenset[Leaning]:
        """Return which ways the latest stand of each holder leans, whose word it is or not."""
        return frozenset(one.leaning for one in self._last(self.taken.get(matter, ())))

    def latest(self, matter: Matter, own: bool) -> list[Taken]:
        """Return the stands that each holder took last, newest first; of one day all of them.

        They are those by their ``own`` word, or else those that are reported of them.
        """
        told = [one for one in self.taken.get(matter, ()) if (one.how in OWN) == own]
        return self._last(told)

    def _last(self, taken: Collection[Taken]) -> list[Taken]:
        last = last_days(taken)
        return [one for one in taken if self._is_of(still(one, last))]

    def _is_of(self, holders: Collection[int]) -> bool:
        return not self.holders.isdisjoint(holders) if self.holders else bool(holders)


@dataclass(frozen=True, slots=True)
class Compared:
    """Matters, those last spoken of first; ``only`` has a list for each of the ``sides``.

    ``answering`` are statements of one side on which another takes a stand.
    """

    sides: tuple[Side, ...]
    differing: list[Matter]
    agreeing: list[Matter]
    answering: list[Matter]
    only: tuple[list[Matter], ...]


# The sides


def actor_side(library: Library, id: str, most: int) -> Side:
    """Return the latest ``most`` stands of an actor and of all that belong to it."""
    holders = library.entities.covers(_actor_row(library, id))
    stances = library.latest_held("stance", holders, most + 1)
    taken = _held(_taken(library, stances[:most]), holders)
    return _side(taken, holders, len(stances) <= most)


def source_side(library: Library, id: str, most: int) -> Side:
    """Return the latest ``most`` stands that a source tells of."""
    rows = library.connection.execute(
        "SELECT s.id FROM statement AS t JOIN stance AS s ON s.statement = t.id"
        f" WHERE t.source = ? ORDER BY {TAKEN} DESC, s.id DESC LIMIT ?",
        (_source_row(library, id), most + 1),
    ).fetchall()
    return _side(_taken(library, [row for (row,) in rows[:most]]), frozenset(), len(rows) <= most)


def _actor_row(library: Library, id: str) -> int:
    entity = library.entities.get("actor", id)
    return entity.row if entity else -1


def _source_row(library: Library, id: str) -> int:
    row = library.connection.execute("SELECT id FROM source WHERE slug = ?", (id,)).fetchone()
    return int(row[0]) if row else -1


def _side(taken: list[Taken], holders: frozenset[int], is_whole: bool) -> Side:
    by_matter: defaultdict[Matter, list[Taken]] = defaultdict(list)
    for one in taken:
        if one.how != "predicted":
            by_matter[one.matter].append(one)
    predicted = tuple(one for one in taken if one.how == "predicted")
    return Side(dict(by_matter), predicted, holders, is_whole)


def _taken(library: Library, stances: Iterable[int]) -> list[Taken]:
    """Return stances, given by row number, as they are compared, newest first."""
    rows = library.connection.execute(
        f"SELECT {TAKEN}, coalesce({TAKEN_FROM}, ''), coalesce({TAKEN_TO}, ''), s.id, s.statement,"
        f" s.claim, s.about, s.position, s.modality, {HOLDERS}, {ASSERTING}"
        " FROM json_each(?) AS given JOIN stance AS s ON s.id = given.value"
        " JOIN statement AS t ON t.id = s.statement ORDER BY 1 DESC, s.id DESC",
        (json.dumps(list(stances)),),
    ).fetchall()
    return [one for row in rows for one in _parts(library, *row)]


def _held(taken: Iterable[Taken], holders: frozenset[int]) -> list[Taken]:
    return [one for one in taken if not holders.isdisjoint(one.holders)]


def _parts(
    library: Library,
    said: str,
    since: str,
    until: str,
    stance: int,
    statement: int,
    claim: int | None,
    about: int,
    position: Position | None,
    modality: Modality | None,
    holders: str | None,
    asserting: str | None,
) -> Iterator[Taken]:
    by, belongs = actors(asserting), partial(library.entities.belongs, since=since)
    firmness = library.word(modality, MODALITIES)
    matter = Matter("about", about) if claim is None else Matter("claim", claim)
    way = leaning(library.word(position, POSITIONS), firmness)
    for held in parted(actors(holders), by, firmness, belongs):
        how = whose_word(held, by, firmness, belongs)
        yield Taken(said, since, until, stance, statement, matter, way, how, frozenset(held))


# The comparison


def compare(library: Library, sides: Sequence[Side], said: Sequence[BitMap]) -> Compared:
    """Compare the sides, each with the statements that it ``said``, matter by matter.

    What is found has the sides with such earlier stands as were looked up.
    """
    newest: dict[Matter, tuple[str, int]] = {}
    for side in sides:
        for matter, taken in side.taken.items():
            newest[matter] = max(newest.get(matter, ("", 0)), taken[0].at)
    order = sorted(newest, key=lambda matter: newest[matter], reverse=True)
    looked_up = [_look_up(library, side, order) for side in sides]
    sides = [side for side, _ in looked_up]
    unproven = {matter for _, unknown in looked_up for matter in unknown}
    found = Compared(tuple(sides), [], [], [], tuple([] for _ in sides))
    for matter in order:
        at = [number for number, side in enumerate(sides) if matter in side.taken]
        leanings = {sides[number].leanings(matter) for number in at}
        if len(at) > 1:
            alike = len(leanings) == 1 and len(leanings.pop()) == 1
            (found.agreeing if alike else found.differing).append(matter)
        elif said_by(matter, said) not in (None, *at):
            found.answering.append(matter)
        elif matter not in unproven:
            found.only[at[0]].append(matter)
    return found


def said_by(matter: Matter, said: Sequence[BitMap]) -> int | None:
    """Return the number of the side whose statement the matter is, None for a claim."""
    if matter.kind == "claim":
        return None
    return next((at for at, rows in enumerate(said) if matter.row in rows), None)


def _look_up(
    library: Library, side: Side, order: Sequence[Matter]
) -> tuple[Side, Sequence[Matter]]:
    """Return a side with its latest stands on the first matters of which those read do not speak.

    With it come the matters of which it is not known whether it ever spoke of them.
    """
    if side.is_whole or not side.holders:
        return side, ()
    found: defaultdict[Matter, list[Taken]] = defaultdict(list)
    silent = [matter for matter in order if matter not in side.taken]
    listed = json.dumps([*side.holders])
    for kind in ("claim", "about"):
        # The plus keeps SQLite from trying each of many holders on each stance.
        rows = library.connection.execute(
            "SELECT (SELECT s.id FROM stance AS s JOIN stance_holder AS h ON h.stance = s.id"
            " JOIN statement AS t ON t.id = s.statement"
            f" WHERE s.{kind} = given.value AND +h.actor IN (SELECT value FROM json_each(?))"
            f" AND s.modality <> 'predicted' ORDER BY {TAKEN} DESC, s.id DESC LIMIT 1)"
            " FROM json_each(?) AS given",
            (listed, json.dumps([one.row for one in silent[:_PROVEN] if one.kind == kind])),
        ).fetchall()
        taken = _taken(library, [row for (row,) in rows if row is not None])
        for one in _held(taken, side.holders):
            found[one.matter].append(one)
    return replace(side, taken={**side.taken, **found}), silent[_PROVEN:]


def propositions(library: Library, claims: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return id and words of claims given by row number."""
    rows = library.connection.execute(
        "SELECT c.id, c.slug, c.proposition FROM json_each(?) AS given"
        " JOIN claim AS c ON c.id = given.value",
        (json.dumps(list(claims)),),
    ).fetchall()
    return {row: (slug, words) for row, slug, words in rows}


def said_by_actor(library: Library, id: str) -> BitMap:
    """Return the statements in which an actor, or one that belongs to it, speaks."""
    return library.facets.statements("speaker", _actor_row(library, id))


def said_in_source(library: Library, id: str) -> BitMap:
    """Return the statements of a source."""
    return library.postings.of("source", _source_row(library, id))


def weapons_named(library: Library, statements: BitMap) -> dict[str, int]:
    """Return how many of ``statements`` name each weapon, or one that is classed under it."""
    counts = library.facets.weapons(statements)
    return {library.entities[row].id: counts[row] for row in sorted(counts)}


# With whom to compare


def actors_beside(library: Library, id: str, most: int) -> list[str]:
    """Return the actors heard on most of the claims of which an actor spoke last."""
    claims = _claims(actor_side(library, id, _RECENT))
    held = "JOIN stance_holder AS h ON h.stance = s.id JOIN entity AS who ON who.id = h.actor"
    heard = _heard(library, claims, held)
    belongs = library.entities.belongs
    found = [_actor_row(library, id)]
    for other in heard:
        if len(found) <= most and not any(
            belongs(other, one) or belongs(one, other) for one in found
        ):
            found.append(other)
    return [library.entities[row].id for row in found[1:]]


def sources_beside(library: Library, id: str, most: int) -> list[str]:
    """Return the sources that tell of stands on most of the claims of a source."""
    claims = _claims(source_side(library, id, _RECENT))
    told = "JOIN statement AS t ON t.id = s.statement JOIN source AS who ON who.id = t.source"
    heard = _heard(library, claims, told)
    own = _source_row(library, id)
    rows = library.connection.execute(
        "SELECT slug FROM json_each(?) AS given JOIN source ON source.id = given.value"
        " ORDER BY given.key",
        (json.dumps([other for other in heard if other != own][:most]),),
    ).fetchall()
    return [slug for (slug,) in rows]


def _claims(side: Side) -> list[int]:
    return [matter.row for matter in side.taken if matter.kind == "claim"]


def _heard(library: Library, claims: Sequence[int], joined: str) -> list[int]:
    """Return ``who``, joined to stances, is heard on most of ``claims`` by their latest stands."""
    on_it = "SELECT id AS stand FROM stance WHERE claim = ?"
    latest = [
        stance
        for claim in claims
        for stance in library.chronology.newest("stance", on_it, (claim,), _HEARD)
    ]
    rows = library.connection.execute(
        "SELECT who.id, count(DISTINCT s.claim) FROM json_each(?) AS given"
        f" JOIN stance AS s ON s.id = given.value {joined}"
        " WHERE s.modality <> 'predicted' GROUP BY 1 ORDER BY 2 DESC, who.slug",
        (json.dumps(latest),),
    ).fetchall()
    return [row for row, _ in rows]
