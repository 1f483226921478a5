"""What the register writes, row by row; no widget is needed for it."""

from __future__ import annotations

import pytest

from tests.library.entries import entry
from viewer.library.reading import Library
from viewer.library.register import TransferEntry, register
from viewer.records import Basis
from viewer.ui.views.register_rows import (
    TITLES,
    Column,
    Grouping,
    Row,
    figure,
    grouped,
    in_order,
    row,
    years,
)

INFERRED = Basis("inferred", "a guess", "another")


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (entry(1), ".."),
        (entry(1, 40, 40), "40"),
        (entry(1, 1200, 1200, text="1,200"), "1,200"),
        (entry(1, 40, 40, text="forty"), "(forty)"),
        (entry(1, text="about 200"), "(about 200)"),
        (entry(1, 200, text="hundreds", unit="missiles"), "(hundreds)"),
        (entry(1, 2, 2, unit="packages"), "2 packages"),
        (entry(1, 2, text="multiple packages", unit="packages"), "(multiple packages)"),
        (entry(1, 10, 20, text="10 to 20"), "(10 to 20)"),
    ],
)
def test_figures_stand_as_written_in_brackets_unless_exact(
    given: TransferEntry, written: str
) -> None:
    assert figure(given) == written


@pytest.mark.parametrize(
    ("dates", "dated", "written"),
    [
        ((None, None), None, ".."),
        (("2024-03-01", "2024-03-01"), None, "2024"),
        (("2022-01-01", "2024-12-31"), None, "2022–2024"),
        (("2022-01-01", "2024-12-31"), INFERRED, "(2022–2024)"),
        ((None, "2024-12-31"), INFERRED, "(until 2024)"),
        (("2022-05-01", None), None, "since 2022"),
    ],
)
def test_years_stand_in_brackets_when_inferred(
    dates: tuple[str | None, str | None], dated: Basis | None, written: str
) -> None:
    assert years(entry(1, dates=dates, dated=dated)) == written


@pytest.mark.parametrize(
    ("stage", "ordered", "delivered", "comments"),
    [
        ("negotiated", "–", "–", "Negotiation: 40. A note. Inferred: a guess. Or: another."),
        ("agreed", "40", "–", "A note. Inferred: a guess. Or: another."),
        ("delivered", "..", "40", "A note. Inferred: a guess. Or: another."),
        ("used", "..", "..", "Use by the recipient: 40. A note. Inferred: a guess. Or: another."),
    ],
)
def test_each_stage_has_its_column_or_its_comment(
    stage: str, ordered: str, delivered: str, comments: str
) -> None:
    cells = row(entry(1, 40, 40, stage=stage, note="A note", basis=INFERRED)).cells
    assert (cells["ordered"], cells["delivered"], cells["comments"]) == (
        ordered,
        delivered,
        comments,
    )


ROWS = [
    row(entry(1, 40, 40, recipient="Syria", dates=("2020-01-01", None), weapon=5)),
    row(entry(2, recipient="russia", status="disputed")),
    row(entry(3, 5, 5, recipient="Belarus", dates=("2024-01-01", "2024-01-01"), weapon=4)),
    row(entry(4, 7, 7, stage="agreed", recipient="Algeria", dates=(None, "2022-01-01"))),
]


def ids(rows: list[Row]) -> list[str]:
    return [one.entry.transfer.id for one in rows]


@pytest.mark.parametrize(
    ("column", "up", "down"),
    [
        ("recipient", "4321", "1234"),
        ("delivered", "3142", "1342"),
        ("ordered", "4321", "4321"),
        ("years", "1432", "3412"),
        ("designation", "4231", "3421"),
        ("status", "2431", "4312"),
    ],
)
def test_rows_are_sorted_the_unknown_last(column: Column, up: str, down: str) -> None:
    assert "".join(ids(in_order(ROWS, column, descending=False))).replace("t", "") == up
    assert "".join(ids(in_order(ROWS, column, descending=True))).replace("t", "") == down


@pytest.mark.parametrize("column", list(TITLES))
def test_sorting_loses_nothing(column: Column) -> None:
    assert sorted(ids(in_order(ROWS, column, descending=True))) == sorted(ids(ROWS))


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("supplier", ["Iran"]),
        ("recipient", ["Algeria", "Belarus", "russia", "Syria"]),
        ("weapon", ["drone", "missile"]),
        ("status", ["disputed", "single-sourced"]),
    ],
)
def test_rows_are_grouped(by: Grouping, names: list[str]) -> None:
    groups = grouped(ROWS, by)
    assert [group.name for group in groups] == names
    assert sum(len(group.rows) for group in groups) == len(ROWS)


@pytest.mark.parametrize(
    ("entries", "totals"),
    [
        ([entry(1, 40, 40), entry(2, 1000, 1000)], "delivered: 1,040"),
        ([entry(1, 40, 40, stage="agreed"), entry(2, 2, 2, stage="agreed")], "ordered: 42"),
        ([entry(1, 1, 2), entry(2, 3, 3)], "delivered: (4–5)"),
        ([entry(1, 1), entry(2, 3, 3)], "delivered: (at least 4)"),
        ([entry(1, None, 3), entry(2, None, 4)], "delivered: (at most 7)"),
        ([entry(1, 1, 1, claim=1), entry(2, 2, 2, claim=1)], "delivered: not added, they overlap"),
        ([entry(1, 1, 1)], ""),
    ],
)
def test_a_group_tells_its_total_or_why_there_is_none(
    entries: list[TransferEntry], totals: str
) -> None:
    [group] = grouped([row(one) for one in entries], "supplier")
    assert group.totals == totals


def test_the_founding_register(founding: Library) -> None:
    rows = [row(one) for one in register(founding, None).entries]
    groups = grouped(in_order(rows, "recipient", descending=False), "supplier")
    assert [(group.name, group.totals) for group in groups] == [
        ("Iran", "delivered: not added, they overlap"),
        ("North Korea", ""),
        ("Russia", ""),
    ]
    shown: tuple[Column, ...] = ("designation", "description", "ordered", "delivered", "years")
    assert [[one.cells[column] for column in shown] for one in groups[0].rows] == [
        ["..", "ballistic missile", "..", "(multiple packages)", ".."],
        ["..", "missile", "..", "(hundreds)", "(2024)"],
        ["..", "short-range ballistic missile", "–", "–", "(until 2024)"],
        ["Fateh-110", "short-range ballistic missile", "..", "..", "(2024)"],
        ["Zolfaqar", "short-range ballistic missile", "..", "..", "(2024)"],
        ["..", "unmanned aerial vehicle", "..", "(limited number)", "(until 2022)"],
        ["Shahed", "unmanned aerial vehicle", "..", "..", ".."],
        ["Shahed", "unmanned aerial vehicle", "..", "..", "(2022–2024)"],
    ]
    assert [one.cells["status"] for one in groups[0].rows][-2:] == ["▲ disputed"] * 2
