"""The file that the reader asks for."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from viewer.atomic import replacing


class NotSaved(Exception):
    """Nothing was saved, and what was there is unchanged; the message is one sentence."""


@contextlib.contextmanager
def appearing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write, which appears at ``path`` whole when all went well, or not at all.

    Raises NotSaved when it cannot be written.
    """
    try:
        if path.exists():
            if not path.is_file():
                raise NotSaved(f"{path} is no ordinary file; choose another name.")
            path.open("r+b").close()  # what may not be changed is not replaced either
        with replacing(path) as draft, draft.open("wb") as file:
            yield file
    except OSError as error:
        cause = error.strerror or error
        raise NotSaved(f"{path} cannot be written ({cause}); choose another folder.") from error
