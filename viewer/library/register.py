"""The register of transfers, read for many at once in a few queries."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pyroaring import BitMap

from viewer.library.entities import Entity
from viewer.library.reading import Library
from viewer.library.standing import standings, status_of
from viewer.library.status import Status
from viewer.library.transfers import TransferRow
from viewer.records import Transfer

MOST = 5000
"""How many transfers are read; of more, those of which most statements speak."""

_JUDGED_AT_ONCE = 250  # claims; a thousand take seconds
_WORDS = 400  # code points of a passage


@dataclass(frozen=True, slots=True)
class TransferEvidence:
    """A statement on which a transfer rests; ``words`` are the beginning of its passage."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class TransferEntry:
    """A transfer with all that its row tells; names stand beside the ids of ``transfer``.

    ``designation`` is "" where only a class is known, ``description`` that class,
    and ``family`` the widest class that still tells it from others.  By row number:
    ``weapon_line`` holds the weapon and its classes, the nearest first; its figures
    are ``counted_as`` the nearest class; ``wider`` holds the claim and all that it
    narrows or implies.  ``status`` is None until ``judged`` has found it.
    """

    transfer: Transfer
    supplier: str
    recipient: str
    designation: str
    description: str
    family: str
    weapon_line: tuple[int, ...]
    counted_as: int
    proposition: str
    claim_row: int
    wider: frozenset[int]
    status: Status | None
    evidence: tuple[TransferEvidence, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """``entries`` by their ids; ``of`` is how many transfers there are in all.

    Where there are many, ``is_judged`` is False and their statuses are still to be read.
    """

    entries: tuple[TransferEntry, ...]
    of: int
    is_judged: bool


def register(library: Library, found: BitMap | None) -> Register:
    """Return the transfers that rest on the statements ``found`` (row numbers; None: all)."""
    rows = library.transfer_rows()
    spoken_of: dict[str, int] = {}
    for row in rows:
        library.pause()
        statements = library.postings.of("claim", row.claim) | BitMap(row.evidence)
        count = len(statements) if found is None else statements.intersection_cardinality(found)
        if count:
            spoken_of[row.transfer.id] = count
    if found is not None:
        rows = [row for row in rows if row.transfer.id in spoken_of]
    kept = sorted(rows, key=lambda row: -spoken_of.get(row.transfer.id, 0))[:MOST]
    kept.sort(key=lambda row: row.transfer.id)
    entries = tuple(_entries(library, kept, found))
    is_judged = len({row.claim for row in kept}) <= _JUDGED_AT_ONCE
    return Register(judged(library, entries) if is_judged else entries, len(rows), is_judged)


def judged(library: Library, entries: Iterable[TransferEntry]) -> tuple[TransferEntry, ...]:
    """Return ``entries`` with the statuses of their claims, which are read for all at once."""
    entries = tuple(entries)
    claims = sorted({entry.claim_row for entry in entries})
    found = standings(library, claims).items()
    statuses = {claim: status_of(library, standing) for claim, standing in found}
    return tuple(replace(entry, status=statuses[entry.claim_row]) for entry in entries)


def _entries(
    library: Library, rows: list[TransferRow], found: BitMap | None
) -> Iterable[TransferEntry]:
    entities = library.entities
    wider = _wider(library, {row.claim for row in rows})
    roots = [one for one in entities.rows("weapon") if entities[one].parent is None]
    root = roots[0] if len(roots) == 1 else None
    evidence = {row.transfer.id: _in_order(library, row, found) for row in rows}
    words = _words(library, {one for rows in evidence.values() for one in rows})
    for row in rows:
        supplier, recipient, weapon = (entities[one] for one in row.parties)
        line = (weapon.row, *(one.row for one in entities.above(weapon.row)))
        designated = _is_designation(weapon)
        classes = [one for one in line if entities[one].kind == "class"]
        described = [one for one in classes if one != weapon.row or not designated]
        families = [one for one in classes if one != root]
        yield TransferEntry(
            transfer=row.transfer,
            supplier=supplier.name,
            recipient=recipient.name,
            designation=weapon.name if designated else "",
            description=entities[described[0]].name if described else "",
            family=entities[(families or line)[-1]].name,
            weapon_line=line,
            counted_as=(classes or line)[0],
            proposition=row.proposition,
            claim_row=row.claim,
            wider=wider[row.claim],
            status=None,
            evidence=tuple(words[one] for one in evidence[row.transfer.id]),
        )


def _is_designation(weapon: Entity) -> bool:
    """Tell whether the name is that of a make, as also of a class with a proper name (Shahed)."""
    return weapon.kind == "model" or not any(word[:1].islower() for word in weapon.name.split())


def _wider(library: Library, claims: set[int]) -> dict[int, frozenset[int]]:
    """Return each of ``claims`` with every claim that it narrows or implies, by row number."""
    above: defaultdict[int, list[int]] = defaultdict(list)
    for claim, other in library.connection.execute(
        "SELECT claim, other FROM relation WHERE kind IN ('narrows', 'implies')"
    ):
        above[claim].append(other)
    wider = {}
    for claim in claims:
        seen, waiting = {claim}, [claim]
        while waiting:
            new = set(above.get(waiting.pop(), ())) - seen
            seen |= new
            waiting.extend(new)
        wider[claim] = frozenset(seen)
    return wider


def _in_order(library: Library, row: TransferRow, found: BitMap | None) -> list[int]:
    """Return the evidence of a transfer: what is asked for first, then what speaks of the claim."""
    on_claim = library.postings.of("claim", row.claim)
    return sorted(
        row.evidence,
        key=lambda one: (found is not None and one not in found, one not in on_claim, one),
    )


def _words(library: Library, rows: set[int]) -> dict[int, TransferEvidence]:
    return {
        row: TransferEvidence(id, words)
        for row, id, words in library.connection.rows(
            3,
            f"SELECT id, hash, substr(exact, 1, {_WORDS}) FROM statement"
            " WHERE id IN (SELECT value FROM json_each(?))",
            json.dumps([*rows]),
        )
    }
