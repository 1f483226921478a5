from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from tests.debate import Said, debate
from tests.library.conftest import said
from viewer.library.comparing import (
    Matter,
    actor_side,
    actors_beside,
    compare,
    propositions,
    said_by_actor,
    source_side,
    sources_beside,
    weapons_named,
)
from viewer.library.reading import Library


def _names(library: Library, matters: list[Matter]) -> list[str]:
    found = propositions(library, [matter.row for matter in matters])
    return [found[matter.row][0] for matter in matters]


def test_claims_are_shared_out_by_who_takes_a_stand(sides: Library) -> None:
    found = compare(sides, [actor_side(sides, id, 10) for id in ("alpha", "beta")], [])
    assert _names(sides, found.differing) == ["sold"]
    assert _names(sides, found.agreeing) == ["bought"]  # the ministry's stand is Alpha's
    assert [_names(sides, only) for only in found.only] == [["rose", "secret"], ["fell"]]


def test_what_is_reported_or_predicted_is_told_apart(sides: Library) -> None:
    alpha, beta = actor_side(sides, "alpha", 10), actor_side(sides, "beta", 10)
    assert [one.how for one in alpha.predicted] == ["predicted"]
    assert "fell" not in _names(sides, list(alpha.taken))
    words = {one.how for taken in beta.taken.values() for one in taken}
    assert words == {"first-hand", "reported"}


def test_what_a_side_predicts_of_itself_is_not_compared(tmp_path: Path) -> None:
    said = [Said("state", "denies", modality="predicted"), Said("rival", "affirms")]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        state, rival = (actor_side(library, id, 10) for id in ("state", "rival"))
        assert len(state.predicted) == 1
        found = compare(library, [state, rival], [])
        assert (found.differing, [_names(library, only) for only in found.only]) == (
            [],
            [[], ["claim"]],
        )


def test_a_busy_side_is_asked_for_earlier_stands(sides: Library) -> None:
    beta = actor_side(sides, "beta", 10)
    latest = actor_side(sides, "alpha", 1)
    assert _names(sides, list(latest.taken)) == ["rose"]
    assert not latest.is_whole
    found = compare(sides, [latest, beta], [])
    assert set(_names(sides, found.differing + found.agreeing)) == {"sold", "bought"}
    assert [_names(sides, only) for only in found.only] == [["rose"], ["fell"]]


def test_stands_come_with_their_statements(sides: Library) -> None:
    (rose,) = actor_side(sides, "alpha", 1).taken.values()
    (stand,) = sides.stands([one.stance for one in rose])
    assert (stand.stance.position, stand.statement.id) == ("doubts", said(9))


def test_sources_are_compared_by_what_they_tell(sides: Library) -> None:
    found = compare(sides, [source_side(sides, id, 10) for id in ("s0", "s1")], [])
    assert _names(sides, found.differing) == ["sold"]
    assert _names(sides, found.agreeing) == ["bought"]
    assert _names(sides, found.only[0]) == ["rose", "fell", "secret"]
    assert sources_beside(sides, "s0", 3) == ["s1", "s8"]
    assert sources_beside(sides, "s0", 1) == ["s1"]


def test_the_latest_is_what_fell_on_the_latest_day(tmp_path: Path) -> None:
    said = [
        Said("state", "affirms", "2024-03-01"),
        Said("state", "denies", "2024-04-01"),
        Said("rival", "denies", "2024-01-01"),
    ]
    file = debate(tmp_path / "it", said)
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "UPDATE stance SET as_of_from = '2023-01-01', as_of_to = '2023-01-01'"
            " WHERE position = 'denies' AND id = (SELECT max(id) FROM stance)"
        )
    with contextlib.closing(Library(file)) as library:
        state, rival = (actor_side(library, id, 10) for id in ("state", "rival"))
        (matter,) = state.taken
        assert state.leanings(matter) == {"for"}  # the denial was of the year before
        assert compare(library, [state, rival], []).differing == [matter]
        (of_source,) = source_side(library, "text", 2).taken.values()
        assert [one.said for one in of_source] == ["2024-03-01", "2024-01-01"]


@pytest.mark.parametrize(
    ("of_rival", "is_alike"),
    [
        ([Said("rival", "affirms")], True),
        # What is said on a condition is no affirmation, here as in a status.
        ([Said("rival", "affirms", modality="conditional")], False),
        # The latest counts, whose word it is or not, here as in a status.
        ([Said("rival", "affirms"), Said("rival", "denies", "2024-02-01", by="other")], False),
        ([Said("rival", "denies", by="other"), Said("rival", "affirms", "2024-02-01")], True),
        ([Said("rival", "denies"), Said("rival", "affirms", "2024-02-01", by="other")], True),
    ],
)
def test_sides_stand_alike_as_a_status_has_it(
    of_rival: list[Said], is_alike: bool, tmp_path: Path
) -> None:
    said = [Said("state", "affirms"), *of_rival]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        found = compare(library, [actor_side(library, id, 10) for id in ("state", "rival")], [])
    assert [len(found.agreeing), len(found.differing)] == [is_alike, not is_alike]


def test_on_a_condition_too_one_may_lean_either_way(tmp_path: Path) -> None:
    said = [
        Said(holder, position, modality="conditional")
        for holder, position in (("state", "affirms"), ("ally", "affirms"), ("rival", "denies"))
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        state, ally, rival = (actor_side(library, id, 10) for id in ("state", "ally", "rival"))
        assert len(compare(library, [state, ally], []).agreeing) == 1
        assert len(compare(library, [state, rival], []).differing) == 1


def test_a_joint_stand_is_over_when_its_holder_took_another(tmp_path: Path) -> None:
    said = [
        Said("state", "affirms", beside="rival"),
        Said("state", "denies", "2024-02-01"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        state, rival = (actor_side(library, id, 10) for id in ("state", "rival"))
        (matter,) = state.taken
        assert state.leanings(matter) == {"against"}
        assert rival.leanings(matter) == {"for"}
        assert source_side(library, "text", 10).leanings(matter) == {"for", "against"}


@pytest.mark.parametrize("most", [10, 1])
def test_of_each_side_its_own_part_of_a_joint_stand_is_read(most: int, tmp_path: Path) -> None:
    said = [
        Said("state", "affirms", beside="ally", by="state"),
        *(Said(one, "denies", "2024-02-01", claim="other") for one in ("state", "ally")),
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        sides = [actor_side(library, id, most) for id in ("state", "ally")]
        found = compare(library, [*sides, source_side(library, "text", 10)], [])
        matter = Matter("claim", library.claim_row("claim") or 0)
        told = [
            [(one.how, len(one.holders)) for one in side.taken[matter]] for side in found.sides[:2]
        ]
        assert told == [[("first-hand", 1)], [("reported", 1)]]


def test_those_who_speak_of_the_same_are_offered(sides: Library) -> None:
    assert actors_beside(sides, "alpha", 3) == ["beta", "gamma"]
    assert "alpha" not in actors_beside(sides, "alpha-ministry", 3)
    assert actors_beside(sides, "nobody", 3) == []


def test_of_those_heard_as_often_the_order_is_that_of_their_ids(tmp_path: Path) -> None:
    """And not of their rows, which tell what came in when."""
    said = [Said(holder, "affirms") for holder in ("ann", "zed", "bob")]
    with contextlib.closing(Library(debate(tmp_path / "debate", said))) as library:
        rows = {one.id: one.row for one in library.entities.of_type("actor")}
        assert rows["zed"] < rows["bob"]
        assert actors_beside(library, "ann", 1) == ["bob"]
        assert actors_beside(library, "ann", 2) == ["bob", "zed"]


def test_weapons_are_counted_with_those_who_belong_to_an_actor(sides: Library) -> None:
    assert weapons_named(sides, said_by_actor(sides, "alpha")) == {"missile": 5}
