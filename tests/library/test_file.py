"""What is said of a file that SQLite will not read or write."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from tests.conftest import wire_folder
from viewer.ingest.build import build
from viewer.library.catalogue import Catalogue
from viewer.library.file import LibraryError, connect, explained, identify, is_library


def _fill(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE it (text)")
    connection.execute("PRAGMA max_page_count = 3")  # a small disk
    connection.execute("INSERT INTO it VALUES (zeroblob(100000))")


def _write_to_what_is_read(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA query_only = ON")
    connection.execute("CREATE TABLE it (text)")


@pytest.mark.parametrize(
    ("fail", "done", "said"),
    [
        (_fill, "written", "The disk that holds {path} is full; free some space and try again."),
        (
            _write_to_what_is_read,
            "written",
            "{path} cannot be written (attempt to write a readonly database); check that its disk "
            "has room and that you may write there.",
        ),
        (
            _write_to_what_is_read,
            "read",
            "{path} cannot be read (attempt to write a readonly database); check its disk and "
            "permissions.",
        ),
    ],
)
def test_what_one_can_do_is_said(
    fail: Callable[[sqlite3.Connection], None],
    done: Literal["read", "written"],
    said: str,
    tmp_path: Path,
) -> None:
    path = tmp_path / "it"
    with (
        contextlib.closing(sqlite3.connect(path)) as connection,
        pytest.raises(LibraryError) as error,
        explained(path, done),
    ):
        fail(connection)
    assert str(error.value) == said.format(path=path)


def test_a_fault_of_ours_stays_loud(tmp_path: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(tmp_path / "it")) as connection,
        pytest.raises(sqlite3.OperationalError, match="syntax error"),
        explained(tmp_path, "written"),
    ):
        connection.execute("SELEC")


def test_a_second_connection_is_to_the_same_file(wire_copy: Path) -> None:
    with contextlib.closing(Catalogue(wire_copy)) as first:
        with contextlib.closing(Catalogue(wire_copy, first)) as second:
            assert second.identity == first.identity == identify(wire_copy)
        build(wire_folder(), wire_copy)
        with pytest.raises(LibraryError, match=r"was replaced since it was opened; try again"):
            Catalogue(wire_copy, first)
        with contextlib.closing(Catalogue(wire_copy)) as anew:
            assert anew.identity != first.identity
        connect(wire_copy).close()


def test_a_library_is_known_by_how_it_begins(wire_copy: Path, tmp_path: Path) -> None:
    assert is_library(wire_copy)
    whole = wire_copy.read_bytes()
    others = {
        "empty": b"",
        "cut": whole[:71],
        "text": b"X" * 68 + whole[68:100],
        "another program's": whole[:68] + bytes(4) + whole[72:],
    }
    for name, content in others.items():
        (tmp_path / name).write_bytes(content)
        assert not is_library(tmp_path / name)
    wire_copy.write_bytes(whole[:100])
    assert is_library(wire_copy)  # though damaged, a library may be put in its place
