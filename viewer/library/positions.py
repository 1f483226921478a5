"""The positions grid: claims, actors, and where each of these stands on each of those."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyroaring import BitMap

from viewer.conjunction import counted, sentence
from viewer.library.file import Whole
from viewer.library.reading import Library
from viewer.library.standing import JUDGED, Standing, standings, status_of
from viewer.library.status import CountedStand, Kind, Status
from viewer.terms import RELATIONS, RelationKind

MOST_CLAIMS, MOST_ACTORS = 300, 80
_ENOUGH = 6_000
"""Statements that are read in a fraction of a second."""

_READ_OF_EACH = (200, 100, 50, JUDGED)
"""How many of the newest statements of each claim are read, where all are not within reach."""

_CONTESTED: tuple[Kind, ...] = (
    "disputed",
    "denied",
    "unconfirmed",
    "single-sourced",
    "corroborated",
)
OTHERS = -1
"""The column of all who have none of their own."""

Cell = tuple[CountedStand, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as a row shows it; ``against`` is how many stand against how many, the fewer."""

    row: int
    id: str
    proposition: str
    status: Status
    against: int
    holders: int
    statements: int
    latest: str

    @property
    def disputed(self) -> tuple[int, int, int]:
        """Sort by this, the most disputed first."""
        return (_CONTESTED.index(self.status.kind), -self.against, -self.holders)


@dataclass(frozen=True, slots=True)
class ActorColumn:
    """``group`` is the actor under whom this one stands in the end: itself, if under nobody."""

    row: int
    id: str
    name: str
    group: int
    stands: int


@dataclass(frozen=True, slots=True)
class StandEvidence:
    """The statement behind a stand; ``source`` is the id of its source."""

    id: str
    exact: str
    source: str
    source_title: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Related:
    """The claim ``one`` relates itself to the claim ``other``, both by row number."""

    one: int
    kind: RelationKind
    other: int


@dataclass(frozen=True, slots=True)
class Positions:
    """A cell is found by the row numbers of its claim and its actor; its stands are oldest first.

    Among them are those on reports that the claim is so, but for what is predicted of these.
    ``names`` names every actor in it by row number, ``ids`` by which id it is opened.
    ``of_claims`` and ``of_actors`` are how many there are, shown or not.
    """

    rows: tuple[ClaimRow, ...]
    columns: tuple[ActorColumn, ...]
    cells: dict[tuple[int, int], Cell]
    evidence: dict[str, StandEvidence]
    related: tuple[Related, ...]
    names: dict[int, str]
    ids: dict[int, str]
    of_claims: int
    of_actors: int
    others: frozenset[int] = field(default=frozenset())

    @property
    def others_counted(self) -> str:
        """Say how many actors share a column, as “12 others”."""
        return counted(len(self.others), "other")

    @property
    def left_out(self) -> str:
        """Say what is not shown for want of room, "" when all is."""
        parts = []
        if len(self.rows) < self.of_claims:
            parts.append(f"the {len(self.rows)} most disputed of {self.of_claims:,} claims")
        if self.others:
            shown = f"the {len(self.columns)} actors who stand on most of them"
            together = " together" if len(self.others) > 1 else ""
            parts.append(f"{shown}, {self.others_counted}{together}")
        return sentence(", ".join(parts)) if parts else ""

    @property
    def advice(self) -> str:
        return f"{self.left_out} Search or pick to narrow." if self.left_out else ""


def positions(library: Library, found: BitMap | None) -> Positions:
    """Return the claims on which the statements ``found`` take a stand, and all who stand there.

    ``found`` holds row numbers of statements.  None means all of them, and then the
    claims on which nobody takes a stand are there too.
    """
    counted = _counted(library, found)
    claims = [row for _, _, row in counted[:MOST_CLAIMS]]
    standing = standings(library, claims, _most([count for _, count, _ in counted[:MOST_CLAIMS]]))
    rows = _rows(library, standing)
    disputed = {row.row for row in rows if row.status.kind == "disputed"}
    shown = _shown(standing)
    columns, others = _columns(library, shown, disputed)
    cells = _cells(shown, {column.row for column in columns})
    stands = [stand for stands in shown.values() for stand in stands]
    actors = {
        actor for stand in stands for actor in (*stand.holders, *stand.asserted_by, *stand.through)
    } | {column.group for column in columns}
    return Positions(
        rows=rows,
        columns=columns,
        cells=cells,
        evidence=_evidence(library, {stand.statement for stand in stands}, found),
        related=_related(library, standing.keys()),
        names={row: library.entities[row].name for row in actors},
        ids={row: library.entities[row].id for row in actors},
        of_claims=len(counted),
        of_actors=len(columns) + len(others),
        others=others,
    )


def _most(statements: Sequence[int]) -> int | None:
    """Return how many of the newest statements to read of each claim, None for all of them."""
    if sum(statements) <= _ENOUGH:
        return None
    fitting = (
        most
        for most in _READ_OF_EACH
        if sum(min(count, 2 * most) for count in statements) <= _ENOUGH
    )
    return next(fitting, _READ_OF_EACH[-1])


def _counted(library: Library, found: BitMap | None) -> list[tuple[int, int, int]]:
    """Return how much each claim is disputed, its statements and its row, the most first.

    How much is the number of statements on the weaker of both sides.
    """
    postings = library.postings
    affirming, denying = (postings.of("position", side) for side in ("affirms", "denies"))
    # A set may stand for no claim: this file may be anybody's.
    claims = {row for (row,) in library.connection.execute("SELECT id FROM claim")}
    counted = []
    for row, statements in postings.by_row("claim"):
        if row in claims and (found is None or statements.intersect(found)):
            against = statements.intersection_cardinality(denying)
            if against:
                against = min(against, statements.intersection_cardinality(affirming))
            counted.append((against, len(statements), row))
            claims.discard(row)
    if found is None:
        counted += [(0, 0, row) for row in claims]
    return sorted(counted, key=lambda one: (-one[0], -one[1], one[2]))


def _rows(library: Library, standing: dict[int, Standing]) -> tuple[ClaimRow, ...]:
    claims = library.connection.rows(
        3,
        "SELECT id, slug, proposition FROM claim WHERE id IN (SELECT value FROM json_each(?))",
        json.dumps([*standing]),
    )
    rows = [_row(library, row, id, words, standing[row]) for row, id, words in claims]
    return tuple(sorted(rows, key=lambda one: (one.disputed, one.id)))


def _row(library: Library, row: int, id: str, proposition: str, standing: Standing) -> ClaimRow:
    taken = standing.taken
    sides: defaultdict[str, set[int]] = defaultdict(set)
    for stand in taken:
        sides[stand.position].update(stand.holders)
    return ClaimRow(
        row=row,
        id=id,
        proposition=proposition,
        status=status_of(library, standing),
        against=min(len(sides["affirms"]), len(sides["denies"])),
        holders=len(_holders(taken)),
        statements=standing.of,
        latest=max((stand.said for stand in taken), default=""),
    )


def _holders(stands: Iterable[CountedStand]) -> set[int]:
    return {holder for stand in stands for holder in stand.holders}


def _shown(standing: dict[int, Standing]) -> dict[int, list[CountedStand]]:
    """Return the stands on each claim, and the newest on reports that it is so."""
    most = max(JUDGED, _ENOUGH // max(1, len(standing)))
    return {
        claim: [*one.stands, *(it for it in one.on_reports[-most:] if not it.is_predicted)]
        for claim, one in standing.items()
    }


def _columns(
    library: Library, shown: dict[int, list[CountedStand]], disputed: set[int]
) -> tuple[tuple[ActorColumn, ...], frozenset[int]]:
    """Return those who stand on most claims, and who is left out.

    Those of one state stand together, and whoever has a part in most disputes first.
    Of whom others only predict something stands nowhere, and comes last.
    """
    claims: Counter[int] = Counter()
    disputes: Counter[int] = Counter()
    for claim, stands in shown.items():
        holders = _holders(stand for stand in stands if not stand.is_predicted)
        claims.update(dict.fromkeys(_holders(stands), 0))
        claims.update(holders)
        if claim in disputed:
            disputes.update(holders)
    ranked = sorted(claims, key=lambda row: (-claims[row], -disputes[row], row))
    most, others = ranked[:MOST_ACTORS], frozenset(ranked[MOST_ACTORS:])
    groups = {row: _under(library, row) for row in most}
    weight: defaultdict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in most:
        of_disputes, of_claims = weight[groups[row]]
        weight[groups[row]] = (of_disputes + disputes[row], of_claims + claims[row])

    def order(row: int) -> tuple[int, int, int, bool, int, int]:
        group = groups[row]
        of_disputes, of_claims = weight[group]
        return (-of_disputes, -of_claims, group, row != group, -claims[row], row)

    entities = library.entities
    columns = tuple(
        ActorColumn(row, entities[row].id, entities[row].name, groups[row], claims[row])
        for row in sorted(most, key=order)
    )
    return columns, others


def _under(library: Library, row: int) -> int:
    """Return the topmost actor to whom one belongs."""
    above = library.entities.above(row)
    return above[-1].row if above else row


def _cells(shown: dict[int, list[CountedStand]], columns: set[int]) -> dict[tuple[int, int], Cell]:
    found: defaultdict[tuple[int, int], list[CountedStand]] = defaultdict(list)
    for claim, stands in shown.items():
        for stand in stands:
            for column in {holder if holder in columns else OTHERS for holder in stand.holders}:
                found[claim, column].append(stand)
    return {at: in_order(stands) for at, stands in found.items()}


def in_order(stands: Iterable[CountedStand]) -> Cell:
    """Return stands in the order in which they were taken, undated ones first."""
    return tuple(sorted(stands, key=lambda one: (one.said, one.since)))


def _evidence(
    library: Library, statements: set[str], found: BitMap | None
) -> dict[str, StandEvidence]:
    rows = library.connection.execute(
        "SELECT t.id, t.hash, t.exact, source.slug, source.title FROM statement AS t"
        " JOIN source ON source.id = t.source"
        " WHERE t.hash IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(statements)),),
    )
    read = (
        (id, StandEvidence(id, exact, source, title, found is None or row in found))
        for row, id, exact, source, title in rows
    )
    return Whole(library.path, read)


def _related(library: Library, claims: Iterable[int]) -> tuple[Related, ...]:
    rows = library.connection.rows(
        3,
        "WITH shown AS MATERIALIZED (SELECT value FROM json_each(?))"
        " SELECT claim, kind, other FROM relation"
        " WHERE claim IN shown AND other IN shown ORDER BY claim, kind, other",
        json.dumps([*claims]),
    )
    return tuple(Related(one, library.word(kind, RELATIONS), other) for one, kind, other in rows)
