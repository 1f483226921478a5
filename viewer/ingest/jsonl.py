"""Records as JSON Lines, the form for bulk: one record a line, its kind in ``type``."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from pathlib import Path

from viewer import plain
from viewer.ingest import intake
from viewer.ingest.entry import Entry
from viewer.ingest.errors import InputError
from viewer.ingest.intake import Progress
from viewer.ingest.staging import Prepared, prepare

_CHUNK = 500  # lines read by one process at a time
_ALONE = 4  # chunks below which other processes are not worth starting


def import_file(path: Path, library: Path, progress: Progress) -> int:
    """Add the records in the file ``path`` to ``library``, which is made when it is missing.

    Returns how many records were new.  Raises InputError naming the line, or
    LibraryError; either leaves ``library`` as it was.
    """
    try:
        with path.open("rb") as lines:
            return import_lines(lines, str(path), library, progress)
    except OSError as error:
        raise InputError(str(path), f"the file cannot be read ({error.strerror})") from None


def import_lines(lines: Iterable[bytes], where: str, library: Path, progress: Progress) -> int:
    """As ``import_file``, for lines from anywhere; ``where`` names them in errors."""
    prepared = _prepared(lines, where)
    if library.exists():
        return intake.add(prepared, library, progress)
    count = 0

    def counted(what: str, done: int, of: int) -> None:
        nonlocal count
        count = max(count, done) if what == "reading" else count
        progress(what, done, of)

    intake.create(prepared, library, counted)
    return count


def _prepared(lines: Iterable[bytes], where: str) -> Iterator[Prepared]:
    """Yield the records in the order of their lines; other processes read them."""
    chunks = _chunks(lines)
    for first, chunk in islice(chunks, _ALONE):
        yield from prepare_lines(first, chunk, where)
    more = next(chunks, None)
    if more is None:
        return
    readers = max(1, (os.cpu_count() or 2) - 1)
    with ProcessPoolExecutor(readers) as pool:
        waiting: deque[Future[list[Prepared]]] = deque()
        try:
            waiting.append(pool.submit(prepare_lines, *more, where))
            for first, chunk in chunks:
                waiting.append(pool.submit(prepare_lines, first, chunk, where))
                if len(waiting) > 4 * readers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _chunks(lines: Iterable[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the number of a first line, from 1, and the lines from there."""
    waiting = iter(lines)
    first = 1
    while chunk := list(islice(waiting, _CHUNK)):
        yield first, chunk
        first += len(chunk)


def prepare_lines(first: int, lines: list[bytes], where: str) -> list[Prepared]:
    """Return the records of ``lines``, of which the first has the number ``first``.

    Raises InputError naming the line that holds none.
    """
    return [
        prepare(_entry(line, f"{where}, line {number}"))
        for number, line in enumerate(lines, first)
        if line.strip()
    ]


def _entry(line: bytes, where: str) -> Entry:
    try:
        given = json.loads(line)
    except UnicodeDecodeError as error:
        raise InputError(where, f"not UTF-8 at byte {error.start}") from None
    except ValueError as error:
        raise InputError(where, f"not JSON: {error}") from None
    kind = given.pop("type", None) if isinstance(given, dict) else None
    if kind not in plain.KINDS:
        raise InputError(where, f"“type” must be one of {', '.join(plain.KINDS)}")
    try:
        return Entry(plain.from_plain(given, plain.KINDS[kind]), where)
    except plain.Malformed as error:
        raise InputError(where, str(error)) from None
