"""Positions over time: a line for each holder, with its stands at their dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from viewer.badges import Badge, badge
from viewer.dating import spell
from viewer.library.file import damaged
from viewer.library.status import CountedStand
from viewer.pages.pieces import Pieces
from viewer.pages.views import Ref
from viewer.places import Place
from viewer.records import Dates

_PLACES = 24
"""Into how many places the time from the first to the last stand is cut."""

_LINES, _MARKS = 12, 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A stand, leading to its statement."""

    badge: Badge
    place: Place
    is_reported: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One place in time; ``is_within`` where a stand may have been taken any day up to its mark."""

    marks: tuple[Mark, ...]
    is_within: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What a holder says of the claim, or, where it ``is_of_report``, of one that it is so."""

    holder: Ref
    is_of_report: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """``scale`` is the first day, the one in the middle and the last, in words."""

    lines: tuple[Line, ...]
    scale: tuple[str, str, str]
    left_out: int

    @property
    def has_ranges(self) -> bool:
        return any(cell.is_within for line in self.lines for cell in line.cells)


def strip(pieces: Pieces, stands: Sequence[CountedStand]) -> Strip | None:
    """Return when who stood where; None where all that is known fell on one day.

    What is predicted of a holder is no stand of it and has no place here.  Where there
    are too many holders, those who changed their minds and who spoke most often are shown.
    Raises Damaged for a day that no calendar has.
    """
    dated = [stand for stand in stands if stand.said and not stand.is_predicted]
    try:
        spans = [(_day(stand.since or stand.said), _day(stand.said)) for stand in dated]
    except ValueError as error:  # SQLite knows a year 0
        raise damaged(pieces.library.path) from error
    days = [last for _, last in spans]
    if not days or min(days) == max(days):
        return None
    first, last = min(days), max(days)
    of_holder: defaultdict[tuple[int, bool], list[CountedStand]] = defaultdict(list)
    for stand in sorted(dated, key=lambda one: one.said):
        for holder in stand.holders:
            of_holder[holder, bool(stand.report)].append(stand)
    most = sorted(of_holder, key=lambda one: (-_positions(of_holder[one]), -len(of_holder[one])))
    shown = sorted(most[:_LINES], key=lambda one: of_holder[one][0].said)
    entities = pieces.library.entities
    return Strip(
        tuple(
            Line(
                pieces.actor(entities[holder].id),
                is_of_report,
                _cells(of_holder[holder, is_of_report], first, last),
            )
            for holder, is_of_report in shown
        ),
        (_spelt(first), _spelt((first + last) // 2), _spelt(last)),
        len({holder for holder, _ in of_holder} - {holder for holder, _ in shown}),
    )


def _cells(stands: Sequence[CountedStand], first: int, last: int) -> tuple[Cell, ...]:
    def place(day: str) -> int:
        return max(0, (_day(day) - first)) * (_PLACES - 1) // (last - first)

    marks: defaultdict[int, dict[Badge, Mark]] = defaultdict(dict)
    within: set[int] = set()
    for stand in stands:
        at = place(stand.said)
        shown = badge(stand.position)
        mark = Mark(shown, Place("statement", stand.statement), stand.how == "reported")
        # Of one shape in one place the newest is kept, and stands last.
        marks[at].pop(shown, None)
        marks[at][shown] = mark
        within.update(range(place(stand.since or stand.said), at))
    return tuple(
        Cell(tuple(marks[at].values())[-_MARKS:] if at in marks else (), at in within)
        for at in range(_PLACES)
    )


def _positions(stands: Sequence[CountedStand]) -> int:
    return len({stand.position for stand in stands})


def _day(written: str) -> int:
    return date.fromisoformat(written).toordinal()


def _spelt(day: int) -> str:
    written = date.fromordinal(day).isoformat()
    return spell(Dates(written, written), short=True)
