"""A page in parts that can be shown one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SIZE = 4000  # characters of markup; about what fills a pane

# What our templates hold at the top; a table may lie in another's cell.
_TAG = re.compile(r"<(/?)(p|h1|h2|table|tr)\b[^>]*>")
_TABLE_END = "</table>"
_WHOLE = re.compile(r'class="[^"]*\bwhole\b')


def parts(html: str, size: int = _SIZE) -> tuple[str, ...]:
    """Return a page as pages of about ``size`` characters, which in turn show all of it.

    They are cut between paragraphs, headings and tables, and a longer table between rows,
    to go on in a table of its own that joins it.  Its columns are as wide there, since our
    templates say how wide they are in every row without cells that span some; a table of
    the class ``whole``, whose words may make them wider, is not cut.  Each part has the style
    of all.
    """
    begin = html.index("<body>") + len("<body>")
    end = html.rindex("</body>")
    found = [""]
    for piece in _pieces(html, begin, end, size):
        if found[-1] and piece.strip() and len(found[-1]) + len(piece) > size:
            found.append("")
        found[-1] += piece
    return tuple(html[:begin] + part + html[end:] for part in found)


def _pieces(html: str, begin: int, end: int, size: int) -> Iterator[str]:
    """Yield what cannot be parted further, whatever stands before it included."""
    start, depth = begin, 0
    rows: list[int] = []  # where those of the table at the top begin
    for tag in _TAG.finditer(html, begin, end):
        if tag[2] == "tr" and not tag[1] and depth == 1:
            rows.append(tag.start())
        depth += -1 if tag[1] else 1
        if not depth:
            yield from _cut(html[start : tag.end()], [row - start for row in rows], size)
            start, rows = tag.end(), []
    yield html[start:end]


def _cut(piece: str, rows: list[int], size: int) -> Iterator[str]:
    """Yield a piece, or tables of some of its ``rows`` each where it is a long one."""
    opening = piece[piece.rindex("<table", 0, rows[0]) : rows[0]] if rows else ""
    if not rows or len(piece) <= size or _WHOLE.search(opening):
        yield piece
        return
    again = opening.replace("<table", '<table style="margin-top: 0"', 1)
    first = last = 0
    for row in [*rows[1:], len(piece)]:
        # What spans columns does not say how wide they are; it stays with the row before.
        if row - first > size and last > first and "colspan" not in piece[last:row]:
            yield (again if first else "") + piece[first:last] + _TABLE_END
            first = last
        last = row
    yield (again if first else "") + piece[first:]
