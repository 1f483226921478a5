"""The page of a statement: the exact words where they stand, and all that is known of them."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.cite import citation, through
from viewer.library import around
from viewer.library.claims import Stand
from viewer.library.sources import Heading
from viewer.library.status import OWN, Leaning, leaning
from viewer.pages.pieces import Pieces
from viewer.pages.runs import Run, Stretch, cut, lines
from viewer.pages.views import AppraisalView, ClaimView, DatesView, Entry, LinkView, Ref, StandView
from viewer.places import Place
from viewer.records import Dates, Stance, Statement

QUOTE, AFTER_QUOTE = "quote", "after-quote"
"""The anchors of the passage, and of what stands after it in the source or else on the page."""

_REACH = 220  # code points of the source before and after the passage
_WORD = 30  # code points, longer than which hardly a word is
_TITLE = 60  # code points of the passage in the name of its page
_BRIEF = 180  # code points of a passage beside this one
_VOICES = 10  # other statements that share some of the passage
_CLAIMS = 4
_OTHERS = 4  # of each leaning
_STEPS = 3  # before, and after
_LONG = 1500  # code points of a passage, which fill a page

_WAYS: dict[Leaning, dict[Leaning, str]] = {
    "for": {
        "for": "Agreeing",
        "for on a condition": "Agreeing on a condition",
        "against": "Opposing",
        "against on a condition": "Opposing on a condition",
        "withheld": "Neither",
    },
    "against": {
        "against": "Agreeing",
        "against on a condition": "Agreeing on a condition",
        "for": "Opposing",
        "for on a condition": "Opposing on a condition",
        "withheld": "Neither",
    },
    "withheld": {
        "withheld": "Likewise",
        "for": "Affirming",
        "for on a condition": "Affirming on a condition",
        "against": "Denying",
        "against on a condition": "Denying on a condition",
    },
    "for on a condition": {
        "for on a condition": "Likewise on a condition",
        "for": "Affirming",
        "against": "Denying",
        "against on a condition": "Denying on a condition",
        "withheld": "Neither",
    },
    "against on a condition": {
        "against on a condition": "Likewise on a condition",
        "against": "Denying",
        "for": "Affirming",
        "for on a condition": "Affirming on a condition",
        "withheld": "Neither",
    },
}
"""What others do that lean some way, by the way that a stand of this statement leans."""

_MODES = {
    "direct": "direct speech",
    "indirect": "indirect speech",
    "mixed": "partly quoted",
    "narration": "narration",
}


@dataclass(frozen=True, slots=True)
class Way:
    """Others that lean one way; ``query`` finds all their statements where not all are here."""

    title: str
    stands: tuple[StandView, ...]
    query: str


@dataclass(frozen=True, slots=True)
class Step:
    """A stand that somebody took, and when it was, seen from the one of this statement."""

    when: str
    stand: StandView


@dataclass(frozen=True, slots=True)
class OnClaim:
    """What else is said on a claim: by others, and in ``course`` of time by ``holders``."""

    claim: ClaimView
    ways: tuple[Way, ...]
    predicted: tuple[StandView, ...]
    holders: tuple[Ref, ...]
    course: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class StatementPage:
    """``lines`` hold the passage in its surroundings; ``others`` share words with it.

    One that ``is_long`` says on top who speaks, through whom, and where they stand, since
    all that is told of it is far below.
    """

    title: str
    mode: str
    source: Ref
    lines: list[list[Run]]
    is_long: bool
    cut_before: bool
    cut_after: bool
    chain: tuple[LinkView, ...]
    stands: tuple[StandView, ...]
    appraisals: tuple[AppraisalView, ...]
    answers: tuple[StandView, ...]
    on_claims: tuple[OnClaim, ...]
    others: tuple[Entry, ...]
    said: DatesView
    note: str
    citation: str
    previous: Place | None
    next: Place | None
    number: int
    count: int


def statement_page(pieces: Pieces, statement: Statement) -> StatementPage:
    library = pieces.library
    heading = library.heading(statement.source)
    listed = library.statements_of_source(statement.source)
    here = next(at for at, (id, _, _) in enumerate(listed) if id == statement.id)
    before, after, cut_before, cut_after = _surroundings(pieces, statement)
    # The claims are judged all at once.
    pieces.claims([stance.claim for stance in statement.stances if stance.claim])
    sharing = [
        id
        for id, start, end in listed
        if id != statement.id and start < statement.end and end > statement.start
    ]
    others = [other for id in sharing[:_VOICES] if (other := library.statement(id))]
    return StatementPage(
        title=_title(pieces, statement),
        mode=_MODES[statement.mode],
        source=_source(heading, statement),
        lines=_lines(pieces, statement, before, after),
        is_long=len(statement.exact) > _LONG,
        cut_before=cut_before,
        cut_after=cut_after,
        chain=tuple(pieces.link(link) for link in statement.chain),
        stands=tuple(pieces.stand(stand) for stand in library.stands_in(statement)),
        appraisals=tuple(
            pieces.appraisal(one, statement) for one in library.appraisals_in(statement)
        ),
        answers=tuple(
            pieces.stand(stand, with_claim=False) for stand in library.stands_about(statement.id)
        ),
        on_claims=_on_claims(pieces, statement),
        others=tuple(pieces.entry(other) for other in others),
        said=pieces.dates(statement.said),
        note=statement.note,
        citation=citation(statement, library),
        previous=_place(listed, here - 1),
        next=_place(listed, here + 1),
        number=here + 1,
        count=len(listed),
    )


def _on_claims(pieces: Pieces, statement: Statement) -> tuple[OnClaim, ...]:
    """Return what else is said on the claims on which a statement takes a stand, if anything."""
    first: dict[str, Stance] = {}
    for stance in statement.stances:
        if stance.claim:
            first.setdefault(stance.claim, stance)
    found = [
        _on_claim(pieces, statement, claim, stance)
        for claim, stance in list(first.items())[:_CLAIMS]
    ]
    return tuple(one for one in found if one.ways or one.predicted or one.course)


def _on_claim(pieces: Pieces, statement: Statement, claim: str, stance: Stance) -> OnClaim:
    library = pieces.library
    ways: list[Way] = []
    predicted: list[StandView] = []
    found = around.others(library, statement, claim, stance.holders, _OTHERS)
    for way, title in _WAYS[leaning(stance.position, stance.modality)].items():
        if way not in found:
            continue
        others = found[way]
        shown = [_brief(pieces, one) for one in others.stands]
        predicted += [one for one in shown if one.how == "predicted"]
        # What people say themselves comes before what is reported of others.
        told = [one for one in shown if one.how in OWN]
        told += [one for one in shown if one.how == "reported"]
        if told:
            either = " OR ".join(f"stance:{one.replace(' ', '-')}" for one in others.positions)
            query = "" if others.is_whole else f"claim:{claim} {either}"
            ways.append(Way(title, tuple(told), query))
    return OnClaim(
        pieces.claim(claim),
        tuple(ways),
        tuple(predicted),
        pieces.actors(stance.holders),
        _course(pieces, statement, claim, stance),
    )


def _course(pieces: Pieces, statement: Statement, claim: str, stance: Stance) -> tuple[Step, ...]:
    """Return the stands of the same holders in order of time, none where this is the only one."""
    stands = around.before_and_after(pieces.library, statement, claim, stance.holders, _STEPS)
    if all(one.statement.id == statement.id for one in stands):
        return ()
    here = Stand(stance, statement).dates
    return tuple(
        Step(
            "here" if one.statement.id == statement.id else _when(one.dates, here),
            _brief(pieces, one),
        )
        for one in reversed(stands)
    )


def _when(given: Dates, here: Dates) -> str:
    """Return whether ``given`` lies before or after ``here``, "" where that is not known."""
    if given.last and here.first and given.last < here.first:
        return "before"
    if given.first and here.last and given.first > here.last:
        return "after"
    return ""


def _brief(pieces: Pieces, stand: Stand) -> StandView:
    return pieces.stand(stand, with_claim=False, longest=_BRIEF)


def _title(pieces: Pieces, statement: Statement) -> str:
    """Return the speaker and the first words, as a tab or a history names the page."""
    words = " ".join(statement.exact.split())
    short = words if len(words) <= _TITLE else words[:_TITLE].rsplit(" ", 1)[0] + "…"
    return f"{through(statement.chain[-1:], pieces.library)}: {short}"


def _source(heading: Heading | None, statement: Statement) -> Ref:
    title = heading.title if heading else statement.source
    return Ref(title, Place("source", statement.source, statement.id))


def _surroundings(pieces: Pieces, statement: Statement) -> tuple[str, str, bool, bool]:
    """Return what stands before and after, and whether there is more.

    It is cut between words, or anywhere where these are not parted by spaces.
    """
    before, after = pieces.library.surroundings(statement, _REACH + 1)
    cut_before = len(before) < statement.start
    if cut_before:
        before = before[before.find(" ", 0, _WORD) + 1 :]
    cut_after = len(after) > _REACH
    if cut_after:
        space = after.rfind(" ", _REACH - _WORD)
        after = after[: space if space >= 0 else _REACH]
    return before, after, cut_before, cut_after


def _lines(pieces: Pieces, statement: Statement, before: str, after: str) -> list[list[Run]]:
    start = statement.start - len(before)
    text = before + statement.exact + after
    stretches = [
        Stretch(start, statement.start, "context"),
        Stretch(statement.start, statement.end, "passage", name=QUOTE),
        Stretch(statement.end, start + len(text), "context", name=AFTER_QUOTE),
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
