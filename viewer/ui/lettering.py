"""Short texts on one line, laid out once and kept for when they are painted again."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText, QTextLayout

ONE_LINE = str.maketrans("\n\t\u2028\u2029", "    ")
"""What would begin a line becomes a space, one for one."""

_KEPT = 512  # texts of one font: names, dates and stances come again with every key


@dataclass(frozen=True, slots=True)
class Written:
    """A text laid out; all lengths in pixels, ``ascent`` from its top to its base line."""

    text: QStaticText
    width: float
    height: float
    ascent: float


def shortened(text: str, most: int = 80) -> str:
    """Return a text on one line, cut where it is long."""
    text = " ".join(text[: 2 * most].split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


class Lettering:
    """What is written in one font."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self._whole = functools.lru_cache(_KEPT)(self._laid_out)
        self._cut = functools.lru_cache(_KEPT)(self._elided)

    def fitted(self, text: str, room: float) -> Written:
        """Return ``text``, cut short where it is wider than ``room`` pixels."""
        whole = self._whole(text)
        return whole if whole.width <= room else self._cut(text, room)

    def draw(self, painter: QPainter, left: float, top: float, written: Written) -> None:
        """Draw a text of this font, its upper left corner there, in the painter's colour."""
        painter.setFont(self.font)
        painter.drawStaticText(QPointF(left, top), written.text)

    def _elided(self, text: str, room: float) -> Written:
        return self._whole(self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))

    def _laid_out(self, text: str) -> Written:
        text = text.translate(ONE_LINE)
        drawn = QStaticText(text)
        drawn.setTextFormat(Qt.TextFormat.PlainText)
        metrics = self.metrics
        width = metrics.horizontalAdvance(text)
        if text.removesuffix("…").isascii():  # which Qt appends only where the font has it
            return Written(drawn, width, metrics.height(), metrics.ascent())
        # What is drawn does not tell its base line, which another script's font may lower.
        measured = QTextLayout(text, self.font)
        measured.beginLayout()
        line = measured.createLine()
        measured.endLayout()
        return Written(drawn, width, line.height(), line.ascent())
