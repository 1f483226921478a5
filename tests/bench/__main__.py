"""``python -m tests.bench PART --size N``: measure, print a table, write JSON."""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import figures, libraries, table
from tests.bench.figures import Figure

PARTS = ("build", "start", "window", "views", "peers")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    for name in ("all", *PARTS):
        part = parts.add_parser(name)
        part.add_argument("--size", type=int, default=1_000_000, help="statements")
        part.add_argument("--rounds", type=int, default=3, help="how often everything is typed")
        part.add_argument("--searches", type=int, default=10_000, help="for the growth of memory")
        part.add_argument("--json", type=Path, help="the file to write")
    shown = parts.add_parser("table")
    shown.add_argument("json", type=Path, help="what a run has written")
    options = parser.parse_args()
    if options.part == "table":
        print(table.markdown(json.loads(options.json.read_text(encoding="utf-8"))), end="")
        return
    started = datetime.now(UTC)
    measured = _all(options) if options.part == "all" else _measure(options)
    run = {
        "date": started.isoformat(timespec="minutes"),
        "size": options.size,
        "machine": figures.machine(),
        "figures": figures.plain(measured),
    }
    out = options.json or libraries.home() / f"{options.size}-{options.part}.json"
    out.write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(table.text(run))
    print(f"\n{out}")


def _all(options: argparse.Namespace) -> Sequence[Figure]:
    """Measure each part in a process of its own, so that none sees another's memory."""
    measured: list[Figure] = []
    for part in PARTS:
        with tempfile.NamedTemporaryFile(suffix=".json") as out:
            given = ("--size", options.size, "--rounds", options.rounds)
            more = ("--searches", options.searches, "--json", out.name)
            libraries.run("-m", "tests.bench", part, *given, *more, stdout=subprocess.DEVNULL)
            measured += figures.read(json.load(out)["figures"])
    return measured


def _measure(options: argparse.Namespace) -> Sequence[Figure]:
    from tests.bench import build, peers, start, views, window

    measures: dict[str, Callable[[], list[Figure]]] = {
        "build": lambda: build.measure(options.size),
        "start": lambda: start.measure(options.size),
        "window": lambda: window.measure(options.size, options.rounds, options.searches),
        "views": lambda: views.measure(options.size),
        "peers": lambda: peers.measure(options.size),
    }
    return measures[options.part]()


if __name__ == "__main__":
    main()
