from __future__ import annotations

import pytest

from viewer.library.file import LibraryError
from viewer.library.listed import listed
from viewer.library.reading import Library


def test_a_page_says_what_the_statements_say(founding: Library) -> None:
    rows = sorted(founding.postings.everything)[::-1]

    def names(actors: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(founding.name(actor) for actor in actors)

    for one, statement in zip(listed(rows, founding), founding.statements(rows), strict=True):
        assert (one.id, one.exact) == (statement.id, statement.exact)
        assert (one.first, one.last) == (statement.said.first, statement.said.last)
        basis = statement.said.basis
        assert one.is_inferred == (basis is not None and basis.kind == "inferred")
        assert [*one.chain] == [names(link.actors) for link in statement.chain]
        assert [(mark.start, mark.end) for mark in one.quoted] == [
            (span.start - statement.start, span.end - statement.start) for span in statement.quoted
        ]
        assert [(it.position, it.modality, it.holders) for it in one.stances] == [
            (it.position, it.modality, names(it.holders)) for it in statement.stances
        ]
        speakers = statement.chain[-1].actors
        assert [it.is_own for it in one.stances] == [
            any(founding.belongs(one, holder) for one in speakers for holder in it.holders)
            for it in statement.stances
        ]
        assert sorted(one.exact[mark.start : mark.end] for _, mark in one.mentions) == sorted(
            mention.text for mention in statement.mentions
        )


def test_a_row_that_is_not_there_is_a_fault_of_the_file(founding: Library) -> None:
    with pytest.raises(LibraryError):
        listed([1, 10_000], founding)
