"""Opening a library for reading, and what to say when that fails."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple, NoReturn, TypeVar

APPLICATION_ID = 0x57484F53  # "WHOS"
MAJOR, MINOR = 2, 0
USER_VERSION = MAJOR * 1000 + MINOR

PATIENCE = 2000
"""Milliseconds for which a reader waits for a writer."""

GLANCE = 20
"""Milliseconds for which it waits who asks again by itself."""

_MAGIC = b"SQLite format 3\0"

K = TypeVar("K")
V = TypeVar("V")


_TABLES = {
    *("library", "basis", "evidence", "entity", "actor", "weapon", "name", "role", "sameness"),
    *("source", "statement", "aside", "span", "mention", "link", "claim", "relation", "stance"),
    *("stance_holder", "appraisal", "appraisal_holder", "transfer", "event", "event_entity"),
    *("search_index", "statement_words", "name_words", "claim_words", "source_words", "posting"),
}

_CHECK = {
    "read": "check its disk and permissions",
    "written": "check that its disk has room and that you may write there",
}


class LibraryError(Exception):
    """A library that cannot be read; the message is one sentence for the reader."""


class Busy(LibraryError):
    """A library that is in use by another program, and can be read or written when that is done."""


class Damaged(LibraryError):
    """A library whose file is not whole."""


class Changed(LibraryError):
    """A library that is no longer what it was when it was opened; opened again, it can be read."""


class Identity(NamedTuple):
    """Which file a path led to, and how often it had been written to.

    Another file that takes its place while it is open differs in the first two.
    """

    device: int
    inode: int
    changes: int


class Connection(sqlite3.Connection):
    """A connection for reading; ``version`` differs once somebody else has written to the file.

    Many rows are best read with ``rows`` or ``values``, as one answer of JSON: row by row takes
    three times as long, and a thread has to wait for the window's at each of them.
    """

    opened_at: int
    """The version when it was opened."""

    def values(self, query: str, *bound: object) -> list[Any]:
        """Return the one column of an answer."""
        return self._answer("json_group_array(a0)", "a0", query, bound)

    def rows(self, width: int, query: str, *bound: object) -> list[list[Any]]:
        """Return the rows of an answer of ``width`` columns."""
        columns = ", ".join(f"a{at}" for at in range(width))
        return self._answer(f"json_group_array(json_array({columns}))", columns, query, bound)

    def _answer(
        self, gathered: str, columns: str, query: str, bound: tuple[object, ...]
    ) -> list[Any]:
        (answer,) = self.execute(
            f"WITH answer ({columns}) AS ({query}) SELECT {gathered} FROM answer", bound
        ).fetchone()
        found: list[Any] = json.loads(answer)
        return found

    @property
    def version(self) -> int:
        (version,) = self.execute("PRAGMA data_version").fetchone()
        return int(version)

    @property
    def is_outdated(self) -> bool:
        """Whether somebody else has written to the file since it was opened."""
        return self.version != self.opened_at

    @contextlib.contextmanager
    def in_haste(self) -> Iterator[None]:
        """Wait for no writer."""
        self.execute(f"PRAGMA busy_timeout = {GLANCE}")
        try:
            yield
        finally:
            self.execute(f"PRAGMA busy_timeout = {PATIENCE}")


def connect(path: Path, same_as: Identity | None = None, in_haste: bool = False) -> Connection:
    """Open the library at ``path`` read-only, waiting for no writer when ``in_haste``.

    The connection may be handed to another thread, and used by one at a time.
    Whoever brings row numbers from another connection says ``same_as`` which file they are of.
    Raises LibraryError when it is missing, unreadable, damaged, no library or
    of a newer major schema, Changed when it is no longer ``same_as``.
    """
    identify(path)
    connection = None
    try:
        connection = connect_unseen(path)
        with connection.in_haste() if in_haste else contextlib.nullcontext():
            connection.opened_at = connection.version
            # Only now: it could be replaced, or added to, while it is being opened.
            if same_as is not None and (found := identify(path)) != same_as:
                raise changed(path, is_replaced=found[:2] != same_as[:2])
            _recognise(path, connection)
    except sqlite3.DatabaseError as error:
        if connection is not None:
            connection.close()
        raise explain(error, path) or error from error
    except UnicodeDecodeError as error:  # of what SQLite says of a schema that is no text
        if connection is not None:
            connection.close()
        raise damaged(path) from error
    except LibraryError:
        if connection is not None:
            connection.close()
        raise
    return connection


def connect_unseen(path: Path) -> Connection:
    """Open ``path`` read-only whatever it holds, as “whosaid check” does with damaged files."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        factory=Connection,
    )
    # A library may come from a stranger: its schema runs no function of ours.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    return connection


def recover(path: Path) -> None:
    """Let SQLite roll back what a killed writer left half done.

    Raises LibraryError when the file is no library or may not be written.
    """
    identify(path)
    if not is_library(path):
        raise LibraryError(f"{path} is no Whosaid library: another program's SQLite file.")
    with (
        explained(path, "written"),
        contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as it,
    ):
        it.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        it.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def beside(path: Path) -> tuple[Path, Path]:
    """Return where SQLite keeps what was not yet written into ``path``, or not yet for good."""
    path = Path(os.path.realpath(path))
    return path.with_name(path.name + "-journal"), path.with_name(path.name + "-wal")


def refuse_unfinished(path: Path) -> None:
    """Raise LibraryError when a writer that stopped left something beside ``path``.

    SQLite would write it into whatever library is put there.  Raises OSError when what is
    beside may not be read.
    """
    for left in beside(path):
        if not left.is_file():
            continue
        with left.open("rb") as file:
            begins = file.read(1)
        # Nothing to roll back: some tools leave it so when all is written.  It is so as well while
        # a transaction is under way, which whoever may not write to the library learns of that.
        if begins in (b"", b"\0"):
            continue
        if path.exists() and path.stat().st_size:
            raise LibraryError(
                f"{path} is being written, or its writer stopped: {left.name} belongs to it; close "
                f"what has it open, and run “whosaid check --recover {typed(path)}” before it is "
                "replaced."
            )
        raise LibraryError(
            f"{left} was left by a library that is gone, and would be written into the new one; "
            "remove it, or name another file."
        )


def explain(
    error: sqlite3.Error, path: Path, done: Literal["read", "written"] = "read"
) -> LibraryError | None:
    """Return what one can do about ``error``, None when the fault is ours.

    ``done`` says what was being done to the file.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # The module's own complaint about bytes that are no text carries no code.
        undecodable = "Could not decode to UTF-8" in str(error)
        return damaged(path) if undecodable else None
    if code == sqlite3.SQLITE_READONLY_ROLLBACK:
        return LibraryError(
            f"{path} was being written when its writer stopped; run “whosaid check --recover "
            f"{typed(path)}” to bring back what it held before."
        )
    primary = code & 0xFF
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT):
        return damaged(path)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        # Who writes waits for readers too.
        doing = "written" if done == "read" else "read or written"
        return Busy(f"{path} is being {doing} by another program; try again in a moment.")
    if primary == sqlite3.SQLITE_FULL:
        return LibraryError(f"The disk that holds {path} is full; free some space and try again.")
    if primary in (
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    ):
        return LibraryError(f"{path} cannot be {done} ({error}); {_CHECK[done]}.")
    return None


@contextlib.contextmanager
def explained(path: Path, done: Literal["read", "written"] = "read") -> Iterator[None]:
    """Turn the faults of a file that is read or written, and only these, into LibraryError."""
    try:
        yield
    except sqlite3.Error as error:
        if said := explain(error, path, done):
            raise said from error
        raise
    except UnicodeDecodeError as error:
        raise damaged(path) from error


def identify(path: Path) -> Identity:
    """Return which file is at ``path``.

    Raises LibraryError, which tells apart what SQLite would only call “unable to open
    database file”.
    """
    try:
        if path.is_dir():
            raise LibraryError(
                f"{path} is a folder; “whosaid build {typed(path)} -o FILE” makes a library of a "
                "folder."
            )
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise LibraryError(f"{path} is no ordinary file; it holds no library.")
        with path.open("rb") as file:
            head = file.read(100)
            status = os.fstat(file.fileno())
        is_journaled = beside(path)[0].exists()
    except FileNotFoundError:
        raise LibraryError(f"There is no file at {path}.") from None
    except PermissionError:
        raise LibraryError(f"{path} may not be read by you; ask its owner for access.") from None
    except OSError as error:
        raise LibraryError(f"{path} cannot be read ({error.strerror}).") from None
    except ValueError as error:  # a NUL in the path
        raise LibraryError(f"{path} cannot be read ({error}).") from None
    if not head:
        raise LibraryError(f"{path} is empty; it holds no library.")
    if not head.startswith(_MAGIC[: len(head)]):
        raise LibraryError(f"{path} is no Whosaid library: it is not an SQLite file.")
    identity = Identity(status.st_dev, status.st_ino, int.from_bytes(head[24:28], "big"))
    page_size = int.from_bytes(head[16:18], "big") or 1
    pages = int.from_bytes(head[28:32], "big")
    if is_journaled:
        return identity  # its size is what SQLite makes of the journal
    if len(head) < 100 or status.st_size < (65536 if page_size == 1 else page_size) * pages:
        raise Damaged(f"{path} is cut short; copy it again from where it came.")
    return identity


def is_library(path: Path) -> bool:
    """Whether the file at ``path`` begins as libraries do, whole or not; raises OSError."""
    with path.open("rb") as file:
        head = file.read(72)
    return head.startswith(_MAGIC) and head[68:] == APPLICATION_ID.to_bytes(4, "big")


def _recognise(path: Path, connection: sqlite3.Connection) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise LibraryError(f"{path} is no Whosaid library: another program's SQLite file.")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    major, minor = divmod(version, 1000)
    if major != MAJOR:
        word = "a newer" if major > MAJOR else "an older"
        raise LibraryError(
            f"{path} has schema {major}.{minor}, written by {word} Whosaid; this one reads "
            f"{MAJOR}.x."
        )
    # A view of the same name could run for ever.
    tables = {
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    }
    if missing := _TABLES - tables:
        raise Damaged(f"{path} is damaged: its table {min(missing)} is missing.")


def damaged(path: Path) -> Damaged:
    """Return what to say of a library whose content contradicts itself."""
    return Damaged(f"{path} is damaged; “whosaid check {typed(path)}” lists what is left of it.")


def typed(path: Path) -> str:
    """Return a path as one types it in a command."""
    import shlex  # seldom needed

    return shlex.quote(str(path))


def require_unchanged(path: Path, connection: Connection, identity: Identity) -> None:
    """Raise Changed when a library is no longer what it was when ``connection`` was opened."""
    if connection.is_outdated:
        raise changed(path, is_replaced=False)
    with contextlib.suppress(OSError):  # a file that is taken away can be read to the end
        found = os.stat(path)  # noqa: PTH116 - before each answer; Path takes longer
        if (found.st_dev, found.st_ino) != identity[:2]:
            raise changed(path, is_replaced=True)


def changed(path: Path, is_replaced: bool) -> Changed:
    """Return what to say of a library that is no longer what it was when it was opened."""
    what = "replaced" if is_replaced else "added to"
    return Changed(f"{path} was {what} since it was opened; try again.")


class Whole(dict[K, V]):
    """What a library holds, by key; to ask for what it lacks raises LibraryError."""

    def __init__(self, path: Path, held: Iterable[tuple[K, V]]) -> None:
        super().__init__(held)
        self._path = path

    def __missing__(self, key: K) -> NoReturn:
        raise damaged(self._path)
