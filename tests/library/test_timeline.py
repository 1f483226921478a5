from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from viewer.library import timeline as of_library
from viewer.library.file import Connection, LibraryError
from viewer.library.reading import Library
from viewer.library.timeline import Histogram, closer, iso, ordinal, timeline
from viewer.library.told import ToldStand
from viewer.periods import LATEST, STEPS, Step, finest

Dates = tuple[str | None, str | None]

_DATES: list[Dates] = [
    (None, None),
    (None, "2020-03-01"),
    ("2019-12-31", "2019-12-31"),
    ("2020-01-01", "2020-01-01"),
    ("2020-01-01", "2020-01-01"),
    ("2020-01-01", "2020-02-10"),
    ("2020-02-10", None),
    ("2020-02-29", "2020-02-29"),
]


def test_everything_that_is_little_is_read_one_by_one(founding: Library) -> None:
    found = timeline(founding, None)
    assert (len(found.events), found.events_in_all, found.total, found.undated) == (10, 10, 28, 0)
    assert found.statements is not None
    assert len(found.statements) == 28
    assert (found.first, found.last) == (ordinal("2022-02-24"), ordinal("2024-12-31"))
    display = next(one for one in found.events if one.id == "tehran-weapons-display")
    assert display.dates.basis is not None
    assert display.dates.basis.alternative.startswith("A month before the deliveries")
    assert [one.id for one in display.evidence] == ["xcbtjdkwklkm"]


def test_a_stand_of_another_is_told_with_its_holder_and_how_firmly_it_is_taken(
    founding: Library,
) -> None:
    said = {one.id: one for one in timeline(founding, None).statements or ()}
    drones = next(one for one in said.values() if one.words.startswith("Russia has also denied"))
    assert drones.speaker == "Russia"
    assert drones.stands == (
        ToldStand("denies"),
        ToldStand("affirms", holder="Reports of the use of Iranian drones (not named)"),
    )
    drawn = next(one for one in said.values() if one.words.startswith("If confirmed, the deliv"))
    assert drawn.speaker == "John Krzyzaniak"
    assert all(one.modality == "conditional" for one in drawn.stands if not one.holder)
    assert any(
        one.modality == "predicted" and one.holder for s in said.values() for one in s.stands
    )


def test_an_event_says_whose_words_it_rests_on(founding: Library) -> None:
    told = {one.id: one.speakers for one in timeline(founding, None).events}
    assert told["reported-missile-shipments"] == ("Reuters",)
    assert told["full-scale-invasion"][0] == "The article's outlet (not named)"
    assert all(told.values())


def test_an_event_belongs_by_its_evidence_and_names_what_is_asked_for_first(
    founding: Library,
) -> None:
    row = founding.row_of("xy6eme6ja3gz")
    assert row is not None
    found = timeline(founding, BitMap([row]))
    assert {one.id for one in found.events} == {
        "full-scale-invasion",
        "western-sanctions-on-russia",
        "russia-most-sanctioned",
    }
    assert all(one.evidence[0].id == "xy6eme6ja3gz" for one in found.events)
    assert timeline(founding, BitMap()).events == ()


def test_a_part_counts_its_days_and_the_ranges_that_touch_it(
    dated_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_library, "MOST_STATEMENTS", 0)
    library = Library(dated_file(_DATES))
    found = timeline(library, None)
    assert (found.total, found.undated, found.statements) == (8, 1, None)
    assert (found.first, found.last) == (ordinal("2019-12-31"), ordinal("2020-03-01"))
    counts = _by_day(found.histogram)
    assert counts["2019-12-31"] == (1, 1)
    assert counts["2020-01-01"] == (2, 2)
    assert counts["2020-02-10"] == (0, 3)
    assert counts["2020-02-29"] == (1, 2)
    assert counts["2020-03-01"] == (0, 2)
    library.close()


def test_the_last_of_all_days_is_counted(dated_file: Callable[..., Path]) -> None:
    dates: list[Dates] = [
        ("9999-12-31", "9999-12-31"),
        ("9999-12-31", None),
        ("9999-12-30", "9999-12-31"),
    ]
    with contextlib.closing(Library(dated_file(dates))) as library:
        counts = _by_day(closer(library, None, LATEST - 1, LATEST).histogram)
    assert counts == {"9999-12-30": (0, 1), "9999-12-31": (1, 2)}


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 3)), max_size=30),
    st.integers(0, 45),
    st.integers(0, 45),
    st.sets(st.integers(1, 30)),
    st.integers(0, 30),
)
def test_counts_agree_with_counting_one_by_one(
    given_dates: list[tuple[int, int, int]], one: int, other: int, asked: set[int], late: int
) -> None:
    """Of any dates, some of them late arrivals, any asked for, and any days looked at."""
    base = ordinal("2020-01-20")

    def dates(first: int, last: int, kind: int) -> Dates:
        start, end = iso(base + min(first, last)), iso(base + max(first, last))
        return [(start, end), (start, None), (None, end), (None, None)][kind]

    spread = [dates(*some) for some in given_dates]
    ordered = sorted(spread[late:], key=lambda some: some[0] or "")
    library = _bare([*ordered, *spread[:late]], len(ordered))
    everything = dict(enumerate([*ordered, *spread[:late]], 1))
    rows = BitMap([row for row in asked if row in everything])
    first, last = sorted((base + one, base + other))
    dated = of_library._Dated(library, rows)
    counts = _by_day(dated.by(first, last))
    for day in range(first, last + 1):
        here = iso(day)
        mine = [everything[row] for row in rows]
        exact = sum(some == (here, here) for some in mine)
        ranged = sum(
            some[0] != some[1] and (some[0] or "") <= here and here <= (some[1] or "9")
            for some in mine
        )
        assert counts[here] == (exact, ranged)
    start, end = iso(first), iso(last)
    within, longer = dated.within(start, end)
    assert set(within) == {
        row for row in rows if any(day and start <= day <= end for day in everything[row])
    }
    assert longer == sum(
        everything[row] != (None, None)
        and (everything[row][0] or "") < start
        and (everything[row][1] or "9") > end
        for row in rows
    )
    assert set(dated.undated()) == {row for row in rows if everything[row] == (None, None)}
    days = [day for row in rows for day in everything[row] if day]
    assert bool(dated.ends()) == bool(days)
    if days:
        assert (min(dated.ends()), max(dated.ends())) == (min(days), max(days))


def test_a_closer_look_reads_what_has_an_end_there(
    dated_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(dated_file(_DATES))
    found = closer(library, None, ordinal("2020-01-01"), ordinal("2020-01-31"))
    assert found.statements is not None
    said = sorted(one.dates.last or "" for one in found.statements)
    assert said == ["2020-01-01", "2020-01-01", "2020-02-10"]
    assert found.longer == 1  # until March
    monkeypatch.setattr(of_library, "MOST_STATEMENTS", 2)
    assert closer(library, None, found.first, found.last).statements is None
    library.close()


def test_the_most_supported_events_are_kept_in_their_order(
    founding: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_library, "MOST_EVENTS", 2)
    found = timeline(founding, None)
    assert [one.id for one in found.events] == [
        "full-scale-invasion",
        "western-sanctions-on-russia",
    ]
    assert found.events_in_all == 10


def test_a_year_that_no_calendar_has_is_a_damaged_library(wire_copy: Path) -> None:
    with sqlite3.connect(wire_copy) as connection:
        connection.execute("UPDATE statement SET said_from = '0000-01-01' WHERE id = 1")
    connection.close()
    library = Library(wire_copy)
    with pytest.raises(LibraryError, match="damaged"):
        timeline(library, None)
    library.close()


@given(st.sampled_from(STEPS), st.integers(1, 3_652_059))
def test_a_part_of_the_calendar_holds_its_days(step: Step, day: int) -> None:
    first, after = step.begin(day), step.end(day)
    assert first <= day < after
    assert step.begin(first) == first
    assert after == 3_652_060 or step.begin(after) == after
    assert step.edges(day, day) == [first, after]


def test_the_finest_step_is_taken_that_is_not_too_fine() -> None:
    first, last = ordinal("2005-01-01"), ordinal("2024-12-31")
    assert finest(first, last, 400) == Step("month")
    assert finest(first, first, 400) == Step("day")
    assert finest(1, 3_652_059, 1) == STEPS[-1]


def _by_day(histogram: Histogram) -> dict[str, tuple[int, int]]:
    return {
        iso(edge): (exact, ranged)
        for edge, exact, ranged in zip(
            histogram.edges, histogram.exact, histogram.ranged, strict=False
        )
    }


class _Bare(Library):
    """The dates of statements and nothing else."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.path = connection, Path(":memory:")


def _bare(dates: list[Dates], ordered_to: int) -> Library:
    connection = Connection(":memory:")
    connection.executescript(
        "CREATE TABLE search_index (ordered_to);"
        "CREATE TABLE source (id INTEGER PRIMARY KEY, slug DEFAULT 'it');"
        "INSERT INTO source DEFAULT VALUES;"
        "CREATE TABLE statement (id INTEGER PRIMARY KEY, said_from, said_to,"
        " source DEFAULT 1, start DEFAULT 0, end DEFAULT 0, hash DEFAULT '');"
    )
    connection.execute("INSERT INTO search_index VALUES (?)", (ordered_to,))
    connection.executemany("INSERT INTO statement (said_from, said_to) VALUES (?, ?)", dates)
    return _Bare(connection)
