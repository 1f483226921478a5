"""As much of a text as a number of lines hold."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from viewer.ui.views.wrapping import broken


class Lines(QLabel):
    """As high with fewer words, the last line ending in an ellipsis for want of room."""

    def __init__(self, name: str, most: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._most = most
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        metrics = self.fontMetrics()  # of whole pixels, which letters go beyond by parts of one
        return QSize(0, self._most * metrics.lineSpacing() + metrics.descent())

    def lines(self) -> list[str]:
        """Return what is shown, line by line."""
        room = self.contentsRect().width()
        *whole, last = broken(self.text(), self.font(), room, self._most) or [""]
        return [*whole, self.fontMetrics().elidedText(last, Qt.TextElideMode.ElideRight, room)]

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.drawText(self.contentsRect(), int(self.alignment()), "\n".join(self.lines()))
