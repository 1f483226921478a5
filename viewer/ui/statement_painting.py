"""Painting a statement's row: the words first, then who, when and the stances."""

from __future__ import annotations

import functools
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from viewer.library.marks import Mark
from viewer.ui import utf16
from viewer.ui.appearance import Appearance
from viewer.ui.lettering import ONE_LINE, Lettering, Written
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


class _Words(NamedTuple):
    """The words of a row laid out; ``dots`` is where the ellipsis stands, if they are cut."""

    layout: QTextLayout
    dots: tuple[float, float] | None


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
        self._quiet = Lettering(self._appearance.quiet_font())
        self._bold = Lettering(bold)
        metrics = self._text.metrics
        self._dots = self._text.fitted("…", metrics.height())
        self._ending = metrics.horizontalAdvance(" …")
        self._letter = max(1.0, metrics.averageCharWidth())
        self._leading = metrics.height() * 1.15
        self._about_height = self._quiet.metrics.height()
        self._about_ascent = self._quiet.metrics.ascent()
        colours = self._appearance.colours
        self._quoted = QTextCharFormat()
        self._quoted.setForeground(colours["quote"])
        self._marked = QTextCharFormat()
        self._marked.setBackground(colours["mark"])
        self._marked.setForeground(colours["quote"])
        self._wrapping = QTextOption()
        self._wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.height = round(self._leading * _WORD_LINES + self._about_height * 1.2 + 6 * _GRID)
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
            self._paint_words(painter, row, left, rect.top() + 2 * _GRID, width)
            bottom = rect.top() + rect.height() - 2 * _GRID
            self._paint_about(painter, row, left, bottom, width)

    def _paint_words(
        self, painter: QPainter, row: StatementRow, left: int, top: int, width: int
    ) -> None:
        words = self._laid_out(row, width)
        painter.setPen(self._appearance.colours["text"])
        if words.dots is not None:
            # The last line that fits ends in an ellipsis, painted over its end.
            across, down = words.dots
            self._text.draw(painter, left + across, top + down, self._dots)
        words.layout.draw(painter, QPointF(left, top))

    def _lay_out(self, row: StatementRow, width: int) -> _Words:
        room = int(_WORD_LINES * width / self._letter)
        shown = excerpt(row, max(16, int(room * 0.85)))
        layout = QTextLayout(shown.text, self._text_font)
        layout.setCacheEnabled(True)  # else it would be shaped again whenever it is drawn
        layout.setTextOption(self._wrapping)
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
            return _Words(layout, None)
        across = min(last.naturalTextWidth(), width - self._dots.width)
        return _Words(layout, (across, last.y() + last.ascent() - self._dots.ascent))

    def _paint_about(
        self, painter: QPainter, row: StatementRow, left: float, bottom: int, width: int
    ) -> None:
        ours = self._appearance.colours
        base = bottom - self._about_height + self._about_ascent
        most = width * 0.4

        def draw(lettering: Lettering, at: float, written: Written, colour: str) -> None:
            painter.setPen(ours[colour])
            lettering.draw(painter, at, base - written.ascent, written)

        right = left + width
        dated = self._quiet.fitted(f"{row.date}   ", width).width if row.date else 0.0
        # Who speaks comes first: there are shapes for the stances, and pages for the date.
        wanted = dated + min(most, self._bold.fitted(row.speaker, width).width)
        for stance in reversed(row.stances):
            badge = stance.badge
            room = min(most, right - left - wanted - 3 * _GRID)
            words = (
                f"{badge.shape} {stance.words}" if room > 5 * self._about_height else badge.shape
            )
            written = self._quiet.fitted(words, max(room, self._about_height))
            draw(self._quiet, right - written.width, written, badge.colour)
            right -= written.width + 3 * _GRID
        pieces = [(row.speaker, self._bold, "text")]
        if row.date and wanted <= right - left:
            pieces.insert(0, (f"{row.date}   ", self._quiet, "quiet"))
        if row.reason:
            pieces.append((f"   {row.reason}", self._quiet, "accent"))
        elif row.via:
            pieces.append((f" via {row.via}", self._quiet, "quiet"))
        for text, lettering, colour in pieces:
            room = right - left
            if room < 2 * self._about_height:
                break
            written = lettering.fitted(text, room)
            draw(lettering, left, written, colour)
            left += written.width


def _range(mark: Mark, style: QTextCharFormat) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start = mark.start
    found.length = mark.end - mark.start
    found.format = style
    return found
