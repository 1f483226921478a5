from __future__ import annotations

import contextlib
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.debate import Said, debate
from tests.pages.conftest import EVIL, Reading
from viewer.library import comparing
from viewer.library.reading import Library
from viewer.pages import NoSuchPlace, Pages, compare
from viewer.palette import Palette
from viewer.places import Place


def test_those_who_differ_stand_side_by_side(pages: Pages) -> None:
    text = pages.text(Place("compare", "iran+united-states"), 200)
    assert "Iran and United States" in text
    differing = text[text.index("Where they differ 1") : text.index("What only")]
    assert "Iran delivered missiles to Russia. [claim/delivered]" in differing
    assert "✕ denies" in differing
    assert "– declines to comment" in differing


def test_what_is_reported_of_somebody_says_so_above_its_words(pages: Pages, light: Palette) -> None:
    html = pages.page(Place("compare", "united-states+reuters"), light).html
    shown = [text for css, text in Reading(html).paragraphs if css in ("side", "reported", "stand")]
    at = shown.index("What others report of it")
    assert shown[at - 1] == "United States"
    assert "declines to comment" in shown[at + 1]
    assert shown[at + 2] == "Reuters"
    assert "affirms" in shown[at + 3]


def test_what_is_predicted_of_a_side_is_not_compared(pages: Pages) -> None:
    text = pages.text(Place("compare", "west+iran"), 200)
    head, predicted = text.split("Predicted of them, and not compared")
    assert "The deliveries are an escalation." not in head
    assert "The deliveries are an escalation. [claim/escalation]" in predicted
    assert "predicted by Grajevski" in predicted


def test_what_one_side_alone_speaks_of(pages: Pages) -> None:
    text = pages.text(Place("compare", "reuters+evil"), 200)
    assert "They take a stand on no claim in common." in text
    assert "What only Reuters speaks of" in text
    assert f"What only {EVIL} speaks of" in text


def test_what_is_related_stands_side_by_side(founding: Library) -> None:
    text = Pages(founding).text(Place("compare", "iran+united-states"), 999)
    related = text[text.index("Where what they speak of is related 3") : text.index("Weapons that")]
    assert (
        "[claim/cooperation-unrelated-to-the-war]\ncontradicts\nRelations between Iran and Russia"
        in related
    )
    assert "Or else: The one is said of relations at large" in related
    assert "● affirms Reuters first-hand via" in related
    assert "United States of the report" in related
    alone = text[text.index("What only Iran") :]
    assert "[claim/iran-will-deliver-more-missiles]" in alone
    assert "[claim/cooperation-unrelated-to-the-war]" not in alone


def test_what_is_related_has_parts_too(monkeypatch: pytest.MonkeyPatch, founding: Library) -> None:
    monkeypatch.setattr(compare, "_CELLS", 2)
    parts = [
        Pages(founding).text(Place("compare", "iran+united-states", f"part-{at}"), 200)
        for at in (1, 2, 3)
    ]
    assert all("part 3 of 3" in parts[2] and "is related 3" in text for text in parts)
    assert ["contradicts" in text for text in parts].count(True) == 1


def test_where_not_all_was_read_nothing_is_said_of_the_rest(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(comparing, "MOST_STANDS", 2)
    said = [
        Said("state", "affirms", "2024-01-01", claim="one"),
        Said("state", "affirms", "2024-01-02", claim="two"),
        Said("rival", "affirms", claim="three"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        text = Pages(library).text(Place("compare", "state+rival"), 200)
    assert "Of each the latest 1" in text
    assert "Among these they take a stand on no claim in common." in text


def test_one_side_answers_what_the_other_said(pages: Pages) -> None:
    text = pages.text(Place("compare", "reuters+iran"), 200)
    answer = text[text.index("Where one answers another") : text.index("What only")]
    assert "Reuters reported on February 21" in answer
    assert "? doubts Iran" in answer
    assert "? doubts Iran" not in text.replace(answer, "")


def test_a_stand_on_a_statement_of_somebody_else_is_of_one_side(pages: Pages) -> None:
    text = pages.text(Place("compare", "paper+iran"), 200)
    alone = text[text.index("What only Iran speaks of") :]
    assert "What is said here:" in alone
    assert "? doubts Iran" in alone


def test_a_side_that_belongs_to_the_other_is_said_to(pages: Pages) -> None:
    text = pages.text(Place("compare", "united-states+west"), 200)
    assert "United States belongs to the West: its stands are counted on both sides." in text


def test_a_weapon_that_both_name_leads_to_where(pages: Pages, light: Palette) -> None:
    links = Reading(pages.page(Place("compare-sources", "article+long"), light).html).links
    assert "search:" + quote("source:article", safe="") in links


def test_long_comparisons_have_parts(
    monkeypatch: pytest.MonkeyPatch, pages: Pages, light: Palette
) -> None:
    monkeypatch.setattr(compare, "_CELLS", 2)
    first = pages.page(Place("compare", "iran+west"), light)
    assert first.previous is None
    whole = Place("compare", "iran+west", "part-99")
    assert pages.page(whole, light).next is None


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place("compare", "iran+nobody"), "no actor called “nobody”"),
        (Place("compare-sources", "nothing+article"), "no source called “nothing”"),
    ],
)
def test_a_side_that_is_not_there_is_named(
    place: Place, said: str, pages: Pages, light: Palette
) -> None:
    with pytest.raises(NoSuchPlace, match=said):
        pages.page(place, light)


def test_actors_and_sources_lead_to_comparisons(founding: Library, light: Palette) -> None:
    links = Reading(Pages(founding).page(Place("actor", "iran"), light).html).links
    assert [one for one in links if one.startswith("viewer:compare/iran+")]


def test_joint_holders_stand_on_both_sides(founding: Library) -> None:
    text = Pages(founding).text(Place("compare", "ukraine+western-officials"), 200)
    alike = text[text.index("Where they stand alike 1") :]
    assert alike.count("○ does not confirm") == 2
    assert "What is said here:" in alike


def test_the_counts_on_top_say_what_they_count(pages: Pages) -> None:
    assert "Iran speaks in " in pages.text(Place("compare", "iran+paper"), 200)
    assert "Long holds 3 statements" in pages.text(Place("compare-sources", "article+long"), 200)
