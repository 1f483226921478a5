"""Names as the full-text index finds them, beside what finding them means."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viewer import fold
from viewer.ingest.entry import entry
from viewer.ingest.intake import create
from viewer.library.names import NameHit
from viewer.library.reading import Library
from viewer.records import About, Actor, Basis, Name, Record

_SETTINGS = settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
_WRITTEN = (
    "Fateh-110",
    "U.S.",
    "US State Department",
    "Krzyzaniak",
    "Россия",
    "فاتح-110",
    "zolfaqar",
)


def every_name(library: Library) -> list[tuple[NameHit, str, str]]:
    """Return all names with their folded words and joined words, in the order of the library."""
    rows = library.connection.execute("SELECT entity, text, kind FROM name ORDER BY id")
    return [(NameHit(*row), *fold.texts(row[1])) for row in rows]


def edited(word: str, at: int, letter: str, edits: list[str]) -> str:
    for edit in edits:
        before, after = word[: at % (len(word) + 1)], word[at % (len(word) + 1) :]
        match edit:
            case "insert":
                word = before + letter + after
            case "delete":
                word = before + after[1:]
            case "replace":
                word = before + letter + after[1:]
            case _:
                word = before + after[1:2] + after[:1] + after[2:]
        at *= 7
    return word


def distance(one: str, other: str) -> int:
    """Return how many letters are inserted, deleted, replaced or swapped with a neighbour."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        rows.append([i])
        for j, its in enumerate(other, 1):
            costs = [rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (letter != its)]
            if i > 1 and j > 1 and letter == other[j - 2] and its == one[i - 2]:
                costs.append(rows[i - 2][j - 2] + 1)
            rows[i].append(min(costs))
    return rows[-1][-1]


@_SETTINGS
@given(st.data(), st.integers(0, 20), st.integers(1, 20), st.booleans())
def test_a_name_is_found_by_what_stands_in_it(
    wire: Library, data: st.DataObject, first: int, size: int, prefix: bool
) -> None:
    names = every_name(wire)
    texts = st.sampled_from([*_WRITTEN, *(hit.text for hit, _, _ in names)])
    typed = data.draw(texts)[first:][:size]
    words = tuple(fold.key(typed).split())
    joined = fold.typed_as_one(typed, fold.words(typed))
    if not words:
        return
    end = "" if prefix and len(words[-1]) > 2 else " "
    needles = [f" {way}{end}" for way in (" ".join(words), joined) if way]
    expected = [
        hit
        for hit, key, joined in names
        if any(needle in f" {text} " for needle in needles for text in (key, joined))
    ]
    assert wire.names.named(words, joined, prefix) == expected
    if end == "":
        assert wire.names.beginning(words, joined) == expected


@_SETTINGS
@given(
    st.data(),
    st.integers(0, 100),
    st.sampled_from("aez1"),
    st.lists(st.sampled_from(["insert", "delete", "replace", "swap"]), max_size=3),
    st.integers(3, 12),
    st.booleans(),
)
def test_near_is_what_takes_fewest_edits(
    wire: Library,
    data: st.DataObject,
    at: int,
    letter: str,
    edits: list[str],
    size: int,
    prefix: bool,
) -> None:
    spelt = [(hit, {*key.split(), *joined.split()}) for hit, key, joined in every_name(wire)]
    known = sorted({word for _, words in spelt for word in words})
    word = edited(data.draw(st.sampled_from(known)), at, letter, edits)[:size]
    most = 1 if len(word) < 6 else 2
    meant: set[str] = set()
    for length in (None, len(word)) if prefix else (None,):
        near = {
            other: distance(word, other[:length])
            for other in known
            if len(other) > 3 and not other.isdecimal()
        }
        best = min(near.values())
        meant |= {other for other, edits in near.items() if edits == best <= most}
    is_compared = len(word) > 3 and not word.isdecimal()
    expected = [hit for hit, words in spelt if words & meant] if is_compared else []
    assert wire.names.near(word, prefix) == expected


@_SETTINGS
@given(st.data(), st.integers(1, 20))
def test_a_filter_names_whole_names_before_parts(
    wire: Library, data: st.DataObject, size: int
) -> None:
    names = [one for one in every_name(wire) if wire.entities[one[0].entity].type == "actor"]
    typed = data.draw(st.sampled_from([*_WRITTEN, *(hit.text for hit, _, _ in names)]))[:size]
    if not fold.key(typed) or wire.entities.get("actor", typed.lower()):
        return
    ways = {fold.key(typed), fold.typed_as_one(typed, fold.words(typed)) or fold.key(typed)}
    whole = {hit.entity for hit, key, _ in names if ways & {key, key.replace(" ", "")}}
    part = {
        hit.entity
        for hit, key, joined in names
        if any(f" {way}" in f" {text}" for text in (key, joined) for way in ways)
    }
    assert wire.names.find("actor", typed) == tuple(sorted(whole or part))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ypg", [1, 2, 3, 4]),  # an abbreviation within a name is not all of it
        ("y.p.g.", [1, 2, 3, 4]),
        ("Y-P-G", [1, 2, 3, 4]),
        ("yp", [1, 2, 3, 4]),
        ("fateh110", [5]),  # a whole name, written as one word
        ("Fateh-110", [5]),
    ],
)
def test_an_abbreviation_is_a_whole_name_only_where_it_stands_alone(
    typed: str, found: list[int], tmp_path: Path
) -> None:
    names = (
        "YPG spokesman",
        "US-backed Y.P.G. command",
        "Y.P.G. press office",
        "Council of the Y.P.G.",
        "Fateh-110",
        "Fateh-110 brigade",
    )
    basis = Basis("editorial", "Made up.")
    actors = [
        Actor(f"a-{at}", text, "organisation", names=(Name(text, "official", basis=basis),))
        for at, text in enumerate(names, 1)
    ]
    file = tmp_path / "names.whosaid"
    records: list[Record] = [About("Names"), *actors]
    create((entry(one, "made up") for one in records), file, lambda *_: None)
    with contextlib.closing(Library(file)) as library:
        rows = library.names.find("actor", typed)
        assert sorted(library.entities[row].id for row in rows) == [f"a-{at}" for at in found]
