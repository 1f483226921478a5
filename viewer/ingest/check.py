"""Whether a library is whole: every quotation, every reference, every derived table."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from pyroaring import BitMap

from viewer import fold, plain
from viewer.ingest.cycles import cycles
from viewer.ingest.faults import ORPHANS, PARTS, RANGES, UNSUPPORTED, broken_rules
from viewer.ingest.index import WORDS, columns
from viewer.ingest.migrate import migrate
from viewer.ingest.pairs import pairs
from viewer.ingest.progress import Progress, silent
from viewer.ingest.verify import verify_record
from viewer.library.file import (
    MAJOR,
    USER_VERSION,
    Damaged,
    Identity,
    connect,
    connect_unseen,
    explain,
    explained,
    identify,
    recover,
    require_unchanged,
)
from viewer.library.order import SortKey
from viewer.library.postings import BELOW, MARK, SETS, WHOLE_PREFIX, again, key_range, paired_words
from viewer.library.reading import Library
from viewer.records import About, Record

Kind = Literal[
    "file",
    "schema",
    "rule",
    "reference",
    "quotation",
    "index",
    "orphan",
    "cycle",
    "date",
    "unsupported",
]

MOST = 1000
"""Findings of one kind that are listed; the rest are counted."""

_BATCH = 2000
_BUCKETS = 1 << 16
_WRAP = (1 << 64) - 1

_NAMED = {
    "statement_words": ("statement", "hash"),
    "name_words": ("name", "text"),
    "claim_words": ("claim", "slug"),
    "source_words": ("source", "slug"),
}
"""The table whose words are in each full-text index, and what tells its rows apart."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and ``where``: a record, a table or the file itself."""

    kind: Kind
    where: str
    problem: str


@dataclass(frozen=True, slots=True)
class Report:
    """``content_hash`` is equal for equal content; None when the content cannot be read."""

    path: Path
    schema: str
    counts: dict[str, int]
    findings: tuple[Finding, ...]
    content_hash: str | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is damaged; something may still wait for what supports it."""
        return all(finding.kind == "unsupported" for finding in self.findings)


def check(path: Path, progress: Progress = silent, recovering: bool = False) -> Report:
    """Return everything that is wrong with the library at ``path``.

    With ``recovering`` SQLite first rolls back what a killed writer left.  What
    is damaged is reported; LibraryError is raised for what is no library, may
    not be read, waits for a recovery, or is written to meanwhile.
    """
    if recovering:
        recover(path)
    findings = _Findings()
    try:
        identity: Identity | None = identify(path)
        connection = connect(path)
    except Damaged as error:
        findings.add("file", path.name, str(error))
        identity = None  # as it was opened it is damaged, whatever becomes of it
        connection = connect_unseen(path)
    with contextlib.closing(connection):
        # A flipped byte must not hide the rest of the file behind a decoding error.
        connection.text_factory = lambda stored: stored.decode("utf-8", "surrogateescape")
        try:
            return _Check(path, connection, findings, progress).report()
        finally:
            # No lock is held for minutes: what was read before and after a writer would seem
            # to be damaged.
            if identity is not None:
                with explained(path):
                    require_unchanged(path, connection, identity)


def content_hash(library: Library, see: Callable[[int, Record], None] = lambda *_: None) -> str:
    """Return the SHA-256 of all records as lines of JSON, the same for equal content.

    Each is shown to ``see``, with how many there have been.
    """
    digest = hashlib.sha256()
    for count, record in enumerate(library.records(), 1):
        digest.update(plain.line(record).encode() + b"\n")
        see(count, record)
    return digest.hexdigest()


class _Findings:
    """Collects findings in the order found, no more than MOST of a kind."""

    def __init__(self) -> None:
        self._listed: list[Finding] = []
        self._count: Counter[Kind] = Counter()

    def __bool__(self) -> bool:
        return bool(self._listed)

    def add(self, kind: Kind, where: str, problem: str) -> None:
        self._count[kind] += 1
        if self._count[kind] <= MOST:
            self._listed.append(Finding(kind, where, _printable(problem)))

    def damaged(self) -> set[str]:
        """Return where something is wrong, as far as it is listed."""
        return {finding.where for finding in self._listed if finding.kind != "unsupported"}

    def all(self) -> tuple[Finding, ...]:
        rest = [
            Finding(kind, "more", f"{count - MOST:,} more like these are not listed.")
            for kind, count in self._count.items()
            if count > MOST
        ]
        return (*self._listed, *rest)


class _Check:
    """One run over one open library."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, findings: _Findings, progress: Progress
    ) -> None:
        self._path = path
        self._connection = connection
        self._findings = findings
        self._progress = progress
        self._statements = 0

    def report(self) -> Report:
        version = "unknown"
        counts: dict[str, int] = {}
        with self._surviving("the header"):
            (number,) = self._row("PRAGMA user_version")
            version = f"{number // 1000}.{number % 1000}"
        parts: tuple[tuple[str, Callable[[], None]], ...] = (
            ("file", self._integrity),
            ("schema", self._schema),
            ("rules", self._rules),
            ("references", self._references),
            ("quotations", self._quotations),
            ("words of the index", self._words),
            ("sets of the index", self._postings),
            ("orphans", partial(self._found, "orphan", ORPHANS)),
            ("support", partial(self._found, "unsupported", UNSUPPORTED)),
            ("cycles", self._cycles),
            ("dates", self._dates),
            ("order", self._order),
        )
        for table in ("source", "statement", "actor", "weapon", "claim", "stance"):
            with self._surviving(f"the table {table}"):
                (counts[table],) = self._row(f"SELECT count(*) FROM {table}")
        self._statements = counts.get("statement", 0)
        for name, part in parts:
            self._progress(name, 0, 0)
            with self._surviving(name):
                part()
        content = self._content_hash()
        return Report(self._path, version, counts, self._findings.all(), content)

    @contextlib.contextmanager
    def _surviving(self, part: str) -> Iterator[None]:
        """Report what cannot be read, and go on with the next part."""
        try:
            yield
        except sqlite3.Error as error:
            said = explain(error, self._path)
            if said is not None and not isinstance(said, Damaged):
                raise said from error  # locked, or a failing disk: no fault of the content
            self._findings.add("file", part, f"This cannot be read: {error}.")
        except UnicodeDecodeError as error:
            self._findings.add("file", part, f"This cannot be read: {error.reason}.")
        except (TypeError, ValueError, LookupError, AttributeError) as error:
            # A damaged file gives values of a wrong kind; out of a whole one they are our bug.
            if not self._findings:
                raise
            self._findings.add("file", part, f"What is stored makes no sense: {error!r}.")

    def _content_hash(self) -> str | None:
        """Return the hash of all records; one that could not be taken in is a finding."""
        found, told = None, self._findings.damaged()
        count = self._counting("content")

        def see(number: int, record: Record) -> None:
            count(number)
            kind = plain.kind_of(record)
            try:
                verify_record(kind, record)
            except ValueError as error:
                where = kind if isinstance(record, About) else f"{kind} {record.id}"
                if where not in told:
                    self._findings.add("rule", where, f"It could not be taken in: {error}.")

        try:
            with (
                self._surviving("the content"),
                contextlib.closing(Library(self._path)) as library,
            ):
                found = content_hash(library, see)
        except Damaged as error:
            if not self._findings:  # else what is wrong is told already, and where
                self._findings.add("file", self._path.name, str(error))
        return found

    # The file and its schema

    def _integrity(self) -> None:
        for (problem,) in self._connection.execute(f"PRAGMA integrity_check({MOST})"):
            if problem != "ok":
                self._findings.add("file", self._path.name, f"SQLite reports: {problem}.")

    def _schema(self) -> None:
        """Compare every table, index and trigger with what the migrations make."""
        (number,) = self._row("PRAGMA user_version")
        if number // 1000 != MAJOR:
            return  # told when it was opened
        if number > USER_VERSION:
            return  # a newer minor version may hold more
        if number < USER_VERSION:
            self._findings.add("schema", self._path.name, "The schema is older than this program.")
        wanted, found = _wanted(), _objects(self._connection)
        for name, (type, sql) in wanted.items():
            if name not in found:
                self._findings.add("schema", name, f"The {type} is missing.")
            elif found[name] != (type, sql):
                self._findings.add("schema", name, f"The {type} is not what it should be.")
        for name in found.keys() - wanted.keys():
            self._findings.add("schema", name, f"No library holds such a {found[name][0]}.")
        if not self._row("SELECT count(*) FROM library")[0]:
            self._findings.add("schema", "library", "The library has no title.")

    def _rules(self) -> None:
        for name, (type, sql) in _wanted().items():
            if type == "table":
                with self._surviving(f"the table {name}"):
                    self._found("rule", broken_rules(name, sql))

    def _references(self) -> None:
        for table, row, other, _ in self._connection.execute("PRAGMA foreign_key_check"):
            where = f"{table}, row {row}" if row is not None else table
            self._findings.add(
                "reference", where, f"It refers to a row of {other} that is missing."
            )

    # Quotations

    def _quotations(self) -> None:
        """Hold every stored passage against the text of its source, one source at a time."""
        count = self._counting("quotations")
        seen = 0
        sources = self._connection.execute("SELECT id, slug FROM source ORDER BY id").fetchall()
        for row, slug in sources:
            text, sha256 = self._row("SELECT text, sha256 FROM source WHERE id = ?", row)
            if hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest() != sha256:
                self._findings.add(
                    "quotation", f"source {slug}", "The text is not the one its SHA-256 is of."
                )
            for start, end, exact in self._connection.execute(
                "SELECT start, end, exact FROM aside WHERE source = ?", (row,)
            ):
                self._compare(f"source {slug}", "aside", text, start, end, exact)
            for hash, start, end, exact in self._connection.execute(
                "SELECT hash, start, end, exact FROM statement WHERE source = ?", (row,)
            ):
                self._compare(f"statement {hash}", "quotation", text, start, end, exact)
                seen += 1
                count(seen)
            for what, query in PARTS:
                for hash, start, end in self._connection.execute(query, (row,)):
                    self._findings.add(
                        "quotation",
                        f"statement {hash}",
                        f"The {what} at {start}–{end} lies outside it.",
                    )

    def _compare(
        self, where: str, what: str, text: str, start: int, end: int, exact: object
    ) -> None:
        if not 0 <= start < end <= len(text):
            self._findings.add(
                "quotation", where, f"The {what} at {start}–{end} lies outside its source."
            )
        elif text[start:end] != exact:
            self._findings.add(
                "quotation",
                where,
                f"The {what} at {start}–{end} is “{_short(str(exact))}”; its source has "
                f"“{_short(text[start:end])}”.",
            )

    # The search index

    def _words(self) -> None:
        """Compare each full-text index with the words of what it is of."""
        stored = self._connection.execute("SELECT fold FROM search_index").fetchone()
        if stored is None or stored[0] != fold.VERSION:
            written = "no fold" if stored is None else f"fold {stored[0]}"
            self._findings.add(
                "index", "search_index", f"It was written by {written}, not {fold.VERSION}."
            )
            return
        for table in WORDS:
            self._words_of(table)

    def _words_of(self, table: str) -> None:
        """Compare one full-text index with the words of every text.

        Each is broken into (word, column, place) by FTS5 itself, and summed in
        any order; texts share the sums by the low bits of their number, so that
        memory stays the same whatever the size of the library.
        """
        found, wanted = array("Q", bytes(8 * _BUCKETS)), array("Q", bytes(8 * _BUCKETS))
        self._connection.execute(
            f"CREATE VIRTUAL TABLE temp.stored_words USING fts5vocab (main, {table}, instance)"
        )
        _sum_up(self._connection.execute("SELECT doc, term, col, offset FROM stored_words"), found)
        # Whatever the tokenizer makes of a word, it makes it of both.
        (options,) = self._row("SELECT sql FROM main.sqlite_schema WHERE name = ?", table)
        self._connection.execute(
            f"CREATE VIRTUAL TABLE temp.expected {options[options.index('USING') :]}"
        )
        self._connection.execute(
            "CREATE VIRTUAL TABLE temp.expected_words USING fts5vocab (temp, expected, instance)"
        )
        count = self._counting("words of the index")
        last, seen = 0, 0
        while rows := self._connection.execute(
            f"{WORDS[table]} WHERE id > ? ORDER BY id LIMIT ?", (last, _BATCH)
        ).fetchall():
            self._connection.executemany(
                "INSERT INTO temp.expected (rowid, words, joined) VALUES (?, ?, ?)",
                [(row, *columns(table, text)) for row, text in rows],
            )
            _sum_up(
                self._connection.execute("SELECT doc, term, col, offset FROM expected_words"),
                wanted,
            )
            self._connection.execute("INSERT INTO temp.expected (expected) VALUES ('delete-all')")
            last = rows[-1][0]
            seen += len(rows)
            count(seen)
        for bucket in range(_BUCKETS):
            if found[bucket] != wanted[bucket]:
                where = self._sharing(table, bucket)
                self._findings.add("index", where, "The index has other words.")
        with self._surviving(f"the ranking by {table}"):  # it goes by how many words there are
            for (word,) in self._connection.execute("SELECT term FROM stored_words LIMIT 1"):
                self._row(f"SELECT bm25({table}) FROM {table} (?)", f'"{word}"')
        for made in ("stored_words", "expected_words", "expected"):
            self._connection.execute(f"DROP TABLE temp.{made}")

    def _sharing(self, table: str, bucket: int) -> str:
        """Name what has its sums kept in ``bucket``."""
        what, named = _NAMED[table]
        rows = self._connection.execute(
            f"SELECT {named} FROM main.{what} WHERE id & ? = ? LIMIT 4", (_BUCKETS - 1, bucket)
        ).fetchall()
        if not rows:
            return f"{table}, row {bucket}"
        if len(rows) > 3:
            return f"a {what} whose row number ends in {bucket:#06x}"
        return " or ".join(f"{what} {name}" for (name,) in rows)

    def _postings(self) -> None:
        wanted: dict[tuple[str, str], BitMap] = {}
        for of_rows, queries in SETS.items():
            cursor = self._connection.execute(" UNION ALL ".join(queries))
            while rows := cursor.fetchmany(_BATCH):
                for key, statement in rows:
                    wanted.setdefault((of_rows, str(key)), BitMap()).add(statement)
        self._add_pairs(wanted)
        for kind, key, stored, late in self._connection.execute(
            "SELECT kept.kind, kept.key, p.statements, late.statements"
            " FROM (SELECT DISTINCT replace(kind, 'late ', '') AS kind, key FROM posting) AS kept"
            " LEFT JOIN posting AS p USING (kind, key)"
            " LEFT JOIN posting AS late ON late.kind = 'late ' || kept.kind AND late.key = kept.key"
            " ORDER BY kept.kind, kept.key"
        ):
            where = f"posting {kind} {key}"
            if kind in ("word", "prefix"):
                expected = self._statements_with(kind, key)
            else:
                expected = wanted.pop((kind, key), BitMap())
            try:
                kept = [*self._below(kind, key), *(one for one in (stored, late) if one)]
                found = BitMap().union(*map(BitMap.deserialize, kept))
            except (ValueError, IndexError):
                self._findings.add("index", where, "The set of statements cannot be read.")
                continue
            if found != expected:
                self._findings.add(
                    "index",
                    where,
                    f"The set lacks {len(expected - found)} and has {len(found - expected)} too "
                    "many statements.",
                )
        for kind, key in wanted:
            self._findings.add(
                "index", f"posting {kind} {key}", "The set of statements is missing."
            )

    def _add_pairs(self, wanted: dict[tuple[str, str], BitMap]) -> None:
        """Add the statements of every pair of the words of which pairs are kept."""
        paired = paired_words(self._connection)
        wanted.update({("pair", again(word)): BitMap() for word in paired})
        cursor = self._connection.execute("SELECT id, exact FROM statement")
        while paired and (rows := cursor.fetchmany(_BATCH)):
            found: dict[str, list[int]] = {}
            for row, exact in rows:
                for pair in pairs(fold.key(exact), paired):
                    found.setdefault(pair, []).append(row)
            for pair, statements in found.items():
                wanted.setdefault(("pair", pair), BitMap()).update(statements)

    def _below(self, kind: str, key: str) -> list[bytes]:
        """Return the sets that a beginning of words is united with."""
        if kind != "prefix" or len(key) <= WHOLE_PREFIX or key.startswith(MARK):
            return []
        return [one for (one,) in self._connection.execute(BELOW, key_range(key))]

    def _statements_with(self, kind: str, key: str) -> BitMap:
        """Return the statements with a common word or beginning, by the index that is proven.

        With a mark those in which joined words alone are, or begin, so.
        """
        star = " *" if kind == "prefix" else ""
        word = fold.key(key.removeprefix(MARK))

        def having(word: str) -> BitMap:
            rows = self._connection.execute(
                "SELECT rowid FROM statement_words WHERE statement_words MATCH ?",
                (f'"{word}"{star}',),
            )
            return BitMap([row for (row,) in rows])

        return having(MARK + word) - having(word) if key.startswith(MARK) else having(word)

    # Orphans, support, cycles, dates

    def _found(self, kind: Kind, problems: Iterable[tuple[str, str]]) -> None:
        for problem, query in problems:
            for (where,) in self._connection.execute(query):
                self._findings.add(kind, str(where), problem)

    def _cycles(self) -> None:
        tables: tuple[Literal["actor", "weapon"], ...] = ("actor", "weapon")
        for table in tables:
            for members in cycles(self._connection, table):
                way = " → ".join([*members, members[0]])
                self._findings.add(
                    "cycle", f"{table} {members[0]}", f"It belongs to itself: {way}."
                )

    def _dates(self) -> None:
        for what, table, first, last, where in RANGES:
            for name, start, end in self._connection.execute(
                f"SELECT {where}, {first}, {last} FROM {table}"
                f" WHERE {first} IS NOT date({first}, '+0 days')"
                f" OR {last} IS NOT date({last}, '+0 days') OR {first} > {last}"
            ):
                bad = "ends before it begins" if _is_day(start) and _is_day(end) else "is no day"
                self._findings.add("date", str(name), f"The date {what} {bad}: {start}, {end}.")

    def _order(self) -> None:
        """Look whether the rows that are said to be in order are all there, and are."""
        ordered_to, rows = self._row(
            "SELECT ordered_to, (SELECT count(*) FROM statement WHERE id BETWEEN 1 AND ordered_to)"
            " FROM search_index"
        ) or (0, 0)
        if rows != ordered_to:
            self._findings.add(
                "index",
                "search_index",
                f"Rows are said to be in order up to {ordered_to:,}; {rows:,} of these are there.",
            )
        before = SortKey("", "", 0, 0, "")
        for order in self._connection.execute(
            "SELECT coalesce(t.said_from, ''), source.slug, -t.start, -t.end, t.hash"
            " FROM statement AS t CROSS JOIN source ON source.id = t.source"
            " WHERE t.id <= ? ORDER BY t.id",
            (ordered_to,),
        ):
            key = SortKey(*order)
            if key < before:
                self._findings.add(
                    "date", f"statement {key.id}", "Its row comes after that of a later statement."
                )
            before = max(before, key)

    # Pieces

    def _row(self, query: str, *bound: object) -> Any:
        return self._connection.execute(query, bound).fetchone()

    def _counting(self, part: str) -> Callable[[int], None]:
        return lambda done: self._progress(part, done, max(done, self._statements))


@cache
def _wanted() -> dict[str, tuple[str, str]]:
    """Return every table, index and trigger as the migrations make it."""
    with contextlib.closing(sqlite3.connect(":memory:")) as fresh:
        migrate(fresh)
        return _objects(fresh)


def _objects(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    return {
        name: (type, sql)
        for type, name, sql in connection.execute(
            "SELECT type, name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL"
            " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
    }


def _sum_up(instances: sqlite3.Cursor, sums: array[int]) -> None:
    mask = _BUCKETS - 1
    for instance in instances:
        at = instance[0] & mask
        sums[at] = (sums[at] + hash(instance)) & _WRAP


def _is_day(day: object) -> bool:
    try:
        return day is None or date.fromisoformat(str(day)).isoformat() == day
    except ValueError:
        return False


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def _printable(problem: str) -> str:
    """Return ``problem`` with bytes that are no text shown as the mark for that."""
    return problem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
