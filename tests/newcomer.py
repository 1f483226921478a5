"""What is added to the library of tests/wire while it is open: somebody new says something."""

from __future__ import annotations

import json
from pathlib import Path

from viewer.ingest.jsonl import import_lines
from viewer.ingest.progress import silent

SAYS = "Iran delivered missiles"
ID = "newcomeraaaa"


def add_newcomer(file: Path) -> None:
    """Add an actor and a statement in which it denies a claim to a copy of the library."""
    text = (Path(__file__).parent / "wire/sources/wire.txt").read_text(encoding="utf-8")
    start = text.index(SAYS)
    chain = [{"role": "speaker", "actors": ["newcomer"]}]
    stance = {"holders": ["newcomer"], "asserted_by": 0, "position": "denies"}
    records: list[dict[str, object]] = [
        {
            "type": "actor",
            "id": "newcomer",
            "name": "Newcomer",
            "kind": "person",
            "names": [{"text": "Newcomer", "kind": "official"}],
        },
        {
            "type": "statement",
            "id": ID,
            "source": "wire",
            "start": start,
            "end": start + len(SAYS),
            "exact": SAYS,
            "mode": "indirect",
            "said": {"from": "2025-01-01", "to": "2025-01-01"},
            "chain": chain,
            "stances": [{**stance, "claim": "missiles-delivered"}],
        },
    ]
    import_lines([json.dumps(record).encode() for record in records], "it", file, silent)
