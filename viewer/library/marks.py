"""Where a query's words stand in a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from viewer import fold
from viewer.library.entities import Entities
from viewer.library.query import Query, Term

if TYPE_CHECKING:
    from viewer.records import Statement


class Mark(NamedTuple):
    """A stretch of a text in code points, half-open."""

    start: int
    end: int


def marks(query: Query, text: str) -> list[Mark]:
    """Return the stretches of ``text`` that the query's words match, in order, apart."""
    if not query.terms:
        return []
    words = fold.words(text)
    joined = fold.joined(text, words)
    found = [mark for term in query.terms for mark in _of_term(term, words, joined)]
    return merged(found)


def name_marks(statement: Statement, named: frozenset[int], entities: Entities) -> list[Mark]:
    """Return where a statement mentions the entities ``named``, in offsets of its ``exact``."""
    ids = {(entities[row].type, entities[row].id) for row in named}
    return merged(
        [
            Mark(mention.start - statement.start, mention.end - statement.start)
            for mention in statement.mentions
            if ("actor", mention.actor) in ids or ("weapon", mention.weapon) in ids
        ]
    )


def merged(found: list[Mark]) -> list[Mark]:
    """Return ``found`` in order with overlaps made one."""
    apart: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, mark.end)):
        if apart and mark.start <= apart[-1].end:
            apart[-1] = Mark(apart[-1].start, max(apart[-1].end, mark.end))
        else:
            apart.append(mark)
    return apart


def _of_term(term: Term, words: list[fold.Word], joined: list[fold.Word]) -> list[Mark]:
    size = len(term.words)
    texts = [word.text for word in words]
    *before, last = term.words
    found = [
        Mark(words[at - size + 1].start, words[at].end)
        for at in range(size - 1, len(words))
        # The last word decides most often.
        if _is(texts[at], last, term.prefix) and texts[at - size + 1 : at] == before
    ]
    if term.joined and not term.phrase:
        together = joined if size == 1 else joined + words
        found += [
            Mark(word.start, word.end)
            for word in together
            if _is(word.text, term.joined, term.prefix)
        ]
    return found


def _is(word: str, typed: str, prefix: bool) -> bool:
    return word.startswith(typed) if prefix else word == typed
