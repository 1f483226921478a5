"""Writing records into a library."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from viewer.ingest import forms
from viewer.ingest.entry import Entry
from viewer.ingest.errors import InputError
from viewer.ingest.rows import Row, Rows
from viewer.ingest.staging import Staging
from viewer.ingest.texts import Texts
from viewer.ingest.verify import verify_passage, verify_record
from viewer.records import (
    Actor,
    Basis,
    Claim,
    Dates,
    Event,
    Sameness,
    Source,
    Transfer,
    Weapon,
)

_REMEMBERED = 32_000  # ids, and as many bases, kept with their row numbers

_SERIES = {
    "entity": ("actor", "weapon"),
    "sameness": ("sameness",),
    "source": ("source",),
    "claim": ("claim",),
    "transfer": ("transfer",),
    "event": ("event",),
}
"""Tables whose row numbers are given before the records come; actors and weapons share one."""

_FIND = {
    "actor": "SELECT id FROM entity WHERE type = 'actor' AND slug = ?",
    "weapon": "SELECT id FROM entity WHERE type = 'weapon' AND slug = ?",
    "source": "SELECT id FROM source WHERE slug = ?",
    "claim": "SELECT id FROM claim WHERE slug = ?",
}

_STATEMENT = (
    "INSERT INTO statement (id, hash, source, start, end, mode_code, said_from, said_until,"
    " said_basis, exact, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_WORDS = "INSERT INTO statement_words (rowid, words, joined) VALUES (?, ?, ?)"
_SPAN = "INSERT INTO span (statement, part_code, start, end) VALUES (?, ?, ?, ?)"
_MENTION = "INSERT INTO mention (statement, start, end, entity) VALUES (?, ?, ?, ?)"
_LINK = (
    "INSERT INTO link (statement, position, ordinal, role_code, actor, descriptor)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_STANCE = (
    "INSERT INTO stance (id, statement, asserted_by, claim, about, position_code, modality_code,"
    " cue_start, cue_end, as_of_from, as_of_to, as_of_basis, note)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_APPRAISAL = (
    "INSERT INTO appraisal (id, statement, asserted_by, claim, about, modality,"
    " words_start, words_end, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Store:
    """Writes what is staged into a migrated library, within one transaction of the caller."""

    def __init__(self, connection: sqlite3.Connection, staging: Staging) -> None:
        self._connection = connection
        self._staging = staging
        for table, kinds in _SERIES.items():
            staging.number(kinds, self._last_row(table))
        self._last = {table: self._last_row(table) for table in ("basis", "stance", "appraisal")}
        self._bases: dict[Row, int] = {}
        self._where = ""
        # A few are remembered, so that a million statements take no more memory than a thousand.
        self._id = lru_cache(_REMEMBERED)(self._find)
        self._texts = Texts(self._read_text)
        # What refers to a statement by its hash, which may have no row number yet.
        connection.execute("CREATE TEMP TABLE cited (basis INTEGER, hash TEXT, place TEXT)")
        connection.execute(
            "CREATE TEMP TABLE targeted (stand TEXT, row INTEGER, hash TEXT, place TEXT)"
        )

    def add(self, entry: Entry) -> None:
        """Write a record that is no statement; raises InputError when it cannot be stored."""
        self._where = entry.where
        with self._refusing():
            kind, record = forms.read(entry.line)
            verify_record(kind, record)
            self._add_record(kind, record)

    def statements(self) -> Iterator[tuple[int, Entry]]:
        """Yield the statements that are staged, in order, with the row numbers they are to have."""
        return enumerate(self._staging.ordered_statements(), self._last_row("statement") + 1)

    def add_statements(self, rows: Rows) -> None:
        """Write a batch of statements; raises InputError when one cannot be stored."""
        with self._refusing():
            self._verify_passages(rows)
            self._write_statements(rows)
            self._write_stances(rows)
            self._write_appraisals(rows)

    def finish(self) -> None:
        """Settle what refers to statements; raises InputError for one that never came."""
        for table in ("cited", "targeted"):
            lost = self._connection.execute(
                f"SELECT place, hash FROM {table}"
                " WHERE hash NOT IN (SELECT hash FROM statement) LIMIT 1"
            ).fetchone()
            if lost:
                raise InputError(lost[0], f"there is no statement “{lost[1]}”")
        self._connection.execute(
            "INSERT OR IGNORE INTO evidence"
            " SELECT basis, s.id FROM cited JOIN statement AS s USING (hash)"
        )
        for table in ("stance", "appraisal"):
            self._connection.execute(
                f"UPDATE {table} SET about = s.id FROM targeted JOIN statement AS s USING (hash)"
                f" WHERE stand = '{table}' AND row = {table}.id"
            )
        self._connection.execute("DROP TABLE temp.cited")
        self._connection.execute("DROP TABLE temp.targeted")

    # Statements

    def _verify_passages(self, rows: Rows) -> None:
        for row, _, source, start, end, _, _, _, _, exact, _ in rows.statements:
            self._where = rows.where[row]
            verify_passage("statement", start, end, exact, self._texts[source])
        if rows.fault:
            raise ValueError(rows.fault)

    def _write_statements(self, rows: Rows) -> None:
        write, where, id = self._connection.executemany, rows.where, self._id

        # A row is made when SQLite asks for it, so that what it refuses is told by its line.
        def statements() -> Iterator[Row]:
            for row, hash, source, start, end, mode, day, last, basis, *rest in rows.statements:
                self._where = where[row]
                known, of = basis and self._basis(basis), id("source", source)
                yield (row, hash, of, start, end, mode, day, last, known, *rest)

        def spans() -> Iterator[Row]:
            for span in rows.spans:
                self._where = where[span[0]]
                yield span

        def mentions() -> Iterator[Row]:
            for row, start, end, kind, slug in rows.mentions:
                self._where = where[row]
                yield (row, start, end, id(kind, slug))

        def links() -> Iterator[Row]:
            for row, position, ordinal, role, actor, descriptor in rows.links:
                self._where = where[row]
                yield (row, position, ordinal, role, id("actor", actor), descriptor)

        write(_STATEMENT, statements())
        write(_WORDS, rows.words)
        write(_SPAN, spans())
        write(_MENTION, mentions())
        write(_LINK, links())

    def _write_stances(self, rows: Rows) -> None:
        before = self._last["stance"]

        def stances() -> Iterator[Row]:
            for row, link, claim, about, *how, basis, note in rows.stances:
                self._where = rows.where[row]
                target = self._target("stance", row, claim, about)
                known = basis and self._basis(basis)
                yield (self._last["stance"], row, link, *target, *how, known, note)

        self._connection.executemany(_STANCE, stances())
        of_line = [rows.where[row] for row, *_ in rows.stances]
        self._write_holders("stance", before, of_line, rows.stance_holders)

    def _write_appraisals(self, rows: Rows) -> None:
        before = self._last["appraisal"]

        def appraisals() -> Iterator[Row]:
            for row, link, claim, about, *how in rows.appraisals:
                self._where = rows.where[row]
                target = self._target("appraisal", row, claim, about)
                yield (self._last["appraisal"], row, link, *target, *how)

        self._connection.executemany(_APPRAISAL, appraisals())
        of_line = [rows.where[row] for row, *_ in rows.appraisals]
        self._write_holders("appraisal", before, of_line, rows.appraisal_holders)

    def _target(
        self, table: str, statement: int, claim: str | None, about: str | None
    ) -> tuple[int | None, int | None]:
        """Return claim and statement that the next stand of ``table`` is about, as rows."""
        row = self._next(table)
        if about is None:
            return self._optional_id("claim", claim), None
        self._connection.execute(
            "INSERT INTO targeted VALUES (?, ?, ?, ?)", (table, row, about, self._where)
        )
        # Its own statement stands in until every hash has a row number.
        return None, statement

    def _write_holders(
        self, table: str, before: int, where: Sequence[str], holders: Iterable[Row]
    ) -> None:
        """Write who holds the stands of ``table``, numbered from the row after ``before``.

        ``where`` tells of each stand on which line it was read.
        """

        def held() -> Iterator[Row]:
            for stand, ordinal, actor in holders:
                self._where = where[stand]
                yield (before + 1 + stand, ordinal, self._id("actor", actor))

        self._connection.executemany(
            f"INSERT INTO {table}_holder ({table}, ordinal, actor) VALUES (?, ?, ?)", held()
        )

    # Everything else

    def _add_record(self, kind: str, record: Any) -> None:
        match kind:
            case "library":
                self._insert("library", id=1, title=record.title, about=record.about)
            case "actor" | "weapon":
                self._add_entity(kind, record)
            case "sameness":
                self._add_sameness(record)
            case "source":
                self._add_source(record)
            case "claim":
                self._add_claim(record)
            case "transfer":
                self._add_transfer(record)
            case "event":
                self._add_event(record)

    def _add_entity(self, kind: str, record: Actor | Weapon) -> None:
        id = self._id(kind, record.id)
        self._insert("entity", id=id, type=kind, slug=record.id, name=record.name, note=record.note)
        self._insert(
            kind,
            id=id,
            kind=record.kind,
            parent=self._optional_id(kind, record.parent),
            parent_basis=self._optional_basis(record.parent_basis),
        )
        for name in record.names:
            self._insert(
                "name",
                entity=id,
                text=name.text,
                kind=name.kind,
                language=name.language,
                script=name.script,
                basis=self._optional_basis(name.basis),
            )
        for role in getattr(record, "roles", ()):
            dates = role.dates or Dates()
            self._insert(
                "role",
                actor=id,
                title=role.title,
                organisation=self._optional_id("actor", role.organisation),
                held_from=dates.first,
                held_to=dates.last,
                held_basis=self._optional_basis(dates.basis),
                basis=self._optional_basis(role.basis),
            )

    def _add_sameness(self, record: Sameness) -> None:
        pairs = [("actor", record.actors), ("weapon", record.weapons)]
        given = [(kind, pair) for kind, pair in pairs if pair]
        if len(given) != 1 or len(given[0][1]) != 2:
            raise ValueError("a sameness is between two actors or two weapons")
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
            title_basis=self._optional_basis(record.title_basis),
            kind=record.kind,
            publisher=self._optional_id("actor", record.publisher),
            publisher_basis=self._optional_basis(record.publisher_basis),
            published_from=record.published.first,
            published_to=record.published.last,
            published_basis=self._optional_basis(record.published.basis),
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
            dates_basis=self._optional_basis(dates.basis),
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
            dates_basis=self._optional_basis(record.dates.basis),
            basis=self._basis(record.basis),
        )
        for kind, slugs in (("actor", record.actors), ("weapon", record.weapons)):
            for slug in slugs:
                self._insert("event_entity", event=id, entity=self._id(kind, slug))

    # Pieces

    @contextlib.contextmanager
    def _refusing(self) -> Iterator[None]:
        """Say in words what cannot be stored, and where it was given, which ``_where`` tells."""
        try:
            yield
        except ValueError as error:
            raise InputError(self._where, str(error)) from None
        except sqlite3.IntegrityError as error:
            raise InputError(self._where, _in_words(error)) from None

    def _find(self, kind: str, slug: str) -> int:
        """Return the row number of what is staged, or is in the library already."""
        row = self._staging.number_of(kind, slug)
        if row is None:
            found = self._connection.execute(_FIND[kind], (slug,)).fetchone()
            if found is None:
                raise ValueError(f"there is no {kind} “{slug}”")
            row = int(found[0])
        return row

    def _optional_id(self, kind: str, slug: str | None) -> int | None:
        return None if slug is None else self._id(kind, slug)

    def _read_text(self, source: str) -> str:
        row = self._connection.execute(
            "SELECT text FROM source WHERE slug = ?", (source,)
        ).fetchone()
        if row is None:
            raise ValueError(f"source: there is no source “{source}”")
        return str(row[0])

    def _optional_basis(self, basis: Basis | None) -> int | None:
        return None if basis is None else self._basis(basis)

    def _basis(self, basis: Basis) -> int:
        """Return the row number of a basis; many share one."""
        key = (basis.kind, basis.note, basis.alternative, basis.evidence)
        if key in self._bases:
            return self._bases[key]
        row = self._next("basis")
        self._insert(
            "basis", id=row, kind=basis.kind, note=basis.note, alternative=basis.alternative
        )
        self._connection.executemany(
            "INSERT INTO cited VALUES (?, ?, ?)",
            [(row, hash, self._where) for hash in basis.evidence],
        )
        if len(self._bases) < _REMEMBERED:
            self._bases[key] = row
        return row

    def _next(self, table: str) -> int:
        row = self._last[table] = self._last[table] + 1
        return row

    def _last_row(self, table: str) -> int:
        (row,) = self._connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
        return int(row)

    def _insert(self, table: str, **columns: object) -> None:
        self._connection.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )


def _in_words(error: sqlite3.IntegrityError) -> str:
    """Return what the schema refused; triggers and the names of constraints are words already."""
    said = str(error)
    if said.startswith("CHECK constraint failed: "):
        return f"the library refuses this: {said.removeprefix('CHECK constraint failed: ')}"
    if said.startswith("UNIQUE constraint failed: "):
        table = said.removeprefix("UNIQUE constraint failed: ").partition(".")[0]
        return f"the same {table.replace('_', ' ')} is given twice"
    return said
