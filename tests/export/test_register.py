from __future__ import annotations

import csv
import io

from viewer.export.register import HEADER, register
from viewer.library.reading import Library
from viewer.library.register import register as read


def rows(library: Library) -> dict[str, dict[str, str]]:
    written = register(read(library, None).entries)
    found = csv.DictReader(io.StringIO(written, newline=""))
    assert tuple(found.fieldnames or ()) == HEADER
    return {row["id"]: row for row in found}


def test_a_row_tells_all_that_is_known(founding: Library) -> None:
    row = rows(founding)["iran-russia-missiles"]
    assert row.pop("note").startswith('"In four shipments". The lower bound')
    assert row.pop("date_note").startswith('"Since January", reported on February 21.')
    assert row.pop("claim").startswith("Since January, Iran has delivered hundreds of missiles")
    assert row == {
        "id": "iran-russia-missiles",
        "supplier_id": "iran",
        "supplier": "Iran",
        "recipient_id": "russia",
        "recipient": "Russia",
        "weapon_id": "missile",
        "designation": "",
        "description": "missile",
        "stage": "delivered",
        "quantity": "hundreds",
        "unit": "missiles",
        "quantity_low": "200",
        "quantity_high": "",
        "date_from": "2024-01-01",
        "date_to": "2024-02-21",
        "date_basis": "inferred",
        "date_alternative": "A later year.",
        "status": "single-sourced",
        "status_reason": "Affirmed by Reuters alone. Not confirmed by Ukrainian officials and"
        " Western officials. Left without comment by US State Department.",
        "claim_id": "iran-delivered-hundreds-of-missiles",
        "basis": "stated",
        "basis_note": "",
        "basis_alternative": "",
        "statement_ids": "ar7q5ts4fter",
    }


def test_there_is_a_row_for_each_transfer(founding: Library) -> None:
    assert rows(founding).keys() == {one.id for one in founding.transfers()}
