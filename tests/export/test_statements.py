from __future__ import annotations

import csv
import io
import re

from viewer.export.statements import HEADER, statements
from viewer.library.query import parse
from viewer.library.reading import Library
from viewer.library.search import Search


def rows(library: Library, text: str) -> list[dict[str, str]]:
    hits = Search(library).hits(parse(text))
    pages = list(statements(hits, library))
    assert pages[-1][0] == len(hits)
    written = "".join(page for _, page in pages)
    found = csv.DictReader(io.StringIO(written, newline=""))
    assert tuple(found.fieldnames or ()) == HEADER
    return list(found)


def test_all_hits_are_written_in_their_order(founding: Library) -> None:
    hits = Search(founding).hits(parse(""))
    assert [row["id"] for row in rows(founding, "")] == [
        one.id for one in founding.statements(list(hits.rows))
    ]


def test_a_row_tells_who_said_it_and_how_it_came(founding: Library) -> None:
    [row] = rows(founding, "geran")
    assert "Geran-2" in row["exact"]
    assert row["matched_by"] == "text"
    assert row["chain"].startswith("publication: ")
    assert row["chain"].endswith(row["speaker"])
    assert " affirms " in row["stances"]
    assert " (hedged) according to " in row["stances"]
    assert {"shahed-136", "geran-2"} & set(row["weapon_ids"].split())
    assert int(row["end"]) - int(row["start"]) == len(row["exact"])


def test_a_reported_stance_tells_by_whose_word(founding: Library) -> None:
    [row] = rows(founding, "geran")
    [statement] = founding.statements(list(Search(founding).hits(parse("geran")).rows))
    for stance, told in zip(statement.stances, row["stances"].split("; "), strict=True):
        by = statement.chain[stance.asserted_by].actors
        assert told.endswith(f" according to {by[0]}") == (by != stance.holders)
    assert " according to " in row["stances"]  # the hedge is the article's


def test_the_unnamed_are_told_in_the_words_of_the_source(founding: Library) -> None:
    source = founding.source("iranian-missiles-to-russia")
    assert source
    told = re.findall(r"\(“(.+?)”\)", " ".join(row["chain"] for row in rows(founding, "")))
    assert told
    assert all(words in source.text for words in told)


def test_nothing_found_is_a_table_without_rows(founding: Library) -> None:
    assert rows(founding, "zzzz") == []
