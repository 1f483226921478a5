"""The real window: typing, choosing, opening, jumping, and the memory they take."""

from __future__ import annotations

import json
import os
import subprocess
from collections import defaultdict
from typing import Any

from tests.bench import libraries
from tests.bench.figures import Figure, figure
from tests.bench.queries import places, queries, searches

_ROWS = {"p99": 16.0, "worst": 30.0}
_COUNTS = {"p95": 50.0, "worst": 150.0}
_FRAME = 16.0


def measure(size: int, rounds: int = 3, times: int = 10_000) -> list[Figure]:
    """Drive the window in a process of its own; ``times`` is how often memory is tried."""
    file = libraries.library_file(size)
    orders = {
        "queries": [[typed.name, typed.text] for typed in queries(size)],
        "places": places(file),
        "searches": searches(size),
        "rounds": rounds,
        "times": times,
    }
    driven = subprocess.run(
        libraries.command("-m", "tests.bench.driver", file),
        cwd=libraries.ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        input=json.dumps(orders),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    samples = json.loads(driven.stdout)
    return [
        *_typing(samples["typing"]),
        *_busy(samples["busy"]),
        *_moving(samples),
        *_memory(samples["memory"], times),
    ]


def _typing(samples: list[tuple[str, str, dict[str, float]]]) -> list[Figure]:
    figures = []
    for what, words, aims in (
        ("rows", "first rows painted", _ROWS),
        ("counts", "all counts shown", _COUNTS),
    ):
        every: list[float] = []
        each: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
        for scope, name, shown in samples:
            if what in shown:
                every.append(shown[what])
                each[scope, name].append(shown[what])
        figures.append(figure("window", f"key press to {words}", "ms", every, **aims))
        figures += [
            figure(f"key press to {words}, {scope}", name, "ms", taken)
            for (scope, name), taken in each.items()
        ]
    return figures


def _busy(samples: list[tuple[str, str, float]]) -> list[Figure]:
    stretches = [stretch for _, _, stretch in samples]
    scope, name, _ = max(samples, key=lambda sample: sample[2])
    what = f"interface thread busy in one go (longest: {name}, {scope})"
    return [figure("window", what, "ms", stretches, worst=_FRAME)]


def _moving(samples: dict[str, list[dict[str, float]]]) -> list[Figure]:
    def taken(doing: str, what: str) -> list[float]:
        return [shown[what] for shown in samples[doing] if what in shown]

    return [
        figure("window", "choosing an actor or weapon: rows", "ms", taken("choosing", "rows")),
        figure("window", "choosing an actor or weapon: counts", "ms", taken("choosing", "counts")),
        figure("window", "choosing an actor or weapon: page", "ms", taken("choosing", "page")),
        figure("window", "page of the actor with most statements", "ms", taken("opening", "page")),
        figure("window", "jump to an end of the list: rows", "ms", taken("jumping", "rows")),
        figure("window", "jump to an end of the list: page", "ms", taken("jumping", "page")),
    ]


def _memory(taken: dict[str, Any], times: int) -> list[Figure]:
    grown = taken["late"] - taken["early"]
    return [
        figure("memory", "peak after everything was opened once", "MB", taken["peak"], worst=250.0),
        figure("memory", "resident then", "MB", taken["opened"]),
        figure("memory", f"resident after {times:,} searches", "MB", taken["late"]),
        figure("memory", f"growth over the last 9/10 of {times:,} searches", "MB", grown),
    ]
