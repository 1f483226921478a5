"""What is measured, and the machine on which it was."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """What many samples of one thing come to; a lone sample is its own median and worst.

    ``aims`` says what is asked of it at 1,000,000 statements: the highest
    value of each statistic, or the lowest where the unit is ``times as fast``.
    """

    part: str
    what: str
    unit: str
    samples: int
    median: float
    p95: float
    p99: float
    worst: float
    aims: tuple[tuple[str, float], ...] = ()

    @property
    def misses(self) -> list[str]:
        """The statistics that miss their aims."""
        return [name for name, most in self.aims if not self._reaches(getattr(self, name), most)]

    def _reaches(self, value: float, aim: float) -> bool:
        return value >= aim if self.unit == FASTER else value <= aim


FASTER = "times as fast"


def figure(
    part: str, what: str, unit: str, samples: float | Iterable[float], **aims: float
) -> Figure:
    """Return the figure of one sample or of many."""
    taken = sorted([samples] if isinstance(samples, int | float) else samples)
    if not taken:
        raise ValueError(f"{part}, {what}: nothing was measured")
    p50, p95, p99 = (_rounded(_percentile(taken, share)) for share in (0.5, 0.95, 0.99))
    worst = _rounded(taken[0] if unit == FASTER else taken[-1])
    return Figure(part, what, unit, len(taken), p50, p95, p99, worst, tuple(aims.items()))


def plain(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Return figures as JSON can hold them."""
    return [{**asdict(one), "aims": dict(one.aims)} for one in figures]


def read(plain: Iterable[dict[str, Any]]) -> list[Figure]:
    """Return the figures that ``plain`` holds."""
    return [Figure(**{**one, "aims": tuple(one["aims"].items())}) for one in plain]


def machine() -> dict[str, str | int]:
    """Return what the figures depend on besides the code."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "memory_gb": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30),
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: _version(name) for name in ("pyside6-essentials", "datasette", "tantivy")},
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _percentile(taken: Sequence[float], share: float) -> float:
    """Return the smallest sample that ``share`` of all do not exceed."""
    return taken[max(0, -int(-share * len(taken) // 1) - 1)]


def _rounded(value: float) -> float:
    """Keep three digits, and whole numbers whole."""
    return float(f"{value:.3g}") if abs(value) < 100 else round(value)
