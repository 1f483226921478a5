"""The stands that a statement tells of, as all lists and pages tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from viewer.conjunction import conjunction
from viewer.library.catalogue import Catalogue
from viewer.library.taken import taken_on
from viewer.terms import Modality, Position

if TYPE_CHECKING:
    from viewer.records import Stance, Statement


class ToldStand(NamedTuple):
    """A stand and how firmly it is taken.

    ``holder`` is "" where the speaker takes it, or speaks for all who do.
    """

    position: Position
    modality: Modality = "plain"
    holder: str = ""


def told(statement: Statement, library: Catalogue) -> tuple[ToldStand, ...]:
    """Return the stands that a statement tells of in their order, each once."""
    return tuple(dict.fromkeys(_told(stance, statement, library) for stance in statement.stances))


def _told(stance: Stance, statement: Statement, library: Catalogue) -> ToldStand:
    speakers = statement.chain[-1].actors
    since = taken_on(stance.as_of, statement.said).first or ""
    is_own = all(
        any(library.belongs(one, holder, since) for one in speakers) for holder in stance.holders
    )
    holder = "" if is_own else conjunction(map(library.name, stance.holders))
    return ToldStand(stance.position, stance.modality, holder)
