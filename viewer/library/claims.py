"""Claims, and the stands and appraisals that statements have of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from heapq import nsmallest
from typing import TypeVar

from pyroaring import BitMap

from viewer.library import file
from viewer.library.order import StandTable
from viewer.library.statements import Statements
from viewer.library.status import How, parted, whose_word
from viewer.library.taken import (
    ASSERTING,
    HOLDERS,
    TAKEN_BASIS,
    TAKEN_FROM,
    TAKEN_TO,
    actors,
    taken_on,
)
from viewer.records import Appraisal, Claim, Dates, Relation, Stance, Statement
from viewer.terms import MODALITIES, POSITIONS, RELATIONS, Modality, Position, RelationKind

_NEWEST = 200  # stands, unless more are asked for
_Taken = TypeVar("_Taken", Stance, Appraisal)


@dataclass(frozen=True, slots=True)
class Stand:
    """A stance together with the statement that is its evidence.

    One whose holders do not all say so themselves is a stand of some and another of the rest.
    """

    stance: Stance
    statement: Statement

    @property
    def holders(self) -> tuple[str, ...]:
        return self.stance.holders

    @property
    def is_predicted(self) -> bool:
        return self.stance.is_predicted

    def of(self, holders: Collection[str]) -> Stand:
        """Return it as the stand of some of its holders alone."""
        some = tuple(one for one in self.holders if one in holders)
        return replace(self, stance=replace(self.stance, holders=some))

    @property
    def dates(self) -> Dates:
        """When it was taken: when the statement was made, unless that tells of another time.

        ``taken.TAKEN_FROM`` and ``taken.TAKEN_TO`` are the same in SQL.
        """
        return _dates(self.stance, self.statement)

    @property
    def since(self) -> str:
        return self.dates.first or ""

    @property
    def until(self) -> str:
        return self.dates.last or ""


def _dates(taken: Stance | Appraisal, statement: Statement) -> Dates:
    return taken_on(taken.as_of if isinstance(taken, Stance) else None, statement.said)


@dataclass(frozen=True, slots=True)
class BriefStand:
    """A stand without the rest of the statement in which it is taken; ``cue`` are its words."""

    holders: tuple[str, ...]
    asserted_by: tuple[str, ...]
    position: Position
    modality: Modality
    cue: str | None
    statement: str
    dates: Dates


class Claims(Statements):
    """One library with its claims, and where people stand."""

    def claims(self) -> list[Claim]:
        rows = self.connection.execute("SELECT slug FROM claim ORDER BY slug").fetchall()
        return [claim for (slug,) in rows if (claim := self.claim(slug))]

    def claims_among(self, found: BitMap | None, limit: int) -> list[str]:
        """Return the claims that most of the statements ``found`` (None: all) stand on or judge."""
        each = self.postings.by_row("claim")
        if found is None:
            counts = [(len(with_it), row) for row, with_it in each]
        else:
            counts = [(with_it.intersection_cardinality(found), row) for row, with_it in each]
        most = nsmallest(limit, ((-count, row) for count, row in counts if count))
        slugs = (self.one("SELECT slug FROM claim WHERE id = ?", row) for _, row in most)
        return [slug for (slug,) in filter(None, slugs)]

    def said_on(self, claim: str) -> BitMap:
        """Return the statements that take a stand on a claim or judge it."""
        row = self.claim_row(claim)
        return BitMap() if row is None else self.postings.of("claim", row)

    def proposition(self, claim: str) -> str:
        """Return what a claim says."""
        row = self.one("SELECT proposition FROM claim WHERE slug = ?", claim)
        return row[0] if row else claim

    def claim(self, id: str) -> Claim | None:
        row = self.one("SELECT id, slug, proposition, note FROM claim WHERE slug = ?", id)
        if row is None:
            return None
        relations = self.connection.execute(
            "SELECT r.kind, c.slug, r.basis FROM relation AS r JOIN claim AS c ON c.id = r.other"
            " WHERE r.claim = ? ORDER BY r.kind, c.slug",
            (row[0],),
        ).fetchall()
        return Claim(
            id=row[1],
            proposition=row[2],
            relations=tuple(
                Relation(self.word(kind, RELATIONS), other, self.known_basis(basis))
                for kind, other, basis in relations
            ),
            note=row[3],
        )

    def related_to(self, claim: str) -> list[tuple[RelationKind, str]]:
        """Return kind and id of the claims that relate themselves to this one."""
        rows = self.connection.execute(
            "SELECT r.kind, c.slug FROM relation AS r JOIN claim AS c ON c.id = r.claim"
            " JOIN claim AS other ON other.id = r.other WHERE other.slug = ?"
            " ORDER BY r.kind, c.slug",
            (claim,),
        ).fetchall()
        return [(self.word(kind, RELATIONS), id) for kind, id in rows]

    def stands_on(self, claim: str, limit: int = _NEWEST) -> list[Stand]:
        """Return who stands where on a claim, newest first."""
        on_it = "SELECT id AS stand FROM stance WHERE claim = ?"
        return self._parted(self._newest("stance", on_it, self.claim_row(claim), limit))

    def brief_stands_on(self, claims: Sequence[str]) -> dict[str, list[BriefStand]]:
        """Return who stands where on each of ``claims``, newest first, read for all at once."""
        rows = self.connection.rows(
            11,
            "SELECT c.slug, s.statement, t.hash,"
            f" {HOLDERS}, {ASSERTING}, s.position, s.modality,"
            " substr(t.exact, s.cue_start - t.start + 1, s.cue_end - s.cue_start),"
            f" {TAKEN_FROM}, {TAKEN_TO}, {TAKEN_BASIS}"
            " FROM json_each(?) AS given CROSS JOIN claim AS c ON c.slug = given.value"
            " CROSS JOIN stance AS s ON s.claim = c.id CROSS JOIN statement AS t"
            " ON t.id = s.statement ORDER BY s.id",
            json.dumps(claims),
        )
        rows.sort(key=lambda row: self.chronology.place_of(row[1]), reverse=True)
        found: dict[str, list[BriefStand]] = {claim: [] for claim in claims}
        ids = cache(self._ids)  # the same few speak again and again
        for claim, _, statement, holders, asserting, position, modality, cue, *dates in rows:
            if not asserting:
                raise file.damaged(self.path)
            how = self.word(modality, MODALITIES)
            found[claim] += [
                BriefStand(
                    holders=part,
                    asserted_by=ids(asserting),
                    position=self.word(position, POSITIONS),
                    modality=how,
                    cue=cue,
                    statement=statement,
                    dates=self._dates(*dates),
                )
                for part in parted(
                    ids(holders), ids(asserting), how, partial(self.belongs, since=dates[0] or "")
                )
            ]
        return found

    def _ids(self, listed: str | None) -> tuple[str, ...]:
        return tuple(self.entities[row].id for row in actors(listed))

    def stands_about(self, statement: str, limit: int = _NEWEST) -> list[Stand]:
        """Return the stands on another statement, newest first."""
        return self.stands_on_reports([statement], limit)

    def stands_on_reports(self, reports: Iterable[str], limit: int = _NEWEST) -> list[Stand]:
        """Return the stands on any of some statements, newest first."""
        on_them = "SELECT id AS stand FROM stance WHERE about IN (SELECT value FROM json_each(?))"
        rows = json.dumps([self.row_of(report) for report in reports])
        return self._parted(self.chronology.newest("stance", on_them, (rows,), limit))

    def stands_of(self, actor: str, limit: int = _NEWEST) -> list[Stand]:
        """Return the stands that an actor holds, newest first."""
        entity = self.entities.get("actor", actor)
        held = "SELECT stance AS stand FROM stance_holder WHERE actor = ?"
        stands = self._parted(self._newest("stance", held, entity and entity.row, limit))
        return [stand for stand in stands if actor in stand.holders]

    def stands_of_any(self, holders: Collection[int], limit: int) -> list[Stand]:
        """Return the stands that any of these actors, given by row number, hold, newest first.

        Each is given as the stand of those among its holders alone.
        """
        ids = {self.entities[row].id for row in holders}
        stands = self._parted(self.latest_held("stance", holders, limit))
        return [stand.of(ids) for stand in stands if not ids.isdisjoint(stand.holders)]

    def latest_held(self, table: StandTable, holders: Collection[int], most: int) -> list[int]:
        """Return the newest stances, or appraisals, that any of ``holders`` has; all by row."""
        held = (
            f"SELECT {table} AS stand FROM {table}_holder"
            f" WHERE actor IN (SELECT value FROM json_each(?)) AND {table} > ?"
        )
        listed = json.dumps([*holders])
        top = self.chronology.last_in_order(table)
        reach, count = most, 0
        while count < most and reach < top:
            # Further back in steps, for to sort all that a great power holds takes long.
            reach *= 4
            (count,) = self.required(
                f"SELECT count(*) FROM ({held}) WHERE stand <= ?", listed, top - reach, top
            )
        return self.chronology.newest(table, held, (listed, top - reach), most)

    def stands_in(self, statement: Statement) -> list[Stand]:
        """Return the stands that a statement tells of."""
        return [
            Stand(part, statement)
            for stance in statement.stances
            for part in self._parts(stance, statement)
        ]

    def whose_word(self, taken: Stance | Appraisal, statement: Statement) -> How:
        """Return whether the holders of what is taken in a statement say so themselves."""
        by = statement.chain[taken.asserted_by].actors
        return whose_word(taken.holders, by, taken.modality, self._speaks(taken, statement))

    def _speaks(
        self, taken: Stance | Appraisal, statement: Statement
    ) -> Callable[[str, str], bool]:
        """Return what tells whether the first of two actors spoke for the second then."""
        return partial(self.belongs, since=_dates(taken, statement).first or "")

    def appraisals_of(self, claim: str, limit: int = _NEWEST) -> list[tuple[Appraisal, Statement]]:
        """Return what is thought of a claim, newest first."""
        on_it = "SELECT id AS stand FROM appraisal WHERE claim = ?"
        return self._appraisals(self._newest("appraisal", on_it, self.claim_row(claim), limit))

    def appraisals_of_any(
        self, holders: Collection[int], limit: int
    ) -> list[tuple[Appraisal, Statement]]:
        """Return what any of these actors, given by row number, thinks, newest first."""
        ids = {self.entities[row].id for row in holders}
        found = self._appraisals(self.latest_held("appraisal", holders, limit))
        return [one for one in found if not ids.isdisjoint(one[0].holders)]

    def _appraisals(self, rows: Sequence[int]) -> list[tuple[Appraisal, Statement]]:
        return [
            (part, statement)
            for number, statement in self._numbered("appraisal", rows)
            for part in self._parts(statement.appraisals[number], statement)
        ]

    def appraisals_in(self, statement: Statement) -> list[Appraisal]:
        """Return what a statement tells that somebody thinks of something."""
        return [part for one in statement.appraisals for part in self._parts(one, statement)]

    def stands(self, rows: Sequence[int]) -> list[Stand]:
        """Return the stances with these row numbers and their evidence, in the order given.

        Each is whole, whoever of its holders says so himself.
        """
        return [
            Stand(statement.stances[number], statement)
            for number, statement in self._numbered("stance", rows)
        ]

    def _parted(self, rows: Sequence[int]) -> list[Stand]:
        return [
            Stand(part, stand.statement)
            for stand in self.stands(rows)
            for part in self._parts(stand.stance, stand.statement)
        ]

    def _parts(self, taken: _Taken, statement: Statement) -> list[_Taken]:
        by = statement.chain[taken.asserted_by].actors
        parts = parted(taken.holders, by, taken.modality, self._speaks(taken, statement))
        return [taken if len(parts) == 1 else replace(taken, holders=part) for part in parts]

    def _newest(self, table: StandTable, chosen: str, of: int | None, limit: int) -> list[int]:
        return [] if of is None else self.chronology.newest(table, chosen, (of,), limit)

    def _numbered(self, table: StandTable, rows: Sequence[int]) -> list[tuple[int, Statement]]:
        """Return which of its statement's stands, from 0, each row is, and the statement."""
        found = self.connection.execute(
            "SELECT s.statement, (SELECT count(*) FROM"
            f" {table} AS o WHERE o.statement = s.statement AND o.id < s.id)"
            f" FROM json_each(?) AS given CROSS JOIN {table} AS s ON s.id = given.value"
            " ORDER BY given.key",
            (json.dumps(rows),),
        ).fetchall()
        statements = self.statements([statement for statement, _ in found])
        return [(at, statement) for (_, at), statement in zip(found, statements, strict=True)]
