"""Records into a library, all of them or none: into a new file or beside what is there."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from viewer import fold, installed
from viewer.atomic import replacing
from viewer.ingest import forms, index
from viewer.ingest.cycles import cycles
from viewer.ingest.entry import Entry, entry
from viewer.ingest.errors import InputError
from viewer.ingest.pairs import SAMPLE, Pairs, common
from viewer.ingest.processes import mapped
from viewer.ingest.progress import Progress
from viewer.ingest.rows import rows
from viewer.ingest.staging import Staging, taken
from viewer.ingest.store import Store
from viewer.ingest.writers import claimed, opened, refuse_another
from viewer.library.file import (
    LibraryError,
    damaged,
    explained,
    refuse_unfinished,
)
from viewer.library.order import sort_keys
from viewer.library.reading import Library
from viewer.records import About

_WRITING, _SORTING = 32_768, 8_192
"""The page cache in KB: ids are written in no order; what follows goes through tables in theirs,
and SQLite sorts in as much memory once more."""

BESIDE = 5_000
"""So many new statements are added to a library as it stands; for more it is made anew."""


def create(
    entries: Iterable[Entry],
    file: Path,
    progress: Progress,
    ready: Callable[[], None] = lambda: None,
) -> int:
    """Make the library ``file`` of these records, in place of what is there.

    ``ready`` is called when it is made and has only to take its place.
    Returns how many records there are.  Raises InputError, or LibraryError when it
    cannot be written or another program writes it; these, and whatever ``ready`` raises,
    leave ``file`` as it was.
    """
    with _temporary(), contextlib.closing(Staging()) as staging:
        _stage(entries, staging, progress)
        with claimed(file) as there:
            _create(staging, file, progress, there, ready)
        return len(staging)


def add(entries: Iterable[Entry], file: Path, progress: Progress) -> int:
    """Add what is new of these records to the library ``file``; returns how many that are.

    It is made when it is missing, and has the name of the file for a title where no record gives
    it one.  What is there already, with equal content, stays; other content under an id that is
    taken is an error.  Raises as ``create`` does, InputError for the founding library, and
    LibraryError when another program writes ``file`` meanwhile.
    """
    try:
        refuse_founding(file)
        is_there = file.exists()
    except OSError as error:
        raise LibraryError(f"{file} cannot be written ({error.strerror}).") from error
    with _temporary(), contextlib.closing(Staging()) as staging:
        _stage(entries, staging, progress)
        if not is_there:
            new = len(staging)
            staging.supply(entry(About(_title(file)), str(file)))
            _create(staging, file, progress, None)
            return new
        with opened(file) as (library, connection):
            _drop_known(staging, library)
            new = len(staging)
            if new == 0:
                return 0
            if library.is_searchable() and staging.statements + _unordered(library) <= BESIDE:
                _add_beside(staging, library, connection, progress)
            else:
                _stage(_held(library), staging, progress)
                library.close()  # and give back its memory
                _create(staging, file, progress, library.identity[:2])
            return new


def refuse_founding(file: Path) -> None:
    """Raise InputError for the founding library: what is written there would be lost."""
    if installed.is_founding_library(file):
        raise InputError(
            str(file),
            "is the founding library, which each new version makes anew; copy it and add to the "
            "copy, or name another file",
        )


def _title(file: Path) -> str:
    """Return what a library is called that nobody gave a title: its file, without the ending."""
    return os.fsencode(file.stem).decode(errors="replace")


def _held(library: Library) -> Iterator[Entry]:
    """Yield all that a library holds; its faults are told as its own, not of what takes it in."""
    where = str(library.path)
    with explained(library.path):
        for record in library.records():
            yield entry(record, where)


def _stage(entries: Iterable[Entry], staging: Staging, progress: Progress) -> None:
    staging.take_in(entries, lambda count: progress("reading", count, 0))


def _create(
    staging: Staging,
    file: Path,
    progress: Progress,
    there: tuple[int, int] | None,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Make ``file`` of what is staged, in place of the one that is ``there``."""
    try:
        refuse_unfinished(file)
        with (
            explained(file, "written"),
            replacing(file) as draft,
            # An empty name is a database of its own on disk, deleted when it is closed.
            contextlib.closing(sqlite3.connect("", uri=True, isolation_level=None)) as connection,
        ):
            with _temporary():
                _load(staging, connection, progress)
            # Every table in one piece and every page full: an eighth less than as it was written.
            progress("packing", 0, 0)
            # By its URI, since a path may be no text.
            connection.execute("VACUUM INTO ?", (draft.as_uri(),))
            refuse_unfinished(file)  # a writer may have been killed meanwhile
            refuse_another(file, there)
            ready()
    except OSError as error:
        raise LibraryError(f"{file} cannot be written ({error.strerror}).") from error


def _load(staging: Staging, connection: sqlite3.Connection, progress: Progress) -> None:
    """Write everything into an empty database, its indexes when all is there."""
    from viewer.ingest.migrate import migrate  # takes longer to import than a source to add

    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute(f"PRAGMA cache_size = -{_WRITING}")
    migrate(connection)
    connection.execute("BEGIN")
    with _bare(connection):
        index.start(connection)
        pairs = Pairs(connection, _paired(staging))
        store = _write(staging, connection, progress, pairs)
        staging.shrink()
        connection.execute(f"PRAGMA cache_size = -{_SORTING}")
    progress("indexing", 0, 0)
    store.finish()
    index.finish(connection, pairs)
    _check_references(connection, staging)
    connection.execute("COMMIT")


def _add_beside(
    staging: Staging, library: Library, connection: sqlite3.Connection, progress: Progress
) -> None:
    """Write what is staged into a library as it stands, and commit the transaction."""
    with explained(library.path, "written"):
        connection.execute("PRAGMA defer_foreign_keys = ON")
        last, ordered_to = _order_after(connection, staging)
        _write(staging, connection, progress).finish()
        index.extend(connection, last, ordered_to)
        # What is committed to a file that is no longer at its path would be lost.
        refuse_another(library.path, library.identity[:2])
        connection.execute("COMMIT")


def _paired(staging: Staging) -> frozenset[str]:
    """Return the words whose pairs are worth keeping, by a sample of the statements."""
    texts = (fold.key(statement.exact) for statement in staging.sample(SAMPLE))
    statements = max(1, staging.statements)
    least = index.least_common(statements, index.PAIRED_SHARE)
    return common(texts, least / statements)


def _write(
    staging: Staging,
    connection: sqlite3.Connection,
    progress: Progress,
    pairs: Pairs | None = None,
) -> Store:
    store = Store(connection, staging)
    written, total = 0, len(staging)
    for written, given in enumerate(staging.entries(), 1):
        store.add(given)
        progress("writing", written, total)
    work = partial(rows, paired=pairs.words) if pairs else rows
    for made in mapped(work, store.statements()):
        store.add_statements(made)
        if pairs:
            pairs.add(made.pairs)
        written += len(made.statements)
        progress("writing", written, total)
    return store


@contextlib.contextmanager
def _temporary() -> Iterator[None]:
    """Tell a full disk by what fills it: the records that wait, not the library."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise
        raise LibraryError(
            f"Temporary files cannot be written ({error}); free some space, or name a folder "
            "with more of it in SQLITE_TMPDIR."
        ) from error


@contextlib.contextmanager
def _bare(connection: sqlite3.Connection) -> Iterator[None]:
    """Leave out triggers and indexes while everything is verified before it is written."""
    left_out = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema"
        " WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    for type, name, _ in left_out:
        connection.execute(f'DROP {type} "{name}"')
    yield
    for _, _, sql in left_out:
        connection.execute(sql)


def _check_references(connection: sqlite3.Connection, staging: Staging) -> None:
    """Find what verification cannot see from one record: references and cycles."""
    if lost := connection.execute("PRAGMA foreign_key_check").fetchone():
        raise InputError("the library", f"a row of {lost[0]} refers to nothing in {lost[2]}")
    for members in cycles(connection, "actor"):
        raise InputError(staging.place_of("actor", members[-1]), "an actor would belong to itself")
    for members in cycles(connection, "weapon"):
        where = staging.place_of("weapon", members[-1])
        raise InputError(where, "a weapon would be a class of itself")


def _drop_known(staging: Staging, library: Library) -> None:
    """Leave what the library holds already, with equal content, out of the intake."""
    for kind, id, given in staging.all():
        if kind == "library":
            staging.drop(kind, id)  # a library keeps its own name
            continue
        with explained(library.path):
            stored = library.record(kind, id)
        if stored is None:
            continue
        try:
            known = forms.form(stored)
        except forms.Malformed:
            raise damaged(library.path) from None
        if not forms.same(known, forms.read(given.line)[1]):
            raise InputError(given.where, taken(kind, id, str(library.path)))
        staging.drop(kind, id)


def _unordered(library: Library) -> int:
    """Return how many statements stand after those whose rows are in order; raises Damaged."""
    with explained(library.path):
        ordered_to, last = library.connection.execute(
            "SELECT ordered_to, (SELECT coalesce(max(id), 0) FROM statement) FROM search_index"
        ).fetchone()
    if not 0 <= ordered_to <= last:
        raise damaged(library.path)
    return int(last - ordered_to)


def _order_after(connection: sqlite3.Connection, staging: Staging) -> tuple[int, int]:
    """Return the last row, and up to which row they will be in order once the intake is added."""
    ordered_to, last = connection.execute(
        "SELECT ordered_to, (SELECT coalesce(max(id), 0) FROM statement) FROM search_index"
    ).fetchone()
    first, before = staging.first_in_order(), sort_keys(connection, [ordered_to]).get(ordered_to)
    goes_on = last == ordered_to and first is not None and (before is None or before < first)
    return last, int(last + staging.statements if goes_on else ordered_to)
