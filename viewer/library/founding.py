"""Whether the founding library on this computer is of today's program."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from viewer import fold, installed
from viewer.library.file import LibraryError, connect


def current() -> Path | None:
    """Return the founding library, None when it is missing, damaged or out of date."""
    file = installed.founding_library()
    with contextlib.suppress(OSError, UnicodeDecodeError, LibraryError):
        if _stamp().read_text(encoding="ascii") == _fingerprint():
            connect(file).close()
            return file
    return None


def mark_current() -> None:
    """Remember that the founding library is built from what is installed now."""
    _stamp().write_text(_fingerprint(), encoding="ascii")


def _stamp() -> Path:
    file = installed.founding_library()
    return file.with_name(file.name + ".built-from")


def _fingerprint() -> str:
    """Return a hash of the founding folder, of the schema and of the index's fold."""
    digest = hashlib.sha256(str(fold.VERSION).encode())
    for root in (installed.founding_folder(), installed.migrations()):
        for path in sorted(root.rglob("*")):
            if path.is_file():
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                digest.update(path.read_bytes())
    return digest.hexdigest()
