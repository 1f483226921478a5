from __future__ import annotations

import pytest

from viewer.cite import citation, quotation, web_address
from viewer.library.reading import Library


def test_the_passage_is_quoted_unchanged(library: Library) -> None:
    for id in ("bbbbbbbbbbbb", "ffffffffffff"):
        statement = library.statement(id)
        assert statement is not None
        assert quotation(statement, library).startswith(f"“{statement.exact}”\n— ")


def test_a_citation_says_who_through_whom_where_and_when(library: Library) -> None:
    statement = library.statement("bbbbbbbbbbbb")
    assert statement is not None
    said = citation(statement, library)
    assert said.startswith(
        "unnamed official (“an unnamed official, they say”), via Reuters, said 20 February 2024. "
    )
    assert "The Paper, published 21 – 25 February 2024 (date inferred). " in said
    assert said.endswith("whosaid statement bbbbbbbbbbbb.")
    assert "javascript" not in said
    assert "\n" not in said


def test_an_address_on_the_web_is_cited(library: Library) -> None:
    statement = library.statement("ggggggggggg2")
    assert statement is not None
    assert "https://example.org/long?a=1&b=2" in citation(statement, library)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/", "https://example.org/"),
        (" http://example.org ", "http://example.org"),
        ("HTTPS://example.org", "HTTPS://example.org"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("viewer:actor/iran", ""),
        ("//example.org", ""),
        ("https:", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_only_the_web_is_linked(url: str, shown: str) -> None:
    assert web_address(url) == shown
