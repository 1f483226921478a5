"""Writing records into a new library."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

from viewer.ingest.errors import InputError
from viewer.ingest.folder import Entry
from viewer.ingest.index import IndexWriter
from viewer.records import (
    About,
    Actor,
    Appraisal,
    Basis,
    Claim,
    Dates,
    Event,
    Name,
    Sameness,
    Source,
    Span,
    Stance,
    Statement,
    Transfer,
    Weapon,
)

_BASES_REMEMBERED = 10_000


class Store:
    """Writes entries into an empty, migrated library, in one transaction of the caller."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._index = IndexWriter(connection)
        self._slugs: dict[tuple[str, str], int] = {}
        self._bases: dict[Basis, int] = {}
        self._where = ""

    def add_all(self, entries: Iterable[Entry], progress: Callable[[int], None]) -> None:
        """Write ``entries``, whatever their order, and say how many are written.

        Raises InputError at the first that cannot be taken in.
        """
        ordered = sorted(entries, key=_rank)
        for entry in ordered:
            self._reserve(entry)
        for count, entry in enumerate(ordered, 1):
            self._add(entry)
            progress(count)
        self._index.finish()

    def _reserve(self, entry: Entry) -> None:
        """Give every id its row number, so that entries may refer to later ones."""
        record = entry.record
        if isinstance(record, About):
            return
        kind = type(record).__name__.lower()
        if (kind, record.id) in self._slugs:
            raise InputError(entry.where, f"the id “{record.id}” is taken by another {kind}")
        # Actors and weapons share one series.
        series = "entity" if kind in ("actor", "weapon") else kind
        number = self._slugs[series, ""] = self._slugs.get((series, ""), 0) + 1
        self._slugs[kind, record.id] = number

    def _add(self, entry: Entry) -> None:
        self._where = entry.where
        record = entry.record
        try:
            match record:
                case About():
                    self._insert("library", id=1, title=record.title, about=record.about)
                case Actor() | Weapon():
                    self._add_entity(record)
                case Sameness():
                    self._add_sameness(record)
                case Source():
                    self._add_source(record)
                case Claim():
                    self._add_claim(record)
                case Transfer():
                    self._add_transfer(record)
                case Event():
                    self._add_event(record)
                case Statement():
                    self._add_statement(record)
        except sqlite3.IntegrityError as error:
            raise InputError(self._where, _in_words(error)) from None

    def _add_entity(self, record: Actor | Weapon) -> None:
        kind = "actor" if isinstance(record, Actor) else "weapon"
        id = self._id(kind, record.id)
        self._insert("entity", id=id, type=kind, slug=record.id, name=record.name, note=record.note)
        self._insert(
            kind,
            id=id,
            kind=record.kind,
            parent=self._optional_id(kind, record.parent, "parent"),
            parent_basis=self._basis(record.parent_basis),
        )
        if record.name not in {name.text for name in record.names}:
            raise InputError(self._where, f"the heading “{record.name}” is none of its names")
        for name in record.names:
            self._add_name(id, name)
        for role in record.roles if isinstance(record, Actor) else ():
            dates = role.dates or Dates()
            self._insert(
                "role",
                actor=id,
                title=role.title,
                organisation=self._optional_id("actor", role.organisation, "organisation"),
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
            raise InputError(self._where, "a sameness is between two actors or two weapons")
        kind, (one, other) = given[0]
        self._insert(
            "sameness",
            id=self._id("sameness", record.id),
            slug=record.id,
            one=self._id(kind, one),
            other=self._id(kind, other),
            verdict=record.verdict,
            withdrawn=record.withdrawn,
            basis=self._basis(record.basis),
        )

    def _add_source(self, record: Source) -> None:
        id = self._id("source", record.id)
        self._insert(
            "source",
            id=id,
            slug=record.id,
            title=record.title,
            title_basis=self._basis(record.title_basis),
            kind=record.kind,
            publisher=self._optional_id("actor", record.publisher, "publisher"),
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
        id = self._id("claim", record.id)
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
            id=self._id("transfer", record.id),
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
        id = self._id("event", record.id)
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

    def _add_statement(self, record: Statement) -> None:
        id = self._id("statement", record.id)
        source = self._id("source", record.source)
        if not record.chain or any(not link.actors for link in record.chain):
            raise InputError(self._where, "chain: a statement has a chain, each link an actor")
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
        self._index.add_words(id, record.exact)
        self._index.add_posting("source", source, id)
        self._index.add_posting("mode", record.mode, id)

    def _add_mentions(self, statement: int, record: Statement) -> None:
        for mention in record.mentions:
            if (mention.actor is None) == (mention.weapon is None):
                raise InputError(self._where, "a mention is of one actor or of one weapon")
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
        row = self._add_stand(
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
        self._add_holders("stance", row, stance.holders)
        self._index.add_posting("position", stance.position, statement)

    def _add_appraisal(self, statement: int, appraisal: Appraisal) -> None:
        words: Span = appraisal.words
        row = self._add_stand(
            "appraisal",
            statement,
            appraisal,
            words=words.text,
            words_start=words.start,
            words_end=words.end,
        )
        self._add_holders("appraisal", row, appraisal.holders)

    def _add_stand(
        self, table: str, statement: int, stand: Stance | Appraisal, **columns: object
    ) -> int:
        if (stand.claim is None) == (stand.statement is None):
            raise InputError(self._where, f"{table}: the target is one claim or one statement")
        claim = self._optional_id("claim", stand.claim, "claim")
        if claim is not None:
            self._index.add_posting("claim", claim, statement)
        return self._insert(
            table,
            statement=statement,
            asserted_by=stand.asserted_by,
            claim=claim,
            about=self._optional_id("statement", stand.statement, "statement"),
            modality=stand.modality,
            note=stand.note,
            **columns,
        )

    def _add_holders(self, table: str, row: int, holders: tuple[str, ...]) -> None:
        if not holders:
            raise InputError(self._where, f"{table}: holders is empty; whose is it?")
        for ordinal, holder in enumerate(holders):
            self._insert(
                f"{table}_holder",
                **{table: row, "ordinal": ordinal, "actor": self._id("actor", holder)},
            )

    def _basis(self, basis: Basis | None) -> int | None:
        if basis is None:
            return None
        if basis in self._bases:
            return self._bases[basis]
        row = self._insert("basis", kind=basis.kind, note=basis.note, alternative=basis.alternative)
        self._connection.executemany(
            "INSERT OR IGNORE INTO evidence VALUES (?, ?)",
            [(row, self._id("statement", id)) for id in basis.evidence],
        )
        if len(self._bases) < _BASES_REMEMBERED:
            self._bases[basis] = row
        return row

    def _id(self, kind: str, slug: str) -> int:
        try:
            return self._slugs[kind, slug]
        except KeyError:
            raise InputError(self._where, f"there is no {kind} “{slug}”") from None

    def _optional_id(self, kind: str, slug: str | None, field: str) -> int | None:
        try:
            return None if slug is None else self._id(kind, slug)
        except InputError as error:
            raise InputError(error.where, f"{field}: {error.cause}") from None

    def _insert(self, table: str, **columns: object) -> int:
        cursor = self._connection.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )
        return cursor.lastrowid or 0


def _rank(entry: Entry) -> tuple[int, str, str, int, int]:
    """Sort referred-to kinds first, and statements so that newest first reads well.

    Row numbers ascend with the date said; within one day and source they run
    against the text, so that newest first shows a text from its beginning.
    """
    record = entry.record
    if isinstance(record, Statement):
        return (1, record.said.first or "", record.source, -record.start, -record.end)
    return (0, "", "", 0, 0)


def _in_words(error: sqlite3.IntegrityError) -> str:
    """Return what the schema refused; a trigger says it in words already."""
    said = str(error)
    if said.startswith("CHECK constraint failed: "):
        return f"the library refuses this: {said.removeprefix('CHECK constraint failed: ')}"
    if said.startswith("UNIQUE constraint failed: "):
        return f"this is given twice ({said.removeprefix('UNIQUE constraint failed: ')})"
    return said
