"""How the grid is sorted, filtered and folded, and what its cells say."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.debate import Said, debate
from viewer.library.positions import positions
from viewer.library.reading import Library
from viewer.ui.views.positions_layout import Arrangement, Layout, Sort

_SAID = [
    Said("state", "affirms", "2023-01-01"),
    Said("state", "denies", "2024-01-01"),
    Said("ministry", "affirms", "2024-02-01", modality="hedged"),
    Said("ministry", "affirms", "2024-03-01"),
    Said("rival", "denies", "2024-01-01", by="paper"),
    Said("rival", "affirms", "2024-01-02", modality="predicted", by="ministry"),
    Said("rival", "affirms", "2024-05-01", "quiet"),
    Said("state", "suggests", "2022-01-01", "narrow"),
    Said("ministry", "does not confirm", "2022-02-01", "narrow"),
    Said("army", "doubts", "2022-02-01", "narrow"),
]
_RELATIONS = {"narrow": ("narrows", "claim")}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("debate") / "debate"
    parents = {"ministry": "state", "army": "ministry"}
    with contextlib.closing(Library(debate(folder, _SAID, parents, _RELATIONS))) as opened:
        yield opened


def _laid_out(library: Library, arrangement: Arrangement = Arrangement()) -> Layout:  # noqa: B008
    return Layout(positions(library, None), arrangement)


def _says(layout: Layout, claim: str, actor: str) -> str:
    """Return a cell as one line: (earlier) now [note] {predicted}, and what is of a report."""
    row = next(at for at, one in enumerate(layout.rows) if one.claim.id == claim)
    column = next(at for at, one in enumerate(layout.columns) if one.name == actor)
    spoken = layout.spoken(row, column)
    if spoken is None:
        return ""
    earlier = "".join(badge.shape for badge in spoken.earlier)
    now, of_report = (
        " ".join(
            f"{'~' if mark.is_reported else ''}{mark.badge.word}"
            f"{mark.count if mark.count > 1 else ''}"
            for mark in held
        )
        for held in (spoken.now, spoken.of_report)
    )
    predicted = "".join(badge.word for badge in spoken.predicted)
    apart = f" of the report: {of_report} [{spoken.report_note}]" if of_report else ""
    return f"({earlier}) {now} [{spoken.note}] {{{predicted}}}{apart}"


@pytest.mark.parametrize(
    ("claim", "actor", "says"),
    [
        ("claim", "State", "(●) denies [] {}"),  # a change of mind
        ("claim", "Ministry", "() affirms [2 times] {}"),  # of modality alone is none
        ("claim", "Rival", "() ~denies [reported] {affirms}"),  # what is predicted stands apart
        ("quiet", "Rival", "() affirms [] {}"),
        ("quiet", "State", ""),
    ],
)
def test_what_a_cell_says(library: Library, claim: str, actor: str, says: str) -> None:
    assert _says(_laid_out(library), claim, actor) == says


_ON_REPORTS = [
    Said("paper", "affirms", "2024-01-01"),
    Said("rival", "affirms", "2024-01-01"),
    Said("army", "denies", "2024-01-02", on_line=0),
    Said("army", "denies", "2024-01-03", on_line=1),
    Said("ministry", "does not confirm", "2024-01-02", by="paper", on_line=0, modality="hedged"),
    Said("rival", "affirms", "2024-01-03", on_line=0),
    Said("rival", "declines to comment", "2024-01-04", on_line=0),
    Said("rival", "doubts", "2024-01-02", on_line=1),
    Said("rival", "denies", "2024-01-02", modality="predicted", by="paper"),
    Said("ghost", "denies", "2024-01-02", on_line=0, modality="predicted", by="paper"),
]


@pytest.mark.parametrize(
    ("actor", "says"),
    [
        ("Paper", "() affirms [] {}"),
        ("Army", "()  [] {} of the report: denies []"),
        ("Ministry", "()  [] {} of the report: ~does not confirm [hedged, reported]"),
        ("Rival", "() affirms [] {denies} of the report: doubts declines to comment []"),
        ("State", "()  [] {} of the report: denies ~does not confirm [Army, Ministry]"),
    ],
)
def test_a_cell_tells_what_is_held_of_reports_apart(actor: str, says: str, tmp_path: Path) -> None:
    parents = {"ministry": "state", "army": "state"}
    folded = frozenset({"state"}) if actor == "State" else frozenset[str]()
    with contextlib.closing(Library(debate(tmp_path / "it", _ON_REPORTS, parents))) as library:
        layout = _laid_out(library, Arrangement(folded_actors=folded))
        assert _says(layout, "claim", actor) == says
        assert "Ghost" not in {column.name for column in layout.columns}
        assert "[●] of a report that it is so" not in layout.key()
        narrow = _laid_out(library, Arrangement(narrow=True))
        assert "[●] of a report that it is so" in narrow.key()
        assert "– declines to comment" in narrow.key()
        army = next(at for at, one in enumerate(narrow.columns) if one.name == "Army")
        assert narrow.describe(0, army).endswith(
            "Army denies · on the report that says so · first-hand via Paper · 2 January 2024"
        )
        told = [row for row in csv.DictReader(io.StringIO(layout.csv())) if row["report_id"]]
        assert len(told) == 6
        assert {row["report_id"] for row in told} == {"aaaaaaaaaaaa", "aaaaaaaaaaab"}


def test_a_folded_group_shows_all_in_it_with_their_names(library: Library) -> None:
    layout = _laid_out(library, Arrangement(folded_actors=frozenset({"state"})))
    assert [column.name for column in layout.columns] == ["State", "Rival"]
    assert _says(layout, "claim", "State") == "() denies affirms [State, Ministry] {}"
    assert len(layout.stands(0, 0)) == 4
    said = layout.describe(0, 0)
    assert "Ministry affirms" in said
    assert "State denies" in said


def test_members_stand_beside_the_state_they_belong_to(library: Library) -> None:
    columns = _laid_out(library).columns
    assert [column.name for column in columns] == ["State", "Ministry", "Army", "Rival"]
    assert [column.group_name for column in columns] == ["State", "State", "State", ""]


@pytest.mark.parametrize(
    ("sort", "claims"),
    [
        ("disputed", ["claim", "narrow", "quiet"]),
        ("recent", ["quiet", "claim", "narrow"]),
        ("actors", ["claim", "narrow", "quiet"]),
    ],
)
def test_sorting_keeps_related_claims_together(
    library: Library, sort: Sort, claims: list[str]
) -> None:
    layout = _laid_out(library, Arrangement(sort=sort))
    assert [row.claim.id for row in layout.rows] == claims
    narrow = next(row for row in layout.rows if row.claim.id == "narrow")
    assert (narrow.depth, narrow.relation) == (1, "narrows")


def test_related_claims_fold_under_the_first_of_them(library: Library) -> None:
    layout = _laid_out(library, Arrangement(folded_claims=frozenset({"claim"})))
    assert [(row.claim.id, row.below, row.is_folded) for row in layout.rows] == [
        ("claim", 1, True),
        ("quiet", 0, False),
    ]


def test_a_chain_of_relations_is_parted_where_it_leads_too_far(tmp_path: Path) -> None:
    chain = {f"claim-{at}": ("narrows", f"claim-{at - 1}") for at in range(1, 6)}
    said = [Said("state", "affirms", claim=f"claim-{at}") for at in range(6)]
    with contextlib.closing(Library(debate(tmp_path / "it", said, relations=chain))) as library:
        layout = _laid_out(library)
    told = {row.claim.id: (row.depth, row.relation) for row in layout.rows}
    assert max(depth for depth, _ in told.values()) == 2
    assert len(layout.rows) == 6
    above: list[str] = []
    for row in layout.rows:
        above = [*above[: row.depth], row.claim.id]
        assert (row.relation == "") == (row.depth == 0)
        if row.depth:
            other, this = (int(id.removeprefix("claim-")) for id in above[-2:])
            assert row.relation == ("narrows" if other < this else "is narrowed by")
            assert abs(other - this) == 1
    assert sum(1 + row.below for row in layout.rows if row.depth == 0) == 6


def test_a_status_leaves_only_its_claims(library: Library) -> None:
    layout = _laid_out(library, Arrangement(status="unconfirmed"))
    assert [(row.claim.id, row.depth) for row in layout.rows] == [("narrow", 0)]
    assert Layout(layout.positions, Arrangement(status="denied")).rows == []


def test_who_stands_nowhere_in_the_rows_has_no_column(library: Library) -> None:
    layout = _laid_out(library, Arrangement(status="unconfirmed"))
    assert [column.name for column in layout.columns] == ["State", "Ministry", "Army"]
    layout = _laid_out(library, Arrangement(status="single-sourced"))
    assert [column.name for column in layout.columns] == ["Rival"]


def test_a_screen_reader_hears_words_and_no_shapes(library: Library) -> None:
    layout = _laid_out(library)
    column = next(at for at, one in enumerate(layout.columns) if one.name == "Rival")
    assert layout.describe(0, column) == (
        "Rival on “What claim says.”: "
        "Rival denies · reported by Paper · 1 January 2024; "
        "Rival affirms · predicted by Ministry via Paper · 2 January 2024"
    )
    army = next(at for at, one in enumerate(layout.columns) if one.name == "Army")
    assert layout.describe(0, army) == "Army takes no stand on “What claim says.”"


def test_the_document_has_each_stance_once_with_its_words(library: Library) -> None:
    for folded in (frozenset[str](), frozenset({"state"})):
        layout = _laid_out(library, Arrangement(folded_actors=folded))
        rows = list(csv.DictReader(io.StringIO(layout.csv(), newline="")))
        assert len(rows) == len(_SAID)
        assert {row["exact"] for row in rows} == {
            f"This is what {said.holder} holds, line {at}." for at, said in enumerate(_SAID)
        }
    told = next(row for row in rows if row["how"] == "reported")
    assert (told["holder"], told["asserted_by"], told["position"]) == ("Rival", "Paper", "denies")
    assert (told["claim_id"], told["status"]) == ("claim", "disputed")
    assert (told["said_from"], told["said_to"], told["source_title"]) == (
        "2024-01-01",
        "2024-01-01",
        "The text",
    )
