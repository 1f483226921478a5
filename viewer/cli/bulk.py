"""``whosaid import`` and ``whosaid export``: records in bulk, as JSON Lines."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from viewer import plain
from viewer.cli import json_lines
from viewer.cli.opening import opened
from viewer.cli.terminal import Progress
from viewer.conjunction import counted
from viewer.ingest.jsonl import import_file


def run_import(arguments: Namespace) -> int:
    """Add the records of a file to a library."""
    library: Path = arguments.library
    with Progress() as progress:
        new = import_file(arguments.statements, library, progress.tell)
    if arguments.json:
        print(json_lines.written({"library": str(library), "new": new}))
    else:
        print(f"{library}: {counted(new, 'new record')}.")
    return 0


def run_export(arguments: Namespace) -> int:
    """Write every record of a library as a line of JSON."""
    with opened(arguments.library) as library, library.at_once():
        for line in map(plain.line, library.records()):
            print(line)
    return 0
