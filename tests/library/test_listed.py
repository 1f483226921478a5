from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from tests.debate import Said, debate
from viewer.library.file import LibraryError
from viewer.library.listed import listed
from viewer.library.reading import Library
from viewer.library.told import told


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
        assert one.stances == told(statement, founding)
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
        stances = [stance for one in listed(rows, library) for stance in one.stances]
        by_record = [one for it in library.statements(rows) for one in told(it, library)]
    assert [one.holder for one in stances] == ["Ally", "", "", "State and Ally"][::-1]
    assert stances == by_record


def test_a_row_that_is_not_there_is_a_fault_of_the_file(founding: Library) -> None:
    with pytest.raises(LibraryError):
        listed([1, 10_000], founding)
