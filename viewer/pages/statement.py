"""The page of a statement: the exact words where they stand, and all that is known of them."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.cite import citation, through
from viewer.library.reading import Heading, Stand
from viewer.pages.pieces import (
    AppraisalView,
    DatesView,
    Entry,
    LinkView,
    Pieces,
    Ref,
    StandView,
)
from viewer.pages.runs import Run, Stretch, cut, lines
from viewer.places import Place
from viewer.records import Statement

_REACH = 220
_TITLE = 60

_MODES = {
    "direct": "direct speech",
    "indirect": "indirect speech",
    "mixed": "partly quoted",
    "narration": "narration",
}


@dataclass(frozen=True, slots=True)
class StatementView:
    """``lines`` hold the passage in its surroundings; ``others`` share words with it."""

    title: str
    mode: str
    source: Ref
    lines: list[list[Run]]
    cut_before: bool
    cut_after: bool
    chain: tuple[LinkView, ...]
    stands: tuple[StandView, ...]
    appraisals: tuple[AppraisalView, ...]
    answers: tuple[StandView, ...]
    others: tuple[Entry, ...]
    said: DatesView
    note: str
    citation: str
    previous: Place | None
    next: Place | None
    number: int
    count: int


def statement_page(pieces: Pieces, statement: Statement) -> StatementView:
    library = pieces.library
    heading = library.heading(statement.source)
    listed = library.statements_of_source(statement.source)
    here = next(at for at, (id, _, _) in enumerate(listed) if id == statement.id)
    before, after, cut_before, cut_after = _surroundings(pieces, statement)
    others = [
        other
        for id, start, end in listed
        if id != statement.id and start < statement.end and end > statement.start
        if (other := library.statement(id))
    ]
    return StatementView(
        title=_title(pieces, statement),
        mode=_MODES[statement.mode],
        source=_source(heading, statement),
        lines=_lines(pieces, statement, before, after),
        cut_before=cut_before,
        cut_after=cut_after,
        chain=tuple(pieces.link(link) for link in statement.chain),
        stands=tuple(pieces.stand(stand) for stand in _own(statement)),
        appraisals=tuple(pieces.appraisal(one, statement) for one in statement.appraisals),
        answers=tuple(
            pieces.stand(stand, with_claim=False) for stand in library.stands_about(statement.id)
        ),
        others=tuple(pieces.entry(other) for other in others[:10]),
        said=pieces.dates(statement.said),
        note=statement.note,
        citation=citation(statement, library),
        previous=_place(listed, here - 1),
        next=_place(listed, here + 1),
        number=here + 1,
        count=len(listed),
    )


def _own(statement: Statement) -> list[Stand]:
    return [Stand(stance, statement) for stance in statement.stances]


def _title(pieces: Pieces, statement: Statement) -> str:
    """Return the speaker and the first words, as a tab or a history names the page."""
    words = " ".join(statement.exact.split())
    short = words if len(words) <= _TITLE else words[:_TITLE].rsplit(" ", 1)[0] + "…"
    return f"{through(statement.chain[-1:], pieces.library)}: {short}"


def _source(heading: Heading | None, statement: Statement) -> Ref:
    title = heading.title if heading else statement.source
    return Ref(title, Place("source", statement.source, statement.id))


def _surroundings(pieces: Pieces, statement: Statement) -> tuple[str, str, bool, bool]:
    """Return what stands before and after, to the nearest word, and whether there is more."""
    before, after = pieces.library.surroundings(statement, _REACH)
    cut_before = len(before) < statement.start
    if cut_before:
        before = before[before.find(" ") + 1 :]
    cut_after = len(after) == _REACH
    if cut_after and " " in after:
        after = after[: after.rfind(" ")]
    return before, after, cut_before, cut_after


def _lines(pieces: Pieces, statement: Statement, before: str, after: str) -> list[list[Run]]:
    start = statement.start - len(before)
    text = before + statement.exact + after
    stretches = [
        Stretch(start, statement.start, "context"),
        Stretch(statement.start, statement.end, "passage"),
        Stretch(statement.end, start + len(text), "context"),
        *(Stretch(span.start, span.end, "quoted") for span in statement.quoted),
        *(Stretch(span.start, span.end, "cue") for span in statement.cue),
        *(Stretch(mark.start, mark.end, "mark") for mark in pieces.marks(statement)),
        *(
            Stretch(
                mention.start,
                mention.end,
                "mention",
                str(
                    Place("actor", mention.actor)
                    if mention.actor
                    else Place("weapon", mention.weapon or "")
                ),
            )
            for mention in statement.mentions
        ),
    ]
    found = lines(cut(text, start, [one for one in stretches if one.end > one.start]))
    # Empty lines stand for spacing that the page has anyway.
    return [line for line in found if line]


def _place(listed: list[tuple[str, int, int]], at: int) -> Place | None:
    return Place("statement", listed[at][0]) if 0 <= at < len(listed) else None
