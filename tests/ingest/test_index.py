"""The sets of common words, made at once or statement by statement."""

from __future__ import annotations

import contextlib
import sqlite3
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


def test_a_common_word_is_kept_by_what_stands_after_it(tmp_path: Path) -> None:
    file = tmp_path / "library.whosaid"
    first = ("denied it, denied all", "denied it", "denied", "confirmed it")
    given = said(*first, "denied us", "spoke up")
    import_lines(lines(base() + given[:8]), "first", file, silent)
    found = {"iran denied": 3, "iran co*": 1, "denied it": 2, "denied al*": 1, "it denied": 1}
    found |= {"denied +": 1, "iran +": 0, "it +": 0}
    assert paired(file) == found
    import_lines(lines(given[8:]), "late", file, silent)
    late = {"late iran denied": 1, "late iran sp*": 1, "late denied us*": 1}
    assert paired(file) == found | late
    with contextlib.closing(Library(file)) as library:
        assert len(library.postings.of_pair("iran", "denied")) == 4
        assert len(library.postings.after("denied", "u")[0]) == 1  # only among the late


def paired(file: Path) -> dict[str, int]:
    """Return how many statements each pair has, of a library that is sound."""
    assert check(file).findings == ()
    with contextlib.closing(sqlite3.connect(file)) as database:
        rows = database.execute(
            "SELECT replace(kind, 'pair', '') || key, statements FROM posting"
            " WHERE kind IN ('pair', 'late pair')"
        )
        return {key: len(BitMap.deserialize(stored)) for key, stored in rows}
