"""A page in parts that can be shown one after the other."""

from __future__ import annotations

import re
from itertools import pairwise

_SIZE = 4000  # characters of markup; about what fills a pane

# What our templates hold at the top; a table may lie in another's cell.
_TAG = re.compile(r"<(/?)(?:p|h1|h2|table)\b[^>]*>")


def parts(html: str, size: int = _SIZE) -> tuple[str, ...]:
    """Return a page as pages of at most ``size`` characters, which in turn show all of it.

    They are cut between paragraphs, headings and tables, the longer of which make a part
    of their own; each part has the style of all.
    """
    begin = html.index("<body>") + len("<body>")
    end = html.rindex("</body>")
    cuts, depth, last = [begin], 0, begin
    for tag in _TAG.finditer(html, begin, end):
        depth += -1 if tag[1] else 1
        if not depth:
            if tag.end() - cuts[-1] > size and last > cuts[-1]:
                cuts.append(last)
            last = tag.end()
    return tuple(
        html[:begin] + html[first:then] + html[end:] for first, then in pairwise([*cuts, end])
    )
