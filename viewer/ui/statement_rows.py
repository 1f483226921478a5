"""A statement as one row of a list shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viewer.badges import ShownStance, stance
from viewer.conjunction import conjunction
from viewer.dating import spell_days
from viewer.library.catalogue import Catalogue
from viewer.library.explain import why
from viewer.library.listed import Listed, listed
from viewer.library.marks import Mark, marks, merged
from viewer.library.search import Hits, named_by, weakest
from viewer.places import Place


@dataclass(frozen=True, slots=True)
class StatementRow:
    """``quoted`` and ``marked`` are stretches of ``words``, in code points, half-open."""

    id: str
    words: str
    quoted: tuple[Mark, ...]
    marked: tuple[Mark, ...]
    date: str
    speaker: str
    via: str
    stances: tuple[ShownStance, ...]
    reason: str

    @property
    def place(self) -> Place:
        return Place("statement", self.id)


def statement_rows(rows: Sequence[int], hits: Hits, library: Catalogue) -> list[StatementRow]:
    """Return what a list shows of some of the hits, given by row number."""
    return [_row(one, hits, library) for one in listed(rows, library)]


def _row(one: Listed, hits: Hits, library: Catalogue) -> StatementRow:
    reasons = hits.reasons_of(one.row)
    named = named_by(reasons)
    links = [conjunction(link) for link in one.chain]
    date = spell_days(one.first, one.last, short=True)
    return StatementRow(
        id=one.id,
        words=one.exact,
        quoted=one.quoted,
        marked=tuple(
            merged(
                marks(hits.query, one.exact)
                + [mark for entity, mark in one.mentions if entity in named]
            )
        ),
        date=f"≈ {date}" if date and one.is_inferred else date,
        speaker=links[-1],
        via=", ".join(reversed(links[:-1])),
        stances=tuple(map(stance, one.stances)),
        reason=why(weakest(reasons), library),
    )
