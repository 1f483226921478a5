"""Below the positions grid: the words behind the current cell, and why its claim is as it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.ui.appearance import Appearance
from viewer.ui.verbatim import tip
from viewer.ui.views.lines import Lines

_LONGEST = 4000  # code points that are looked at for what fits


class PositionsFoot(QWidget):
    """Lines whose heights never change, so that the grid above does not jump."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("state")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._appearance = appearance
        self._words = Lines("words", 2, self)
        self._stand = Lines("quiet", 1, self)
        self._why = Lines("quiet", 2, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(4)
        for lines in (self._words, self._stand, self._why):
            lines.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            layout.addWidget(lines)
        self.remeasure()

    @property
    def text(self) -> str:
        """All that it says, whole."""
        return "\n".join(lines.accessibleName() for lines in (self._words, self._stand, self._why))

    def show_lines(self, words: str, stand: str, why: str) -> None:
        """Show the words of a source, whose stand they are, and why the claim is so."""
        for lines, text in ((self._words, words), (self._stand, stand), (self._why, why)):
            seen = text[:_LONGEST]
            lines.setText(seen)
            lines.setToolTip(tip(seen))
            lines.setAccessibleName(seen)

    def remeasure(self) -> None:
        """Take up the fonts in force."""
        self._words.setFont(self._appearance.text_font())
        self._stand.setFont(self._appearance.quiet_font())
        self._why.setFont(self._appearance.quiet_font())
