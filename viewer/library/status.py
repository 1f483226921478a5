"""What the stands on a claim come to, and why.

The rule: the latest stand of each holder counts; what is predicted, or said on
a condition, neither affirms nor denies.  Stands that rest on one upstream voice
count once: whoever passes on the words of another adds nothing to them, and two
who rest on the same speaker are one voice.  A stand is by its holder's own word
when whoever asserts it is the holder or speaks for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeVar

from viewer.conjunction import conjunction, sentence
from viewer.terms import Modality, Position

Kind = Literal["disputed", "denied", "unconfirmed", "single-sourced", "corroborated"]
How = Literal["first-hand", "spoken for", "reported", "predicted"]
"""Whose word it is that somebody stands there."""
OWN: tuple[How, ...] = ("first-hand", "spoken for")
"""Where it is the holder's own."""

Actors = tuple[int, ...]
_Actor = TypeVar("_Actor", int, str)  # by row number or by id
_ActorOf = TypeVar("_ActorOf", int, str, covariant=True)

Leaning = Literal["for", "against", "withheld"]
"""Which way a position leans."""

LEANINGS: dict[Position, Leaning] = {
    "affirms": "for",
    "suggests": "for",
    "denies": "against",
    "doubts": "against",
    "does not confirm": "withheld",
    "declines to comment": "withheld",
}

UNDECIDED: tuple[Modality, ...] = ("predicted", "conditional")
"""How a stand is taken that neither affirms nor denies its claim as it is."""
_FIRM: frozenset[Modality] = frozenset({"plain", "announced"})
_NAMED = 5
"""How many holders a sentence names; of more it gives the number."""


class Dated(Protocol[_ActorOf]):
    """A stand as far as it decides which of its holders' is the latest.

    ``said`` is the day by which stands are put in order, "" for none.
    """

    @property
    def holders(self) -> Collection[_ActorOf]: ...

    @property
    def said(self) -> str: ...


@dataclass(frozen=True, slots=True)
class CountedStand:
    """One stance as it counts: actors by row number.

    ``through`` are those of the chain through whom it came, from the publication
    on.  ``since`` and ``until`` are the first and the last day on which it may have
    been taken, "" for an open end.
    """

    statement: str
    holders: Actors
    asserted_by: Actors
    through: frozenset[int]
    position: Position
    modality: Modality
    since: str
    until: str
    how: How
    anonymous: bool

    @property
    def said(self) -> str:
        return self.until or self.since

    @property
    def is_firm(self) -> bool:
        return self.modality in _FIRM and not self.anonymous and self.first_hand

    @property
    def first_hand(self) -> bool:
        return self.how in OWN

    @property
    def is_predicted(self) -> bool:
        return self.modality == "predicted"


@dataclass(frozen=True, slots=True)
class Voice:
    """Holders that count once, because all of them rest on the word of ``origin``."""

    holders: Actors
    origin: Actors

    def sentence(self, name: Callable[[int], str]) -> str:
        """Return why they count once, in words."""
        resting = [name(one) for one in self.holders if one not in self.origin]
        origin = conjunction([name(one) for one in self.origin])
        if len(resting) == 1 and len(self.holders) > 1:
            return f"{resting[0]} counts once with {origin}, on whose words it rests."
        both = "both rest" if len(resting) == 2 else "all rest"
        return f"{conjunction(resting)} count once: {both} on {origin}."


@dataclass(frozen=True, slots=True)
class Status:
    """``voices`` is the number of independent holders that affirm firmly.

    ``shared`` are those, affirming or denying, that count once between them.
    """

    kind: Kind
    why: str
    voices: int
    shared: tuple[Voice, ...] = ()


def whose_word(
    holders: Collection[_Actor],
    asserted_by: Collection[_Actor],
    modality: Modality,
    belongs: Callable[[_Actor, _Actor], bool],
) -> How:
    """Return whose word it is that ``holders`` stand somewhere, which ``asserted_by`` say.

    What is predicted is nobody's yet, even of oneself.  ``belongs`` tells whether
    the first of two actors is the second or belongs to it.
    """
    if modality == "predicted":
        return "predicted"
    if set(asserted_by) == set(holders):
        return "first-hand"
    if any(belongs(speaker, holder) for speaker in asserted_by for holder in holders):
        return "spoken for"
    return "reported"


def judge(
    stands: Iterable[CountedStand],
    name: Callable[[int], str],
    silences: Iterable[CountedStand] = (),
) -> Status:
    """Return the status that ``stands`` give their claim; ``name`` names an actor.

    ``silences`` are stands of those who confirm none of the statements that affirm
    it.  They decide nothing, and are told as those on the claim itself are.
    """
    stands = list(stands)
    predicted = [stand for stand in stands if stand.is_predicted]
    counted = latest([stand for stand in stands if not stand.is_predicted])
    counted += _still(silences, counted)
    beside = "".join(
        f" {sentence(words)}" for words in (*_on_condition(counted, name), *_silent(counted, name))
    )
    affirming, denying = (_outright(counted, position) for position in ("affirms", "denies"))
    by_voice = _by_voice(affirming)
    firm = {origin: firm for origin, stands in by_voice.items() if (firm := _firm(stands))}
    # Of a voice the sentence names whose word it is, else whoever of it is firm.
    voices = [
        next((stand for stand in firm[origin] if stand.asserted_by == origin), firm[origin][0])
        for origin in firm
    ]
    shared = (*_shared(by_voice), *_shared(_by_voice(denying)))
    if affirming and denying:
        why = f"Affirmed by {_who(affirming, name)}; denied by {_who(denying, name)}.{beside}"
        return Status("disputed", why, len(voices), shared)
    if denying:
        why = f"Denied by {_who(denying, name)}; affirmed by nobody.{beside}"
        return Status("denied", why, 0, shared)
    if not voices:
        why = _unconfirmed(counted, affirming, predicted, name)
        return Status("unconfirmed", why, 0, shared)
    if len(voices) > 1:
        why = f"Affirmed independently by {_who(voices, name)}; denied by nobody.{beside}"
        return Status("corroborated", why, len(voices), shared)
    [voice] = voices
    why = f"Affirmed by {_who([voice], name)} alone."
    if others := [stand for stand in affirming if stand.asserted_by != voice.asserted_by]:
        together = {id(stand) for stand in by_voice[next(iter(firm))]}
        why += f" Also affirmed by {_who(others, name)}, but {_because(others, together)}."
    return Status("single-sourced", why + beside, 1, shared)


def latest(stands: Sequence[CountedStand]) -> list[CountedStand]:
    """Return the stands that each holder took last; several of one day all stay.

    A stand taken jointly stays for those of its holders who took none since.
    """
    last = last_days(stands)
    return _held((stand, still(stand, last)) for stand in stands)


def last_days(stands: Iterable[Dated[_Actor]]) -> dict[_Actor, str]:
    """Return the day on which each holder took a stand last."""
    last: dict[_Actor, str] = {}
    for stand in stands:
        said = stand.said
        for holder in stand.holders:
            last[holder] = max(last.get(holder, ""), said)
    return last


def still(stand: Dated[_Actor], last: Mapping[_Actor, str]) -> tuple[_Actor, ...]:
    """Return the holders of a stand who took none after it, by the last day of each."""
    said = stand.said
    return tuple([holder for holder in stand.holders if said >= last.get(holder, "")])


def _held(stands: Iterable[tuple[CountedStand, Actors]]) -> list[CountedStand]:
    """Leave to each stand those of its holders that are given; without any it goes."""
    return [
        stand if holders == stand.holders else replace(stand, holders=holders)
        for stand, holders in stands
        if holders
    ]


def _still(silences: Iterable[CountedStand], counted: Sequence[CountedStand]) -> list[CountedStand]:
    """Keep the silences of those who have taken no stand on the claim itself since."""
    since = last_days(counted)
    return _held(
        (
            stand,
            tuple(one for one in stand.holders if one not in since or stand.said > since[one]),
        )
        for stand in latest(list(silences))
    )


def _by_voice(stands: Sequence[CountedStand]) -> dict[Actors, list[CountedStand]]:
    """Group stands of one kind by those on whose word they rest."""
    passed_on: defaultdict[int, set[Actors]] = defaultdict(set)
    for stand in stands:
        for relayer in stand.through:
            passed_on[relayer].add(stand.asserted_by)
    rests_on: dict[Actors, Actors] = {}
    for asserted_by in {stand.asserted_by for stand in stands}:
        words = set().union(*(passed_on.get(one, set()) for one in asserted_by)) - {asserted_by}
        if words:
            rests_on[asserted_by] = min(words)
    found: defaultdict[Actors, list[CountedStand]] = defaultdict(list)
    for stand in stands:
        found[_origin(stand.asserted_by, rests_on)].append(stand)
    return found


def _origin(asserted_by: Actors, rests_on: dict[Actors, Actors]) -> Actors:
    """Follow whose words are passed on; those who pass on each other's are one voice."""
    path = [asserted_by]
    while (further := rests_on.get(path[-1])) is not None:
        if further in path:
            return min(path[path.index(further) :])
        path.append(further)
    return path[-1]


def _shared(by_voice: dict[Actors, list[CountedStand]]) -> list[Voice]:
    """Return the voices in which more than one who asserts counts once."""
    return [
        Voice(tuple(dict.fromkeys(holder for one in stands for holder in one.holders)), origin)
        for origin, stands in by_voice.items()
        if len({stand.asserted_by for stand in stands}) > 1
    ]


def _firm(stands: Sequence[CountedStand]) -> list[CountedStand]:
    return [stand for stand in stands if stand.is_firm]


def _unconfirmed(
    counted: Sequence[CountedStand],
    affirming: Sequence[CountedStand],
    predicted: Sequence[CountedStand],
    name: Callable[[int], str],
) -> str:
    pieces: list[str] = []

    def add(words: str, stands: Sequence[CountedStand]) -> None:
        if stands:
            pieces.append(f"{words} {_who(stands, name)}")

    hedged = [stand for stand in affirming if stand.modality == "hedged"]
    plain = [stand for stand in affirming if stand.modality != "hedged"]
    add("hedged by others: affirmed by", [one for one in hedged if not one.first_hand])
    add("affirmed, with a hedge, by", [one for one in hedged if one.first_hand])
    add("affirmed without a name by", [one for one in plain if one.anonymous])
    add("affirmed, as others report, by", [one for one in plain if not one.anonymous])
    if not affirming:
        pieces.append("affirmed by nobody")
    pieces += _on_condition(counted, name)
    add("suggested by", [one for one in counted if one.position == "suggests"])
    add("doubted by", [one for one in counted if one.position == "doubts"])
    pieces += _silent(counted, name)
    add("predicted of", predicted)
    return sentence("; ".join(pieces))


def _outright(stands: Iterable[CountedStand], position: Position) -> list[CountedStand]:
    """Return the stands of a position that are taken on no condition."""
    return [
        stand for stand in stands if stand.position == position and stand.modality not in UNDECIDED
    ]


_ON_CONDITION: dict[Position, str] = {
    "affirms": "affirmed on a condition by",
    "denies": "denied on a condition by",
}
_SILENT: dict[Position, str] = {
    "does not confirm": "not confirmed by",
    "declines to comment": "left without comment by",
}


def _on_condition(stands: Iterable[CountedStand], name: Callable[[int], str]) -> list[str]:
    """Return in words who affirms or denies on a condition alone, which decides nothing."""
    return _told([one for one in stands if one.modality == "conditional"], _ON_CONDITION, name)


def _silent(stands: Sequence[CountedStand], name: Callable[[int], str]) -> list[str]:
    """Return in words who neither affirms nor denies, though it might be expected."""
    return _told(stands, _SILENT, name)


def _told(
    stands: Sequence[CountedStand], positions: dict[Position, str], name: Callable[[int], str]
) -> list[str]:
    """Return who takes each of some positions, in the words for it; nothing where nobody does."""
    found = {
        words: [stand for stand in stands if stand.position == position]
        for position, words in positions.items()
    }
    return [f"{words} {_who(taking, name)}" for words, taking in found.items() if taking]


def _because(others: Sequence[CountedStand], together: set[int]) -> str:
    """Return why ``others`` add no voice; ``together`` are the stands of the one there is."""
    if all(id(stand) in together for stand in others):
        return "through the same voice"
    if all(stand.anonymous for stand in others):
        return "unnamed"
    return "not firmly"


def _who(stands: Sequence[CountedStand], name: Callable[[int], str]) -> str:
    holders = list(dict.fromkeys(holder for stand in stands for holder in stand.holders))
    names = [name(holder) for holder in holders[:_NAMED]]
    if len(holders) == _NAMED + 1:
        names.append(name(holders[_NAMED]))
    elif rest := len(holders) - len(names):
        names.append(f"{rest:,} others")
    return conjunction(names)
