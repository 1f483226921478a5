"""Where in the viewer one is, and the way back.

A place is written ``viewer:actor/iran``; ``#`` and the id of a statement after
a source lead to that statement within its text, ``#part-3`` to a part of a long page.
What is compared stands side by side in one place, ``viewer:compare/iran+russia``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar, get_args

Comparison = Literal["compare", "compare-sources"]
"""Actors side by side, or sources."""

Kind = Literal["library", "actor", "weapon", "statement", "claim", "source", Comparison, "help"]

ViewName = Literal["statements", "positions", "transfers", "timeline", "network"]
"""How what is asked for is shown."""

VIEWS: tuple[ViewName, ...] = get_args(ViewName)

MOST_COMPARED = 6
"""More would not be read side by side."""

_WRITTEN = re.compile(r"(?:viewer:)?([a-z-]+)(?:/([a-z0-9-]+(?:\+[a-z0-9-]+)*))?(?:#([a-z0-9-]+))?")
_PART = re.compile(r"part-(\d{1,9})")
_ALONE = ("library", "help")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """What is read; ``anchor`` leads to a statement within a source, or to a part of a page."""

    kind: Kind
    id: str = ""
    anchor: str = ""

    def __str__(self) -> str:
        """Return the place as a link writes it."""
        written = f"viewer:{self.kind}"
        if self.id:
            written += f"/{self.id}"
        return f"{written}#{self.anchor}" if self.anchor else written

    @property
    def part(self) -> int | None:
        """To which part of a long page it leads, counted from 1; None to none by its number."""
        numbered = _PART.fullmatch(self.anchor)
        return max(1, int(numbered[1])) if numbered else None

    def at_part(self, number: int, parts: int) -> Place | None:
        """Return where part ``number`` of the same page is; None where it has no such part."""
        return replace(self, anchor=f"part-{number}") if 1 <= number <= parts else None

    @property
    def compared(self) -> tuple[str, ...]:
        """The ids of what a comparison sets side by side."""
        return tuple(self.id.split("+"))


HOME = Place("library")


def comparison(kind: Comparison, ids: Iterable[str]) -> Place:
    """Return where the first few of ``ids``, two at least, stand side by side."""
    return Place(kind, "+".join(list(dict.fromkeys(ids))[:MOST_COMPARED]))


def parse(written: str) -> Place:
    """Return the place that ``written`` names; ``viewer:`` may be left out.

    Raises ValueError with one sentence when it names none.
    """
    match = _WRITTEN.fullmatch(written.strip())
    kinds = get_args(Kind)
    if not match or match[1] not in kinds or bool(match[2]) == (match[1] in _ALONE):
        raise ValueError(
            f"“{written}” is no place; write library, help, or KIND/ID with one of "
            f"{', '.join(kind for kind in kinds if kind not in _ALONE)}."
        )
    kind: Kind = match[1]  # type: ignore[assignment] # it is one of kinds
    place = Place(kind, match[2] or "", match[3] or "")
    _require_sides(place, written)
    return place


def _require_sides(place: Place, written: str) -> None:
    sides = place.compared
    if place.kind not in get_args(Comparison):
        if len(sides) > 1:
            raise ValueError(f"“{written}” names several; write compare/ONE+OTHER to compare them.")
    elif not 2 <= len(set(sides)) == len(sides) <= MOST_COMPARED:
        raise ValueError(
            f"“{written}” is no comparison; write {place.kind}/ONE+OTHER with two to "
            f"{MOST_COMPARED} different ids."
        )


class History(Generic[T]):
    """What was visited, in order, and where one stands in it."""

    def __init__(self, first: T) -> None:
        self._visits = [first]
        self._at = 0

    @property
    def current(self) -> T:
        return self._visits[self._at]

    @property
    def can_go_back(self) -> bool:
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        return self._at + 1 < len(self._visits)

    def visit(self, entry: T) -> None:
        """Go to ``entry``; what lay ahead is forgotten."""
        if entry != self.current:
            del self._visits[self._at + 1 :]
            self._visits.append(entry)
            self._at += 1

    def amend(self, entry: T) -> None:
        """Put ``entry`` in the place of the current one."""
        self._visits[self._at] = entry

    def back(self) -> T:
        self._at = max(0, self._at - 1)
        return self.current

    def forward(self) -> T:
        self._at = min(len(self._visits) - 1, self._at + 1)
        return self.current
