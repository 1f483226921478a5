from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.export.csv import table

FIELDS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(FIELDS, min_size=n, max_size=n))))
def test_whatever_is_written_is_read_again(rows: list[list[str]]) -> None:
    header = [f"column {at}" for at in range(len(rows[0]) if rows else 1)]
    assert list(csv.reader(io.StringIO(table(header, rows), newline=""))) == [header, *rows]


def test_words_are_not_changed() -> None:
    written = table(["words"], [["=1+1"], ["“a, b”"], ['say "no"'], ["one\ntwo"]])
    assert written == 'words\r\n=1+1\r\n"“a, b”"\r\n"say ""no"""\r\n"one\ntwo"\r\n'


@pytest.mark.parametrize("row", [[], ["one"], ["one", "two", "three"]])
def test_a_row_of_another_length_is_a_fault_of_ours(row: list[str]) -> None:
    with pytest.raises(ValueError, match="its header 2"):
        table(["a", "b"], [row])
