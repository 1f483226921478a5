"""Whether a record can be stored, said in words before the database refuses it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from viewer.records import Actor, Appraisal, Dates, Mention, Source, Span, Stance, Statement, Weapon

_STATEMENT_ID = re.compile(r"[a-z2-7]{12}")
_ID = re.compile(r"[a-z0-9-]+")
_LONGEST_ID = 200
"""Characters of an id: of a source it becomes the name of a file."""


def verify_record(kind: str, record: Any) -> None:
    """Raise ValueError when a record, which is of ``kind``, cannot be stored.

    Whether there is what it refers to is for the library to say.
    """
    if kind != "library":
        _verify_id(record.id)
    match kind:
        case "library":
            _verify_written("title", record.title)
        case "actor" | "weapon":
            _verify_entity(record)
        case "source":
            verify_source(record)
        case "statement":
            verify_statement(record)
        case "claim":
            _verify_written("proposition", record.proposition)
        case "transfer":
            _verify_dates("dates", record.dates or Dates())
        case "event":
            _verify_written("text", record.text)
            _verify_dates("dates", record.dates)


def _verify_id(id: str) -> None:
    if not _ID.fullmatch(id):
        raise ValueError(f"id: “{id:.40}” is not made of lower-case letters, digits and dashes")
    if len(id) > _LONGEST_ID:
        raise ValueError(f"id: “{id:.40}” has more than {_LONGEST_ID} characters")


def _verify_entity(entity: Actor | Weapon) -> None:
    names = [name.text for name in entity.names]
    if entity.name not in names:
        raise ValueError(f"the heading “{entity.name}” is none of its names")
    for name in names:
        _verify_written("name", name)
    for role in getattr(entity, "roles", ()):
        _verify_written("title", role.title)
        _verify_dates("dates", role.dates or Dates())


def verify_source(source: Source) -> None:
    """Raise ValueError when a source's text is not what its hash and asides say."""
    _verify_written("title", source.title)
    if "\0" in source.text or "\r" in source.text:
        raise ValueError("text: holds a NUL or a carriage return; remove it")
    if hashlib.sha256(source.text.encode()).hexdigest() != source.sha256:
        raise ValueError("sha256: is not that of the text")
    _verify_dates("published", source.published)
    for aside in source.asides:
        verify_passage("aside", aside.start, aside.end, aside.exact, source.text)


def verify_statement(statement: Statement) -> None:
    """Raise ValueError when a part of a statement is not within it, or something is not given.

    Whether the statement is the text of its source is for ``verify_passage``.
    """
    if not _STATEMENT_ID.fullmatch(statement.id):
        raise ValueError(f"id: “{statement.id:.40}” is not twelve characters a-z, 2-7")
    _verify_dates("said", statement.said)
    if not statement.chain or not all(link.actors for link in statement.chain):
        raise ValueError("chain: a statement has a chain, and each of its links an actor")
    for link in statement.chain:
        _verify_each_once("chain", link.actors)
    for name, spans in (
        ("quoted", statement.quoted),
        ("content", statement.content),
        ("cue", statement.cue),
        ("mentions", statement.mentions),
    ):
        _verify_spans(name, spans, statement)
    for mention in statement.mentions:
        if (mention.actor is None) == (mention.weapon is None):
            raise ValueError("mentions: a mention is of one actor or of one weapon")
    for stance in statement.stances:
        _verify_stand("stances", stance, statement)
        if stance.cue:
            _verify_spans("cue", (stance.cue,), statement)
        if stance.as_of:
            _verify_dates("as_of", stance.as_of)
    for appraisal in statement.appraisals:
        _verify_stand("appraisals", appraisal, statement)
        _verify_spans("words", (appraisal.words,), statement)


def verify_passage(name: str, start: int, end: int, exact: str, text: str) -> None:
    """Raise ValueError when ``exact`` is not what ``text`` has from ``start`` to ``end``."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{name}: {start}:{end} is outside the source's text")
    if text[start:end] != exact:
        raise ValueError(
            f"{name}: the source has “{text[start:end]:.80}” at {start}:{end}, not “{exact:.80}”"
        )


def _verify_spans(name: str, spans: Iterable[Span | Mention], statement: Statement) -> None:
    for span in spans:
        start, end = span.start - statement.start, span.end - statement.start
        inside = 0 <= start < end <= len(statement.exact)
        if not inside or statement.exact[start:end] != span.text:
            raise ValueError(f"{name}: “{span.text:.80}” is not at {span.start}:{span.end}")


def _verify_stand(name: str, stand: Stance | Appraisal, statement: Statement) -> None:
    if (stand.claim is None) == (stand.statement is None):
        raise ValueError(f"{name}: the target is one claim or one statement")
    if not stand.holders:
        raise ValueError(f"{name}: holders is empty; whose is it?")
    _verify_each_once("holders", stand.holders)
    if not 0 <= stand.asserted_by < len(statement.chain):
        raise ValueError(f"{name}: the chain has no link {stand.asserted_by}; count from 0")


def _verify_each_once(name: str, actors: Collection[str]) -> None:
    if len(actors) > 1 and len(set(actors)) < len(actors):
        raise ValueError(f"{name}: an actor is given twice")


def _verify_written(name: str, text: str) -> None:
    """One reads, clicks and searches for it."""
    if not any(map(str.isalnum, text)):
        raise ValueError(f"{name}: “{text:.40}” has no letter and no digit")


def _verify_dates(name: str, dates: Dates) -> None:
    for day in (dates.first, dates.last):
        if day is not None and not _is_day(day):
            raise ValueError(f"{name}: “{day:.40}” is no day; write 2024-02-21")
    if dates.first and dates.last and dates.first > dates.last:
        raise ValueError(f"{name}: ends before it begins")


@lru_cache(maxsize=50_000)
def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False
