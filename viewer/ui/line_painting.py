"""Painting a statement's row: the words first, then who, when and the stances."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from viewer.library.marks import Mark
from viewer.ui.appearance import Appearance
from viewer.ui.lines import Line
from viewer.ui.rows import Rows

_GRID = 4
_WORD_LINES = 2
_SPACED = str.maketrans("\n\t\u2028\u2029", "    ")
_LEAD = 48  # code points shown before the first match of a long passage


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a passage; offsets of its stretches are its own, in UTF-16 units for Qt."""

    text: str
    quoted: tuple[Mark, ...]
    marked: tuple[Mark, ...]


def excerpt(line: Line, room: int) -> Excerpt:
    """Return the beginning of the words, or what surrounds the first match beyond ``room``.

    ``room`` is how many code points fit.  Line breaks become spaces one for one,
    so that a row has one height and offsets stay.
    """
    words = line.words
    start = 0
    if line.marked and line.marked[0].end > room:
        start = max(0, line.marked[0].start - _LEAD)
        space = words.find(" ", start, line.marked[0].start)
        start = space + 1 if space >= 0 else start
    # Twice the room is laid out; what does not fit is elided.
    shown = words[start : start + 2 * room]
    lead = "… " if start else ""
    text = lead + shown.translate(_SPACED)

    def moved(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
        found = []
        for mark in marks:
            first = max(mark.start, start) - start
            last = min(mark.end - start, len(shown))
            if first < last:
                left = len(lead) + _units(shown[:first])
                found.append(Mark(left, left + _units(shown[first:last])))
        return tuple(found)

    return Excerpt(text, moved(line.quoted), moved(line.marked))


def _units(text: str) -> int:
    """Return the length in UTF-16 code units, in which Qt counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


class LineDelegate(QStyledItemDelegate):
    """Rows of one height: two lines of words, one of speaker, date and stances."""

    def __init__(self, appearance: Appearance, view: Rows) -> None:
        super().__init__(view)
        self._view = view
        self._appearance = appearance
        self.remeasure()

    def remeasure(self) -> None:
        """Take up the fonts and colours in force."""
        self._text_font = self._appearance.text_font()
        self._quiet_font = self._appearance.quiet_font()
        self._text_metrics = QFontMetricsF(self._text_font)
        self._quiet_metrics = QFontMetricsF(self._quiet_font)
        self._bold_font = QFont(self._quiet_font)
        self._bold_font.setWeight(QFont.Weight.DemiBold)
        self._bold_metrics = QFontMetricsF(self._bold_font)
        self._dots = self._text_metrics.horizontalAdvance("…")
        self._ending = self._text_metrics.horizontalAdvance(" …")
        self._leading = self._text_metrics.height() * 1.15
        colours = self._appearance.colours
        self._quoted = QTextCharFormat()
        self._quoted.setForeground(colours["quote"])
        self._marked = QTextCharFormat()
        self._marked.setBackground(colours["mark"])
        self._marked.setForeground(colours["quote"])
        self._wrapping = QTextOption()
        self._wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.height = round(
            self._leading * _WORD_LINES + self._quiet_metrics.height() * 1.2 + 6 * _GRID
        )

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, _: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(option.rect.width(), self.height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        ours = self._appearance.colours
        painter.save()
        painter.setClipRect(rect)
        if self._view.is_selected(index):
            painter.fillRect(rect, ours["selection"])
            bar = QRect(rect.left(), rect.top(), _GRID - 1, rect.height())
            painter.fillRect(bar, ours["accent"])
        painter.setPen(ours["line"])
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if line is not None:
            inner = QRectF(rect).adjusted(4 * _GRID, 2 * _GRID, -3 * _GRID, -2 * _GRID)
            self._paint_words(painter, line, inner)
            self._paint_about(painter, line, inner)
        painter.restore()

    def _paint_words(self, painter: QPainter, line: Line, rect: QRectF) -> None:
        room = int(_WORD_LINES * rect.width() / max(1.0, self._text_metrics.averageCharWidth()))
        shown = excerpt(line, max(16, int(room * 0.85)))
        layout = self._laid_out(shown, rect.width())
        lines = layout.lineCount()
        painter.setPen(self._appearance.colours["text"])
        for at in range(min(lines, _WORD_LINES)):
            here = layout.lineAt(at)
            here.setPosition(QPointF(0, at * self._leading))
        if lines > _WORD_LINES:
            # The last line that fits ends in an ellipsis, painted over its end.
            last = layout.lineAt(_WORD_LINES - 1)
            painter.drawText(
                QPointF(
                    rect.left() + min(last.naturalTextWidth(), rect.width() - self._dots),
                    rect.top() + last.y() + last.ascent(),
                ),
                "…",
            )
        for at in range(min(lines, _WORD_LINES)):
            layout.lineAt(at).draw(painter, rect.topLeft())

    def _laid_out(self, shown: Excerpt, width: float) -> QTextLayout:
        layout = QTextLayout(shown.text, self._text_font)
        layout.setTextOption(self._wrapping)
        layout.setFormats(
            [_range(mark, self._quoted) for mark in shown.quoted]
            + [_range(mark, self._marked) for mark in shown.marked]
        )
        layout.beginLayout()
        for at in range(_WORD_LINES + 1):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width - self._ending if at == _WORD_LINES - 1 else width)
        layout.endLayout()
        return layout

    def _paint_about(self, painter: QPainter, line: Line, rect: QRectF) -> None:
        ours = self._appearance.colours
        metrics = self._quiet_metrics
        height = metrics.height()
        below = QRectF(rect.left(), rect.bottom() - height, rect.width(), height)
        base = below.top() + metrics.ascent()
        right = below.right()
        painter.setFont(self._quiet_font)
        for stance in reversed(line.stances):
            badge = stance.badge
            text, width = _fitted(f"{badge.shape} {stance.words}", metrics, below.width() * 0.4)
            if right - width < below.left() + below.width() * 0.4:
                text, width = badge.shape, metrics.horizontalAdvance(badge.shape)
            painter.setPen(ours[badge.colour])
            painter.drawText(QPointF(right - width, base), text)
            right -= width + 3 * _GRID
        left = below.left()
        pieces = [(line.speaker, self._bold_font, self._bold_metrics, "text")]
        if line.date:
            pieces.insert(0, (f"{line.date}   ", self._quiet_font, metrics, "quiet"))
        if line.reason:
            pieces.append((f"   {line.reason}", self._quiet_font, metrics, "accent"))
        elif line.via:
            pieces.append((f" via {line.via}", self._quiet_font, metrics, "quiet"))
        for text, font, there, colour in pieces:
            room = right - left
            if room < 2 * height:
                break
            painter.setFont(font)
            painter.setPen(ours[colour])
            shown, width = _fitted(text, there, room)
            painter.drawText(QPointF(left, base), shown)
            left += width


def _fitted(text: str, metrics: QFontMetricsF, room: float) -> tuple[str, float]:
    """Return ``text``, cut short where it is wider than ``room``, and how wide it is."""
    width = metrics.horizontalAdvance(text)
    if width <= room:
        return text, width
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    return text, metrics.horizontalAdvance(text)


def _range(mark: Mark, style: QTextCharFormat) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start = mark.start
    found.length = mark.end - mark.start
    found.format = style
    return found
