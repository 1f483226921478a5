"""The statements of an answer as a table, a page of them at a time."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.export.csv import lines, table
from viewer.library.reading import Library
from viewer.library.search import Hits, Matched
from viewer.records import Stance, Statement

HEADER = (
    "id",
    "exact",
    "source_id",
    "start",
    "end",
    "mode",
    "said_from",
    "said_to",
    "said_basis",
    "speaker_ids",
    "speaker",
    "chain",
    "stances",
    "actor_ids",
    "weapon_ids",
    "matched_by",
    "matched_name",
)
"""The fields of a hit of ``whosaid search --json``; several ids are parted by spaces.

A chain leads from the publication on, its links parted by " > "; stances are parted by "; ".
"""

_PAGE = 100  # statements, read in a few hundredths of a second


def statements(hits: Hits, library: Library) -> Iterator[tuple[int, str]]:
    """Yield the statements of ``hits`` as CSV, in their order: the header, then page by page.

    With each page comes how many are written by its end.
    """
    yield 0, table(HEADER, ())
    for at in range(0, len(hits), _PAGE):
        rows = list(hits.rows[at : at + _PAGE])
        found = zip(rows, library.statements(rows), strict=True)
        page = lines(_row(statement, hits.matched(row), library) for row, statement in found)
        yield at + len(rows), page


def _row(statement: Statement, matched: Matched, library: Library) -> tuple[str, ...]:
    said, speaker = statement.said, statement.chain[-1]
    named = [mention.actor for mention in statement.mentions if mention.actor is not None]
    weapons = [mention.weapon for mention in statement.mentions if mention.weapon is not None]
    return (
        statement.id,
        statement.exact,
        statement.source,
        str(statement.start),
        str(statement.end),
        statement.mode,
        said.first or "",
        said.last or "",
        said.basis.kind if said.basis else "",
        " ".join(speaker.actors),
        _named(speaker.actors, library),
        " > ".join(f"{link.role}: {_named(link.actors, library)}" for link in statement.chain),
        "; ".join(_stance(stance) for stance in statement.stances),
        " ".join(dict.fromkeys(named)),
        " ".join(dict.fromkeys(weapons)),
        matched.by,
        matched.name,
    )


def _named(actors: tuple[str, ...], library: Library) -> str:
    return " and ".join(map(library.name, actors))


def _stance(stance: Stance) -> str:
    """Return a stance as “iran denies some-claim (hedged)”."""
    holders = " and ".join(stance.holders)
    how = "" if stance.modality == "plain" else f" ({stance.modality})"
    return f"{holders} {stance.position} {stance.claim or stance.statement}{how}"
