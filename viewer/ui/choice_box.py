"""A control to choose one of several from."""

from __future__ import annotations

from PySide6 import QtWidgets  # whose classes of style are made where words are cut short
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QWidget

_LEAST = 8  # letters


class ChoiceBox(QComboBox):
    """As wide as its longest choice; where room is short, what is chosen ends in an ellipsis."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAccessibleDescription(name)  # under Linux Qt tells the choice as the name
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        whole = self.sizeHint()
        return QSize(min(whole.width(), self._around() + self._wide("n" * _LEAST)), whole.height())

    def words_in(self, width: int) -> str:
        """Return what is written of the choice in a box that is ``width`` px wide."""
        room = width - self._around() + 1  # which rounding has taken away
        words = self.currentText()
        return self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        words = self.words_in(self.width())
        if words == self.currentText():
            super().paintEvent(event)
            return
        painter = QtWidgets.QStylePainter(self)
        option = QtWidgets.QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QtWidgets.QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = words
        painter.drawControl(QtWidgets.QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _around(self) -> int:
        """Return how wide all but the words is."""
        longest = max((self._wide(self.itemText(at)) for at in range(self.count())), default=0)
        return self.sizeHint().width() - longest

    def _wide(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words)
