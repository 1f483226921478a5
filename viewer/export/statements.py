"""The statements of an answer as a table, a page of them at a time."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.cite import link_words
from viewer.conjunction import conjunction
from viewer.export.csv import lines, table
from viewer.library.reading import Library
from viewer.library.search import Hits, Matched
from viewer.records import Link, Stance, Statement

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
"""What ``whosaid search --json`` tells of a hit, flat; several ids are parted by spaces.

A chain leads from the publication on, its links parted by " > "; stances are parted by "; ",
and tell by whose word they are known where the holder's own words do not take them.
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
        link_words(speaker, library),
        " > ".join(f"{link.role}: {link_words(link, library)}" for link in statement.chain),
        "; ".join(_stance(stance, statement.chain) for stance in statement.stances),
        " ".join(dict.fromkeys(named)),
        " ".join(dict.fromkeys(weapons)),
        matched.by,
        matched.name,
    )


def _stance(stance: Stance, chain: tuple[Link, ...]) -> str:
    """Return a stance as “iran denies some-claim (hedged)”, if reported with by whose word."""
    how = "" if stance.modality == "plain" else f" ({stance.modality})"
    target, asserting = stance.claim or stance.statement, chain[stance.asserted_by].actors
    told = f"{conjunction(stance.holders)} {stance.position} {target}{how}"
    is_own = set(asserting) == set(stance.holders)
    return told if is_own else f"{told} according to {conjunction(asserting)}"
