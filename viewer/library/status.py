"""What the stands on a claim come to, and why.

The rule: the latest stand of each holder counts.  Stands that rest on one
upstream voice count once, so a relayer's own stand adds nothing to that of the
speaker whose words it relays.  A stand is first-hand when whoever asserts it is
the holder or speaks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from viewer.records import Modality, Position

Kind = Literal["disputed", "denied", "unconfirmed", "single-sourced", "corroborated"]

_FIRM: frozenset[Modality] = frozenset({"plain", "announced"})


@dataclass(frozen=True, slots=True)
class CountedStand:
    """One stance as it counts: actors by row number, ``chain`` from the publication on."""

    statement: str
    holders: tuple[int, ...]
    asserted_by: tuple[int, ...]
    upstream: frozenset[int]
    position: Position
    modality: Modality
    said: str
    first_hand: bool
    anonymous: bool

    @property
    def is_firm(self) -> bool:
        return self.modality in _FIRM and self.first_hand and not self.anonymous


@dataclass(frozen=True, slots=True)
class Status:
    """``voices`` is the number of independent holders that affirm firmly."""

    kind: Kind
    why: str
    voices: int


def judge(stands: Iterable[CountedStand], name: Callable[[int], str]) -> Status:
    """Return the status that ``stands`` give their claim; ``name`` names an actor."""
    stands = list(stands)
    predicted = [stand for stand in stands if stand.modality == "predicted"]
    counted = _latest([stand for stand in stands if stand.modality != "predicted"])
    affirming = [
        stand
        for stand in counted
        if stand.position == "affirms" and stand.modality != "conditional"
    ]
    denying = [stand for stand in counted if stand.position == "denies"]
    firm = [stand for stand in affirming if stand.is_firm]
    voices = _independent(firm)
    if affirming and denying:
        why = f"Affirmed by {_who(affirming, name)}; denied by {_who(denying, name)}."
        return Status("disputed", why, len(voices))
    if denying:
        return Status("denied", f"Denied by {_who(denying, name)}; affirmed by nobody.", 0)
    if not firm:
        why = _unconfirmed(counted, affirming, predicted, name)
        return Status("unconfirmed", why, 0)
    if len(voices) > 1:
        why = f"Affirmed independently by {_who(voices, name)}; denied by nobody."
        return Status("corroborated", why, len(voices))
    why = f"Affirmed by {_who(voices, name)} alone."
    if others := [stand for stand in affirming if stand.asserted_by != voices[0].asserted_by]:
        why += f" Also affirmed by {_who(others, name)}, but {_because(others, voices[0])}."
    return Status("single-sourced", why, 1)


def _latest(stands: Sequence[CountedStand]) -> list[CountedStand]:
    """Keep the stands that each holder took last; several of one day all stay."""
    last: dict[tuple[int, ...], str] = {}
    for stand in stands:
        last[stand.holders] = max(last.get(stand.holders, ""), stand.said)
    return [stand for stand in stands if stand.said == last[stand.holders]]


def _independent(stands: Sequence[CountedStand]) -> list[CountedStand]:
    """Keep one stand for each voice, leaving out whoever only passes another of them on."""
    voices: dict[tuple[int, ...], CountedStand] = {}
    for stand in stands:
        passes_on = any(
            set(stand.asserted_by) & other.upstream and other.asserted_by != stand.asserted_by
            for other in stands
        )
        if not passes_on:
            voices.setdefault(stand.asserted_by, stand)
    return list(voices.values())


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
    unnamed = [stand for stand in affirming if stand.anonymous and stand not in hedged]
    reported = [stand for stand in affirming if stand not in hedged and stand not in unnamed]
    add("hedged by others: affirmed by", [s for s in hedged if not s.first_hand])
    add("affirmed, with a hedge, by", [s for s in hedged if s.first_hand])
    add("affirmed without a name by", unnamed)
    add("affirmed, as others report, by", reported)
    if not affirming:
        pieces.append("affirmed by nobody")
    add("affirmed on a condition by", [s for s in counted if s.modality == "conditional"])
    for words, position in _WORDS.items():
        add(words, [stand for stand in counted if stand.position == position])
    add("predicted of", predicted)
    return _sentence("; ".join(pieces)) + "."


_WORDS: dict[str, Position] = {
    "suggested by": "suggests",
    "doubted by": "doubts",
    "not confirmed by": "does not confirm",
    "left without comment by": "declines to comment",
}


def _because(others: Sequence[CountedStand], voice: CountedStand) -> str:
    upstream = set(voice.asserted_by) | voice.upstream
    if all(
        set(stand.asserted_by) & upstream or set(voice.asserted_by) & stand.upstream
        for stand in others
    ):
        return "through the same voice"
    if all(stand.anonymous for stand in others):
        return "unnamed"
    return "not firmly"


def _who(stands: Sequence[CountedStand], name: Callable[[int], str]) -> str:
    holders = dict.fromkeys(holder for stand in stands for holder in stand.holders)
    return _and([name(holder) for holder in holders])


def _and(items: Sequence[str]) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
