"""Positions over time on a claim's page."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from time import thread_time

import pytest

from tests.claims import standing
from tests.debate import Said, debate
from tests.pages.conftest import Reading
from viewer.library.file import LibraryError
from viewer.library.query import parse
from viewer.library.reading import Library
from viewer.pages import Pages
from viewer.pages.pieces import Pieces
from viewer.pages.strip import strip
from viewer.palette import Palette
from viewer.places import Place


def _drawn(library: Library) -> list[str]:
    """Return a line for each holder: name, and the shapes with dots for empty places."""
    shown = strip(Pieces(library), standing(library, "claim").stands)
    assert shown
    lines = []
    for line in shown.lines:
        cells = ("".join(mark.badge.shape for mark in cell.marks) or "." for cell in line.cells)
        lines.append(f"{line.holder.text} {''.join(cells)}")
    return lines


def test_each_holder_has_a_line_with_its_stands_at_their_dates(tmp_path: Path) -> None:
    said = [
        Said("late", "denies", "2024-01-24"),
        Said("early", "affirms", "2024-01-01"),
        Said("early", "affirms", "2024-01-13"),
        Said("foretold", "affirms", "2024-01-02", modality="predicted", by="late"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "debate", said))) as library:
        early, late = _drawn(library)
    assert early == "Early ●...........●..........."
    assert late == "Late .......................✕"


def test_of_many_stands_in_one_place_the_newest_are_kept(tmp_path: Path) -> None:
    said = [
        Said("ann", "affirms", "2024-01-01"),
        Said("ann", "denies", "2024-01-02"),
        Said("ann", "doubts", "2024-01-03"),
        Said("ann", "affirms", "2024-01-04"),
        Said("bob", "denies", "2020-01-01"),
        Said("bob", "denies", "2024-12-01"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "debate", said))) as library:
        _, ann = _drawn(library)
    assert ann.replace(".", "") == "Ann ?●"


def test_one_day_is_no_time(tmp_path: Path) -> None:
    said = [Said("one", "affirms"), Said("other", "denies")]
    with contextlib.closing(Library(debate(tmp_path / "debate", said))) as library:
        assert strip(Pieces(library), standing(library, "claim").stands) is None
        assert "over time" not in Pages(library).text(Place("claim", "claim"))


def test_a_year_that_no_calendar_has_is_a_damaged_library(tmp_path: Path) -> None:
    file = debate(tmp_path / "debate", [Said("one", "affirms"), Said("other", "denies")])
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE statement SET said_from = '0000-01-01' WHERE id = 1")
    with contextlib.closing(Library(file)) as library:
        stands = standing(library, "claim").stands
        with pytest.raises(LibraryError, match="damaged"):
            strip(Pieces(library), stands)


def test_a_range_is_shaded_up_to_its_last_day(founding: Library, light: Palette) -> None:
    shown = strip(Pieces(founding), standing(founding, "iran-delivered-missiles").stands)
    assert shown
    assert shown.has_ranges
    outlet = next(line for line in shown.lines if line.holder.text.startswith("The article"))
    assert [cell.is_within for cell in outlet.cells] == [True] * 23 + [False]
    assert shown.scale == ("21 Feb 2024", "27 Jul 2024", "31 Dec 2024")
    html = Pages(founding).page(Place("claim", "iran-delivered-missiles"), light).html
    assert "Positions over time" in html
    # The drawing repeats what is listed: on a terminal the list is enough.
    assert "21 Feb 2024" not in Pages(founding).text(Place("claim", "iran-delivered-missiles"))


def test_who_counts_once_with_whom_is_said(founding: Library) -> None:
    text = " ".join(Pages(founding).text(Place("claim", "iran-delivered-missiles"), 400).split())
    assert "Reuters counts once with unnamed Iranian military official, on whose words" in text


@pytest.mark.parametrize("count", [40, 1500])
def test_a_page_stays_short_however_many_stand_on_its_claim(
    tmp_path: Path, light: Palette, count: int
) -> None:
    said = [
        Said(f"actor-{n % 90}", ("affirms", "denies")[n % 2], f"20{10 + n % 14}-03-{1 + n % 28:02}")
        for n in range(count)
    ]
    with contextlib.closing(Library(debate(tmp_path / "many", said))) as library:
        pages = Pages(library)
        pages.page(Place("claim", "claim"), light, parse("line"))
        begun = thread_time()
        html = pages.page(Place("claim", "claim"), light, parse("line")).html
        took = thread_time() - begun
        words = Reading(html).of_class("words")
    assert len(words) == (40 if count == 40 else 20)
    assert (f"All {count:,}\N{NO-BREAK SPACE}statements on it" in html) == (count > 40)
    assert ('href="search:claim%3Aclaim"' in html) == (count > 40)
    assert took < 0.2  # some 30 ms; the rest is left to a machine that does much else at once
