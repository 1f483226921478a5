"""A small library in which Alpha and Beta agree, differ, and each speak alone."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.library.crowded import build_crowded
from viewer.ingest.build import build
from viewer.library.reading import Library

ACTORS = "".join(
    f'[[actor]]\nid = "{id}"\nname = "{id}"\nkind = "{kind}"\n'
    f'names = [{{text = "{id}", kind = "official"}}]\n{more}'
    for id, kind, more in (
        ("alpha", "state", ""),
        (
            "alpha-ministry",
            "organisation",
            'parent = "alpha"\nparent_basis = {kind = "editorial", note = "Its name."}\n',
        ),
        ("beta", "state", ""),
        ("gamma", "person", ""),
        ("paper", "outlet", ""),
    )
)

WEAPONS = """
[[weapon]]
id = "missile"
name = "missile"
kind = "class"
names = [{text = "missile", kind = "official"}]
"""

CLAIMS = "".join(
    f'[[claim]]\nid = "{id}"\nproposition = "{id}."\n'
    for id in ("sold", "bought", "secret", "fell", "rose")
)

# Day, speaker, holder, position, modality, matter.
SAID = [
    (1, "alpha", "alpha", "affirms", "plain", "sold"),
    (2, "beta", "beta", "denies", "plain", "sold"),
    (3, "alpha-ministry", "alpha-ministry", "affirms", "plain", "bought"),
    (4, "beta", "beta", "suggests", "hedged", "bought"),
    (5, "alpha", "alpha", "denies", "plain", "secret"),
    (6, "gamma", "beta", "affirms", "plain", "fell"),
    (7, "gamma", "alpha", "affirms", "predicted", "fell"),
    (8, "alpha", "alpha", "affirms", "plain", "sold"),
    (9, "gamma", "gamma", "does not confirm", "plain", "sold"),
    (9, "alpha", "alpha", "doubts", "plain", "rose"),
]


def said(number: int) -> str:
    """Return the id of the statement that stands at ``number`` in SAID."""
    return f"{'a' * 10}{'abcdefghij'[number]}a"


def _statement(number: int) -> str:
    day, speaker, holder, position, modality, claim = SAID[number]
    return f"""
[[statement]]
id = "{said(number)}"
exact = "Passage {number}: a missile."
mode = "indirect"
said = {{on = "2020-01-{day:02}"}}
chain = [{{role = "publication", actors = ["paper"]}}, {{role = "speaker", actors = ["{speaker}"]}}]
mentions = [{{text = "missile", weapon = "missile"}}]
[[statement.stances]]
holders = ["{holder}"]
asserted_by = "{speaker}"
claim = "{claim}"
position = "{position}"
modality = "{modality}"
"""


@pytest.fixture
def sides(folder: Callable[..., Path], tmp_path: Path) -> Iterator[Library]:
    def source(*numbers: int) -> dict[str, str]:
        name = f"sources_s{numbers[0]}"
        head = f'title = "S{numbers[0]}"\nkind = "article"\n'
        return {
            f"{name}_txt": "".join(f"Passage {n}: a missile.\n" for n in numbers),
            f"{name}_toml": head + "".join(_statement(n) for n in numbers),
        }

    root = folder(
        actors_toml=ACTORS,
        weapons_toml=WEAPONS,
        claims_toml=CLAIMS,
        **source(0, 2, 4, 5, 6, 7, 9),
        **source(1, 3),
        **source(8),
    )
    build(root, tmp_path / "sides.whosaid")
    with contextlib.closing(Library(tmp_path / "sides.whosaid")) as opened:
        yield opened


@pytest.fixture(scope="session")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    file = tmp_path_factory.mktemp("crowded") / "crowded.whosaid"
    build_crowded(file)
    with contextlib.closing(Library(file)) as library:
        yield library
