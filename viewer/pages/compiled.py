"""Templates as they were compiled at an earlier start, which takes longer than rendering them."""

from __future__ import annotations

import contextlib
import pickle
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from viewer import installed


class Compiled(FileSystemBytecodeCache):
    """Keeps them in the user's cache; a template that is not there is compiled.

    Neither a folder that cannot be written nor a damaged file is in the way of a page.
    """

    def __init__(self) -> None:
        super().__init__(str(installed.cache() / "pages"), "%s.compiled")

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, pickle.UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
