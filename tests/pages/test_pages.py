from __future__ import annotations

import contextlib
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from tests import spaced
from tests.debate import Said, debate, long_debate
from tests.pages.conftest import EVIL, Reading
from viewer import places
from viewer.ingest.build import build
from viewer.library.query import parse
from viewer.library.reading import Library
from viewer.library.search import Search
from viewer.pages import NoSuchPlace, Pages, statement
from viewer.pages.home import home
from viewer.pages.pieces import Pieces
from viewer.pages.plaintext import plain
from viewer.pages.templates import environment
from viewer.palette import DARK, LIGHT, Palette
from viewer.places import HOME, Place

EVERY = [
    HOME,
    Place("help"),
    *(Place("actor", id) for id in ("iran", "ministry", "official", "west", "evil", "paper")),
    *(Place("weapon", id) for id in ("missile", "fateh-110", "evil")),
    *(Place("claim", id) for id in ("delivered", "escalation", "evil")),
    *(Place("statement", letter * 12) for letter in "abcdef"),
    Place("source", "article"),
    Place("source", "article", "bbbbbbbbbbbb"),
    Place("source", "long"),
    Place("compare", "iran+united-states"),
    Place("compare", "iran+west+evil"),
    Place("compare", "iran+paper", "part-7"),
    Place("compare-sources", "article+long"),
]
TAGS = {"html", "head", "style", "body", "p", "h1", "h2", "a", "span", "table", "tr", "td", "br"}


@pytest.fixture(scope="module")
def spaced_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    file = spaced.spaced(tmp_path_factory.mktemp("spaced") / "spaced")
    with contextlib.closing(Library(file)) as opened:
        yield opened


@pytest.mark.parametrize("place", EVERY, ids=str)
def test_every_page_holds_only_our_markup_and_links_within_the_viewer(
    place: Place, pages: Pages, light: Palette
) -> None:
    page = pages.page(place, light, parse("iran more"))
    read = Reading(page.html)
    assert page.place == place
    assert page.title
    assert read.tags <= TAGS
    for link in read.links:
        scheme, _, rest = link.partition(":")
        if scheme == "viewer":
            assert str(places.parse(link)) == link
        elif scheme == "search":
            assert parse(unquote(rest)).groups
        else:
            assert scheme == "https"


@pytest.mark.parametrize("place", EVERY, ids=str)
def test_every_link_leads_somewhere(place: Place, pages: Pages, light: Palette) -> None:
    for link in Reading(pages.page(place, light).html).links:
        if link.startswith("viewer:"):
            assert pages.page(places.parse(link), light).html


@pytest.mark.parametrize("place", EVERY, ids=str)
def test_every_page_is_text_too(place: Place, pages: Pages) -> None:
    text = pages.text(place, 60)
    assert text.strip()
    # A place or an id may be longer than a column, words are not.
    assert all(len(line) <= 60 or " " not in line.strip() for line in text.splitlines())


@pytest.mark.parametrize("kind", ["actor", "weapon", "claim", "statement", "source"])
def test_a_place_that_is_not_there_is_said_in_one_sentence(
    kind: places.Kind, pages: Pages, light: Palette
) -> None:
    with pytest.raises(NoSuchPlace, match=f"This library holds no {kind} called “nothing”."):
        pages.page(Place(kind, "nothing"), light)
    with pytest.raises(NoSuchPlace):
        pages.text(Place(kind, "nothing"))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_are_those_of_the_palette(palette: Palette, pages: Pages) -> None:
    html = pages.page(Place("claim", "delivered"), palette).html
    ours = set(palette)
    assert set(re.findall(r"#[0-9a-fA-F]{3,6}\b", html)) <= ours


def test_what_strangers_write_stays_text(pages: Pages, light: Palette) -> None:
    html = pages.page(Place("actor", "evil"), light).html
    assert "<script" not in html
    assert Reading(html).of_class("h1") == [EVIL]


def test_an_address_that_is_not_of_the_web_is_text(pages: Pages, light: Palette) -> None:
    html = pages.page(Place("source", "article"), light).html
    assert "javascript:alert(1)" in html
    assert "javascript:alert(1)" not in Reading(html).links
    assert (
        "https://example.org/long?a=1&b=2"
        in Reading(pages.page(Place("source", "long"), light).html).links
    )


def test_a_statement_stands_in_its_surroundings(pages: Pages, light: Palette) -> None:
    read = Reading(pages.page(Place("statement", "bbbbbbbbbbbb"), light, parse("reported")).html)
    assert read.of_class("passage") == [
        "Reuters reported on February 21 that Iran had delivered missiles to Russia, and an"
        ' unnamed official said "there will be more."'
    ]
    assert read.spans_of_class("quoted")[0] == "there will be more."
    assert set(read.spans_of_class("mark")) == {"reported"}
    assert "viewer:actor/official" in read.links
    assert "viewer:statement/aaaaaaaaaaaa" in read.links  # the other voice in the same words
    assert "\n".join(read.of_class("around")).startswith("  Two  spaces,\ta tab and a\u00a0hard")


def test_surroundings_without_spaces_between_words_are_cut_anywhere(
    folder: Callable[..., Path], tmp_path: Path, light: Palette
) -> None:
    before, passage, after = (
        "伊朗提供無人機。" * 60 + " ",
        "他說不是。",
        "這是後文。 " + "後文。" * 120,
    )
    root = folder(
        actors_toml='[[actor]]\nid = "a"\nname = "A"\nkind = "state"\n'
        'names = [{text = "A", kind = "official"}]\n',
        sources_s_txt=before + passage + after,
        sources_s_toml='title = "S"\nkind = "article"\n[[statement]]\nid = "aaaaaaaaaaaa"\n'
        f'exact = "{passage}"\nmode = "indirect"\nchain = [{{role = "speaker", actors = ["a"]}}]\n',
    )
    build(root, tmp_path / "it.whosaid")
    with contextlib.closing(Library(tmp_path / "it.whosaid")) as library:
        html = Pages(library).page(Place("statement", "aaaaaaaaaaaa"), light).html
    context = [one for one in Reading(html).spans_of_class("context") if "…" not in one]
    assert [len(one) for one in context] == [statement._REACH + 1, statement._REACH]


def test_a_long_statement_says_on_top_who_speaks_and_where_they_stand(
    pages: Pages, light: Palette, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place("statement", "bbbbbbbbbbbb")
    assert Reading(pages.page(place, light).html).of_class("about") == []
    monkeypatch.setattr(statement, "_LONG", 40)
    who, *stands = Reading(pages.page(place, light).html).of_class("about")
    assert who == "unnamed official via Reuters via The Paper · 20 February 2024"
    assert stands
    assert all(" ".join(stand.split()).startswith("unnamed official ●") for stand in stands)


def test_a_statement_says_whose_stand_it_is_and_who_says_so(pages: Pages) -> None:
    reported = pages.text(Place("statement", "eeeeeeeeeeee"), 200)
    assert "United States – declines to comment" in reported
    assert "reported by The Paper · as of 24 February 2024" in reported
    predicted = pages.text(Place("statement", "dddddddddddd"), 200)
    assert "the West ● affirms predicted" in predicted
    assert "predicted by Grajevski via The Paper" in predicted


def test_a_statement_draws_its_chain_from_publication_to_speaker(
    pages: Pages, light: Palette
) -> None:
    place = Place("statement", "bbbbbbbbbbbb")
    assert (
        "publication The Paper → relayer Reuters → speaker unnamed official"
        " “an unnamed official, they say”" in pages.text(place, 200)
    )
    links = Reading(pages.page(place, light).html).links
    assert {"viewer:actor/paper", "viewer:actor/reuters", "viewer:actor/official"} <= set(links)


def test_a_statement_shows_what_others_say_on_its_claim(pages: Pages) -> None:
    text = pages.text(Place("statement", "aaaaaaaaaaaa"), 200)
    said = text[text.index("On the same claim") : text.index("Other voices")]
    agreeing, rest = said.split("Opposing")
    opposing, neither = rest.split("Neither")
    assert "● affirms announced unnamed official" in agreeing
    assert "statement/bbbbbbbbbbbb" in agreeing
    assert "✕ denies Iran" in opposing
    assert "– declines to comment United States" in neither
    assert "predicted by" not in said


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("zolfaghar", {"Zolfaqar"}),  # nearly
        ("krzyzaniak", set()),  # no name of what is mentioned there
        ('"zolfaghar"', set()),
    ],
)
def test_a_mention_of_what_a_query_names_is_marked(
    wire: Library, light: Palette, typed: str, marked: set[str]
) -> None:
    html = Pages(wire).page(Place("statement", "zolfaqarshow"), light, parse(typed)).html
    assert set(Reading(html).spans_of_class("mark")) == marked


@pytest.mark.parametrize(
    ("modality", "shown"),
    [
        ("plain", ["Agreeing", "Ally", "Agreeing on a condition", "Doubter"]),
        ("conditional", ["Likewise on a condition", "Doubter", "Affirming", "Ally"]),
    ],
)
def test_who_affirms_on_a_condition_does_not_agree_with_who_affirms(
    modality: str, shown: list[str], tmp_path: Path
) -> None:
    said = [
        Said("state", "affirms", modality=modality),
        Said("ally", "affirms"),
        Said("doubter", "affirms", modality="conditional"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        (here,) = (one for one in library.statements([1, 2, 3]) if "state" in one.exact)
        text = Pages(library).text(Place("statement", here.id), 400)
    titles = "^(?:Agreeing|Likewise|Affirming).*"
    told = re.findall(f"({titles})|affirms .*?(Ally|Doubter)$", text, re.M)
    assert [title or holder for title, holder in told] == shown


def test_a_statement_knows_its_neighbours(pages: Pages, light: Palette) -> None:
    page = pages.page(Place("statement", "bbbbbbbbbbbb"), light)
    assert page.previous == Place("statement", "aaaaaaaaaaaa")
    assert page.next == Place("statement", "ffffffffffff")
    assert pages.page(Place("actor", "iran"), light).next is None


def test_a_statement_says_how_it_was_dated(pages: Pages) -> None:
    text = pages.text(Place("statement", "aaaaaaaaaaaa"), 200)
    assert (
        "21 February 2024 inferred in statement/bbbbbbbbbbbb: The year of the article."
        " Or else: 2025." in text
    )
    assert "? doubts Iran" in text  # where others stand on it
    assert "1 of 6 statements in this source" in text


def test_a_claim_shows_who_stands_where_newest_first(pages: Pages) -> None:
    text = pages.text(Place("claim", "delivered"), 200)
    assert "▲ disputed Affirmed by" in text
    shown = [text.index(words) for words in ("– declines", "✕ denies Iran", "● affirms Reuters")]
    assert shown == sorted(shown)
    assert "is consistent with The deliveries are an escalation." in " ".join(text.split())
    assert "hundreds" in text
    assert "United States: “worrying”" in text


@pytest.mark.parametrize(
    ("said", "why", "earlier"),
    [
        # By when a stand was taken, not by when it was told of.
        (
            [
                Said("state", "affirms", "2024-02-21"),
                Said("state", "denies", "2024-03-01", by="rival", as_of="2022-11"),
            ],
            "Affirmed by State alone.",
            [1],
        ),
        # Of what was said on one day all counts, and of what may have been.
        (
            [Said("state", "affirms"), Said("state", "denies", by="rival", as_of="2024-01")],
            "Affirmed by State; denied by State.",
            [],
        ),
        (
            [
                Said("state", "affirms", "2023-12-31"),
                Said("state", "denies", by="rival", as_of="2024-01"),
            ],
            "Denied by State; affirmed by nobody.",
            [0],
        ),
        ([Said("state", "affirms"), Said("state", "doubts")], "Affirmed by State alone.", []),
        # A joint stand is over when each of its holders took another.
        (
            [
                Said("state", "affirms", beside="rival"),
                Said("state", "denies", "2024-02-01"),
                Said("rival", "denies", "2024-03-01"),
            ],
            "Denied by State and Rival; affirmed by nobody.",
            [0],
        ),
        # What is foretold is no stand, and makes none an earlier one.
        (
            [
                Said("state", "affirms"),
                Said("state", "denies", "2024-02-01", modality="predicted", by="rival"),
            ],
            "Affirmed by State alone.",
            [],
        ),
    ],
)
def test_a_stand_is_an_earlier_one_when_the_status_goes_by_another(
    said: list[Said], why: str, earlier: list[int], tmp_path: Path
) -> None:
    claim, state = Place("claim", "claim"), Place("actor", "state")
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        assert why in Pages(library).text(claim, 400)
        assert _earlier(library, claim) == _earlier(library, state) == earlier


def test_of_those_who_stood_together_one_may_have_gone_on(tmp_path: Path) -> None:
    said = [
        Said("state", "affirms", beside="rival"),
        Said("state", "denies", "2024-02-01"),
        Said("state", "denies", "2024-03-01", claim="other"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        assert _earlier(library, Place("claim", "claim")) == []
        assert _earlier(library, Place("actor", "rival")) == []
        assert _earlier(library, Place("actor", "state")) == [0]


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (Place("claim", "claim"), ["first-hand", "reported by State"]),
        (Place("actor", "state"), ["first-hand"]),
        (Place("actor", "ally"), ["reported by State"]),
        (None, ["first-hand", "reported by State"]),  # the page of the statement
        (Place("compare", "state+ally"), ["first-hand", "reported by State"]),
    ],
)
def test_of_one_who_says_nothing_it_is_reported_that_he_stands_there(
    place: Place | None, told: list[str], tmp_path: Path
) -> None:
    said = [Said("state", "affirms", beside="ally", by="state")]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        [statement] = library.statements([1])
        text = Pages(library).text(place or Place("statement", statement.id), 400)
    assert re.findall("first-hand|reported by State", text) == told


def _earlier(library: Library, place: Place) -> list[int]:
    """Return in which lines of the text are the stands that a page marks as earlier ones."""
    text = Pages(library).text(place, 400)
    return [int(at) for at in re.findall(r"line (\d+)\.\n.*· an earlier stand", text)]


@pytest.mark.parametrize(
    ("claim", "count", "shown"),
    [
        ("two", 20, 40),  # two stands in each statement
        ("two", 21, 40),
        ("worth", 20, 20),
        ("worth", 21, 20),
    ],
)
def test_a_claim_says_where_the_rest_of_its_stands_and_appraisals_is(
    claim: str, count: int, shown: int, tmp_path: Path
) -> None:
    said = [
        Said("ann", "affirms", f"2024-01-{at + 1:02}", on_both_sides="two", judges="worth")
        for at in range(count)
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        text = Pages(library).text(Place("claim", claim), 400)
    assert len(re.findall(r", line \d+\.", text)) == shown
    assert ("All 21 statements on it" in text) == (count > 20)


def test_a_claim_shows_all_whom_its_sentence_names(founding: Library, light: Palette) -> None:
    place = Place("claim", "iran-delivered-missiles")
    text = Pages(founding).text(place, 400)
    on_it, on_report = text.split("Who stands where")[1].split("On the report that says so")
    on_report = on_report.split("What is thought of it")[0]
    assert "[statement/ar7q5ts4fter]" in on_report  # the report, in its words
    assert re.findall(r"^[○–] .*", on_report, re.MULTILINE) == [
        "○ does not confirm Ukrainian officials and Western officials",
        "– declines to comment US State Department",
    ]
    assert "statement/qveimeow5kv4" in on_report
    assert "statement/ejqayvzo3scr" in on_report
    assert "US State Department" not in on_it
    html = Pages(founding).page(place, light).html
    assert html.count("of the report</span>") == 3  # lines of the strip


def test_a_claim_shows_the_stands_on_each_of_its_reports_together(tmp_path: Path) -> None:
    said = [
        Said("reuters", "affirms"),
        Said("gazette", "affirms"),
        Said("state", "denies", "2024-01-02", on_line=0),
        Said("ally", "doubts", "2024-01-03", on_line=1),
        Said("state", "declines to comment", "2024-01-04", on_line=0),
        Said("rival", "denies", "2024-01-05", by="ally", on_line=1, modality="predicted"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        text = Pages(library).text(Place("claim", "claim"), 400)
    on_reports, predicted = text.split("On the reports that say so")[1].split("Predicted")
    told = re.findall(r"^[^ ]* *(This .*|[a-z ]+ [A-Z]\w+$)", on_reports, re.MULTILINE)
    assert told == [
        "This is what gazette holds, line 1. [statement/aaaaaaaaaaab]",
        "doubts Ally",
        "This is what ally holds, line 3.",
        "This is what reuters holds, line 0. [statement/aaaaaaaaaaaa]",
        "declines to comment State",
        "This is what state holds, line 4.",
        "denies State",
        "This is what state holds, line 2.",
    ]
    assert re.findall(r"line (\d)\.\n.*an earlier stand", on_reports) == ["2"]
    assert "This is what gazette holds" in predicted
    assert "✕ denies predicted Rival" in predicted


def test_a_page_stays_short_however_many_stand_on_a_report(tmp_path: Path) -> None:
    said = [
        Said("reuters", "affirms"),
        *(Said(f"actor-{at}", "denies", on_line=0) for at in range(33)),
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        text = " ".join(Pages(library).text(Place("claim", "claim"), 400).split())
    assert text.count("✕ denies Actor") == 20
    assert "and 13 other stands on it" in text


def test_the_rest_of_what_is_predicted_is_led_to_as_well(tmp_path: Path) -> None:
    said = [Said("ann", "affirms", by="bob", modality="predicted")] * 41
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        pages = Pages(library)
        claim, actor = (
            pages.text(place, 400) for place in (Place("claim", "claim"), Place("actor", "ann"))
        )
    assert "All 41 statements on it" in claim
    assert "All statements that tell of its stands" in actor


def test_what_is_predicted_of_somebody_stands_apart(pages: Pages) -> None:
    claim = pages.text(Place("claim", "escalation"), 200)
    assert "Who stands where" not in claim
    assert "Predicted, and not counted" in claim
    actor = pages.text(Place("actor", "west"), 200)
    assert "Positions\n" not in actor
    assert "Predicted of it" in actor


def test_what_somebody_predicts_of_himself_stands_apart_too(tmp_path: Path) -> None:
    said = [Said("state", "denies", modality="predicted"), Said("rival", "affirms")]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        for place, apart in (
            (Place("claim", "claim"), "Predicted, and not counted"),
            (Place("actor", "state"), "Predicted of it"),
        ):
            head, predicted = Pages(library).text(place, 400).split(apart)
            assert "✕ denies" not in head
            assert "✕ denies predicted" in predicted
            assert "predicted by State" in predicted


def test_every_page_judges_a_claim_alike(tmp_path: Path) -> None:
    with contextlib.closing(Library(debate(tmp_path / "long", long_debate()))) as library:
        for place in (Place("claim", "claim"), Place("actor", "elder")):
            text = Pages(library).text(place, 400)
            assert "corroborated" in text
            assert "disputed" not in text


def test_relations_are_shown_from_both_ends(pages: Pages) -> None:
    there = " ".join(pages.text(Place("claim", "escalation"), 200).split())
    assert "is consistent with Iran delivered missiles to Russia." in there


def test_an_actor_shows_names_posts_and_what_belongs_to_it(pages: Pages) -> None:
    text = pages.text(Place("actor", "iran"), 200)
    assert "ایران" in text
    assert "transliteration, Persian, Arabic script · editorial: The Persian spelling." in text
    assert re.search(r"Takes in +Iran's ministry\n", text)
    assert re.search(r"Post +official, Iran's ministry", pages.text(Place("actor", "official")))


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (Place("weapon", "shahed-136"), "● affirms, hedged · statement/7q7y2v5cvk74"),
        (
            Place("actor", "russia"),
            "✕ denies · ● affirms (Reports of the use of Iranian drones (not named))",
        ),
        (
            Place("actor", "nikole-grajevski"),
            "● affirms, on a condition · ● affirms, predicted (the West)",
        ),
    ],
    ids=str,
)
def test_where_a_statement_is_listed_each_stand_has_its_hedge_and_its_holder(
    place: Place, told: str, founding: Library
) -> None:
    assert told in Pages(founding).text(place, 999)


def test_an_actor_shows_where_those_stand_who_belong_to_it(founding: Library) -> None:
    text = Pages(founding).text(Place("actor", "united-states"), 999)
    below = text[text.index("Positions of those who belong to it") : text.index("think\n")]
    assert below.count("● affirms US State Department\n") == 5
    assert below.count("– declines to comment US State Department\n") == 1
    text = Pages(founding).text(Place("actor", "us-state-department"), 999)
    assert "Positions\n" in text
    assert "those who belong" not in text[: text.index("What it")]


def test_of_those_who_belong_to_it_each_has_stands_of_its_own(tmp_path: Path) -> None:
    said = [
        Said("ministry", "affirms", "2024-01-01", beside="ally"),
        Said("ministry", "denies", "2024-02-01"),
        Said("office", "doubts", "2024-01-01"),
    ]
    file = debate(tmp_path / "it", said, parents={"ministry": "state", "office": "state"})
    with contextlib.closing(Library(file)) as library:
        text = Pages(library).text(Place("actor", "state"), 200)
    below = text[text.index("Positions of those") : text.index("What it says")]
    told = re.findall(r"^(\S \w+ [A-Z].*)$|(· an earlier stand)", below, re.M)
    assert ["".join(one) for one in told] == [
        "✕ denies Ministry",
        "● affirms Ministry",
        "· an earlier stand",
        "? doubts Office",
    ]


def test_what_is_predicted_of_those_who_belong_to_it_stands_apart(tmp_path: Path) -> None:
    said = [
        Said("ministry", "affirms", claim="one"),
        Said("ministry", "denies", claim="two", by="ann", modality="predicted"),
    ]
    file = debate(tmp_path / "it", said, parents={"ministry": "state"})
    with contextlib.closing(Library(file)) as library:
        text = Pages(library).text(Place("actor", "state"), 200)
    below, predicted = text.split("Predicted of those who belong to it")
    assert "● affirms Ministry\nWhat one says." in below
    assert "✕ denies predicted Ministry\nWhat two says." in predicted
    assert "What two says." not in below


@pytest.mark.parametrize(("stands", "is_more"), [(20, False), (21, True)])
def test_of_many_who_belong_to_it_the_newest_stands_and_judgements_are_shown(
    stands: int, is_more: bool, tmp_path: Path
) -> None:
    said = [
        Said(f"office-{at % 3}", "affirms", f"2024-01-{at + 1:02}", judges="worth")
        for at in range(stands)
    ]
    parents = {f"office-{at}": "state" for at in range(3)}
    with contextlib.closing(Library(debate(tmp_path / "it", said, parents))) as library:
        page = Pages(library).page(Place("actor", "state"), LIGHT)
    read = Reading(page.html)
    heads = [text for css, text in read.paragraphs if css == "head"]
    assert sum("affirms" in text for text in heads) == 20
    assert sum("“This is”" in text for text in heads) == 20
    rest = [link for link in read.links if link == "search:" + quote("holder:state", safe="")]
    assert len(rest) == (2 if is_more else 0)
    assert ("line 0." in page.html.split("What it says")[0]) != is_more


def test_an_actor_shows_what_it_thinks_and_on_what(founding: Library) -> None:
    text = Pages(founding).text(Place("actor", "john-krzyzaniak"), 999)
    thinks = text[text.index("What it thinks") : text.index("What it says")]
    assert (
        "John Krzyzaniak: “would be a game changer both militarily and politically” on a" in thinks
    )
    assert "[claim/iran-delivered-missiles] ◐ single-sourced" in thinks


def test_stands_in_the_same_words_share_them(pages: Pages, light: Palette) -> None:
    html = pages.page(Place("actor", "iran"), light).html
    positions = html[html.index("Positions") : html.index("Positions of those")]
    assert Reading(positions).of_class("words") == ["Iran denied it."]


def test_a_weapon_shows_its_class_transfers_and_samenesses(pages: Pages) -> None:
    text = " ".join(pages.text(Place("weapon", "fateh-110"), 100).split())
    assert "Class missile editorial: The tree of classes." in text
    assert "Iran → Russia: Fateh-110, hundreds" in text
    assert "Taken back: A mistake." in text


def test_transfers_and_events_that_are_not_shown_are_counted(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    named = 'names = [{text = "X", kind = "official"}]'
    known = 'basis = {kind = "editorial", note = "So."}'
    file = tmp_path / "it.whosaid"
    root = folder(
        actors_toml=f'[[actor]]\nid = "x"\nname = "X"\nkind = "state"\n{named}\n',
        weapons_toml=f'[[weapon]]\nid = "w"\nname = "X"\nkind = "class"\n{named}\n',
        claims_toml='[[claim]]\nid = "c"\nproposition = "It is so."\n',
        transfers_toml="".join(
            f'[[transfer]]\nid = "t-{at}"\nsupplier = "x"\nrecipient = "x"\nweapon = "w"\n'
            f'stage = "agreed"\nclaim = "c"\n{known}\n'
            for at in range(31)
        ),
        events_toml="".join(
            f'[[event]]\nid = "e-{at}"\ntext = "Event {at}."\ndates = {{on = "20{at:02}"}}\n'
            f'actors = ["x"]\nweapons = ["w"]\n{known}\n'
            for at in range(25)
        ),
    )
    build(root, file)
    with contextlib.closing(Library(file)) as library:
        for place in (Place("actor", "x"), Place("weapon", "w")):
            text = Pages(library).text(place, 400)
            assert text.count("X → X") == 30
            assert "and 1 more transfer\n" in text
            assert len(re.findall(r"Event \d", text)) == 20
            assert "and 5 later events\n" in text


def test_long_lists_lead_to_the_search(
    monkeypatch: pytest.MonkeyPatch, pages: Pages, light: Palette
) -> None:
    monkeypatch.setattr(Pieces, "shown", 1)
    links = Reading(pages.page(Place("actor", "paper"), light).html).links
    assert f"search:{quote('speaker:paper', safe='')}" in links


def test_an_empty_library_says_what_to_do(empty: Library, light: Palette) -> None:
    page = Pages(empty).page(HOME, light)
    assert page.title == "Nothing yet"
    assert "This library holds no statements yet." in page.html
    assert "whosaid build FOLDER -o FILE" in Pages(empty).text(HOME, 90)


@pytest.mark.parametrize("place", spaced.PAGES, ids=str)
def test_quoted_words_keep_every_space_in_text_too(spaced_library: Library, place: Place) -> None:
    text = Pages(spaced_library).text(place, 400)
    for line, (verbatim, altogether) in spaced.told(text).items():
        assert verbatim == altogether, repr(line)


def test_text_makes_no_terminal_act() -> None:
    assert plain("<p>a\x1b[31mred\x07\x9b</p>", 40) == "a␛[31mred␇\ufffd\n"


def test_templates_know_only_what_they_are_given() -> None:
    from jinja2 import meta

    given = {"view", "palette", "text_faces", "p"}  # p: our own pieces, imported
    for name in environment().list_templates():
        source = environment().loader.get_source(environment(), name)[0]  # type: ignore[union-attr] # it has one
        assert meta.find_undeclared_variables(environment().parse(source)) <= given, name


def test_importing_pages_reads_no_templates_and_no_qt() -> None:
    code = "import sys, viewer.pages; print(sorted({'jinja2', 'PySide6'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_home_counts_what_its_names_lead_to(founding: Library) -> None:
    shown = home(Pieces(founding))
    search = Search(founding)
    for most, key in ((shown.speakers, "speaker"), (shown.weapons, "weapon")):
        for one in most:
            found = search.hits(parse(f"{key}:{one.ref.place.id}")).found
            assert len(found) == one.count
        assert [one.count for one in most] == sorted((one.count for one in most), reverse=True)


def test_home_cuts_what_is_too_long(tmp_path: Path, light: Palette) -> None:
    name, words = "X" * 300, " ".join(["word"] * 100)
    folder = tmp_path / "it"
    file = debate(folder, [Said("ann", "affirms"), Said("ann", "does not confirm", claim="other")])
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE claim SET proposition = ? WHERE slug = 'other'", (words,))
        connection.execute("UPDATE entity SET name = ? WHERE slug = 'ann'", (name,))
    with contextlib.closing(Library(file)) as library:
        page = Pages(library).page(HOME, light)
        told = plain(page.html, 2000)
        assert name not in told
        assert f"{name[:89]}…" in told
        assert words not in page.html
        assert words[:200] in page.html
        assert "who has not confirmed what" in told


def test_many_members_do_not_push_the_words_away(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    actor = (
        '[[actor]]\nid="{0}"\nname="{1}"\nkind="state"\nnames=[{{text="{1}", kind="official"}}]\n'
    )
    below = 'parent="a"\nparent_basis={kind="editorial", note="An order."}\n'
    members = "".join(actor.format(f"m-{n}", f"Member {n:02}") + below for n in range(30))
    build(folder(actors_toml=actor.format("a", "All") + members), tmp_path / "it.whosaid")
    with contextlib.closing(Library(tmp_path / "it.whosaid")) as library:
        text = Pages(library).text(Place("actor", "a"), 4000)
    assert re.findall(r"Member \d\d", text) == [f"Member {n:02}" for n in range(24)]
    assert "and 6 more" in text
