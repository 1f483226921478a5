"""What happened and when it was said: events, and statements one by one or counted by day.

Days are numbered as ``datetime.date.toordinal`` does; an open end is None.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from pyroaring import BitMap

from viewer.conjunction import conjunction
from viewer.dating import ENDLESS
from viewer.library.file import damaged
from viewer.library.order import between
from viewer.library.reading import Library
from viewer.library.told import ToldStand, told
from viewer.periods import LATEST, Step, finest
from viewer.records import Basis, Dates, Statement

MOST_EVENTS = 2000
MOST_STATEMENTS = 600
"""How many are shown one by one."""

_BINS = 400
"""About how many parts of time are counted at once; each costs some 20 reads."""

_COUNTED_BY = (Step("day"), Step("month"), *(Step("year", size) for size in (1, 10, 100)))

_EXCERPT = 300  # code points


@dataclass(frozen=True, slots=True)
class Witness:
    """A statement on which an event rests, as far as the timeline needs it."""

    row: int
    id: str
    dates: Dates


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with its evidence, the statements asked for first, and whose words these are."""

    id: str
    text: str
    dates: Dates
    evidence: tuple[Witness, ...]
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: ``words`` are its beginning, ``stands`` those told in it, each once."""

    id: str
    dates: Dates
    speaker: str
    stands: tuple[ToldStand, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """Statements counted between ``edges`` (days, ascending; one more than there are counts).

    ``exact`` counts those dated to a day of each part; ``ranged`` those dated to
    a range that touches it, which count in every part that they touch.
    """

    edges: tuple[int, ...] = ()
    exact: tuple[int, ...] = ()
    ranged: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Closer:
    """The statements of the days from ``first`` to ``last``, an end of whose date lies there.

    ``statements`` is None when they are more than are shown one by one;
    ``longer`` counts those dated to a range that goes beyond on both sides.
    """

    first: int
    last: int
    histogram: Histogram
    statements: tuple[Said, ...] | None
    longer: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """``found`` is what was asked for, None for everything: what closer looks are limited to.

    ``statements`` is None when they are more than are shown one by one; then
    they are in ``histogram``, and ``undated`` of them nowhere.  ``first`` and
    ``last`` are the days between which everything lies, None when nothing is dated.
    """

    found: BitMap | None
    events: tuple[Happening, ...]
    events_in_all: int
    total: int
    undated: int
    statements: tuple[Said, ...] | None
    histogram: Histogram
    first: int | None
    last: int | None


def timeline(library: Library, found: BitMap | None) -> Timeline:
    """Read what happened by the evidence of ``found`` (None: of all), and when that was said."""
    events = _events(library, found)
    shown = _told_by(library, _most_supported(events))
    for event in shown:
        _require_days(library, [event.dates, *(witness.dates for witness in event.evidence)])
    dated = _Dated(library, found)
    days = [*dated.ends(), *(day for one in shown for day in _days(one.dates))]
    ends = (min(days), max(days)) if days else (None, None)
    _require_days(library, [Dates(*ends)])
    first, last = (ordinal(day) if day else None for day in ends)
    one_by_one = len(dated.rows) <= MOST_STATEMENTS
    return Timeline(
        found=found,
        events=shown,
        events_in_all=len(events),
        total=len(dated.rows),
        undated=len(dated.undated()),
        statements=_said(library, dated.rows) if one_by_one else None,
        histogram=Histogram() if one_by_one or not first or not last else dated.by(first, last),
        first=first,
        last=last,
    )


def closer(library: Library, found: BitMap | None, first: int, last: int) -> Closer:
    """Look closer at the days from ``first`` to ``last``, both included."""
    dated = _Dated(library, found)
    rows, longer = dated.within(iso(first), iso(last))
    return Closer(
        first=first,
        last=last,
        histogram=dated.by(first, last),
        statements=_said(library, rows) if len(rows) <= MOST_STATEMENTS else None,
        longer=longer,
    )


def ordinal(day: str) -> int:
    """Return the number of an ISO day."""
    return date.fromisoformat(day).toordinal()


def iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


# Events


def _events(library: Library, found: BitMap | None) -> list[Happening]:
    """Return the events with evidence in ``found``, the earliest first."""
    connection = library.connection
    evidence: defaultdict[int, list[Witness]] = defaultdict(list)
    asked_for: Counter[int] = Counter()
    for event, row, id, first, last in connection.execute(
        "SELECT e.id, s.id, s.hash, s.said_from, s.said_to FROM event AS e"
        " JOIN evidence AS v ON v.basis = e.basis JOIN statement AS s ON s.id = v.statement"
        " ORDER BY e.id, s.id"
    ):
        witness = Witness(row, id, Dates(first, last))
        if found is None or row in found:
            evidence[event].insert(asked_for[event], witness)
            asked_for[event] += 1
        else:
            evidence[event].append(witness)
    rows = connection.execute(
        "SELECT e.id, e.slug, e.text, e.dates_from, e.dates_to, b.kind, b.note, b.alternative"
        " FROM event AS e LEFT JOIN basis AS b ON b.id = e.dates_basis"
        " ORDER BY coalesce(e.dates_from, e.dates_to), e.dates_to, e.slug"
    )
    return [
        Happening(
            slug,
            text,
            Dates(first, last, Basis(*basis) if basis[0] else None),
            tuple(evidence[event]),
        )
        for event, slug, text, first, last, *basis in rows
        if found is None or asked_for[event]
    ]


def _most_supported(events: list[Happening]) -> tuple[Happening, ...]:
    """Return as many events as are shown, those with most evidence, in their order."""
    if len(events) <= MOST_EVENTS:
        return tuple(events)
    best = sorted(range(len(events)), key=lambda at: -len(events[at].evidence))[:MOST_EVENTS]
    return tuple(events[at] for at in sorted(best))


def _told_by(library: Library, events: tuple[Happening, ...]) -> tuple[Happening, ...]:
    """Say of each event whose words its evidence is, each speaker once."""
    rows = {witness.row for event in events for witness in event.evidence}
    # The last link of a chain is the speaker; of several, the first in the order of the sentence.
    found = library.connection.execute(
        "SELECT statement, actor, max(position) OVER (PARTITION BY statement) = position"
        " FROM link WHERE statement IN (SELECT value FROM json_each(?))"
        " ORDER BY statement, position, ordinal",
        (json.dumps(sorted(rows)),),
    )
    speakers: defaultdict[int, list[str]] = defaultdict(list)
    for row, actor, is_speaker in found:
        if is_speaker:
            speakers[row].append(library.entities[actor].name)
    return tuple(
        replace(
            event,
            speakers=tuple(
                dict.fromkeys(
                    conjunction(speakers[witness.row])
                    for witness in event.evidence
                    if speakers[witness.row]
                )
            ),
        )
        for event in events
    )


# Statements


class _Dated:
    """The statements asked for by their dates.

    Those of one day stand in order, so that counting them up to a day is a
    matter of one row number; ranges and late arrivals are counted beside them.
    """

    def __init__(self, library: Library, found: BitMap | None) -> None:
        """``found`` are row numbers, None for every statement."""
        self._library = library
        self._chronology = library.chronology
        self.rows = library.postings.everything if found is None else found
        self._ranged = [(one, len(one.rows)) for one in self._chronology.ranged]
        if found is not None:
            asked_for = self._chronology.rows_of_ranges & found
            counts = ((one, sum(row in asked_for for row in one.rows)) for one, _ in self._ranged)
            self._ranged = [(one, count) for one, count in counts if count]
        self._of_one_day = self.rows - self._chronology.rows_of_ranges
        self._undated_to = self._chronology.rows_before("0")  # which comes before every day
        late = library.connection.execute(
            "SELECT id, said_from FROM statement WHERE id > ? ORDER BY said_from",
            (self._chronology.ordered_to,),
        )
        self._late = [(row, day) for row, day in late if row in self._of_one_day]

    def undated(self) -> BitMap:
        """Return those without any date."""
        late = BitMap([row for row, day in self._late if day is None])
        return late | (self._of_one_day & between(1, self._undated_to))

    def ends(self) -> list[str]:
        """Return days among which are the first and the last of all dates."""
        ordered = self._of_one_day & between(self._undated_to + 1, self._chronology.ordered_to)
        outer = [ordered.min(), ordered.max()] if ordered else []
        found = self._library.connection.execute(
            "SELECT said_from FROM statement WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(outer),),
        )
        days = [day for (day,) in found]
        days += [day for _, day in self._late if day]
        days += [day for one, _ in self._ranged for day in (one.first, one.last) if day]
        return days

    def by(self, first: int, last: int) -> Histogram:
        """Count by the finest part of the calendar of which there are not too many."""
        edges = finest(first, last, _BINS, _COUNTED_BY).edges(first, last)
        days = [iso(edge) if edge <= LATEST else ENDLESS for edge in edges]
        late = [day for _, day in self._late if day]
        until = [
            self._of_one_day.rank(row) + bisect_left(late, day)
            for row, day in zip(self._chronology.rows_before_each(days), days, strict=True)
        ]
        begun = [0] * len(days)  # ranges that begin before the end of each part
        over = [0] * len(days)  # ranges that end before its beginning
        for one, count in self._ranged:
            if (one.first or "") < days[-1]:
                begun[bisect_right(days, one.first or "")] += count
            if one.last and one.last < days[-1]:
                over[bisect_right(days, one.last)] += count
        begun, over = list(accumulate(begun)), list(accumulate(over))
        parts = range(len(days) - 1)
        return Histogram(
            edges=tuple(edges),
            exact=tuple(until[at + 1] - until[at] for at in parts),
            ranged=tuple(begun[at + 1] - over[at] for at in parts),
        )

    def within(self, first: str, last: str) -> tuple[BitMap, int]:
        """Return those with an end from ``first`` to ``last``, and how many go beyond both."""
        before, until = self._chronology.rows_before(first), self._chronology.rows_until(last)
        rows = self._of_one_day & between(before + 1, until)
        rows |= BitMap([row for row, day in self._late if day and first <= day <= last])
        longer = 0
        for one, count in self._ranged:
            if any(day and first <= day <= last for day in (one.first, one.last)):
                rows |= BitMap(one.rows) & self.rows
            elif (one.first or "") < first and (one.last is None or one.last > last):
                longer += count
        return rows, longer


def _days(dates: Dates) -> list[str]:
    return [day for day in (dates.first, dates.last) if day]


def _require_days(library: Library, dates: Iterable[Dates]) -> None:
    """Raise LibraryError for a day that no calendar has: SQLite knows a year 0."""
    try:
        for one in dates:
            for day in _days(one):
                ordinal(day)
    except ValueError as error:
        raise damaged(library.path) from error


def _said(library: Library, rows: BitMap) -> tuple[Said, ...]:
    """Read statements one by one, in the order of their row numbers."""
    statements = library.statements(list(rows))
    _require_days(library, (one.said for one in statements))
    return tuple(
        Said(
            id=statement.id,
            dates=statement.said,
            speaker=_speaker(library, statement),
            stands=told(statement, library),
            words=statement.exact[:_EXCERPT],
        )
        for statement in statements
    )


def _speaker(library: Library, statement: Statement) -> str:
    return _names(library, statement.chain[-1].actors)


def _names(library: Library, actors: Iterable[str]) -> str:
    return conjunction(library.name(actor) for actor in actors)
