"""Phrases looked up in the texts themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer import fold
from viewer.library.file import Connection
from viewer.library.phrases import holding
from viewer.library.query import Term

_PIECES = st.sampled_from(
    [
        "of",
        "the",
        "often",
        "bathe",
        "Of",
        "THE",
        " ",
        " ",
        "-",
        ", ",
        "’",
        "…",
        "\u00a0",
        "é",
        "Ж",
        "ß",
    ]
)


def held(words: tuple[str, ...], prefix: bool, *texts: str) -> list[int]:
    connection = Connection(":memory:")
    connection.execute("CREATE TABLE statement (id INTEGER PRIMARY KEY, exact TEXT)")
    connection.executemany("INSERT INTO statement (exact) VALUES (?)", [(text,) for text in texts])
    term = Term(words, "".join(words), True, prefix, 0, 0)
    return holding(term, range(1, len(texts) + 1), connection)


@pytest.mark.parametrize(
    ("text", "prefix", "is_held"),
    [
        ("of the", False, True),
        ("Of, “the” men", False, True),
        ("of\u00a0the", False, True),
        ("of-the", False, True),
        ("of then", False, False),
        ("of then", True, True),
        ("thereof the", True, False),
        ("thereof of the", True, True),
        ("of of the", False, True),
        ("öf the", False, True),  # folded in full
        ("of thé", False, True),
        ("of the\u0301n", True, True),
        ("of\u00adthe", False, False),  # a soft hyphen parts no words
    ],
)
def test_a_phrase_is_held_as_folding_spells_it(text: str, prefix: bool, is_held: bool) -> None:
    assert held(("of", "the"), prefix, text) == ([1] if is_held else [])


@given(st.lists(st.lists(_PIECES, max_size=8).map("".join), min_size=1, max_size=20), st.booleans())
def test_a_phrase_is_held_where_the_folded_text_has_it(texts: list[str], prefix: bool) -> None:
    wanted = " of the" if prefix else " of the "
    expected = [at for at, text in enumerate(texts, 1) if wanted in f" {fold.key(text)} "]
    assert held(("of", "the"), prefix, *texts) == expected
