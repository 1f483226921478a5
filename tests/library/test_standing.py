"""The stands of many claims at once are those of each by itself."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from tests.claims import standing, status
from tests.debate import Said, debate, long_debate
from viewer.library.reading import Library
from viewer.library.standing import JUDGED, NOBODY, standings, standings_of, status_of
from viewer.library.status import whose_word


def _claims(library: Library) -> list[int]:
    return [row for (row,) in library.connection.execute("SELECT id FROM claim ORDER BY id")]


@pytest.mark.parametrize("name", ["founding", "wire"])
def test_all_at_once_is_one_after_the_other(name: str, request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue(name)
    claims = _claims(library)
    together = standings(library, claims)
    assert together == {claim: standings(library, [claim])[claim] for claim in claims}
    ids = library.slugs("claim")
    assert standings_of(library, ids) == {id: standing(library, id) for id in ids}


@pytest.mark.parametrize("name", ["founding", "wire"])
def test_stands_are_as_the_statements_have_them(name: str, request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue(name)
    name_of = {row: library.entities[row].id for row in library.entities.rows("actor")}
    for id in library.slugs("claim"):
        records = {
            (
                stand.statement.id,
                stand.stance.holders,
                stand.statement.chain[stand.stance.asserted_by].actors,
                stand.stance.position,
                stand.stance.modality,
                whose_word(
                    stand.stance.holders,
                    stand.statement.chain[stand.stance.asserted_by].actors,
                    stand.stance.modality,
                    library.belongs,
                ),
            )
            for stand in library.stands_on(id, limit=-1)
        }
        counted = {
            (
                stand.statement,
                tuple(name_of[row] for row in stand.holders),
                tuple(name_of[row] for row in stand.asserted_by),
                stand.position,
                stand.modality,
                stand.how,
            )
            for stand in standing(library, id).stands
        }
        assert counted == records


def test_a_joint_stand_is_first_hand_of_those_alone_who_say_so(tmp_path: Path) -> None:
    said = [
        Said("state", "affirms", beside="ally", by="state", claim="one"),
        Said("state", "affirms", beside="ally", claim="both"),
        Said("state", "affirms", beside="ally", by="ministry", claim="mouth"),
    ]
    file = debate(tmp_path / "it", said, parents={"ministry": "state"})
    with contextlib.closing(Library(file)) as library:
        name_of = {row: library.entities[row].id for row in library.entities.rows("actor")}

        def stands(claim: str) -> list[tuple[list[str], str]]:
            found = standing(library, claim).stands
            return [([name_of[row] for row in one.holders], one.how) for one in found]

        assert stands("one") == [(["state"], "first-hand"), (["ally"], "reported")]
        assert stands("both") == [(["state", "ally"], "first-hand")]
        assert stands("mouth") == [(["state"], "spoken for"), (["ally"], "reported")]
        assert status(library, "one").why == (
            "Affirmed by State alone. Also affirmed by Ally, but through the same voice."
        )
        assert status(library, "both").why == "Affirmed by State and Ally alone."


def test_a_few_queries_however_many_claims(founding: Library) -> None:
    asked: list[str] = []
    claims = _claims(founding)
    standings(founding, claims[:1])  # what is read once is read now
    founding.connection.set_trace_callback(asked.append)
    standings(founding, claims)
    of_sets = [query for query in asked if "FROM posting" in query]
    assert len(asked) - len(of_sets) == 2  # of stands on claims, and of silences


def test_of_very_many_the_newest_judge_and_both_sides(tmp_path: Path) -> None:
    said = [
        Said("elder", "denies", "2001-01-01"),
        *(Said(f"actor-{n}", "doubts", "2020-01-01") for n in range(2 * JUDGED)),
        Said("younger", "affirms", "2002-01-01"),
        Said("older", "affirms", "2000-01-01"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "many", said))) as library:
        shown = standing(library, "claim", JUDGED)
        assert (shown.judged_by, shown.of) == (JUDGED + 3, len(said))
        assert shown.judged == shown.stands
        holders = [library.entities[stand.holders[0]].id for stand in shown.stands]
        assert holders[:3] == ["older", "elder", "younger"]
        judged = status(library, "claim")
        assert judged.kind == "disputed"
        assert judged.why == (
            f"By the newest {JUDGED + 3} of {len(said)} statements:"
            " affirmed by Older and Younger; denied by Elder."
        )


@pytest.mark.parametrize("modality", ["plain", "predicted"])
def test_a_side_is_of_those_who_take_it_outright_on_this_claim(
    tmp_path: Path, modality: str
) -> None:
    other = {"on_both_sides": "another"} if modality == "plain" else {}
    position = "does not confirm" if modality == "plain" else "affirms"
    said = [
        Said("elder", "denies", "2001-01-01"),
        *(Said(f"actor-{n}", "affirms", "2002-01-01") for n in range(JUDGED)),
        *(
            Said(
                "us", position, f"2020-{n // 28 + 1:02}-{n % 28 + 1:02}", modality=modality, **other
            )
            for n in range(2 * JUDGED)
        ),
    ]
    with contextlib.closing(Library(debate(tmp_path / "sides", said))) as library:
        assert status(library, "claim").kind == "disputed"


@pytest.mark.parametrize("most", [JUDGED, 2 * JUDGED, None])
def test_a_status_rests_on_the_same_however_many_are_shown(
    most: int | None, tmp_path: Path
) -> None:
    with contextlib.closing(Library(debate(tmp_path / "long", long_debate()))) as library:
        shown = standing(library, "claim", most)
        assert (len(shown.stands) == shown.of) == (most != JUDGED)
        assert shown.judged == standing(library, "claim", JUDGED).stands
        assert status_of(library, shown).kind == "corroborated"


def test_of_a_claim_that_is_not_here_nobody_stands_anywhere(wire: Library) -> None:
    assert standing(wire, "no-such-claim") == NOBODY
    assert status(wire, "no-such-claim").kind == "unconfirmed"
    assert standings(wire, []) == {}
