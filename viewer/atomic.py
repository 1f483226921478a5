"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the path of a draft beside ``path``, and put it in its place when all went well.

    Whatever happens before that leaves ``path`` as it was; afterwards whoever might read the
    old file may read the new one.  A link stays one, and what it leads to is replaced.  Raises
    OSError when the folder cannot be written, or when ``path`` is a device or a pipe.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no ordinary file", str(path))
    draft = _draft(path)
    try:
        draft.touch(exist_ok=False)
        yield draft
        if path.exists():
            shutil.copymode(path, draft)
        _sync(draft)
        draft.replace(path)
        _sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)
        draft.with_name(draft.name + "-journal").unlink(missing_ok=True)


@contextlib.contextmanager
def appearing(folder: Path) -> Iterator[Path]:
    """Give the path of a draft of ``folder``, and put it in its place when all went well.

    ``folder`` must be missing or empty.  An empty one stays, since somebody may be in it: what
    the draft holds is moved into it.  Raises OSError when it cannot be written.
    """
    folder = folder.absolute()
    is_there = folder.is_dir()
    draft = _draft(folder / folder.name if is_there else folder)
    try:
        draft.mkdir()
        yield draft
        for path in (*draft.rglob("*"), draft):
            _sync(path)
        if is_there:
            if any(path != draft for path in folder.iterdir()):
                raise OSError(errno.ENOTEMPTY, "it is no longer empty", str(folder))
            for path in [*draft.iterdir()]:
                path.rename(folder / path.name)
            _sync(folder)
        else:
            draft.rename(folder)
            _sync(folder.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _draft(path: Path) -> Path:
    """Return a path beside ``path`` that nothing else has."""
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}.draft")


def _sync(path: Path) -> None:
    """Have ``path`` written to the disk; folders can be opened for that on POSIX alone."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
