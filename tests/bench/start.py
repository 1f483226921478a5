"""From nothing to a painted window: Whosaid with its library, and a bare window with one table."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

from tests.bench import libraries
from tests.bench.figures import Figure, figure

_ROUNDS = 15
_LONGEST = 120  # s
_UNCOMPILED = "PYTHONDONTWRITEBYTECODE"  # an installed program is compiled


def measure(size: int, rounds: int = _ROUNDS) -> list[Figure]:
    """Start the two in turns; the first turn only warms the caches."""
    file = libraries.library_file(size)
    bare: list[float] = []
    painted: list[float] = []
    settled: list[float] = []
    peaks: list[float] = []
    for turn in range(rounds + 1):
        (first, _), _ = _start(None)
        (rows, everything), peak = _start(file)
        if turn:
            bare.append(first)
            painted.append(rows)
            settled.append(everything)
            peaks.append(peak)
    return [
        figure("start", "bare window with one table, painted", "ms", bare),
        figure("start", "Whosaid, first rows painted", "ms", painted),
        figure("start", "Whosaid, rows, counts and page shown", "ms", settled),
        figure(
            "start", "first rows, times the bare window", "×", _ratios(painted, bare), median=1.5
        ),
        figure("start", "all shown, times the bare window", "×", _ratios(settled, bare)),
        figure("start", "peak memory", "MB", peaks, worst=250.0),
    ]


def _ratios(ours: list[float], bare: list[float]) -> list[float]:
    return [one / other for one, other in zip(ours, bare, strict=True)]


def _start(file: Path | None) -> tuple[tuple[float, float], float]:
    """Return the milliseconds until each of the two lines was said, and the peak megabytes."""
    arguments = ["-m", "tests.bench.first_paint", *([str(file)] if file else [])]
    with tempfile.TemporaryDirectory() as settings:
        environment = {
            **{name: value for name, value in os.environ.items() if name != _UNCOMPILED},
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_CONFIG_HOME": settings,
            "XDG_STATE_HOME": settings,
        }
        started = time.perf_counter()
        with subprocess.Popen(
            libraries.command(*arguments),
            cwd=libraries.ROOT,
            env=environment,
            stdout=subprocess.PIPE,
        ) as window:
            assert window.stdout
            times = []
            for said in (b"painted\n", b"settled\n"):
                if window.stdout.readline() != said:
                    window.kill()
                    raise RuntimeError(f"{arguments} did not say {said!r}")
                times.append((time.perf_counter() - started) * 1000)
            _, status, used = os.wait4(window.pid, 0)
            window.returncode = os.waitstatus_to_exitcode(status)
    return (times[0], times[1]), used.ru_maxrss / 1024
