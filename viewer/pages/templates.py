"""The templates in ``resources/pages``: autoescaped, and no name in them may be undefined."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from viewer import installed
from viewer.direction import isolated
from viewer.pages.runs import right_to_left
from viewer.palette import Palette

if TYPE_CHECKING:
    from jinja2 import Environment

TEXT_FACES = 'Georgia, "Noto Serif", "Source Serif 4", "DejaVu Serif", serif'


# Qt would add the space between two blocks to the words of the first.  What strangers write is
# escaped, so that no tag is theirs.
_BETWEEN_BLOCKS = re.compile(r"(</(?:p|h1|h2|td|tr|table)>)\s+(?=<)")


def render(template: str, palette: Palette, view: object) -> str:
    """Return the page that ``template`` makes of ``view``."""
    found = environment().get_template(template)
    html = found.render(view=view, palette=palette, text_faces=TEXT_FACES)
    return _BETWEEN_BLOCKS.sub(r"\1", html)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment of all pages, made when the first of them is asked for."""
    import jinja2  # some 30 ms, which the first window does not wait for

    from viewer.pages.compiled import Compiled

    # This module decides what a template is compiled to: its options and all its filters are here.
    recipe = Path(__file__).read_bytes()
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(installed.resources() / "pages"),
        autoescape=True,
        finalize=_among_ours,
        undefined=jinja2.StrictUndefined,
        bytecode_cache=Compiled(recipe),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.tests["right_to_left"] = right_to_left
    made.filters["search"] = _search
    made.filters["counted"] = _counted
    return made


def _among_ours(value: object) -> object:
    # What is markup already is ours, or a passage that may lie in several pieces.
    return isolated(value) if type(value) is str else value


def _search(query: str) -> str:
    """Return the link that makes the window search."""
    return f"search:{quote(query, safe='')}"


def _counted(number: int, one: str, several: str = "") -> str:
    # A hard space: the number and its noun stay on one line.
    return f"{number:,}\N{NO-BREAK SPACE}{one if number == 1 else several or one + 's'}"
