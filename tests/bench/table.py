"""What a run has written, as a table to read."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from tests.bench import figures
from tests.bench.figures import Figure

_HEAD = ("", "unit", "n", "median", "p95", "p99", "worst", "aim")


def markdown(run: dict[str, Any]) -> str:
    """Return the table as the README holds it."""
    lines = [_heading(run), ""]
    for part, rows in _parts(run):
        lines += [f"**{part[0].upper()}{part[1:]}**", ""]
        head, *cells = rows
        lines += [_row(head), _row(["---", "---", *["---:"] * 5, "---"]), *map(_row, cells), ""]
    return "\n".join(lines)


def text(run: dict[str, Any]) -> str:
    """Return the table as a terminal shows it."""
    lines = [_heading(run)]
    for part, rows in _parts(run):
        widths = [max(len(row[at]) for row in rows) for at in range(len(_HEAD))]
        lines += ["", part]
        for row in rows:
            cells = [
                cell.rjust(width) if 2 <= at <= 6 else cell.ljust(width)
                for at, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _heading(run: dict[str, Any]) -> str:
    machine = run["machine"]
    versions = ", ".join(
        f"{name} {machine[name]}"
        for name in ("python", "sqlite", "pyside6-essentials", "datasette", "tantivy")
    )
    return (
        f"{run['size']:,} statements, {run['date']}, {machine['cores']} cores of "
        f"{machine['processor']}, {machine['memory_gb']} GB, {versions}."
    )


def _parts(run: dict[str, Any]) -> list[tuple[str, list[list[str]]]]:
    return [
        (part, [list(_HEAD), *(_cells(one) for one in group)])
        for part, group in groupby(
            sorted(figures.read(run["figures"]), key=_order(run)), key=lambda one: one.part
        )
    ]


def _order(run: dict[str, Any]) -> Any:
    """Keep parts in the order in which they first come."""
    first = list(dict.fromkeys(one["part"] for one in run["figures"]))
    return lambda one: first.index(one.part)


def _cells(one: Figure) -> list[str]:
    if one.samples == 1:
        values = [_written(one.median), "", "", ""]
    else:
        values = [_written(value) for value in (one.median, one.p95, one.p99, one.worst)]
    return [one.what, one.unit, str(one.samples), *values, _aim(one)]


def _aim(one: Figure) -> str:
    """Return what was aimed at and whether it was reached, in words."""
    than = "≥" if one.unit == figures.FASTER else "≤"
    return ", ".join(
        f"{name} {than} {_written(most)}: {'missed' if name in one.misses else 'met'}"
        for name, most in one.aims
    )


def _written(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:g}"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
