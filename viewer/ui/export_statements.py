"""The list of statements as a file, written on a thread of its own."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator
from pathlib import Path

from viewer.export.statements import statements
from viewer.library.catalogue import Catalogue
from viewer.library.file import LibraryError, explained
from viewer.library.reading import Library
from viewer.library.search import Hits
from viewer.ui.export import Growing, NotSaved

FILTER = "Table (*.csv)"

_LOOK = 0.02  # s between two looks at how far it is


def save(hits: Hits, library: Catalogue, path: Path) -> Generator[float, None, None]:
    """Write all of ``hits`` to ``path`` as CSV; yields which share is written by now.

    The file appears whole at the end, or not at all: when it is closed before, nothing is
    written.  Raises NotSaved.
    """
    if path.suffix.lower() != ".csv":
        raise NotSaved(f"{path.name} has no ending that says its format; use .csv.")
    writing = _Writing(hits, library, path)
    writing.start()
    try:
        while writing.is_alive():
            yield writing.share
            writing.join(_LOOK)
    finally:
        writing.is_wanted = False
        writing.join()
    if writing.failure is not None:
        raise writing.failure


class _Writing(threading.Thread):
    """Writes by a connection of its own; ``failure`` is what it ended with, None for no fault."""

    def __init__(self, hits: Hits, library: Catalogue, path: Path) -> None:
        super().__init__(name="export")
        self.share = 0.0
        self.is_wanted = True
        self.failure: Exception | None = None
        self._hits, self._library, self._path = hits, library, path

    def run(self) -> None:
        try:
            with explained(self._library.path):
                self._write()
        except LibraryError as error:
            self.failure = NotSaved(str(error))
        except Exception as error:
            self.failure = error

    def _write(self) -> None:
        file = Growing(self._path)
        with contextlib.closing(Library(self._library.path, self._library)) as library:
            for written, page in statements(self._hits, library):
                if not self.is_wanted:
                    return
                file.add(page.encode())
                self.share = written / len(self._hits)
        file.keep()
