from __future__ import annotations

import csv
import io

from viewer.export.positions import HEADER, stands_table
from viewer.library.positions import positions
from viewer.library.reading import Library


def test_a_row_tells_the_stand_and_the_words_behind_it(founding: Library) -> None:
    read = positions(founding, None)
    claim = next(one for one in read.rows if one.id == "iran-delivered-hundreds-of-missiles")
    stands = [stand for (row, _), cell in read.cells.items() if row == claim.row for stand in cell]
    written = stands_table(read, ((claim, "a group", stand) for stand in stands))
    found = csv.DictReader(io.StringIO(written, newline=""))
    assert tuple(found.fieldnames or ()) == HEADER
    rows = {row["statement_id"]: row for row in found}
    row = rows["ar7q5ts4fter"]
    statement = founding.statement("ar7q5ts4fter")
    source = founding.source("iranian-missiles-to-russia")
    assert statement
    assert source
    assert row == {
        "claim_id": claim.id,
        "claim": claim.proposition,
        "status": "single-sourced",
        "holder": "Reuters",
        "group": "a group",
        "position": "affirms",
        "modality": "plain",
        "report_id": "",
        "how": row["how"],
        "asserted_by": "Reuters",
        "said_from": statement.said.first,
        "said_to": statement.said.last,
        "said_basis": "inferred",
        "statement_id": statement.id,
        "exact": statement.exact,
        "source_id": source.id,
        "source_title": source.title,
    }
    assert rows["qveimeow5kv4"]["report_id"] == statement.id
    assert rows["qveimeow5kv4"]["holder"] == "Ukrainian officials; Western officials"
