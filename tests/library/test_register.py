from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyroaring import BitMap

from tests.claims import status
from viewer.ingest.build import build
from viewer.library.reading import Library
from viewer.library.register import TransferEntry, judged, register


def found(library: Library, *statements: str) -> BitMap:
    rows = [library.row_of(statement) for statement in statements]
    assert None not in rows
    return BitMap([row for row in rows if row is not None])


def by_id(library: Library, given: BitMap | None = None) -> dict[str, TransferEntry]:
    return {one.transfer.id: one for one in register(library, given).entries}


def test_everything_is_what_the_library_holds(founding: Library) -> None:
    read = register(founding, None)
    assert read.of == len(read.entries) == 10
    assert [one.transfer for one in read.entries] == founding.transfers()
    for one in read.entries:
        assert one.status == status(founding, one.transfer.claim)
        assert one.proposition == founding.proposition(one.transfer.claim)
        assert {piece.id for piece in one.evidence} == set(one.transfer.basis.evidence)
        for piece in one.evidence:
            statement = founding.statement(piece.id)
            assert statement
            assert statement.exact == piece.words


@pytest.mark.parametrize(
    ("transfer", "designation", "description", "family"),
    [
        ("iran-russia-missiles", "", "missile", "missile"),
        ("iran-russia-fateh-110", "Fateh-110", "short-range ballistic missile", "missile"),
        (
            "iran-russia-shahed-drones",
            "Shahed",
            "unmanned aerial vehicle",
            "unmanned aerial vehicle",
        ),
        ("north-korea-russia-missiles-used", "", "North Korean missile", "missile"),
        ("russia-iran-su-35", "Sukhoi Su-35", "fighter jet", "warplane"),
    ],
)
def test_a_weapon_is_designated_and_described(
    founding: Library, transfer: str, designation: str, description: str, family: str
) -> None:
    one = by_id(founding)[transfer]
    assert (one.designation, one.description, one.family) == (designation, description, family)


def test_wider_claims_are_followed_upwards(founding: Library) -> None:
    entries = by_id(founding)
    fateh, ballistic = entries["iran-russia-fateh-110"], entries["iran-russia-ballistic-missiles"]
    assert ballistic.claim_row in fateh.wider
    assert fateh.claim_row not in ballistic.wider
    assert ballistic.wider < fateh.wider


def test_an_entry_belongs_by_its_claim_or_its_evidence(founding: Library) -> None:
    entries = by_id(founding, found(founding, "ar7q5ts4fter"))
    assert "iran-russia-missiles" in entries
    assert "russia-iran-su-35" not in entries
    # A denial is no evidence of the transfer, but speaks of the claim behind it.
    denial = next(
        stand.statement.id
        for stand in founding.stands_on("iran-supplied-drones-for-the-war")
        if stand.stance.position == "denies"
    )
    shahed = by_id(founding, found(founding, denial))["iran-russia-shahed-drones"]
    assert denial not in shahed.transfer.basis.evidence


def test_statuses_can_be_read_later(founding: Library) -> None:
    entries = register(founding, None).entries
    unknown = [replace(one, status=None) for one in entries]
    assert judged(founding, unknown) == entries


def test_nothing_found_gives_nothing(founding: Library) -> None:
    read = register(founding, BitMap())
    assert (read.entries, read.of) == ((), 0)


def test_what_is_asked_for_is_the_first_evidence(founding: Library) -> None:
    given = "4albrpezek2w"
    for one in register(founding, found(founding, given)).entries:
        if given in one.transfer.basis.evidence:
            assert one.evidence[0].id == given


def test_claims_that_imply_each_other_come_to_an_end(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    wire = Path(__file__).parent.parent / "wire"
    made = folder(
        **{f"{path.stem}_toml": path.read_text("utf-8") for path in wire.glob("*.toml")},
        sources_wire_txt=(wire / "sources" / "wire.txt").read_text("utf-8"),
        sources_wire_toml=(wire / "sources" / "wire.toml").read_text("utf-8"),
    )
    basis = 'basis = {kind = "inferred", note = "made up"}'
    relations = [
        ("drones-supplied", "missiles-delivered"),
        ("missiles-delivered", "drones-supplied"),
    ]
    claims = "".join(
        f'[[claim]]\nid = "{one}"\nproposition = "{one}"\n'
        f'[[claim.relations]]\nkind = "implies"\nclaim = "{other}"\n{basis}\n'
        for one, other in relations
    )
    (made / "claims.toml").write_text(claims, encoding="utf-8")
    build(made, tmp_path / "made.whosaid")
    library = Library(tmp_path / "made.whosaid")
    [one] = register(library, None).entries
    assert len(one.wider) == 2
    library.close()
