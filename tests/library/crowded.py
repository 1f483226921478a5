"""A library of 4,200 statements with the same few words in all of them.

So many are enough for postings of words, and for glimpses of what would take long.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from viewer.ingest.entry import entry
from viewer.ingest.intake import create
from viewer.records import (
    About,
    Actor,
    Basis,
    Claim,
    Dates,
    Link,
    Name,
    Record,
    Source,
    Stance,
    Statement,
)

SOURCES, CLAIMS, EACH = 350, 320, 12

_SAID = (
    "Men of the arms trade spoke.",
    "The arms — “of men” — were there.",
    "Of arms and the men: nothing.",
    "There are men, the arms of whom are many.",
    "Arms of the men.",
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_FIRST = date(2001, 1, 1)


def build_crowded(file: Path) -> None:
    """Make the library."""
    create((entry(one, "made up") for one in _records()), file, lambda *_: None)


def _records() -> Iterator[Record]:
    yield About("Crowded")
    basis = Basis("editorial", "Made up.")
    for id in ("all", *(f"speaker-{at}" for at in range(5))):
        named = id.replace("-", " ").title()
        above = "all" if id in ("speaker-1", "speaker-3") else None
        official = Name(named, "official", basis=basis)
        yield Actor(id, named, "person", above, basis if above else None, (official,))
    for at in range(CLAIMS):
        yield Claim(f"matter-{at}", f"Matter {at} is so")
    for at in range(SOURCES):
        lines = [_said(at * EACH + n * n, at * EACH + n) for n in range(EACH)]
        text = "\n".join(lines)
        sha = hashlib.sha256(text.encode()).hexdigest()
        yield Source(f"paper-{at}", f"Paper {at}", "article", text, sha)
        start = 0
        for n, line in enumerate(lines):
            number = at * EACH + n
            day = (_FIRST + timedelta(number * 37 % 5000)).isoformat()
            speaker = f"speaker-{number % 5}"
            stance = Stance((speaker,), 0, "affirms", claim=f"matter-{number % CLAIMS}")
            yield Statement(
                id=_hash(number),
                source=f"paper-{at}",
                start=start,
                end=start + len(line),
                exact=line,
                mode="indirect",
                said=Dates(day, day),
                chain=(Link("speaker", (speaker,)),),
                stances=(stance,) if number % 3 else (),
            )
            start += len(line) + 1


def _said(sentence: int, number: int) -> str:
    """Return one of the few sentences; nearly all of them end in the same phrases."""
    which = "many" if number % 50 else "mercy"
    where = f"U.S. department{'' if number % 60 else 's'}" if number % 70 else "department with us"
    return f"{_SAID[sentence % len(_SAID)]} One of {which}, a {where}."


def _hash(number: int) -> str:
    letters = []
    for _ in range(12):
        number, letter = divmod(number, 32)
        letters.append(_LETTERS[letter])
    return "".join(letters)
