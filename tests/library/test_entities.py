"""What an actor or a weapon is under, also in a library that somebody has changed."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from viewer.library.entities import Entity, tree
from viewer.library.file import Damaged
from viewer.library.reading import Library


@pytest.mark.parametrize(
    ("parents", "laid"),
    [
        ({}, []),
        ({1: None, 2: None}, [(1, 0), (2, 0)]),
        ({1: None, 2: 1, 3: 2, 4: 1, 5: None}, [(1, 0), (2, 1), (3, 2), (4, 1), (5, 0)]),
        ({3: 1, 1: None, 2: 1}, [(1, 0), (3, 1), (2, 1)]),
        ({1: 1, 2: None}, [(2, 0), (1, 0)]),
        ({1: 2, 2: 1, 3: None, 4: 1}, [(3, 0), (1, 0), (2, 0), (4, 0)]),
        ({1: 9, 2: 1, 3: None}, [(3, 0), (1, 0), (2, 0)]),
    ],
)
def test_each_is_followed_by_those_under_it(
    parents: dict[int, int | None], laid: list[tuple[int, int]]
) -> None:
    given = [Entity(row, "weapon", str(row), "", "class", up) for row, up in parents.items()]
    assert [(entity.row, depth) for entity, depth in tree(given)] == laid


def test_what_one_is_under(wire: Library) -> None:
    entities = wire.entities
    shahed, drone = (entities.get("weapon", id) for id in ("shahed-136", "drone"))
    assert shahed
    assert drone
    assert entities.above(shahed.row) == [drone]
    assert entities.above(drone.row) == []
    assert entities.with_above([shahed.row, 99999]) == {shahed.row, drone.row}


@pytest.mark.parametrize(
    ("parent", "above"), [("id", []), ("(SELECT max(id) FROM weapon)", ["zolfaqar"])]
)
def test_nobody_goes_round_for_ever(wire_copy: Path, parent: str, above: list[str]) -> None:
    with contextlib.closing(sqlite3.connect(wire_copy)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        for (trigger,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(f"UPDATE weapon SET parent = {parent}")
        connection.commit()
    with contextlib.closing(Library(wire_copy)) as library:
        drone = library.entities.get("weapon", "drone")
        assert drone
        assert [one.id for one in library.entities.above(drone.row)] == above
        assert drone.row in library.entities.with_above([drone.row])


def test_what_one_is_under_has_to_be_there(wire_copy: Path) -> None:
    with contextlib.closing(sqlite3.connect(wire_copy)) as connection:
        connection.execute("UPDATE weapon SET parent = 99999")
        connection.commit()
    with contextlib.closing(Library(wire_copy)) as library:
        drone = library.entities.get("weapon", "drone")
        assert drone
        with pytest.raises(Damaged):
            library.entities.above(drone.row)
        assert library.entities.with_above([drone.row]) == {drone.row}
