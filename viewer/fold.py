"""Words as search compares them: no case, no accents, every script romanised.

Folding works character by character of the composed text (NFC), whether an accent is written
as one with its letter or after it.  A word keeps the place it has in the verbatim text and can
be marked there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

VERSION = 5
"""Raised whenever the same text would fold to other words; an index says which it holds."""

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_INITIALS = re.compile(r"[a-z0-9]\.[a-z0-9]")
# Words joined by hyphens, and single letters, of which one may be a digit, by dots.
_JOINED = re.compile(
    r"[a-z0-9]+(?:-[a-z0-9]+"
    r"|(?!(?<=[0-9])\.[0-9])(?<=(?<![a-z0-9])[a-z0-9])\.[a-z0-9](?![a-z0-9]))+"
)
_DATE = "0123456789-"  # all that stands in 2023-07
_GROUPED = re.compile(r",(?<=[0-9],)[0-9]{3}")
# No ASCII, and none of what parts the words of texts that are otherwise ASCII as a space does.
_FOREIGN = re.compile("[^\x00-\x7f“”‘’„‚«»–—…\u00a0]")
_NOT_ALNUM = re.compile(r"[^a-z0-9]+")
_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u00ad")
_MAY_JOIN = re.compile("[" + re.escape("".join(sorted(_HYPHENS))) + r"]|\S[.,]\S")

# The vowel points of Hebrew and Arabic, which most texts leave out.
_POINTS = (
    *(("\u0591", "\u05c7"), ("\u0610", "\u061a"), ("\u064b", "\u065f"), ("\u0670", "\u0670")),
    *(("\u06d6", "\u06ed"), ("\u0898", "\u089f"), ("\u08ca", "\u08ff"), ("\ufe70", "\ufe7f")),
)

# Scripts written without spaces: each character is a word, a run of them a phrase.
_UNSPACED = (
    *(("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3040", "\u30ff")),
    *(("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uf900", "\ufaff")),
    ("\U00020000", "\U0003ffff"),
)


class Word(NamedTuple):
    """A folded word; ``start`` and ``end`` are code points of the verbatim text, half-open."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Return the folded words of ``text`` in order; folding a word's own text gives it again."""
    if (plain := in_ascii(text)) is not None:
        return [Word(m[0], m.start(), m.end()) for m in _ASCII_WORD.finditer(plain)]
    text, starts, ends = _composed(text)
    found: list[Word] = []
    letters: list[str] = []
    start = end = -1

    def close() -> None:
        nonlocal start
        if start >= 0:
            word = "".join(letters) or _unromanised(text[start:end])
            found.append(Word(word, starts[start], ends[end - 1]))
            letters.clear()
            start = -1

    for at, character in enumerate(text):
        folded = _folded(character)
        if folded is None:
            close()
        elif folded == "" and (start < 0 or _is_unspaced(character)) and not character.isalnum():
            continue  # a stray accent or joiner outside any word
        elif _is_unspaced(character):
            close()
            start, end = at, at + 1
            letters.append(folded)
            close()
        else:
            if start < 0:
                start = at
            letters.append(folded)
            end = at + 1
    close()
    return found


def in_ascii(text: str) -> str | None:
    """Return ``text`` in small letters where its words are the runs of a-z and 0-9, else None."""
    return text.lower() if text.isascii() or not _FOREIGN.search(text) else None


def joined(text: str, found: list[Word]) -> list[Word]:
    """Return hyphenated words (Fateh-110), dotted initials (U.S.), and 1,000, as one word each.

    Other digits are no word together: 1.5 is not 15, nor 2023-07 the number 202307.
    """
    if not _MAY_JOIN.search(text):
        return []
    runs: list[Word] = []
    first = 0
    for at in range(1, len(found) + 1):
        if at < len(found) and _is_joint(text, found[at - 1], found[at]):
            continue
        run = found[first:at]
        if len(run) > 1 and not _are_digits(run):
            runs.append(_as_one(run))
        first = at
    return sorted([*runs, *_grouped(text, found)], key=lambda run: run.start)


def typed_as_one(text: str, found: list[Word]) -> str:
    """Return the words ``found`` of a ``text`` that was typed as one, "" where they are none."""
    if len(found) > 1 and _are_digits(found):
        whole = _as_one(found)
        return whole.text if whole in _grouped(text, found) else ""
    return "".join(word.text for word in found)


def texts(text: str) -> tuple[str, str]:
    """Return the words of ``text``, and what ``joined`` makes of them, in single spaces.

    The same as from ``words`` and ``joined``, and quicker: there are no places to keep.
    """
    if text.isascii():
        spelled = text.lower()
    else:
        text = unicodedata.normalize("NFC", text)
        spelled = text.translate(_SPELLINGS)
    # A letter that becomes several is still one letter to the dot beside it.
    if (
        _RARE in spelled
        or _GROUPED.search(spelled)
        or (len(spelled) > len(text) and _INITIALS.search(spelled))
    ):
        return _texts_of_rare(text)
    runs = ""
    if "-" in spelled or _INITIALS.search(spelled):
        pieces = [piece for piece in spelled.split() if "-" in piece or "." in piece]
        found = (run for piece in pieces for run in _JOINED.findall(piece))
        runs = " ".join(run for run in found if run.strip(_DATE))
    return " ".join(_ASCII_WORD.findall(spelled)), runs.replace("-", "").replace(".", "")


def _texts_of_rare(text: str) -> tuple[str, str]:
    """Return what ``texts`` does, piece by piece: few of them hold anything rare."""
    pieces = text.split()
    if len(pieces) > 1:
        folded = [texts(piece) for piece in pieces]
        return " ".join(one for one, _ in folded if one), " ".join(one for _, one in folded if one)
    found = words(text)
    together = joined(text, found)
    return " ".join(word.text for word in found), " ".join(word.text for word in together)


def key(text: str) -> str:
    """Return the folded words of ``text``, separated by single spaces."""
    return texts(text)[0]


def letters(text: str) -> tuple[str, list[int]]:
    """Return ``text`` folded letter by letter, with its spaces and signs, and where each stood.

    The second holds the code point of ``text`` for each folded letter, and one for the end.
    """
    folded: list[str] = []
    places: list[int] = []
    composed, starts, _ = _composed(text)
    for start, character in zip(starts, composed, strict=True):
        piece = _sign(character) if (letter := _folded(character)) is None else letter
        folded.append(piece)
        places += [start] * len(piece)
    return "".join(folded), [*places, len(text)]


def _composed(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Return ``text`` in NFC, and where in ``text`` each of its characters starts and ends.

    What comes of a letter and the accents after it has the place of all of them.
    """
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text)), range(1, len(text) + 1)
    composed: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _is_composed_with(text[start:end], text[end]):
            continue
        verbatim = text[start:end]
        cluster = unicodedata.normalize("NFC", verbatim)
        composed.append(cluster)
        if cluster == verbatim:
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        else:
            starts += [start] * len(cluster)
            ends += [end] * len(cluster)
        start = end
    return "".join(composed), starts, ends


def _is_composed_with(cluster: str, character: str) -> bool:
    """Tell whether a character may change, or change its place, together with those before it."""
    if character.isascii():
        return False
    if unicodedata.combining(unicodedata.normalize("NFD", character)[0]):
        return True
    apart = unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", character)
    return unicodedata.normalize("NFC", cluster + character) != apart


def _unromanised(word: str) -> str:
    """Return a word of letters with no romanisation at all as it is written.

    Joiners and enclosing marks, at which the full-text index would part it, are left out.
    """
    return "".join(one for one in word.lower() if unicodedata.category(one) not in ("Cf", "Me"))


@lru_cache(maxsize=1024)
def _sign(character: str) -> str:
    return " " if character.isspace() else _romanised(character)


def _romanised(character: str) -> str:
    from anyascii import anyascii  # first reached by what is no ASCII

    return anyascii(character).lower()


def _as_one(run: list[Word]) -> Word:
    return Word("".join(word.text for word in run), run[0].start, run[-1].end)


def _are_digits(run: list[Word]) -> bool:
    return all(word.text.isdecimal() for word in run)


def _is_joint(text: str, left: Word, right: Word) -> bool:
    between = _between(text, left, right)
    if between == ".":
        return not _are_digits([left, right]) and all(
            len(unicodedata.normalize("NFC", text[word.start : word.end])) == 1
            for word in (left, right)
        )
    return between in _HYPHENS


def _between(text: str, left: Word, right: Word) -> str:
    """Return what alone stands between two words, "" where that is more than one character."""
    return text[left.end] if right.start - left.end == 1 else ""


def _grouped(text: str, found: list[Word]) -> list[Word]:
    """Return numbers whose digits are grouped by commas, in threes, as one word each."""
    runs: list[Word] = []
    run: list[Word] = []
    before, after = Word("", -2, -2), Word("", len(text) + 2, len(text) + 2)
    for left, word, right in zip([before, *found], found, [*found[1:], after], strict=False):
        is_after = _between(text, left, word) in {".", ","} and left.text[-1:].isdecimal()
        if is_after and run and text[left.end] == "," and _is_group(word.text):
            run.append(word)
        else:
            run = [] if is_after or not _is_first_group(word.text) else [word]
        goes_on = _between(text, word, right) == "," and right.text[:1].isdecimal()
        if len(run) > 1 and not goes_on:
            runs.append(_as_one(run))
    return runs


def _is_group(word: str) -> bool:
    return len(word) == 3 and word.isdecimal()


def _is_first_group(word: str) -> bool:
    return len(word) <= 3 and word.isdecimal() and word[0] != "0"


@lru_cache(maxsize=16384)
def _is_unspaced(character: str) -> bool:
    return _is_in(character, _UNSPACED)


def _is_in(character: str, ranges: tuple[tuple[str, str], ...]) -> bool:
    return any(first <= character <= last for first, last in ranges)


@lru_cache(maxsize=16384)
def _folded(character: str) -> str | None:
    """Return the letters and digits that one character stands for, None for a separator."""
    category = unicodedata.category(character)
    if category[0] in "LNM":
        letters = "" if _is_in(character, _POINTS) else _romanised(character)
        # What ½ has is no number without its stroke.
        return "" if category[0] == "N" and "/" in letters else _NOT_ALNUM.sub("", letters)
    # Joiners and direction marks stand inside words without ending them.
    return "" if category == "Cf" else None


_RARE = "\0"


class _Spellings(dict[int, str]):
    """What each character becomes, filled as they come: ``_RARE`` where its neighbours matter."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _folded(character)
        if folded is None:
            spelling = "-" if character in _HYPHENS else "." if character == "." else " "
        else:
            spelling = _RARE if not folded or _is_unspaced(character) else folded
        self[code] = spelling
        return spelling


_SPELLINGS = _Spellings()
