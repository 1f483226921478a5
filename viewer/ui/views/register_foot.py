"""The foot of the register: what the current row's status rests on, and the words behind it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from viewer.ui.appearance import Appearance
from viewer.ui.views.register_painting import GRID, Look, paint_lines, wrapped
from viewer.ui.views.register_rows import Row

_ROOMY = 420  # px of the register's height, from which each part has two lines


class RegisterFoot(QWidget):
    """Status and its reason, the passage, the comments; as high whatever it shows.

    ``followed`` tells whether the statement is wanted rather than the claim.
    """

    followed = Signal(bool)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = Look(appearance)
        self._row: Row | None = None
        self._hint = ""
        self._lines = 2
        self._words_from = self._words_to = 0.0
        self.setAccessibleName("The current transfer")
        self.remeasure(appearance)

    def remeasure(self, appearance: Appearance) -> None:
        """Take up the fonts and colours in force."""
        self._look = Look(appearance)
        self._resize()

    def give(self, height: int) -> None:
        """Be as high as a register of ``height`` px allows."""
        lines = 2 if height >= _ROOMY else 1
        if lines != self._lines:
            self._lines = lines
            self._resize()

    def show_row(self, row: Row | None, hint: str) -> None:
        """Show what is behind ``row``; ``hint`` is what to say when there is none."""
        self._row, self._hint = row, hint
        self.setCursor(Qt.CursorShape.PointingHandCursor if row else Qt.CursorShape.ArrowCursor)
        status = row.entry.status if row else None
        told = f"{status.kind}: {status.why}" if status else "" if row else hint
        self.setAccessibleDescription(told)
        self.setToolTip("The claim (Enter), the statement (Shift+Enter)" if row else "")
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        look = self._look
        painter.fillRect(self.rect(), QColor(look.palette.surface))
        painter.fillRect(0, 0, self.width(), 1, QColor(look.palette.line))
        inner = QRectF(self.rect()).adjusted(2 * GRID, 2 * GRID, -2 * GRID, -2 * GRID)
        if self._row is None:
            lines = wrapped(self._hint, look.cells, inner.width(), 2 * self._lines)
            paint_lines(painter, lines, look.cells, look.palette.quiet, inner)
        else:
            self._paint_row(painter, self._row, inner)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._row is not None and event.button() == Qt.MouseButton.LeftButton:
            on_words = self._words_from <= event.position().y() < self._words_to
            self.followed.emit(on_words)

    def _paint_row(self, painter: QPainter, row: Row, inner: QRectF) -> None:
        look = self._look
        badge, why = f"{row.cells['status']}   ", row.entry.status.why if row.entry.status else ""
        paint_lines(painter, [badge], look.heading, look.colour(row, "status"), inner)
        reason = inner.adjusted(QFontMetricsF(look.heading).horizontalAdvance(badge), 0, 0, 0)
        lines = wrapped(why, look.cells, reason.width(), self._lines)
        paint_lines(painter, lines, look.cells, look.palette.text, reason)
        self._words_from = self._words_to = inner.top() + len(lines) * look.line + GRID
        if row.entry.evidence:
            words = row.entry.evidence[0].words
            lines = wrapped(words, look.words, inner.width(), self._lines)
            there = QRectF(inner.left(), self._words_from, inner.width(), inner.height())
            paint_lines(painter, lines, look.words, look.palette.quote, there)
            self._words_to += len(lines) * QFontMetricsF(look.words).height() + GRID
        if row.cells["comments"]:
            there = QRectF(inner.left(), self._words_to, inner.width(), inner.height())
            lines = wrapped(row.cells["comments"], look.cells, inner.width(), self._lines)
            paint_lines(painter, lines, look.cells, look.palette.quiet, there)

    def _resize(self) -> None:
        look = self._look
        fonts = (look.cells, look.words, look.cells)
        lines = sum(QFontMetricsF(font).height() for font in fonts) * self._lines
        self.setFixedHeight(round(lines + 6 * GRID))
        self.update()
