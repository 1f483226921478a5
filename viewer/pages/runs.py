"""A text cut where something begins or ends in it, so that it can be shown in runs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Stretch:
    """What lies over a text from ``start`` to ``end``; of several links the shortest leads."""

    start: int
    end: int
    css: str = ""
    href: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Text that is alike throughout; ``names`` are the anchors that begin with it."""

    text: str
    css: str = ""
    href: str = ""
    names: tuple[str, ...] = ()


def cut(text: str, start: int, stretches: Iterable[Stretch]) -> list[Run]:
    """Return ``text``, which begins at ``start``, in runs; their texts put together are it."""
    end = start + len(text)
    over = [one for one in stretches if max(one.start, start) < min(one.end, end)]
    edges = {start, end}
    opening: dict[int, list[Stretch]] = {}
    for one in over:
        opening.setdefault(max(one.start, start), []).append(one)
        edges |= {max(one.start, start), min(one.end, end)}
    places = sorted(edges)
    found: list[Run] = []
    under: list[Stretch] = []
    for here, there in pairwise(places):
        under = [one for one in under if one.end > here] + opening.get(here, [])
        found.append(_run(text[here - start : there - start], under, opening.get(here, [])))
    return found


def lines(found: Sequence[Run]) -> list[list[Run]]:
    """Return the runs line by line; the line breaks themselves are left out.

    An anchor before a line break leads to what comes next: an empty end of a line bears none.
    """
    result: list[list[Run]] = [[]]
    names: tuple[str, ...] = ()
    for run in found:
        names += run.names
        for number, piece in enumerate(run.text.split("\n")):
            if number:
                result.append([])
            if piece:
                result[-1].append(Run(piece, run.css, run.href, names))
                names = ()
    return result


def right_to_left(line: Iterable[Run]) -> bool:
    """Return whether a line is written from right to left, as its first letter is.

    Read the other way, its words would stand in another order than in their source.
    """
    written = (unicodedata.bidirectional(letter) for run in line for letter in run.text)
    return next((way for way in written if way in ("L", "R", "AL")), "L") != "L"


def _run(text: str, under: list[Stretch], opened: list[Stretch]) -> Run:
    css = " ".join(dict.fromkeys(word for one in under for word in one.css.split()))
    leading = [one for one in under if one.href]
    href = min(leading, key=lambda one: one.end - one.start).href if leading else ""
    return Run(text, css, href, tuple(one.name for one in opened if one.name))
