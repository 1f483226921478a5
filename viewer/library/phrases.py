"""Phrases of common words, by the sets of their pairs and, where these leave doubt, by the texts.

The full-text index reads all places of each word to find where they stand next
to each other, which takes many frames when every one of them is common.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pyroaring import BitMap

from viewer import fold
from viewer.library.file import Connection
from viewer.library.postings import EMPTY, LONGEST_PREFIX, Postings
from viewer.library.query import Term

_READ = 512  # texts at once: some milliseconds, after which a reader may have gone on


class Sieved(NamedTuple):
    """The statements in which a phrase surely stands, and others in which it may."""

    sure: BitMap
    doubtful: BitMap


def sieved(term: Term, before: BitMap | None, postings: Postings) -> Sieved | None:
    """Return where a phrase of common words stands, by the sets of its pairs.

    ``before`` are the statements of the phrase without its last word, where they are known,
    as they have to be where one of its words is rare.  None where the last word is.
    """
    *_, one, last = term.words
    if (end := _end(one, last, term.prefix, postings)) is None:
        return None
    met = term.words[1:-1]  # where two pairs do
    if before is not None:
        rest, met = [before], met[-1:]
    else:
        rest = [postings.of_pair(*pair) for pair in pairwise(term.words[:-1])]
    # Two pairs that meet in a word stand as one phrase where that word stands once.
    again = EMPTY.union(*map(postings.with_again, met))
    sure = BitMap.intersection(end.sure, *rest) - again
    return Sieved(sure, BitMap.intersection(end.sure | end.doubtful, *rest) - sure)


def _end(one: str, last: str, is_open: bool, postings: Postings) -> Sieved | None:
    """Return where the last two words of a phrase stand; None where the last is a rare one."""
    is_paired = one in postings.paired
    if not is_open:
        known = is_paired and last in postings.paired
        return Sieved(postings.of_pair(one, last), EMPTY) if known else None
    sure, doubtful = postings.after(one, last) if is_paired else (EMPTY, postings.everything)
    if not doubtful:
        return Sieved(sure, EMPTY)
    begins = postings.of_word("prefix", last[:LONGEST_PREFIX])
    return None if begins is None else Sieved(sure, doubtful & begins)


def without_last(term: Term) -> Term:
    """Return a phrase without its last word, and so with no word that may go on."""
    words = term.words[:-1]
    return term._replace(words=words, joined="".join(words), prefix=False)


def holding(term: Term, rows: Sequence[int], connection: Connection) -> list[int]:
    """Return those of the statements ``rows`` in which a phrase stands, in their order."""
    holds = _holding(term)
    found: set[int] = set()
    for at in range(0, len(rows), _READ):
        texts = connection.rows(
            2,
            "SELECT id, exact FROM statement WHERE id IN (SELECT value FROM json_each(?))",
            json.dumps(list(rows[at : at + _READ])),
        )
        found |= {row for row, exact in texts if holds(exact)}
    return [row for row in rows if row in found]


def _holding(term: Term) -> Callable[[str], bool]:
    """Return what tells whether a phrase stands in a text.

    To fold all of a text would take four times as long as to look for the phrase.
    """
    first, *others = map(re.escape, term.words)
    # It begins with letters, which are looked for at once; then it is seen what is before them.
    between, end = "[^a-z0-9]+", "" if term.prefix else "(?![a-z0-9])"
    look = re.compile(between.join([f"{first}(?<![a-z0-9]{first})", *others]) + end).search
    wanted = f" {' '.join(term.words)}{'' if term.prefix else ' '}"

    def holds(text: str) -> bool:
        plain = fold.in_ascii(text)
        return wanted in f" {fold.key(text)} " if plain is None else look(plain) is not None

    return holds
