from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.debate import Said, debate, long_debate
from viewer.cli.listing import transfer_lines
from viewer.cli.options import KINDS
from viewer.library.reading import Library

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def listed(whosaid: Run, wire_file: Path) -> Callable[[str], dict[str, Any]]:
    def run(kind: str) -> dict[str, Any]:
        status, out, err = whosaid("list", kind, "--json", "--library", wire_file)
        assert (status, err) == (0, "")
        return {found["id"]: found for found in map(json.loads, out.splitlines())}

    return run


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_the_same_head(kind: str, listed: Callable[[str], Any]) -> None:
    for found in listed(kind).values():
        head = {"id", "name", "names", "kind", "parent", "statements"}
        assert head <= found.keys()


def test_a_claim_is_listed_with_whose_word_each_stand_is(whosaid: Run, tmp_path: Path) -> None:
    file = debate(tmp_path / "it", [Said("state", "affirms", beside="ally", by="state")])
    _, printed, _ = whosaid("list", "claims", "--library", file)
    told = [line.strip().rpartition(" · ")[0] for line in printed.splitlines() if "●" in line]
    assert told == [
        "● affirms: State · 1 January 2024",
        "● affirms: Ally · reported by State · 1 January 2024",
    ]
    _, line, _ = whosaid("list", "claims", "--json", "--library", file)
    positions = json.loads(line)["positions"]
    assert [(one["holder"], one["asserted_by"]) for one in positions] == [
        (["state"], ["state"]),
        (["ally"], ["state"]),
    ]


def test_a_claim_has_the_status_of_its_page(whosaid: Run, tmp_path: Path) -> None:
    file = debate(tmp_path / "long", long_debate())
    _, page, _ = whosaid("show", "claim/claim", "--library", file)
    _, line, _ = whosaid("list", "claims", "--json", "--library", file)
    _, printed, _ = whosaid("list", "claims", "--library", file)
    found = json.loads(line)
    assert (found["status"], len(found["positions"])) == ("corroborated", len(long_debate()))
    for shown in (page, printed):
        assert "corroborated" in shown
        assert found["why"] in " ".join(shown.split())


def test_the_claims_of_many_transfers_are_judged_together(founding: Library) -> None:
    asked: list[str] = []
    assert len(founding.transfers()) == 10
    founding.connection.set_trace_callback(asked.append)
    assert len(list(transfer_lines(founding))) == 10
    assert len([query for query in asked if "FROM stance WHERE" in query]) == 2


def test_actors(listed: Callable[[str], Any], whosaid: Run, wire_file: Path) -> None:
    actors = listed("actors")
    assert actors["russian-ministry"] == {
        "id": "russian-ministry",
        "name": "Russian Ministry of Defense",
        "names": [
            {
                "text": "Russian Ministry of Defense",
                "kind": "official",
                "script": None,
                "basis": None,
            }
        ],
        "kind": "organisation",
        "parent": "russia",
        "statements": 1,
    }
    assert actors["iran"]["names"][2] == {
        "text": "ایران",
        "kind": "transliteration",
        "script": "Arab",
        "basis": "editorial",
    }
    for id, actor in actors.items():
        out = whosaid("search", f"actor:{id}", "--json", "--library", wire_file)[1]
        assert len(out.splitlines()) == actor["statements"]


def test_weapons_count_what_is_classed_under_them(listed: Callable[[str], Any]) -> None:
    weapons = listed("weapons")
    assert weapons["missile"]["statements"] == 4
    assert weapons["zolfaqar"] | {"names": []} == {
        "id": "zolfaqar",
        "name": "Zolfaqar",
        "names": [],
        "kind": "model",
        "parent": "missile",
        "statements": 1,
    }


def test_claims(listed: Callable[[str], Any]) -> None:
    claim = listed("claims")["drones-supplied"]
    why = claim.pop("why")
    assert why
    assert claim == {
        "id": "drones-supplied",
        "name": "Iran supplied drones to Russia.",
        "names": [],
        "kind": "claim",
        "parent": None,
        "statements": 2,
        "proposition": "Iran supplied drones to Russia.",
        "positions": [
            {
                "holder": ["russian-ministry"],
                "asserted_by": ["gazette"],
                "position": "affirms",
                "modality": "hedged",
                "cue": None,
                "statement": "geransuccess",
                "said": {
                    "from": "2023-07-01",
                    "to": "2023-07-31",
                    "basis": "inferred",
                    "note": "No day is given.",
                },
            },
            {
                "holder": ["iran"],
                "asserted_by": ["iran"],
                "position": "denies",
                "modality": "plain",
                "cue": "denied",
                "statement": "irandeniesit",
                "said": {"from": "2022-11-05", "to": "2022-11-05", "basis": None, "note": None},
            },
        ],
        "relations": [
            {
                "kind": "consistent with",
                "claim": "missiles-delivered",
                "basis": "inferred",
                "note": "The same two states.",
            }
        ],
        "status": "disputed",
    }


def test_transfers_events_and_sources(listed: Callable[[str], Any]) -> None:
    assert listed("transfers")["missiles-2024"] == {
        "id": "missiles-2024",
        "name": "Iran → Russia: missile",
        "names": [],
        "kind": "transfer",
        "parent": None,
        "statements": 2,
        "supplier": "iran",
        "recipient": "russia",
        "weapon": "missile",
        "stage": "delivered",
        "quantity": {"text": "hundreds", "unit": "missiles", "low": 200, "high": None},
        "dates": {"from": "2024-01-01", "to": "2024-02-21", "basis": "stated", "note": None},
        "status": "single-sourced",
        "claim": "missiles-delivered",
    }
    assert listed("events")["display"] == {
        "id": "display",
        "name": "Missiles were shown in Tehran.",
        "names": [],
        "kind": "event",
        "parent": None,
        "statements": 1,
        "dates": {"from": "2023-09-01", "to": "2023-09-30", "basis": None, "note": None},
        "actors": ["iran"],
        "weapons": ["zolfaqar"],
        "basis": "stated",
        "evidence": ["zolfaqarshow"],
    }
    source = listed("sources")["wire"]
    assert (source["name"], source["kind"]) == ("What the wire carried", "article")
    assert (source["statements"], source["publisher"]) == (6, "gazette")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "weapons",
            "drone  class · 2 statements · drone\n    also UAV\n"
            "  Shahed-136  model · 1 statement · shahed-136\n      also Geran-2, Герань-2\n",
        ),
        (
            "transfers",
            "  delivered · hundreds missiles · 1 January – 21 February 2024 · ◐ single-sourced",
        ),
        ("events", "Missiles were shown in Tehran.\n  September 2023 · display\n"),
        ("claims", "  ▲ disputed · drones-supplied\n"),
        ("sources", "  article · The Gazette · 1 March 2024 · 6 statements · wire\n"),
        ("actors", "  Russian Ministry of Defense  organisation · 1 statement · russian-ministry"),
    ],
)
def test_lists_for_people(kind: str, expected: str, whosaid: Run, wire_file: Path) -> None:
    status, out, err = whosaid("list", kind, "--library", wire_file)
    assert (status, err) == (0, "")
    assert expected in out


@pytest.mark.parametrize(
    "place",
    [
        "library",
        "help",
        "actor/iran",
        "weapon/shahed-136",
        "statement/irandeniesit",
        "claim/drones-supplied",
        "source/wire",
        "viewer:source/wire#irandeniesit",
    ],
)
def test_every_page_is_shown(place: str, whosaid: Run, wire_file: Path) -> None:
    status, out, err = whosaid("show", place, "--library", wire_file)
    assert (status, err) == (0, "")
    assert len(out) > 100
    status, html, err = whosaid("show", place, "--html", "--library", wire_file)
    assert (status, err) == (0, "")
    assert '<meta charset="utf-8">' in html


@pytest.mark.parametrize("form", [[], ["--html"], ["--json"]])
@pytest.mark.parametrize("kind", ["actor", "weapon", "statement", "claim", "source"])
def test_what_is_not_there(kind: str, form: list[str], whosaid: Run, wire_file: Path) -> None:
    status, out, err = whosaid("show", f"{kind}/nobody", *form, "--library", wire_file)
    assert (status, out) == (1, "")
    assert "nobody" in err


def test_a_record_as_json(whosaid: Run, wire_file: Path) -> None:
    status, out, _ = whosaid("show", "statement/geransuccess", "--json", "--library", wire_file)
    assert status == 0
    assert json.loads(out)["type"] == "statement"
    assert json.loads(out)["exact"].startswith("The Russian Ministry of Defense")
