"""What lists of rows paint."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor

from tests.gui.test_window import child, type_in
from viewer import palette
from viewer.ui.entity_pane import EntityView
from viewer.ui.rows import Rows
from viewer.ui.statements import StatementsView
from viewer.ui.window import Window


@pytest.mark.parametrize("kind", [StatementsView, EntityView])
def test_a_part_is_painted_as_in_the_whole(window: Window, kind: type[Rows]) -> None:
    viewport = window.findChildren(kind)[0].viewport()
    whole = viewport.grab().toImage()
    for part in (QRect(3, 5, 150, 90), QRect(0, 31, viewport.width(), 1)):
        assert viewport.grab(part).toImage() == whole.copy(part)


def test_what_is_chosen_and_what_matches_is_told_by_its_colour(window: Window) -> None:
    view = child(window, StatementsView)
    colours = palette.LIGHT
    height = view.rowHeight(0)
    type_in(window, "missiles")
    view.step_in()
    painted = view.viewport().grab().toImage()
    chosen, other = (QColor(painted.pixel(9, 4 + at * height)).name() for at in (0, 1))
    assert (chosen, other) == (colours.selection, colours.surface)
    first = painted.copy(0, 0, view.viewport().width(), height)
    seen = {first.pixelColor(x, y).name() for x in range(first.width()) for y in range(height)}
    assert colours.mark in seen
