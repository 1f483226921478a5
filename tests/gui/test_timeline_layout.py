from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.library.timeline import Said, iso, ordinal
from viewer.periods import Step
from viewer.records import Dates
from viewer.ui.views.time_axis import Scale, ticks
from viewer.ui.views.timeline_items import Item, of_statement
from viewer.ui.views.timeline_layout import Grouped, pack

_BASE = ordinal("2020-01-01")


def _measure(text: str) -> float:
    return 7.0 * len(text)


@pytest.mark.parametrize(
    ("first", "last", "step"),
    [
        ("1850-01-01", "2020-01-01", Step("year", 20)),
        ("2005-01-01", "2024-12-31", Step("year", 2)),
        ("2020-01-01", "2024-12-31", Step("year", 1)),
        ("2022-02-24", "2024-12-31", Step("month", 3)),
        ("2024-01-01", "2024-06-01", Step("month")),
        ("2024-02-01", "2024-03-10", Step("week")),
        ("2024-02-01", "2024-02-14", Step("day")),
    ],
)
def test_ticks_go_from_decades_to_days(first: str, last: str, step: Step) -> None:
    assert ticks(Scale.fitting(ordinal(first), ordinal(last), 600), 600, _measure).step == step


def test_ticks_end_with_the_part_that_holds_the_last_day() -> None:
    scale = Scale.fitting(ordinal("2023-06-01"), ordinal("2025-12-31"), 900)
    shown = ticks(scale, 900, _measure).until(ordinal("2024-12-31"))
    assert shown.above[-1].day == shown.fine[-1].day == ordinal("2025-01-01")
    assert shown.above[-1].label_x is shown.fine[-1].label_x is None
    assert [tick.label for tick in shown.above if tick.label_x is not None][-1] == "2024"


@pytest.mark.parametrize("width", [150, 250, 600])
def test_more_than_one_year_of_all_of_time_is_labelled(width: float) -> None:
    found = ticks(Scale.fitting(1, 3_652_059, width), width, _measure)
    assert sum(one.label_x is not None for one in found.fine) > 1


@given(
    st.floats(1, 3_652_059),
    st.floats(0.0001, 900),
    st.floats(50, 4000),
)
def test_labels_of_the_axis_never_overlap_nor_leave_it(
    start: float, day: float, width: float
) -> None:
    found = ticks(Scale(start, day), width, _measure)
    for row in (found.fine, found.above):
        placed = [
            (one.label_x, one.label_x + _measure(one.label))
            for one in row
            if one.label_x is not None
        ]
        assert all(left >= 0 and right <= width for left, right in placed)
        assert all(right < left for (_, right), (left, _) in pairwise(placed))


@given(st.floats(1, 3e6), st.floats(0.001, 100), st.floats(0.1, 10), st.floats(0, 1000))
def test_zooming_keeps_what_is_at_the_pointer(
    start: float, day: float, factor: float, x: float
) -> None:
    scale = Scale(start, day)
    assert scale.zoomed(factor, x).moment(x) == pytest.approx(scale.moment(x))


@given(st.integers(-5000, 5000), st.floats(0.0001, 900))
def test_one_cannot_lose_what_there_is(by: int, day: float) -> None:
    first, last = _BASE, _BASE + 100
    scale = Scale(_BASE + by, day).within(first, last, 500)
    shown = scale.shown(500)
    assert shown[0] <= last
    assert first <= shown[1]
    assert shown[1] - shown[0] <= 2 * (last - first + 1) + 2


def test_a_scale_that_is_within_stays_what_it_is() -> None:
    scale = Scale(_BASE + 10.25, 12.5)
    assert scale.within(_BASE, _BASE + 100, 500) == scale


_boxes = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 80), st.integers(1, 4)), max_size=60
)


@given(_boxes, st.integers(1, 12))
def test_nothing_packed_overlaps(boxes: list[tuple[int, int, int]], rows: int) -> None:
    wanted = sorted((left, left + wide, high) for left, wide, high in boxes)
    wide = [(float(left), float(right), high) for left, right, high in wanted]
    found = pack(wide, rows)
    placed = [(one, row) for one, row in zip(wide, found, strict=True) if row >= 0]
    assert all(row + high <= rows for (_, _, high), row in placed)
    for ((left, right, high), row), ((left2, right2, high2), row2) in combinations(placed, 2):
        apart = right <= left2 or right2 <= left
        assert apart or row + high <= row2 or row2 + high2 <= row


_dates = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 60), st.sampled_from("drsun")), max_size=120
)


@given(_dates, st.floats(0.05, 200), st.sampled_from([4, 12, 64]))
def test_everything_is_shown_once_and_no_label_overlaps(
    dates: list[tuple[int, int, str]], day: float, rows: int
) -> None:
    items = [_item(at, *one) for at, one in enumerate(dates)]
    lane = Grouped(items).lay_out(day, lambda _: 80, rows)
    shown = [one.key for stop in (*lane.stops, *lane.undated) for one in stop.items]
    assert sorted(shown) == sorted(one.key for one in items)
    by_row: dict[int, list[tuple[float, float]]] = {}
    for stop in lane.stops:
        if stop.kind == "item":
            assert 0 <= stop.row < lane.rows
            by_row.setdefault(stop.row, []).append((stop.left, stop.end))
            assert stop.end >= stop.left + 80
            assert stop.end >= stop.right
    for row in by_row.values():
        assert all(end <= left for (_, end), (left, _) in pairwise(sorted(row)))
    assert [stop.first for stop in lane.stops] == sorted(stop.first for stop in lane.stops)


@pytest.mark.parametrize(("kind", "begins"), [("d", 305.0 - 80), ("r", 350.0 - 80)])
def test_a_label_without_room_at_the_end_of_time_begins_before_its_date(
    kind: str, begins: float
) -> None:
    base = _BASE * 10
    first, second = _item(0, 10, 3, kind), _item(1, 30, 3, kind)
    lane = Grouped([first, second]).lay_out(10, lambda _: 80, 12, base + 350)
    assert [stop.label - base for stop in lane.stops] == [100, begins]
    assert [stop.left - base for stop in lane.stops] == [100, 300]
    wide = Grouped([first, second]).lay_out(10, lambda _: 80, 12, base + 350, lambda _: 120)
    assert [stop.label - base for stop in wide.stops] == [100, begins - 40]


def test_those_of_one_date_share_a_bar_and_a_long_list_is_cut() -> None:
    lane = Grouped([_item(at, 5, 40, "r") for at in range(30)]).lay_out(3, lambda _: 80, 64)
    (frame,) = lane.frames
    assert (len(frame.items), frame.rows, lane.rows) == (30, 25, 25)
    assert [stop.row for stop in lane.stops] == list(range(1, 25))
    assert (lane.stops[-1].kind, lane.stops[-1].number) == ("more", 7)


def test_what_crowds_is_counted_where_it_is_and_tells_apart_closer() -> None:
    items = [_item(at, at, 0, "d") for at in range(100)]
    from_afar = Grouped(items).lay_out(0.5, lambda _: 80, 12)
    assert {stop.kind for stop in from_afar.stops} == {"more"}
    assert sum(stop.number for stop in from_afar.stops) == 100
    closer = Grouped(items).lay_out(100, lambda _: 80, 12)
    assert {stop.kind for stop in closer.stops} == {"item"}


def _item(at: int, first: int, days: int, kind: str) -> Item:
    start = iso(_BASE + first)
    end = iso(_BASE + first + days)
    dates = {
        "d": Dates(start, start),
        "r": Dates(start, end),
        "s": Dates(start),
        "u": Dates(None, end),
        "n": Dates(),
    }[kind]
    return of_statement(Said(f"s{at}", dates, "Somebody", (), "Words."))
