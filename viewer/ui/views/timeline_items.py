"""Events and statements as the timeline shows them, and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from viewer.badges import ShownStance, stance
from viewer.dating import is_inferred, spell
from viewer.direction import isolated
from viewer.library.timeline import Happening, Said, ordinal
from viewer.places import Place
from viewer.records import Dates
from viewer.ui.lettering import shortened

_LONGEST = 200  # code points of a label
_LONGEST_SPEAKER = 48  # of whom an event rests on, so that the event itself is read

LaneName = Literal["event", "statement"]


@dataclass(frozen=True, slots=True)
class Item:
    """An event or a statement; ``key`` is unlike that of any other.

    ``first`` and ``last`` are days as numbers, None where the date is open or
    unknown; ``start`` and ``end`` the earliest and the latest day that are known
    of it, 0 for none.  ``speaker`` is whose words it is or rests on, ``stances``
    are those told in a statement, the speaker's own and others'.  ``evidence`` are
    the dates of the statements on which an event rests, by their ids; a statement
    has none.
    """

    lane: LaneName
    id: str
    key: str
    label: str
    speaker: str
    words: str
    stances: tuple[ShownStance, ...]
    dates: Dates
    first: int | None
    last: int | None
    start: int
    end: int
    evidence: dict[str, Dates]

    @property
    def is_dated(self) -> bool:
        return self.first is not None or self.last is not None

    @property
    def is_inferred(self) -> bool:
        return is_inferred(self.dates)

    @property
    def own(self) -> tuple[ShownStance, ...]:
        """The stances that the speaker takes, which alone stand beside the speaker's name."""
        return tuple(one for one in self.stances if not one.holder)

    @property
    def place(self) -> Place | None:
        """Where its words are read: a statement's page, for an event that of its evidence."""
        statement = self.id if self.lane == "statement" else next(iter(self.evidence), None)
        return Place("statement", statement) if statement else None

    @property
    def date(self) -> str:
        words = spell(self.dates) or "no date"
        return f"≈ {words}" if self.is_inferred else words

    @property
    def description(self) -> str:
        """All that is shown of it, in words."""
        words = isolated(self.words)
        if self.lane == "event":
            told = f"{self.speaker}: {words}" if self.speaker else words
            return f"{told} {self.date}"
        own = "; ".join(one.words for one in self.own)
        others = "; ".join(one.words for one in self.stances if one.holder)
        told = f"{self.label} ({own}), {self.date}" if own else f"{self.label}, {self.date}"
        return f"{told}; others' stands: {others}: {words}" if others else f"{told}: {words}"

    @property
    def reasoning(self) -> str:
        """Why an inferred date is taken for what it is, and how else it could be read."""
        basis = self.dates.basis
        if basis is None or not self.is_inferred:
            return ""
        return f"{basis.note} Or else: {basis.alternative}" if basis.alternative else basis.note


def of_event(event: Happening) -> Item:
    speaker = _first_of(event.speakers)
    text = isolated(shortened(event.text, _LONGEST).removesuffix("."))
    return Item(
        lane="event",
        id=event.id,
        key=f"event:{event.id}",
        label=f"{speaker}: {text}" if speaker else text,
        speaker=" · ".join(event.speakers),
        words=event.text,
        stances=(),
        dates=event.dates,
        first=_number(event.dates.first),
        last=_number(event.dates.last),
        start=_number(event.dates.first or event.dates.last) or 0,
        end=_number(event.dates.last or event.dates.first) or 0,
        evidence={one.id: one.dates for one in event.evidence},
    )


def of_statement(said: Said) -> Item:
    return Item(
        lane="statement",
        id=said.id,
        key=f"statement:{said.id}",
        label=shortened(said.speaker, _LONGEST),
        speaker=said.speaker,
        words=said.words,
        stances=tuple(map(stance, said.stands)),
        dates=said.dates,
        first=_number(said.dates.first),
        last=_number(said.dates.last),
        start=_number(said.dates.first or said.dates.last) or 0,
        end=_number(said.dates.last or said.dates.first) or 0,
        evidence={},
    )


def _first_of(speakers: tuple[str, ...]) -> str:
    """Return the first by name, short enough for a label, and how many others there are."""
    if not speakers:
        return ""
    rest = f" and {len(speakers) - 1} more" if speakers[1:] else ""
    return shortened(speakers[0], _LONGEST_SPEAKER) + rest


def _number(day: str | None) -> int | None:
    return ordinal(day) if day else None
