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
        why = f"{_affirm(affirming, name)}, and {_deny(denying, name)}."
        return Status("disputed", _sentence(why), len(voices))
    if denying:
        why = f"{_deny(denying, name)} and nobody affirms it."
        return Status("denied", _sentence(why), 0)
    if not firm:
        return Status("unconfirmed", _sentence(_unconfirmed(counted, affirming, name)), 0)
    if len(voices) > 1:
        why = f"{_affirm(voices, name)} independently and nobody denies it."
        return Status("corroborated", _sentence(why), len(voices))
    why = f"{_affirm(voices, name)}, and no independent voice does."
    relaying = [stand for stand in affirming if stand not in voices]
    if relaying:
        why += f" {_sentence(_affirm(relaying, name))} too, but {_because(relaying, voices)}."
    return Status("single-sourced", _sentence(why), 1)


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
    counted: Sequence[CountedStand], affirming: Sequence[CountedStand], name: Callable[[int], str]
) -> str:
    if affirming:
        faults = []
        if hedged := [s for s in affirming if s.modality == "hedged"]:
            faults.append(f"that of {_who(hedged, name)} is hedged")
        if hidden := [s for s in affirming if s.anonymous and s not in hedged]:
            faults.append(f"{_who(hidden, name)} {'are' if len(hidden) > 1 else 'is'} unnamed")
        if reported := [s for s in affirming if s not in hedged and s not in hidden]:
            faults.append(f"that of {_who(reported, name)} is only reported by others")
        return f"no affirmation stands by itself: {_and(faults)}."
    if not counted:
        return "nobody takes a stand on it."
    return f"nobody affirms it: {_and(sorted({_what(stand, name) for stand in counted}))}."


def _what(stand: CountedStand, name: Callable[[int], str]) -> str:
    who = _who([stand], name)
    if stand.position == "affirms":
        return f"{who} speaks of it only on a condition"
    verb = {
        "suggests": ("suggests", "suggest"),
        "doubts": ("doubts", "doubt"),
        "does not confirm": ("does not confirm", "do not confirm"),
        "declines to comment": ("declines to comment", "decline to comment"),
    }[stand.position]
    return f"{who} {verb[len(stand.holders) > 1]} it".replace("comment it", "comment")


def _because(relaying: Sequence[CountedStand], voices: Sequence[CountedStand]) -> str:
    upstream = set().union(*(stand.upstream | set(stand.asserted_by) for stand in relaying))
    if any(set(voice.asserted_by) & upstream for voice in voices):
        return "through the same voice"
    if all(stand.anonymous for stand in relaying):
        return "unnamed"
    return "not firmly"


def _who(stands: Sequence[CountedStand], name: Callable[[int], str]) -> str:
    holders = dict.fromkeys(holder for stand in stands for holder in stand.holders)
    return _and([name(holder) for holder in holders])


def _affirm(stands: Sequence[CountedStand], name: Callable[[int], str]) -> str:
    return f"{_who(stands, name)} {'affirm' if _are_several(stands) else 'affirms'} it"


def _deny(stands: Sequence[CountedStand], name: Callable[[int], str]) -> str:
    return f"{_who(stands, name)} {'deny' if _are_several(stands) else 'denies'} it"


def _are_several(stands: Sequence[CountedStand]) -> bool:
    return len({holder for stand in stands for holder in stand.holders}) > 1


def _and(items: Sequence[str]) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
