"""Finding words in a text: by themselves, by count, or by what stands around them."""

from __future__ import annotations

import difflib
import re
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"\w+")
_FEW = 50
"""Passages that are found in less time than it takes to note where each word begins."""
_KEPT = 256
"""Passages whose places are remembered, since much may be said in the same words."""


class NotFound(ValueError):
    """The words stand nowhere in the text; the message shows the nearest passage."""


class Ambiguous(ValueError):
    """The words stand in several places and nothing tells which is meant."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which of several places is meant: ``nth`` counts from 1 and over all of them."""

    nth: int | None = None
    prefix: str = ""
    suffix: str = ""


ANYWHERE = Pointer()
NOWHERE = -1
"""Before the first offset: none is taken yet."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Where words stand: ``alone`` are the places where they stand by themselves.

    Where they never do, inside longer words counts.
    """

    places: list[int]
    alone: list[int]


class Passages:
    """The places of many passages of one text, found without reading all of it for each."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._asked = 0
        self._found: dict[str, _Found] = {}

    def places(self, words: str) -> list[int]:
        """Return what ``places`` does."""
        return self._of(words).places

    def locate(self, words: str, pointer: Pointer = ANYWHERE) -> int:
        """Return the offset (code points) of ``words`` in the text.

        Words that stand by themselves are preferred to the same letters inside a
        longer word.  Raises NotFound or Ambiguous.
        """
        found = self._of(words)
        if not found.places:
            raise NotFound(_nearest(words, self._text))
        if pointer.nth is not None:
            if not 1 <= pointer.nth <= len(found.places):
                raise NotFound(
                    f"“{_short(words)}” has no place number {pointer.nth} ({len(found.places)})"
                )
            return found.places[pointer.nth - 1]
        alone = found.alone
        if pointer.prefix or pointer.suffix:
            between = [at for at in found.places if _is_between(at, words, self._text, pointer)]
            if not between:
                raise NotFound(f"“{_short(words)}” does not stand between that prefix and suffix")
            alone = _alone(between, words, self._text)
        if len(alone) > 1:
            raise Ambiguous(f"“{_short(words)}” stands in {len(alone)} places; say which by nth")
        return alone[0]

    def following(self, words: str, taken: int) -> int:
        """Return the first offset after ``taken`` at which ``words`` stand by themselves.

        Where they never do, inside longer words counts.  Raises NotFound.
        """
        alone = self._of(words).alone
        if not alone:
            raise NotFound(_nearest(words, self._text))
        at = bisect_right(alone, taken)
        if at == len(alone):
            raise NotFound(f"“{_short(words)}” stands in {len(alone)} places only; give nth")
        return alone[at]

    def _of(self, words: str) -> _Found:
        found = self._found.get(words)
        if found is None:
            if len(self._found) == _KEPT:
                self._found.clear()
            at = self._find(words)
            self._found[words] = found = _Found(at, _alone(at, words, self._text))
        return found

    def _find(self, words: str) -> list[int]:
        self._asked += 1
        if self._asked <= _FEW:
            return places(words, self._text)
        # The first and the last may be part of a longer word of the text.
        inner = [one for one in _WORD.finditer(words) if one.start() > 0 and one.end() < len(words)]
        if not inner:
            return places(words, self._text)
        rarest = min(inner, key=lambda one: len(self._starts.get(one[0], ())))
        offsets = (start - rarest.start() for start in self._starts.get(rarest[0], ()))
        return [at for at in offsets if at >= 0 and self._text.startswith(words, at)]

    @cached_property
    def _starts(self) -> dict[str, array[int]]:
        """Where each word of the text begins."""
        starts: defaultdict[str, array[int]] = defaultdict(lambda: array("L"))
        for word in _WORD.finditer(self._text):
            starts[word[0]].append(word.start())
        return dict(starts)


def places(words: str, text: str) -> list[int]:
    """Return every offset at which ``words`` stand in ``text``, overlaps included."""
    found = []
    at = text.find(words) if words else -1
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _is_between(at: int, words: str, text: str, pointer: Pointer) -> bool:
    end = at
    while end > 0 and text[end - 1].isspace():
        end -= 1
    start = at + len(words)
    while start < len(text) and text[start].isspace():
        start += 1
    # No copy of what may be a whole book.
    before = text.endswith(pointer.prefix.rstrip(), 0, end)
    return before and text.startswith(pointer.suffix.lstrip(), start)


def _alone(found: list[int], words: str, text: str) -> list[int]:
    """Return the places among ``found`` at which words stand by themselves, else all."""
    return [at for at in found if _stands_alone(at, words, text)] or found


def _stands_alone(at: int, words: str, text: str) -> bool:
    end = at + len(words)
    opens = at == 0 or not (text[at - 1].isalnum() and words[0].isalnum())
    closes = end == len(text) or not (text[end].isalnum() and words[-1].isalnum())
    return opens and closes


def _nearest(words: str, text: str) -> str:
    """Return a sentence with the nearest passage of ``text`` and the difference marked."""
    from rapidfuzz import fuzz  # only reached on the way to an error

    given = _about_the_difference(words, text)
    alignment = fuzz.partial_ratio_alignment(given, text)
    if not words or alignment is None or alignment.score < 50:
        return f"“{_short(words)}” is not in the text"
    # The alignment has the length of the words; a little beside it may belong to it too.
    start, end = alignment.dest_start, alignment.dest_end
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return (
        f"“{_short(words)}” is not in the text; the nearest passage, with [-given-] and "
        f"{{+source+}}: {_marked(given, text[max(0, start - _BESIDE) : end + _BESIDE])}"
    )


_BESIDE = 4
_COMPARED = 2000
"""Characters that are compared with a text at most: it takes as long as both multiplied."""


def _about_the_difference(words: str, text: str) -> str:
    """Return what stands about the first difference in words that are too long to compare."""
    if len(words) <= _COMPARED:
        return words
    same = bisect_left(range(len(words)), True, key=lambda length: words[:length] not in text)
    start = max(0, same - _COMPARED // 2)
    return words[start : start + _COMPARED]


def _marked(given: str, stored: str) -> str:
    pieces = []
    changes = difflib.SequenceMatcher(None, given, stored, False).get_opcodes()
    # What the source has before and after is no difference.
    changes = changes[changes[0][0] == "insert" : len(changes) - (changes[-1][0] == "insert")]
    for tag, a, b, c, d in changes:
        if tag == "equal":
            same = given[a:b]
            pieces.append(same if len(same) < 60 else f"{same[:25]} … {same[-25:]}")
            continue
        if b > a:
            pieces.append(f"[-{given[a:b]}-]")
        if d > c:
            pieces.append(f"{{+{stored[c:d]}+}}")
    return "".join(pieces)


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}…"
