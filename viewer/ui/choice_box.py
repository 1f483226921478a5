"""A control to choose one of several from."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

_LEAST = 8  # letters


class ChoiceBox(QComboBox):
    """As wide as its longest choice; where room is short, what is chosen ends in an ellipsis."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        whole = self.sizeHint()
        return QSize(min(whole.width(), self._around() + self._wide("n" * _LEAST)), whole.height())

    def words_in(self, width: int) -> str:
        """Return what is written of the choice in a box that is ``width`` px wide."""
        room = width - self._around() + 1  # which rounding has taken away
        words = self.currentText()
        return self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.words_in(self.width())
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _around(self) -> int:
        """Return how wide all but the words is."""
        longest = max((self._wide(self.itemText(at)) for at in range(self.count())), default=0)
        return self.sizeHint().width() - longest

    def _wide(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words)
