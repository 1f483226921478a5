"""Phrases of common words, looked up in the texts themselves.

The full-text index reads all places of each word to find where they stand next
to each other, which takes many frames when every one of them is common.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from pyroaring import BitMap

from viewer import fold
from viewer.library.postings import Postings
from viewer.library.query import Term

_LONGEST = 6  # letters of a beginning that has a posting


def with_all_words(term: Term, postings: Postings) -> BitMap | None:
    """Return the statements with all words of a phrase in any order.

    None where one of the words is rare, so that the full-text index is quick.
    """
    *before, last = term.words
    sets = [postings.of_word("word", word) for word in before]
    if term.prefix:
        sets.append(postings.of_word("prefix", last[:_LONGEST]))
    else:
        sets.append(postings.of_word("word", last))
    common = [one for one in sets if one is not None]
    return BitMap.intersection(*common) if len(common) == len(sets) else None


def holding(term: Term, rows: Sequence[int], connection: sqlite3.Connection) -> list[int]:
    """Return those of the statements ``rows`` in which a phrase stands, in their order."""
    (answer,) = connection.execute(
        "SELECT json_group_array(json_array(id, exact)) FROM statement"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(rows)),),
    ).fetchone()
    wanted = f" {' '.join(term.words)}{'' if term.prefix else ' '}"
    found = {row for row, exact in json.loads(answer) if wanted in f" {fold.key(exact)} "}
    return [row for row in rows if row in found]
