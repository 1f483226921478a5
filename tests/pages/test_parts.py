from __future__ import annotations

import pytest

from viewer.pages.parts import parts

HEAD, FOOT = "<html><head><style>p {}</style></head><body>", "</body></html>"


@pytest.mark.parametrize(
    ("body", "size", "expected"),
    [
        ("<p>one</p>", 1, ["<p>one</p>"]),
        ("", 1, [""]),
        ("<h1>a</h1><p>b</p>", 1, ["<h1>a</h1>", "<p>b</p>"]),
        ("<h1>a</h1><p>b</p>", 18, ["<h1>a</h1><p>b</p>"]),
        ("<p>a</p><p>b</p><p>c</p>", 16, ["<p>a</p><p>b</p>", "<p>c</p>"]),
        # A row stays whole, with what is in its cells.
        (
            "<p>a</p><table><tr><td><p>b</p><table></table></td></tr></table>\n<p class='x'>c</p>",
            1,
            [
                "<p>a</p>",
                "<table><tr><td><p>b</p><table></table></td></tr></table>",
                "\n<p class='x'>c</p>",
            ],
        ),
        # A long table goes on in another; a short one stays whole, and what spans columns
        # stays with the row before.
        (
            "<table class='x'><tr><td>a</td></tr><tr><td><table><tr><td>b</td></tr></table></td>"
            "</tr><tr><td colspan=2>c</td></tr></table><p>d</p>",
            30,
            [
                "<table class='x'><tr><td>a</td></tr></table>",
                "<table style=\"margin-top: 0\" class='x'><tr><td><table><tr><td>b</td></tr>"
                "</table></td></tr><tr><td colspan=2>c</td></tr></table>",
                "<p>d</p>",
            ],
        ),
        (
            "<p>a</p><table><tr><td>b</td></tr><tr><td>c</td></tr></table>",
            60,
            ["<p>a</p>", "<table><tr><td>b</td></tr><tr><td>c</td></tr></table>"],
        ),
    ],
)
def test_a_page_is_cut_between_paragraphs_and_tables(
    body: str, size: int, expected: list[str]
) -> None:
    assert list(parts(HEAD + body + FOOT, size)) == [HEAD + part + FOOT for part in expected]
