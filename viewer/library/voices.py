"""Which of those who say the same are independent voices, and whose words the others rest on.

A stand is in the words of whoever asserts it and, where it is the holder's own, of its
holder: however many speak for one state, it is one voice.  From there three rules lead to
the voices, by nothing but who says it and through whom it came:

1. Whoever passes on the words of another rests on these and not on his own, over however
   many steps; those who pass on each other's words rest on all of them together.
2. A stand that rests on the words of another and on more besides adds nothing to it.  So
   two independent speakers stay two when a third passes on both, and whoever speaks
   jointly with one who has spoken alone too is no further voice.
3. Of what is left, stands that have some of their words in common are one voice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import Protocol, TypeVar

from viewer.conjunction import conjunction

Words = frozenset[int]
"""Those in whose words something is said, by row number."""

_Node = int | Words
"""Somebody who passes on words, or the words that are passed on: of so many jointly, one step."""

NAMED = 5
"""How many actors a sentence names; of more it gives the number."""


class Spoken(Protocol):
    """A stand as far as it decides on whose words it rests.

    ``speakers`` are those of its ``words`` whose own they are, the holders or who reports
    it; ``through`` are those of the chain through whom it came, from the publication on.
    """

    @property
    def holders(self) -> tuple[int, ...]: ...

    @property
    def speakers(self) -> tuple[int, ...]: ...

    @property
    def words(self) -> Words: ...

    @property
    def through(self) -> frozenset[int]: ...


_Stand = TypeVar("_Stand", bound=Spoken)


@dataclass(frozen=True, slots=True)
class Shared:
    """Those ``resting`` on the words of ``origin`` count once with them.

    Without an ``origin`` they pass on the words of each other.
    """

    resting: tuple[int, ...]
    origin: tuple[int, ...]

    @property
    def actors(self) -> frozenset[int]:
        return frozenset(self.resting + self.origin)

    def sentence(self, name: Callable[[int], str]) -> str:
        """Return why they count once, in words."""
        resting, origin = (
            conjunction(map(name, some), NAMED) for some in (self.resting, self.origin)
        )
        if not origin:
            return f"{resting} count once: they pass on the words of each other."
        if len(self.resting) == 1:
            return f"{resting} counts once with {origin}, on whose words it rests."
        both = "both" if len(self.resting) == 2 else "all"
        return f"{resting} count once: {both} rest on {origin}."


def by_words(stands: Sequence[_Stand]) -> dict[Words, list[_Stand]]:
    """Group stands of one kind by the words on which they rest, in the order given."""
    said = [stand.words for stand in stands]
    speaking = frozenset().union(*said)
    passed_on: defaultdict[int, set[Words]] = defaultdict(set)
    for stand, words in zip(stands, said, strict=True):
        for relayer in (stand.through & speaking) - words:
            passed_on[relayer].add(words)
    origins = _origins(passed_on)
    found: defaultdict[Words, list[_Stand]] = defaultdict(list)
    for stand, words in zip(stands, said, strict=True):
        own = origins.keys().isdisjoint(words)
        found[words if own else _behind(words, origins)].append(stand)
    return found


def _origins(passed_on: Mapping[int, Collection[Words]]) -> dict[_Node, Words]:
    """Return on whose words those rest in the end who pass on some, and what is behind them."""
    behind = {words for passed in passed_on.values() for words in passed}
    if passed_on.keys().isdisjoint(chain.from_iterable(behind)):
        return {relayer: frozenset().union(*passed) for relayer, passed in passed_on.items()}
    steps: dict[_Node, Collection[_Node]] = {words: words for words in behind}
    steps.update(passed_on.items())
    found: dict[_Node, Words] = {}
    for ring in _rings(steps):
        beyond = {found[next] for one in ring for next in steps.get(one, ()) if next not in ring}
        at_the_end = (one for one in ring if isinstance(one, int))
        found.update(dict.fromkeys(ring, frozenset().union(*beyond) or frozenset(at_the_end)))
    return found


def _behind(words: Words, origins: Mapping[_Node, Words]) -> Words:
    first, *others = {origins.get(one) or frozenset((one,)) for one in words}
    return first.union(*others) if others else first  # the very same, of which there may be many


def _rings(passed_on: Mapping[_Node, Collection[_Node]]) -> list[frozenset[_Node]]:
    """Return those who pass on each other's words together, after all whose words they pass on."""
    try:
        return [frozenset((one,)) for one in TopologicalSorter(passed_on).static_order()]
    except CycleError:
        import networkx  # for rings alone, which are rare

        graph = networkx.DiGraph((one, other) for one in passed_on for other in passed_on[one])
        whole = networkx.condensation(graph)
        ordered = [*networkx.topological_sort(whole)]
        return [frozenset(whole.nodes[one]["members"]) for one in reversed(ordered)]


def independent(rested_on: Collection[Words]) -> dict[Words, Words]:
    """Return what the first of each voice rests on, and what all that count with it do.

    ``rested_on`` are the words on which stands rest, in their order; what adds nothing
    to others is left out.
    """
    found: dict[Words, Words] = {}
    for words in rested_on:
        if len(words) == 1:  # has nothing in common with what is left of the others
            found[words] = words
        elif not any(other < words for other in rested_on):
            met = [first for first, all_of_it in found.items() if not words.isdisjoint(all_of_it)]
            first = met[0] if met else words
            found[first] = words.union(*(found.pop(one) for one in met[1:]), found.get(first, ()))
    return found


def shared(grouped: dict[Words, list[_Stand]]) -> Iterator[Shared]:
    """Yield who counts once with whom, of stands grouped by the words on which they rest."""
    passing_on = {
        words: found
        for words, stands in grouped.items()
        if (found := [stand for stand in stands if stand.words != words])
    }
    if not passing_on:
        return
    every = [stand for stands in grouped.values() for stand in stands]
    speakers = dict.fromkeys(speaker for stand in every for speaker in stand.speakers)
    for words, stands in passing_on.items():
        own = [stand for stand in grouped[words] if stand.words == words]
        known = {one for stand in own for one in (*stand.holders, *stand.speakers)}
        holders = dict.fromkeys(holder for stand in stands for holder in stand.holders)
        if resting := tuple(holder for holder in holders if holder not in known):
            origin = tuple(one for one in speakers if one in words and one not in resting)
            yield Shared(resting, origin)
