from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.ingest import passages
from viewer.ingest.passages import (
    Ambiguous,
    NotFound,
    Passages,
    Pointer,
    places,
)

_TEXT = "Iran said: Iranian drones. Iran said more; said the Iranians."


@pytest.mark.parametrize(
    ("words", "pointer", "place"),
    [
        ("drones", Pointer(), 19),
        ("Iran", Pointer(nth=1), 0),
        ("Iran", Pointer(nth=2), 11),  # within Iranian
        ("Iran", Pointer(nth=3), 27),
        ("Iran", Pointer(prefix="drones."), 27),
        ("Iran", Pointer(suffix="said:"), 0),
        ("said", Pointer(prefix=";", suffix="the"), 43),
        ("ranian", Pointer(nth=2), 53),
        ("Iranian", Pointer(), 11),  # the other is within Iranians
    ],
)
def test_words_are_found(words: str, pointer: Pointer, place: int) -> None:
    assert Passages(_TEXT).locate(words, pointer) == place


@pytest.mark.parametrize(
    ("words", "pointer", "fault", "said"),
    [
        ("Iran", Pointer(), Ambiguous, "“Iran” stands in 2 places; say which by nth"),
        ("Iran", Pointer(nth=5), NotFound, "“Iran” has no place number 5 (4)"),
        ("Iran", Pointer(nth=0), NotFound, "“Iran” has no place number 0 (4)"),
        (
            "Iran",
            Pointer(prefix="nobody"),
            NotFound,
            "“Iran” does not stand between that prefix and suffix",
        ),
        ("xyzzy plugh", Pointer(), NotFound, "“xyzzy plugh” is not in the text"),
        ("", Pointer(), NotFound, "“” is not in the text"),
        (
            "Iran said: Iranian dromes.",
            Pointer(),
            NotFound,
            "“Iran said: Iranian dromes.” is not in the text; the nearest passage, with [-given-] "
            "and {+source+}: Iran said: Iranian dro[-m-]{+n+}es.",
        ),
    ],
)
def test_what_is_not_found_is_explained(
    words: str, pointer: Pointer, fault: type[ValueError], said: str
) -> None:
    with pytest.raises(fault) as error:
        Passages(_TEXT).locate(words, pointer)
    assert str(error.value) == said


def test_of_long_words_what_stands_about_the_difference_is_shown() -> None:
    text = " ".join(f"word{at}" for at in range(20_000))
    words = text[50_000:90_000]
    before = time.thread_time()
    with pytest.raises(NotFound) as error:
        Passages(text).locate(f"{words[:30_000]} and so {words[30_000:]}")
    assert time.thread_time() - before < 2  # all of it would take far longer
    assert "[- and so -]" in str(error.value)
    assert len(str(error.value)) < 500


def test_places_overlap() -> None:
    assert places("aa", "aaaa") == [0, 1, 2]
    assert places("", "aaaa") == []


def test_each_mention_takes_the_next_place() -> None:
    among = Passages(_TEXT)
    first = among.following("Iran", passages.NOWHERE)
    second = among.following("Iran", first)
    assert (first, second) == (0, 27)
    with pytest.raises(NotFound, match="stands in 2 places only; give nth"):
        among.following("Iran", second)
    assert among.following("rania", passages.NOWHERE) == 12  # never by itself


@given(st.text("ab -é", max_size=30), st.data())
def test_every_place_can_be_pointed_at(text: str, data: st.DataObject) -> None:
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    words = text[start : data.draw(st.integers(start + 1, len(text)))]
    nth = places(words, text).index(start) + 1
    assert Passages(text).locate(words, Pointer(nth)) == start
    try:
        found = Passages(text).locate(words)
    except Ambiguous:
        return
    assert text.startswith(words, found)


_FEW_LETTERS = st.text(alphabet="ab’ -é中\n", max_size=60)


@given(_FEW_LETTERS, st.data())
def test_many_passages_are_found_where_each_is(text: str, data: st.DataObject) -> None:
    among = Passages(text)
    cut = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    for at in range(100):  # the first few are looked for one by one
        among.places(f"a{at}")
    for first, last in [*data.draw(st.lists(cut, max_size=5)), (0, len(text))]:
        assert among.places(text[first:last]) == places(text[first:last], text)
    words = data.draw(_FEW_LETTERS)
    assert among.places(words) == places(words, text)


def test_a_long_source_is_not_read_again_for_each_quotation() -> None:
    lines = [
        f"Iran said that it sent number {at}, and the reports were many." for at in range(9999)
    ]
    text = "\n".join(lines)
    among = Passages(text)
    for line in lines[:100]:  # where words begin is noted on the way
        among.places(line)
    began = time.thread_time()
    found = [among.places(line) for line in lines[::10]]
    by_words = time.thread_time() - began
    began = time.thread_time()
    assert found == [places(line, text) for line in lines[::10]]
    assert by_words < (time.thread_time() - began) / 4


def test_the_same_words_are_not_looked_for_again_each_time() -> None:
    words, times = "No comment at all.", 20_000
    text = f"{words} " * times
    starts = range(0, len(text), len(words) + 1)
    among, taken = Passages(text), passages.NOWHERE
    began = time.thread_time()
    for nth, start in enumerate(starts, 1):
        assert among.locate(words, Pointer(nth)) == start
        taken = among.following(words, taken)
        assert taken == start
        with pytest.raises(Ambiguous):
            among.locate(words)
    assert time.thread_time() - began < 5  # a minute and more by looking at all for each
