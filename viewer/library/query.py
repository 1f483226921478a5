"""The query language: any string is a query, and what is no operator is text.

Words, ``"exact phrases"``, ``-not``, ``OR`` between two of them, and filters
such as ``speaker:iran``; a dash within one is text.  Parsing never fails; ``parse``
returns what it understood with the places (code points, half-open) where that was typed.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, get_args

from viewer import fold
from viewer.terms import MODES, POSITIONS

FilterKey = Literal[
    "speaker",
    "holder",
    "via",
    "mentioned",
    "actor",
    "weapon",
    "stance",
    "claim",
    "source",
    "mode",
    "before",
    "after",
]
FILTER_KEYS: tuple[FilterKey, ...] = get_args(FilterKey)

QUOTES = '"“”„«»'
_PIECE = rf"""(?x)
    (?P<not>(?<!\S)-)?
    (?:
        (?P<key>(?i:{"|".join(FILTER_KEYS)})):(?:[{QUOTES}](?P<quoted>[^{QUOTES}]*)[{QUOTES}]?|(?P<value>[^\s{QUOTES}]*))
      | [{QUOTES}](?P<phrase>[^{QUOTES}]*)(?P<closed>[{QUOTES}]?)
      | (?P<word>[^\s{QUOTES}]+)
    )
    """
_OR = rf"(?<![^\s{QUOTES}])OR(?![^\s{QUOTES}])"
_INNER_DASH = re.compile(r"(?<=\S)-")
_STEM = 4  # letters that forms of one word share: deni(es), deni(ed)
_DAY = r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?"
_BEGUN_DAY = r"\d{1,3}|\d{4}-(?:0|\d{1,2}-0?)?"


class Term(NamedTuple):
    """Words to find next to each other; ``joined`` is the same as one word (fateh110).

    It is "" where nobody writes them so (1.5, 24/7).
    A ``phrase`` was typed between quotation marks and stands for itself alone.
    With ``prefix`` the last word may go on.
    """

    words: tuple[str, ...]
    joined: str
    phrase: bool
    prefix: bool
    start: int
    end: int


class Filter(NamedTuple):
    """What a statement must have; ``start`` and ``end`` are -1 where it was picked, not typed."""

    key: FilterKey
    value: str
    start: int = -1
    end: int = -1


class Group(NamedTuple):
    """Alternatives of which one must hold, or none when ``negated``."""

    alternatives: tuple[Term | Filter, ...]
    negated: bool = False


class Slip(NamedTuple):
    """What was typed as a filter and is none: it is passed over, or text as all that is no filter.

    ``waits`` where it was passed over, since it may be typed no further than that yet.
    """

    key: FilterKey
    typed: str
    waits: bool


class Query(NamedTuple):
    """Groups that must all hold; ``ignored`` holds no letter or digit.

    ``apart`` is what was typed after an OR that joins nothing, since one side is negated.
    """

    text: str
    groups: tuple[Group, ...]
    ignored: tuple[str, ...] = ()
    slips: tuple[Slip, ...] = ()
    apart: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """The words that a hit may show."""
        return tuple(
            alternative
            for group in self.groups
            if not group.negated
            for alternative in group.alternatives
            if isinstance(alternative, Term)
        )

    @property
    def typed(self) -> tuple[Term | Filter, ...]:
        """The words and filters as they stand in the text, those that were picked left out."""
        alternatives = (one for group in self.groups for one in group.alternatives)
        return tuple(one for one in alternatives if one.start >= 0)

    def narrowed(self, groups: tuple[Group, ...]) -> Query:
        """Return this query with more that must hold."""
        return self._replace(groups=self.groups + groups)

    def without(self, gone: Filter) -> str:
        """Return what is typed but for a filter, and for each OR that led to it or on from it.

        All else means what it did: no two that must both hold become alternatives.
        """
        typed = self.typed
        at = typed.index(gone)
        start = typed[at - 1].end if at else 0
        end = typed[at + 1].start if at + 1 < len(typed) else len(self.text)
        is_between = any(gone in group.alternatives[1:-1] for group in self.groups)
        # A dash right behind what is parted from it was text, and is not to negate.
        dashed = "…" if _INNER_DASH.match(self.text, end) else ""
        return _spaced(
            self.text[:start],
            _without_or(self.text[start : gone.start]),
            "OR" if is_between else "",
            _without_or(self.text[gone.end : end]),
            dashed + self.text[end:],
        )

    def and_typed(self, *more: str) -> str:
        """Return what is typed, and ``more`` after it that must hold as well."""
        end = self.typed[-1].end if self.typed else 0
        is_open = sum(map(self.text.count, QUOTES)) % 2
        all_typed = _spaced(self.text[:end], _without_or(self.text[end:]))
        return _spaced(all_typed + '"' * is_open, *more)


def parse(text: str, typing: bool = False) -> Query:
    """Return what ``text`` asks for; while ``typing``, its last word may go on."""
    if not text:  # as a window asks first: compiling the pattern would take a while
        return Query("", ())
    groups: list[Group] = []
    ignored: list[str] = []
    slips: list[Slip] = []
    apart: list[str] = []
    either = False
    for match in re.finditer(_PIECE, text):
        if match["word"] == "OR" and not match["not"]:
            either = bool(groups)
            continue
        negated = bool(match["not"])
        alternative = _alternative(match, typing and match.end() == len(text))
        if match["key"] and not isinstance(alternative, Filter):
            key: FilterKey = match["key"].lower()  # type: ignore[assignment] # the pattern knows no other
            slips.append(Slip(key, match[0].removeprefix("-"), waits=alternative is None))
        if alternative is None:
            if not match["key"]:
                ignored.append(match[0])
            continue
        if either and not negated and not groups[-1].negated:
            groups[-1] = Group((*groups[-1].alternatives, alternative))
        else:
            groups.append(Group((alternative,), negated))
            if either:
                apart.append(match[0])
        either = False
    return Query(text, tuple(groups), tuple(ignored), tuple(slips), tuple(apart))


def position_named(value: str) -> str | None:
    """Return the position that ``value`` begins to write, with spaces or dashes."""
    typed = fold.key(value)
    return next((position for position in POSITIONS if typed and position.startswith(typed)), None)


def position_meant(word: str) -> str | None:
    """Return the position that a folded word such as “denied” or “unconfirmed” speaks of."""
    # “deny” and “denying” as “denies”: no position holds a y.
    stem = word.removeprefix("un").replace("y", "i")[:_STEM]
    return next(
        (
            position
            for position in POSITIONS
            if any(
                len(stem) == _STEM < len(part) and part.startswith(stem)
                for part in position.split()
            )
        ),
        None,
    )


def mode_named(value: str) -> str | None:
    """Return the mode that ``value`` begins to write."""
    typed = fold.key(value)
    return next((mode for mode in MODES if typed and mode.startswith(typed)), None)


def day_named(key: FilterKey, value: str) -> str | None:
    """Return the ISO day of a before: or after: value, None when it names none.

    Both are inclusive: a month or a year stands for its first day after
    ``after:`` and for its last after ``before:``.
    """
    match = re.fullmatch(_DAY, value)
    if not match:
        return None
    low, high = (1, 31) if match[3] is None else (int(match[3]), int(match[3]))
    months = (1, 12) if match[2] is None else (int(match[2]), int(match[2]))
    if not (1 <= months[0] <= 12 and 1 <= low <= 31):
        return None
    # Days are compared as strings, so that the 31st of a shorter month does no harm.
    year = int(match[1])  # whatever the script of its digits
    if key == "after":
        return f"{year:04}-{months[0]:02}-{low:02}"
    return f"{year:04}-{months[1]:02}-{high:02}"


def _without_or(gap: str) -> str:
    """Return what stands between two words or filters, nothing of which is looked for."""
    return re.sub(_OR, "", gap).strip()


def _spaced(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _alternative(match: re.Match[str], open_ended: bool) -> Term | Filter | None:
    if match["key"]:
        given = match["quoted"] if match["quoted"] is not None else match["value"]
        key: FilterKey = match["key"].lower()  # type: ignore[assignment] # the pattern knows no other
        if not given or (open_ended and _is_begun_day(key, given)):
            return None  # a filter that is still being typed
        if _means_something(key, given):
            return Filter(key, given, match.start(), match.end())
    phrase = match["phrase"] is not None
    text = match["phrase"] if phrase else match[0].removeprefix("-")
    found = fold.words(text)
    if not found:
        return None
    words = tuple(word.text for word in found)
    prefix = open_ended and found[-1].end == len(text) and not (phrase and match["closed"])
    joined = fold.typed_as_one(text, found)
    return Term(words, joined, phrase, prefix, match.start(), match.end())


def _is_begun_day(key: FilterKey, value: str) -> bool:
    return key in ("before", "after") and re.fullmatch(_BEGUN_DAY, value) is not None


def _means_something(key: FilterKey, value: str) -> bool:
    """A filter that can have no meaning is text: the names of things may be unknown."""
    match key:
        case "stance":
            return position_named(value) is not None
        case "mode":
            return mode_named(value) is not None
        case "before" | "after":
            return day_named(key, value) is not None
        case _:
            return bool(fold.key(value))
