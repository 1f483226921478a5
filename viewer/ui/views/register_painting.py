"""Painting the register: cells that wrap, headings of groups, and the whole of it for a picture."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from viewer.conjunction import counted
from viewer.ui.appearance import Appearance
from viewer.ui.lettering import ONE_LINE, Lettering
from viewer.ui.views.register_rows import NONE, TITLES, UNKNOWN, Column, Group, Row
from viewer.ui.views.wrapping import broken

GRID = 4
LINES = 2
"""How many lines of a cell the window shows at most."""

_MOST = 4000  # code points of one cell
_MEASURED = 500  # rows that decide how wide columns are
_KEPT = 8000  # cells whose lines are kept, those of some thousand rows
_AT_ONCE = 16  # rows that are painted for a picture
_WIDTHS: dict[Column, tuple[int, int]] = {  # at least and at most, in average characters
    "supplier": (8, 18),
    "recipient": (8, 18),
    "designation": (8, 18),
    "description": (10, 17),
    "ordered": (5, 13),
    "delivered": (5, 13),
    "years": (6, 15),
    "status": (15, 20),
    "comments": (20, 20),
}
_COMMENTS_IN_PICTURES = 60
_SQUEEZED: tuple[Column, ...] = (
    "description",
    "delivered",
    "ordered",
    "designation",
    "supplier",
    "recipient",
)
_BREAKS = re.compile(r"\s+|(?<=-)(?=[^\W\d])")  # where a line may end: not in "Fateh-110"
_FIGURES: frozenset[Column] = frozenset({"ordered", "delivered"})

Item = Group | Row


class Look:
    """The fonts and colours in force, and what follows from them; sizes in pixels."""

    def __init__(self, appearance: Appearance) -> None:
        self.palette = appearance.palette
        self.words = appearance.text_font()
        self.cells = appearance.quiet_font()
        self.bold = QFont(self.cells)
        self.bold.setWeight(QFont.Weight.DemiBold)
        self.heading = QFont(appearance.page_font())
        self.heading.setWeight(QFont.Weight.DemiBold)
        self.metrics = QFontMetricsF(self.cells)
        self.line = self.metrics.height()
        self.group_height = math.ceil(QFontMetricsF(self.heading).height() + 3 * GRID)
        self.header_height = math.ceil(QFontMetricsF(self.bold).height()) + 3 * GRID
        self._lines: dict[tuple[str, float, int | None], tuple[str, ...]] = {}
        self._width = lru_cache(_KEPT)(self.metrics.horizontalAdvance)

    def colour(self, row: Row, column: Column) -> str:
        """Return the colour of a cell's words."""
        ours = self.palette
        if column == "comments" or row.cells[column] in (UNKNOWN, NONE):
            return ours.quiet
        if column == "status" and row.badge:
            return str(getattr(ours, row.badge.colour))
        return ours.quote if column == "designation" else ours.text

    def lines(self, words: str, width: float, most: int | None = None) -> tuple[str, ...]:
        """Return the words of a cell on at most ``most`` lines; they are kept, to be scrolled."""
        key = (words, width, most)
        if key not in self._lines:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            self._lines[key] = tuple(wrapped(words, self.cells, width, most))
        return self._lines[key]

    def natural(self, rows: Sequence[Row], columns: Sequence[Column]) -> dict[Column, float]:
        """Return how wide columns would be for no cell to wrap; 0 for those without any words."""
        found: dict[Column, float] = {}
        for column in columns:
            cells = {row.cells[column][:100] for row in rows[:_MEASURED]}
            found[column] = self._around(cells)
        return found

    def widths(
        self, natural: dict[Column, float], sorting: tuple[Column, bool]
    ) -> dict[Column, float]:
        """Return how wide columns are to be; comments are as narrow as they may be."""
        letter = self.metrics.averageCharWidth()
        return {
            column: max(
                self._least(column, sorting),
                min(width, math.ceil(_WIDTHS[column][1] * letter) + 4 * GRID),
            )
            for column, width in natural.items()
        }

    def unbroken(self, rows: Sequence[Row]) -> dict[Column, float]:
        """Return how wide those columns that can wrap would be to break no word."""
        return {
            column: self._around(
                {
                    word
                    for text in {row.cells[column][:100] for row in rows[:_MEASURED]}
                    for word in _BREAKS.split(text)
                }
            )
            for column in _SQUEEZED
        }

    def squeezed(
        self,
        widths: dict[Column, float],
        unbroken: dict[Column, float],
        sorting: tuple[Column, bool],
        room: float,
    ) -> dict[Column, float]:
        """Return ``widths`` with those that can wrap made narrower, as far as ``room`` asks.

        Words are broken only once all columns have given what they can without.
        """
        found = dict(widths)
        for kept in (unbroken, dict.fromkeys(_SQUEEZED, 0.0)):
            for column in _SQUEEZED:
                if column in found and (excess := sum(found.values()) - room) > 0:
                    least = max(self._least(column, sorting), min(kept[column], found[column]))
                    found[column] = max(least, found[column] - excess)
        return found

    def _around(self, texts: Set[str]) -> float:
        """Return how wide a cell is for the widest of ``texts`` on one line; 0 for no words."""
        widest = max(map(self._width, texts), default=0.0)
        return math.ceil(widest) + 4.0 * GRID if widest else 0.0

    def _least(self, column: Column, sorting: tuple[Column, bool]) -> float:
        named = QFontMetricsF(self.bold).horizontalAdvance(title(column, *sorting))
        letters = _WIDTHS[column][0] * self.metrics.averageCharWidth()
        return math.ceil(max(named, letters)) + 4.0 * GRID


def wrapped(text: str, font: QFont, width: float, most: int | None = None) -> list[str]:
    """Break ``text`` into lines of ``width`` px; of more than ``most`` the last ends in "…"."""
    metrics = QFontMetricsF(font)
    text = text[:_MOST].translate(ONE_LINE) + ("…" if len(text) > _MOST else "")
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    lines = broken(text, font, width, most)
    if len(lines) == most:
        lines[-1] = metrics.elidedText(lines[-1], Qt.TextElideMode.ElideRight, width)
    return lines


def paint_lines(
    painter: QPainter,
    lines: Sequence[str],
    font: QFont,
    colour: str,
    rect: QRectF,
    to_right: bool = False,
) -> None:
    """Paint ``lines`` from the top of ``rect`` down."""
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    for at, line in enumerate(lines):
        left = rect.right() - metrics.horizontalAdvance(line) if to_right else rect.left()
        painter.drawText(QPointF(left, rect.top() + at * metrics.height() + metrics.ascent()), line)


def paint_cell(
    painter: QPainter, row: Row, column: Column, lines: Sequence[str], rect: QRectF, look: Look
) -> None:
    """Paint one cell, whose words are broken into ``lines``."""
    colour = look.colour(row, column)
    paint_lines(painter, lines, look.cells, colour, _inner(rect), column in _FIGURES)


def paint_group(painter: QPainter, group: Group, is_folded: bool, rect: QRectF, look: Look) -> None:
    """Paint the heading of a group: its name, how many it has and what they come to."""
    painter.fillRect(rect, QColor(look.palette.background))
    inner = rect.adjusted(2 * GRID, 2 * GRID, -2 * GRID, -2 * GRID)
    colour = getattr(look.palette, group.badge.colour) if group.badge else look.palette.quote
    name = str(group.badge) if group.badge else group.name
    count = len(group.rows)
    told = counted(count, "transfer")
    pieces = [
        ("▸ " if is_folded else "▾ ", look.cells, look.palette.quiet),
        (name, look.heading, colour),
        (told, look.cells, look.palette.quiet),
        (group.totals, look.cells, look.palette.text),
    ]
    left = inner.left()
    for at, (text, font, shade) in enumerate(pieces):
        room = inner.right() - left
        if not text or room < 4 * look.line:
            break
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        drop = QFontMetricsF(look.heading).ascent() - metrics.ascent()
        paint_lines(
            painter, [shown], font, shade, QRectF(left, inner.top() + drop, room, look.line)
        )
        left += metrics.horizontalAdvance(shown) + (4 * GRID if at else 0)


def paint_line(painter: QPainter, rect: QRectF, look: Look) -> None:
    """Paint what parts a row from the next."""
    painter.fillRect(
        QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), QColor(look.palette.line)
    )


def title(column: Column, sorted_by: Column, descending: bool) -> str:
    """Return the title of a column, with an arrow where rows are sorted by it."""
    arrow = (" ▾" if descending else " ▴") if column == sorted_by else ""
    return f"{TITLES[column]}{arrow}"


def alignment(column: Column) -> Qt.AlignmentFlag:
    right = column in _FIGURES
    return Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft


def _inner(rect: QRectF) -> QRectF:
    return rect.adjusted(2 * GRID, 1.5 * GRID, -2 * GRID, -1.5 * GRID)


class RowPainting:
    """Paints the rows of the window's table, whose items are groups and transfers.

    Each cell shows at most ``lines`` of its words.  What the table is too narrow for stands
    ``beneath`` the cells, in one line as wide as the row.
    """

    def __init__(self, look: Look) -> None:
        self.look = look
        self.lines = LINES
        self.beneath: tuple[Column, ...] = ()
        self._words = Lettering(look.cells)

    def paint_group(
        self, painter: QPainter, group: Group, is_folded: bool, rect: QRectF, is_current: bool
    ) -> None:
        paint_group(painter, group, is_folded, rect, self.look)
        if is_current:
            painter.setPen(QColor(self.look.palette.accent))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -1.5))
        paint_line(painter, rect, self.look)

    def paint_row(
        self,
        painter: QPainter,
        row: Row,
        rect: QRectF,
        cells: Sequence[tuple[Column, float, float]],
        room: float,
        is_current: bool,
    ) -> None:
        """Paint a transfer; ``cells`` are its columns, each with where it begins and its width.

        ``room`` is how wide the table is shown.
        """
        look = self.look
        if is_current:
            painter.fillRect(rect, QColor(look.palette.selection))
            bar = QRectF(rect.left(), rect.top(), GRID - 1, rect.height())
            painter.fillRect(bar, QColor(look.palette.accent))
        for column, left, width in cells:
            inner = _inner(QRectF(left, rect.top(), width, rect.height()))
            lines = look.lines(row.cells[column], inner.width(), self.lines)
            self._write(painter, lines, look.colour(row, column), inner, column in _FIGURES)
        if self.beneath:
            self._paint_beneath(painter, row, _inner(rect), room)
        paint_line(painter, rect, look)

    def _paint_beneath(self, painter: QPainter, row: Row, inner: QRectF, room: float) -> None:
        look = self.look
        whole = QRectF(inner.left(), inner.bottom() - look.line, room - 4 * GRID, look.line)
        for column in self.beneath:
            told = look.lines(row.cells[column], whole.width(), 1)
            self._write(painter, told, look.colour(row, column), whole)
            whole.setLeft(whole.left() + self._words.fitted(told[0], math.inf).width + 4 * GRID)

    def _write(
        self,
        painter: QPainter,
        lines: Sequence[str],
        colour: str,
        rect: QRectF,
        to_right: bool = False,
    ) -> None:
        """Write what ``paint_lines`` paints, but keep it laid out: names come again and again."""
        painter.setPen(QColor(colour))
        base = rect.top() + self._words.metrics.ascent()
        for at, line in enumerate(lines):
            written = self._words.fitted(line, math.inf)
            left = rect.right() - written.width if to_right else rect.left()
            top = base + at * self.look.line - written.ascent
            self._words.draw(painter, left, top, written)


class Sheet:
    """All of the register on one sheet, every comment in full; sizes in pixels."""

    def __init__(
        self,
        items: Sequence[Item],
        folded: frozenset[str],
        columns: Sequence[Column],
        sorting: tuple[Column, bool],
        look: Look,
        width: float,
    ) -> None:
        """``width`` is what the window has; the sheet is as wide where comments gain by it."""
        self._items, self._folded, self._look = items, folded, look
        self._columns, self._sorting = columns, sorting
        rows = [item for item in items if isinstance(item, Row)]
        self._widths = look.widths(look.natural(rows, columns), sorting)
        letter = QFontMetricsF(look.cells).averageCharWidth()
        others = sum(width for column, width in self._widths.items() if column != "comments")
        self._widths["comments"] = max(_COMMENTS_IN_PICTURES * letter, width - others)
        self._lines = [self._broken(item) for item in items]
        self._heights = [self._height(lines) for lines in self._lines]

    def size(self) -> QSizeF:
        height = self._look.header_height + sum(self._heights)
        return QSizeF(sum(self._widths.values()), height)

    def draw(self, painter: QPainter) -> Iterator[float]:
        look, size = self._look, self.size()
        painter.fillRect(QRectF(QPointF(0, 0), size), QColor(look.palette.surface))
        lefts = [0.0, *accumulate(self._widths[column] for column in self._columns)]
        top = float(look.header_height)
        for column, left in zip(self._columns, lefts, strict=False):
            inner = _inner(QRectF(left, 0, self._widths[column], top))
            told = [title(column, *self._sorting)]
            paint_lines(painter, told, look.bold, look.palette.quiet, inner, column in _FIGURES)
        paint_line(painter, QRectF(0, 0, size.width(), top), look)
        all = zip(self._items, self._lines, self._heights, strict=True)
        for at, (item, lines, height) in enumerate(all, 1):
            rect = QRectF(0, top, size.width(), height)
            if isinstance(item, Group):
                paint_group(painter, item, item.name in self._folded, rect, look)
            else:
                for column, left in zip(self._columns, lefts, strict=False):
                    cell = QRectF(left, top, self._widths[column], height)
                    paint_cell(painter, item, column, lines[column], cell, look)
            paint_line(painter, rect, look)
            top += height
            if at % _AT_ONCE == 0:
                yield at / len(self._items)

    def _broken(self, item: Item) -> dict[Column, tuple[str, ...]]:
        """Return the lines of each cell, none for a group."""
        if isinstance(item, Group):
            return {}
        look = self._look
        return {
            column: look.lines(item.cells[column], width - 4 * GRID)
            for column, width in self._widths.items()
        }

    def _height(self, lines: dict[Column, tuple[str, ...]]) -> float:
        if not lines:
            return self._look.group_height
        return math.ceil(max(map(len, lines.values())) * self._look.line + 3 * GRID)
