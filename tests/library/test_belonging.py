from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from viewer.library.belonging import covering
from viewer.library.catalogue import Catalogue

_TIES = """
INSERT INTO role (actor, title, organisation) VALUES (5, 'envoy', 3), (2, 'member', 5);
INSERT INTO sameness (slug, one, other, verdict, withdrawn, basis) VALUES
    ('one', 1, 6, 'same', '', 1), ('two', 7, 1, 'same', '', 1),
    ('three', 4, 8, 'same', 'A mistake.', 1), ('four', 13, 12, 'same', '', 1),
    ('five', 10, 13, 'not the same', '', 1);
"""


def test_one_statement_is_asked_as_all_entities_answer(wire_copy: Path) -> None:
    # A person speaks for whoever they have a role with; here these even go round.
    with contextlib.closing(sqlite3.connect(wire_copy)) as writer:
        writer.executescript(_TIES)
    with contextlib.closing(Catalogue(wire_copy)) as library:
        rows = [*library.entities.rows("actor"), *library.entities.rows("weapon")]
        found = {}
        for row in rows:
            above = library.connection.execute(covering("SELECT ?"), (row,)).fetchall()
            found[row] = {one for (one,) in above}
        assert found == {row: set(library.entities.covering(row)) for row in rows}
        assert found[1] == {1, 6, 7}
        assert found[5] == found[3] == {2, 3, 5}
        assert found[4] == {4, 3, 2, 5}
        assert found[10] == {10, 9}
        assert found[13] == {11, 12, 13}
