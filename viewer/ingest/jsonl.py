"""Records as JSON Lines, the form for bulk: one record a line, its kind in ``type``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from viewer.ingest import intake
from viewer.ingest.entry import LONGEST, TOO_LONG, Entry
from viewer.ingest.errors import InputError
from viewer.ingest.progress import Progress

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def import_file(path: Path, library: Path, progress: Progress) -> int:
    """Add the records in the file ``path`` to ``library``, which is made when it is missing.

    Returns how many records were new.  Raises InputError naming the line, or
    LibraryError; either leaves ``library`` as it was.
    """
    return import_lines(_lines(path), str(path), library, progress)


def import_lines(lines: Iterable[bytes], where: str, library: Path, progress: Progress) -> int:
    """As ``import_file``, for lines from anywhere; ``where`` names them in errors."""
    return intake.add(_entries(lines, where), library, progress)


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as lines:
            while line := lines.readline(LONGEST + 1):  # one without an end would fill the memory
                yield line
    except OSError as error:
        raise InputError(str(path), f"the file cannot be read ({error.strerror})") from None


def _entries(lines: Iterable[bytes], where: str) -> Iterator[Entry]:
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST:
            raise InputError(f"{where}, line {number}", TOO_LONG)
        record = line.strip()
        if number == 1:
            record = record.removeprefix(_BYTE_ORDER_MARK)
        if record:
            yield Entry(record, f"{where}, line {number}")
