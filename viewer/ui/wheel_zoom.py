"""The wheel with Ctrl held, which zooms all words wherever in the window it is turned."""

from __future__ import annotations

from PySide6 import QtGui  # whose classes for events are made when one comes
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QWindow

from viewer.ui.appearance import Appearance

_NOTCH = 120  # eighths of a degree


class WheelZoom(QObject):
    """Takes the wheel from a window before its widgets, some of which would zoom alone.

    With other keys held too it is left to them, as to the timeline, which zooms its days.
    """

    def __init__(self, window: QWindow, look: Appearance) -> None:
        super().__init__(window)
        self._look = look
        self._turned = 0  # since the last step, by a wheel finer than a notch
        window.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(event, QtGui.QWheelEvent):
            return False
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        turn = event.angleDelta().y()
        self._turned = turn if turn * self._turned < 0 else self._turned + turn
        if steps := int(self._turned / _NOTCH):
            self._turned -= steps * _NOTCH
            self._look.zoom_by(steps)
        return True
