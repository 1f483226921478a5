"""The table of the register: groups that fold, rows that lead to their evidence."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from viewer.conjunction import counted
from viewer.ui.appearance import Appearance
from viewer.ui.verbatim import tip
from viewer.ui.views.register_painting import (
    GRID,
    LINES,
    Item,
    Look,
    RowPainting,
    alignment,
    title,
)
from viewer.ui.views.register_rows import TIPS, TITLES, Column, Group, Grouping, Row

_Index = QModelIndex | QPersistentModelIndex

_BENEATH: tuple[tuple[Column, ...], ...] = ((), ("comments",), ("status", "comments"))
"""What stands beneath the others the narrower the table is."""


class RegisterModel(QAbstractTableModel):
    """Groups and, below those that are not folded, their rows."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[Item] = []
        self.columns: list[Column] = list(TITLES)
        self.folded: frozenset[str] = frozenset()
        self.sorting: tuple[Column, bool] = ("recipient", False)
        self.title_font = QFont()

    def show(
        self,
        groups: list[Group],
        by: Grouping,
        sorting: tuple[Column, bool],
        folded: frozenset[str],
    ) -> None:
        """Show ``groups``; what they are grouped by needs no column of its own."""
        self.beginResetModel()
        self.columns = [column for column in TITLES if column != by]
        self.sorting, self.folded = sorting, folded
        self.items = []
        for group in groups:
            self.items.append(group)
            if group.name not in folded:
                self.items.extend(group.rows)
        self.endResetModel()

    def item(self, at: int) -> Item | None:
        return self.items[at] if 0 <= at < len(self.items) else None

    # What Qt asks of a model

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item, column = self.items[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return _told(item) if isinstance(item, Group) else item.cells[column]
            case Qt.ItemDataRole.ToolTipRole:
                return tip(item.tip if isinstance(item, Group) else _tip(item, column))
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title(column, *self.sorting)
            case Qt.ItemDataRole.FontRole:
                return self.title_font  # that of the header itself is the style sheet's
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(column) | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole:
                return tip(f"{TIPS[column]}.") if column in TIPS else None
        return None


def _told(group: Group) -> str:
    count = len(group.rows)
    told = f"{group.name}, {counted(count, 'transfer')}"
    return f"{told}, {group.totals}" if group.totals else told


def _tip(row: Row, column: Column) -> str:
    return row.tips.get(column, row.cells[column])


class RegisterTable(QTableView):
    """``chosen`` tells what is current (None: nothing), ``opened`` whose evidence is wanted.

    ``opened`` carries the row and whether it is the statement rather than the
    claim; ``folded`` the name of a group to fold or unfold.
    """

    chosen = Signal(object)
    opened = Signal(object, bool)
    folded = Signal(str)
    sorted_by = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries = RegisterModel()
        self._appearance = appearance
        self._height, self._headings = 0, list[int]()
        self._painting = RowPainting(Look(appearance))
        self.setModel(self.entries)
        self.setAccessibleName("Register of transfers")
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        # What is scrolled is moved and not painted anew, which takes an opaque ground.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(1)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(lambda at: self.sorted_by.emit(self.entries.columns[at]))
        self.selectionModel().currentRowChanged.connect(self._choose)
        self.clicked.connect(
            lambda index: self._open(self.entries.item(index.row()), is_statement=False)
        )
        self.remeasure()

    @property
    def look(self) -> Look:
        return self._painting.look

    def show_groups(
        self,
        groups: list[Group],
        by: Grouping,
        sorting: tuple[Column, bool],
        folded: frozenset[str],
    ) -> None:
        """Show ``groups``; the current row stays current where it is still shown."""
        current = self.current()
        kept = current.entry.transfer.id if isinstance(current, Row) else ""
        name = current.name if isinstance(current, Group) else ""
        self.clearSpans()
        self.entries.show(groups, by, sorting, folded)
        self._measure()
        if kept or name:
            self.select(lambda item: _is(item, kept, name))

    def remeasure(self) -> None:
        """Take up the fonts and colours in force."""
        look = Look(self._appearance)
        self._painting = RowPainting(look)
        self.entries.title_font = look.bold
        self.horizontalHeader().setFixedHeight(look.header_height)
        self._measure()

    def _measure(self) -> None:
        """Take up what is shown."""
        look = self.look
        rows = [item for item in self.entries.items if isinstance(item, Row)]
        self._natural = look.natural(rows, self.entries.columns)
        self._unbroken = look.unbroken(rows)
        self._widths = look.widths(self._natural, self.entries.sorting)
        for at, item in enumerate(self.entries.items):
            if isinstance(item, Group):
                self.setSpan(at, 0, 1, len(self.entries.columns))
        self._fit()
        self.viewport().update()

    def current(self) -> Item | None:
        """Return what is chosen; Qt's current row may be one that nobody has chosen."""
        is_chosen = self.selectionModel().hasSelection()
        return self.entries.item(self.currentIndex().row()) if is_chosen else None

    def select(self, is_it: Callable[[Item], bool]) -> None:
        """Make the first item for which ``is_it`` holds the current one, without opening it."""
        at = next((n for n, item in enumerate(self.entries.items) if is_it(item)), -1)
        if at < 0 or not self.selectionModel().hasSelection():
            self.selectionModel().clear()
        if at >= 0 and at != self.currentIndex().row():
            index = self.entries.index(at, 0)
            choose = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(
                index, choose | QItemSelectionModel.SelectionFlag.Rows
            )
            self.scrollTo(index)

    # Keys and the mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        item, key = self.current(), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._open(item, shifted)
        elif key == Qt.Key.Key_Down and item is None:
            self.select(lambda _: True)
        elif isinstance(item, Group) and key == Qt.Key.Key_Space:
            self.folded.emit(item.name)
        elif isinstance(item, Group) and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            if (item.name in self.entries.folded) == (key == Qt.Key.Key_Right):
                self.folded.emit(item.name)
        elif isinstance(item, Row) and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step_aside(key == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def _step_aside(self, to_right: bool) -> None:
        """Scroll to the side, and from the left edge go to the heading of the group."""
        bar = self.horizontalScrollBar()
        if not to_right and bar.value() == 0:
            at = self.currentIndex().row()
            above = reversed(self.entries.items[:at])
            group = next(item for item in above if isinstance(item, Group))
            self.select(lambda item: item is group)
        else:
            step = round(20 * self.look.line)
            bar.setValue(bar.value() + (step if to_right else -step))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        # Qt makes the first row the current one.
        blocked = self.selectionModel().blockSignals(True)
        super().focusInEvent(event)
        self.selectionModel().blockSignals(blocked)

    def _open(self, item: Item | None, is_statement: bool) -> None:
        match item:
            case Group() as group:
                self.folded.emit(group.name)
            case Row() as row:
                self.opened.emit(row, is_statement)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.entries.item(index.row()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint row by row: Qt would call back for each cell, to have each styled anew."""
        header, room = self.horizontalHeader(), self.viewport().width()
        cells = [
            (column, float(header.sectionViewportPosition(at)), float(header.sectionSize(at)))
            for at, column in enumerate(self.entries.columns)
            if not header.isSectionHidden(at)
        ]
        at, rows = self.rowAt(event.rect().top()), self.entries.rowCount()
        top = float(self.rowViewportPosition(at))
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), QColor(self.look.palette.surface))
            while 0 <= at < rows and top <= event.rect().bottom():
                rect = QRectF(-header.offset(), top, header.length(), self.rowHeight(at))
                self._paint_item(painter, at, rect, cells, room)
                top += rect.height()
                at += 1

    def _paint_item(
        self,
        painter: QPainter,
        at: int,
        rect: QRectF,
        cells: list[tuple[Column, float, float]],
        room: float,
    ) -> None:
        is_current = self.selectionModel().isRowSelected(at)
        match self.entries.items[at]:
            case Group() as group:
                is_folded = group.name in self.entries.folded
                self._painting.paint_group(painter, group, is_folded, rect, is_current)
            case Row() as row:
                self._painting.paint_row(painter, row, rect, cells, room, is_current)

    # How wide

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the comments what the other columns leave, or have them beneath the others."""
        room = self.viewport().width()
        for beneath in _BENEATH:
            widths = {one: width for one, width in self._widths.items() if one not in beneath}
            if beneath:
                widths = self.look.squeezed(widths, self._unbroken, self.entries.sorting, room)
            if sum(widths.values()) <= room:
                break
        wider: Column = "description" if beneath else "comments"
        widths[wider] += max(0.0, room - sum(widths.values()))
        for at, column in enumerate(self.entries.columns):
            self.setColumnHidden(at, column not in widths)
            if column in widths:
                self.setColumnWidth(at, math.floor(widths[column]))
        wraps = any(self._natural[column] > width for column, width in widths.items())
        self._painting.lines = LINES if wraps else 1
        self._painting.beneath = tuple(one for one in beneath if self._natural[one])
        self._set_heights()

    def _set_heights(self) -> None:
        lines = self._painting.lines + bool(self._painting.beneath)
        height = math.ceil(lines * self.look.line + 3 * GRID)
        headings = [at for at, item in enumerate(self.entries.items) if isinstance(item, Group)]
        if (height, headings) == (self._height, self._headings):
            return
        self.verticalHeader().setDefaultSectionSize(height)
        # What was given a height of its own keeps it, whatever stands there next.
        for at in self._headings:
            self.setRowHeight(at, height)
        for at in headings:
            self.setRowHeight(at, self.look.group_height)
        self._height, self._headings = height, headings


def _is(item: Item, transfer: str, group: str) -> bool:
    if isinstance(item, Group):
        return item.name == group
    return item.entry.transfer.id == transfer
