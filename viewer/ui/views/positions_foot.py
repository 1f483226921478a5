"""Below the positions grid: the words behind the current cell, and why its claim is as it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from viewer.ui.appearance import Appearance
from viewer.ui.lettering import ONE_LINE
from viewer.ui.verbatim import tip

_LONGEST = 4000  # code points that are looked at for what fits


class PositionsFoot(QWidget):
    """Lines whose heights never change, so that the grid above does not jump."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("state")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._appearance = appearance
        self._words = _Lines("words", 2, self)
        self._stand = _Lines("quiet", 1, self)
        self._why = _Lines("quiet", 2, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        for line in (self._words, self._stand, self._why):
            layout.addWidget(line)
        self.remeasure()

    @property
    def text(self) -> str:
        """All that it says, whole."""
        return "\n".join(line.accessibleName() for line in (self._words, self._stand, self._why))

    def show_lines(self, words: str, stand: str, why: str) -> None:
        """Show the words of a source, whose stand they are, and why the claim is so."""
        self._words.show_text(words)
        self._stand.show_text(stand)
        self._why.show_text(why)

    def remeasure(self) -> None:
        """Take up the fonts in force."""
        self._words.take_font(self._appearance.text_font())
        self._stand.take_font(self._appearance.quiet_font())
        self._why.take_font(self._appearance.quiet_font())


class _Lines(QLabel):
    """As much of a text as a number of lines hold; a tool tip has the rest."""

    def __init__(self, name: str, lines: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(lines > 1)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._lines = lines
        self._whole = ""

    def show_text(self, text: str) -> None:
        self._whole = text[:_LONGEST].translate(ONE_LINE)
        self.setToolTip(tip(text[:_LONGEST]))
        self.setAccessibleName(text[:_LONGEST])
        self._fit()

    def take_font(self, font: QFont) -> None:
        self.setFont(font)
        metrics = QFontMetrics(font)
        self.setFixedHeight(self._lines * metrics.lineSpacing() + metrics.descent())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        # Each line but the last may lose a word to the next.
        lost = (self._lines - 1) * 10 * metrics.averageCharWidth()
        room = max(0, self._lines * self.width() - lost)
        self.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room))
