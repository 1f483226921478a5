"""What the stands on a claim come to, and why.

The rule: the latest stand of each holder counts, and whatever others of it may be as
late; what is predicted, or said on a condition, neither affirms nor denies.  Stands
that rest on one upstream voice count once, as ``voices`` tells them apart.  A stand is
by its holder's own word when whoever asserts it is the holder or speaks for it; one
taken jointly is parted, and is reported of those of its holders who say nothing themselves.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal, Protocol, TypeVar

from viewer.conjunction import conjunction, sentence
from viewer.dating import ENDLESS
from viewer.library.voices import NAMED, Shared, Words, by_words, independent, shared
from viewer.terms import Modality, Position

Kind = Literal["disputed", "denied", "unconfirmed", "single-sourced", "corroborated"]
How = Literal["first-hand", "spoken for", "reported", "predicted"]
"""Whose word it is that somebody stands there."""
OWN: tuple[How, ...] = ("first-hand", "spoken for")
"""Where it is the holder's own."""

Actors = tuple[int, ...]
_Actor = TypeVar("_Actor", int, str)  # by row number or by id
_ActorOf = TypeVar("_ActorOf", int, str, covariant=True)

Leaning = Literal["for", "for on a condition", "against", "against on a condition", "withheld"]
"""Which way a stand leans; on a condition nobody affirms or denies a claim as it is."""

POSITIONS_LEANING: dict[Leaning, tuple[Position, ...]] = {
    "for": ("affirms", "suggests"),
    "against": ("denies", "doubts"),
    "withheld": ("does not confirm", "declines to comment"),
}
"""Those that lean each way, or do so on a condition."""

_LEANINGS = {
    position: way for way, positions in POSITIONS_LEANING.items() for position in positions
}

_ON_A_CONDITION: dict[Leaning, Leaning] = {
    "for": "for on a condition",
    "against": "against on a condition",
}

UNDECIDED: tuple[Modality, ...] = ("predicted", "conditional")
"""How a stand is taken that neither affirms nor denies its claim as it is."""
_FIRM: frozenset[Modality] = frozenset({"plain", "announced"})


class Dated(Protocol[_ActorOf]):
    """A stand as far as it decides which of its holders' is the latest.

    ``since`` and ``until`` are the first and the last day on which it may have been
    taken, "" for an open end.
    """

    @property
    def holders(self) -> Collection[_ActorOf]: ...

    @property
    def since(self) -> str: ...

    @property
    def until(self) -> str: ...


@dataclass(frozen=True, slots=True)
class CountedStand:
    """One stance as it counts: actors by row number.

    ``through`` are those of the chain through whom it came, from the publication
    on.  ``since`` and ``until`` are the first and the last day on which it may have
    been taken, "" for an open end; ``dated_by`` the kind of its basis, "" for none.
    ``report`` is the statement affirming the claim on which it is taken, "" where it is
    on the claim itself.
    """

    statement: str
    holders: Actors
    asserted_by: Actors
    through: frozenset[int]
    position: Position
    modality: Modality
    since: str
    until: str
    dated_by: str
    how: How
    anonymous: bool
    report: str = ""

    @property
    def said(self) -> str:
        """The day by which stands are put in order, "" for none."""
        return self.until or self.since

    @property
    def is_firm(self) -> bool:
        return self.modality in _FIRM and not self.anonymous and self.first_hand

    @property
    def first_hand(self) -> bool:
        return self.how in OWN

    @property
    def speakers(self) -> Actors:
        """Whose word it is: its holders', or that of those who report it."""
        return self.holders if self.first_hand else self.asserted_by

    @property
    def words(self) -> Words:
        return frozenset(self.asserted_by + self.speakers)

    @property
    def is_predicted(self) -> bool:
        return self.modality == "predicted"


@dataclass(frozen=True, slots=True)
class Status:
    """``voices`` is the number of independent voices that affirm firmly.

    ``shared`` are those, affirming or denying, that count once between them.
    """

    kind: Kind
    why: str
    voices: int
    shared: tuple[Shared, ...] = ()


def leaning(position: Position, modality: Modality) -> Leaning:
    """Return which way a stand leans."""
    way = _LEANINGS[position]
    return _ON_A_CONDITION.get(way, way) if modality == "conditional" else way


def whose_word(
    holders: Collection[_Actor],
    asserted_by: Collection[_Actor],
    modality: Modality,
    belongs: Callable[[_Actor, _Actor], bool],
) -> How:
    """Return whose word it is that all ``holders`` stand somewhere, which ``asserted_by`` say.

    What is predicted is nobody's yet, even of oneself.  ``belongs`` tells whether
    the first of two actors was the second or belonged to it then.
    """
    if modality == "predicted":
        return "predicted"
    if set(asserted_by) == set(holders):
        return "first-hand"
    is_own = all(_is_spoken_for(holder, asserted_by, belongs) for holder in holders)
    return "spoken for" if is_own else "reported"


def parted(
    holders: Sequence[_Actor],
    asserted_by: Collection[_Actor],
    modality: Modality,
    belongs: Callable[[_Actor, _Actor], bool],
) -> list[tuple[_Actor, ...]]:
    """Return the ``holders`` whose own word a stand is, and then those of whom it is reported.

    All are given as to ``whose_word``; of whom something is predicted stay together.
    """
    if modality == "predicted" or len(holders) == 1:
        return [tuple(holders)]
    own = tuple([one for one in holders if _is_spoken_for(one, asserted_by, belongs)])
    others = tuple([one for one in holders if one not in own])
    return [part for part in (own, others) if part]


def _is_spoken_for(
    holder: _Actor, asserted_by: Collection[_Actor], belongs: Callable[[_Actor, _Actor], bool]
) -> bool:
    return any(belongs(speaker, holder) for speaker in asserted_by)


def judge(
    stands: Iterable[CountedStand],
    name: Callable[[int], str],
    on_reports: Iterable[CountedStand] = (),
) -> Status:
    """Return the status that ``stands`` give their claim; ``name`` names an actor.

    ``on_reports`` are stands on those of the statements that affirm it.  They decide
    nothing: to deny a report that it is so is not to deny that it is.  Silences are told
    as those on the claim itself are.
    """
    stands = list(stands)
    predicted = [stand for stand in stands if stand.is_predicted]
    counted = latest([stand for stand in stands if not stand.is_predicted])
    silences, answers = _on_reports(on_reports, counted)
    counted += silences
    of_reports = "".join(f" {told}" for told in _answered(answers, stands, name))
    beside = "".join(
        f" {sentence(words)}" for words in (*_on_condition(counted, name), *_silent(counted, name))
    )
    beside += of_reports
    affirming, denying = (_outright(counted, position) for position in ("affirms", "denies"))
    resting = by_words(affirming)
    firm = {words: found for words, stands in resting.items() if (found := _firm(stands))}
    counting = independent(firm)
    # Of a voice the sentence names whose word it is, else whoever of it is firm.
    voices = [
        next((stand for stand in firm[words] if stand.words == words), firm[words][0])
        for words in counting
    ]
    once = (*shared(resting), *shared(by_words(denying)))
    if affirming and denying:
        why = f"Affirmed by {_who(affirming, name)}; denied by {_who(denying, name)}.{beside}"
        return Status("disputed", why, len(voices), once)
    if denying:
        why = f"Denied by {_who(denying, name)}; affirmed by nobody.{beside}"
        return Status("denied", why, 0, once)
    if not voices:
        why = _unconfirmed(counted, affirming, predicted, name) + of_reports
        return Status("unconfirmed", why, 0, once)
    if len(voices) > 1:
        # Where a report of it is denied that is said next, and is somebody.
        nobody = "" if any(one.position == "denies" for one in answers) else "; denied by nobody"
        why = f"Affirmed independently by {_who(voices, name)}{nobody}.{beside}"
        return Status("corroborated", why, len(voices), once)
    [voice], [same] = voices, counting.values()
    why = f"Affirmed by {_who([voice], name)} alone."
    named = set(voice.holders)
    if others := [stand for stand in affirming if not named.issuperset(stand.holders)]:
        together = {
            id(stand) for words, stands in resting.items() if words & same for stand in stands
        }
        why += f" Also affirmed {_adding_nothing(others, together, named, name)}."
    return Status("single-sourced", why + beside, 1, once)


def latest(stands: Sequence[CountedStand]) -> list[CountedStand]:
    """Return the stands after which their holder took none, as far as the days tell.

    Several of one day all stay, and so do those of ranges of days that overlap.
    A stand taken jointly stays for those of its holders who took none since.
    """
    last = last_days(stands)
    return _held((stand, still(stand, last)) for stand in stands)


def latest_on_each(stands: Iterable[CountedStand]) -> list[CountedStand]:
    """Return what ``latest`` does of the stands on each report, those on one together."""
    on_each: defaultdict[str, list[CountedStand]] = defaultdict(list)
    for stand in stands:
        on_each[stand.report].append(stand)
    return [stand for on_one in on_each.values() for stand in latest(on_one)]


def last_days(stands: Iterable[Dated[_Actor]]) -> dict[_Actor, str]:
    """Return the day on which, or after which, each holder took a stand last, "" for none."""
    last: dict[_Actor, str] = {}
    for stand in stands:
        since = stand.since
        for holder in stand.holders:
            last[holder] = max(last.get(holder, ""), since)
    return last


def still(stand: Dated[_Actor], last: Mapping[_Actor, str]) -> tuple[_Actor, ...]:
    """Return the holders of a stand who surely took none after it, by ``last_days``."""
    until = stand.until or ENDLESS
    return tuple([holder for holder in stand.holders if until >= last.get(holder, "")])


def in_turn(stands: Iterable[CountedStand]) -> list[list[CountedStand]]:
    """Return one holder's stands in lists, oldest first; each is ``latest`` of all up to it."""
    given = sorted(stands, key=lambda stand: (stand.until or ENDLESS, stand.since))
    begun = list(accumulate((stand.since for stand in given), max))
    turns: list[list[CountedStand]] = []
    end = len(given)
    while end:
        latest_begun = begun[end - 1]
        start = bisect_left(given, latest_begun, 0, end, key=lambda one: one.until or ENDLESS)
        turns.append(given[start:end])
        end = start
    return turns[::-1]


def _held(stands: Iterable[tuple[CountedStand, Actors]]) -> list[CountedStand]:
    """Leave to each stand those of its holders that are given; without any it goes."""
    return [
        stand if holders == stand.holders else replace(stand, holders=holders)
        for stand, holders in stands
        if holders
    ]


def _on_reports(
    stands: Iterable[CountedStand], counted: Sequence[CountedStand]
) -> tuple[list[CountedStand], list[CountedStand]]:
    """Return the silences on reports, and the other stands on them, that still stand.

    On each report the latest stand of a holder does, until it takes one on the claim itself.
    """
    lasting = latest_on_each(stand for stand in stands if not stand.is_predicted)
    if not lasting:
        return [], []
    last = last_days(counted)
    silences = [stand for stand in lasting if stand.position in _SILENT]
    answers = [stand for stand in lasting if stand.position not in _SILENT]
    return _still(silences, counted), _held((stand, still(stand, last)) for stand in answers)


def _still(silences: Iterable[CountedStand], counted: Sequence[CountedStand]) -> list[CountedStand]:
    """Keep the silences of those who may have taken no stand on the claim itself since."""
    until: dict[int, str] = {}
    for stand in counted:
        for holder in stand.holders:
            until[holder] = max(until.get(holder, ""), stand.until or ENDLESS)
    return _held(
        (
            stand,
            tuple(one for one in stand.holders if one not in until or stand.since > until[one]),
        )
        for stand in latest(list(silences))
    )


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
    unnamed = [one for one in plain if one.anonymous]
    add("affirmed without a name by", [one for one in unnamed if one.how != "spoken for"])
    add("affirmed without a name for", [one for one in unnamed if one.how == "spoken for"])
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

_ANSWERING: dict[Position, str] = {
    "affirms": "affirmed",
    "denies": "denied",
    "doubts": "doubted",
    "suggests": "thought possible",
}
_QUALIFIED: dict[Modality, str] = {
    "conditional": " on a condition",
    "hedged": ", with a hedge,",
}


def _on_condition(stands: Iterable[CountedStand], name: Callable[[int], str]) -> list[str]:
    """Return in words who affirms or denies on a condition alone, which decides nothing."""
    return _told([one for one in stands if one.modality == "conditional"], _ON_CONDITION, name)


def _silent(stands: Sequence[CountedStand], name: Callable[[int], str]) -> list[str]:
    """Return in words who neither affirms nor denies, though it might be expected."""
    return _told(stands, _SILENT, name)


def _answered(
    answers: Iterable[CountedStand], stands: Iterable[CountedStand], name: Callable[[int], str]
) -> list[str]:
    """Return in sentences who answers to the reports of a claim, and to whose.

    ``stands`` are those on the claim, among them the ones that the reports affirm.
    """
    taking: defaultdict[str, list[CountedStand]] = defaultdict(list)
    for stand in answers:
        taking[_ANSWERING[stand.position] + _QUALIFIED.get(stand.modality, "")].append(stand)
    if not taking:
        return []
    reporters: defaultdict[str, list[int]] = defaultdict(list)
    for stand in stands:
        if stand.position == "affirms":
            reporters[stand.statement] += stand.speakers
    told: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for words, taken in taking.items():
        reports = tuple(dict.fromkeys(stand.report for stand in taken))
        told[reports].append(f"{words} by {_who(taken, name)}")
    sentences = []
    for reports, answered in told.items():
        speakers = dict.fromkeys(speaker for report in reports for speaker in reporters[report])
        subject = "The report" if len(reports) == 1 else "Reports"
        verb = "is" if len(reports) == 1 else "are"
        who = conjunction(map(name, speakers), NAMED)
        sentences.append(f"{subject} by {who} {verb} {'; '.join(answered)}.")
    return sentences


def _told(
    stands: Sequence[CountedStand], positions: dict[Position, str], name: Callable[[int], str]
) -> list[str]:
    """Return who takes each of some positions, in the words for it; nothing where nobody does."""
    found = {
        words: [stand for stand in stands if stand.position == position]
        for position, words in positions.items()
    }
    return [f"{words} {_who(taking, name)}" for words, taking in found.items() if taking]


def _adding_nothing(
    others: Sequence[CountedStand],
    together: Collection[int],
    named: Collection[int],
    name: Callable[[int], str],
) -> str:
    """Return by whom else, besides those ``named``, it is affirmed, and why each adds no voice.

    ``together`` are the stands of the one voice there is.
    """
    found: dict[str, list[CountedStand]] = {because: [] for because in _ADDING_NOTHING}
    for stand in others:
        found[_because(stand, together)].append(stand)
    told: list[str] = []
    known = set(named)
    for because, stands in found.items():
        if who := _who(stands, name, besides=known):
            told.append(f"by {who}, but {because}")
            known.update(holder for stand in stands for holder in stand.holders)
    return "; ".join(told)


def _because(stand: CountedStand, together: Collection[int]) -> str:
    if id(stand) in together:
        return "through the same voice"
    if stand.anonymous:
        return "only by unnamed speakers" if stand.how == "spoken for" else "unnamed"
    if stand.first_hand:
        return "with a hedge"
    return "hedged by others" if stand.modality == "hedged" else "only as others report"


_ADDING_NOTHING = (
    "through the same voice",
    "unnamed",
    "only by unnamed speakers",
    "with a hedge",
    "only as others report",
    "hedged by others",
)


def _who(
    stands: Sequence[CountedStand], name: Callable[[int], str], besides: Collection[int] = ()
) -> str:
    """Return the holders of ``stands`` in words, without those who are named already."""
    holders = dict.fromkeys(holder for stand in stands for holder in stand.holders)
    return conjunction((name(holder) for holder in holders if holder not in besides), NAMED)
