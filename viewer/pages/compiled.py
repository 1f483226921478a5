"""Templates as they were compiled at an earlier start, which takes longer than rendering them."""

from __future__ import annotations

import contextlib
import os
import stat
from hashlib import sha256
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

import viewer
from viewer import installed

_SEAL = sha256().digest_size


class Compiled(BytecodeCache):
    """Keeps them in the user's cache; a template that is not there is compiled.

    ``recipe`` is whatever beside a template decides what it is compiled to: options, filters.
    What was compiled by another recipe, version of Whosaid or version of Jinja2 is not there.
    No more is a damaged file: each begins with the SHA-256 of its content, checked before Python
    is given the content to run.  A folder or file that is another user's, or that others may
    write to, is not used.  A folder that cannot be written is in the way of no page.
    """

    def __init__(self, recipe: bytes) -> None:
        self._folder = installed.cache() / "pages"
        versions = f"{viewer.__version__}-{jinja2.__version__}-{sha256(recipe).hexdigest()[:16]}"
        self._ending = f"-{versions}.compiled"

    def load_bytecode(self, bucket: Bucket) -> None:
        file = self._file(bucket)
        with contextlib.suppress(OSError):
            if _ours_alone(self._folder) and _ours_alone(file):
                kept = file.read_bytes()
                if sha256(kept[_SEAL:]).digest() == kept[:_SEAL]:
                    bucket.bytecode_from_string(kept[_SEAL:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        file = self._file(bucket)
        content = bucket.bytecode_to_string()
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _ours_alone(self._folder):
                file.unlink(missing_ok=True)  # it may be a link, or one that others may write to
                file.touch(mode=0o600)
                # Whoever reads it half written finds its seal broken.
                file.write_bytes(sha256(content).digest() + content)

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / (bucket.key + self._ending)


def _ours_alone(path: Path) -> bool:
    # Windows has no such owner and modes; its folders of a user are closed to others.
    if not hasattr(os, "getuid"):
        return True
    found = path.lstat()
    others_write = stat.S_ISLNK(found.st_mode) or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return found.st_uid == os.getuid() and not others_write
