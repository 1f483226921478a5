from __future__ import annotations

from dataclasses import replace

import pytest

from tests.library.entries import entry
from viewer.library.register import TransferEntry
from viewer.library.totals import (
    DISPUTED,
    MISSING,
    OVERLAP,
    UNITS,
    WEAPONS,
    Total,
    total,
)


@pytest.mark.parametrize(
    ("entries", "comes_to"),
    [
        ([], None),
        ([entry(1, 10, 10)], None),
        ([entry(1, 10, 10), entry(2)], None),
        ([entry(1, 10, 10), entry(2, 5, 5)], Total(15, 15)),
        ([entry(1, 10, 10, weapon=3), entry(2, 5, 5, weapon=4)], Total(15, 15)),
        ([entry(1, 10, 20), entry(2, 5, 5)], Total(15, 25)),
        ([entry(1, 200), entry(2, 5, 5)], Total(205, None)),
        ([entry(1, None, 10), entry(2, None, 5)], Total(None, 15)),
        ([entry(1, None, 10), entry(2, 5)], Total(5, None)),
        ([entry(1, 0, text="any"), entry(2, 0, text="any")], Total(0, None)),
        (
            [entry(1, 1, 1, unit="packages"), entry(2, 2, 2, unit="packages")],
            Total(3, 3, "packages"),
        ),
        ([entry(1, 10, 10), entry(2, 5, 5), entry(3, 9, 9, stage="agreed")], Total(15, 15)),
    ],
)
def test_figures_that_may_be_added(entries: list[TransferEntry], comes_to: Total | None) -> None:
    assert total(entries, "delivered") == comes_to


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([entry(1, 1, 1, claim=7), entry(2, 2, 2, claim=7)], OVERLAP),
        ([entry(1, 1, 1, claim=7), entry(2, 2, 2, claim=8, wider=[7])], OVERLAP),
        # Both are part of a third: the same model, or a model and its class, may be the same ones.
        ([entry(1, 1, 1, wider=[7]), entry(2, 2, 2, wider=[7])], OVERLAP),
        ([entry(1, 1, 1, wider=[7], weapon=2), entry(2, 2, 2, wider=[7])], OVERLAP),
        ([entry(1, 1, 1, weapon=2), entry(2, 2, 2, weapon=5)], WEAPONS),
        ([entry(1, 1, 1, weapon=1), entry(2, 2, 2, weapon=3)], WEAPONS),
        ([entry(1, 1, 1), entry(2, 2, 2, unit="packages")], UNITS),
        ([entry(1, 1, 1), entry(2, 2, 2, status="disputed")], DISPUTED),
        ([entry(1, 1, 1), entry(2, 2, 2, status="denied")], DISPUTED),
        ([entry(1, 1, 1), entry(2, 2, 2), entry(3)], MISSING),
        ([entry(1, 1, 1), entry(2, 2, 2), entry(3, text="a limited number")], MISSING),
    ],
)
def test_figures_that_must_not_be_added(entries: list[TransferEntry], reason: str) -> None:
    assert total(entries, "delivered") == Total(reasons=(reason,))
    assert total(entries[::-1], "delivered") == Total(reasons=(reason,))


def test_nothing_is_added_before_all_is_judged() -> None:
    given = [entry(1, 1, 1), replace(entry(2, 2, 2), status=None)]
    assert total(given, "delivered") is None


def test_two_models_of_one_wider_claim_do_not_overlap() -> None:
    parts = [entry(1, 1, 1, wider=[7], weapon=3), entry(2, 2, 2, wider=[7], weapon=4)]
    assert total(parts, "delivered") == Total(3, 3)


def test_the_gravest_reason_comes_first() -> None:
    given = [
        entry(1, 1, 1, weapon=1, claim=7, status="disputed"),
        entry(2, 2, 2, unit="packages", wider=[7]),
        entry(3),
    ]
    found = total(given, "delivered")
    assert found
    assert found.reasons == (OVERLAP, WEAPONS, UNITS, DISPUTED, MISSING)
