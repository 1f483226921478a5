"""Writing records into a library."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from viewer.ingest.entry import Entry
from viewer.ingest.errors import InputError
from viewer.ingest.index import IndexWriter
from viewer.ingest.verify import verify_source, verify_statement
from viewer.records import (
    About,
    Actor,
    Appraisal,
    Basis,
    Claim,
    Dates,
    Event,
    Name,
    Record,
    Sameness,
    Source,
    Stance,
    Statement,
    Transfer,
    Weapon,
)

_REMEMBERED = 10_000
_BATCH = 2_000  # statements whose rows are written together

_SERIES = {"actor": "entity", "weapon": "entity"}
"""Actors and weapons share one series of row numbers."""

_SLUGS = {
    "actor": "SELECT id, slug FROM entity WHERE type = 'actor'",
    "weapon": "SELECT id, slug FROM entity WHERE type = 'weapon'",
    "sameness": "SELECT id, slug FROM sameness",
    "source": "SELECT id, slug FROM source",
    "claim": "SELECT id, slug FROM claim",
    "transfer": "SELECT id, slug FROM transfer",
    "event": "SELECT id, slug FROM event",
}
_NUMBERED = ("basis", "statement", "stance", "appraisal", "entity", *list(_SLUGS)[2:])


class Store:
    """Writes entries into a migrated library, within one transaction of the caller.

    An entry may refer to one that is still to come: the reference gets its row
    number at once, and ``finish`` sees to it that every promise was kept.
    Statements get row numbers in the order in which they are added.
    """

    def __init__(self, connection: sqlite3.Connection, index: IndexWriter) -> None:
        self._connection = connection
        self._index = index
        self._ids = {
            (kind, slug): row
            for kind, query in _SLUGS.items()
            for row, slug in connection.execute(query)
        }
        self._promised: dict[tuple[str, str], str] = {}
        self._last: dict[str, int] = {
            table: connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]
            for table in _NUMBERED
        }
        self._bases: dict[Basis, int] = {}
        self._texts: dict[str, str] = {}
        self._rows: defaultdict[tuple[str, tuple[str, ...]], list[tuple[object, ...]]]
        self._rows = defaultdict(list)
        self._unwritten = 0
        self._where = ""
        # What refers to a statement by its hash, which may have no row number yet.
        connection.execute("CREATE TEMP TABLE cited (basis INTEGER, hash TEXT, place TEXT)")
        connection.execute("CREATE TEMP TABLE targeted (stand TEXT, row INTEGER, hash TEXT)")

    def add(self, entry: Entry) -> int:
        """Write one entry; returns the row number of a statement, else 0.

        Raises InputError when it cannot be stored.
        """
        self._where = entry.where
        record = entry.record
        try:
            if isinstance(record, Statement):
                verify_statement(record, self._text(record.source))
                row = self._add_statement(record)
                self._unwritten += 1
                if self._unwritten >= _BATCH:
                    self._write()
                return row
            self._add_other(record)
            self._write()
        except ValueError as error:
            raise InputError(self._where, str(error)) from None
        except sqlite3.IntegrityError as error:
            raise InputError(self._where, _in_words(error)) from None
        return 0

    def _add_other(self, record: Record) -> None:
        match record:
            case About():
                self._insert("library", id=1, title=record.title, about=record.about)
            case Actor() | Weapon():
                self._add_entity(record)
            case Sameness():
                self._add_sameness(record)
            case Source():
                verify_source(record)
                self._add_source(record)
            case Claim():
                self._add_claim(record)
            case Transfer():
                self._add_transfer(record)
            case Event():
                self._add_event(record)

    def finish(self) -> None:
        """Settle what was promised; raises InputError for what never came."""
        self._write()
        for (kind, slug), where in self._promised.items():
            raise InputError(where, f"there is no {kind} “{slug}”")
        self._settle_citations()
        for table in ("stance", "appraisal"):
            self._connection.execute(
                f"UPDATE {table} SET about = (SELECT s.id FROM targeted JOIN statement AS s"
                f" USING (hash) WHERE stand = '{table}' AND row = {table}.id)"
                f" WHERE id IN (SELECT row FROM targeted WHERE stand = '{table}')"
            )
        self._connection.execute("DROP TABLE temp.cited")
        self._connection.execute("DROP TABLE temp.targeted")

    def _settle_citations(self) -> None:
        for table in ("cited", "targeted"):
            place = "place" if table == "cited" else "''"
            lost = self._connection.execute(
                f"SELECT {place}, hash FROM {table}"
                " WHERE hash NOT IN (SELECT hash FROM statement) LIMIT 1"
            ).fetchone()
            if lost:
                raise InputError(lost[0] or self._where, f"there is no statement “{lost[1]}”")
        self._connection.execute(
            "INSERT OR IGNORE INTO evidence"
            " SELECT basis, s.id FROM cited JOIN statement AS s USING (hash)"
        )

    def _add_entity(self, record: Actor | Weapon) -> None:
        kind = "actor" if isinstance(record, Actor) else "weapon"
        id = self._new_id(kind, record.id)
        self._insert("entity", id=id, type=kind, slug=record.id, name=record.name, note=record.note)
        self._insert(
            kind,
            id=id,
            kind=record.kind,
            parent=self._optional_id(kind, record.parent),
            parent_basis=self._basis(record.parent_basis),
        )
        if record.name not in {name.text for name in record.names}:
            raise ValueError(f"the heading “{record.name}” is none of its names")
        for name in record.names:
            self._add_name(id, name)
        for role in record.roles if isinstance(record, Actor) else ():
            dates = role.dates or Dates()
            self._insert(
                "role",
                actor=id,
                title=role.title,
                organisation=self._optional_id("actor", role.organisation),
                held_from=dates.first,
                held_to=dates.last,
                held_basis=self._basis(dates.basis),
                basis=self._basis(role.basis),
            )

    def _add_name(self, entity: int, name: Name) -> None:
        self._insert(
            "name",
            entity=entity,
            text=name.text,
            kind=name.kind,
            language=name.language,
            script=name.script,
            basis=self._basis(name.basis),
        )

    def _add_sameness(self, record: Sameness) -> None:
        pairs = [("actor", record.actors), ("weapon", record.weapons)]
        given = [(kind, pair) for kind, pair in pairs if pair]
        if len(given) != 1 or len(given[0][1]) != 2:
            raise ValueError("a sameness is between two actors or two weapons")
        kind, (one, other) = given[0]
        self._insert(
            "sameness",
            id=self._new_id("sameness", record.id),
            slug=record.id,
            one=self._id(kind, one),
            other=self._id(kind, other),
            verdict=record.verdict,
            withdrawn=record.withdrawn,
            basis=self._basis(record.basis),
        )

    def _add_source(self, record: Source) -> None:
        id = self._new_id("source", record.id)
        self._insert(
            "source",
            id=id,
            slug=record.id,
            title=record.title,
            title_basis=self._basis(record.title_basis),
            kind=record.kind,
            publisher=self._optional_id("actor", record.publisher),
            publisher_basis=self._basis(record.publisher_basis),
            published_from=record.published.first,
            published_to=record.published.last,
            published_basis=self._basis(record.published.basis),
            language=record.language,
            url=record.url,
            note=record.note,
            sha256=record.sha256,
            text=record.text,
        )
        for aside in record.asides:
            self._insert(
                "aside",
                source=id,
                start=aside.start,
                end=aside.end,
                kind=aside.kind,
                exact=aside.exact,
                note=aside.note,
            )

    def _add_claim(self, record: Claim) -> None:
        id = self._new_id("claim", record.id)
        self._insert(
            "claim", id=id, slug=record.id, proposition=record.proposition, note=record.note
        )
        for relation in record.relations:
            self._insert(
                "relation",
                claim=id,
                kind=relation.kind,
                other=self._id("claim", relation.claim),
                basis=self._basis(relation.basis),
            )

    def _add_transfer(self, record: Transfer) -> None:
        quantity, dates = record.quantity, record.dates or Dates()
        self._insert(
            "transfer",
            id=self._new_id("transfer", record.id),
            slug=record.id,
            supplier=self._id("actor", record.supplier),
            recipient=self._id("actor", record.recipient),
            weapon=self._id("weapon", record.weapon),
            stage=record.stage,
            claim=self._id("claim", record.claim),
            basis=self._basis(record.basis),
            quantity=quantity.text if quantity else None,
            unit=quantity.unit if quantity else "",
            quantity_low=quantity.low if quantity else None,
            quantity_high=quantity.high if quantity else None,
            dates_from=dates.first,
            dates_to=dates.last,
            dates_basis=self._basis(dates.basis),
            note=record.note,
        )

    def _add_event(self, record: Event) -> None:
        id = self._new_id("event", record.id)
        self._insert(
            "event",
            id=id,
            slug=record.id,
            text=record.text,
            dates_from=record.dates.first,
            dates_to=record.dates.last,
            dates_basis=self._basis(record.dates.basis),
            basis=self._basis(record.basis),
        )
        for kind, slugs in (("actor", record.actors), ("weapon", record.weapons)):
            for slug in slugs:
                self._insert("event_entity", event=id, entity=self._id(kind, slug))

    def _add_statement(self, record: Statement) -> int:
        id = self._next("statement")
        source = self._id("source", record.source)
        self._insert(
            "statement",
            id=id,
            hash=record.id,
            source=source,
            start=record.start,
            end=record.end,
            mode=record.mode,
            said_from=record.said.first,
            said_to=record.said.last,
            said_basis=self._basis(record.said.basis),
            exact=record.exact,
            note=record.note,
        )
        for part, spans in (
            ("quoted", record.quoted),
            ("content", record.content),
            ("cue", record.cue),
        ):
            for span in spans:
                self._insert(
                    "span", statement=id, part=part, start=span.start, end=span.end, text=span.text
                )
        self._add_mentions(id, record)
        for position, link in enumerate(record.chain):
            for ordinal, actor in enumerate(link.actors):
                self._insert(
                    "link",
                    statement=id,
                    position=position,
                    ordinal=ordinal,
                    role=link.role,
                    actor=self._id("actor", actor),
                    descriptor=link.descriptor,
                )
        for actor in record.chain[-1].actors:
            self._index.add_posting("speaker", self._id("actor", actor), id)
        for stance in record.stances:
            self._add_stance(id, stance)
        for appraisal in record.appraisals:
            self._add_appraisal(id, appraisal)
        self._index.add_posting("source", source, id)
        self._index.add_posting("mode", record.mode, id)
        return id

    def _add_mentions(self, statement: int, record: Statement) -> None:
        for mention in record.mentions:
            if mention.actor is not None:
                entity = self._id("actor", mention.actor)
            else:
                entity = self._id("weapon", mention.weapon or "")
            self._insert(
                "mention",
                statement=statement,
                start=mention.start,
                end=mention.end,
                entity=entity,
                text=mention.text,
            )
            self._index.add_posting("mention", entity, statement)

    def _add_stance(self, statement: int, stance: Stance) -> None:
        cue, as_of = stance.cue, stance.as_of or Dates()
        self._add_stand(
            "stance",
            statement,
            stance,
            position=stance.position,
            cue=cue.text if cue else None,
            cue_start=cue.start if cue else None,
            cue_end=cue.end if cue else None,
            as_of_from=as_of.first,
            as_of_to=as_of.last,
            as_of_basis=self._basis(as_of.basis),
        )
        self._index.add_posting("position", stance.position, statement)

    def _add_appraisal(self, statement: int, appraisal: Appraisal) -> None:
        words = appraisal.words
        self._add_stand(
            "appraisal",
            statement,
            appraisal,
            words=words.text,
            words_start=words.start,
            words_end=words.end,
        )

    def _add_stand(
        self, table: str, statement: int, stand: Stance | Appraisal, **columns: object
    ) -> None:
        row = self._next(table)
        claim = self._optional_id("claim", stand.claim)
        if claim is not None:
            self._index.add_posting("claim", claim, statement)
        if stand.statement is not None:
            self._insert("targeted", stand=table, row=row, hash=stand.statement)
        self._insert(
            table,
            id=row,
            statement=statement,
            asserted_by=stand.asserted_by,
            claim=claim,
            # Its own statement stands in until every hash has a row number.
            about=None if stand.statement is None else statement,
            modality=stand.modality,
            note=stand.note,
            **columns,
        )
        for ordinal, holder in enumerate(stand.holders):
            self._insert(
                f"{table}_holder",
                **{table: row, "ordinal": ordinal, "actor": self._id("actor", holder)},
            )

    def _basis(self, basis: Basis | None) -> int | None:
        if basis is None:
            return None
        if basis in self._bases:
            return self._bases[basis]
        row = self._next("basis")
        self._insert(
            "basis", id=row, kind=basis.kind, note=basis.note, alternative=basis.alternative
        )
        for hash in basis.evidence:
            self._insert("cited", basis=row, hash=hash, place=self._where)
        if len(self._bases) < _REMEMBERED:
            self._bases[basis] = row
        return row

    def _text(self, source: str) -> str:
        """Return the text of a stored source, from the few last asked for."""
        if source not in self._texts:
            if len(self._texts) >= _REMEMBERED // 100:
                self._texts.clear()
            row = self._connection.execute(
                "SELECT text FROM source WHERE slug = ?", (source,)
            ).fetchone()
            if row is None:
                raise ValueError(f"source: there is no source “{source}”")
            self._texts[source] = row[0]
        return self._texts[source]

    def _new_id(self, kind: str, slug: str) -> int:
        """Return the row number of the record that is being added."""
        known = (kind, slug) in self._ids
        if known and self._promised.pop((kind, slug), None) is None:
            raise ValueError(f"the id “{slug}” is taken by another {kind}")
        return self._id(kind, slug, is_here=True)

    def _id(self, kind: str, slug: str, is_here: bool = False) -> int:
        """Return a row number, which is a promise when the record has not come yet."""
        row = self._ids.get((kind, slug))
        if row is None:
            row = self._ids[kind, slug] = self._next(_SERIES.get(kind, kind))
            if not is_here:
                self._promised[kind, slug] = self._where
        return row

    def _optional_id(self, kind: str, slug: str | None) -> int | None:
        return None if slug is None else self._id(kind, slug)

    def _next(self, table: str) -> int:
        row = self._last[table] = self._last[table] + 1
        return row

    def _insert(self, table: str, **columns: object) -> None:
        self._rows[table, tuple(columns)].append(tuple(columns.values()))

    def _write(self) -> None:
        """Write the rows gathered, those first that others refer to in triggers."""
        for table, columns in sorted(self._rows, key=lambda kind: _ORDER.get(kind[0], 0)):
            self._connection.executemany(
                f"INSERT INTO {table} ({', '.join(columns)})"
                f" VALUES ({', '.join('?' * len(columns))})",
                self._rows[table, columns],
            )
        self._rows.clear()
        self._unwritten = 0


_ORDER = {"statement": 1, "link": 2, "span": 3, "mention": 3, "stance": 3, "appraisal": 3}
_ORDER |= {"stance_holder": 4, "appraisal_holder": 4, "aside": 4}


def _in_words(error: sqlite3.IntegrityError) -> str:
    """Return what the schema refused; a trigger says it in words already."""
    said = str(error)
    if said.startswith("CHECK constraint failed: "):
        return f"the library refuses this: {said.removeprefix('CHECK constraint failed: ')}"
    if said.startswith("UNIQUE constraint failed: "):
        return f"this is given twice ({said.removeprefix('UNIQUE constraint failed: ')})"
    return said
