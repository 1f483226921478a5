"""What is typed, chosen and opened: a fixed list for each size."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.bench.vocabulary import misspelt
from tests.bench.world import World, world
from viewer.records import Actor, Weapon
from viewer.terms import NameKind


@dataclass(frozen=True, slots=True)
class Typed:
    """``text`` is typed letter by letter; ``fts`` asks FTS5 the same, where it can be asked."""

    name: str
    text: str
    fts: str = ""


def queries(size: int) -> list[Typed]:
    """Return what is typed into the search box."""
    made = world(size)
    words = made.words
    common, other, rare = words[150], words[900], words[40_000]
    state = next(actor for actor in made.actors if actor.kind == "state")
    person = next(actor for actor in made.actors if actor.kind == "person")
    outlet = made.outlets[0]
    claim = made.claims[0].id.split("-")
    near = misspelt(Random(3), state.name).lower()  # noqa: S311 - to be repeated
    return [
        Typed("commonest word", words[0] + " ", words[0]),
        Typed("rare word", rare + " ", rare),
        Typed("two words", f"{common} {other} ", f"{common} {other}"),
        Typed("phrase", '"has repeatedly denied"', '"has repeatedly denied"'),
        Typed("one letter", "s", "s*"),
        Typed("two letters", "st", "st*"),
        Typed("alias", _named(made.weapons, "alias").lower()),
        Typed("misspelling", _named(made.actors, "misspelling").lower()),
        Typed("near spelling", near),
        Typed("speaker:", f"speaker:{state.name.lower()}"),
        Typed("holder:", f"holder:{state.name.lower()}"),
        Typed("via:", f'via:"{outlet.name.lower()}"'),
        Typed("mentioned:", f"mentioned:{state.name.lower()}"),
        Typed("actor:", f'actor:"{person.name.lower()}"'),
        Typed("weapon:", f"weapon:{made.weapons[0].name.lower()}"),
        Typed("stance:", "stance:denies"),
        Typed("claim:", f"claim:{max(claim, key=len)}"),
        Typed("source:", f'source:"{outlet.name.lower()}"'),
        Typed("mode:", "mode:direct"),
        Typed("before:", "before:2010"),
        Typed("after:", "after:2020-06"),
        Typed("-not", f"{common} -{words[0]} ", f"{common} NOT {words[0]}"),
        Typed("OR", f"{common} OR {other} ", f"{common} OR {other}"),
        Typed("nothing found", "qzxwvqk ", "qzxwvqk"),
    ]


def searches(size: int) -> list[str]:
    """Return words of every frequency, for searching again and again."""
    words: World = world(size)
    return [words.words[int(1.02**at) + at] for at in range(500)]


def places(file: Path) -> list[str]:
    """Return a place of every kind, each the one with most in it."""
    with contextlib.closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as library:
        busiest = {
            "claim": "SELECT slug FROM claim JOIN stance ON stance.claim = claim.id",
            "source": "SELECT slug FROM source JOIN statement ON statement.source = source.id",
            "actor": "SELECT slug FROM entity JOIN stance_holder AS h ON h.actor = entity.id",
            "statement": "SELECT hash FROM statement AS s JOIN stance ON stance.statement = s.id",
            "weapon": "SELECT entity.slug FROM entity JOIN transfer ON transfer.weapon = entity.id",
        }
        found = [
            (kind, library.execute(f"{query} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"))
            for kind, query in busiest.items()
        ]
        return ["library", "help", *(f"{kind}/{id}" for kind, rows in found for (id,) in rows)]


def _named(entities: tuple[Actor, ...] | tuple[Weapon, ...], kind: NameKind) -> str:
    """Return the most popular name of a kind."""
    return next(name.text for one in entities for name in one.names if name.kind == kind)
