from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages.conftest import LONG, TEXT, Reading
from viewer.library.reading import Library
from viewer.pages import Pages
from viewer.pages import source as source_pages
from viewer.pages.source import PART, part_starts
from viewer.palette import Palette
from viewer.places import Place


def text_of(html: str) -> str:
    return "\n".join(Reading(html).of_class("line"))


def test_the_text_of_a_source_reads_back_verbatim(pages: Pages, light: Palette) -> None:
    assert text_of(pages.page(Place("source", "article"), light).html) == TEXT


def test_qt_shows_the_text_verbatim(qapp: object, pages: Pages, light: Palette) -> None:
    from PySide6.QtGui import QTextDocument

    del qapp
    document = QTextDocument()
    document.setHtml(pages.page(Place("source", "article"), light).html)
    shown = document.toRawText().split("\u2029")
    assert [line for line in TEXT.split("\n") if line] == [
        line for line in shown if line in TEXT.split("\n") and line
    ]


def test_overlapping_statements_are_all_marked_and_lead_to_their_pages(
    pages: Pages, light: Palette
) -> None:
    read = Reading(pages.page(Place("source", "article", "bbbbbbbbbbbb"), light).html)
    assert {letter * 12 for letter in "abcdef"} <= set(read.anchors)
    assert {f"viewer:statement/{letter * 12}" for letter in "abcdef"} <= set(read.links)
    assert "".join(read.spans_of_class("here")).startswith("Reuters reported on February 21")
    assert read.spans_of_class("aside") == ['"Heading"']
    assert read.of_class("voices")[0].replace("\u00a0", " ") == (
        "Reuters ● · unnamed official ● announced"
    )


def test_a_stand_is_shown_with_its_hedge_and_with_whose_it_is(founding: Library) -> None:
    text = Pages(founding).text(Place("source", "iranian-missiles-to-russia"), 999)
    (russia,) = (line for line in text.split("\n") if "statement/hr2e63zy54lg" in line)
    assert "[statement/hr2e63zy54lg] ✕, ● (Reports of the use of Iranian drones" in russia
    (west,) = (line for line in text.split("\n") if "statement/7qwqhy2ry5so" in line)
    assert "● on a condition, ● predicted (the West)" in west


def test_words_of_a_query_are_marked(pages: Pages, light: Palette) -> None:
    from viewer.library.query import parse

    html = pages.page(Place("source", "article"), light, parse("missiles")).html
    assert set(Reading(html).spans_of_class("mark")) == {"missiles"}


@pytest.mark.parametrize(
    ("anchor", "line"),
    [("ggggggggggg2", 3), ("ggggggggggg3", 9000), ("ggggggggggg4", 17_999)],
)
def test_a_long_source_opens_at_the_part_of_its_anchor(
    anchor: str, line: int, pages: Pages, light: Palette
) -> None:
    html = pages.page(Place("source", "long", anchor), light).html
    assert f"Line {line} of a long text" in text_of(html)
    assert len(text_of(html)) <= PART * 1.25
    assert anchor in Reading(html).anchors


def test_the_parts_put_together_are_the_text(pages: Pages, light: Palette) -> None:
    read: list[str] = []
    place = Place("source", "long")
    while True:
        html = pages.page(place, light).html
        read.append(text_of(html))
        place = Place("source", "long", f"part-{len(read) + 1}")
        if str(place) not in Reading(html).links:
            break
    assert len(LONG) > 1_000_000
    assert "".join(read) == LONG


@pytest.mark.parametrize("anchor", ["part-0", "part-999999999", "nothing", "part-x"])
def test_an_anchor_that_is_not_there_still_opens_the_source(
    anchor: str, pages: Pages, light: Palette
) -> None:
    assert text_of(pages.page(Place("source", "article", anchor), light).html) == TEXT


def test_as_text_the_whole_source_is_shown(pages: Pages) -> None:
    assert "Line 17999 of" in pages.text(Place("source", "long"), 100)
    assert "Line 17999 of" not in pages.text(Place("source", "long", "part-1"), 100)


@given(st.text(alphabet="ab \n", max_size=300), st.integers(4, 40))
def test_parts_begin_in_order_and_none_is_longer_than_a_quarter_more(text: str, part: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source_pages, "PART", part)
        starts = part_starts(text)
    ends = [*starts[1:], len(text)]
    assert starts[0] == 0
    assert all(
        0 <= end - start <= part + part // 4 for start, end in zip(starts, ends, strict=True)
    )
    assert all(start < end for start, end in zip(starts, ends, strict=True) if text)
