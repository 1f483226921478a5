"""How positions, modalities, statuses and relations are told, everywhere the same.

A position and a status have a word and a shape.  The shapes are in DejaVu Sans.
Colour comes on top and never tells alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from viewer.terms import Modality, Position, RelationKind

if TYPE_CHECKING:
    from viewer.library import status
    from viewer.library.told import ToldStand


class Badge(NamedTuple):
    """``colour`` is the name of a field of ``viewer.palette.Palette``."""

    word: str
    shape: str
    colour: str
    meaning: str

    def __str__(self) -> str:
        return f"{self.shape} {self.word}"


class ShownStance(NamedTuple):
    """A stance as a statement is shown with it; what goes without saying is left empty.

    ``modality`` is "" for a plain one, ``holder`` where it is the speaker's own.
    """

    badge: Badge
    modality: str
    holder: str

    @property
    def is_bare(self) -> bool:
        """Whether the badge says all: a plain stance of the speaker's own."""
        return not (self.modality or self.holder)

    @property
    def words(self) -> str:
        """The stance in words."""
        return f"{self.own_words} ({self.holder})" if self.holder else self.own_words

    @property
    def own_words(self) -> str:
        """The stance in words, but for whose it is."""
        return f"{self.badge.word}, {self.modality}" if self.modality else self.badge.word

    def __str__(self) -> str:
        return f"{self.badge.shape} {self.words}"


_POSITIONS: dict[Position, Badge] = {
    "affirms": Badge("affirms", "●", "affirms", "says that it is so"),
    "denies": Badge("denies", "✕", "denies", "says that it is not so"),
    "does not confirm": Badge(
        "does not confirm", "○", "does_not_confirm", "has not said that it is so"
    ),
    "declines to comment": Badge(
        "declines to comment", "–", "declines_to_comment", "will not speak of it"
    ),
    "doubts": Badge("doubts", "?", "doubts", "thinks it unlikely"),
    "suggests": Badge("suggests", "◇", "suggests", "thinks it possible"),
}

_STATUSES: dict[status.Kind, Badge] = {
    "disputed": Badge("disputed", "▲", "warns", "somebody affirms it and somebody denies it"),
    "corroborated": Badge(
        "corroborated",
        "●",
        "affirms",
        "two or more affirm it, neither through the other, and nobody denies it",
    ),
    "single-sourced": Badge(
        "single-sourced", "◐", "affirms", "one affirms it, and nobody else independently"
    ),
    "denied": Badge("denied", "✕", "denies", "it is only denied"),
    "unconfirmed": Badge(
        "unconfirmed",
        "○",
        "does_not_confirm",
        "nobody affirms it first-hand, or each who does is unnamed, hedges or sets a condition",
    ),
}

_MODALITIES: dict[Modality, str] = {
    "plain": "",
    "hedged": "hedged",
    "conditional": "on a condition",
    "predicted": "predicted",
    "announced": "announced",
}

_RELATIONS: dict[RelationKind, str] = {
    "narrows": "narrows",
    "implies": "implies",
    "contradicts": "contradicts",
    "consistent with": "is consistent with",
}
_TURNED: dict[RelationKind, str] = {
    "narrows": "is narrowed by",
    "implies": "is implied by",
    "contradicts": "is contradicted by",
    "consistent with": "is consistent with",
}


def badge(position: Position) -> Badge:
    """Return the badge of a position."""
    return _POSITIONS[position]


def stance(told: ToldStand) -> ShownStance:
    """Return a stand that a statement tells of as it is shown beside its words."""
    return ShownStance(badge(told.position), modality(told.modality), told.holder)


def status_badge(kind: status.Kind) -> Badge:
    """Return the badge of a claim's computed status."""
    return _STATUSES[kind]


def modality(given: Modality) -> str:
    """Return the word for a modality, "" for a plain one."""
    return _MODALITIES[given]


def whose_word(how: status.How, asserting: str) -> str:
    """Return in words whose word a stand is, which those say whom ``asserting`` names."""
    return {
        "first-hand": "first-hand",
        "spoken for": f"first-hand, by {asserting}",
        "reported": f"reported by {asserting}",
        "predicted": f"predicted by {asserting}",
    }[how]


def all_positions() -> tuple[Badge, ...]:
    """Return the badges of all positions, in the order in which they are explained."""
    return tuple(_POSITIONS.values())


def all_statuses() -> tuple[Badge, ...]:
    """Return the badges of all statuses, in the order in which they are explained."""
    return tuple(_STATUSES.values())


def relation(kind: RelationKind, turned: bool = False) -> str:
    """Return how a claim is related to another, or ``turned``, the other to it."""
    return _TURNED[kind] if turned else _RELATIONS[kind]
