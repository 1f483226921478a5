from __future__ import annotations

import re
from itertools import product

import pytest

from viewer import badges
from viewer.palette import DARK, LIGHT, Palette
from viewer.terms import POSITIONS

TEXTS = (
    "text",
    "quote",
    "quiet",
    "accent",
    "affirms",
    "denies",
    "does_not_confirm",
    "declines_to_comment",
    "doubts",
    "suggests",
    "warns",
)
SHOWN = [
    *product(TEXTS, ("background", "surface", "selection")),
    ("quote", "mark"),
    ("accent_text", "accent"),
]


def luminance(colour: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "behind"), SHOWN)
def test_every_text_stands_out(text: str, behind: str, palette: Palette) -> None:
    assert contrast(getattr(palette, text), getattr(palette, behind)) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_words_of_the_sources_stand_out_most(palette: Palette) -> None:
    ratios = [
        contrast(colour, palette.surface) for colour in (palette.quiet, palette.text, palette.quote)
    ]
    assert ratios == sorted(ratios)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_are_written_out(palette: Palette) -> None:
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in palette)


def test_every_badge_has_its_own_word_and_shape_and_a_colour_of_the_palette() -> None:
    for group in (badges.all_positions(), badges.all_statuses()):
        assert len({one.shape for one in group}) == len({one.word for one in group}) == len(group)
        assert all(one.colour in Palette._fields for one in group)
    assert [badges.badge(position).word for position in POSITIONS] == list(POSITIONS)


def test_shapes_are_in_the_typeface_that_is_always_there(qapp: object) -> None:
    from PySide6.QtGui import QFont, QFontInfo, QRawFont

    del qapp
    if QFontInfo(QFont("DejaVu Sans")).family() != "DejaVu Sans":
        pytest.skip("DejaVu Sans is not installed")
    face = QRawFont.fromFont(QFont("DejaVu Sans"))
    shapes = {one.shape for one in (*badges.all_positions(), *badges.all_statuses())}
    assert all(face.supportsCharacter(ord(shape)) for shape in shapes | set("›‹→·…"))
