"""A small library whose words hold every kind of space, for the pages that show them."""

from __future__ import annotations

import json
from pathlib import Path

from viewer.ingest.build import build
from viewer.places import parse

QUOTED = (
    "two  spaces   and\ta tab",
    "  leading and trailing  ",
    "hard\u00a0and\u202fthin\u2009spaces",
    "one line\n    another,  indented",
    "said  of  what was said",
)
CUE, WORDS, DESCRIPTOR = "did  not\tsay", "a\tgame  changer", "an  official\tof  rank"

PAGES = tuple(
    map(
        parse,
        (
            *(f"viewer:statement/{letter * 12}" for letter in "abcdef"),
            *("viewer:actor/a", "viewer:actor/b", "viewer:claim/c", "viewer:source/one"),
            *("viewer:compare/a+b", "viewer:compare-sources/one+two"),
        ),
    )
)


def told(page: str) -> dict[str, tuple[int, int]]:
    """Return how often a page has each line of quoted words: as it is, and with any spaces."""
    loose = " ".join(page.split())
    lines = [line for words in (*QUOTED, CUE, WORDS, DESCRIPTOR) for line in words.split("\n")]
    return {line: (page.count(line), loose.count(" ".join(line.split()))) for line in lines}


def spaced(folder: Path) -> Path:
    """Build the library; returns its file."""
    (folder / "sources").mkdir(parents=True)
    (folder / "library.toml").write_text('title = "Spaces"\n', encoding="utf-8")
    (folder / "actors.toml").write_text(
        "".join(
            f'[[actor]]\nid = "{id}"\nname = "Actor {id}"\nkind = "organisation"\n'
            f'names = [{{text = "Actor {id}", kind = "official"}}]\n'
            for id in ("a", "b", "paper")
        ),
        encoding="utf-8",
    )
    (folder / "claims.toml").write_text(
        '[[claim]]\nid = "c"\nproposition = "It is so."\n', encoding="utf-8"
    )
    said = [f'He {CUE}: "{words}", {WORDS}, {DESCRIPTOR}.' for words in QUOTED]
    for name, lines in (("one", said), ("two", said[:1])):
        text = "\n".join(lines)
        (folder / "sources" / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        (folder / "sources" / f"{name}.toml").write_text(
            f'title = "{name}"\nkind = "article"\n'
            + "".join(
                _statement("f" if name == "two" else "abcde"[at], line, QUOTED[at], at)
                for at, line in enumerate(lines)
            ),
            encoding="utf-8",
        )
    file = folder.with_suffix(".whosaid")
    build(folder, file)
    return file


def _statement(letter: str, exact: str, quoted: str, at: int) -> str:
    holder = "ab"[at % 2]
    target = 'statement = "aaaaaaaaaaaa"' if letter == "e" else 'claim = "c"'
    position = ("affirms", "denies")[at % 2]
    return (
        f'[[statement]]\nid = "{letter * 12}"\nexact = {json.dumps(exact)}\nmode = "mixed"\n'
        f'quoted = [{json.dumps(quoted)}]\nsaid = {{on = "2024-01-0{at + 1}"}}\n'
        f'chain = [{{role = "publication", actors = ["paper"]}},'
        f' {{role = "speaker", actors = ["{holder}"], descriptor = {json.dumps(DESCRIPTOR)}}}]\n'
        f'[[statement.stances]]\nholders = ["{holder}"]\nasserted_by = "{holder}"\n{target}\n'
        f'position = "{position}"\nmodality = "plain"\ncue = {json.dumps(CUE)}\n'
        f'[[statement.appraisals]]\nholders = ["{holder}"]\nasserted_by = "{holder}"\n'
        f'claim = "c"\nwords = {json.dumps(WORDS)}\n'
    )
