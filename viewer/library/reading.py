"""Records by id and lists of row numbers, from a library opened read-only."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any, Literal, NamedTuple

from pyroaring import BitMap

from viewer.library import file
from viewer.library.catalogue import Catalogue
from viewer.library.order import StandTable
from viewer.records import (
    About,
    Actor,
    Appraisal,
    Aside,
    Basis,
    Claim,
    Dates,
    Event,
    Link,
    Mention,
    Name,
    Quantity,
    Record,
    Relation,
    Role,
    Sameness,
    Source,
    Span,
    Stance,
    Statement,
    Transfer,
    Weapon,
)
from viewer.terms import MODALITIES, MODES, POSITIONS, RELATIONS, RelationKind

_PAGE = 200

_Cut = Callable[[int, int], Span]
"""Gives the words of a statement from start to end, both counted in its source."""

_OfStatement = defaultdict[int, list[Any]]
"""Rows of a table without their first column, the statement, by which they are grouped."""


class _Parts(NamedTuple):
    """What statements are made of, as the tables have it."""

    spans: _OfStatement
    mentions: _OfStatement
    links: _OfStatement
    stances: _OfStatement
    appraisals: _OfStatement


@dataclass(frozen=True, slots=True)
class Stand:
    """A stance together with the statement that is its evidence."""

    stance: Stance
    statement: Statement

    @property
    def holders(self) -> tuple[str, ...]:
        return self.stance.holders

    @property
    def is_predicted(self) -> bool:
        return self.stance.is_predicted

    @property
    def dates(self) -> Dates:
        """When it was taken: when the statement was made, unless that tells of another time.

        ``order.TAKEN_FROM`` and ``order.TAKEN_TO`` are the same in SQL.
        """
        as_of = self.stance.as_of
        return as_of if as_of and (as_of.first or as_of.last) else self.statement.said

    @property
    def said(self) -> str:
        """The day by which stands are put in order, "" for none."""
        return self.dates.last or self.dates.first or ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A source as lists show it, without its text."""

    id: str
    title: str
    kind: str
    publisher: str | None
    published: Dates
    statements: int
    url: str = ""


class Library(Catalogue):
    """One library with all its records."""

    def about(self) -> About:
        row = self.one("SELECT title, about FROM library")
        return About(*row) if row else About("")

    def sizes(self) -> dict[str, int]:
        """Return how many of each kind of record there are."""
        kinds = (
            "source",
            "statement",
            "actor",
            "weapon",
            "claim",
            "stance",
            "transfer",
            "event",
        )
        return {kind: self.one(f"SELECT count(*) FROM {kind}")[0] for kind in kinds}

    # Actors and weapons

    def actor(self, id: str) -> Actor | None:
        entity = self.entities.get("actor", id)
        return self._actor(entity.row) if entity else None

    def weapon(self, id: str) -> Weapon | None:
        entity = self.entities.get("weapon", id)
        return self._weapon(entity.row) if entity else None

    def _actor(self, row: int) -> Actor:
        entity = self.entities[row]
        note, parent_basis = self.required(
            "SELECT e.note, a.parent_basis FROM entity AS e JOIN actor AS a USING (id)"
            " WHERE e.id = ?",
            row,
        )
        roles = self.connection.execute(
            "SELECT title, organisation, held_from, held_to, held_basis, basis FROM role"
            " WHERE actor = ? ORDER BY id",
            (row,),
        ).fetchall()
        return Actor(
            id=entity.id,
            name=entity.name,
            kind=entity.kind,
            parent=self._parent(entity.parent),
            parent_basis=self._basis(parent_basis),
            names=self._names(row),
            roles=tuple(
                Role(
                    title,
                    self._parent(organisation),
                    self._optional_dates(first, last, held),
                    self._basis(basis),
                )
                for title, organisation, first, last, held, basis in roles
            ),
            note=note,
        )

    def _weapon(self, row: int) -> Weapon:
        entity = self.entities[row]
        note, parent_basis = self.required(
            "SELECT e.note, w.parent_basis FROM entity AS e JOIN weapon AS w USING (id)"
            " WHERE e.id = ?",
            row,
        )
        return Weapon(
            id=entity.id,
            name=entity.name,
            kind=entity.kind,
            parent=self._parent(entity.parent),
            parent_basis=self._basis(parent_basis),
            names=self._names(row),
            note=note,
        )

    def _parent(self, row: int | None) -> str | None:
        return None if row is None else self.entities[row].id

    def _names(self, entity: int) -> tuple[Name, ...]:
        rows = self.connection.execute(
            "SELECT text, kind, language, script, basis FROM name WHERE entity = ? ORDER BY id",
            (entity,),
        ).fetchall()
        return tuple(
            Name(text, kind, language, script, self._basis(basis))
            for text, kind, language, script, basis in rows
        )

    def members(self, type: Literal["actor", "weapon"], id: str) -> list[str]:
        """Return what is directly under an actor or a weapon, by name; post holders included."""
        of = self.entities.get(type, id)
        below = {one.row for one in self.entities.of_type(type) if of and one.parent == of.row}
        if of and type == "actor":
            posts = self.connection.execute(
                "SELECT actor FROM role WHERE organisation = ?", (of.row,)
            )
            below.update(row for (row,) in posts if row != of.row)
        return [one.id for one in self.entities.of_type(type) if one.row in below]

    def samenesses(self) -> list[Sameness]:
        rows = self.connection.execute(
            "SELECT slug, one, other, verdict, withdrawn, basis FROM sameness ORDER BY slug"
        ).fetchall()
        found = []
        for slug, one, other, verdict, withdrawn, basis in rows:
            first, second = self.entities[one], self.entities[other]
            if one == other or first.type != second.type:
                raise file.damaged(self.path)
            pair = (first.id, second.id)
            of_actors = first.type == "actor"
            found.append(
                Sameness(
                    id=slug,
                    verdict=verdict,
                    basis=self._known_basis(basis),
                    actors=pair if of_actors else (),
                    weapons=() if of_actors else pair,
                    withdrawn=withdrawn,
                )
            )
        return found

    # Sources

    def headings(self) -> list[Heading]:
        """Return every source, newest first."""
        return self._headings("ORDER BY published_from DESC, slug", ())

    def newest_headings(self, limit: int) -> list[Heading]:
        """Return the ``limit`` newest sources, newest first."""
        return self._headings("ORDER BY published_from DESC, slug LIMIT ?", (limit,))

    def heading(self, id: str) -> Heading | None:
        """Return one source without its text."""
        found = self._headings("WHERE slug = ?", (id,))
        return found[0] if found else None

    def _headings(self, which: str, bound: tuple[object, ...]) -> list[Heading]:
        rows = self.connection.execute(
            "SELECT id, slug, title, kind, publisher, published_from, published_to,"
            f" published_basis, url FROM source {which}",
            bound,
        ).fetchall()
        return [
            Heading(
                slug,
                title,
                kind,
                self._parent(publisher),
                self._dates(first, last, basis),
                len(self.postings.of("source", row)),
                url,
            )
            for row, slug, title, kind, publisher, first, last, basis, url in rows
        ]

    def source(self, id: str) -> Source | None:
        """Return one source with its whole text."""
        row = self.one(
            "SELECT id, slug, title, kind, text, sha256, title_basis, publisher, publisher_basis,"
            " published_from, published_to, published_basis, language, url, note"
            " FROM source WHERE slug = ?",
            id,
        )
        if row is None:
            return None
        asides = self.connection.execute(
            "SELECT start, end, exact, kind, note FROM aside WHERE source = ? ORDER BY start",
            (row[0],),
        ).fetchall()
        slug, title, kind, text, sha256 = row[1:6]
        return Source(
            id=slug,
            title=title,
            kind=kind,
            text=text,
            sha256=sha256,
            title_basis=self._basis(row[6]),
            publisher=self._parent(row[7]),
            publisher_basis=self._basis(row[8]),
            published=self._dates(*row[9:12]),
            language=row[12],
            url=row[13],
            note=row[14],
            asides=tuple(Aside(*aside) for aside in asides),
        )

    def slugs(self, table: Literal["claim", "source"]) -> list[str]:
        """Return the ids of all claims or sources."""
        rows = self.connection.execute(f"SELECT slug FROM {table} ORDER BY slug")
        return [slug for (slug,) in rows]

    def statements_of_source(self, id: str) -> list[tuple[str, int, int]]:
        """Return id, start and end of each statement of a source, in the order of its text."""
        return self.connection.execute(
            "SELECT s.hash, s.start, s.end FROM statement AS s JOIN source ON source.id = s.source"
            " WHERE source.slug = ? ORDER BY s.start, s.end, s.id",
            (id,),
        ).fetchall()

    def surroundings(self, statement: Statement, reach: int) -> tuple[str, str]:
        """Return up to ``reach`` code points of the source before and after a statement."""
        before = max(0, statement.start - reach)
        before_it, after_it = self.required(
            "SELECT substr(text, ?, ?), substr(text, ?, ?) FROM source WHERE slug = ?",
            before + 1,
            statement.start - before,
            statement.end + 1,
            reach,
            statement.source,
        )
        return (before_it, after_it)

    # Statements

    def statement(self, id: str) -> Statement | None:
        row = self.row_of(id)
        return None if row is None else self.statements([row])[0]

    def statements(self, rows: Sequence[int]) -> list[Statement]:
        """Return the statements with these row numbers, in the order given."""
        found: dict[int, Statement] = {}
        for at in range(0, len(rows), _PAGE):
            found.update(self._statements(tuple(rows[at : at + _PAGE])))
        if any(row not in found for row in rows):
            raise file.damaged(self.path)
        return [found[row] for row in rows]

    def _statements(self, rows: tuple[int, ...]) -> Iterator[tuple[int, Statement]]:
        marks = ", ".join("?" * len(rows))
        parts = _Parts(
            spans=self._of_each("span", rows, "part, start, end", "statement, part_code, start"),
            mentions=self._of_each("mention", rows, "start, end, entity", "statement, start, end"),
            links=self._of_each(
                "link", rows, "position, role, descriptor, actor", "statement, position, ordinal"
            ),
            stances=self._of_each(
                "stance",
                rows,
                "id, asserted_by, position, modality, claim, about, cue_start, cue_end,"
                " as_of_from, as_of_to, as_of_basis, note",
                "id",
            ),
            appraisals=self._of_each(
                "appraisal",
                rows,
                "id, asserted_by, modality, claim, about, words_start, words_end, note",
                "id",
            ),
        )
        statements = self.connection.execute(
            "SELECT s.id, s.hash, source.slug, s.start, s.end, s.exact, s.mode, s.said_from,"
            " s.said_to, s.said_basis, s.note FROM statement AS s"
            f" JOIN source ON source.id = s.source WHERE s.id IN ({marks})",
            rows,
        ).fetchall()
        return ((row, self._one_statement(parts, row, *fields)) for row, *fields in statements)

    def _of_each(self, table: str, rows: tuple[int, ...], columns: str, order: str) -> _OfStatement:
        """Return what a table has of each of the statements ``rows``."""
        found: _OfStatement = defaultdict(list)
        for row in self.connection.execute(
            f"SELECT statement, {columns} FROM {table}"
            f" WHERE statement IN ({', '.join('?' * len(rows))}) ORDER BY {order}",
            rows,
        ):
            found[row[0]].append(row[1:])
        return found

    def _one_statement(self, parts: _Parts, row: int, *fields: Any) -> Statement:
        hash, source, start, end, exact, mode, first, last, basis, note = fields
        cut = _cutter(exact, start)
        spans: defaultdict[str, list[Span]] = defaultdict(list)
        for part, *span in parts.spans[row]:
            spans[part].append(cut(*span))
        chain = self._chain(parts.links[row])
        stances, appraisals = parts.stances[row], parts.appraisals[row]
        if not all(0 <= stand[1] < len(chain) for stand in stances + appraisals):
            raise file.damaged(self.path)
        return Statement(
            id=hash,
            source=source,
            start=start,
            end=end,
            exact=exact,
            mode=self.word(mode, MODES),
            said=self._dates(first, last, basis),
            chain=chain,
            quoted=tuple(spans["quoted"]),
            content=tuple(spans["content"]),
            cue=tuple(spans["cue"]),
            mentions=self._mentions(parts.mentions[row], cut),
            stances=tuple(self._stance(cut, *stance) for stance in stances),
            appraisals=tuple(self._appraisal(cut, *given) for given in appraisals),
            note=note,
        )

    def _chain(self, rows: list[tuple[int, Any, str, int]]) -> tuple[Link, ...]:
        """Return a chain; a file may be anybody's, and lack one or a link of it."""
        links: dict[int, tuple[Any, str, list[str]]] = {}
        for position, role, descriptor, actor in rows:
            links.setdefault(position, (role, descriptor, []))[2].append(self.entities[actor].id)
        if not links or [*links] != list(range(len(links))):
            raise file.damaged(self.path)
        return tuple(
            Link(role, tuple(actors), descriptor) for role, descriptor, actors in links.values()
        )

    def _mentions(self, rows: list[tuple[int, int, int]], cut: _Cut) -> tuple[Mention, ...]:
        # At one place by id: row numbers are private and would tell equal content apart.
        return tuple(
            sorted(
                (self._mention(cut(start, end), entity) for start, end, entity in rows),
                key=lambda one: (one.start, one.end, one.actor or "", one.weapon or ""),
            )
        )

    def _mention(self, at: Span, entity: int) -> Mention:
        found = self.entities[entity]
        if found.type == "actor":
            return Mention(at.start, at.end, at.text, actor=found.id)
        return Mention(at.start, at.end, at.text, weapon=found.id)

    def _stance(
        self, cut: _Cut, row: int, asserted_by: int, position: Any, modality: Any, *rest: Any
    ) -> Stance:
        claim, about, cue_start, cue_end, first, last, basis, note = rest
        return Stance(
            holders=self._holders("stance", row),
            asserted_by=asserted_by,
            position=self.word(position, POSITIONS),
            modality=self.word(modality, MODALITIES),
            claim=self._claim_id(claim),
            statement=self._statement_id(about),
            cue=None if cue_start is None else cut(cue_start, cue_end),
            as_of=self._optional_dates(first, last, basis),
            note=note,
        )

    def _appraisal(
        self, cut: _Cut, row: int, asserted_by: int, modality: Any, *rest: Any
    ) -> Appraisal:
        claim, about, start, end, note = rest
        return Appraisal(
            holders=self._holders("appraisal", row),
            asserted_by=asserted_by,
            words=cut(start, end),
            claim=self._claim_id(claim),
            statement=self._statement_id(about),
            modality=self.word(modality, MODALITIES),
            note=note,
        )

    def _holders(self, table: str, row: int) -> tuple[str, ...]:
        rows = self.connection.execute(
            f"SELECT actor FROM {table}_holder WHERE {table} = ? ORDER BY ordinal", (row,)
        )
        return tuple(self.entities[actor].id for (actor,) in rows)

    def _claim_id(self, row: int | None) -> str | None:
        return None if row is None else self.required("SELECT slug FROM claim WHERE id = ?", row)[0]

    def _statement_id(self, row: int | None) -> str | None:
        query = "SELECT hash FROM statement WHERE id = ?"
        return None if row is None else self.required(query, row)[0]

    # Claims and where people stand

    def claims(self) -> list[Claim]:
        rows = self.connection.execute("SELECT slug FROM claim ORDER BY slug").fetchall()
        return [claim for (slug,) in rows if (claim := self.claim(slug))]

    def claims_among(self, found: BitMap | None, limit: int) -> list[str]:
        """Return the claims that most of the statements ``found`` (None: all) take a stand on."""
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
                Relation(self.word(kind, RELATIONS), other, self._known_basis(basis))
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

    def stands_on(self, claim: str, limit: int = _PAGE) -> list[Stand]:
        """Return who stands where on a claim, newest first."""
        on_it = "SELECT id AS stand FROM stance WHERE claim = ?"
        return self.stands(self._newest("stance", on_it, self.claim_row(claim), limit))

    def stands_about(self, statement: str, limit: int = _PAGE) -> list[Stand]:
        """Return the stands on another statement, newest first."""
        about_it = "SELECT id AS stand FROM stance WHERE about = ?"
        return self.stands(self._newest("stance", about_it, self.row_of(statement), limit))

    def stands_of(self, actor: str, limit: int = _PAGE) -> list[Stand]:
        """Return the stands that an actor holds, newest first."""
        entity = self.entities.get("actor", actor)
        held = "SELECT stance AS stand FROM stance_holder WHERE actor = ?"
        return self.stands(self._newest("stance", held, entity and entity.row, limit))

    def appraisals_of(self, claim: str, limit: int = _PAGE) -> list[tuple[Appraisal, Statement]]:
        """Return what is thought of a claim, newest first."""
        on_it = "SELECT id AS stand FROM appraisal WHERE claim = ?"
        rows = self._newest("appraisal", on_it, self.claim_row(claim), limit)
        return [
            (statement.appraisals[number], statement)
            for number, statement in self._numbered("appraisal", rows)
        ]

    def stands(self, rows: Sequence[int]) -> list[Stand]:
        """Return the stances with these row numbers and their evidence, in the order given."""
        return [
            Stand(statement.stances[number], statement)
            for number, statement in self._numbered("stance", rows)
        ]

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

    # Transfers and events

    def transfers(self) -> list[Transfer]:
        return self._transfers("1", ())

    def transfers_resting_on(self, claim: str) -> list[Transfer]:
        return self._transfers("c.slug = ?", (claim,))

    def transfers_with(self, entities: frozenset[int]) -> list[Transfer]:
        """Return the transfers of, by or to one of ``entities`` (row numbers)."""
        rows = ", ".join(map(str, entities))
        return self._transfers(
            f"supplier IN ({rows}) OR recipient IN ({rows}) OR weapon IN ({rows})", ()
        )

    def _transfers(self, condition: str, bound: tuple[object, ...]) -> list[Transfer]:
        rows = self.connection.execute(
            "SELECT t.slug, supplier, recipient, weapon, stage, c.slug, basis, quantity, unit,"
            " quantity_low, quantity_high, dates_from, dates_to, dates_basis, t.note"
            " FROM transfer AS t JOIN claim AS c ON c.id = t.claim"
            f" WHERE {condition} ORDER BY t.slug",
            bound,
        ).fetchall()
        return [
            Transfer(
                id=row[0],
                supplier=self.entities[row[1]].id,
                recipient=self.entities[row[2]].id,
                weapon=self.entities[row[3]].id,
                stage=row[4],
                claim=row[5],
                basis=self._known_basis(row[6]),
                quantity=None if row[7] is None else Quantity(row[7], row[8], row[9], row[10]),
                dates=self._optional_dates(*row[11:14]),
                note=row[14],
            )
            for row in rows
        ]

    def events(self, limit: int = -1) -> list[Event]:
        """Return every event, or ``limit`` of them, the earliest first."""
        return self._events("", limit)

    def events_with(self, entities: frozenset[int], limit: int = -1) -> list[Event]:
        """Return the events in which one of ``entities`` (row numbers) has a part."""
        rows = ", ".join(map(str, entities))
        return self._events(
            f"WHERE id IN (SELECT event FROM event_entity WHERE entity IN ({rows}))", limit
        )

    def _events(self, which: str, limit: int = -1, bound: tuple[object, ...] = ()) -> list[Event]:
        rows = self.connection.execute(
            "SELECT id, slug, text, dates_from, dates_to, dates_basis, basis FROM event"
            f" {which} ORDER BY coalesce(dates_from, dates_to), slug LIMIT ?",
            (*bound, limit),
        ).fetchall()
        return [
            Event(
                id=slug,
                text=text,
                dates=self._dates(first, last, dated),
                basis=self._known_basis(basis),
                actors=self._event_entities(row, "actor"),
                weapons=self._event_entities(row, "weapon"),
            )
            for row, slug, text, first, last, dated, basis in rows
        ]

    def _event_entities(self, event: int, type: Literal["actor", "weapon"]) -> tuple[str, ...]:
        rows = self.connection.execute(
            "SELECT slug FROM event_entity CROSS JOIN entity ON entity.id = entity"
            " WHERE event = ? AND type = ? ORDER BY slug",
            (event, type),
        )
        return tuple(slug for (slug,) in rows)

    # Everything

    def record(self, kind: str, id: str) -> Record | None:
        """Return one record by the word for its kind and its id, None when it is not here."""
        match kind:
            case "actor":
                return self.actor(id)
            case "weapon":
                return self.weapon(id)
            case "source":
                return self.source(id)
            case "claim":
                return self.claim(id)
            case "statement":
                return self.statement(id)
            case "transfer":
                return next(iter(self._transfers("t.slug = ?", (id,))), None)
            case "event":
                return next(iter(self._events("WHERE slug = ?", bound=(id,))), None)
            case _:
                return next((one for one in self.samenesses() if one.id == id), None)

    def records(self) -> Iterator[Record]:
        """Yield the whole library in an order that depends on its content alone."""
        yield self.about()
        entities = self.entities
        for type in ("actor", "weapon"):
            of_type = sorted(entities.of_type(type), key=lambda entity: entity.id)
            read: Callable[[int], Actor | Weapon]
            read = self._actor if type == "actor" else self._weapon
            yield from (read(entity.row) for entity in of_type)
        yield from self.samenesses()
        yield from self.claims()
        yield from self.transfers()
        yield from sorted(self.events(), key=lambda event: event.id)
        slugs = self.connection.execute("SELECT slug FROM source ORDER BY slug").fetchall()
        for (slug,) in slugs:
            if source := self.source(slug):
                yield source
            rows = self.connection.execute(
                "SELECT s.id FROM statement AS s JOIN source ON source.id = s.source"
                " WHERE source.slug = ? ORDER BY s.start, s.end, s.hash",
                (slug,),
            ).fetchall()
            for at in range(0, len(rows), _PAGE):
                yield from self.statements([row for (row,) in rows[at : at + _PAGE]])

    # Pieces

    def _basis(self, row: int | None) -> Basis | None:
        return None if row is None else self._known_basis(row)

    def _known_basis(self, row: int) -> Basis:
        kind, note, alternative = self.required(
            "SELECT kind, note, alternative FROM basis WHERE id = ?", row
        )
        evidence = self.connection.execute(
            "SELECT hash FROM evidence JOIN statement AS s ON s.id = statement"
            " WHERE basis = ? ORDER BY hash",
            (row,),
        )
        return Basis(kind, note, alternative, tuple(hash for (hash,) in evidence))

    def _dates(self, first: str | None, last: str | None, basis: int | None) -> Dates:
        return Dates(first, last, self._basis(basis))

    def _optional_dates(
        self, first: str | None, last: str | None, basis: int | None
    ) -> Dates | None:
        dates = self._dates(first, last, basis)
        return None if dates == Dates() else dates


def _cutter(exact: str, start: int) -> _Cut:
    """Return what cuts spans out of the statement ``exact``, which begins at ``start``."""
    return lambda first, last: Span(first, last, exact[first - start : last - start])
