"""What a statement comes to in rows of the library, before the library is asked.

A slug stands where a row number will stand; that of a statement is given with it.  This needs
nothing but the statements, so that other processes can do it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast, get_args

from viewer.ingest import forms
from viewer.ingest.entry import Entry
from viewer.ingest.index import columns
from viewer.ingest.pairs import pairs
from viewer.ingest.verify import verify_statement
from viewer.records import (
    Appraisal,
    Basis,
    Dates,
    Stance,
    Statement,
)
from viewer.terms import (
    MODES,
    POSITIONS,
    LinkRole,
    Modality,
)

Row = tuple[Any, ...]


def _codes(words: Sequence[str]) -> dict[str, int]:
    """Return the number by which the schema keeps each word of a short list."""
    return {word: code for code, word in enumerate(words)}


_MODES = _codes(MODES)
_ROLES = _codes(get_args(LinkRole))
_POSITIONS = _codes(POSITIONS)
_MODALITIES = _codes(get_args(Modality))
_QUOTED, _CONTENT, _CUE = range(3)


@dataclass(slots=True)
class Rows:
    """The rows of a batch of statements, by table, each as ``store`` reads it.

    They end with the first statement that contradicts itself; ``fault`` says how.  ``where``
    tells on which line each statement was read.  ``pairs`` has the row numbers of the
    statements of each as an array of unsigned integers: its bytes are quick to hand over.
    """

    where: dict[int, str] = field(default_factory=dict)
    statements: list[Row] = field(default_factory=list)
    words: list[tuple[int, str, str]] = field(default_factory=list)
    pairs: dict[str, bytes] = field(default_factory=dict)
    spans: list[Row] = field(default_factory=list)
    mentions: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    stances: list[Row] = field(default_factory=list)
    stance_holders: list[Row] = field(default_factory=list)
    appraisals: list[Row] = field(default_factory=list)
    appraisal_holders: list[Row] = field(default_factory=list)
    fault: str = ""


def rows(batch: Sequence[tuple[int, Entry]], paired: frozenset[str] = frozenset()) -> Rows:
    """Return the rows of ``batch``, statements by row number, and the pairs of some words."""
    found = Rows()
    of_pairs: dict[str, array[int]] = {}
    for row, entry in batch:
        statement = cast(Statement, forms.read(entry.line)[1])
        found.where[row] = entry.where
        _add_statement(found, row, statement)
        try:
            verify_statement(statement)
        except ValueError as error:
            found.fault = str(error)
            break
        _add_parts(found, row, statement)
        for pair in pairs(found.words[-1][1], paired):
            of_pairs.setdefault(pair, array("I")).append(row)
    found.pairs = {pair: statements.tobytes() for pair, statements in of_pairs.items()}
    return found


def _add_statement(found: Rows, row: int, statement: Statement) -> None:
    said = statement.said
    found.statements.append(
        (
            row,
            statement.id,
            statement.source,
            statement.start,
            statement.end,
            _MODES[statement.mode],
            said.first,
            None if said.last == said.first else said.last or "",
            _basis(said),
            statement.exact,
            statement.note,
        )
    )
    found.words.append((row, *columns("statement_words", statement.exact)))


def _add_parts(found: Rows, row: int, statement: Statement) -> None:
    for code, spans in (
        (_QUOTED, statement.quoted),
        (_CONTENT, statement.content),
        (_CUE, statement.cue),
    ):
        found.spans += [(row, code, span.start, span.end) for span in spans]
    for mention in statement.mentions:
        who = ("weapon", mention.weapon) if mention.actor is None else ("actor", mention.actor)
        found.mentions.append((row, mention.start, mention.end, *who))
    for position, link in enumerate(statement.chain):
        found.links += [
            (row, position, ordinal, _ROLES[link.role], actor, link.descriptor)
            for ordinal, actor in enumerate(link.actors)
        ]
    for stance in statement.stances:
        _add_stance(found, row, stance)
    for appraisal in statement.appraisals:
        _add_appraisal(found, row, appraisal)


def _add_stance(found: Rows, row: int, stance: Stance) -> None:
    cue, as_of = stance.cue, stance.as_of or Dates()
    found.stance_holders += [
        (len(found.stances), ordinal, holder) for ordinal, holder in enumerate(stance.holders)
    ]
    found.stances.append(
        (
            row,
            stance.asserted_by,
            stance.claim,
            stance.statement,
            _POSITIONS[stance.position],
            _MODALITIES[stance.modality],
            cue.start if cue else None,
            cue.end if cue else None,
            as_of.first,
            as_of.last,
            _basis(as_of),
            stance.note,
        )
    )


def _add_appraisal(found: Rows, row: int, appraisal: Appraisal) -> None:
    found.appraisal_holders += [
        (len(found.appraisals), ordinal, holder) for ordinal, holder in enumerate(appraisal.holders)
    ]
    found.appraisals.append(
        (
            row,
            appraisal.asserted_by,
            appraisal.claim,
            appraisal.statement,
            appraisal.modality,
            appraisal.words.start,
            appraisal.words.end,
            appraisal.note,
        )
    )


def _basis(dates: Dates) -> Basis | None:
    """Return how a date is known as a record: a form is not for other processes."""
    given = dates.basis
    return given and Basis(given.kind, given.note, given.alternative, given.evidence)
