"""What the pieces of pages show, as their templates read it."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.badges import Badge, ShownStance
from viewer.library.status import How
from viewer.pages.runs import Run
from viewer.places import Place


@dataclass(frozen=True, slots=True)
class Ref:
    """Words that lead to a place."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class BasisView:
    kind: str
    note: str
    alternative: str
    evidence: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class DatesView:
    words: str
    inferred: bool
    basis: BasisView | None


@dataclass(frozen=True, slots=True)
class NameView:
    text: str
    kind: str
    writing: str
    basis: BasisView | None


@dataclass(frozen=True, slots=True)
class LinkView:
    role: str
    actors: tuple[Ref, ...]
    descriptor: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    ref: Ref
    status: Badge
    why: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of a statement, ``cut_before`` and ``cut_after`` where more of them stand."""

    place: Place
    lines: list[list[Run]]
    cut_before: bool = False
    cut_after: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement as lists of a page show it."""

    passage: Passage
    dates: DatesView
    speaker: LinkView
    via: tuple[LinkView, ...]
    stances: tuple[ShownStance, ...]


@dataclass(frozen=True, slots=True)
class StandView:
    badge: Badge
    modality: str
    holders: tuple[Ref, ...]
    how: How
    asserting: tuple[Ref, ...]
    via: tuple[LinkView, ...]
    claim: ClaimView | None
    about: Passage | None
    entry: Entry
    dates: DatesView
    cue: str
    note: str
    earlier: bool


@dataclass(frozen=True, slots=True)
class AppraisalView:
    words: str
    holders: tuple[Ref, ...]
    how: How
    asserting: tuple[Ref, ...]
    via: tuple[LinkView, ...]
    modality: str
    claim: ClaimView | None
    about: Passage | None
    entry: Entry
    note: str


@dataclass(frozen=True, slots=True)
class TransferView:
    supplier: Ref
    recipient: Ref
    weapon: Ref
    stage: str
    quantity: str
    dates: DatesView | None
    claim: ClaimView
    basis: BasisView | None
    note: str


@dataclass(frozen=True, slots=True)
class EventView:
    text: str
    dates: DatesView
    basis: BasisView | None


@dataclass(frozen=True, slots=True)
class SameView:
    other: Ref
    verdict: str
    withdrawn: str
    basis: BasisView | None


@dataclass(frozen=True, slots=True)
class Entries:
    """Some of ``count`` entries, newest first, and the query that finds all of them."""

    entries: tuple[Entry, ...]
    count: int
    query: str
