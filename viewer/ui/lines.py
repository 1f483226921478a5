"""A statement as one row of a list shows it."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.badges import Badge, badge, modality
from viewer.dating import is_inferred, spell
from viewer.library import Library
from viewer.library.explain import why
from viewer.library.file import damaged
from viewer.library.marks import Mark, marks, merged, name_marks
from viewer.library.search import Hits
from viewer.places import Place
from viewer.records import Stance, Statement


@dataclass(frozen=True, slots=True)
class Shown:
    """A stance as a row shows it; what goes without saying is left empty."""

    badge: Badge
    modality: str
    holder: str

    @property
    def words(self) -> str:
        """The word of the stance; whose it is only where that is not the speaker."""
        words = f"{self.badge.word}, {self.modality}" if self.modality else self.badge.word
        return f"{words} ({self.holder})" if self.holder else words


@dataclass(frozen=True, slots=True)
class Line:
    """``quoted`` and ``marked`` are stretches of ``words``, in code points, half-open."""

    id: str
    words: str
    quoted: tuple[Mark, ...]
    marked: tuple[Mark, ...]
    date: str
    speaker: str
    via: str
    stances: tuple[Shown, ...]
    reason: str

    @property
    def place(self) -> Place:
        return Place("statement", self.id)


def line(statement: Statement, row: int, hits: Hits, library: Library) -> Line:
    """Return what a list shows of the hit ``row``."""
    if not statement.chain:
        raise damaged(library.path)
    named = name_marks(statement, hits.entities(row), library.entities)
    links = [" and ".join(library.name(actor) for actor in link.actors) for link in statement.chain]
    date = spell(statement.said, short=True)
    stances = dict.fromkeys(
        Shown(badge(stance.position), modality(stance.modality), _other(stance, statement, library))
        for stance in statement.stances
    )
    return Line(
        id=statement.id,
        words=statement.exact,
        quoted=tuple(
            Mark(span.start - statement.start, span.end - statement.start)
            for span in statement.quoted
        ),
        marked=tuple(merged(marks(hits.query, statement.exact) + named)),
        date=f"≈ {date}" if date and is_inferred(statement.said) else date,
        speaker=links[-1],
        via=", ".join(reversed(links[:-1])),
        stances=tuple(stances),
        reason=why(hits.matched(row), library),
    )


def _other(stance: Stance, statement: Statement, library: Library) -> str:
    """Return whose a stance is, "" when the speaker takes it or speaks for whoever does."""
    speakers = statement.chain[-1].actors
    if any(library.belongs(speaker, holder) for speaker in speakers for holder in stance.holders):
        return ""
    return " and ".join(library.name(holder) for holder in stance.holders)
