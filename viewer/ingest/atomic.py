"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the path of a draft beside ``path``, and put it in its place when all went well.

    Whatever happens before that leaves ``path`` as it was.  Raises OSError when
    the folder cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".draft", dir=path.parent)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        # mkstemp keeps the draft private; the file is as readable as any other.
        draft.chmod(0o666 & ~_umask())
        _sync(draft)
        draft.replace(path)
        _sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)
        draft.with_name(draft.name + "-journal").unlink(missing_ok=True)


@contextlib.contextmanager
def appearing(folder: Path) -> Iterator[Path]:
    """Give the path of a draft beside ``folder``, and put it in its place when all went well.

    ``folder`` must be missing or empty.  Raises OSError when it cannot be written.
    """
    folder = folder.absolute()
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".draft", dir=folder.parent))
    try:
        yield draft
        draft.chmod(0o777 & ~_umask())
        for path in (*draft.rglob("*"), draft):
            _sync(path)
        with contextlib.suppress(FileNotFoundError):
            folder.rmdir()  # an empty one; Windows would not replace it
        draft.rename(folder)
        _sync(folder.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _sync(path: Path) -> None:
    """Have ``path`` written to the disk; folders can be opened for that on POSIX alone."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
