"""A library from its folder form."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from viewer import installed
from viewer.ingest import folder as folder_form
from viewer.ingest.errors import InputError
from viewer.ingest.intake import create, refuse_founding
from viewer.ingest.progress import Progress, silent
from viewer.library import founding
from viewer.library.file import LibraryError, beside, explained, is_library

_PATIENCE = 60.0
"""Seconds for which one program waits while another builds the founding library."""


def build(folder: Path, file: Path, progress: Progress = silent) -> int:
    """Make the library ``file`` from ``folder``; returns the number of ids made and kept.

    A file that is there already is replaced when it is a library, and stays as it
    was when anything fails, as when a file of the folder that is to get ids is changed meanwhile.
    Raises InputError, or LibraryError when it cannot be written.
    """
    try:
        refuse_founding(file)
        _refuse_to_overwrite(file)
    except OSError as error:
        raise InputError(
            str(file), f"cannot be looked at ({error.strerror}); name another file"
        ) from None
    return _build(folder, file, progress)


def _build(folder: Path, file: Path, progress: Progress) -> int:
    """Make ``file`` as ``build`` does, whatever is there."""
    content = folder_form.read(folder, progress)

    def keep_ids() -> None:
        try:
            folder_form.keep(content.new_ids)
        except OSError as error:
            raise InputError(
                str(folder), f"the new ids cannot be kept in it ({error.strerror})"
            ) from None

    # Not before: lines that are named in a fault are those of the folder as it was.
    create(content.entries, file, progress, ready=keep_ids)
    return sum(len(new.below) for new in content.new_ids)


def ensure_founding() -> Path:
    """Return the founding library, built first when it is missing or its folder has changed.

    Of several programs that want it one builds it, and the others wait.
    """
    if current := founding.current():
        return current
    file = installed.founding_library()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _alone(file):
            if current := founding.current():
                return current
            # What this program itself put there may be damaged; it is made anew either way.
            for left in beside(file):
                left.unlink(missing_ok=True)
            _build(installed.founding_folder(), file, silent)
            founding.mark_current()
    except OSError as error:
        raise LibraryError(f"{file.parent} cannot be written ({error.strerror}).") from error
    return file


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Wait until no other program is here for the same ``file``; a killed one is here no more."""
    lock = file.with_name(f".{file.name}.lock")
    with contextlib.ExitStack() as closing:
        with explained(file, "written"):
            # An empty database: the lock of SQLite is one on every system.
            connection = closing.enter_context(
                contextlib.closing(sqlite3.connect(lock, _PATIENCE, isolation_level=None))
            )
            connection.execute("BEGIN IMMEDIATE")
        yield


def _refuse_to_overwrite(file: Path) -> None:
    """A mistyped -o must not cost somebody another file."""
    if file.is_dir():
        raise InputError(str(file), "is a folder; name the file to make")
    if not file.parent.is_dir():
        raise InputError(str(file.parent), "there is no such folder to put the library in")
    if file.exists() and not file.is_file():
        raise InputError(str(file), "is no ordinary file; name another")
    if file.exists() and file.stat().st_size and not is_library(file):
        raise InputError(str(file), "is there already and is no library; name another file")
