from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.debate import Said, debate
from viewer.library.comparing import Matter, Side, actor_side, compare, propositions
from viewer.library.reading import Library
from viewer.library.relating import Tie, ties
from viewer.terms import RELATIONS, RelationKind


def _compared(library: Library, ids: Sequence[str]) -> tuple[list[Side], list[Tie]]:
    sides = [actor_side(library, id, 100) for id in ids]
    return sides, ties(library, sides, compare(library, sides, []).only)


def _told(library: Library, tie: Tie) -> tuple[str, str, str]:
    def name(matter: Matter) -> str:
        if matter.kind == "claim":
            return propositions(library, [matter.row])[matter.row][0]
        return library.statements([matter.row])[0].id

    return name(tie.one), tie.kind, name(tie.other)


@pytest.mark.parametrize("ids", [["state", "rival"], ["rival", "state"]])
@pytest.mark.parametrize("kind", RELATIONS)
def test_claims_of_two_sides_are_tied_as_the_library_relates_them(
    kind: RelationKind, ids: list[str], tmp_path: Path
) -> None:
    said = [Said("state", "affirms", claim="one"), Said("rival", "denies", claim="two")]
    file = debate(tmp_path / "it", said, relations={"one": (kind, "two")})
    with contextlib.closing(Library(file)) as library:
        [tie] = _compared(library, ids)[1]
        assert _told(library, tie) == ("one", kind, "two")
        assert library.known_basis(tie.by).note == "So."


@pytest.mark.parametrize(
    "also",
    [
        [Said("state", "affirms", claim="two")],  # both speak of two
        [Said("rival", "affirms", claim="one")],
    ],
)
def test_what_both_sides_speak_of_is_not_tied(also: list[Said], tmp_path: Path) -> None:
    said = [Said("state", "affirms", claim="one"), Said("rival", "denies", claim="two"), *also]
    file = debate(tmp_path / "it", said, relations={"one": ("implies", "two")})
    with contextlib.closing(Library(file)) as library:
        assert _compared(library, ["state", "rival"])[1] == []


def test_what_one_side_alone_speaks_of_is_not_tied_to_more_of_its_own(tmp_path: Path) -> None:
    said = [
        Said("state", "affirms", claim="one"),
        Said("state", "affirms", claim="two"),
        Said("rival", "affirms", claim="three"),
    ]
    file = debate(tmp_path / "it", said, relations={"one": ("implies", "two")})
    with contextlib.closing(Library(file)) as library:
        assert _compared(library, ["state", "rival"])[1] == []


def test_what_was_spoken_of_last_comes_first(tmp_path: Path) -> None:
    said = [
        Said("state", "affirms", "2024-01-01", claim="one"),
        Said("state", "affirms", "2024-01-03", claim="two"),
        Said("rival", "denies", "2024-01-02", claim="three"),
        Said("rival", "denies", "2024-01-01", claim="four"),
    ]
    relations = {"one": ("contradicts", "three"), "four": ("contradicts", "two")}
    file = debate(tmp_path / "it", said, relations=relations)
    with contextlib.closing(Library(file)) as library:
        told = [_told(library, tie) for tie in _compared(library, ["state", "rival"])[1]]
    assert told == [("four", "contradicts", "two"), ("one", "contradicts", "three")]


def test_a_statement_is_tied_to_the_claims_that_it_affirms(founding: Library) -> None:
    told = [_told(founding, tie) for tie in _compared(founding, ["iran", "united-states"])[1]]
    assert sorted(told) == [
        ("ar7q5ts4fter", "affirms", "iran-delivered-missiles"),
        (
            "cooperation-unrelated-to-the-war",
            "contradicts",
            "isolation-drives-russia-to-iran",
        ),
        (
            "iran-delivered-missiles",
            "consistent with",
            "russia-negotiates-short-range-missiles",
        ),
    ]


@pytest.mark.parametrize("change", ["modality_code = 2", "modality_code = 3", "position_code = 1"])
def test_a_statement_that_affirms_nothing_outright_is_not_tied(
    change: str, founding_file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.whosaid"
    copy.write_bytes(founding_file.read_bytes())
    with contextlib.closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(
            f"UPDATE stance SET {change} WHERE statement ="
            " (SELECT id FROM statement WHERE hash = 'ar7q5ts4fter')"
        )
    with contextlib.closing(Library(copy)) as library:
        kinds = [tie.kind for tie in _compared(library, ["iran", "united-states"])[1]]
    assert sorted(kinds) == ["consistent with", "contradicts"]
