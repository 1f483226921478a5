from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.ingest.dates import first_day, last_day, written


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-02-21", "2024-02-21", "2024-02-21"),
    ],
)
def test_what_is_written_stands_for_all_of_its_days(given: str, first: str, last: str) -> None:
    assert (first_day(given), last_day(given)) == (first, last)
    assert written(first, last) == given


@pytest.mark.parametrize(
    "given", ["", "24", "2024-2", "2024-13", "2024-02-30", "21 February", "0000"]
)
def test_what_is_no_date_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="is no date; write 2024, 2024-02 or 2024-02-21"):
        first_day(given)


@given(st.dates(), st.dates())
def test_the_short_form_stands_for_the_same_days(one: object, other: object) -> None:
    first, last = sorted((str(one), str(other)))
    if short := written(first, last):
        assert (first_day(short), last_day(short)) == (first, last)
