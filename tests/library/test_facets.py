from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from viewer.library.having import Part
from viewer.library.reading import Library

PARTS: tuple[Part, ...] = get_args(Part)


def counted(library: Library, found: set[int], part: Part) -> tuple[dict[int, int], dict[int, int]]:
    """Count as slowly and plainly as can be."""
    of_actors: dict[int, set[int]] = {}
    of_weapons: dict[int, set[int]] = {}
    rows = library.connection.execute
    links = sorted(rows("SELECT statement, position, actor FROM link"))
    last = {statement: position for statement, position, _ in links}
    said = [(statement, actor) for statement, at, actor in links if at == last[statement]]
    via = [(statement, actor) for statement, at, actor in links if at < last[statement]]
    held = rows(
        "SELECT statement, actor FROM stance JOIN stance_holder ON stance = stance.id UNION ALL"
        " SELECT statement, actor FROM appraisal JOIN appraisal_holder ON appraisal = appraisal.id"
    ).fetchall()
    named = rows("SELECT statement, entity FROM mention").fetchall()
    entities = library.entities
    pairs = {
        "actor": said + named,
        "speaker": said,
        "holder": held,
        "via": via,
        "mentioned": named,
    }[part]
    for type, sets, links in (("actor", of_actors, pairs), ("weapon", of_weapons, named)):
        for row in entities.rows("actor" if type == "actor" else "weapon"):
            for statement, entity in links:
                if statement in found and entities.belongs(entity, row):
                    sets.setdefault(row, set()).add(statement)
    return (
        {row: len(held) for row, held in of_actors.items()},
        {row: len(held) for row, held in of_weapons.items()},
    )


@pytest.mark.parametrize("part", PARTS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_counts_are_exact_whatever_the_share(
    data: st.DataObject, wire: Library, part: Part
) -> None:
    everything = sorted(wire.postings.everything)
    found = data.draw(st.sets(st.sampled_from(everything)))
    counts = wire.facets.count(BitMap(found), part)
    assert (counts.actors, counts.weapons) == counted(wire, found, part)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("size", [1, 199, 200, 201, 3000])
def test_few_are_counted_as_many_are(crowded: Library, part: Part, size: int) -> None:
    found = set(range(1, 4200, 4200 // size)[:size])
    counts = crowded.facets.count(BitMap(found), part)
    assert (counts.actors, counts.weapons) == counted(crowded, found, part)


def test_a_count_can_be_given_up(crowded: Library) -> None:
    class Enough(Exception):
        pass

    def pause() -> None:
        raise Enough

    most = BitMap(range(1, 3000))
    with pytest.raises(Enough):
        crowded.facets.count(most, "actor", pause)
    everyone = crowded.facets.count(most, "actor")
    assert everyone.actors
