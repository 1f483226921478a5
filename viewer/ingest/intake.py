"""Records into a library, all of them or none: into a new file or beside what is there."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from viewer import plain
from viewer.ingest.atomic import replacing
from viewer.ingest.entry import Entry
from viewer.ingest.errors import InputError
from viewer.ingest.index import IndexWriter, common, stored_common
from viewer.ingest.migrate import migrate
from viewer.ingest.staging import Prepared, Staging, prepare, taken
from viewer.ingest.store import Store
from viewer.library import Library, LibraryError
from viewer.library.file import explain
from viewer.records import Statement

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done and of how many (0 when that is not known)."""

BESIDE = 5_000
"""So many new statements are added to a library as it stands; for more it is made anew."""


def create(prepared: Iterable[Prepared], file: Path, progress: Progress) -> None:
    """Make the library ``file`` of these records, in place of what is there.

    Raises InputError, or LibraryError when it cannot be written; either leaves
    ``file`` as it was.
    """
    with contextlib.closing(Staging()) as staging:
        _stage(prepared, staging, progress)
        _create(staging, file, progress)


def add(prepared: Iterable[Prepared], file: Path, progress: Progress) -> int:
    """Add what is new of these records to the library ``file``; returns how many that are.

    What is there already, with equal content, stays; other content under an id
    that is taken is an error.  Raises as ``create`` does.
    """
    with contextlib.closing(Staging()) as staging:
        _stage(prepared, staging, progress)
        library = Library(file)
        try:
            _drop_known(staging, library)
            new = len(staging)
            if new == 0:
                return 0
            waiting = staging.statements + _unordered(library)
            if waiting > BESIDE:
                _stage(_all_of(library), staging, progress)
        finally:
            library.close()
        if waiting > BESIDE:
            _create(staging, file, progress)
        else:
            _add_beside(staging, file, progress)
        return new


def _stage(prepared: Iterable[Prepared], staging: Staging, progress: Progress) -> None:
    for count, given in enumerate(prepared, 1):
        staging.add(given)
        progress("reading", count, 0)


def _create(staging: Staging, file: Path, progress: Progress) -> None:
    try:
        with (
            replacing(file) as draft,
            contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as connection,
        ):
            # The draft is nothing until it is whole; only then is it synced.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA cache_size = -65536")
            migrate(connection)
            connection.execute("BEGIN")
            with _without_triggers(connection):
                index = IndexWriter(connection, common(staging.word_counts, staging.statements))
                _write(staging, connection, index, progress)
                index.finish(ordered_to=staging.statements)
            _check_references(connection, staging)
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        raise explain(error, file) or error from error
    except OSError as error:
        raise LibraryError(f"{file} cannot be written ({error.strerror}).") from error


def _add_beside(staging: Staging, file: Path, progress: Progress) -> None:
    try:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA busy_timeout = 5000")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("PRAGMA defer_foreign_keys = ON")
            try:
                ordered_to = _order_after(connection, staging)
                index = IndexWriter(connection, stored_common(connection))
                _write(staging, connection, index, progress)
                index.finish(ordered_to)
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise
    except sqlite3.OperationalError as error:
        raise explain(error, file) or error from error


def _write(
    staging: Staging, connection: sqlite3.Connection, index: IndexWriter, progress: Progress
) -> None:
    store = Store(connection, index)
    for entry in staging.entries():
        store.add(entry)
    for count, (entry, words, joined) in enumerate(staging.ordered_statements(), 1):
        index.add_words(store.add(entry), words, joined)
        progress("writing", count, staging.statements)
    store.finish()


@contextlib.contextmanager
def _without_triggers(connection: sqlite3.Connection) -> Iterator[None]:
    """Leave out the triggers while everything is verified before it is written."""
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in triggers:
        connection.execute(sql)


def _check_references(connection: sqlite3.Connection, staging: Staging) -> None:
    """Find what verification cannot see from one record: references and cycles."""
    if lost := connection.execute("PRAGMA foreign_key_check").fetchone():
        raise InputError("the library", f"a row of {lost[0]} refers to nothing in {lost[2]}")
    for table, words in (
        ("actor", "an actor would belong to itself"),
        ("weapon", "a weapon would be a class of itself"),
    ):
        cycle = connection.execute(
            "WITH RECURSIVE above (id, up) AS ("
            f" SELECT id, parent FROM {table} WHERE parent IS NOT NULL"
            f" UNION SELECT above.id, t.parent FROM above JOIN {table} AS t ON t.id = above.up"
            " WHERE t.parent IS NOT NULL)"
            " SELECT slug FROM above JOIN entity USING (id) WHERE above.id = above.up"
        ).fetchone()
        if cycle:
            raise InputError(staging.place_of(table, cycle[0]), words)


def _drop_known(staging: Staging, library: Library) -> None:
    """Leave what the library holds already, with equal content, out of the intake."""
    for kind, id, entry in staging.all():
        if kind == "library":
            staging.drop(kind, id)  # a library keeps its own name
            continue
        stored = library.record(kind, id)
        if stored is None:
            continue
        if not plain.same(stored, entry.record):
            raise InputError(entry.where, taken(kind, id, str(library.path)))
        staging.drop(kind, id)


def _all_of(library: Library) -> Iterator[Prepared]:
    where = str(library.path)
    return (prepare(Entry(record, where)) for record in library.records())


def _unordered(library: Library) -> int:
    """Return how many statements stand after those whose rows are in order."""
    ordered_to, last = library.connection.execute(
        "SELECT ordered_to, (SELECT coalesce(max(id), 0) FROM statement) FROM search_index"
    ).fetchone()
    return int(last - ordered_to)


def _order_after(connection: sqlite3.Connection, staging: Staging) -> int:
    """Return up to which row the rows will be in order once the intake is added."""
    ordered_to, last, day = connection.execute(
        "SELECT ordered_to, (SELECT coalesce(max(id), 0) FROM statement),"
        " (SELECT said_from FROM statement WHERE id = ordered_to) FROM search_index"
    ).fetchone()
    first = next((entry.record for entry, _, _ in staging.ordered_statements()), None)
    goes_on = (
        isinstance(first, Statement)
        and last == ordered_to
        and (first.said.first or "") >= (day or "")
    )
    return int(last + staging.statements if goes_on else ordered_to)
