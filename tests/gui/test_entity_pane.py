"""What the panes of actors and weapons show of what is asked."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from viewer.library.reading import Library
from viewer.ui.entity_pane import EntityModel


@pytest.mark.parametrize("parent", ["id", "987654321"])
def test_weapons_under_themselves_or_nothing_are_shown_at_the_top(
    wire_copy: Path, parent: str
) -> None:
    with contextlib.closing(sqlite3.connect(wire_copy)) as connection, connection:
        guards = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'weapon'"
        )
        for (name,) in guards.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(f"UPDATE weapon SET parent = {parent}")
    model = EntityModel("weapon")
    with contextlib.closing(Library(wire_copy)) as library:
        weapons = list(library.entities.rows("weapon"))
        model.load(library.entities, {}, as_tree=True)
    assert model.rowCount() == len(weapons) > 0
    model.show({weapons[0]: 3}, frozenset())
    entity = model.entity(model.index_of(weapons[0]))
    assert model.rowCount() == 1
    assert entity
    assert (model.depth(entity), model.count(entity)) == (0, 3)


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "Iran, 1 statement"), (2, "Iran, 2 statements"), (1200, "Iran, 1,200 statements")],
)
def test_a_screen_reader_says_in_how_many_statements(wire: Library, count: int, said: str) -> None:
    model = EntityModel("actor")
    model.load(wire.entities, {}, as_tree=False)
    iran = wire.entities.get("actor", "iran")
    assert iran
    model.show({iran.row: count}, frozenset())
    index = model.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == said
