"""Words as search compares them: no case, no accents, every script romanised.

Folding works character by character, so a word keeps the place it has in the
verbatim text and can be marked there.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

VERSION = 4
"""Raised whenever the same text would fold to other words; an index says which it holds."""

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_INITIALS = re.compile(r"[a-z0-9]\.[a-z0-9]")
# Words joined by hyphens, and single letters by dots.
_JOINED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+|(?<=(?<![a-z0-9])[a-z0-9])\.[a-z0-9](?![a-z0-9]))+")
# No ASCII, and none of what parts the words of texts that are otherwise ASCII as a space does.
_FOREIGN = re.compile("[^\x00-\x7f“”‘’„‚«»–—…\u00a0]")
_NOT_ALNUM = re.compile(r"[^a-z0-9]+")
_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u00ad")
_MAY_JOIN = re.compile("[" + re.escape("".join(sorted(_HYPHENS))) + r"]|\S\.\S")

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
    found: list[Word] = []
    letters: list[str] = []
    start = end = -1

    def close() -> None:
        nonlocal start
        if start >= 0:
            found.append(Word("".join(letters) or _unromanised(text[start:end]), start, end))
            letters.clear()
            start = -1

    for at, character in enumerate(text):
        folded = _folded(character)
        if folded is None:
            close()
        elif folded == "" and start < 0 and not character.isalnum():
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
    """Return hyphenated words (Fateh-110) and dotted initials (U.S.) as one word each."""
    if not _MAY_JOIN.search(text):
        return []
    runs: list[Word] = []
    first = 0
    for at in range(1, len(found) + 1):
        if at < len(found) and _is_joint(text, found[at - 1], found[at]):
            continue
        if at - first > 1:
            run = found[first:at]
            runs.append(Word("".join(word.text for word in run), run[0].start, run[-1].end))
        first = at
    return runs


def texts(text: str) -> tuple[str, str]:
    """Return the words of ``text``, and what ``joined`` makes of them, in single spaces.

    The same as from ``words`` and ``joined``, and quicker: there are no places to keep.
    """
    spelled = text.lower() if text.isascii() else text.translate(_SPELLINGS)
    # A letter that becomes several is still one letter to the dot beside it.
    if _RARE in spelled or (len(spelled) > len(text) and _INITIALS.search(spelled)):
        return _texts_of_rare(text)
    runs = ""
    if "-" in spelled or _INITIALS.search(spelled):
        pieces = [piece for piece in spelled.split() if "-" in piece or "." in piece]
        runs = " ".join(run for piece in pieces for run in _JOINED.findall(piece))
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
    for at, character in enumerate(text):
        piece = _sign(character) if (letter := _folded(character)) is None else letter
        folded.append(piece)
        places += [at] * len(piece)
    return "".join(folded), [*places, len(text)]


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


def _is_joint(text: str, left: Word, right: Word) -> bool:
    if right.start - left.end != 1:
        return False
    between = text[left.end]
    if between == ".":
        return left.end - left.start == 1 and right.end - right.start == 1
    return between in _HYPHENS


@lru_cache(maxsize=16384)
def _is_unspaced(character: str) -> bool:
    return any(first <= character <= last for first, last in _UNSPACED)


@lru_cache(maxsize=16384)
def _folded(character: str) -> str | None:
    """Return the letters and digits that one character stands for, None for a separator."""
    category = unicodedata.category(character)
    if category[0] in "LNM":
        return _NOT_ALNUM.sub("", _romanised(character))
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
