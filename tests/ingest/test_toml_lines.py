from __future__ import annotations

import tomllib

import pytest

from viewer.ingest.forms import Path
from viewer.ingest.toml_lines import Lines

_TEXT = '''\
title = "T" # id = "no"
published.from = "2024"

[[actor]]
id = "one"
names = [
  {text = "One"},
]
note = """
[[actor]]
kind = "in a text"
"""
kind = "state"

[[ actor ]]
id = "two"

[[actor.names]]
text = "Two"

[[actor.names]]
text = "Deux"
  kind = "alias"

[actor.names.basis]
note = "French"

[[actor.roles]]
title = "Head"

[[actor]]
id = "three"

[[actor.roles]]
title = "Tail"
'''


@pytest.mark.parametrize(
    ("kind", "number", "path", "line"),
    [
        ("", 0, (), 1),
        ("", 0, ("title",), 1),
        ("", 0, ("published", "from"), 2),
        ("", 0, ("actor",), 4),
        ("", 0, ("id",), 1),  # not above the headers
        ("actor", 0, (), 4),
        ("actor", 0, ("id",), 5),
        ("actor", 0, ("names", 0, "text"), 6),
        ("actor", 0, ("kind",), 13),
        ("actor", 0, ("roles", 0, "title"), 4),  # is of the next
        ("actor", 1, (), 15),
        ("actor", 1, ("kind",), 15),  # is of a name
        ("actor", 1, ("names",), 18),
        ("actor", 1, ("names", 1), 21),
        ("actor", 1, ("names", 1, "kind"), 23),
        ("actor", 1, ("names", 0, "kind"), 18),
        ("actor", 1, ("names", 1, "basis", "note"), 26),
        ("actor", 1, ("names", 2), 15),
        ("actor", 1, ("roles", 0, "title"), 29),
        ("actor", 2, ("roles", 0, "title"), 35),
        ("actor", 3, ("id",), 1),
        ("weapon", 0, ("id",), 1),
    ],
)
def test_each_field_has_its_line(kind: str, number: int, path: Path, line: int) -> None:
    assert Lines(_TEXT).of(kind, number, path) == line


@pytest.mark.parametrize(("kind", "headers"), [("actor", 3), ("actor.names", 2), ("names", 0)])
def test_headers_are_counted(kind: str, headers: int) -> None:
    assert Lines(_TEXT).headers(kind) == headers


@pytest.mark.parametrize(
    "value",
    [
        '["""x "b"""", """y\n[[it]]\n"""]',
        "'''x ''b'''''",
        '"""x\\"""" # "',
        '""""""',
        '""""""""',
    ],
)
def test_a_string_may_end_in_quotation_marks_of_its_own(value: str) -> None:
    text = f"a = {value}\nb = 1\n[[it]]\nc = 2\n"
    assert tomllib.loads(text)["it"] == [{"c": 2}]
    lines = Lines(text)
    assert lines.headers("it") == 1
    assert lines.of("it", 0) == text[: text.index("[[it]]\nc")].count("\n") + 1
