"""The sets of common words, made at once or statement by statement."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyroaring import BitMap

from tests.ingest.test_jsonl import base, lines, source_said
from viewer.ingest import index
from viewer.ingest.check import check
from viewer.ingest.jsonl import import_lines
from viewer.ingest.progress import silent
from viewer.library.reading import Library
from viewer.records import Record

DAYS = [f"2024-01-{day:02}" for day in range(1, 10)]


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "COMMON_LEAST", 3)


def said(*words: str) -> list[Record]:
    return [
        record
        for day, text in zip(DAYS, words, strict=False)
        for record in source_said(day, f"Iran {text}.")
    ]


def stored(file: Path) -> dict[tuple[str, str], int]:
    assert check(file).findings == ()
    library = Library(file)
    rows = library.connection.execute(
        "SELECT kind, key FROM posting WHERE kind LIKE '%word' OR kind LIKE '%prefix'"
    ).fetchall()
    found = {(kind, key): library.postings.of_word(kind, key) for kind, key in rows}
    library.close()
    return {key: len(statements) for key, statements in found.items() if statements is not None}


def test_a_word_or_beginning_in_enough_statements_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "library.whosaid"
    # Twice in one statement counts once; fateh-110 is fateh, 110 and fateh110.
    given = said("denied it, denied it", "denies", "denied Fateh-110", "Fateh-110", "Fateh 110")
    import_lines(lines(base() + given), "given", file, silent)
    iran = {("prefix", "iran"[:size]): 5 for size in range(1, 5)} | {("word", "iran"): 5}
    denial = {("prefix", "denied"[:size]): 3 for size in range(1, 6)}
    missile = {("prefix", "fateh"[:size]): 3 for size in range(1, 6)} | {("word", "fateh"): 3}
    number = {("prefix", "110"[:size]): 3 for size in range(1, 4)} | {("word", "110"): 3}
    assert stored(file) == iran | denial | missile | number


def test_late_statements_are_added_to_what_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "library.whosaid"
    given = said("denied", "denied", "denied", "confirmed", "denied by U.S. Navy")
    import_lines(lines(base() + given[:8]), "first", file, silent)
    import_lines(lines(given[8:]), "late", file, silent)
    found = stored(file)
    assert found["word", "denied"] == 4
    assert found["late word", "denied"] == 1
    assert found["prefix", "denied"] == 4
    assert found["word", "iran"] == 5
    assert ("word", "us") not in found  # what was rare stays in the full-text index alone


def test_a_common_word_is_kept_by_the_letter_after_it(tmp_path: Path) -> None:
    file = tmp_path / "library.whosaid"
    first = ("denied it, denied all", "denied it", "denied", "confirmed it")
    given = said(*first, "denied us", "spoke up")
    import_lines(lines(base() + given[:8]), "first", file, silent)
    assert paired(file) == {"iran d": 3, "iran c": 1, "denied i": 2, "denied a": 1}
    import_lines(lines(given[8:]), "late", file, silent)
    late = {"iran d": 4, "iran c": 1, "iran s": 1, "denied i": 2, "denied a": 1}
    assert paired(file) == late | {"denied u": 1}  # only among the late


def paired(file: Path) -> dict[str, int]:
    """Return how many statements each pair has, of three words that are followed so."""
    assert check(file).findings == ()
    library = Library(file)
    of_pair = library.postings.of_pair
    assert of_pair("spoke", "up") is None  # a rare word
    assert of_pair("denied", "zeal") == BitMap()
    found = {f"{word} {one}": of_pair(word, one) for word in ("iran", "denied") for one in "acdisu"}
    library.close()
    return {pair: len(statements) for pair, statements in found.items() if statements}
