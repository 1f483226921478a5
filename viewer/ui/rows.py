"""A list of rows of one height, which a million of them do not slow down."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget


class Rows(QTableView):
    """One column without headers or grid; it is laid out as soon as its model is reset.

    Qt would lay it out later and paint it a second time then.  It paints its rows itself:
    Qt would style each anew and call back for each, waiting for the interpreter each time.
    """

    def __init__(self, model: QAbstractTableModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        model.modelReset.connect(self.doItemsLayout)

    def paint_row(self, painter: QPainter, rect: QRect, at: int, is_selected: bool) -> None:
        """Paint one row into ``rect``, over the background."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        at, rows = self.rowAt(event.rect().top()), self.model().rowCount()
        if at < 0:
            return
        chosen = self.selectionModel()
        rect = QRect(0, 0, self.viewport().width(), self.rowHeight(at))
        rect.moveTop(self.rowViewportPosition(at))
        with QPainter(self.viewport()) as painter:
            while at < rows and rect.top() <= event.rect().bottom():
                self.paint_row(painter, rect, at, chosen.isSelected(self.model().index(at, 0)))
                rect.translate(0, rect.height())
                at += 1

    def set_row_height(self, height: int) -> None:
        """Give every row ``height`` pixels."""
        self.verticalHeader().setDefaultSectionSize(height)
        self.update()
