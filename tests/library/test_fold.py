from __future__ import annotations

import contextlib
import sqlite3
import sys
import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer import fold

_TROUBLE = "abZ09 .,-’“–\u00ad\u2011éßЩи\u0306中カ\u0301\u200dœİिğا\u3099½_\n"


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
        ("مُحَمَّد", "mhmd"),
        ("שָׁלוֹם", fold.key("שלום")),
        ("1½ km", "1 km"),
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
        ("S-300", ["s300"]),
        ("Й.П.", ["yp"]),
        (unicodedata.normalize("NFD", "Й.П."), ["yp"]),
        # Digits are one number where commas group them in threes, and nowhere else
        ("1.5 or 1,5, 24/7, 1/2", []),
        ("2023-07, 2023-07-15", []),
        ("M-1.5", ["m1"]),
        ("1,000 and 12,345,678.", ["1000", "12345678"]),
        ("500-1,000 or 1,000-2,000", ["1000", "1000", "2000"]),
        ("1,000-strong", ["1000", "000strong"]),
        ("1,00 0,500 1000,000 1.234,567 1,234,56 1,000km", []),
        ("said,100,000", ["100000"]),
        ("１,０００", ["1000"]),
    ],
)
def test_joined_words(text: str, joined: list[str]) -> None:
    assert [word.text for word in fold.joined(text, fold.words(text))] == joined


@given(st.text() | st.text(st.sampled_from(_TROUBLE), max_size=12))
def test_every_word_keeps_its_place(text: str) -> None:
    before = 0
    for word in fold.words(text):
        assert before <= word.start < word.end <= len(text)
        assert word.text
        # Folding the word's own stretch of the text gives the word again.
        assert [again.text for again in fold.words(text[word.start : word.end])] == [word.text]
        before = word.end


_UNROMANISED = st.sampled_from("\U00012312\U0001230a\u0294\u00ad\u200d\u20dd\u0301\u0338½َa- ")


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


@given(st.text() | st.text(st.sampled_from(_TROUBLE), max_size=12))
def test_the_short_way_to_texts_is_the_long_way(text: str) -> None:
    words = fold.words(text)
    together = fold.joined(text, words)
    assert fold.texts(text) == (
        " ".join(word.text for word in words),
        " ".join(word.text for word in together),
    )


def test_a_letter_folds_alike_however_its_accents_are_written() -> None:
    for code in range(0x80, sys.maxunicode + 1):
        letter = chr(code)
        apart = unicodedata.normalize("NFD", letter)
        if apart != letter and unicodedata.category(letter)[0] in "LNM":
            composed = unicodedata.normalize("NFC", letter)
            for around in ("", "a"):
                keys = {fold.key(around + one + around) for one in (letter, apart, composed)}
                assert len(keys) == 1, hex(code)


_COMPOSED = (
    "aqйŵ=-.1,0 \u0306\u0323\u0301\u0338ガカ\u3099미\u1106\u1175\u11ab\u0958"
    "\u0915\u093cؤو\u0654\u064e\ufb2a\u212b"
)


@given(st.text(st.sampled_from(_COMPOSED)), st.sampled_from(["NFC", "NFD"]))
def test_canonically_equal_texts_fold_alike(text: str, form: Literal["NFC", "NFD"]) -> None:
    equal = unicodedata.normalize(form, text)
    assert fold.texts(equal) == fold.texts(text)
    assert fold.letters(equal)[0] == fold.letters(text)[0]
    # Each word stands where the other text has what is equal to it.
    for one, other in zip(fold.words(equal), fold.words(text), strict=True):
        assert unicodedata.normalize(form, text[: other.start]) == equal[: one.start]
        assert fold.key(equal[one.start : one.end]) == other.text


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
