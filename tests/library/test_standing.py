"""The stands of many claims at once are those of each by itself."""

from __future__ import annotations

import base64
import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.claims import standing, status
from tests.debate import Said, debate, long_debate
from viewer import plain
from viewer.ingest.jsonl import import_lines
from viewer.ingest.progress import silent
from viewer.library.listed import listed
from viewer.library.reading import Library
from viewer.library.standing import JUDGED, NOBODY, standings, standings_of, status_of
from viewer.library.status import Status, whose_word
from viewer.records import (
    About,
    Actor,
    Claim,
    Dates,
    Link,
    Name,
    Record,
    Source,
    Stance,
    Statement,
)
from viewer.terms import Position


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


def test_stands_on_the_reports_that_affirm_a_claim_stand_beside_those_on_it(
    tmp_path: Path,
) -> None:
    said = [
        Said("reuters", "affirms", "2024-01-01"),
        Said("state", "denies", "2024-01-03", on_line=0),
        Said("ally", "doubts", "2024-01-02", by="state", beside="rival", on_line=0),
        Said("reuters", "denies", "2024-01-01", claim="other"),
        Said("state", "denies", "2024-01-01", on_line=3),  # of what denies it
        Said("state", "affirms", "2024-01-01", claim="if", modality="conditional"),
        Said("ally", "denies", "2024-01-01", on_line=5),  # of what says no such thing
    ]
    with contextlib.closing(Library(debate(tmp_path / "reports", said))) as library:
        names = library.entities
        on_it = [
            ([names[one].id for one in stand.holders], stand.position, stand.how, stand.report)
            for stand in standing(library, "claim").on_reports
        ]
        assert on_it == [
            (["ally", "rival"], "doubts", "reported", "aaaaaaaaaaaa"),
            (["state"], "denies", "first-hand", "aaaaaaaaaaaa"),
        ]
        assert status(library, "claim").why == (
            "Affirmed by Reuters alone. The report by Reuters is doubted by Ally and Rival;"
            " denied by State."
        )
        assert standing(library, "other").on_reports == standing(library, "if").on_reports == ()


def _status(file: Path, claim: str = "claim") -> Status:
    with contextlib.closing(Library(file)) as library:
        return status(library, claim)


@pytest.mark.parametrize(
    ("said", "kind", "why"),
    [
        (
            [Said("ivan", "affirms"), Said("petrov", "affirms", "2024-01-02")],
            "single-sourced",
            "Affirmed by Petrov (the same as Ivan) alone.",
        ),
        # The later stand counts, whichever entry takes it.
        (
            [Said("ivan", "denies"), Said("petrov", "affirms", "2024-05-02")],
            "single-sourced",
            "Affirmed by Petrov (the same as Ivan) alone.",
        ),
        (
            [Said("ivan", "denies", "2024-05-02"), Said("petrov", "affirms")],
            "denied",
            "Denied by Ivan (the same as Petrov); affirmed by nobody.",
        ),
        # Whoever says jointly with himself what he says alone adds nothing.
        (
            [Said("ivan", "affirms", beside="petrov"), Said("ally", "affirms", "2024-01-02")],
            "corroborated",
            "Affirmed independently by Petrov (the same as Ivan) and Ally; denied by nobody.",
        ),
        # Of one entry nobody has to know of the other, which stands nowhere.
        ([Said("petrov", "affirms")], "single-sourced", "Affirmed by Petrov alone."),
    ],
)
def test_entries_held_to_be_the_same_are_one_holder(
    tmp_path: Path, said: list[Said], kind: str, why: str
) -> None:
    other = Said("ivan", "doubts", claim="another"), Said("petrov", "doubts", claim="another")
    file = debate(tmp_path / "it", [*said, *other], same=[("petrov", "ivan")])
    found = _status(file)
    assert (found.kind, found.why) == (kind, why)


def test_entries_that_are_the_same_over_others_are_one_voice(tmp_path: Path) -> None:
    said = [
        Said("a", "affirms"),
        Said("c", "affirms", "2024-01-02"),
        Said("b", "doubts", claim="another"),
    ]
    found = _status(debate(tmp_path / "it", said, same=[("a", "b"), ("b", "c")]))
    assert (found.kind, found.voices) == ("single-sourced", 1)
    assert found.why == "Affirmed by C (the same as A) alone."


@pytest.mark.parametrize(
    ("posts", "unnamed", "why"),
    [
        ({}, [], "Affirmed by State alone."),
        ({}, ["official"], "Affirmed without a name for State."),
        # Whoever speaks by their office is known by it, as long as they have it.
        ({"official": ("state", "")}, ["official"], "Affirmed by State alone."),
        ({"official": ("ministry", "2024-01-01")}, ["official"], "Affirmed by State alone."),
        (
            {"official": ("ministry", "2023-12-31")},
            ["official"],
            "Affirmed without a name for State.",
        ),
        ({"official": ("paper", "")}, ["official"], "Affirmed without a name for State."),
    ],
)
def test_who_has_no_name_speaks_for_others_without_one(
    tmp_path: Path, posts: dict[str, tuple[str, str]], unnamed: list[str], why: str
) -> None:
    said = [Said("state", "affirms", by="official"), Said("ministry", "doubts", claim="another")]
    parents = {"official": "state", "ministry": "state"}
    found = _status(debate(tmp_path / "it", said, parents, posts=posts, unnamed=unnamed))
    assert found.why == why
    assert found.kind == ("single-sourced" if "alone" in why else "unconfirmed")


@pytest.mark.parametrize(
    ("day", "how"),
    [
        ("2019-12-31", "spoken for"),
        ("2019", "spoken for"),
        ("2019-12", "spoken for"),
        ("2020", "reported"),
        ("2024-05-01", "reported"),
    ],
)
def test_whoever_left_a_post_speaks_no_more_for_where_it_was(
    tmp_path: Path, day: str, how: str
) -> None:
    said = [
        Said("state", "affirms", "2024-05-01", by="adviser", as_of=day),
        Said("state", "affirms", "2024-05-01", by="aide", claim="same"),
        Said("adviser", "affirms", "2024-05-01", claim="another"),
    ]
    posts = {"adviser": ("ministry", "2019-12-31"), "aide": ("state", "2019-12-31")}
    parents = {"ministry": "state", "aide": "state"}
    with contextlib.closing(
        Library(debate(tmp_path / "it", said, parents, posts=posts))
    ) as library:
        [taken] = standing(library, "claim").stands
        assert taken.how == how
        # Who belongs there by more than the post does still, and everybody to themselves.
        assert [one.how for one in standing(library, "same").stands] == ["spoken for"]
        assert [one.how for one in standing(library, "another").stands] == ["first-hand"]
        # A list tells whose a stand is that is not the speaker's, and so does its page.
        row = next(one for one in (1, 2, 3) if "line 0" in library.statements([one])[0].exact)
        [told] = listed([row], library)
        assert [one.holder for one in told.stances] == ["" if how == "spoken for" else "State"]
        [stand] = library.stands_on("claim")
        assert library.whose_word(stand.stance, stand.statement) == how


def test_of_a_day_that_is_not_known_whoever_had_a_post_has_it(tmp_path: Path) -> None:
    said = [Said("state", "affirms", "", by="adviser")]
    posts = {"adviser": ("state", "2019-12-31")}
    with contextlib.closing(Library(debate(tmp_path / "it", said, posts=posts))) as library:
        assert [one.how for one in standing(library, "claim").stands] == ["spoken for"]


def test_a_few_queries_however_many_claims(founding: Library) -> None:
    asked: list[str] = []
    claims = _claims(founding)
    standings(founding, claims[:1])  # what is read once is read now
    founding.connection.set_trace_callback(asked.append)
    standings(founding, claims)
    of_sets = [query for query in asked if "FROM posting" in query]
    assert len(asked) - len(of_sets) == 2  # of stands on claims, and of those on reports


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
    other = "another" if modality == "plain" else ""
    position = "does not confirm" if modality == "plain" else "affirms"
    said = [
        Said("elder", "denies", "2001-01-01"),
        *(Said(f"actor-{n}", "affirms", "2002-01-01") for n in range(JUDGED)),
        *(
            Said(
                "us",
                position,
                f"2020-{n // 28 + 1:02}-{n % 28 + 1:02}",
                modality=modality,
                on_both_sides=other,
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


def test_of_many_who_say_something_else_in_the_same_breath_few_queries_are_made(
    tmp_path: Path,
) -> None:
    said = [
        Said("elder", "affirms", "2001-01-01"),
        *(
            Said("us", "doubts", f"2020-01-{n % 28 + 1:02}", on_both_sides="another")
            for n in range(40 * JUDGED)
        ),
    ]
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        assert standing(library, "claim", JUDGED).judged_by == JUDGED + 1
        asked: list[str] = []
        library.connection.set_trace_callback(asked.append)
        assert standing(library, "claim", 4 * JUDGED).judged_by == JUDGED + 1
        of_sides = [query for query in asked if "s.modality NOT IN" in query]
        assert len(of_sides) <= 2 * 7  # of both, ever twice as many at once


def test_of_a_claim_that_is_not_here_nobody_stands_anywhere(wire: Library) -> None:
    assert standing(wire, "no-such-claim") == NOBODY
    assert status(wire, "no-such-claim").kind == "unconfirmed"
    assert standings(wire, []) == {}


_SAID = st.lists(
    st.tuples(
        st.sampled_from(["affirms", "denies", "does not confirm"]),
        st.sampled_from(["a", "b", "c", "d", "ab", "ca"]),  # who speaks
        st.sampled_from(["", "a", "b", "c", "d"]),  # through whom
        st.sampled_from(["2024-01-01", "2024-01-02"]),
        st.sampled_from(["s", "t"]),  # the source
        st.integers(0, 2),  # where in its text
    ),
    min_size=1,
    max_size=7,
    unique=True,
)


@settings(max_examples=20, deadline=None)
@given(_SAID, st.randoms(use_true_random=False), st.integers(0, 6))
def test_equal_content_has_one_status_in_one_sentence(
    said: list[tuple[Position, str, str, str, str, int]], random: Random, first: int
) -> None:
    """Whatever the order of the records is, and whether they come in one after the other."""
    with TemporaryDirectory() as folder:
        told = []
        for at in range(3):
            others = _others()
            statements: list[Record] = [_statement(*one) for one in said]
            if at:
                random.shuffle(others)
                random.shuffle(statements)
            cut = first if at == 2 else len(statements)
            told.append(_told(Path(folder) / f"{at}", others + statements[:cut], statements[cut:]))
    assert told[0] == told[1] == told[2]


def test_of_very_many_of_one_day_the_same_judge_whatever_came_in_first(tmp_path: Path) -> None:
    holders = [f"holder-{at}" for at in range(3 * JUDGED)]
    others: list[Record] = [*_others(), *(_actor(one) for one in holders)]
    said: list[Record] = [
        _statement("doubts", one, "", "2024-01-01", "s", at) for at, one in enumerate(holders)
    ]
    whole = _told(tmp_path / "whole", others + said, [])
    assert _told(tmp_path / "turned", others + said[::-1], []) == whole
    for at in (JUDGED, 2 * JUDGED):
        assert _told(tmp_path / f"{at}", others + said[:at], said[at:]) == whole
        assert _told(tmp_path / f"{at} turned", others + said[at:], said[:at]) == whole


_TEXT = "so. " * 4 * JUDGED


def _others() -> list[Record]:
    digest = hashlib.sha256(_TEXT.encode()).hexdigest()
    return [
        *(_actor(id) for id in "abcd"),
        Claim("claim", "So it is."),
        *(Source(id, id, "article", _TEXT, digest) for id in "st"),
    ]


def _actor(id: str) -> Actor:
    return Actor(id, id.upper(), "outlet", names=(Name(id.upper(), "official"),))


def _statement(
    position: Position, speakers: str, through: str, day: str, source: str, at: int
) -> Statement:
    holders = tuple(speakers) if len(speakers) < 3 else (speakers,)
    told = (position, speakers, through, day, source, at)
    links = [Link("relayer", (through,))] if through else []
    return Statement(
        id=base64.b32encode(hashlib.sha256(repr(told).encode()).digest())[:12].decode().lower(),
        source=source,
        start=4 * at,
        end=4 * at + 3,
        exact="so.",
        mode="indirect",
        said=Dates(day, day),
        chain=(*links, Link("speaker", holders)),
        stances=(Stance(holders, len(links), position, claim="claim"),),
    )


def _told(file: Path, *intakes: Sequence[Record]) -> Status:
    """Import records, one intake after the other; returns what they come to, with its reasons."""
    import_lines([plain.line(About("It")).encode()], "it", file, silent)
    for records in intakes:
        import_lines([plain.line(one).encode() for one in records], "it", file, silent)
    with contextlib.closing(Library(file)) as library:
        found = status(library, "claim")
        name_of = {row: library.entities[row].name for row in library.entities.rows("actor")}
        shared = [one.sentence(name_of.__getitem__) for one in found.shared]
    return replace(found, why=" ".join([found.why, *shared]), shared=())
