"""Libraries made up by hypothesis, stranger than anybody would write them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from viewer.ingest.entry import entry
from viewer.ingest.intake import create
from viewer.records import (
    About,
    Actor,
    Appraisal,
    Aside,
    Basis,
    Claim,
    Dates,
    Event,
    Link,
    Mention,
    Name,
    Quantity,
    Record,
    Relation,
    Role,
    Sameness,
    Source,
    Span,
    Stance,
    Statement,
    Transfer,
    Weapon,
)
from viewer.terms import MODES, POSITIONS

# Repeated words, words inside words, and what TOML, JSON or SQLite could stumble over.
_PIECES = (
    *(
        "Iran",
        "Iranian",
        "an",
        "a",
        "aa",
        "said",
        "said",
        "said",
        " ",
        " ",
        " ",
        "-",
        ".",
        ",",
        "\n",
    ),
    *('"', "'", '"""', "'''", "\\", "\\n", "#", "[[statement]]", "\t", "\x1b", "\x7f", "\x85"),
    *(
        "\u2028",
        "\ufeff",
        "\u202e",
        "\u200d",
        "e\u0301",
        "é",
        "👩\u200d🚀",
        "ایران",
        "Иран",
        "伊朗",
        "ß",
    ),
)

texts = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=24).map("".join)
titles = texts.filter(lambda text: any(map(str.isalnum, text)))
notes = st.one_of(st.just(""), texts, st.sampled_from(["\r", "a\r\nb", "\x00", "nth = 2"]))
# SQLite 3.40 takes the first of March 300 for another day, and no other.
_days = st.dates(date(1000, 1, 1)).map(lambda day: day.isoformat())


def slugs(stem: str) -> st.SearchStrategy[list[str]]:
    return st.integers(1, 3).map(lambda count: [f"{stem}-{number}" for number in range(count)])


@st.composite
def bases(draw: st.DrawFn, statements: Sequence[str]) -> Basis:
    evidence = (
        tuple(sorted(draw(st.sets(st.sampled_from(statements), max_size=2)))) if statements else ()
    )
    kind: Any = draw(st.sampled_from(["stated", "inferred", "editorial"]))
    if kind == "stated":
        return Basis("stated", draw(notes), draw(notes), evidence or tuple(statements[:1]))
    return Basis(kind, draw(titles if kind == "inferred" else texts), draw(notes), evidence)


@st.composite
def dates(draw: st.DrawFn, statements: Sequence[str]) -> Dates:
    first, last = sorted((draw(_days), draw(_days)))
    written = draw(
        st.sampled_from(
            [
                (None, None),
                (first, None),
                (None, last),
                (first, last),
                (first, first),
                (f"{first[:7]}-01", f"{first[:7]}-28"),
                (f"{first[:4]}-01-01", f"{first[:4]}-12-31"),
                ("2024-02-01", "2024-02-29"),
            ]
        )
    )
    return Dates(*written, draw(st.none() | bases(statements)))


@st.composite
def spans(draw: st.DrawFn, text: str, base: int = 0) -> Span:
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return Span(base + start, base + end, text[start:end])


@st.composite
def names(draw: st.DrawFn, heading: str, statements: Sequence[str]) -> tuple[Name, ...]:
    kinds: list[Any] = ["official", "alias", "local designation", "misspelling"]
    others = draw(st.lists(st.tuples(titles, st.sampled_from(kinds)), max_size=2, unique=True))
    given = dict.fromkeys([(heading, "official"), *others])
    return tuple(
        Name(
            text,
            kind,
            draw(st.sampled_from(["", "en", "fa"])),
            draw(st.sampled_from(["", "Arab"])),
            draw(st.none() | bases(statements)),
        )
        for text, kind in given
    )


@st.composite
def libraries(draw: st.DrawFn) -> list[Record]:
    """Return the records of one library; it may hold orphans, and nothing else is wrong."""
    actors, weapons, claims = draw(slugs("actor")), draw(slugs("weapon")), draw(slugs("claim"))
    sources = draw(slugs("source"))
    ids = [f"statement{letter}23" for letter in "abcdefg"[: draw(st.integers(0, 7))]]
    basis, optional = bases(ids), st.none() | bases(ids)
    optional_dates = dates(ids).map(lambda found: None if found == Dates() else found)
    one_actor, one_weapon, one_claim = map(st.sampled_from, (actors, weapons, claims))
    several = st.lists(one_actor, min_size=1, max_size=2, unique=True).map(tuple)
    records: list[Record] = [About(draw(titles), draw(notes))]
    for number, slug in enumerate(actors):
        heading = draw(titles)
        roles = draw(
            st.lists(
                st.builds(
                    Role,
                    title=titles,
                    organisation=st.none() | one_actor,
                    dates=optional_dates,
                    basis=optional,
                ),
                max_size=2,
            )
        )
        records.append(
            Actor(
                slug,
                heading,
                draw(st.sampled_from(["state", "person", "unnamed"])),
                draw(st.none() | st.sampled_from(actors[:number])) if number else None,
                draw(optional),
                draw(names(heading, ids)),
                tuple(roles),
                draw(notes),
            )
        )
    for number, slug in enumerate(weapons):
        heading = draw(titles)
        records.append(
            Weapon(
                slug,
                heading,
                draw(st.sampled_from(["class", "model"])),
                draw(st.none() | st.sampled_from(weapons[:number])) if number else None,
                draw(optional),
                draw(names(heading, ids)),
                draw(notes),
            )
        )
    if len(actors) > 1:
        records.append(
            Sameness("same", "same", draw(basis), tuple(actors[:2]), withdrawn=draw(notes))
        )
    for number, slug in enumerate(claims):
        relations = (
            tuple(
                Relation("narrows", other, draw(basis))
                for other in draw(st.sets(st.sampled_from(claims[:number])))
                if number
            )
            if number
            else ()
        )
        ordered = tuple(sorted(relations, key=lambda relation: relation.claim))
        records.append(Claim(slug, draw(titles), ordered, draw(notes)))
    records.append(
        Transfer(
            "transfer",
            draw(one_actor),
            draw(one_actor),
            draw(one_weapon),
            draw(st.sampled_from(["agreed", "used"])),
            draw(one_claim),
            draw(basis),
            draw(
                st.none() | st.builds(Quantity, text=texts, unit=notes, low=st.none() | st.just(2))
            ),
            draw(optional_dates),
            draw(notes),
        )
    )
    records.append(
        Event(
            "event",
            draw(titles),
            draw(dates(ids)),
            draw(basis),
            tuple(actors[:1]),
            tuple(weapons[:1]),
        )
    )
    texts_of: dict[str, str] = {}
    for slug in sources:
        texts_of[slug] = text = draw(texts)
        asides = draw(st.lists(spans(text), max_size=1))
        records.append(
            Source(
                slug,
                draw(titles),
                "article",
                text,
                hashlib.sha256(text.encode()).hexdigest(),
                draw(optional),
                draw(st.none() | one_actor),
                draw(optional),
                draw(dates(ids)),
                draw(st.sampled_from(["", "en"])),
                draw(notes),
                tuple(
                    Aside(one.start, one.end, one.text, "boilerplate", draw(notes))
                    for one in asides
                ),
                draw(notes),
            )
        )
    for id in ids:
        source = draw(st.sampled_from(sources))
        whole = Span(0, len(texts_of[source]), texts_of[source])
        # Several voices may share a passage.
        passage = draw(st.one_of(st.just(whole), spans(texts_of[source])))
        inside = spans(passage.text, passage.start)
        parts = st.lists(inside, max_size=3, unique_by=_start).map(_in_text)
        chain = draw(
            st.lists(
                st.builds(
                    Link,
                    role=st.sampled_from(["publication", "relayer", "speaker"]),
                    actors=several,
                    descriptor=notes,
                ),
                min_size=1,
                max_size=3,
            )
        )
        link = st.integers(0, len(chain) - 1)
        target: st.SearchStrategy[dict[str, Any]] = st.one_of(
            one_claim.map(lambda slug: {"claim": slug}),
            st.sampled_from(ids).map(lambda other: {"statement": other}),
        )
        stances = [
            Stance(
                draw(several),
                draw(link),
                draw(st.sampled_from(POSITIONS)),
                draw(st.sampled_from(["plain", "hedged"])),
                cue=draw(st.none() | inside),
                as_of=draw(optional_dates),
                note=draw(notes),
                **draw(target),
            )
            for _ in range(draw(st.integers(0, 2)))
        ]
        appraisals = [
            Appraisal(draw(several), draw(link), draw(inside), note=draw(notes), **draw(target))
            for _ in range(draw(st.integers(0, 1)))
        ]
        entities = st.one_of(
            one_actor.map(lambda slug: {"actor": slug}),
            one_weapon.map(lambda slug: {"weapon": slug}),
        )
        named = draw(
            st.lists(
                st.tuples(inside, entities),
                max_size=5,
                unique_by=lambda one: (one[0].start, one[0].end, *one[1].items()),
            )
        )
        records.append(
            Statement(
                id,
                source,
                passage.start,
                passage.end,
                passage.text,
                draw(st.sampled_from(MODES)),
                draw(dates(ids)),
                tuple(chain),
                draw(parts),
                draw(parts),
                draw(parts),
                tuple(Mention(one.start, one.end, one.text, **who) for one, who in named),
                tuple(stances),
                tuple(appraisals),
                draw(notes),
            )
        )
    return records


def _start(span: Span) -> int:
    return span.start


def _in_text(found: list[Span]) -> tuple[Span, ...]:
    return tuple(sorted(found, key=_start))


def store(records: Sequence[Record], file: Path) -> None:
    """Write ``records`` as a library without going through the folder form."""
    create((entry(one, "made up") for one in records), file, lambda *_: None)
