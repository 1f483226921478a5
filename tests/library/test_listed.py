from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from tests.debate import Said, debate
from viewer.library.file import LibraryError
from viewer.library.listed import listed
from viewer.library.reading import Library
from viewer.library.timeline import timeline


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
            all(any(founding.belongs(one, holder) for one in speakers) for holder in it.holders)
            for it in statement.stances
        ]
        assert sorted(one.exact[mark.start : mark.end] for _, mark in one.mentions) == sorted(
            mention.text for mention in statement.mentions
        )


def test_a_stand_is_the_speakers_own_when_all_who_take_it_speak(tmp_path: Path) -> None:
    said = [
        Said("state", "affirms", beside="ally", by="state"),
        Said("state", "affirms", beside="ally"),
        Said("state", "affirms", by="ministry"),
        Said("ally", "affirms", by="ministry"),
    ]
    file = debate(tmp_path / "it", said, parents={"ministry": "state"})
    with contextlib.closing(Library(file)) as library:
        rows = sorted(library.postings.everything)[::-1]
        own = [it.is_own for one in listed(rows, library) for it in one.stances]
        told = [it.holder for one in timeline(library, None).statements or () for it in one.stands]
    assert own == [False, True, True, False]
    assert told[::-1] == ["State and Ally", "", "", "Ally"]


def test_a_row_that_is_not_there_is_a_fault_of_the_file(founding: Library) -> None:
    with pytest.raises(LibraryError):
        listed([1, 10_000], founding)
