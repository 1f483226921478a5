"""What the database itself refuses, whoever writes to it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from viewer.terms import (
    MODES,
    POSITIONS,
    LinkRole,
    Modality,
)


@pytest.fixture
def database(wire_copy: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(wire_copy)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


_STATEMENT = "INSERT INTO statement (hash, source, start, end, mode_code, exact) VALUES"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (f"{_STATEMENT} ('newnewnewnew', 1, 0, 4, 0, 'Irak')", "not the text of its source"),
        (f"{_STATEMENT} ('newnewnewnew', 9, 0, 4, 0, 'Iran')", "not the text of its source"),
        (f"{_STATEMENT} ('newnewnewnew', 1, -4, 0, 0, 'Iran')", "not the text"),
        (f"{_STATEMENT} ('irandeniesit', 1, 0, 4, 0, 'Iran')", "stored already"),
        ("UPDATE statement SET exact = 'Irak' WHERE id = 1", "not the text of its source"),
        ("UPDATE statement SET start = start + 1 WHERE id = 1", "not the text|outside it"),
        ("UPDATE source SET text = text || ' '", "never changes"),
        ("UPDATE source SET sha256 = replace(sha256, 'a', 'b')", "never changes"),
        ("INSERT OR REPLACE INTO source SELECT * FROM source", "stored already"),
        ("DELETE FROM source", "statements still rest on the source"),
        ("INSERT INTO aside VALUES (1, 3, 7, 'boilerplate', 'none', '')", "not the text"),
        ("UPDATE aside SET end = end - 1, exact = 'More sooN'", "CHECK|not the text"),
        ("INSERT INTO span VALUES (1, 2, 0, 9999)", "span lies outside"),
        ("INSERT INTO span SELECT id, 2, end - 1, end + 1 FROM statement", "span lies outside"),
        ("UPDATE span SET start = start - 999", "span lies outside"),
        ("UPDATE span SET end = start", "CHECK"),
        ("INSERT INTO mention SELECT id, start - 1, end, 1 FROM statement", "mention lies outside"),
        ("UPDATE mention SET start = start + 999, end = end + 999", "mention lies outside"),
        ("UPDATE stance SET cue_start = cue_start + 999, cue_end = cue_end + 999", "cue lies"),
        ("UPDATE appraisal SET words_start = words_start - 999", "appraisal lies outside"),
        (
            "INSERT INTO stance (statement, asserted_by, claim, position_code, modality_code)"
            " VALUES (1, 7, 1, 1, 0)",
            "asserted by no link",
        ),
        ("UPDATE actor SET parent = id", "an actor would belong to itself"),
        ("UPDATE actor SET parent = 3 WHERE id = 2", "an actor would belong to itself"),
        ("UPDATE weapon SET parent = id", "a weapon would be a class of itself"),
        ("UPDATE statement SET said_from = '2024-02-30' WHERE id = 1", "CHECK"),
        ("UPDATE statement SET said_from = '2024-03-01', said_until = '2024-02-01'", "CHECK"),
        ("UPDATE statement SET mode_code = 4", "CHECK"),
        ("UPDATE stance SET about = 1", "CHECK"),
        ("INSERT INTO basis (kind) VALUES ('inferred')", "CHECK"),
        ("UPDATE claim SET slug = hex(zeroblob(101)) WHERE id = 1", "CHECK"),
        ("DELETE FROM claim", "FOREIGN KEY"),
    ],
)
def test_it_refuses(database: sqlite3.Connection, statement: str, said: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=said):
        database.execute(statement)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("source SET slug = 'other' WHERE slug = 'wire'", "stored already"),
        ("source SET slug = 'wire' WHERE slug = 'other'", "stored already"),
        ("source SET id = 1 WHERE slug = 'other'", "never changes"),
        ("source SET rowid = 1 WHERE slug = 'other'", "never changes"),
        ("source SET oid = 2 WHERE slug = 'wire'", "never changes"),
        ("statement SET hash = 'irandeniesit' WHERE hash = 'reutersclaim'", "made once"),
        ("statement SET id = 2 WHERE id = 1", "span of the statement|not the text"),
        ("statement SET _rowid_ = 2 WHERE id = 1", "span of the statement|not the text"),
    ],
)
def test_nothing_takes_the_place_of_what_is_stored(
    changed: str, said: str, database: sqlite3.Connection
) -> None:
    database.execute("PRAGMA foreign_keys = OFF")  # as most SQLite tools have it
    database.execute(
        "INSERT INTO source (id, slug, title, kind, sha256, text)"
        " SELECT 2, 'other', title, kind, sha256, 'Another text.' FROM source"
    )
    with pytest.raises(sqlite3.IntegrityError, match=said):
        database.execute(f"UPDATE OR REPLACE {changed}")
    database.execute("UPDATE source SET slug = 'third', note = 'So.' WHERE slug = 'other'")


def test_a_statement_may_be_widened(database: sqlite3.Connection) -> None:
    database.execute(
        "UPDATE statement SET end = end + 1, exact = exact || char(10) WHERE hash = 'irandeniesit'"
    )
    assert database.total_changes == 1


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("statement", "mode", MODES),
        ("span", "part", ("quoted", "content", "cue")),
        ("link", "role", get_args(LinkRole)),
        ("stance", "position", POSITIONS),
        ("stance", "modality", get_args(Modality)),
    ],
)
def test_a_code_spells_its_word(
    database: sqlite3.Connection, table: str, column: str, words: tuple[str, ...]
) -> None:
    pairs = database.execute(f"SELECT DISTINCT {column}_code, {column} FROM {table}").fetchall()
    assert len(pairs) > 1
    assert all(words[code] == word for code, word in pairs)


def test_it_is_what_design_says(wire_file: Path) -> None:
    with contextlib.closing(sqlite3.connect(wire_file)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x57484F53,)
        assert connection.execute("PRAGMA user_version").fetchone() == (2000,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        lax = connection.execute(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict"
            " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_sqlite%' ESCAPE '\\'"
            " AND name NOT LIKE '%\\_words%' ESCAPE '\\'"
        ).fetchall()
    assert lax == []
