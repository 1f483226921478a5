from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from viewer.library.belonging import covering
from viewer.library.catalogue import Catalogue

_TIES = """
INSERT INTO role (actor, title, organisation) VALUES (5, 'envoy', 3), (2, 'member', 5);
INSERT INTO sameness (slug, one, other, verdict, withdrawn, basis) VALUES
    ('one', 1, 6, 'same', '', 1), ('two', 7, 1, 'same', '', 1),
    ('three', 4, 8, 'same', 'A mistake.', 1), ('four', 13, 12, 'same', '', 1),
    ('five', 10, 13, 'not the same', '', 1);
"""

_LEFT = """
INSERT INTO role (actor, title, organisation, held_to) VALUES
    (6, 'aide', 4, '2020-05-31'), (8, 'envoy', 6, '2020-03-31'), (8, 'envoy', 6, '2019-03-31'),
    (7, 'guest', 2, '2020-04-30'), (3, 'head', 2, '2020-01-31'), (5, 'guest', 3, '2020-01-31');
"""


def test_one_statement_is_asked_as_all_entities_answer(wire_copy: Path) -> None:
    # A person speaks for whoever they have a role with; here these even go round.
    with contextlib.closing(sqlite3.connect(wire_copy)) as writer:
        writer.executescript(_TIES)
    with contextlib.closing(Catalogue(wire_copy)) as library:
        rows = [*library.entities.rows("actor"), *library.entities.rows("weapon")]
        found = {}
        for row in rows:
            above = library.connection.execute(covering("SELECT ?", "NULL"), (row,)).fetchall()
            found[row] = {one for (one,) in above}
        assert found == {row: set(library.entities.covering(row)) for row in rows}
        assert found[1] == {1, 6, 7}
        assert found[5] == found[3] == {2, 3, 5}
        assert found[4] == {4, 3, 2, 5}
        assert found[10] == {10, 9}
        assert found[13] == {11, 12, 13}


@pytest.mark.parametrize("since", ["2019-01-01", "2020-03-31", "2020-04-01", "2020-06-01", "NULL"])
def test_posts_that_ended_are_left_out_alike(wire_copy: Path, since: str) -> None:
    with contextlib.closing(sqlite3.connect(wire_copy)) as writer:
        writer.executescript(_TIES + _LEFT)
    day, written = ("", "NULL") if since == "NULL" else (since, repr(since))
    with contextlib.closing(Catalogue(wire_copy)) as library:
        rows = library.entities.rows("actor")
        found = {}
        for row in rows:
            above = library.connection.execute(covering("SELECT ?", written), (row,)).fetchall()
            found[row] = {one for (one,) in above}
        belongs = library.entities.belongs
        assert found == {row: {to for to in rows if belongs(row, to, day)} for row in rows}
    # Over several steps one that has ended is enough; who is there by more than a post stays.
    assert (4 in found[8]) == (day <= "2020-03-31")
    assert (4 in found[6]) == (day <= "2020-05-31")
    assert 3 in found[5]
    assert 2 in found[3]
