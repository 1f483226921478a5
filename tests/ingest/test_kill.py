"""A writer that is killed costs nothing that was there before."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import Run, wire_folder
from viewer.ingest.build import build, ensure_founding
from viewer.ingest.check import check
from viewer.ingest.jsonl import import_file
from viewer.ingest.progress import silent
from viewer.library import founding
from viewer.library.file import LibraryError
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


_KILLED_AMID_WRITING = """
import os, signal, sqlite3, sys

connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(f"PRAGMA journal_mode = {sys.argv[2]}")
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE entity SET note = hex(randomblob(3000))")
if sys.argv[2] == "WAL":
    connection.execute("COMMIT")
os.kill(os.getpid(), signal.SIGKILL)
"""


def _kill_a_writer(file: Path, mode: str) -> Path:
    """Return what a killed writer of ``file``, not always of ours, left beside it."""
    done = subprocess.run(
        [sys.executable, "-c", _KILLED_AMID_WRITING, str(file), mode], check=False, timeout=60
    )
    assert done.returncode == -9
    left = file.with_name(f"{file.name}-{'wal' if mode == 'WAL' else 'journal'}")
    assert left.stat().st_size
    return left


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
@pytest.mark.parametrize("is_linked", [False, True])
def test_what_a_killed_writer_left_is_not_written_into_a_new_library(
    mode: str, is_linked: bool, wire_copy: Path
) -> None:
    left = _kill_a_writer(wire_copy, mode)
    before, unfinished = wire_copy.read_bytes(), left.read_bytes()
    file, typed = wire_copy, f"{wire_copy}"
    if is_linked:
        file = wire_copy.with_name("a link.whosaid")
        typed = f"'{file}'"
        file.symlink_to(wire_copy)
    with pytest.raises(LibraryError) as error:
        build(wire_folder(), file)
    assert str(error.value) == (
        f"{file} is being written, or its writer stopped: {left.name} belongs to it; close what "
        f"has it open, and run “whosaid check --recover {typed}” before it is replaced."
    )
    assert (wire_copy.read_bytes(), left.read_bytes()) == (before, unfinished)
    check(file, recovering=True)
    build(wire_folder(), file)
    assert check(file).is_whole


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
@pytest.mark.parametrize("is_empty", [False, True], ids=["missing", "empty"])
def test_what_is_left_of_a_library_that_is_gone_is_not_written_into_a_new_one(
    mode: str, is_empty: bool, wire_copy: Path
) -> None:
    left = _kill_a_writer(wire_copy, mode)
    lines = wire_copy.with_name("lines.jsonl")
    lines.write_text('{"type": "library", "title": "T"}\n', encoding="utf-8")
    wire_copy.unlink()
    unfinished = left.read_bytes()
    takes: list[Callable[[], object]] = [lambda: build(wire_folder(), wire_copy)]
    if is_empty:
        wire_copy.touch()
    else:
        takes.append(lambda: import_file(lines, wire_copy, silent))
    for take in takes:
        with pytest.raises(LibraryError) as error:
            take()
        assert str(error.value) == (
            f"{left} was left by a library that is gone, and would be written into the new one; "
            "remove it, or name another file."
        )
    assert left.read_bytes() == unfinished
    left.unlink()
    for take in takes:
        take()
    assert check(wire_copy).is_whole


@pytest.mark.parametrize("content", [b"", bytes(512)], ids=["emptied", "kept, and void"])
def test_a_journal_with_nothing_to_roll_back_is_no_hindrance(
    content: bytes, wire_copy: Path
) -> None:
    wire_copy.with_name(wire_copy.name + "-journal").write_bytes(content)
    build(wire_folder(), wire_copy)
    assert check(wire_copy).is_whole


def test_programs_that_start_at_once_build_the_founding_library_once(
    process: Run, tmp_path: Path
) -> None:
    home = str(tmp_path)

    def search(_: int) -> tuple[int, str]:
        ended = process("search", "geran", "--json", XDG_DATA_HOME=home, XDG_CACHE_HOME=home)
        return ended.returncode, ended.stderr

    with ThreadPoolExecutor() as at_once:
        assert set(at_once.map(search, range(4))) == {(0, "")}


def test_the_founding_library_is_there_while_it_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    file = ensure_founding()
    before = file.read_bytes()
    file.with_name(file.name + ".built-from").write_text("another version")

    def fail(*_: object) -> None:
        assert file.read_bytes() == before
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("viewer.ingest.intake.replacing", fail)
        with pytest.raises(LibraryError, match="No space left on device"):
            ensure_founding()
    assert file.read_bytes() == before
    assert ensure_founding() == file
    assert founding.current() == file


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_the_founding_library_is_made_anew_whatever_was_left_of_it(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    file = ensure_founding()
    left = _kill_a_writer(file, mode)
    file.write_bytes(b"")
    assert ensure_founding() == file
    assert not left.exists()
    assert check(file).is_whole
