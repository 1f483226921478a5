from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from viewer.export.timeline import HEADER, timeline_table
from viewer.library import timeline as of_library
from viewer.library.reading import Library
from viewer.library.timeline import timeline

KINDS = {
    ("2020-05-01", "2020-05-01"): "day",
    ("2020-05-01", "2020-06-30"): "range",
    ("2020-05-01", None): "since",
    (None, "2020-06-30"): "until",
    (None, None): "none",
}


def rows(library: Library) -> list[dict[str, str]]:
    found = csv.DictReader(io.StringIO(timeline_table(timeline(library, None)), newline=""))
    assert tuple(found.fieldnames or ()) == HEADER
    return list(found)


def test_every_date_has_its_precision(dated_file: Callable[..., Path]) -> None:
    library = Library(dated_file([*KINDS], events=5))
    found = rows(library)
    assert {(row["kind"], row["date_from"], row["date_to"], row["precision"]) for row in found} == {
        (kind, first or "", last or "", precision)
        for kind in ("event", "statement")
        for (first, last), precision in KINDS.items()
    }
    assert all(len(row["statement_ids"]) == 12 for row in found if row["kind"] == "event")
    library.close()


def test_stands_are_told_with_whose_they_are_where_not_the_speaker_s(founding: Library) -> None:
    found = {row["text"][:20]: row for row in rows(founding) if row["kind"] == "statement"}
    drones = found["Russia has also deni"]
    others = "Reports of the use of Iranian drones (not named) affirms"
    assert (drones["speaker"], drones["stances"]) == ("Russia", f"denies; {others}")
    assert any("affirms (hedged)" in row["stances"] for row in found.values())


@pytest.mark.parametrize("most", [0, 600])
def test_every_statement_is_counted_once(
    founding: Library, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(of_library, "MOST_STATEMENTS", most)
    found = [row for row in rows(founding) if row["kind"] != "event"]
    assert sum(int(row["count"]) for row in found) == 28


def test_what_is_only_counted_says_how_it_is_dated(
    dated_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_library, "MOST_STATEMENTS", 0)
    days = [("2020-05-01", "2020-05-01"), ("2020-05-03", "2020-05-03")]
    library = Library(dated_file([*days, ("2020-05-01", "2020-05-02"), (None, None)]))
    kept = ("date_from", "date_to", "precision", "count", "ranged")
    assert [tuple(row[name] for name in kept) for row in rows(library)] == [
        ("2020-05-01", "2020-05-01", "day", "1", "1"),
        ("2020-05-02", "2020-05-02", "day", "0", "1"),
        ("2020-05-03", "2020-05-03", "day", "1", "0"),
        ("", "", "range", "1", ""),
        ("", "", "none", "1", ""),
    ]
    library.close()
