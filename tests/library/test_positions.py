"""The positions grid as it is read: which claims, which actors, who stands where."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from pyroaring import BitMap

from tests.claims import status
from tests.debate import Said, debate, long_debate
from viewer.library import positions as module
from viewer.library.positions import OTHERS, positions
from viewer.library.reading import Library


def _of(library: Library, query: str) -> BitMap:
    return BitMap(row for (row,) in library.connection.execute(query))


def test_every_stance_on_a_claim_is_in_the_cell_of_each_of_its_holders(founding: Library) -> None:
    grid = positions(founding, None)
    slugs = {row.row: row.id for row in grid.rows}
    told = {
        (slugs[claim], grid.ids[actor], stand.statement, stand.position)
        for (claim, actor), stands in grid.cells.items()
        for stand in stands
        if not stand.report
    }
    stored = founding.connection.execute(
        "SELECT claim.slug, e.slug, t.hash, s.position FROM stance AS s"
        " JOIN claim ON claim.id = s.claim JOIN statement AS t ON t.id = s.statement"
        " JOIN stance_holder AS h ON h.stance = s.id JOIN entity AS e ON e.id = h.actor"
    ).fetchall()
    assert told == set(stored)
    assert not grid.left_out


def test_a_stand_on_a_report_is_in_the_cell_of_each_of_its_holders(founding: Library) -> None:
    grid = positions(founding, None)
    slugs = {row.row: row.id for row in grid.rows}
    told = {
        (slugs[claim], grid.ids[actor], stand.statement, stand.report)
        for (claim, actor), stands in grid.cells.items()
        for stand in stands
        if stand.report
    }
    assert told == {
        (claim, actor, statement, "ar7q5ts4fter")
        for claim in ("iran-delivered-missiles", "iran-delivered-hundreds-of-missiles")
        for actor, statement in (
            ("us-state-department", "ejqayvzo3scr"),
            ("ukrainian-officials", "qveimeow5kv4"),
            ("western-officials", "qveimeow5kv4"),
        )
    }
    assert {"ukrainian-officials", "western-officials"} < {one.id for one in grid.columns}
    assert "qveimeow5kv4" in grid.evidence


def test_of_very_many_on_one_report_the_newest_are_shown(tmp_path: Path) -> None:
    said = [
        Said("reuters", "affirms", "2024-01-01"),
        *(Said(f"claim-{at}", "affirms", claim=f"claim-{at}") for at in range(239)),
        *(Said(f"actor-{at}", "denies", f"2024-02-{1 + at:02}", on_line=0) for at in range(29)),
        Said("prophet", "denies", "2024-03-01", on_line=0, modality="predicted"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "many", said))) as library:
        grid = positions(library, None)
        row = next(row for row in grid.rows if row.id == "claim")
        assert "28 others" not in row.status.why
        shown = {
            grid.ids[holder]
            for cell in grid.cells.values()
            for stand in cell
            if stand.report
            for holder in stand.holders
        }
        assert shown == {f"actor-{at}" for at in range(5, 29)}


def test_the_founding_library(founding: Library) -> None:
    grid = positions(founding, None)
    assert len(grid.rows) == len(founding.claims())
    assert {row.id for row in grid.rows[:2]} == {
        "iran-supplied-drones-for-the-war",
        "russia-uses-iranian-drones",
    }
    assert [row.status.kind for row in grid.rows] == [
        status(founding, row.id).kind for row in grid.rows
    ]
    assert len(grid.related) == 17
    iran = founding.entities.get("actor", "iran")
    assert iran
    of_iran = [column.id for column in grid.columns if column.group == iran.row]
    assert of_iran[0] == "iran"  # the state before those who belong to it
    assert "iran-defense-ministry" in of_iran
    at = [column.group for column in grid.columns]
    assert all(
        at.index(group) + at.count(group) - 1 == len(at) - 1 - at[::-1].index(group) for group in at
    )


def test_a_claim_is_there_when_its_evidence_is_asked_for_and_whole_then(founding: Library) -> None:
    denials = founding.postings.of("position", "denies")
    grid = positions(founding, denials)
    assert {row.id for row in grid.rows} == {
        "iran-supplied-drones-for-the-war",
        "russia-uses-iranian-drones",
        "iran-sold-limited-number-of-uavs-before-the-war",
    }
    drones = next(row for row in grid.rows if row.id == "iran-supplied-drones-for-the-war")
    assert drones.status.kind == "disputed"  # though the affirmation was not asked for
    asked = {one.id for one in grid.evidence.values() if one.asked}
    assert asked == {
        hash
        for (hash,) in founding.connection.execute(
            "SELECT hash FROM statement WHERE id IN (SELECT statement FROM stance"
            " WHERE position = 'denies')"
        )
    }
    assert asked < set(grid.evidence)


def test_nothing_asked_for_is_found(founding: Library) -> None:
    silent = _of(
        founding,
        "SELECT id FROM statement WHERE id NOT IN (SELECT statement FROM stance"
        " UNION SELECT statement FROM appraisal)",
    )
    for found in (BitMap(), silent):
        grid = positions(founding, found)
        assert (grid.rows, grid.columns, grid.cells) == ((), (), {})


def test_a_claim_on_which_nobody_takes_a_stand_is_there_unless_something_is_asked(
    tmp_path: Path,
) -> None:
    said, silent = [Said("state", "affirms")], {"silent": ("narrows", "claim")}
    with contextlib.closing(Library(debate(tmp_path / "it", said, relations=silent))) as library:
        grid = positions(library, None)
        assert [(row.id, row.status.kind, row.status.why) for row in grid.rows] == [
            ("silent", "unconfirmed", "Affirmed by nobody."),
            ("claim", "single-sourced", "Affirmed by State alone."),
        ]
        assert [row.id for row in positions(library, BitMap([1])).rows] == ["claim"]


@pytest.mark.parametrize("enough", [1, 10_000])
def test_a_status_is_that_of_the_claim_however_many_stands_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, enough: int
) -> None:
    monkeypatch.setattr(module, "_ENOUGH", enough)
    with contextlib.closing(Library(debate(tmp_path / "long", long_debate()))) as library:
        grid = positions(library, None)
        assert [row.status for row in grid.rows] == [status(library, "claim")]
    assert (sum(map(len, grid.cells.values())) == grid.rows[0].statements) == (enough > 1)


def test_what_is_predicted_of_an_actor_is_no_stand_of_it(tmp_path: Path) -> None:
    said = [
        Said("foretold", "denies", "2024-03-01", modality="predicted", by="state"),
        Said("foretold", "denies", "2024-03-01", "other", modality="predicted", by="state"),
        Said("rival", "denies"),
        Said("state", "affirms"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        grid = positions(library, None)
    disputed = grid.rows[0]
    assert (disputed.id, disputed.holders, disputed.latest) == ("claim", 2, "2024-01-01")
    stands = [(column.id, column.stands) for column in grid.columns]
    assert stands == [("state", 1), ("rival", 1), ("foretold", 0)]


def test_what_there_is_no_room_for_is_said_and_stands_together(
    founding: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_CLAIMS", 5)
    monkeypatch.setattr(module, "MOST_ACTORS", 2)
    grid = positions(founding, None)
    assert (len(grid.rows), len(grid.columns)) == (5, 2)
    assert grid.left_out.startswith("The 5 most disputed of 36 claims, the 2 actors who")
    assert [row.status.kind for row in grid.rows[:2]] == ["disputed", "disputed"]
    whole = {stand.statement for stands in grid.cells.values() for stand in stands}
    assert whole == set(grid.evidence)
    assert any(actor == OTHERS for _, actor in grid.cells)


@pytest.mark.parametrize(
    ("statements", "most"),
    [
        ([], None),
        ([6000], None),
        ([6001], 200),
        ([40] * 200, 25),
        ([30] * 300, 25),
        ([9999] * 300, 25),
    ],
)
def test_how_much_is_read_of_each(statements: list[int], most: int | None) -> None:
    assert module._most(statements) == most
