"""What the reader asks: the text typed, what is picked in the panes, the order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Literal, NamedTuple, TypeGuard

from viewer.library.catalogue import Catalogue
from viewer.library.having import Part
from viewer.library.query import Filter, Group, Query, Term, parse
from viewer.library.search import Order

Joint = Literal["", "or", "and"]

PARTS: dict[Part, str] = {
    "actor": "Speaks or is mentioned",
    "speaker": "Speaks",
    "holder": "Takes a stand",
    "via": "Passes it on",
    "mentioned": "Is mentioned",
}


_PART_OF_CHIP: dict[Part, str] = {
    "actor": "",
    "speaker": "says: ",
    "holder": "stand of: ",
    "via": "through: ",
    "mentioned": "mentions: ",
}


class Question(NamedTuple):
    """``actors`` and ``weapons`` are ids; any one of each must have its part in a statement."""

    text: str = ""
    actors: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    part: Part = "actor"
    order: Order = "newest"

    def query(self) -> Query:
        """Return the typed text, its last word open, narrowed by what is picked."""
        picked = [
            Group(tuple(Filter(self.part, actor) for actor in self.actors)),
            Group(tuple(Filter("weapon", weapon) for weapon in self.weapons)),
        ]
        return parse(self.text, typing=True).narrowed(
            tuple(group for group in picked if group.alternatives)
        )


EVERYTHING = Question()


def within(text: str, first: str, last: str) -> str:
    """Return ``text`` with these days, "" for an open end, as the only dates it asks for."""
    query = parse(text)
    while date := next(filter(_is_date, query.typed), None):
        query = parse(query.without(date))
    days = (("after", first), ("before", last))
    return query.and_typed(*(f"{key}:{day}" for key, day in days if day))


def _is_date(one: Term | Filter) -> TypeGuard[Filter]:
    return isinstance(one, Filter) and one.key in ("after", "before")


class Chip(NamedTuple):
    """One filter that is in force, and how the question is without it.

    ``joint`` tells how it goes with the one before: "or" where either of the two will do,
    "and" where both must hold, "" for the first.
    """

    label: str
    without: Callable[[], Question]
    joint: Joint


def in_words(question: Question, library: Catalogue) -> str:
    """Return all that is asked in a line, "" when nothing is."""
    picked = ""
    for one in chips(question._replace(text=""), library):
        between = {"or": " or ", "and": " · ", "": ""}[one.joint]
        picked += between + one.label
    return " · ".join(part for part in (question.text.strip(), picked) if part)


def chips(question: Question, library: Catalogue) -> list[Chip]:
    """Return the filters in force, those typed first, the last taken last."""
    found: list[Chip] = []

    def take(chosen: Iterable[tuple[str, Callable[[], Question]]]) -> None:
        """Add filters any one of which will do."""
        joint: Joint = "and" if found else ""
        for label, without in chosen:
            found.append(Chip(label, without, joint))
            joint = "or"

    query = parse(question.text)
    for group in query.groups:
        typed = [one for one in group.alternatives if isinstance(one, Filter)]
        negation = "not " if group.negated else ""
        take(
            (
                f"{negation}{one.key}: {one.value}",
                partial(_without_typed, question, query, one),
            )
            for one in typed
        )
    part = _PART_OF_CHIP[question.part]
    take((part + library.name(id), partial(_without_actor, question, id)) for id in question.actors)
    take(
        (library.name(id, "weapon"), partial(_without_weapon, question, id))
        for id in question.weapons
    )
    return found


def _without_typed(question: Question, query: Query, one: Filter) -> Question:
    return question._replace(text=query.without(one))


def _without_actor(question: Question, id: str) -> Question:
    return question._replace(actors=_others(question.actors, id))


def _without_weapon(question: Question, id: str) -> Question:
    return question._replace(weapons=_others(question.weapons, id))


def _others(ids: tuple[str, ...], id: str) -> tuple[str, ...]:
    return tuple(other for other in ids if other != id)
