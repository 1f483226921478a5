"""The columns of all tables, whose names are to mean the same in each."""

from __future__ import annotations

import re

import pytest

from viewer.export import network, positions, register, statements, timeline


@pytest.mark.parametrize("module", [network, positions, register, statements, timeline])
def test_columns_are_named_as_a_program_would(module: object) -> None:
    header: tuple[str, ...] = module.HEADER  # type: ignore[attr-defined]
    assert len(set(header)) == len(header)
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", name) for name in header)
    # A source is a document, never the beginning of a tie; an id says that it is one.
    assert not {"source", "target", "statement", "standing", "from", "to"} & set(header)
