"""What the reader asks: the text typed, what is picked in the panes, the order."""

from __future__ import annotations

from typing import NamedTuple

from viewer.library.catalogue import Catalogue
from viewer.library.facets import Part
from viewer.library.query import Filter, Group, Query, parse
from viewer.library.search import Order

PARTS: dict[Part, str] = {
    "actor": "Speaks or is mentioned",
    "speaker": "Speaks",
    "mentioned": "Is mentioned",
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
    rest = text
    for group in reversed(parse(text).groups):
        for one in reversed(group.alternatives):
            if isinstance(one, Filter) and one.key in ("after", "before"):
                rest = rest[: one.start] + rest[one.end :]
    dates = (f"{key}:{day}" for key, day in (("after", first), ("before", last)) if day)
    return " ".join((*rest.split(), *dates))


class Chip(NamedTuple):
    """One filter that is in force, and the question without it."""

    label: str
    without: Question


def in_words(question: Question, library: Catalogue) -> str:
    """Return all that is asked in a line, "" when nothing is."""
    picked = chips(question._replace(text=""), library)
    return " · ".join(
        part for part in (question.text.strip(), *(one.label for one in picked)) if part
    )


def chips(question: Question, library: Catalogue) -> list[Chip]:
    """Return the filters in force, those typed first, the last taken last."""
    found = []
    for group in parse(question.text).groups:
        typed = [one for one in group.alternatives if isinstance(one, Filter)]
        for one in typed:
            rest = question.text[: one.start] + question.text[one.end :]
            label = f"{'not ' if group.negated else ''}{one.key}: {one.value}"
            found.append(Chip(label, question._replace(text=" ".join(rest.split()))))
    part = {"actor": "", "speaker": "says: ", "mentioned": "mentions: "}[question.part]
    for actor in question.actors:
        others = tuple(other for other in question.actors if other != actor)
        label = part + library.name(actor)
        found.append(Chip(label, question._replace(actors=others)))
    for weapon in question.weapons:
        others = tuple(other for other in question.weapons if other != weapon)
        label = library.name(weapon, "weapon")
        found.append(Chip(label, question._replace(weapons=others)))
    return found
