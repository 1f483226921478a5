"""Tables as comma-separated values (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as text whose first row is ``header``; every row has as many fields.

    Words are carried as they are: what a spreadsheet would take for a formula is
    not changed, since it would no longer be what the source says.
    Raises ValueError for a row of another length.
    """

    def checked() -> Iterator[Sequence[str]]:
        yield header
        for row in rows:
            if len(row) != len(header):
                raise ValueError(f"a row has {len(row)} fields, its header {len(header)}")
            yield row

    return lines(checked())


def lines(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of a table whose header is written already."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()
