"""A library that is written to while it is open."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import wire_folder
from tests.newcomer import add_newcomer
from viewer.ingest.build import build
from viewer.library.catalogue import Catalogue
from viewer.library.file import Changed, Damaged, LibraryError, damaged
from viewer.library.reading import Library


def test_what_was_added_does_not_fit_what_is_at_hand(wire_copy: Path) -> None:
    with contextlib.closing(Library(wire_copy)) as library:
        with library.unchanged():
            assert library.actor("newcomer") is None
        add_newcomer(wire_copy)
        with pytest.raises(Changed, match=r"was added to since it was opened"), library.unchanged():
            pytest.fail("it is not to be read")
        with pytest.raises(Changed, match=r"was added to since it was opened"):
            Catalogue(wire_copy, library)
    with contextlib.closing(Library(wire_copy)) as anew, anew.unchanged():
        assert anew.actor("newcomer")


def test_what_is_replaced_does_not_fit_either(wire_copy: Path) -> None:
    with contextlib.closing(Library(wire_copy)) as library:
        build(wire_folder(), wire_copy)
        with pytest.raises(Changed, match=r"was replaced since it was opened"), library.unchanged():
            pytest.fail("it is not to be read")


def test_what_is_taken_away_is_read_to_the_end(wire_copy: Path) -> None:
    with contextlib.closing(Library(wire_copy)) as library:
        assert library.actor("iran")
        wire_copy.unlink()
        with library.unchanged():
            assert library.actor("russia")


@pytest.mark.parametrize(("meanwhile", "fault"), [(add_newcomer, Changed), (Path.stat, Damaged)])
def test_what_is_added_in_the_midst_is_no_damage(
    wire_copy: Path, meanwhile: Callable[[Path], object], fault: type[LibraryError]
) -> None:
    def contradiction(library: Library) -> None:
        with library.unchanged():
            meanwhile(wire_copy)
            raise damaged(wire_copy)

    with contextlib.closing(Library(wire_copy)) as library, pytest.raises(fault):
        contradiction(library)


def test_who_reads_at_once_has_writers_wait(wire_copy: Path) -> None:
    with (
        contextlib.closing(Library(wire_copy)) as library,
        contextlib.closing(sqlite3.connect(wire_copy, timeout=0, isolation_level=None)) as writer,
    ):
        with library.at_once(), pytest.raises(sqlite3.OperationalError, match="locked"):
            writer.execute("UPDATE library SET title = 'Another'")
        writer.execute("UPDATE library SET title = 'Another'")
        with pytest.raises(Changed), library.at_once():
            pytest.fail("it is not to be read")
