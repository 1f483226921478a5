"""The line above a pane that shows where the keyboard is."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget

_THICK = 2  # px


class FocusLine(QWidget):
    """Coloured while its parent, or something within, has the focus; its room it always has."""

    def __init__(self, pane: QWidget) -> None:
        super().__init__(pane)
        self._pane = pane
        self.setFixedHeight(_THICK)
        self.setBackgroundRole(QPalette.ColorRole.Highlight)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - whoever shows a pane made one
        app.focusChanged.connect(self._follow)

    def _follow(self, _: QWidget | None, focus: QWidget | None) -> None:
        self.setAutoFillBackground(focus is not None and self._pane.isAncestorOf(focus))
