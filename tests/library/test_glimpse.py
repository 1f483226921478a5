from __future__ import annotations

import contextlib
from itertools import islice

import pytest

from viewer import fold
from viewer.library import search as module
from viewer.library.listed import listed
from viewer.library.postings import Postings
from viewer.library.query import Filter, parse
from viewer.library.reading import Library
from viewer.library.search import Search

MOST = 12


def words_of(library: Library) -> dict[int, str]:
    rows = library.connection.execute("SELECT id, exact FROM statement").fetchall()
    return {row: f" {fold.key(exact)} " for row, exact in rows}


@pytest.mark.parametrize(
    ("typed", "held", "is_doubtful"),
    [
        ('"of the"', " of the ", False),
        ('"of the', " of the", False),
        ('"the arms"', " the arms ", False),
        ('"of the arms"', " of the arms ", False),  # “the” stands once
        ('"men of the arms"', " men of the arms ", True),  # “of” stands again in “one of many”
        ('"arms the of"', " arms the of ", False),
        ('"one of the"', " one of the ", True),
        ('"arms of men', " arms of men", True),
        ('"of men"', " of men ", False),
    ],
)
def test_a_phrase_of_common_words_finds_where_they_stand_together(
    crowded: Library, typed: str, held: str, is_doubtful: bool
) -> None:
    expected = {row for row, words in words_of(crowded).items() if held in words}
    search = Search(crowded)
    query = parse(typed, typing=True)
    glimpse = search.glimpse(query, MOST)
    hits = search.hits(query)
    assert set(hits.found) == expected
    assert bool(glimpse) == (is_doubtful and len(expected) >= MOST)
    if glimpse:
        assert list(glimpse.rows) == list(hits.rows[:MOST])


@pytest.mark.parametrize(
    "phrase",
    [
        "of the arms trade",  # common words and a rare one
        "men of the arms",
        "there are men",  # one rare word leads, a common one follows
        "the arms of whom",
        "there were the",  # stands nowhere
        "one of many",  # nearly everywhere, as another word that begins so is not
        "and the men nothing",
        "of arms and the men one of the",  # most of its words stand twice
    ],
)
def test_a_phrase_typed_letter_by_letter_finds_what_each_of_its_beginnings_finds(
    crowded: Library, phrase: str
) -> None:
    words = words_of(crowded)
    one = Search(crowded)
    for end in range(1, len(phrase) + 1):
        query = parse(f'"{phrase[:end]}', typing=True)
        held = f" {fold.key(phrase[:end])}" + (" " if phrase[end - 1] == " " else "")
        expected = {row for row, said in words.items() if held in said}
        for search in (one, Search(crowded)):
            glimpse = search.glimpse(query, MOST)
            hits = search.hits(query)
            assert set(hits.found) == expected, phrase[:end]
            assert glimpse is None or list(glimpse.rows) == list(hits.rows[:MOST])


@pytest.mark.parametrize(
    "typed",
    [
        "source:paper",
        "claim:matter",
        "source:paper claim:matter",
        'source:paper "of the" -speaker:speaker-1',
        'claim:matter speaker:speaker-2 "the arms',
        'mode:indirect "men of the arms" before:2005',
    ],
)
def test_a_glimpse_shows_what_all_hits_begin_with(crowded: Library, typed: str) -> None:
    search = Search(crowded)
    query = parse(typed, typing=True)
    glimpse = search.glimpse(query, MOST)
    assert glimpse
    hits = search.hits(query)
    assert list(glimpse.rows) == list(hits.rows[:MOST])
    assert [one.row for one in listed(glimpse.rows, crowded)] == list(glimpse.rows)
    # What is known by now is not looked for once more.
    assert search.glimpse(query, MOST) is None


@pytest.mark.parametrize(
    "typed",
    [
        *("speaker:r", "mentioned:r", "actor:r", "actor:a mode:direct", "actor:i -men"),
        *("weapon:m", "weapon:drone actor:russia", "source:w", "claim:i", "speaker:nobody"),
    ],
)
def test_a_glimpse_of_broad_filters_reads_who_and_what_each_statement_names(
    wire: Library, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MANY", 1)
    search = Search(wire)
    query = parse(typed, typing=True)
    for most in (1, 2, 3):
        glimpse = Search(wire).glimpse(query, most)
        hits = search.hits(query)
        assert bool(glimpse) == (len(hits) >= most)
        assert not glimpse or list(glimpse.rows) == list(hits.rows[:most])


@pytest.mark.parametrize(
    "typed", ["", "men", '"men"', '"of t', '"of th', "source:paper-1", '-"of the"', "speaker:s"]
)
def test_what_is_found_at_once_has_no_glimpse(crowded: Library, typed: str) -> None:
    assert Search(crowded).glimpse(parse(typed, typing=True), MOST) is None


@pytest.mark.parametrize(("kind", "count"), [("source", 350), ("claim", 320)])
def test_titles_are_found_by_the_beginnings_of_their_words(
    crowded: Library, kind: str, count: int
) -> None:
    word = {"source": "paper", "claim": "matter"}[kind]
    search = Search(crowded)

    def named(value: str) -> int:
        return len(search.named(Filter("source" if kind == "source" else "claim", value)))

    assert named(word[:3]) == count
    assert named(f"{word}-7") == 1  # its id, and no other
    assert named(f"{word} 7") == 1 + sum(str(at).startswith("7") for at in range(count) if at != 7)
    assert named(f"{word}7") == 0
    assert named("nowhere") == 0
    assert named("…") == 0


@pytest.mark.parametrize("pieces", [0, 1, 100])
@pytest.mark.parametrize("typed", ["source:pap", 'claim:"matter 7', "source:zzz"])
def test_the_sets_of_a_broad_filter_are_those_of_each_of_its_names(
    crowded: Library, typed: str, pieces: int
) -> None:
    search = Search(crowded)
    crowded.postings = Postings(crowded.connection, crowded.path)
    for got_ready in (crowded.postings.prepare("claim"), crowded.postings.prepare("source")):
        list(islice(got_ready, pieces))
    (group,) = parse(typed, typing=True).groups
    given = group.alternatives[0]
    assert isinstance(given, Filter)
    assert given.key in ("source", "claim")
    each = [set(crowded.postings.of(given.key, row)) for row in search.named(given)]
    assert set(search.hits(parse(typed)).found) == set[int]().union(*each)


def test_what_is_got_ready_leaves_nothing_open_that_an_interruption_would_meet(
    crowded: Library,
) -> None:
    with contextlib.closing(Library(crowded.path)) as library:
        search = Search(library)
        expected = len(search.hits(parse("men")))
        for _ in search.prepare():
            library.connection.interrupt()  # as a key press does
            assert len(Search(library).hits(parse("men"))) == expected
