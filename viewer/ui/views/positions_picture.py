"""The positions grid as a picture: every word in full, each row as high as its words need."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from viewer.ui.appearance import Appearance
from viewer.ui.views.positions_layout import Layout, ShownColumn
from viewer.ui.views.positions_painting import GridPainter

_WIDEST = 10_000  # px; claims are given all the width that they take


class PositionsPicture:
    """``size`` is in px; the claims are at the left, the actors on top."""

    def __init__(self, layout: Layout, appearance: Appearance) -> None:
        self._layout = layout
        self._narrow = layout.arrangement.narrow
        self._style = style = GridPainter(appearance, is_printed=True)
        style.fit(_WIDEST)
        self._width = style.column_width(self._narrow)
        self._bands = [list(band) for _, band in groupby(layout.columns, lambda one: one.group)]
        self._band = max(
            (style.band_needs(band[0], self._width * len(band)) for band in self._bands), default=0
        )
        names = [style.name_needs(one, self._width, self._narrow) for one in layout.columns]
        self._top = self._band + max(names, default=0)
        self._heights = [self._height(at) for at in range(len(layout.rows))]
        self.size = QSizeF(
            style.claim_width + len(layout.columns) * self._width, self._top + sum(self._heights)
        )

    def draw(self, painter: QPainter) -> Iterator[float]:
        """Paint it from the upper left corner; yields after each row which share is painted."""
        style, layout = self._style, self._layout
        style.paint_ground(painter, QRectF(0, 0, self.size.width(), self.size.height()))
        self._draw_actors(painter)
        top = float(self._top)
        for at, (row, height) in enumerate(zip(layout.rows, self._heights, strict=True)):
            style.paint_claim(painter, QRectF(0, top, style.claim_width, height), row, False)
            for number in range(len(layout.columns)):
                cell = QRectF(self._left(number), top, self._width, height)
                spoken = layout.spoken(at, number)
                style.paint_cell(painter, cell, spoken, self._narrow, False, False)
                style.rule(painter, cell)
            top += height
            yield (at + 1) / len(layout.rows)

    def _draw_actors(self, painter: QPainter) -> None:
        number = 0
        for band in self._bands:
            left, width = self._left(number), self._width * len(band)
            self._style.paint_band(painter, QRectF(left, 0, width, self._band), band[0], left)
            for column in band:
                self._draw_name(painter, number, column)
                number += 1

    def _draw_name(self, painter: QPainter, number: int, column: ShownColumn) -> None:
        names = QRectF(self._left(number), self._band, self._width, self._top - self._band)
        self._style.paint_actor(painter, names, column, self._narrow, False)

    def _left(self, column: int) -> int:
        return self._style.claim_width + column * self._width

    def _height(self, at: int) -> int:
        layout, style = self._layout, self._style
        cells = (layout.spoken(at, column) for column in range(len(layout.columns)))
        needs = (style.cell_needs(one, self._width, self._narrow) for one in cells if one)
        return max(style.claim_needs(layout.rows[at]), *needs)
