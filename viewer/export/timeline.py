"""A timeline as a table: what happened, and when what was said."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.export.csv import table
from viewer.library.timeline import Histogram, Said, Timeline, iso
from viewer.library.told import ToldStand
from viewer.records import Dates

HEADER = (
    "kind",
    "id",
    "date_from",
    "date_to",
    "precision",
    "date_basis",
    "speaker",
    "stances",
    "text",
    "statement_ids",
    "count",
    "ranged",
)
"""``kind`` is event, statement, or statements that are only counted; ``text`` begins their words.

``count`` adds up to all statements: those dated to a day stand by the days that they are of,
those dated to a longer or an open range and those without a date in a row each.  ``ranged``
says how many ranges touch the same days, and counts a range in every part that it touches.
"""


def timeline_table(timeline: Timeline) -> str:
    """Return the events of ``timeline``, then all of its statements, as CSV."""
    return table(HEADER, _rows(timeline))


def _rows(timeline: Timeline) -> Iterator[tuple[str, ...]]:
    for event in timeline.events:
        evidence = " ".join(one.id for one in event.evidence)
        speakers = "; ".join(event.speakers)
        yield "event", event.id, *_dates(event.dates), speakers, "", event.text, evidence, "", ""
    if timeline.statements is None:
        yield from _counted(timeline, timeline.histogram)
    else:
        yield from map(_row, timeline.statements)


def _row(said: Said) -> tuple[str, ...]:
    stands = "; ".join(map(_stand, said.stands))
    return "statement", said.id, *_dates(said.dates), said.speaker, stands, said.words, "", "1", ""


def _counted(timeline: Timeline, counts: Histogram) -> Iterator[tuple[str, ...]]:
    for first, after, exact, ranged in zip(
        counts.edges, counts.edges[1:], counts.exact, counts.ranged, strict=False
    ):
        yield _count("day", exact, iso(first), iso(after - 1), ranged)
    yield _count("range", timeline.total - timeline.undated - sum(counts.exact))
    yield _count("none", timeline.undated)


def _count(
    precision: str, count: int, first: str = "", last: str = "", ranged: int | None = None
) -> tuple[str, ...]:
    touching = "" if ranged is None else str(ranged)
    return "statements", "", first, last, precision, *([""] * 5), str(count), touching


def _dates(dates: Dates) -> tuple[str, str, str, str]:
    basis = dates.basis.kind if dates.basis else ""
    return dates.first or "", dates.last or "", _precision(dates), basis


def _precision(dates: Dates) -> str:
    if dates.first is None:
        return "none" if dates.last is None else "until"
    if dates.last is None:
        return "since"
    return "day" if dates.first == dates.last else "range"


def _stand(stand: ToldStand) -> str:
    """Return a stand as “affirms (hedged)”, after whose it is where that is not the speaker."""
    how = "" if stand.modality == "plain" else f" ({stand.modality})"
    return " ".join(part for part in (stand.holder, stand.position) if part) + how
