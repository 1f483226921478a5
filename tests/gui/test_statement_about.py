"""The last line of a row: what it tells where room is short, and what lines up."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from viewer.badges import ShownStance, badge
from viewer.ui.appearance import Appearance
from viewer.ui.lettering import Lettering
from viewer.ui.statement_about import AboutLine
from viewer.ui.statement_rows import StatementRow

OWN = ShownStance(badge("affirms"), "", "")
HEDGED = ShownStance(badge("affirms"), "hedged", "")
OTHERS = ShownStance(badge("denies"), "", "Ukrainian officials and Western officials")
OUTLET = "The article's outlet (not named)"


def row(
    date: str = "14 Jun 2019",
    speaker: str = "Russia",
    via: str = "",
    stances: tuple[ShownStance, ...] = (),
    reason: str = "",
) -> StatementRow:
    return StatementRow("abcdefghijkl", "Words.", (), (), date, speaker, via, stances, reason)


@pytest.fixture(scope="module")
def line(qapp: QApplication) -> AboutLine:  # noqa: ARG001 - fonts need one
    look = Appearance("light")
    return AboutLine(Lettering(look.quiet_font()), Lettering(look.page_font()))


def told(line: AboutLine, row: StatementRow, width: float) -> list[str]:
    """Return what is written, from left to right."""
    pieces = sorted(line.pieces(row, width), key=lambda piece: piece.left)
    return [piece.written.text.text().strip() for piece in pieces]


def test_all_is_told_where_there_is_room(line: AboutLine) -> None:
    shown = row(via="Reuters", stances=(HEDGED, OTHERS), reason="name: Rossiya")
    words = ["14 Jun 2019", "Russia", "via Reuters", "name: Rossiya", "● affirms, hedged"]
    assert told(line, shown, 2000) == [
        *words,
        "✕ denies (Ukrainian officials and Western officials)",
    ]


def test_speakers_line_up_whatever_the_date(line: AboutLine) -> None:
    rows = [row(date) for date in ("", "2024", "≈ 3 May 2024", "≈ Feb – Dec 2024")]
    places = {line.pieces(one, 600)[-1].left for one in rows}
    assert len(places) == 1


@pytest.mark.parametrize("width", [230, 300, 441, 520])
@pytest.mark.parametrize("stances", [(OTHERS,), (HEDGED, OTHERS), (OWN,) * 3])
def test_the_date_is_always_there(
    line: AboutLine, width: int, stances: tuple[ShownStance, ...]
) -> None:
    assert told(line, row(speaker=OUTLET, via=OUTLET, stances=stances), width)[0] == "14 Jun 2019"


def test_through_whom_it_came_stays_beside_why_it_is_found(line: AboutLine) -> None:
    shown = told(line, row(via="Reuters", reason=f"name: {OUTLET}"), 441)
    assert shown[2] == "via Reuters"
    assert shown[3].startswith("name:")


def test_why_it_is_found_gives_way_to_through_whom(line: AboutLine) -> None:
    shown = told(line, row(via=OUTLET, stances=(HEDGED,), reason=f"name: {OUTLET}"), 300)
    assert [words[:3] for words in shown] == ["14 ", "Rus", "via", "● h"]


def test_whose_a_stance_is_gives_way_before_through_whom_it_came(line: AboutLine) -> None:
    *_, via, stance = told(line, row(via="Reuters", stances=(OTHERS,)), 441)
    assert via == "via Reuters"
    assert stance.startswith("✕ denies (Ukr")
    assert stance.endswith("…")


@pytest.mark.parametrize("width", range(240, 700, 20))
def test_a_stance_is_never_told_without_its_hedge_and_that_it_is_anothers(
    line: AboutLine, width: int
) -> None:
    *_, hedged, others = told(line, row(via=OUTLET, stances=(HEDGED, OTHERS)), width)
    assert hedged in ("● hedged", "● affirms, hedged")
    assert others == "(✕)" or others.startswith("✕ denies (")


@given(
    st.text("abc ☃", max_size=40),
    st.text("abc", max_size=40),
    st.text("abc", max_size=40),
    st.lists(st.sampled_from([OWN, HEDGED, OTHERS]), max_size=3),
    st.integers(140, 1200),
)
def test_nothing_lies_over_anything_else(
    line: AboutLine, speaker: str, via: str, reason: str, stances: list[ShownStance], width: int
) -> None:
    shown = row(speaker=f"a{speaker}", via=via, stances=tuple(stances), reason=reason)
    pieces = sorted(line.pieces(shown, width), key=lambda piece: piece.left)
    for before, after in pairwise(pieces):
        assert before.left + before.written.width <= after.left + 0.01
    assert pieces[-1].left + pieces[-1].written.width <= width + 0.01
