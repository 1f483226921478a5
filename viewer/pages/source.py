"""The page of a source: its whole text, in parts, with each statement marked in its place."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from viewer.badges import ShownStance
from viewer.cite import through, web_address
from viewer.pages.compare import compare_links
from viewer.pages.pieces import Pieces
from viewer.pages.runs import Run, Stretch, cut, lines
from viewer.pages.views import BasisView, DatesView, Ref
from viewer.places import Place
from viewer.records import Source, Statement

PART = 20_000
"""About how many code points of a text one page holds; setting more would be felt."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who begins to speak in a line, and the stands told of."""

    ref: Ref
    stances: tuple[ShownStance, ...]
    is_here: bool


@dataclass(frozen=True, slots=True)
class Line:
    runs: list[Run]
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class SourcePage:
    title: str
    title_basis: BasisView | None
    kind: str
    publisher: Ref | None
    publisher_basis: BasisView | None
    published: DatesView
    language: str
    url: str
    web: str
    sha256: str
    length: int
    note: str
    statements: int
    beside: tuple[Ref, ...]
    lines: tuple[Line, ...]
    part: int
    parts: int
    previous: Place | None
    next: Place | None


def source_page(pieces: Pieces, source: Source, place: Place, whole: bool) -> SourcePage:
    """Return the part of a source to which ``place`` leads, or with ``whole`` all of it."""
    placed = pieces.library.statements_of_source(source.id)
    starts = [0] if whole else part_starts(source.text)
    at = _part_of(place, placed, starts)
    start = starts[at]
    end = starts[at + 1] if at + 1 < len(starts) else len(source.text)
    here = [one for one in placed if one[1] < end and one[2] > start]
    return SourcePage(
        title=source.title,
        title_basis=pieces.basis(source.title_basis),
        kind=source.kind,
        publisher=pieces.actor(source.publisher) if source.publisher else None,
        publisher_basis=pieces.basis(source.publisher_basis),
        published=pieces.dates(source.published),
        language=source.language,
        url=source.url,
        web=web_address(source.url),
        sha256=source.sha256,
        length=len(source.text),
        note=source.note,
        statements=len(placed),
        beside=compare_links(pieces, "compare-sources", source.id),
        lines=_lines(pieces, source, (start, end), here, place.anchor),
        part=at + 1,
        parts=len(starts),
        previous=place.at_part(at, len(starts)),
        next=place.at_part(at + 2, len(starts)),
    )


def part_starts(text: str) -> list[int]:
    """Return where the parts of a long text begin: at a line, else at a word, else anywhere."""
    starts = [0]
    while len(text) - starts[-1] > PART + PART // 4:
        low, high = starts[-1] + PART // 2, starts[-1] + PART
        cut_at = text.rfind("\n", low, high)
        if cut_at < 0:
            cut_at = text.rfind(" ", low, high)
        starts.append(cut_at + 1 if cut_at >= 0 else high)
    return starts


def _part_of(place: Place, placed: list[tuple[str, int, int]], starts: list[int]) -> int:
    if place.part is not None:
        return min(place.part, len(starts)) - 1
    begins = next((start for id, start, _ in placed if id == place.anchor), 0)
    return bisect_right(starts, begins) - 1


def _lines(
    pieces: Pieces,
    source: Source,
    part: tuple[int, int],
    here: list[tuple[str, int, int]],
    anchor: str,
) -> tuple[Line, ...]:
    start, end = part
    library = pieces.library
    rows = [row for id, _, _ in here if (row := library.row_of(id)) is not None]
    statements = library.statements(rows)
    stretches = [
        *(Stretch(aside.start, aside.end, "aside") for aside in source.asides),
        *(_stretch(statement, anchor) for statement in statements),
        *(Stretch(span.start, span.end, "quoted") for one in statements for span in one.quoted),
        *(
            Stretch(mark.start, mark.end, "mark")
            for one in statements
            for mark in pieces.marks(one)
        ),
    ]
    runs = lines(cut(source.text[start:end], start, stretches))
    voices = [_voice(pieces, statement, anchor) for statement in statements]
    begun = [max(statement.start, start) for statement in statements]
    found: list[Line] = []
    place, spoken = start, 0
    for line in runs:
        place += sum(len(run.text) for run in line) + 1
        first = spoken
        while spoken < len(begun) and begun[spoken] < place:
            spoken += 1
        found.append(Line(line, tuple(voices[first:spoken])))
    return tuple(found)


def _stretch(statement: Statement, anchor: str) -> Stretch:
    return Stretch(
        statement.start,
        statement.end,
        "said here" if statement.id == anchor else "said",
        str(Place("statement", statement.id)),
        statement.id,
    )


def _voice(pieces: Pieces, statement: Statement, anchor: str) -> Voice:
    last = tuple(replace(link, descriptor="") for link in statement.chain[-1:])
    speaker = through(last, pieces.library) or "somebody"
    ref = Ref(speaker, Place("statement", statement.id))
    return Voice(ref, pieces.stances(statement), statement.id == anchor)
