"""Whatever is asked of a library that contradicts itself, the answer or one sentence comes."""

from __future__ import annotations

import contextlib
import io
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyroaring import BitMap

from viewer import palette
from viewer.cli import listing
from viewer.cli.terminal import Screen
from viewer.export import register as register_export
from viewer.export.graphml import graphml
from viewer.export.positions import stands_table
from viewer.export.statements import statements
from viewer.export.timeline import timeline_table
from viewer.library.explain import understood
from viewer.library.file import LibraryError, explained
from viewer.library.network import network
from viewer.library.positions import Positions, positions
from viewer.library.query import parse
from viewer.library.reading import Library
from viewer.library.register import register
from viewer.library.search import Search
from viewer.library.timeline import timeline
from viewer.pages import NoSuchPlace, Pages
from viewer.places import Place, comparison
from viewer.ui.statement_rows import statement_rows
from viewer.ui.views.timeline_items import of_event, of_statement

QUERIES = (
    *("", "iran", "geran", '"iran has"', "shaed", "zzz", "after:2024", "before:2024"),
    *("claim:iran", "claim:zzz", "source:wire", "source:zzz", "speaker:iran", "actor:iran"),
    *("weapon:drone", "stance:denies", "mode:direct"),
)

DAMAGE = (
    "UPDATE search_index SET ordered_to = 99999",
    "DELETE FROM search_index",
    "DELETE FROM library",
    # What is referred to is not there.
    "UPDATE OR REPLACE mention SET entity = 99999",
    "UPDATE link SET actor = 99999 WHERE position = 0",
    "UPDATE link SET position = position + 5",
    "DELETE FROM link",
    "UPDATE stance SET claim = 99999 WHERE claim IS NOT NULL",
    "UPDATE stance SET claim = NULL, about = 99999",
    "UPDATE stance SET asserted_by = 9",
    "UPDATE stance_holder SET actor = 99999",
    "DELETE FROM stance_holder",
    "UPDATE appraisal_holder SET actor = 99999",
    "DELETE FROM appraisal_holder",
    "UPDATE appraisal SET claim = 99999 WHERE claim IS NOT NULL",
    "UPDATE appraisal SET asserted_by = 9",
    "UPDATE statement SET said_basis = 99999",
    "UPDATE statement SET source = 99999 WHERE id = 2",
    "DELETE FROM statement WHERE id = 5",
    "DELETE FROM source",
    "UPDATE source SET publisher = 99999",
    "UPDATE source SET published_basis = 99999",
    "UPDATE actor SET parent = 99999",
    "UPDATE actor SET parent = id",
    "UPDATE actor SET parent_basis = 99999",
    "DELETE FROM actor",
    "UPDATE weapon SET parent = 99999",
    "UPDATE weapon SET parent = id",
    "DELETE FROM weapon",
    "UPDATE name SET basis = 99999",
    "UPDATE name SET entity = 99999",
    "DELETE FROM name",
    "DELETE FROM entity WHERE id IN (SELECT id FROM actor LIMIT 3)",
    "DELETE FROM entity WHERE id IN (SELECT id FROM weapon LIMIT 1)",
    "UPDATE role SET organisation = 99999",
    "UPDATE role SET actor = 99999",
    "UPDATE transfer SET supplier = 99999",
    "UPDATE transfer SET weapon = 99999",
    "UPDATE transfer SET basis = 99999",
    "UPDATE transfer SET claim = 99999",
    "UPDATE transfer SET dates_basis = 99999",
    "UPDATE event SET basis = 99999",
    "UPDATE event_entity SET entity = 99999 WHERE entity IN (SELECT id FROM actor)",
    "UPDATE relation SET other = 99999",
    "UPDATE relation SET basis = 99999",
    "DELETE FROM claim WHERE id = 1",
    "DELETE FROM claim WHERE id = 2",
    "UPDATE evidence SET statement = 99999",
    "DELETE FROM evidence",
    "DELETE FROM basis",
    "UPDATE sameness SET other = 99999",
    "UPDATE sameness SET other = one",
    "UPDATE sameness SET other = (SELECT max(id) FROM weapon), one = (SELECT min(id) FROM actor)",
    # What is held is none of what there is.
    "UPDATE entity SET type = 'planet' WHERE id = 3",
    "UPDATE actor SET kind = 'planet'",
    "UPDATE basis SET kind = 'felt'",
    "UPDATE relation SET kind = 'likes'",
    "UPDATE statement SET mode_code = 9 WHERE id = 3",
    "UPDATE stance SET position_code = 9",
    "UPDATE stance SET modality_code = 9",
    "UPDATE link SET role_code = 9",
    "UPDATE span SET part_code = 9 WHERE part_code = 0",
    "UPDATE appraisal SET modality = 'odd'",
    "UPDATE transfer SET stage = 'dreamt'",
    "UPDATE entity SET slug = 'A b/<x>' || id",
    "UPDATE source SET slug = 'A b/<x>'",
    "UPDATE claim SET slug = 'A b/<x>' || id",
    "UPDATE statement SET hash = 'A b/<x>' || id",
    "UPDATE entity SET name = ''",
    # What is text is none.
    "UPDATE entity SET name = NULL WHERE id = 3",
    "UPDATE entity SET name = x'c3a4' WHERE id = 3",
    "UPDATE entity SET name = 5 WHERE id = 3",
    "UPDATE entity SET slug = NULL",
    # Days that no calendar has, places that no text has.
    "UPDATE role SET held_from = 'soon'",
    "UPDATE transfer SET dates_from = 'soon'",
    "UPDATE event SET dates_from = 'soon'",
    "UPDATE event SET dates_from = '2024-02-31', dates_to = '2024-02-31'",
    "UPDATE event SET dates_from = '0000-01-01'",
    "UPDATE stance SET as_of_from = 'soon'",
    "UPDATE statement SET said_from = 'soon' WHERE id = 4",
    "UPDATE statement SET said_from = '2024-02-31', said_until = NULL WHERE id = 3",
    "UPDATE statement SET said_until = 'later' WHERE id = 4",
    "UPDATE statement SET exact = '' WHERE id = 4",
    "UPDATE statement SET start = -5 WHERE id = 4",
    "UPDATE statement SET end = 999999 WHERE id = 4",
    "UPDATE span SET start = start - 1000",
    "UPDATE span SET end = 0",
    "UPDATE OR REPLACE mention SET start = -7",
    "UPDATE aside SET start = -7, end = -3",
    # What search goes by speaks of other rows.
    "DELETE FROM posting",
    "UPDATE posting SET statements = x'00'",
    "UPDATE posting SET key = 'abc' WHERE kind = 'claim' AND key = '1'",
    "UPDATE posting SET key = '99999' WHERE kind = 'source'",
    *(f"UPDATE posting SET statements = foreign_rows(statements) WHERE kind = '{kind}'"
      for kind in ("claim", "mode", "speaker", "mention", "position", "source")),
    *(f"INSERT INTO {kind}_words (rowid, words, joined) VALUES (99999, 'iran zzz geran', '')"
      for kind in ("name", "claim", "source", "statement")),
)  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_is_said_to_be(wire_copy: Path, damage: str) -> None:
    with contextlib.closing(sqlite3.connect(wire_copy)) as connection:
        connection.create_function("foreign_rows", 1, _with_foreign_rows)
        connection.execute("PRAGMA ignore_check_constraints = ON")
        _let_anything_be_held(connection)
        triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        for (trigger,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        assert connection.execute(damage).rowcount > 0
        connection.commit()
    with contextlib.closing(Library(wire_copy)) as library:
        for ask in _questions(library):
            with contextlib.suppress(LibraryError, NoSuchPlace), explained(wire_copy):
                ask()


def _let_anything_be_held(connection: sqlite3.Connection) -> None:
    """Take out of the schema what types its columns are of, which a flipped byte overrides."""
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_schema SET sql = replace(replace(sql, ' NOT NULL', ''), ') STRICT', ')')"
        " WHERE type = 'table' AND sql NOT LIKE '%WITHOUT ROWID%'"
    )
    connection.execute("PRAGMA writable_schema = RESET")


def _with_foreign_rows(statements: bytes) -> bytes:
    return (BitMap.deserialize(statements) | BitMap([99999])).serialize()


def _questions(library: Library) -> Iterator[Callable[[], object]]:
    search = Search(library)
    for text in QUERIES:
        yield lambda text=text: _searched(search, text)  # type: ignore[misc]
    yield lambda: library.facets.count(library.postings.everything, "actor")
    yield lambda: _tabulated(positions(library, None))
    yield lambda: register_export.register(register(library, None).entries)
    yield lambda: graphml(found := network(library, None), found.ties)
    yield lambda: _laid_in_time(library)
    for lines in listing._LINES.values():
        yield lambda lines=lines: list(lines(library))  # type: ignore[misc]
    for printed in listing._PRINTED.values():
        yield lambda printed=printed: list(printed(library, Screen(io.StringIO())))  # type: ignore[misc]
    yield lambda: list(library.records())
    yield lambda: list(search.prepare())
    yield lambda: _searched(search, "claim:i source:i")
    pages = Pages(library)
    for place in _places(library):
        yield lambda place=place: pages.page(place, palette.LIGHT)  # type: ignore[misc]


def _searched(search: Search, text: str) -> None:
    query, library = parse(text), search.library
    assert isinstance(library, Library)
    understood(query, search)
    search.suggestions(query)
    search.hits(query, "best")
    hits = search.hits(query)
    statement_rows(hits.rows[:12], hits, library)
    list(statements(hits, library))


def _tabulated(found: Positions) -> None:
    rows = {row.row: row for row in found.rows}
    told = ((rows[claim], "", stand) for (claim, _), cell in found.cells.items() for stand in cell)
    stands_table(found, told)


def _laid_in_time(library: Library) -> None:
    found = timeline(library, None)
    timeline_table(found)
    [of_event(event) for event in found.events]
    [of_statement(said) for said in found.statements or ()]


def _places(library: Library) -> Iterator[Place]:
    yield from (Place("library"), comparison("compare", ("iran", "russia")))
    yield from (Place("actor", id) for id in ("iran", "russian-ministry", "spokesman"))
    yield Place("weapon", "shahed-136")
    for kind, id in (("claim", "slug"), ("source", "slug"), ("statement", "hash")):
        rows = library.connection.execute(f"SELECT {id} FROM {kind}").fetchall()
        yield from (Place(kind, found) for (found,) in rows)  # type: ignore[arg-type]
