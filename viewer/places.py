"""Where in the viewer one is, and the way back.

A place is written ``viewer:actor/iran``; ``#`` and the id of a statement after
a source lead to that statement within its text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, get_args

Kind = Literal["library", "actor", "weapon", "statement", "claim", "source", "help"]

View = Literal["statements", "positions", "transfers", "timeline", "network"]
"""How what is asked for is shown."""

VIEWS: tuple[View, ...] = get_args(View)

_WRITTEN = re.compile(r"(?:viewer:)?([a-z]+)(?:/([a-z0-9-]+))?(?:#([a-z0-9-]+))?")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    kind: Kind
    id: str = ""
    anchor: str = ""

    def __str__(self) -> str:
        """Return the place as a link writes it."""
        written = f"viewer:{self.kind}"
        if self.id:
            written += f"/{self.id}"
        return f"{written}#{self.anchor}" if self.anchor else written


HOME = Place("library")


def parse(written: str) -> Place:
    """Return the place that ``written`` names; ``viewer:`` may be left out.

    Raises ValueError with one sentence when it names none.
    """
    match = _WRITTEN.fullmatch(written.strip())
    kinds = get_args(Kind)
    if not match or match[1] not in kinds or bool(match[2]) == (match[1] in ("library", "help")):
        raise ValueError(
            f"“{written}” is no place; write library, help, or KIND/ID with one of "
            f"{', '.join(kind for kind in kinds if kind not in ('library', 'help'))}."
        )
    kind: Kind = match[1]  # type: ignore[assignment] # it is one of kinds
    return Place(kind, match[2] or "", match[3] or "")


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
