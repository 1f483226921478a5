"""Newest first is by date in every list, whenever a source came in."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

import viewer.library.comparing
import viewer.library.network
from tests.claims import standing
from viewer.ingest.entry import entry
from viewer.ingest.intake import add, create
from viewer.library.claims import BriefStand
from viewer.library.comparing import actor_side, actors_beside
from viewer.library.network import network
from viewer.library.order import Newest
from viewer.library.query import parse
from viewer.library.reading import Library
from viewer.library.search import Search
from viewer.library.standing import standings_of
from viewer.records import (
    About,
    Actor,
    Appraisal,
    Claim,
    Dates,
    Link,
    Name,
    Record,
    Source,
    Span,
    Stance,
    Statement,
)

IN_ORDER = ["2020-01-01", "2022-01-01", "2024-01-01", "2026-01-01"]
LATE = ["2021-01-01", "2025-01-01", "2019-01-01", "2023-01-01"]
NEWEST_FIRST = sorted((*IN_ORDER, *LATE), reverse=True)

_WORDS = "Alpha called it grave."


def _said(day: str) -> list[Record]:
    """A source of one statement, in which Alpha denies and judges a claim and the first of all."""
    hash = f"{'abcdefghij'[int(day[3])]}aaaaaaaaaaa"
    about = "aaaaaaaaaaaa"  # the one of 2020
    judged = Span(13, 21, "it grave")
    return [
        Source(f"of-{day}", day, "article", _WORDS, hashlib.sha256(_WORDS.encode()).hexdigest()),
        Statement(
            id=hash,
            source=f"of-{day}",
            start=0,
            end=len(_WORDS),
            exact=_WORDS,
            mode="indirect",
            said=Dates(day, day),
            chain=(Link("publication", (f"paper-{day[:4]}",)), Link("speaker", ("alpha",))),
            stances=(
                Stance(("alpha",), 1, "denies", claim="matter"),
                Stance((f"paper-{day[:4]}",), 0, "affirms", claim="matter"),
                Stance(("alpha",), 1, "doubts", statement=about),
            ),
            appraisals=(
                Appraisal(("alpha",), 1, judged, claim="matter"),
                Appraisal(("alpha",), 1, judged, statement=about),
            ),
        ),
    ]


def _actor(id: str) -> Actor:
    return Actor(id, id, "outlet", names=(Name(id, "official"),))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("late") / "late.whosaid"
    papers = [_actor(f"paper-{day[:4]}") for day in NEWEST_FIRST]
    records: list[Record] = [About("Late"), _actor("alpha"), Claim("matter", "It is so"), *papers]
    records += [one for day in IN_ORDER for one in _said(day)]
    create((entry(one, "made up") for one in records), file, lambda *_: None)
    for day in LATE:
        add((entry(one, "made up") for one in _said(day)), file, lambda *_: None)
    return file


@pytest.fixture
def late(file: Path) -> Iterator[Library]:
    library = Library(file)
    yield library
    library.close()


LISTS: dict[str, Callable[[Library, int], list[Statement]]] = {
    "stands on a claim": lambda library, most: [
        one.statement for one in library.stands_on("matter", 2 * most)[::2]
    ],
    "stands about a statement": lambda library, most: [
        one.statement for one in library.stands_about("aaaaaaaaaaaa", most)
    ],
    "stands of an actor": lambda library, most: [
        one.statement for one in library.stands_of("alpha", 2 * most)[::2]
    ],
    "appraisals": lambda library, most: [
        statement for _, statement in library.appraisals_of("matter", most)
    ],
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("most", range(1, len(NEWEST_FIRST) + 1))
def test_lists_are_newest_first(name: str, most: int, late: Library) -> None:
    found = LISTS[name](late, most)
    assert [one.said.first for one in found] == NEWEST_FIRST[:most]


def test_stands_of_one_statement_keep_their_order(late: Library) -> None:
    positions = [one.stance.position for one in late.stands_on("matter")]
    assert positions == ["denies", "affirms"] * len(NEWEST_FIRST)


@pytest.mark.parametrize("name", ["late", "wire", "founding"])
def test_positions_are_the_stands_without_their_statements(
    name: str, request: pytest.FixtureRequest
) -> None:
    library: Library = request.getfixturevalue(name)
    claims = [*library.slugs("claim"), "nothing"]
    queries: list[str] = []
    library.connection.set_trace_callback(queries.append)
    found = library.brief_stands_on(claims)
    dated = sum(one.dates.basis is not None for of_one in found.values() for one in of_one)
    assert len([query for query in queries if "SELECT" in query]) < 20 + 2 * dated
    for claim in claims:
        assert found[claim] == [
            BriefStand(
                stand.holders,
                stand.statement.chain[stand.stance.asserted_by].actors,
                stand.stance.position,
                stand.stance.modality,
                stand.stance.cue.text if stand.stance.cue else None,
                stand.statement.id,
                stand.dates,
            )
            for stand in library.stands_on(claim, limit=-1)
        ]


def test_counted_stands_are_newest_first(late: Library) -> None:
    days = [stand.since for stand in standing(late, "matter").newest_first()]
    assert days[::2] == NEWEST_FIRST
    assert days[::2] == days[1::2]


def test_no_newest_of_what_nobody_said(late: Library) -> None:
    assert late.stands_on("nothing") == []
    assert late.stands_of("nobody") == []
    assert late.stands_about("bbbbbbbbbbbb") == []
    assert late.appraisals_of("nothing") == []


@pytest.mark.parametrize("most", range(1, len(NEWEST_FIRST) + 1))
def test_the_newest_of_a_side_are_compared(most: int, late: Library) -> None:
    side = actor_side(late, "alpha", 2 * most)
    days = {one.said for taken in side.taken.values() for one in taken}
    assert sorted(days, reverse=True) == NEWEST_FIRST[:most]


def test_those_heard_last_are_offered(late: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewer.library.comparing, "_HEARD", 4)
    assert set(actors_beside(late, "alpha", 9)) == {"paper-2026", "paper-2025"}


def test_a_network_is_of_the_newest(late: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewer.library.network, "_NEWEST", 3)
    monkeypatch.setattr(viewer.library.network, "_LISTED", 2)
    found = network(late, None)
    names = {found.nodes[tie.source].id for tie in found.ties if tie.kind == "cites"}
    assert names == {"paper-2026", "paper-2025", "paper-2024"}
    denial = next(tie for tie in found.ties if tie.kind == "denies")
    days = [one and one.said.first for one in map(late.statement, denial.statements)]
    assert days == NEWEST_FIRST[:2]


@pytest.mark.parametrize("most", [0, 1, 3, 4, 7, 8, 9])
def test_the_first_as_a_set_are_the_first_in_turn(most: int, late: Library) -> None:
    newest = Newest(BitMap(range(1, 9)), late.chronology)
    assert newest.first(most) == BitMap(newest[:most])
    some = Newest(BitMap([2, 3, 6, 7]), late.chronology)
    assert some.first(most) == BitMap(some[:most])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.sets(st.integers(1, 12)))
def test_what_came_in_since_the_library_was_opened_counts_as_the_newest(
    late: Library, found: set[int]
) -> None:
    newest = Newest(BitMap(found), late.chronology)
    known = [row for row in Newest(BitMap(range(1, 9)), late.chronology) if row in found]
    assert list(newest) == sorted(found - set(known), reverse=True) + known
    assert [newest.place_of(row) for row in newest] == list(range(len(found)))
    assert newest.first(3) == BitMap(list(newest)[:3])


def test_a_library_that_grows_is_searched_on(file: Path, tmp_path: Path) -> None:
    grown = tmp_path / "grown.whosaid"
    shutil.copy(file, grown)
    with contextlib.closing(Library(grown)) as library:
        search = Search(library)
        assert len(search.hits(parse("grave"))) == len(NEWEST_FIRST)
        add(
            (entry(one, "made up") for one in [_actor("paper-2018"), *_said("2018-05-05")]),
            grown,
            lambda *_: None,
        )
        hits = search.hits(parse('"it grave"'))
        assert len(set(hits.rows)) == len(NEWEST_FIRST) + 1


@pytest.mark.parametrize(
    ("as_of", "taken"),
    [
        ("NULL, NULL, NULL", None),
        ("NULL, NULL, 1", None),
        ("'2020-01-01', NULL, NULL", ("2020-01-01", "")),
        ("NULL, '2020-01-31', 1", ("", "2020-01-31")),
        ("'2020-01-01', '2020-01-31', NULL", ("2020-01-01", "2020-01-31")),
    ],
)
def test_when_a_stand_was_taken_is_the_same_everywhere(
    wire_copy: Path, as_of: str, taken: tuple[str, str] | None
) -> None:
    with contextlib.closing(sqlite3.connect(wire_copy)) as connection:
        connection.execute(f"UPDATE stance SET (as_of_from, as_of_to, as_of_basis) = ({as_of})")
        connection.commit()
    with contextlib.closing(Library(wire_copy)) as library:
        claim = "drones-supplied"
        [stand] = [one for one in library.stands_on(claim) if "iran" in one.holders]
        said = stand.statement.said
        since, until = taken or (said.first or "", said.last or "")
        assert (stand.dates.first or "", stand.dates.last or "") == (since, until)
        counted = standings_of(library, [claim])[claim].stands
        assert (since, until) in {(one.since, one.until) for one in counted}
        [compared] = actor_side(library, "iran", 9).taken.values()
        assert {(one.since, one.until) for one in compared} == {(stand.since, stand.until)}
        assert {one.said for one in compared} == {until or since}
