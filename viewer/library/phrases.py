"""Phrases of common words, looked up in the texts themselves.

The full-text index reads all places of each word to find where they stand next
to each other, which takes many frames when every one of them is common.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from itertools import pairwise

from pyroaring import BitMap

from viewer import fold
from viewer.library.postings import PAIRED, Postings
from viewer.library.query import Term

_LONGEST = 6  # letters of a beginning that has a posting
_READ = 512  # texts at once: some milliseconds, after which a reader may have gone on


def common(term: Term, postings: Postings) -> list[BitMap | None]:
    """Return the statements of each word of a phrase, None for a rare one."""
    before = [postings.of_word("word", word) for word in term.words[:-1]]
    return [*before, common_last(term, postings)]


def common_last(term: Term, postings: Postings) -> BitMap | None:
    """Return the statements of the last word of a phrase, or of what begins so; None as above."""
    last = term.words[-1]
    if term.prefix:
        return postings.of_word("prefix", last[:_LONGEST])
    return postings.of_word("word", last)


def side_by_side(term: Term, postings: Postings) -> list[BitMap]:
    """Return where each common word of a phrase stands before the first letters of its next."""
    pairs = (postings.of_pair(one, other) for one, other in pairwise(term.words))
    return [pair for pair in pairs if pair is not None]


def of_pair(term: Term, postings: Postings) -> BitMap | None:
    """Return the statements of an open phrase of a common word and a letter or two, else None."""
    if not term.phrase or not term.prefix or len(term.words) != 2 or len(term.words[1]) > PAIRED:
        return None
    return postings.of_pair(*term.words)


def without_last(term: Term) -> Term:
    """Return a phrase without its last word, and so with no word that may go on."""
    words = term.words[:-1]
    return term._replace(words=words, joined="".join(words), prefix=False)


def continued(term: Term, among: BitMap, most: int, postings: Postings) -> Term | None:
    """Return an open phrase with the common word that nearly all of ``among`` have for its last.

    None where more than ``most`` of them do without that word.
    """
    words = postings.common_words(term.words[-1])
    shares = {word: among.intersection_cardinality(found) for word, found in words.items()}
    best = max(shares, key=shares.__getitem__, default=None)
    if best is None or len(among) - shares[best] > most:
        return None
    whole = (*term.words[:-1], best)
    return term._replace(words=whole, joined="".join(whole), prefix=False)


def holding(term: Term, rows: Sequence[int], connection: sqlite3.Connection) -> list[int]:
    """Return those of the statements ``rows`` in which a phrase stands, in their order."""
    holds = _holding(term)
    found: set[int] = set()
    for at in range(0, len(rows), _READ):
        (answer,) = connection.execute(
            "SELECT json_group_array(json_array(id, exact)) FROM statement"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(rows[at : at + _READ])),),
        ).fetchone()
        found |= {row for row, exact in json.loads(answer) if holds(exact)}
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
