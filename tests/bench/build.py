"""How long a library takes to make, how much memory and disk, and one source more."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

from tests.bench import generate, libraries
from tests.bench.figures import Figure, figure

_MORE = 7  # sources added one after the other


def measure(size: int) -> list[Figure]:
    """Make the library anew, in place of the one that is kept."""
    lines = libraries.lines_file(size)
    file = libraries.home() / f"{size}.whosaid"
    file.unlink(missing_ok=True)
    seconds, worked, peak = _timed_import(lines, file)
    seconds_aim = {"median": 240.0} if size == 1_000_000 else {}
    figures = [
        figure("build", "whole import", "s", seconds, **seconds_aim),
        figure("build", "import, per statement", "µs", seconds / size * 1e6, median=240.0),
        figure("build", "import, processor time, per statement", "µs", worked / size * 1e6),
        figure("build", "peak memory, largest process", "MB", peak),
        figure("build", "file, per statement", "bytes", file.stat().st_size / size),
    ]
    figures += _where_the_bytes_go(file)
    return figures + _one_more_source(size, file)


def _timed_import(lines: Path, library: Path) -> tuple[float, float, float]:
    """Return seconds, seconds of all processors and peak megabytes of an import, children too."""
    started = time.perf_counter()
    importing = subprocess.Popen(
        libraries.command("-m", "viewer", "import", "--statements", lines, "--library", library),
        cwd=libraries.ROOT,
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(importing.pid, 0)
    importing.returncode = os.waitstatus_to_exitcode(status)
    if importing.returncode:
        raise subprocess.CalledProcessError(importing.returncode, "whosaid import")
    seconds = time.perf_counter() - started
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _where_the_bytes_go(file: Path) -> list[Figure]:
    """Return the share of each table with its indexes, the largest first."""
    with contextlib.closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        (text,) = connection.execute(
            "SELECT sum(length(CAST(exact AS BLOB))) FROM statement"
        ).fetchone()
        tables = connection.execute(
            "SELECT coalesce(s.tbl_name, d.name) AS name, sum(d.pgsize) AS bytes"
            " FROM dbstat AS d LEFT JOIN sqlite_schema AS s ON s.name = d.name"
            " WHERE d.aggregate = TRUE GROUP BY 1 ORDER BY 2 DESC"
        ).fetchall()
    times = file.stat().st_size / text
    figures = [
        figure("bytes", "statements' text", "MB", text / 1e6),
        figure("bytes", "file", "MB", file.stat().st_size / 1e6),
        figure("bytes", "file, times the text", "×", times, median=5.0),
    ]
    return figures + [
        figure("bytes", name, "× text", size / text) for name, size in tables if size / text > 0.005
    ]


def _one_more_source(size: int, file: Path) -> list[Figure]:
    """Add sources of any date to a copy of the finished library, each by a run of its own."""
    with tempfile.TemporaryDirectory(dir=libraries.home()) as folder:
        copy = Path(folder) / "copy.whosaid"
        shutil.copyfile(file, copy)
        lines = Path(folder) / "more.jsonl"
        times = []
        for source in generate.more_sources(size, _MORE):
            lines.write_text(source, encoding="utf-8")
            times.append(_timed_import(lines, copy)[0])
    return [figure("build", "one more source of 30 statements", "s", times, worst=1.0)]
