"""The founding library is the whole article, and says of each claim what the article bears out."""

from __future__ import annotations

import re

import pytest

from tests.claims import status
from viewer.library.reading import Library
from viewer.records import Source, Statement

_SOURCE = "iranian-missiles-to-russia"

_STATUSES = {
    "britain-continues-sanctions": "single-sourced",
    "cooperation-predates-the-war": "single-sourced",
    "cooperation-unrelated-to-the-war": "single-sourced",
    "deliveries-are-an-escalation": "unconfirmed",
    "deliveries-would-benefit-iran": "unconfirmed",
    "deliveries-would-cement-cooperation": "unconfirmed",
    "deliveries-would-complicate-nuclear-agreement": "unconfirmed",
    "european-union-continues-sanctions": "single-sourced",
    "geran-2-is-shahed-136": "unconfirmed",
    "hajizadeh-showed-shoigu-weapons": "single-sourced",
    "iran-agreed-to-buy-su-35": "unconfirmed",
    "iran-and-russia-closer-since-the-war": "single-sourced",
    "iran-delivered-ballistic-missiles": "single-sourced",
    "iran-delivered-fateh-110": "single-sourced",
    "iran-delivered-hundreds-of-missiles": "single-sourced",
    "iran-delivered-missiles": "single-sourced",
    "iran-delivered-zolfaqar": "single-sourced",
    "iran-sold-limited-number-of-uavs-before-the-war": "single-sourced",
    "iran-supplied-drones-for-the-war": "disputed",
    "iran-supplies-arms-to-get-warplanes": "unconfirmed",
    "iran-will-deliver-more-missiles": "unconfirmed",
    "iranian-short-range-missiles-tested-in-combat": "single-sourced",
    "isolation-drives-russia-to-iran": "single-sourced",
    "military-cooperation-grows": "single-sourced",
    "missile-negotiations-progress": "single-sourced",
    "missiles-allow-more-devastating-attacks": "single-sourced",
    "missiles-harder-to-defend-against": "single-sourced",
    "nuclear-agreement-chances-are-poor": "single-sourced",
    "russia-became-most-sanctioned": "single-sourced",
    "russia-hit-by-western-sanctions": "single-sourced",
    "russia-more-isolated": "single-sourced",
    "russia-negotiates-short-range-missiles": "single-sourced",
    "russia-targets-civilian-infrastructure-with-drones": "single-sourced",
    "russia-uses-iranian-drones": "disputed",
    "russia-uses-north-korean-missiles": "single-sourced",
    "un-missile-bans-expired": "single-sourced",
}


@pytest.fixture
def source(founding: Library) -> Source:
    found = founding.source(_SOURCE)
    assert found is not None
    return found


@pytest.fixture
def statements(founding: Library) -> list[Statement]:
    return [one for one in founding.records() if isinstance(one, Statement)]


def test_the_status_of_every_claim(founding: Library) -> None:
    assert {claim.id: status(founding, claim.id).kind for claim in founding.claims()} == _STATUSES


def test_who_is_silent_on_a_report_is_told_of_what_it_affirms(founding: Library) -> None:
    assert status(founding, "iran-delivered-hundreds-of-missiles").why == (
        "Affirmed by Reuters alone. Not confirmed by Ukrainian officials and Western officials."
        " Left without comment by US State Department."
    )


def test_every_word_lies_in_a_statement_or_an_aside(
    source: Source, statements: list[Statement]
) -> None:
    left = set(range(len(source.text)))
    spans = [(one.start, one.end) for one in statements]
    spans += [(one.start, one.end) for one in source.asides]
    for start, end in spans:
        left -= set(range(start, end))
    assert "".join(source.text[at] for at in sorted(left)).strip() == ""


def test_only_the_cross_heading_and_the_boilerplate_are_asides(source: Source) -> None:
    assert [(aside.exact, aside.kind) for aside in source.asides] == [
        ('"Game Changer"', "cross-heading"),
        ("Bonus video:", "boilerplate"),
    ]


@pytest.mark.parametrize(
    "name", ["Reuters", "RFE/RL", "Krzyzaniak", "Krzizaniak", "Grajevski", "Geran-2", "Iran", "UN"]
)
def test_every_place_that_names_it_is_a_mention(
    name: str, source: Source, statements: list[Statement]
) -> None:
    named = {
        at
        for statement in statements
        for mention in statement.mentions
        for at in range(mention.start, mention.end)
    }
    places = [match.start() for match in re.finditer(rf"\b{re.escape(name)}\b", source.text)]
    assert places
    assert all(at in named for at in places)


def test_every_word_quoted_stands_between_quotation_marks(
    source: Source, statements: list[Statement]
) -> None:
    for statement in statements:
        for span in statement.quoted:
            before = source.text[: span.start]
            assert before.count('"') % 2 == 1, span.text


def test_nothing_rests_on_thin_air(founding: Library) -> None:
    """Whatever is stated names the statement that says it."""
    bare = founding.connection.execute(
        "SELECT count(*) FROM basis WHERE kind = 'stated'"
        " AND id NOT IN (SELECT basis FROM evidence) AND note = ''"
    ).fetchone()
    assert bare == (0,)
