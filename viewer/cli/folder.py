"""``whosaid build`` and ``whosaid unpack``: a library from its folder form, and back."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from viewer.cli import endings, json_lines
from viewer.cli.terminal import Progress, complain, counts
from viewer.conjunction import counted
from viewer.ingest.build import build, ensure_founding
from viewer.ingest.unpack import unpack
from viewer.library.reading import Library


def run_build(arguments: Namespace) -> int:
    """Make a library of a folder, or the founding library in its own place."""
    if arguments.founding:
        if arguments.output is not None:
            complain("The founding library has its own place; leave out -o, or give a FOLDER.")
            return endings.MISTAKE
        _tell(ensure_founding(), 0, arguments)
        return 0
    if arguments.output is None:
        complain("Say which library to make: whosaid build FOLDER -o FILE.")
        return endings.MISTAKE
    with Progress() as progress:
        new_ids = build(arguments.folder, arguments.output, progress.tell)
    _tell(arguments.output, new_ids, arguments)
    return 0


def run_unpack(arguments: Namespace) -> int:
    """Write the folder form of a library."""
    with Progress() as progress:
        records = unpack(arguments.file, arguments.folder, progress.tell)
    if arguments.json:
        print(json_lines.written({"folder": str(arguments.folder), "records": records}))
    else:
        print(f"{arguments.folder}: {counted(records, 'record')}.")
    return 0


def _tell(file: Path, new_ids: int, arguments: Namespace) -> None:
    library = Library(file)
    sizes = library.sizes()
    library.close()
    if arguments.json:
        print(json_lines.written({"library": str(file), **sizes, "new_ids": new_ids}))
        return
    print(f"{file}: {counts(sizes)}.")
    if new_ids:
        named = counted(new_ids, "new statement")
        print(f"{named} got an id, written into {arguments.folder}.")
