"""The libraries that are measured: made once, kept outside the repository."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent.parent


def home() -> Path:
    """Return the folder that keeps what was made."""
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(caches) / "whosaid-bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def lines_file(size: int) -> Path:
    """Return the JSON Lines of a library of ``size`` statements, made when they are missing."""
    file = home() / f"{size}.jsonl"
    if not file.exists():
        draft = file.with_suffix(".draft")
        with draft.open("wb") as out:
            run("-m", "tests.bench.generate", size, stdout=out)
        draft.replace(file)
    return file


def library_file(size: int) -> Path:
    """Return the library of ``size`` statements, imported when it is missing."""
    file = home() / f"{size}.whosaid"
    if not file.exists():
        import_lines(lines_file(size), file)
    return file


def import_lines(lines: Path, library: Path) -> None:
    """Add ``lines`` to ``library`` as anybody would."""
    command = ("-m", "viewer", "import", "--statements", lines, "--library", library)
    run(*command, stdout=subprocess.DEVNULL)


def run(*arguments: object, stdout: int | IO[bytes] | None = None) -> None:
    """Run a Python command to its end, and fail when it fails."""
    subprocess.run(command(*arguments), check=True, cwd=ROOT, stdout=stdout)


def command(*arguments: object) -> Sequence[str]:
    return [sys.executable, *map(str, arguments)]
