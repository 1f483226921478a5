"""One writer at a time: each waits for the other, and none loses what the other wrote."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from viewer.library.file import (
    MAJOR,
    MINOR,
    USER_VERSION,
    Busy,
    Changed,
    LibraryError,
    explained,
    refuse_unfinished,
    require_unchanged,
)
from viewer.library.reading import Library

WAITING = 5.0
"""Seconds for which one writer waits for another."""

ATTEMPTS = 20
"""So often a library is read anew because others wrote to it first."""


@contextlib.contextmanager
def opened(file: Path) -> Iterator[tuple[Library, sqlite3.Connection]]:
    """Open a library to read and to write; until the end nobody else writes, and all may read.

    Meanwhile only SQLite may open ``file``: when a process closes a file by other means, POSIX
    lets go of every lock that it has on it.  So it is read first, and anew when another writer
    was waited for.  Raises LibraryError.
    """
    for _ in range(ATTEMPTS):
        with contextlib.ExitStack() as closing:
            try:
                with explained(file):
                    library = closing.enter_context(contextlib.closing(Library(file)))
                    _ = library.entities  # opens the file
                    _refuse_newer(library)
                connection = closing.enter_context(_begun(file))
                require_unchanged(file, library.connection, library.identity)
            except Changed:
                continue
            yield library, connection
            return
    raise _changed(file)


@contextlib.contextmanager
def claimed(file: Path) -> Iterator[tuple[int, int] | None]:
    """Have nobody write to ``file`` until it is replaced; yields which one it is, None for none.

    Meanwhile only SQLite may open it, as in ``opened``.  Raises LibraryError when it is being
    written, its writer stopped, or it may not be looked at.
    """
    try:
        refuse_unfinished(file)  # SQLite would roll back what is left when it opens the file
        there = _identity(file)
    except OSError as error:
        raise LibraryError(f"{file} cannot be written ({error.strerror}).") from error
    with contextlib.ExitStack() as closing:
        try:
            closing.enter_context(_begun(file))
        except Busy:
            raise
        except LibraryError:
            pass  # to what is missing, damaged or not to be written to nobody else writes either
        refuse_another(file, there)  # whoever was waited for may have replaced it
        yield there


def refuse_another(file: Path, there: tuple[int, int] | None) -> None:
    """Raise LibraryError when what is at ``file`` is not ``there``: it is not to be lost."""
    if _identity(file) != there:
        raise _changed(file)


@contextlib.contextmanager
def _begun(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a library to write, in a transaction; until the end nobody else is in one."""
    with contextlib.ExitStack() as closing:
        with explained(file, "written"):
            uri = f"{file.absolute().as_uri()}?mode=rw"
            connection = closing.enter_context(
                contextlib.closing(sqlite3.connect(uri, WAITING, uri=True, isolation_level=None))
            )
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA cache_spill = OFF")  # it would lock readers out
            connection.execute("BEGIN IMMEDIATE")
        yield connection


def _refuse_newer(library: Library) -> None:
    """What a newer program keeps in a library may be read past, but not written past."""
    (version,) = library.one("PRAGMA user_version")
    if version > USER_VERSION:
        major, minor = divmod(version, 1000)
        raise LibraryError(
            f"{library.path} has schema {major}.{minor}, written by a newer Whosaid; add to it "
            f"with that one, since this one writes {MAJOR}.{MINOR}."
        )


def _identity(file: Path) -> tuple[int, int] | None:
    """Return which file is at a path, None for none; without opening it."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _changed(file: Path) -> LibraryError:
    return LibraryError(f"{file} was written by another program meanwhile; try again.")
