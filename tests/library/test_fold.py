from __future__ import annotations

import contextlib
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer import fold


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", ""),
        ("Iran", "iran"),
        ("Fateh-110", "fateh 110"),
        ("Iran's", "iran s"),
        ("Łódź", "lodz"),
        ("e\u0301te\u0301", "ete"),
        ("Straße", "strasse"),
        ("ﬁeld", "field"),
        ("Герань-2", "geran 2"),
        ("Шахед", "shakhed"),
        ("１１０", "110"),
        ("فاتح ۱۱۰", "fth 110"),
        ("伊朗", "yi lang"),
        ("co\u00adoperate", "cooperate"),
        ("“Ukraine”…", "ukraine"),
        ("👩\u200d🚀", ""),
        ("\U00012312\u00ad\U0001230a", "\U00012312\U0001230a"),
        ("\U00012312\u20dd", "\U00012312"),
    ],
)
def test_words_as_search_compares_them(text: str, key: str) -> None:
    assert fold.key(text) == key


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Fateh-110 and Su-35", ["fateh110", "su35"]),
        ("Fateh\u2011110", ["fateh110"]),
        ("the U.S. said", ["us"]),
        ("a.b.c", ["abc"]),
        ("the end. The start", []),
        ("well - said", []),
        ("Tu-160-M2", ["tu160m2"]),
    ],
)
def test_joined_words(text: str, joined: list[str]) -> None:
    assert [word.text for word in fold.joined(text, fold.words(text))] == joined


@given(st.text())
def test_every_word_keeps_its_place(text: str) -> None:
    before = 0
    for word in fold.words(text):
        assert before <= word.start < word.end <= len(text)
        assert word.text
        # Folding the word's own stretch of the text gives the word again.
        assert [again.text for again in fold.words(text[word.start : word.end])] == [word.text]
        before = word.end


_UNROMANISED = st.sampled_from("\U00012312\U0001230a\u0294\u00ad\u200d\u20dd\u0301a- ")


@given(st.text(_UNROMANISED))
def test_the_full_text_index_parts_no_word(text: str) -> None:
    """Of titles it keeps words alone, and to look for a word that it parted would be an error."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE it USING fts5 (words, detail = none, tokenize ="
            " \"unicode61 remove_diacritics 0 categories 'L* N* Mn Mc'\")"
        )
        connection.execute("INSERT INTO it VALUES (?)", (fold.key(text),))
        for word in fold.words(text):
            found = connection.execute("SELECT 1 FROM it WHERE it MATCH ?", (f'"{word.text}" *',))
            assert found.fetchall()


@given(st.text())
def test_joined_words_keep_their_place(text: str) -> None:
    words = fold.words(text)
    for run in fold.joined(text, words):
        inside = [word for word in words if run.start <= word.start and word.end <= run.end]
        assert len(inside) > 1
        assert run.text == "".join(word.text for word in inside)
        assert (run.start, run.end) == (inside[0].start, inside[-1].end)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    key = fold.key(text)
    if key.isascii():
        assert fold.key(key) == key


@given(st.text(st.characters(max_codepoint=127)))
def test_the_short_way_for_ascii_is_the_long_way(text: str) -> None:
    # A letter beyond ASCII makes the long way be taken.
    long = fold.words(text + " é")
    assert fold.words(text) == [word for word in long if word.start <= len(text) - 1]


_TROUBLE = "abZ09 .-’“–\u00ad\u2011éßЩи中カ\u0301\u200dœİिğا_\n"


@given(st.text() | st.text(st.sampled_from(_TROUBLE), max_size=12))
def test_the_short_way_to_texts_is_the_long_way(text: str) -> None:
    words = fold.words(text)
    together = fold.joined(text, words)
    assert fold.texts(text) == (
        " ".join(word.text for word in words),
        " ".join(word.text for word in together),
    )


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Fateh-110,  so", "fateh-110,  so"),
        ("“Łódź”\u2029e\u0301", '"lodz" e'),
        ("Герань’", "geran'"),
    ],
)
def test_letters_keep_spaces_and_signs(text: str, folded: str) -> None:
    assert fold.letters(text)[0] == folded


@given(st.text())
def test_each_letter_has_its_place(text: str) -> None:
    folded, places = fold.letters(text)
    assert len(places) == len(folded) + 1
    assert places == sorted(places)
    assert places[-1] == len(text)
    assert not folded or places[len(folded) - 1] < len(text)
