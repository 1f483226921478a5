"""The library that a command reads."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from viewer.library.file import explained
from viewer.library.reading import Library


@contextlib.contextmanager
def opened(given: Path | None) -> Iterator[Library]:
    """Open ``given``, or the founding library; what is wrong with the file is a LibraryError."""
    path = given or founding()
    library = Library(path)
    try:
        with explained(path):
            yield library
    finally:
        library.close()


def founding() -> Path:
    """Return the founding library, built when it must be."""
    from viewer.library import founding as stamp

    if file := stamp.current():
        return file
    from viewer.ingest.build import ensure_founding  # brings sqlite-utils, and is seldom needed

    return ensure_founding()
