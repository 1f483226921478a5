from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viewer.cli import search

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def find(whosaid: Run, wire_file: Path) -> Callable[..., tuple[int, list[Any], str]]:
    def run(*arguments: object) -> tuple[int, list[Any], str]:
        status, out, err = whosaid("search", *arguments, "--library", wire_file, "--json")
        return status, [json.loads(line) for line in out.splitlines()], err

    return run


def test_a_hit_is_what_is_promised(find: Callable[..., Any]) -> None:
    status, [hit], err = find("geran")
    assert (status, err) == (0, "")
    assert hit == {
        "id": "geransuccess",
        "exact": "The Russian Ministry of Defense called its Geran-2 drone a success.",
        "source": "wire",
        "start": 92,
        "end": 159,
        "mode": "indirect",
        "quoted": [],
        "said": {
            "from": "2023-07-01",
            "to": "2023-07-31",
            "basis": "inferred",
            "note": "No day is given.",
        },
        "chain": [
            {
                "role": "publication",
                "actors": [{"id": "gazette", "name": "The Gazette"}],
                "descriptor": "",
            },
            {
                "role": "speaker",
                "actors": [{"id": "russian-ministry", "name": "Russian Ministry of Defense"}],
                "descriptor": "",
            },
        ],
        "mentions": [
            {
                "actor": "russian-ministry",
                "text": "Russian Ministry of Defense",
                "start": 96,
                "end": 123,
            },
            {"weapon": "shahed-136", "text": "Geran-2", "start": 135, "end": 142},
            {"weapon": "drone", "text": "drone", "start": 143, "end": 148},
        ],
        "stances": [
            {
                "holder": ["russian-ministry"],
                "asserted_by": ["gazette"],
                "claim": "drones-supplied",
                "position": "affirms",
                "modality": "hedged",
                "cue": None,
            }
        ],
        "matched": {"by": "text", "name": None},
    }


def test_every_offset_is_that_of_its_words(find: Callable[..., Any], wire: Any) -> None:
    text = wire.source("wire").text
    status, hits, _ = find()
    assert status == 0
    assert len(hits) == 6
    for hit in hits:
        assert text[hit["start"] : hit["end"]] == hit["exact"]
        assert all(text[one["start"] : one["end"]] == one["text"] for one in hit["mentions"])
        assert all(hit["start"] <= one["start"] < one["end"] <= hit["end"] for one in hit["quoted"])


def test_a_stance_on_a_statement(find: Callable[..., Any]) -> None:
    _, [hit], _ = find("speaker:reuters")
    on_claim, on_statement = hit["stances"]
    assert on_claim["cue"] == "reported"
    assert "statement" not in on_claim
    assert on_statement["statement"] == "irandeniesit"
    assert "claim" not in on_statement


@pytest.mark.parametrize(
    ("words", "by", "name"),
    [
        (["success"], "text", None),
        (["shahed-136"], "name", "Shahed-136"),
        (["россия"], "name", "Россия"),
        (["krzyzaniak"], "name", "John Krzyzaniak"),
        (["zolfagar"], "near", "Zolfaqar"),
    ],
)
def test_why_it_matched(
    words: list[str], by: str, name: str | None, find: Callable[..., Any]
) -> None:
    _, hits, _ = find(*words)
    assert hits[0]["matched"] == {"by": by, "name": name}


def test_newest_first_and_best_first(find: Callable[..., Any]) -> None:
    _, newest, _ = find("")
    days = [hit["said"]["from"] or "" for hit in newest]
    assert days == sorted(days, reverse=True)
    _, best, _ = find("drones", "OR", "fateh", "--order", "best")
    assert {hit["id"] for hit in best} == {hit["id"] for hit in find("drones OR fateh")[1]}


def test_limit(find: Callable[..., Any], whosaid: Run, wire_file: Path) -> None:
    assert len(find("--limit", "2")[1]) == 2
    assert find("--limit", "0") == (0, [], "")
    status, out, _ = whosaid("search", "--limit", "2", "--library", wire_file)
    assert status == 0
    assert out.splitlines()[-1] == "4 more of 6; --limit N shows N."


def test_many_are_fetched_in_pages(
    find: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = find()[1]
    monkeypatch.setattr(search, "_PAGE", 4)
    assert find()[1] == everything
    assert find("--limit", "5")[1] == everything[:5]


def test_words_with_dashes(find: Callable[..., Any]) -> None:
    ids = {hit["id"] for hit in find("missiles", "-reuters")[1]}
    assert "reutersclaim" not in ids
    assert "fatehtested2" in ids
    assert find("--", "--json")[0] == 1  # text, and found nowhere


def test_text_shows_the_words_first(whosaid: Run, wire_file: Path) -> None:
    status, out, err = whosaid("search", "shahed-136", "--library", wire_file)
    assert (status, err) == (0, "")
    assert out == (
        "The Russian Ministry of Defense called its Geran-2 drone a success.\n"
        "  Jul 2023 (inferred) · Russian Ministry of Defense, via The Gazette"
        " · ● affirms, hedged · geransuccess · name: Shahed-136\n\n"
    )


def test_whose_a_stand_is_is_told_where_it_is_not_the_speakers_own(
    whosaid: Run, founding_file: Path
) -> None:
    _, out, _ = whosaid("search", '"Russia has also denied"', "--library", founding_file)
    assert "✕ denies · ● affirms (Reports of the use of Iranian drones (not named))" in out


def test_what_says_nothing_is_told(find: Callable[..., Any]) -> None:
    everything = find()
    assert find("🚀") == (*everything[:2], "Every statement. “🚀” holds no letter or digit.\n")
    assert find("drone", "&")[2] == ""


def test_nothing_found(find: Callable[..., Any], whosaid: Run, wire_file: Path) -> None:
    assert find("combta") == (
        1,
        [],
        "Nothing is found for “combta”. Did you mean “combat”?\n",
    )
    assert find("combat", "denied", "qqqq")[2] == (
        "Nothing is found for “combat denied qqqq”."
        " Fewer words find something: “denied” or “combat”.\n"
    )
    status, out, err = whosaid("search", "speaker:nobody", "--library", wire_file)
    assert (status, out) == (1, "")
    assert "In this library “speaker:nobody” names nothing." in err


def test_an_index_of_another_version_is_not_searched_and_made_anew_by_the_next_import(
    whosaid: Run, wire_copy: Path, tmp_path: Path
) -> None:
    with contextlib.closing(sqlite3.connect(wire_copy)) as connection:
        connection.execute("UPDATE search_index SET fold = 1")
        connection.execute("INSERT INTO statement_words (statement_words) VALUES ('delete-all')")
        connection.commit()
    status, out, err = whosaid("search", "geran", "--library", wire_copy)
    assert (status, out) == (2, "")
    assert "was made by another version of Whosaid; make the library anew" in err
    lines = tmp_path / "one.jsonl"
    named = '"name": "Anna", "kind": "person", "names": [{"text": "Anna", "kind": "official"}]'
    lines.write_text(f'{{"type": "actor", "id": "anna", {named}}}\n', encoding="utf-8")
    assert whosaid("import", "--statements", lines, "--library", wire_copy)[0] == 0
    assert whosaid("search", "geran", "--library", wire_copy)[0] == 0
    assert "nothing is damaged" in whosaid("check", wire_copy)[1]


def test_an_empty_library(whosaid: Run, folder: Callable[..., Path], tmp_path: Path) -> None:
    file = tmp_path / "empty.whosaid"
    assert whosaid("build", folder(), "-o", file)[0] == 0
    for query in ([], ["anything"]):
        said = (1, "", "The library holds no statement.\n")
        assert whosaid("search", *query, "--library", file) == said
    assert whosaid("list", "actors", "--library", file) == (1, "", "The library holds no actors.\n")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Every statement."),
        ("success", "Statements with the word “success”."),
        ('"tested in combat"', "Statements with the exact words “tested in combat”."),
        (
            "speaker:russia -drone",
            "Statements said by “Russia” or whoever belongs to it, but not with the word “drone” "
            "or by or about drone.",
        ),
        (
            "stance:denies OR mode:narration",
            "Statements in which somebody denies or in the narrator's own words.",
        ),
        (
            "before:2023 after:2022-11",
            "Statements said by the end of 2023, and said in 2022-11 or later.",
        ),
        (
            "weapon:drone claim:drones-supplied source:wire",
            "Statements about “drone” or what is classed under it, and with a stand on “Iran "
            "supplied drones to Russia.” or a judgement of it, and from “What the wire carried”.",
        ),
        ("zolfagar", "Statements by or about Zolfaqar, spelt nearly like “zolfagar”."),
        (
            "actor:x !",
            "Statements by or about “x” or whoever belongs to it. In this library "
            "“actor:x” names nothing. “!” holds no letter or digit.",
        ),
        (
            "success mode: after:20",
            "Statements with the word “success”, and with the words “after 20”. “mode:” is passed "
            "over: mode: takes one of direct, indirect, mixed, narration. “after:20” is taken for "
            "words: after: takes a year, a month or a day, such as 2024, 2024-02 or 2024-02-21.",
        ),
    ],
)
def test_how_it_was_understood(query: str, sentence: str, whosaid: Run, wire_file: Path) -> None:
    _, out, _ = whosaid("search", "--explain", "--library", wire_file, "--", query)
    assert out.split("\n\n")[0] == sentence
    _, out, err = whosaid("search", "--explain", "--json", "--library", wire_file, "--", query)
    assert err.startswith(sentence) or f"\n{sentence}" in err
    assert sentence not in out


def test_the_founding_library_needs_no_name(whosaid: Run, founding_file: Path) -> None:
    assert founding_file.exists()
    status, out, _ = whosaid("search", "missiles", "--json", "--limit", "1")
    assert status == 0
    assert "missile" in json.loads(out)["exact"].lower()


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("success after:2023", []),
        ("success https://example.org stances:x", []),
        ("after:20", ["“after:20” is taken for words: after: takes a year, a month or a day, "]),
        ("-before:soon", ["“before:soon” is taken for words: before: takes a year, "]),
        ("stance:agrees", ["“stance:agrees” is taken for words: stance: takes one of affirms, "]),
        ("tehran OR -geran", ["The OR before “-geran” is passed over: what is excluded is no "]),
        ("-tehran OR geran", ["The OR before “geran” is passed over: "]),
        ("source:! mode:", ["“source:!” is ", "“mode:” is passed over: mode: takes one of direct"]),
    ],
)
def test_what_is_no_filter_is_said(
    query: str, sentences: list[str], whosaid: Run, wire_file: Path
) -> None:
    _, out, err = whosaid("search", "--json", "--library", wire_file, "--", query)
    told = [line for line in err.splitlines() if "takes" in line or "OR" in line]
    assert len(told) == len(sentences)
    assert all(line.startswith(start) for line, start in zip(told, sentences, strict=True))
    assert "takes" not in out
