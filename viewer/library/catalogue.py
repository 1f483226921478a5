"""What a library holds, by name and number: all that lists and search need, and no records."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Literal, TypeVar

from viewer import fold
from viewer.library import file
from viewer.library.entities import Entities, Type
from viewer.library.facets import Facets
from viewer.library.names import Names
from viewer.library.order import Chronology
from viewer.library.pause import Pause, carry_on
from viewer.library.postings import Postings

W = TypeVar("W", bound=str)


class _Shared:
    """What is read of a file by whichever thread needs it first, for all of them."""

    def __init__(self, path: Path, identity: file.Identity) -> None:
        self._path, self._identity = path, identity
        self._reading = Lock()
        self._entities: Entities | None = None

    def entities(self) -> Entities:
        with self._reading:
            if self._entities is None:
                self._entities = Entities(self._path, self._identity)
            return self._entities


class Catalogue:
    """One library, open for reading on one connection, used by one thread at a time."""

    def __init__(self, path: Path, beside: Catalogue | None = None, in_haste: bool = False) -> None:
        """Open the library at ``path``, waiting for no writer when ``in_haste``.

        Raises LibraryError.

        ``beside`` another connection it is one more to the very same file, since row numbers
        go to and fro between them, and the two share what several threads may use.
        """
        self.path = path
        self.identity: file.Identity = beside.identity if beside else file.identify(path)
        self.connection = file.connect(path, self.identity, in_haste)
        self._shared: _Shared = beside._shared if beside else _Shared(path, self.identity)
        self.pause: Pause = carry_on
        """Called amid long work; whoever wants to give that up has it raise."""

    def close(self) -> None:
        self.connection.close()

    @contextlib.contextmanager
    def glancing(self) -> Iterator[None]:
        """Be ``unchanged`` and wait for no writer; raises Busy where there is one."""
        with self.connection.in_haste(), self.unchanged():
            yield

    @contextlib.contextmanager
    def unchanged(self) -> Iterator[None]:
        """Read what is to fit what was read before; raises Changed when it would not.

        Entities, sets and row numbers at hand are those of when the library was
        opened.  Raises LibraryError for other faults of the file, and only these.
        """
        with file.explained(self.path):
            self._require_unchanged()
            try:
                yield
            except file.LibraryError:
                self._require_unchanged()  # what was added meanwhile contradicts what is at hand
                raise

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """Read much as it is now: whoever writes to the library waits until the end."""
        _ = self.entities  # opens and closes the file, at which POSIX would let go of the lock
        self.connection.execute("BEGIN")
        try:
            self._require_unchanged()
            yield
        finally:
            if self.connection.in_transaction:  # a fault may have ended it
                self.connection.execute("ROLLBACK")

    def _require_unchanged(self) -> None:
        file.require_unchanged(self.path, self.connection, self.identity)

    @cached_property
    def entities(self) -> Entities:
        return self._shared.entities()

    @cached_property
    def names(self) -> Names:
        return Names(self.connection)

    @cached_property
    def postings(self) -> Postings:
        return Postings(self.connection, self.path)

    @cached_property
    def chronology(self) -> Chronology:
        return Chronology(self.connection, self.path)

    @cached_property
    def facets(self) -> Facets:
        return Facets(self.entities, self.postings, self.connection)

    def is_searchable(self) -> bool:
        """Return whether its index holds words as they are folded today."""
        row = self.one("SELECT fold FROM search_index")
        return row is None or row[0] == fold.VERSION  # without any it is damaged

    def title(self) -> str:
        """Return what the library calls itself."""
        row = self.one("SELECT title FROM library")
        return str(row[0]) if row else ""

    def is_empty(self) -> bool:
        """Return whether there is no statement, whatever is looked for."""
        return self.one("SELECT 1 FROM statement LIMIT 1") is None

    def name(self, id: str, type: Type = "actor") -> str:
        """Return the heading of an actor or a weapon given by id."""
        entity = self.entities.get(type, id)
        return entity.name if entity else id

    def belongs(self, actor: str, to: str, since: str = "") -> bool:
        """Return what ``Entities.belongs`` does, of actors given by id."""
        one, other = self.entities.get("actor", actor), self.entities.get("actor", to)
        return bool(one and other and self.entities.belongs(one.row, other.row, since))

    def row_of(self, id: str) -> int | None:
        """Return the row number of a statement given by id."""
        row = self.one("SELECT id FROM statement WHERE hash = ?", id)
        return row[0] if row else None

    def claim_row(self, id: str) -> int | None:
        """Return the row number of a claim given by id."""
        row = self.one("SELECT id FROM claim WHERE slug = ?", id)
        return row[0] if row else None

    def slugs_with(self, table: Literal["claim", "source"], words: str, limit: int) -> list[str]:
        """Return the first ids that hold folded ``words``, the last of them perhaps cut short."""
        rows = self.connection.execute(
            f"SELECT slug FROM {table} WHERE instr(' ' || replace(slug, '-', ' '), ?)"
            " ORDER BY slug LIMIT ?",
            (f" {words}", limit),
        )
        return [slug for (slug,) in rows]

    def one(self, query: str, *bound: object) -> Any:
        """Return the first row of an answer, None when there is none."""
        return self.connection.execute(query, bound).fetchone()

    def required(self, query: str, *bound: object) -> Any:
        """Return the first row of an answer; raises LibraryError when there is none.

        For what every whole library has: this file may be anybody's.
        """
        row = self.one(query, *bound)
        if row is None:
            raise file.damaged(self.path)
        return row

    def word(self, read: object, words: Collection[W]) -> W:
        """Return what was read as one of ``words``; raises LibraryError when it is none."""
        for word in words:
            if word == read:
                return word
        raise file.damaged(self.path)
