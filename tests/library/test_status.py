"""The rule for a claim's status; the founding library's statuses are held elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.claims import standing, status
from viewer.library.reading import Library
from viewer.library.status import CountedStand, in_turn, judge, latest, parted, whose_word
from viewer.terms import POSITIONS

_NAMES = {1: "Iran", 2: "Russia", 3: "Reuters", 4: "The Gazette", 5: "An official", 6: "A source"}
_NAMES |= {7: "The ministry", 8: "Britain", 9: "France"}


def stand(holder: int, position: Any = "affirms", **more: Any) -> CountedStand:
    """Return a plain first-hand stand of ``holder``, but for what is said in ``more``."""
    return CountedStand(
        **{
            "statement": "s",
            "holders": (holder,),
            "asserted_by": (holder,),
            "through": frozenset({4}),
            "position": position,
            "modality": "plain",
            "since": "2024-01-01",
            "until": "2024-01-01",
            "dated_by": "",
            "how": "first-hand",
            "anonymous": False,
            **({"since": more["said"], "until": more.pop("said")} if "said" in more else {}),
            **more,
        }
    )


@pytest.mark.parametrize(
    ("stands", "kind", "voices"),
    [
        ([], "unconfirmed", 0),
        ([stand(1)], "single-sourced", 1),
        ([stand(1), stand(2)], "corroborated", 2),
        ([stand(1), stand(1)], "single-sourced", 1),
        ([stand(1), stand(2, "denies")], "disputed", 1),
        ([stand(2, "denies")], "denied", 0),
        ([stand(1, "denies"), stand(2, "denies")], "denied", 0),
        # Whoever passes on the words of another is no second voice.
        ([stand(1, through=frozenset({3, 4})), stand(3)], "single-sourced", 1),
        (
            [stand(1, through=frozenset({3, 4})), stand(2, through=frozenset({3, 4}))],
            "corroborated",
            2,
        ),
        # Two mouths of one state are one voice; so are two who speak jointly, in any order.
        (
            [
                stand(1, asserted_by=(3,), how="spoken for"),
                stand(1, asserted_by=(4,), how="spoken for"),
            ],
            "single-sourced",
            1,
        ),
        (
            [
                stand(1, holders=(1, 2), asserted_by=(1, 2)),
                stand(1, holders=(2, 1), asserted_by=(2, 1)),
            ],
            "single-sourced",
            1,
        ),
        # The latest stand of each holder counts.
        ([stand(1), stand(1, "denies", said="2024-02-01")], "denied", 0),
        ([stand(1, "denies"), stand(1, said="2024-02-01")], "single-sourced", 1),
        ([stand(1), stand(1, "denies")], "disputed", 1),  # on one day: both
        # Of ranges that overlap the order is not known: both; an open end has no end.
        ([stand(1), stand(1, "denies", since="2023-01-01", until="2024-12-31")], "disputed", 1),
        (
            [stand(1), stand(1, "denies", since="2023-01-01", until="2023-12-31")],
            "single-sourced",
            1,
        ),
        ([stand(1), stand(1, "denies", since="2024-01-02", until="2024-12-31")], "denied", 0),
        ([stand(1), stand(1, "denies", since="2023-01-01", until="")], "disputed", 1),
        ([stand(1), stand(1, "denies", since="2024-01-02", until="")], "denied", 0),
        ([stand(1), stand(1, "denies", since="", until="2023-12-31")], "single-sourced", 1),
        ([stand(1), stand(1, "denies", since="", until="2024-01-01")], "disputed", 1),
        ([stand(1), stand(1, "denies", since="", until="")], "disputed", 1),
        # Of those who took a stand jointly too.
        (
            [
                stand(1, holders=(1, 2)),
                stand(1, "denies", said="2024-02-01"),
                stand(2, "denies", said="2024-02-01"),
            ],
            "denied",
            0,
        ),
        # Nobody affirms first-hand, or only with a hedge, on a condition or unnamed.
        ([stand(1, how="reported", asserted_by=(3,))], "unconfirmed", 0),
        ([stand(1, modality="hedged")], "unconfirmed", 0),
        ([stand(1, modality="conditional")], "unconfirmed", 0),
        ([stand(5, anonymous=True)], "unconfirmed", 0),
        # A denial on a condition is none either.
        ([stand(1, "denies", modality="conditional")], "unconfirmed", 0),
        ([stand(1), stand(2, "denies", modality="conditional")], "single-sourced", 1),
        ([stand(1, modality="conditional"), stand(2, "denies")], "denied", 0),
        ([stand(1, modality="announced")], "single-sourced", 1),
        ([stand(1), stand(5, anonymous=True)], "single-sourced", 1),
        # A hedged affirmation disputes a denial all the same.
        ([stand(1, modality="hedged"), stand(2, "denies")], "disputed", 0),
        # What others predict of a holder is no stand of it.
        ([stand(1, modality="predicted")], "unconfirmed", 0),
        ([stand(1), stand(2, "denies", modality="predicted")], "single-sourced", 1),
        # What is neither affirming nor denying decides nothing.
        ([stand(1, "does not confirm")], "unconfirmed", 0),
        ([stand(1), stand(2, "does not confirm"), stand(3, "doubts")], "single-sourced", 1),
        ([stand(1, "suggests")], "unconfirmed", 0),
        ([stand(1, "declines to comment")], "unconfirmed", 0),
    ],
)
def test_the_rule(stands: list[CountedStand], kind: str, voices: int) -> None:
    status = judge(stands, _NAMES.__getitem__)
    assert (status.kind, status.voices) == (kind, voices)
    assert status.why.endswith(".")
    assert status.why[0].isupper()


@pytest.mark.parametrize(
    ("holders", "by", "modality", "how"),
    [
        ((1,), (1,), "plain", "first-hand"),
        ((1, 2), (2, 1), "plain", "first-hand"),  # those who speak jointly have no order
        ((1, 2), (2, 1), "predicted", "predicted"),  # of oneself, too
        ((1,), (5,), "plain", "spoken for"),
        ((1,), (1, 2), "plain", "spoken for"),
        ((1, 2), (5, 2), "hedged", "spoken for"),
        # Of one who says nothing it is never first-hand: whoever holds it with him reports it.
        ((1, 2), (2,), "hedged", "reported"),
        ((1, 2), (5,), "plain", "reported"),
        ((2,), (5,), "plain", "reported"),
        ((5,), (1,), "plain", "reported"),  # a state does not speak for its official
        ((1,), (5,), "predicted", "predicted"),
        ((2,), (1,), "predicted", "predicted"),
    ],
)
def test_whose_word_it_is(
    holders: tuple[int, ...], by: tuple[int, ...], modality: Any, how: str
) -> None:
    assert whose_word(holders, by, modality, _belongs) == how


@pytest.mark.parametrize(
    ("holders", "by", "modality", "parts"),
    [
        ((1,), (1,), "plain", [((1,), "first-hand")]),
        ((1, 2), (2, 1), "plain", [((1, 2), "first-hand")]),
        ((1, 2), (5, 2), "plain", [((1, 2), "spoken for")]),
        ((1, 2), (2,), "plain", [((2,), "first-hand"), ((1,), "reported")]),
        ((2, 1, 3), (5,), "hedged", [((1,), "spoken for"), ((2, 3), "reported")]),
        ((1, 2), (3,), "plain", [((1, 2), "reported")]),
        ((1, 2), (1,), "predicted", [((1, 2), "predicted")]),
    ],
)
def test_a_stand_is_parted_by_whose_word_it_is(
    holders: tuple[int, ...], by: tuple[int, ...], modality: Any, parts: list[Any]
) -> None:
    found = parted(holders, by, modality, _belongs)
    assert [(one, whose_word(one, by, modality, _belongs)) for one in found] == parts


def _belongs(one: int, other: int) -> bool:
    return one == other or (one, other) == (5, 1)


@pytest.mark.parametrize(
    ("stands", "on_reports", "why"),
    [
        (
            [stand(1)],
            [stand(2, "does not confirm"), stand(5, "declines to comment")],
            "Affirmed by Iran alone. Not confirmed by Russia. Left without comment by An official.",
        ),
        (
            [stand(1), stand(2, "does not confirm")],
            [],
            "Affirmed by Iran alone. Not confirmed by Russia.",
        ),
        (
            [stand(1), stand(3)],
            [stand(2, "does not confirm")],
            "Affirmed independently by Iran and Reuters; denied by nobody."
            " Not confirmed by Russia.",
        ),
        (
            [stand(1), stand(3, "denies")],
            [stand(2, "does not confirm")],
            "Affirmed by Iran; denied by Reuters. Not confirmed by Russia.",
        ),
        (
            [stand(3, "denies"), stand(2, "declines to comment")],
            [],
            "Denied by Reuters; affirmed by nobody. Left without comment by Russia.",
        ),
        (
            [stand(1, modality="hedged")],
            [stand(2, "does not confirm")],
            "Affirmed, with a hedge, by Iran; not confirmed by Russia.",
        ),
        # Who has spoken of the claim since is silent no more; who falls silent later is.
        ([stand(1)], [stand(1, "does not confirm", said="2023-01-01")], "Affirmed by Iran alone."),
        (
            [stand(1)],
            [stand(1, "does not confirm", said="2025-01-01")],
            "Affirmed by Iran alone. Not confirmed by Iran.",
        ),
        # Who speaks on a condition decides nothing, and is told.
        (
            [stand(1, modality="conditional"), stand(2, "denies"), stand(3, "does not confirm")],
            [],
            "Denied by Russia; affirmed by nobody. Affirmed on a condition by Iran."
            " Not confirmed by Reuters.",
        ),
        (
            [stand(1), stand(2, "denies"), stand(3, "denies", modality="conditional")],
            [],
            "Affirmed by Iran; denied by Russia. Denied on a condition by Reuters.",
        ),
        (
            [stand(1), stand(2, "denies", modality="conditional")],
            [],
            "Affirmed by Iran alone. Denied on a condition by Russia.",
        ),
        (
            [stand(1, "denies", modality="conditional")],
            [],
            "Affirmed by nobody; denied on a condition by Iran.",
        ),
        # What one says on a condition may be a silence, and is then no affirmation.
        (
            [stand(1, "does not confirm", modality="conditional")],
            [],
            "Affirmed by nobody; not confirmed by Iran.",
        ),
    ],
)
def test_the_sentence_says_who_is_silent(
    stands: list[CountedStand], on_reports: list[CountedStand], why: str
) -> None:
    told = judge(stands, _NAMES.__getitem__, on_reports)
    assert told.why == why
    assert told.kind == judge(stands, _NAMES.__getitem__).kind


def _on(report: str, *taken: Any, **more: Any) -> CountedStand:
    return stand(*taken, report=report, **more)


_REPORTED = [stand(3, statement="r"), stand(1, statement="t")]


@pytest.mark.parametrize(
    ("stands", "on_reports", "why"),
    [
        (
            _REPORTED[:1],
            [_on("r", 2, "denies"), _on("r", 5, "denies")],
            "Affirmed by Reuters alone. The report by Reuters is denied by Russia and An official.",
        ),
        (
            _REPORTED[:1],
            [_on("r", 2, "does not confirm"), _on("r", 5, "doubts"), _on("r", 6, "affirms")],
            "Affirmed by Reuters alone. Not confirmed by Russia."
            " The report by Reuters is doubted by An official; affirmed by A source.",
        ),
        # Nobody denies it, yet somebody denies a report of it.
        (
            _REPORTED,
            [_on("r", 2, "denies"), _on("t", 5, "suggests")],
            "Affirmed independently by Reuters and Iran. The report by Reuters is denied by Russia."
            " The report by Iran is thought possible by An official.",
        ),
        (
            _REPORTED,
            [_on("r", 2, "denies"), _on("t", 2, "denies")],
            "Affirmed independently by Reuters and Iran."
            " Reports by Reuters and Iran are denied by Russia.",
        ),
        (
            [*_REPORTED[:1], stand(1, "denies")],
            [_on("r", 2, "denies")],
            "Affirmed by Reuters; denied by Iran. The report by Reuters is denied by Russia.",
        ),
        (
            [stand(3, statement="r", modality="hedged")],
            [_on("r", 2, "denies", modality="hedged")],
            "Affirmed, with a hedge, by Reuters."
            " The report by Reuters is denied, with a hedge, by Russia.",
        ),
        (
            _REPORTED[:1],
            [_on("r", 2, "denies", modality="conditional")],
            "Affirmed by Reuters alone. The report by Reuters is denied on a condition by Russia.",
        ),
        # What others predict of a holder is no stand of it, on a report neither.
        (
            _REPORTED[:1],
            [_on("r", 2, position, modality="predicted") for position in POSITIONS],
            "Affirmed by Reuters alone.",
        ),
        # The latest on each report counts, until the holder speaks of the claim itself.
        (
            _REPORTED,
            [_on("r", 2, "denies"), _on("t", 2, "doubts", said="2024-02-01")],
            "Affirmed independently by Reuters and Iran. The report by Reuters is denied by Russia."
            " The report by Iran is doubted by Russia.",
        ),
        (
            _REPORTED[:1],
            [_on("r", 2, "denies"), _on("r", 2, "declines to comment", said="2024-02-01")],
            "Affirmed by Reuters alone. Left without comment by Russia.",
        ),
        (
            [*_REPORTED[:1], stand(2, "suggests", said="2024-02-01")],
            [_on("r", 2, "denies"), _on("r", 5, "denies")],
            "Affirmed by Reuters alone. The report by Reuters is denied by An official.",
        ),
        (
            [*_REPORTED[:1], stand(2, "suggests")],
            [_on("r", 2, "denies", said="2024-02-01")],
            "Affirmed by Reuters alone. The report by Reuters is denied by Russia.",
        ),
        # Of joint holders those stay who have not spoken since.
        (
            [*_REPORTED[:1], stand(2, "suggests", said="2024-02-01")],
            [_on("r", 2, "denies", holders=(2, 5))],
            "Affirmed by Reuters alone. The report by Reuters is denied by An official.",
        ),
    ],
)
def test_to_deny_a_report_is_told_and_decides_nothing(
    stands: list[CountedStand], on_reports: list[CountedStand], why: str
) -> None:
    told = judge(stands, _NAMES.__getitem__, on_reports)
    assert told.why == why
    alone = judge(stands, _NAMES.__getitem__)
    assert (told.kind, told.voices, told.shared) == (alone.kind, alone.voices, alone.shared)


_STANDS = st.lists(
    st.builds(
        stand,
        st.sampled_from([1, 2, 3, 5]),
        st.sampled_from(POSITIONS),
        modality=st.sampled_from(["plain", "hedged", "conditional", "predicted", "announced"]),
        said=st.sampled_from(["", "2023-01-01", "2024-01-01"]),
        how=st.sampled_from(["first-hand", "spoken for", "reported"]),
        anonymous=st.booleans(),
        asserted_by=st.sampled_from([(1,), (2,), (3,)]),
        through=st.frozensets(st.sampled_from([2, 3, 4])),
    ),
    max_size=6,
)


@given(_STANDS)
def test_every_set_of_stands_has_a_status_and_a_reason(stands: list[CountedStand]) -> None:
    status = judge(stands, _NAMES.__getitem__)
    assert status.why.endswith(".")
    assert status.voices <= len({one.holders for one in stands}) + len(stands)
    positions = {one.position for one in stands}
    if status.kind in ("disputed", "denied"):
        assert "denies" in positions
    if status.kind in ("single-sourced", "corroborated"):
        assert "affirms" in positions
    assert (status.kind == "corroborated") <= (status.voices > 1)


@given(_STANDS, st.randoms())
def test_the_order_of_the_stands_is_nothing(stands: list[CountedStand], random: Any) -> None:
    shuffled = list(stands)
    random.shuffle(shuffled)
    one, other = judge(stands, _NAMES.__getitem__), judge(shuffled, _NAMES.__getitem__)
    assert (one.kind, one.voices) == (other.kind, other.voices)


@given(_STANDS)
def test_a_denial_of_today_is_never_overlooked(stands: list[CountedStand]) -> None:
    denied = judge([*stands, stand(9, "denies", said="2025-01-01")], str)
    assert denied.kind in ("disputed", "denied")


def test_what_the_library_counts(wire: Library) -> None:
    assert status(wire, "drones-supplied").kind == "disputed"
    assert status(wire, "missiles-delivered").kind == "single-sourced"
    stands = standing(wire, "drones-supplied").stands
    [affirms, denies] = sorted(stands, key=lambda one: one.position)
    # The Gazette says what the ministry holds: reported, not first-hand.
    assert (affirms.first_hand, affirms.modality) == (False, "hedged")
    assert denies.first_hand
    assert len(denies.through) == 2  # The Gazette, and Reuters that relays


OUTLET, PAPER, SPEAKER = 3, 4, 5


def _own(actor: int) -> CountedStand:
    return stand(actor, through=frozenset())


_THROUGH_OUTLET, _THROUGH_PAPER = frozenset({OUTLET}), frozenset({PAPER})


@pytest.mark.parametrize(
    ("stands", "kind", "voices", "sentences"),
    [
        # Two who pass on one speaker are one voice, be the speaker named or not.
        (
            [
                _own(OUTLET),
                _own(PAPER),
                stand(SPEAKER, through=_THROUGH_OUTLET, anonymous=True),
                stand(SPEAKER, through=_THROUGH_PAPER, anonymous=True),
            ],
            "single-sourced",
            1,
            ["Reuters and The Gazette count once: both rest on An official."],
        ),
        (
            [stand(1, through=_THROUGH_OUTLET), _own(OUTLET), _own(PAPER)],
            "corroborated",
            2,
            ["Reuters counts once with Iran, on whose words it rests."],
        ),
        # Over a middleman too.
        (
            [
                stand(1, through=_THROUGH_OUTLET),
                stand(OUTLET, through=_THROUGH_PAPER),
                _own(PAPER),
            ],
            "single-sourced",
            1,
            ["Reuters and The Gazette count once: both rest on Iran."],
        ),
        # Who pass on each other are one voice and no endless search.
        (
            [stand(OUTLET, through=_THROUGH_PAPER), stand(PAPER, through=_THROUGH_OUTLET)],
            "single-sourced",
            1,
            ["Reuters and The Gazette count once: they pass on the words of each other."],
        ),
        # Of whom others pass on only what is unnamed each is a voice, unless they share it.
        (
            [
                _own(OUTLET),
                stand(SPEAKER, through=_THROUGH_OUTLET, anonymous=True),
                stand(6, through=_THROUGH_OUTLET, anonymous=True),
                _own(PAPER),
            ],
            "corroborated",
            2,
            ["Reuters counts once with An official and A source, on whose words it rests."],
        ),
        # One speaker through two outlets that take no stand is one, and there is nothing to say.
        (
            [stand(1, through=_THROUGH_OUTLET), stand(1, through=_THROUGH_PAPER)],
            "single-sourced",
            1,
            [],
        ),
        # Denials are told apart in the same way.
        (
            [
                stand(1, "denies", through=_THROUGH_OUTLET),
                stand(OUTLET, "denies", through=frozenset()),
            ],
            "denied",
            0,
            ["Reuters counts once with Iran, on whose words it rests."],
        ),
        # An outlet that passes on a denial and affirms is no part of the denial.
        ([stand(1, "denies", through=_THROUGH_OUTLET), _own(OUTLET)], "disputed", 1, []),
    ],
)
def test_who_rests_on_one_speaker_counts_once(
    stands: list[CountedStand], kind: str, voices: int, sentences: list[str]
) -> None:
    status = judge(stands, _NAMES.__getitem__)
    assert (status.kind, status.voices) == (kind, voices)
    assert [voice.sentence(_NAMES.__getitem__) for voice in status.shared] == sentences


@pytest.mark.parametrize(
    ("stands", "why"),
    [
        # Who counts once with another is told beside, and by name only once.
        (
            [stand(1), stand(2, holders=(1, 2), asserted_by=(1, 2))],
            "Affirmed by Iran alone. Also affirmed by Russia, but through the same voice.",
        ),
        (
            [stand(1), stand(1, how="reported", asserted_by=(3,))],
            "Affirmed by Iran alone.",
        ),
        (
            [stand(3), stand(1, how="reported", asserted_by=(3,))],
            "Affirmed by Reuters alone. Also affirmed by Iran, but through the same voice.",
        ),
        (
            [stand(3, through=frozenset()), stand(1, through=frozenset({3}), anonymous=True)],
            "Affirmed by Reuters alone. Also affirmed by Iran, but through the same voice.",
        ),
        # Of each its own reason, and the one that weighs most.
        (
            [
                stand(1, through=_THROUGH_OUTLET),
                stand(OUTLET, how="reported", asserted_by=(4,), through=frozenset()),
                _own(OUTLET),
                stand(5, anonymous=True),
                stand(2, anonymous=True, asserted_by=(6,), how="spoken for"),
                stand(7, modality="hedged"),
                stand(8, how="reported", asserted_by=(4,)),
                stand(9, how="reported", asserted_by=(4,), modality="hedged"),
            ],
            "Affirmed by Iran alone. Also affirmed by Reuters, but through the same voice;"
            " by An official, but unnamed; by Russia, but only by unnamed speakers;"
            " by The ministry, but with a hedge; by Britain, but only as others report;"
            " by France, but hedged by others.",
        ),
        (
            [stand(1), stand(2), stand(3, holders=(1, 3), asserted_by=(1, 3))],
            "Affirmed independently by Iran and Russia; denied by nobody.",
        ),
    ],
)
def test_the_sentence_says_who_adds_nothing(stands: list[CountedStand], why: str) -> None:
    assert judge(stands, _NAMES.__getitem__).why == why


@given(_STANDS, st.permutations([1, 2, 3, 4, 5]))
def test_the_numbers_of_the_actors_are_nothing(
    stands: list[CountedStand], numbers: list[int]
) -> None:
    to = dict(zip([1, 2, 3, 4, 5], numbers, strict=True))
    renumbered = [
        replace(
            one,
            holders=tuple(to[holder] for holder in one.holders),
            asserted_by=tuple(to[speaker] for speaker in one.asserted_by),
            through=frozenset(to[relayer] for relayer in one.through),
        )
        for one in stands
    ]
    back = {new: old for old, new in to.items()}

    def told(stands: list[CountedStand], name: Callable[[int], str]) -> tuple[Any, ...]:
        status = judge(stands, name)
        return status.kind, status.voices, status.why, [one.sentence(name) for one in status.shared]

    assert told(renumbered, lambda row: _NAMES[back[row]]) == told(stands, _NAMES.__getitem__)


def test_a_joint_stand_stays_for_those_who_took_none_since() -> None:
    joint = stand(1, holders=(1, 2), asserted_by=(1, 2))
    since = stand(1, "denies", said="2024-02-01")
    assert judge([joint, since], _NAMES.__getitem__).why == "Affirmed by Russia; denied by Iran."
    silence = stand(1, "does not confirm", holders=(1, 3), said="2024-01-15")
    why = "Denied by Iran; affirmed by nobody. Not confirmed by Reuters."
    assert judge([since], _NAMES.__getitem__, [silence]).why == why


def test_a_silence_counts_when_it_surely_came_after_the_stands() -> None:
    affirmed = stand(1, since="2024-01-01", until="2024-01-31")
    for since, until, why in (
        ("2024-02-01", "", "Affirmed by Iran alone. Not confirmed by Iran."),
        ("2024-01-31", "2024-12-31", "Affirmed by Iran alone."),
        ("", "", "Affirmed by Iran alone."),
    ):
        silence = stand(1, "does not confirm", since=since, until=until)
        assert judge([affirmed], _NAMES.__getitem__, [silence]).why == why


_DAYS = st.sampled_from(["", *(f"2024-01-0{day}" for day in range(1, 7))])


@given(st.lists(st.tuples(_DAYS, _DAYS), max_size=12))
def test_stands_in_turn_are_those_that_were_the_latest_once(days: list[tuple[str, str]]) -> None:
    stands = [
        stand(1, statement=str(at), **dict(zip(("since", "until"), sorted(ends), strict=True)))
        if all(ends)
        else stand(1, statement=str(at), since=ends[0], until=ends[1])
        for at, ends in enumerate(days)
    ]
    turns = in_turn(stands)
    left = stands
    for turn in reversed(turns):
        assert {one.statement for one in turn} == {one.statement for one in latest(left)}
        left = [one for one in left if one not in turn]
    assert not left


def test_a_sentence_names_a_few_and_counts_the_rest() -> None:
    def why(holders: int) -> str:
        return judge([stand(one, "denies") for one in range(holders)], str).why

    assert why(6) == "Denied by 0, 1, 2, 3, 4 and 5; affirmed by nobody."
    assert why(1207) == "Denied by 0, 1, 2, 3, 4 and 1,202 others; affirmed by nobody."
