"""Painting a statement's row: the words first, then who, when and the stances."""

from __future__ import annotations

import functools
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from viewer.library.marks import Mark
from viewer.ui import utf16
from viewer.ui.appearance import Appearance
from viewer.ui.lettering import ONE_LINE, Lettering
from viewer.ui.statement_about import AboutLine, Piece
from viewer.ui.statement_rows import StatementRow

_GRID = 4
_WORD_LINES = 2
_KEPT = 64  # rows; twice what a tall window shows
_LEAD = 48  # code points shown before the first match of a long passage


class Excerpt(NamedTuple):
    """A part of a passage; offsets of its stretches are its own, in UTF-16 units for Qt."""

    text: str
    quoted: tuple[Mark, ...]
    marked: tuple[Mark, ...]


def excerpt(row: StatementRow, room: int) -> Excerpt:
    """Return the beginning of the words, or what surrounds the first match beyond ``room``.

    ``room`` is how many code points fit.  Line breaks become spaces one for one,
    so that a row has one height and offsets stay.
    """
    words = row.words
    start = 0
    if row.marked and row.marked[0].end > room:
        start = max(0, row.marked[0].start - _LEAD)
        space = words.find(" ", start, row.marked[0].start)
        start = space + 1 if space >= 0 else start
    # Twice the room is laid out; what does not fit is elided.
    shown = words[start : start + 2 * room]
    lead = "… " if start else ""
    text = lead + shown.translate(ONE_LINE)

    def moved(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
        found = []
        for mark in marks:
            first = max(mark.start, start) - start
            last = min(mark.end - start, len(shown))
            if first < last:
                left = len(lead) + utf16.length(shown[:first])
                found.append(Mark(left, left + utf16.length(shown[first:last])))
        return tuple(found)

    return Excerpt(text, moved(row.quoted), moved(row.marked))


class _LaidOut(NamedTuple):
    """A row laid out; ``dots`` is where the ellipsis of its words stands, if they are cut."""

    words: QTextLayout
    dots: tuple[float, float] | None
    about: list[Piece]


class StatementPainting:
    """Rows of one height: two lines of words, one of speaker, date and stances."""

    def __init__(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self.remeasure()

    def remeasure(self) -> None:
        """Take up the fonts and colours in force."""
        self._text_font = self._appearance.text_font()
        bold = self._appearance.quiet_font()
        bold.setWeight(QFont.Weight.DemiBold)
        self._text = Lettering(self._text_font)
        self._about = AboutLine(Lettering(self._appearance.quiet_font()), Lettering(bold))
        metrics = self._text.metrics
        self._dots = self._text.fitted("…", metrics.height())
        self._ending = metrics.horizontalAdvance(" …")
        self._letter = max(1.0, metrics.averageCharWidth())
        self._leading = metrics.height() * 1.15
        colours = self._appearance.colours
        self._quoted = QTextCharFormat()
        self._quoted.setForeground(colours["quote"])
        self._marked = QTextCharFormat()
        self._marked.setBackground(colours["mark"])
        self._marked.setForeground(colours["quote"])
        self._wrapping = QTextOption()
        self._wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.height = round(self._leading * _WORD_LINES + self._about.height * 1.2 + 6 * _GRID)
        self._laid_out = functools.lru_cache(_KEPT)(self._lay_out)

    def paint(
        self, painter: QPainter, rect: QRect, row: StatementRow | None, is_selected: bool
    ) -> None:
        """Paint a row, without words where ``row`` cannot be read."""
        ours = self._appearance.colours
        painter.setClipRect(rect)
        if is_selected:
            painter.fillRect(rect, ours["selection"])
            bar = QRect(rect.left(), rect.top(), _GRID - 1, rect.height())
            painter.fillRect(bar, ours["accent"])
        painter.setPen(ours["line"])
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if row is not None:
            left, width = rect.left() + 4 * _GRID, rect.width() - 7 * _GRID
            top, bottom = rect.top() + 2 * _GRID, rect.top() + rect.height() - 2 * _GRID
            words, dots, about = self._laid_out(row, width)
            painter.setPen(ours["text"])
            if dots is not None:
                # The last line that fits ends in an ellipsis, painted over its end.
                self._text.draw(painter, left + dots[0], top + dots[1], self._dots)
            words.draw(painter, QPointF(left, top))
            base = bottom - self._about.height + self._about.ascent
            for across, written, lettering, colour in about:
                painter.setPen(ours[colour])
                lettering.draw(painter, left + across, base - written.ascent, written)

    def _lay_out(self, row: StatementRow, width: int) -> _LaidOut:
        words, dots = self._lay_out_words(row, width)
        return _LaidOut(words, dots, self._about.pieces(row, width))

    def _lay_out_words(
        self, row: StatementRow, width: int
    ) -> tuple[QTextLayout, tuple[float, float] | None]:
        room = int(_WORD_LINES * width / self._letter)
        shown = excerpt(row, max(16, int(room * 0.85)))
        layout = QTextLayout(shown.text, self._text_font)
        layout.setCacheEnabled(True)  # else it would be shaped again whenever it is drawn
        layout.setTextOption(self._wrapping)
        if shown.quoted or shown.marked:
            layout.setFormats(
                [_range(mark, self._quoted) for mark in shown.quoted]
                + [_range(mark, self._marked) for mark in shown.marked]
            )
        layout.beginLayout()
        rest = utf16.length(shown.text)
        for at in range(_WORD_LINES):
            last = layout.createLine()
            if not last.isValid():
                break
            last.setLineWidth(width - self._ending if at == _WORD_LINES - 1 else width)
            last.setPosition(QPointF(0, at * self._leading))
            rest -= last.textLength()
        layout.endLayout()
        if not rest:
            return layout, None
        across = min(last.naturalTextWidth(), width - self._dots.width)
        return layout, (across, last.y() + last.ascent() - self._dots.ascent)


def _range(mark: Mark, style: QTextCharFormat) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start = mark.start
    found.length = mark.end - mark.start
    found.format = style
    return found
