"""A list of rows of one height, which a million of them do not slow down."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget


class Rows(QTableView):
    """One column without headers or grid; it is laid out as soon as its model is reset.

    Qt would lay it out later and paint it a second time then.
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

    def is_selected(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Tell whether a row is selected, without making all of QStyle for one flag of it."""
        return self.selectionModel().isSelected(index)

    def set_row_height(self, height: int) -> None:
        """Give every row ``height`` pixels."""
        self.verticalHeader().setDefaultSectionSize(height)
        self.update()
