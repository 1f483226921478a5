from __future__ import annotations

import pytest

from tests.library.conftest import said
from viewer.library import around
from viewer.library.comparing import Leaning
from viewer.library.reading import Library


@pytest.mark.parametrize(
    ("way", "ids"), [("for", [said(7)]), ("against", [said(1)]), ("withheld", [said(8)])]
)
def test_others_on_a_claim_by_which_way_they_lean(
    sides: Library, way: Leaning, ids: list[str]
) -> None:
    here = sides.statement(said(0))
    assert here
    found = around.others(sides, here, "sold", way, 4)
    assert [one.statement.id for one in found.stands] == ids
    assert found.is_whole


def test_of_many_others_each_holder_is_shown_once(sides: Library) -> None:
    here = sides.statement(said(1))
    assert here
    found = around.others(sides, here, "sold", "for", 4)
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
