from __future__ import annotations

import pytest

from viewer.library.query import Filter, parse


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
