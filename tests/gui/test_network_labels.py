"""Labels of a network never lie upon one another."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from viewer.ui.views.network_labels import Box, Placing, Spot, Wanted, overlap

WITHIN = (0.0, 0.0, 400.0, 300.0)


def placed(
    wanted: Iterable[Wanted], lines: Iterable[tuple[float, float]], within: Box
) -> dict[int, Spot]:
    placing = Placing(wanted, lines, within)
    for _ in placing.place():
        pass
    return placing.found


def lies_in(box: Box, within: Box) -> bool:
    return (
        box[0] >= within[0] and box[1] >= within[1] and box[2] <= within[2] and box[3] <= within[3]
    )


@st.composite
def labels(draw: st.DrawFn) -> list[Wanted]:
    sizes = st.tuples(st.floats(8, 120), st.floats(8, 40))
    return [
        Wanted(
            node,
            draw(st.floats(0, 400)),
            draw(st.floats(0, 300)),
            draw(st.floats(3, 10)),
            tuple(draw(st.lists(sizes, min_size=1, max_size=2))),
        )
        for node in range(draw(st.integers(0, 40)))
    ]


@given(labels(), st.lists(st.tuples(st.floats(0, 400), st.floats(0, 300)), max_size=20))
def test_no_two_overlap(wanted: list[Wanted], lines: list[tuple[float, float]]) -> None:
    found = placed(wanted, lines, WITHIN)
    boxes = [spot.box for spot in found.values()]
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
    assert all(lies_in(box, WITHIN) for box in boxes)
    for one in wanted:
        node = (one.x - one.reach, one.y - one.reach, one.x + one.reach, one.y + one.reach)
        assert not any(overlap(box, node) for box in boxes)


@given(labels())
def test_the_first_wanted_that_fits_is_served(wanted: list[Wanted]) -> None:
    found = placed(wanted, (), WITHIN)
    assert found or not any(
        lies_in(spot.box, WITHIN)
        and not any(
            overlap(
                spot.box,
                (one.x - one.reach, one.y - one.reach, one.x + one.reach, one.y + one.reach),
            )
            for one in wanted
        )
        for label in wanted
        for spot in label.around()
    )


def test_a_label_leaves_the_lines_free_when_it_can() -> None:
    line = [(200.0, 150.0 + step) for step in range(10, 60)]
    found = placed([Wanted(0, 200, 150, 5, ((60, 12),))], line, WITHIN)
    assert found[0].box[3] <= 150


def test_a_label_is_nearest_to_its_own_node() -> None:
    # Below and above there is room only nearer to another node.
    others = [Wanted(at, 200, y, 3, ()) for at, y in ((1, 172), (2, 128))]
    found = placed([Wanted(0, 200, 150, 3, ((60, 12),)), *others], (), WITHIN)
    left, _, right, _ = found[0].box
    assert not left < 200 < right


def test_a_label_that_would_hide_the_lines_is_left_out() -> None:
    lines = [(float(x), float(y)) for x in range(0, 400, 5) for y in range(0, 300, 5)]
    assert placed([Wanted(0, 200, 150, 5, ((60, 12),))], lines, WITHIN) == {}


def test_a_label_gives_way_to_one_that_has_no_other_place() -> None:
    # Too wide to stand aside; the second can stand neither below nor higher than just above.
    within = (50.0, 0.0, 150.0, 140.0)
    free = Wanted(0, 100, 100, 3, ((100, 12),))
    bound = Wanted(1, 100, 130, 3, ((100, 12),))
    found = placed([free, bound], (), within)
    assert found[0].box[3] < 100
    assert 100 < found[1].box[1] < 130
