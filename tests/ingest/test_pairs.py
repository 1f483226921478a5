"""Common words by the word after them."""

from __future__ import annotations

import sqlite3
from array import array

import pytest

from viewer.ingest import pairs as module
from viewer.ingest.pairs import Pairs, common, pairs


@pytest.mark.parametrize(
    ("share", "words"),
    [(1, {"the"}), (0.6, {"the", "of"}), (0.3, {"the", "of", "arms", "men"})],
)
def test_words_of_enough_texts_are_common(share: float, words: set[str]) -> None:
    assert common(["the the of arms", "of the men men", "the"], share) == words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the arms of the men", {"the ar*", "the me*", "of the", "the +"}),
        ("of of a of it", {"of of", "of a*", "of it*", "of +"}),
        ("men the", set()),
        ("men the men", {"the me*"}),
        ("", set()),
    ],
)
def test_a_pair_is_a_common_word_and_what_follows(text: str, found: set[str]) -> None:
    assert pairs(text, frozenset({"the", "of"})) == found


def test_pairs_gathered_in_pieces_are_one_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_GATHERED", 25)
    gathered = Pairs(sqlite3.connect(""), frozenset({"of", "the"}))
    for first in range(1, 101, 10):
        gathered.add({"of t*": array("I", [first, first + 9]).tobytes()})
    gathered.add({"of +": array("I", [101]).tobytes()})
    found = {pair: list(statements) for pair, statements in gathered.sets()}
    ends = [row for first in range(1, 101, 10) for row in (first, first + 9)]
    assert found == {"of +": [101], "of t*": ends, "the +": []}
