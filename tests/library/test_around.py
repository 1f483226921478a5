from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from tests.debate import Said, debate
from tests.library.conftest import said
from viewer.library import around
from viewer.library.reading import Library
from viewer.library.status import Leaning


@pytest.mark.parametrize(
    ("at", "holder", "way", "ids"),
    [
        (0, "alpha", "for", []),  # those of the same actor are told before and after
        (0, "alpha", "against", [said(1)]),
        (0, "alpha", "withheld", [said(8)]),
        (8, "gamma", "for", [said(7)]),
    ],
)
def test_others_on_a_claim_by_which_way_they_lean(
    sides: Library, at: int, holder: str, way: Leaning, ids: list[str]
) -> None:
    here = sides.statement(said(at))
    assert here
    found = around.others(sides, here, "sold", [holder], 4)[way]
    assert [one.statement.id for one in found.stands] == ids
    assert found.is_whole == (way != "for")


def test_what_is_said_on_a_condition_leans_another_way(tmp_path: Path) -> None:
    said = [
        Said("state", "affirms"),
        Said("ally", "affirms"),
        Said("doubter", "affirms", modality="conditional"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        (here,) = (one for one in library.statements([1, 2, 3]) if "state" in one.exact)
        found = around.others(library, here, "claim", here.stances[0].holders, 4)
    holders = {way: [one.holders for one in others.stands] for way, others in found.items()}
    assert holders == {"for": [("ally",)], "for on a condition": [("doubter",)]}


def test_who_has_changed_sides_stands_on_the_last_alone(tmp_path: Path) -> None:
    said = [
        Said("state", "affirms"),
        Said("ally", "denies", "2023-01-01"),
        Said("ally", "affirms", "2024-02-01"),
        Said("rival", "denies", "2023-01-01"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        (here,) = (one for one in library.statements([1, 2, 3, 4]) if "state" in one.exact)
        found = around.others(library, here, "claim", here.stances[0].holders, 4)
    holders = {way: [one.holders for one in others.stands] for way, others in found.items()}
    assert holders == {"for": [("ally",)], "against": [("rival",)]}
    assert not found["against"].is_whole


def test_of_many_others_each_holder_is_shown_once(sides: Library) -> None:
    here = sides.statement(said(1))
    assert here
    found = around.others(sides, here, "sold", ["beta"], 4)["for"]
    assert [one.statement.id for one in found.stands] == [said(7)]
    assert not found.is_whole  # the earlier one is in the list


def test_the_same_actor_before_and_after(sides: Library) -> None:
    here = sides.statement(said(0))
    assert here
    found = around.before_and_after(sides, here, "sold", ("alpha",), 3)
    assert [one.statement.id for one in found] == [said(7), said(0)]
    later = sides.statement(said(7))
    assert later
    before = around.before_and_after(sides, later, "sold", ("alpha",), 3)
    assert [one.statement.id for one in before] == [said(7), said(0)]


def test_the_last_of_each_holder_is_by_when_it_was_taken(tmp_path: Path) -> None:
    said = [
        Said("rival", "denies"),
        Said("state", "affirms", "2024-02-21"),
        Said("state", "affirms", "2024-03-01", by="rival", as_of="2022-11"),
        Said("ally", "affirms", beside="state"),
        Said("ally", "affirms", "2024-02-01"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        (here,) = (one for one in library.statements([1, 2, 3, 4, 5]) if "rival" in one.exact)
        found = around.others(library, here, "claim", here.stances[0].holders, 4)["for"]
    assert [one.since for one in found.stands] == ["2024-02-21", "2024-02-01"]
    assert not found.is_whole


@pytest.mark.parametrize("day", ["2024-01-01", "2024-02-01"])
def test_who_has_changed_sides_opposes_nobody_on_their_own_page(tmp_path: Path, day: str) -> None:
    said = [
        Said("state", "denies"),
        Said("state", "affirms", "2024-02-01"),
        Said("state", "denies", "2024-03-01", by="rival", as_of="2024-01-15"),
        Said("state", "denies", "2024-03-02", by="rival"),
        Said("state", "affirms", "2024-02-02", beside="ally"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        statements = library.statements([1, 2, 3, 4, 5])
        (here,) = (one for one in statements if one.said.first == day)
        found = around.others(library, here, "claim", ["state"], 4)
    told = {
        way: [(one.holders, one.since) for one in others.stands] for way, others in found.items()
    }
    # What another says of them stays, unless they have taken a stand since.
    against = [(("state",), "2024-03-02")]
    assert told == {"for": [(("ally",), "2024-02-02")], "against": against}
