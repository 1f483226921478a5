"""What ties actors and weapons, as one reads it from the founding article."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from pyroaring import BitMap

import viewer.library.network
from tests.debate import Said, debate
from viewer.library.network import TIE_KINDS, Network, Tie, TieKind, meaning, network
from viewer.library.query import parse
from viewer.library.reading import Library
from viewer.library.search import Search
from viewer.places import Place

Row = tuple[str, TieKind, str, int, int]

OUTLET = "article-outlet"

TIES: set[Row] = {
    # "Iran has delivered multiple packages of ballistic missiles", "hundreds of missiles",
    # "Fateh-110 and Zolfaqar", "supplies Russia with its … drones", "sold a limited number";
    # Iran denies that it supplied drones for the war; that Russia denies their use is no word
    # on the supply.
    ("iran", "supplies", "russia", 5, 1),
    ("iran", "supplies", "missile", 1, 0),
    ("iran", "supplies", "ballistic-missile", 2, 0),
    ("iran", "supplies", "fateh-110", 1, 0),
    ("iran", "supplies", "zolfaqar", 1, 0),
    ("iran", "supplies", "shahed", 2, 1),
    ("iran", "supplies", "unmanned-aerial-vehicle", 1, 0),
    # "North Korean missiles": that North Korea supplied them is inferred.
    ("north-korea", "supplies", "russia", 1, 0),
    ("north-korea", "supplies", "north-korean-missile", 1, 0),
    # Negotiated: short-range missiles. Agreed: fighter jets. Neither is said to be delivered.
    ("iran", "may supply", "russia", 1, 0),
    ("iran", "may supply", "short-range-ballistic-missile", 1, 0),
    ("russia", "may supply", "iran", 1, 0),
    ("russia", "may supply", "su-35", 1, 0),
    ("russia", "uses", "shahed", 2, 1),
    ("russia", "uses", "north-korean-missile", 1, 0),
    # "Iran has denied supplying drones", "Russia has also denied reports that it is using" them.
    ("iran", "denies", OUTLET, 1, 0),
    ("russia", "denies", OUTLET, 1, 0),
    ("russia", "denies", "reports-of-drone-use", 1, 0),
    # Who passes on whom; three statements of the spokesman went through RFE/RL.
    (OUTLET, "cites", "united-states", 1, 0),
    (OUTLET, "cites", "reports-of-missile-deliveries", 1, 0),
    (OUTLET, "cites", "reuters", 3, 0),
    ("reuters", "cites", "iranian-military-official", 1, 0),
    (OUTLET, "cites", "rfe-rl", 3, 0),
    ("rfe-rl", "cites", "us-state-department-spokesman", 3, 0),
    (OUTLET, "cites", "iran-defense-ministry-spokesman", 1, 0),
    (OUTLET, "cites", "iran", 1, 0),
    (OUTLET, "cites", "russia", 1, 0),
    (OUTLET, "cites", "armeisky-sbornik", 1, 0),
    ("armeisky-sbornik", "cites", "russian-ministry-of-defense", 1, 0),
    (OUTLET, "cites", "britain", 1, 0),
    (OUTLET, "cites", "european-union", 1, 0),
    (OUTLET, "cites", "john-krzyzaniak", 2, 0),
    (OUTLET, "cites", "reports-of-su-35-agreement", 1, 0),
    (OUTLET, "cites", "observers", 1, 0),
    (OUTLET, "cites", "nikole-grajevski", 3, 0),
}


def row(found: Network, tie: Tie) -> Row:
    source, target = found.nodes[tie.source].id, found.nodes[tie.target].id
    return source, tie.kind, target, tie.weight, tie.denied


def tie(found: Network, source: str, kind: TieKind, target: str) -> Tie:
    return next(one for one in found.ties if row(found, one)[:3] == (source, kind, target))


def asked(library: Library, query: str) -> Network:
    return network(library, Search(library).hits(parse(query)).found)


@pytest.fixture
def whole(founding: Library) -> Network:
    return network(founding, None)


def test_the_ties_are_those_of_the_article(whole: Network) -> None:
    read = {row(whole, one) for one in whole.ties if one.kind != "belongs to"}
    assert read == TIES


def test_everyone_belongs_to_whom_the_library_says(whole: Network, founding: Library) -> None:
    read = {row(whole, one)[:3:2] for one in whole.ties if one.kind == "belongs to"}
    actors = [founding.actor(one.id) for one in founding.entities.of_type("actor")]
    weapons = [founding.weapon(one.id) for one in founding.entities.of_type("weapon")]
    assert read == {(one.id, one.parent) for one in [*actors, *weapons] if one and one.parent}


@pytest.mark.parametrize(
    ("source", "kind", "target", "words", "place"),
    [
        (
            "iran",
            "supplies",
            "russia",
            "Disputed in part: Iran supplies Russia: 5 statements, one of them a denial",
            Place("statement", "ar7q5ts4fter"),
        ),
        (
            "russia",
            "may supply",
            "su-35",
            "Russia may supply Sukhoi Su-35: 1 statement, unconfirmed (agreed)",
            Place("claim", "iran-agreed-to-buy-su-35"),
        ),
        (
            "russia",
            "denies",
            OUTLET,
            "Russia denies what The article's outlet (not named) affirms: 1 statement",
            Place("claim", "russia-uses-iranian-drones"),
        ),
        (
            "north-korea",
            "supplies",
            "russia",
            "North Korea supplies Russia: 1 statement, single-sourced (inferred)",
            Place("claim", "russia-uses-north-korean-missiles"),
        ),
        (
            "reuters",
            "cites",
            "iranian-military-official",
            "Reuters cites unnamed Iranian military official: 1 statement",
            Place("statement", "nn4plmzu6jvj"),
        ),
        (
            "fateh-110",
            "belongs to",
            "short-range-ballistic-missile",
            "Fateh-110 belongs to short-range ballistic missile: 1 statement",
            Place("statement", "biutnequanp5"),
        ),
        (
            "missile",
            "belongs to",
            "weapons",
            "missile belongs to weapons (the editor's own ordering)",
            Place("weapon", "missile"),
        ),
    ],
)
def test_a_tie_says_what_it_rests_on(
    whole: Network, source: str, kind: TieKind, target: str, words: str, place: Place
) -> None:
    found = tie(whole, source, kind, target)
    assert whole.words(found) == words
    assert found.place == place


def test_the_weightiest_come_first_and_nothing_is_left_out(whole: Network) -> None:
    assert [one.weight for one in whole.ties] == sorted(
        (one.weight for one in whole.ties), reverse=True
    )
    assert [one.statements for one in whole.nodes] == sorted(
        (one.statements for one in whole.nodes), reverse=True
    )
    assert whole.left_out == ""


def test_who_is_tied_to_nobody_is_no_node(whole: Network, founding: Library) -> None:
    everybody = {
        (one.type, one.id)
        for type in ("actor", "weapon")
        for one in founding.entities.of_type(type)
    }
    assert everybody - {(one.type, one.id) for one in whole.nodes} == {("actor", "un")}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "krzizaniak",
            {
                (OUTLET, "cites", "john-krzyzaniak", 2, 0),
            },
        ),
        (
            "geran",
            {
                (OUTLET, "cites", "armeisky-sbornik", 1, 0),
                ("armeisky-sbornik", "cites", "russian-ministry-of-defense", 1, 0),
            },
        ),
        (
            # A denial is evidence of what it denies, and counted as what it is.
            "speaker:russia stance:denies",
            {
                ("russia", "uses", "shahed", 1, 1),
                ("russia", "denies", OUTLET, 1, 0),
                ("russia", "denies", "reports-of-drone-use", 1, 0),
                (OUTLET, "cites", "russia", 1, 0),
            },
        ),
        ("“nothing of the kind”", set()),
    ],
)
def test_only_what_the_question_means_is_counted(
    founding: Library, query: str, expected: set[Row]
) -> None:
    found = asked(founding, query)
    assert {row(found, one) for one in found.ties if one.kind != "belongs to"} == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "",
            {
                ("iran", "supplies", "russia"): "disputed in part",
                ("iran", "supplies", "shahed"): "disputed",
                ("russia", "uses", "shahed"): "disputed",
            },
        ),
        (
            # The sentence of Russia's denial has reports that affirm it; of Iran's, none.
            "stance:denies",
            {
                ("iran", "supplies", "russia"): "disputed in part",
                ("iran", "supplies", "shahed"): "denied",
                ("russia", "uses", "shahed"): "disputed",
            },
        ),
    ],
)
def test_what_is_denied_is_told_from_what_is_affirmed(
    founding: Library, query: str, expected: dict[tuple[str, str, str], str]
) -> None:
    found = asked(founding, query)
    contested = {row(found, one)[:3]: one.contested for one in found.ties if one.contested}
    assert contested == expected
    assert all(
        found.words(one).startswith(f"{one.contested.capitalize()}: ")
        for one in found.ties
        if one.contested
    )


def test_what_is_inferred_is_the_supply_and_not_the_use_that_is_stated(
    founding: Library, whole: Network
) -> None:
    inferred = {
        row(whole, one)[:3] for one in whole.ties if one.is_inferred and one.kind != "belongs to"
    }
    assert inferred == {
        ("iran", "supplies", "unmanned-aerial-vehicle"),
        ("north-korea", "supplies", "russia"),
        ("north-korea", "supplies", "north-korean-missile"),
    }
    # Of these statements none affirms another supply than that.
    conceded = asked(founding, "stance:denies")
    assert tie(conceded, "iran", "supplies", "russia").is_inferred


def test_a_question_without_an_answer_has_no_network(founding: Library) -> None:
    assert network(founding, BitMap()) == Network()


def test_a_family_is_shown_where_its_members_are_met(founding: Library) -> None:
    found = asked(founding, '"Armeisky Sbornik"')
    belonging = {row(found, one)[:3:2] for one in found.ties if one.kind == "belongs to"}
    assert ("russian-ministry-of-defense", "russia") in belonging
    assert ("john-krzyzaniak", "wisconsin-nuclear-arms-control-project") not in belonging


@pytest.mark.parametrize("modality", ["predicted", "conditional"])
def test_what_is_foretold_or_said_on_a_condition_is_no_denial(
    modality: str, tmp_path: Path
) -> None:
    said = [
        Said("alpha", "affirms"),
        Said("beta", "denies"),
        Said("gamma", "denies", modality=modality),
        Said("delta", "affirms", modality=modality),
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        found = network(library, None)
    assert {row(found, one)[:3] for one in found.ties if one.kind == "denies"} == {
        ("beta", "denies", "alpha")
    }


def test_of_many_the_most_tied_are_kept(founding: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewer.library.network, "MOST_NODES", 9)
    monkeypatch.setattr(viewer.library.network, "MOST_TIES", 9)
    monkeypatch.setattr(viewer.library.network, "_NEWEST", 20)
    found = network(founding, None)
    assert len(found.nodes) <= 9
    assert len(found.ties) == 9
    assert {"iran", "russia"} <= {node.id for node in found.nodes}
    # Each kind has its weightiest.
    assert {one.kind for one in found.ties} >= {"supplies", "may supply", "uses", "cites"}
    assert found.left_out == (
        f"The {len(found.nodes)} most tied of 41 actors and weapons, the 9 weightiest of their "
        "ties, denials and citations counted in the newest 20 of 28 statements; "
        "search or pick to narrow."
    )


def test_every_kind_is_explained() -> None:
    assert all(meaning(kind) for kind in TIE_KINDS)
