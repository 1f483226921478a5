"""The list of statements as a file, read on a thread of its own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TypeVar

from viewer.export.statements import statements
from viewer.library.catalogue import Catalogue
from viewer.library.file import Changed, LibraryError, explained
from viewer.library.reading import Library
from viewer.library.search import Hits
from viewer.ui.saving.file import NotSaved, appearing

FILTER = "Table (*.csv)"

T = TypeVar("T")

_LOOK = 0.02  # s between two looks at whether a page is read


def save(hits: Hits, library: Catalogue, path: Path) -> Generator[float, None, None]:
    """Write all of ``hits`` to ``path`` as CSV; yields which share is written by now.

    The file appears whole at the end, or not at all: when it is closed before, nothing is
    written.  Raises NotSaved, and Changed when the library is no longer that of the hits.
    """
    if path.suffix.lower() != ".csv":
        raise NotSaved(f"{path.name} does not end in .csv, which says the format.")
    try:
        with (
            explained(library.path),
            appearing(path) as file,
            contextlib.closing(Library(library.path, library)) as own,
            ThreadPoolExecutor(1, "saving") as thread,
        ):
            pages = statements(hits, own)
            share = 0.0
            while page := (yield from _awaited(thread.submit(next, pages, None), share)):
                written, text = page
                file.write(text.encode())
                share = written / len(hits) if hits else 1.0
                yield share
            file.flush()
            yield from _awaited(thread.submit(os.fsync, file.fileno()), share)
    except Changed:
        raise
    except LibraryError as error:
        raise NotSaved(str(error)) from error


def _awaited(work: Future[T], share: float) -> Generator[float, None, T]:
    """Return what ``work`` comes to, yielding ``share`` while it lasts."""
    while not work.done():
        yield share
        wait([work], _LOOK)
    return work.result()
