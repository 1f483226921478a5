"""Records as the lines of JSON that ``search`` and ``list`` promise.

Every key is always there; what is not known is null.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from viewer.library.claims import BriefStand
from viewer.library.entities import Entity
from viewer.library.reading import Library
from viewer.library.search import Matched
from viewer.library.sources import Heading
from viewer.library.status import Status
from viewer.records import Basis, Claim, Dates, Event, Mention, Name, Stance, Statement, Transfer

Line = dict[str, Any]


def written(line: Line) -> str:
    """Return one line of JSON."""
    return json.dumps(line, ensure_ascii=False)


def hit(statement: Statement, matched: Matched, library: Library) -> Line:
    """Return a statement that was found, and why."""
    return {
        "id": statement.id,
        "exact": statement.exact,
        "source": statement.source,
        "start": statement.start,
        "end": statement.end,
        "mode": statement.mode,
        "quoted": [{"start": span.start, "end": span.end} for span in statement.quoted],
        "said": dates(statement.said),
        "chain": [
            {
                "role": link.role,
                "actors": [{"id": actor, "name": library.name(actor)} for actor in link.actors],
                "descriptor": link.descriptor,
            }
            for link in statement.chain
        ],
        "mentions": [_mention(mention) for mention in statement.mentions],
        "stances": [
            {**_who(stance, statement), **_target(stance), **_how(stance)}
            for stance in statement.stances
        ],
        "matched": {"by": matched.by, "name": matched.name or None},
    }


def entity(found: Entity, names: tuple[Name, ...], library: Library) -> Line:
    """Return an actor or a weapon with the number of its statements, those below it included."""
    part: Literal["actor", "mentioned"] = "actor" if found.type == "actor" else "mentioned"
    parent = None if found.parent is None else library.entities[found.parent].id
    return {
        "id": found.id,
        "name": found.name,
        "names": [
            {
                "text": name.text,
                "kind": name.kind,
                "script": name.script or None,
                "basis": _kind(name.basis),
            }
            for name in names
        ],
        "kind": found.kind,
        "parent": parent,
        "statements": len(library.facets.statements(part, found.row)),
    }


def source(heading: Heading) -> Line:
    """Return a source without its text."""
    return {
        **_heading(heading.id, heading.title, heading.kind, heading.statements),
        "publisher": heading.publisher,
        "published": dates(heading.published),
        "url": heading.url or None,
    }


def claim(record: Claim, status: Status, stands: Iterable[BriefStand], library: Library) -> Line:
    """Return a claim, who stands where on it (newest first), and what that comes to."""
    return {
        **_heading(record.id, record.proposition, "claim", len(library.said_on(record.id))),
        "proposition": record.proposition,
        "positions": [
            {
                "holder": list(one.holders),
                "asserted_by": list(one.asserted_by),
                "position": one.position,
                "modality": one.modality,
                "cue": one.cue,
                "statement": one.statement,
                "said": dates(one.dates),
            }
            for one in stands
        ],
        "relations": [
            {
                "kind": relation.kind,
                "claim": relation.claim,
                "basis": relation.basis.kind,
                "note": relation.basis.note or None,
            }
            for relation in record.relations
        ],
        "status": status.kind,
        "why": status.why,
    }


def transfer(record: Transfer, status: Status, library: Library) -> Line:
    """Return a transfer with the status of the claim behind it."""
    quantity = record.quantity
    return {
        **_heading(
            record.id,
            transfer_name(record, library),
            "transfer",
            len(library.said_on(record.claim)),
        ),
        "supplier": record.supplier,
        "recipient": record.recipient,
        "weapon": record.weapon,
        "stage": record.stage,
        "quantity": None
        if quantity is None
        else {
            "text": quantity.text,
            "unit": quantity.unit or None,
            "low": quantity.low,
            "high": quantity.high,
        },
        "dates": dates(record.dates or Dates()),
        "status": status.kind,
        "claim": record.claim,
    }


def transfer_name(record: Transfer, library: Library) -> str:
    """Return what a transfer is called: who supplies whom with what."""
    weapon = library.entities.get("weapon", record.weapon)
    supplier, recipient = library.name(record.supplier), library.name(record.recipient)
    return f"{supplier} → {recipient}: {weapon.name if weapon else record.weapon}"


def event(record: Event) -> Line:
    """Return an event and the statements that it rests on."""
    return {
        **_heading(record.id, record.text, "event", len(record.basis.evidence)),
        "dates": dates(record.dates),
        "actors": list(record.actors),
        "weapons": list(record.weapons),
        "basis": record.basis.kind,
        "evidence": list(record.basis.evidence),
    }


def dates(given: Dates) -> Line:
    """Return a range of days with how it is known."""
    return {
        "from": given.first,
        "to": given.last,
        "basis": _kind(given.basis),
        "note": (given.basis.note or None) if given.basis else None,
    }


def _heading(id: str, name: str, kind: str, statements: int) -> Line:
    return {
        "id": id,
        "name": name,
        "names": [],
        "kind": kind,
        "parent": None,
        "statements": statements,
    }


def _kind(basis: Basis | None) -> str | None:
    return basis.kind if basis else None


def _mention(mention: Mention) -> Line:
    who = {"actor": mention.actor} if mention.actor is not None else {"weapon": mention.weapon}
    return {**who, "text": mention.text, "start": mention.start, "end": mention.end}


def _who(stance: Stance, statement: Statement) -> Line:
    return {
        "holder": list(stance.holders),
        "asserted_by": list(statement.chain[stance.asserted_by].actors),
    }


def _target(stance: Stance) -> Line:
    return {"claim": stance.claim} if stance.claim is not None else {"statement": stance.statement}


def _how(stance: Stance) -> Line:
    return {
        "position": stance.position,
        "modality": stance.modality,
        "cue": stance.cue.text if stance.cue else None,
    }


def picture(png: Path, size: tuple[int, int]) -> Line:
    """Return where a picture of the window is, and its size in pixels."""
    width, height = size
    return {"png": str(png), "width": width, "height": height}
