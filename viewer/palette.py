"""The one palette, light and dark, of the chrome and of the pages.

Every text colour stands out from background, surface and selection by at least
4.5 to 1.  A position is never told by its colour alone: it has a word and a shape.
"""

from __future__ import annotations

from typing import NamedTuple


class Palette(NamedTuple):
    """Colours as ``#rrggbb``; those of positions and of ``warns`` bear the names badges give."""

    background: str  # the window around the panes
    surface: str  # panes and pages
    text: str
    quote: str  # the words of the sources
    quiet: str  # dates, chains, labels
    line: str
    accent: str  # links and what is chosen
    accent_text: str
    mark: str  # behind what a search matched
    selection: str
    affirms: str
    denies: str
    does_not_confirm: str
    declines_to_comment: str
    doubts: str
    suggests: str
    warns: str


LIGHT = Palette(
    background="#f3f1ec",
    surface="#fcfbf8",
    text="#45413a",
    quote="#0a0907",
    quiet="#67635b",
    line="#dedad2",
    accent="#1d5a8e",
    accent_text="#ffffff",
    mark="#ffe48c",
    selection="#e6edf3",
    affirms="#1d6637",
    denies="#a3281e",
    does_not_confirm="#6c5a10",
    declines_to_comment="#625e57",
    doubts="#87480e",
    suggests="#59489a",
    warns="#964800",
)

DARK = Palette(
    background="#191a1c",
    surface="#202225",
    text="#cbc8c1",
    quote="#f6f3ec",
    quiet="#a39f96",
    line="#3b3d41",
    accent="#88b9e6",
    accent_text="#0f171e",
    mark="#5f4c10",
    selection="#28333d",
    affirms="#80c795",
    denies="#f19585",
    does_not_confirm="#d3bf73",
    declines_to_comment="#aeaaa1",
    doubts="#e2aa68",
    suggests="#bcacf0",
    warns="#efb265",
)
