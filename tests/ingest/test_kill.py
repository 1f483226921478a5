"""A writer that is killed costs nothing that was there before."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.ingest.check import check
from viewer.library.reading import Library

_KILLED = """
import os, signal, sys
from pathlib import Path
from viewer.ingest import intake
from viewer.ingest.jsonl import import_file

intake.BESIDE = int(sys.argv[3])

def kill(what, done, of):
    if what == sys.argv[4]:
        os.kill(os.getpid(), signal.SIGKILL)

import_file(Path(sys.argv[1]), Path(sys.argv[2]), kill)
"""

_LINE = (
    '{"type": "source", "id": "new", "title": "New", "kind": "article", "text": "Iran said so.",'
    ' "sha256": "SHA"}\n'
    '{"type": "statement", "id": "newnewnewnew", "source": "new", "start": 0, "end": 13,'
    ' "exact": "Iran said so.", "mode": "narration", "said": {"from": "2001-01-01"},'
    ' "chain": [{"role": "publication", "actors": ["ACTOR"]}]}\n'
)


@pytest.mark.parametrize("moment", ["reading", "writing"])
@pytest.mark.parametrize("beside", [5000, 0], ids=["in place", "made anew"])
def test_a_killed_import_leaves_the_library_as_it_was(
    moment: str, beside: int, wire_copy: Path, tmp_path: Path
) -> None:
    library = Library(wire_copy)
    actor = library.entities.of_type("actor")[0].id
    library.close()
    before = check(wire_copy)
    lines = tmp_path / "new.jsonl"
    digest = hashlib.sha256(b"Iran said so.").hexdigest()
    lines.write_text(_LINE.replace("SHA", digest).replace("ACTOR", actor), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(lines), str(wire_copy), str(beside), moment],
        check=False,
        timeout=60,
    )
    assert done.returncode == -9
    after = check(wire_copy, recovering=True)
    assert after.is_whole, after.findings
    assert after.content_hash == before.content_hash
