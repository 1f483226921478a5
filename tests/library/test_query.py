"""Queries as they are typed; what is left of one that a filter is taken from or added to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.library.query import Filter, Group, Query, Term, parse

_TYPED = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *(
                    "OR",
                    "OR",
                    "OR",
                    "or",
                    "-OR",
                    "missiles",
                    "-drones",
                    "fateh-110",
                    "a:b",
                    "-",
                    "…",
                ),
                *(
                    "speaker:iran",
                    "-speaker:iran",
                    'weapon:"geran 2"',
                    "after:2024-01",
                    "-before:2020",
                ),
                *(
                    "speaker:",
                    "after:20",
                    "mode:none",
                    "claim:OR",
                    '"limited  number"',
                    '"OR"',
                    '""',
                ),
                *('"', "“", "speaker:“", 'actor:"iran'),
            ]
        ),
        st.sampled_from(["", " ", " ", "  ", "\n"]),
    ).map("".join)
).map("".join)


def _meant(groups: tuple[Group, ...]) -> list[tuple[bool, list[object]]]:
    """What groups mean, wherever that is typed."""
    return [
        (
            group.negated,
            [
                (one.key, one.value) if isinstance(one, Filter) else (one.words, one.phrase)
                for one in group.alternatives
            ],
        )
        for group in groups
    ]


def _but(query: Query, gone: Term | Filter) -> tuple[Group, ...]:
    groups = (
        group._replace(alternatives=tuple(one for one in group.alternatives if one != gone))
        for group in query.groups
    )
    return tuple(group for group in groups if group.alternatives)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("speaker:iran", ""),
        ("missiles  speaker:iran", "missiles"),
        ("speaker:iran OR speaker:russia geran", "speaker:russia geran"),
        ("speaker:russia OR speaker:iran geran", "speaker:russia geran"),
        ("drones OR speaker:iran OR geran", "drones OR geran"),
        ("drones -speaker:iran OR geran", "drones geran"),
        ("drones OR -speaker:iran geran", "drones geran"),
        ("drones OR … speaker:iran geran", "drones … geran"),
        ('"limited  number" speaker:iran', '"limited  number"'),
    ],
)
def test_an_or_goes_with_the_filter_that_it_led_to(text: str, expected: str) -> None:
    query = parse(text)
    gone = next(one for one in query.typed if isinstance(one, Filter) and one.value == "iran")
    assert query.without(gone) == expected


@given(_TYPED)
def test_all_but_the_filter_that_is_taken_away_means_what_it_did(text: str) -> None:
    query = parse(text)
    for gone in query.typed:
        if isinstance(gone, Filter):
            assert _meant(parse(query.without(gone)).groups) == _meant(_but(query, gone))


@given(_TYPED)
def test_what_is_added_must_hold_as_well(text: str) -> None:
    query = parse(text)
    more = parse(query.and_typed("after:2023", "before:2025"))
    added = (Group((Filter("after", "2023"),)), Group((Filter("before", "2025"),)))
    assert _meant(more.groups) == _meant(query.narrowed(added).groups)


@pytest.mark.parametrize(
    ("text", "required", "negated"),
    [
        ("a -b", ["a"], ["b"]),
        ('-"a b" c', ["c"], ["a b"]),
        ("a OR -b", ["a"], ["b"]),
        ("a\u00a0-b", ["a"], ["b"]),
        ('"a" -speaker:b', ["a"], ["speaker:b"]),
        # Within a word, and after one between quotation marks, it is text
        ("a-b", ["a b"], []),
        ('"Shahed"-136', ["shahed", "136"], []),
        ("“Shahed”-136 drones", ["shahed", "136", "drones"], []),
        ('("a b")-c', ["a b", "c"], []),
        ('"a"-"b"', ["a", "b"], []),
        ('a"-b"', ["a", "b"], []),
        ('"a"-speaker:b', ["a", "speaker b"], []),
        ('speaker:"a"-b', ["speaker:a", "b"], []),
        ('"a" OR "b"-c', ["a", "b", "c"], []),
    ],
)
def test_a_dash_negates_what_it_stands_before_alone(
    text: str, required: list[str], negated: list[str]
) -> None:
    found: dict[bool, list[str]] = {False: [], True: []}
    for group in parse(text).groups:
        found[group.negated] += [
            f"{one.key}:{one.value}" if isinstance(one, Filter) else " ".join(one.words)
            for one in group.alternatives
        ]
    assert found == {False: required, True: negated}
