"""Sets of words, beginnings and pairs, told by the texts themselves."""

from __future__ import annotations

import contextlib
from itertools import pairwise

import pytest
from pyroaring import BitMap

from viewer import fold
from viewer.library.postings import Many, WordKind
from viewer.library.reading import Library

_COMMON = 4096


def words_of(library: Library) -> dict[int, list[str]]:
    rows = library.connection.execute("SELECT id, exact FROM statement").fetchall()
    return {row: fold.key(exact).split() for row, exact in rows}


def joined_words_of(library: Library) -> dict[int, list[str]]:
    rows = library.connection.execute("SELECT id, exact FROM statement").fetchall()
    return {row: fold.texts(exact)[1].split() for row, exact in rows}


def test_a_beginning_of_any_length_has_all_that_begins_so(crowded: Library) -> None:
    words, joined = words_of(crowded), joined_words_of(crowded)
    beginnings = {word[:size] for said in words.values() for word in said for size in range(1, 13)}
    kept = 0
    for beginning in beginnings:
        expected, others = (
            {row for row, of_row in of.items() if any(one.startswith(beginning) for one in of_row)}
            for of in (words, joined)
        )
        found = crowded.postings.of_word("prefix", beginning)
        assert (found is None) == (len(expected | others) < _COMMON), beginning
        if found is not None:
            assert set(found) == expected, beginning
            kept += 1
    assert kept > 20


@pytest.mark.parametrize("kind", ["word", "prefix"])
def test_where_only_joined_words_are_is_kept_apart(crowded: Library, kind: WordKind) -> None:
    said, joined = (
        {row for row, words in of.items() if "us" in words}
        for of in (words_of(crowded), joined_words_of(crowded))
    )
    assert min(len(said), len(joined)) > 10
    found = crowded.postings.of_word(kind, "us")
    assert found is not None
    assert set(found) == said
    assert set(crowded.postings.of_joined(kind, "us")) == joined - said


def test_a_common_word_is_known_by_what_stands_after_it(crowded: Library) -> None:
    words, postings = words_of(crowded), crowded.postings
    every = {word for said in words.values() for word in said}
    common = {word for word in every if sum(word in said for said in words.values()) >= _COMMON}
    assert postings.paired == common

    def before(word: str, letters: str, end: int | None = None) -> set[int]:
        return {
            row
            for row, said in words.items()
            if any(one == word and other[:end] == letters for one, other in pairwise(said))
        }

    for word in common:
        again = {row for row, said in words.items() if said.count(word) > 1}
        assert set(postings.with_again(word)) == again
        for other in common:
            assert set(postings.of_pair(word, other)) == before(word, other)
        for other in {*every, "9"}:
            for size in range(1, len(other) + 1):
                expected = before(word, other[:size], size)
                sure, doubtful = postings.after(word, other[:size])
                assert sure <= BitMap(expected) <= sure | doubtful
                assert not doubtful & sure
                assert size > 2 or not doubtful


@pytest.mark.parametrize(("kind", "count"), [("claim", 320), ("source", 350)])
def test_claims_and_sources_are_joined_by_row(crowded: Library, kind: Many, count: int) -> None:
    wanted = range(1, count + 1, 7)
    each = (set(crowded.postings.of(kind, row)) for row in wanted)
    assert set(crowded.postings.united(kind, wanted)) == set().union(*each)
    assert not crowded.postings.united(kind, [])


def test_lists_that_are_given_up_go_on_where_they_were(crowded: Library) -> None:
    everyone = range(1, 351)
    with contextlib.closing(Library(crowded.path)) as library:
        next(library.postings.prepare("source"))
        assert sum(1 for _ in library.postings.prepare("source")) == 1
        assert library.postings.united("source", everyone) == crowded.postings.everything
