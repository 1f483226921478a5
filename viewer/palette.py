"""The colours of chrome and pages, light and dark, from ``resources/palette.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from viewer import installed


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``; those of positions and of ``warns`` bear the names badges give."""

    background: str
    surface: str
    text: str
    quote: str
    quiet: str
    line: str
    accent: str
    accent_text: str
    mark: str
    selection: str
    affirms: str
    denies: str
    does_not_confirm: str
    declines_to_comment: str
    doubts: str
    suggests: str
    warns: str


def load(dark: bool) -> Palette:
    """Return the dark palette, or the light one."""
    with (installed.resources() / "palette.toml").open("rb") as file:
        return Palette(**tomllib.load(file)["dark" if dark else "light"])
