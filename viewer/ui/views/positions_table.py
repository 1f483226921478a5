"""The table of the positions grid: what Qt asks of its model, its edges and its keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from viewer.badges import status_badge
from viewer.ui.verbatim import tip
from viewer.ui.views.positions_layout import Layout
from viewer.ui.views.positions_painting import GridPainter

_Index = QModelIndex | QPersistentModelIndex
_Across, _Down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


class PositionsModel(QAbstractTableModel):
    """Tells tool tips and screen readers what the grid holds; it is painted from the layout."""

    def __init__(self) -> None:
        super().__init__()
        self.layout: Layout | None = None

    def show(self, layout: Layout) -> None:
        self.beginResetModel()
        self.layout = layout
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        return 0 if parent.isValid() or self.layout is None else len(self.layout.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() or self.layout is None else len(self.layout.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.layout is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.layout.describe(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            stands = self.layout.told_in_turn(index.row(), index.column())
            told = [self.layout.told(stand) for stand in stands]
            once = self.layout.counted_once(index.row(), index.column())
            return tip("\n".join((*told[:12], *([once] if once else []))))
        return None

    def headerData(  # noqa: N802
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if self.layout is None:
            return None
        if way == _Across and section < len(self.layout.columns):
            column = self.layout.columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return column.name
            if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                names = self.layout.positions.names
                members = ", ".join(names.get(one, "") for one in column.members)
                under = column.group_name
                told = f"{under}: {members}" if under and under != members else column.name
                return tip(told) if role == Qt.ItemDataRole.ToolTipRole else told
        if way == _Down and section < len(self.layout.rows):
            claim = self.layout.rows[section].claim
            if role == Qt.ItemDataRole.DisplayRole:
                return claim.proposition
            if role == Qt.ItemDataRole.ToolTipRole:
                badge = status_badge(claim.status.kind)
                return tip(f"{claim.proposition}\n{badge}: {self.layout.why(section)}")
            if role == Qt.ItemDataRole.AccessibleTextRole:
                why = self.layout.why(section)
                return f"{claim.proposition} {claim.status.kind}: {why}"
        return None


class _Cells(QStyledItemDelegate):
    def __init__(self, style: GridPainter, table: PositionsTable) -> None:
        super().__init__(table)
        self._style = style
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        layout = self._table.layout_shown
        if layout is not None:
            row, column = index.row(), index.column()
            here = self._table.currentIndex()
            self._style.paint_cell(
                painter,
                QRectF(option.rect),
                layout.spoken(row, column),
                layout.arrangement.narrow,
                is_current=(row, column) == (here.row(), here.column()),
                in_line=row == here.row() or column in self._table.marked_columns,
            )


class _Edge(QHeaderView):
    """An edge of the table, painted as the grid is; ``pressed`` carries section and place in it."""

    pressed = Signal(int, int, int)

    def __init__(self, way: Qt.Orientation, style: GridPainter, table: PositionsTable) -> None:
        super().__init__(way, table)
        self.grid = style
        self.table = table
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        section = self.logicalIndexAt(event.position().toPoint())
        if section >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(section, int(event.position().x()), int(event.position().y()))
        super().mouseReleaseEvent(event)


class _Claims(_Edge):
    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self.grid.claim_width, self.grid.row_height)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        layout = self.table.layout_shown
        if layout is not None and section < len(layout.rows):
            is_current = section == self.table.currentIndex().row()
            self.grid.paint_claim(painter, QRectF(rect), layout.rows[section], is_current)


class _Actors(_Edge):
    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        layout = self.table.layout_shown
        narrow = layout is not None and layout.arrangement.narrow
        return QSize(100, self.grid.band_height + self.grid.names_height(narrow))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        layout = self.table.layout_shown
        if layout is None:
            return
        painter = QPainter(self.viewport())
        at = max(0, self.logicalIndexAt(0))
        while at < len(layout.columns):
            # One band for all that stand side by side in one group, its name always in sight.
            last = at
            group = layout.columns[at].group
            while last + 1 < len(layout.columns) and layout.columns[last + 1].group == group:
                last += 1
            left = self.sectionViewportPosition(at)
            right = self.sectionViewportPosition(last) + self.sectionSize(last)
            band = QRectF(left, 0, right - left, self.grid.band_height)
            self.grid.paint_band(painter, band, layout.columns[at], 0)
            if right > self.viewport().width():
                break
            at = last + 1
        painter.end()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        layout = self.table.layout_shown
        if layout is not None and section < len(layout.columns):
            names = QRectF(rect).adjusted(0, self.grid.band_height, 0, 0)
            is_current = (
                section == self.table.currentIndex().column()
                or section in self.table.marked_columns
            )
            narrow = layout.arrangement.narrow
            self.grid.paint_actor(painter, names, layout.columns[section], narrow, is_current)


class PositionsTable(QTableView):
    """Cells move under the arrow keys; the rest of the keys are told as signals."""

    opened = Signal()
    claim_opened = Signal(int)
    actor_opened = Signal(int)
    claim_folded = Signal(int)
    group_folded = Signal(int)
    moved = Signal()

    def __init__(self, style: GridPainter, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style
        self.marked_columns: frozenset[int] = frozenset()
        self._model = PositionsModel()
        self.setModel(self._model)
        self.setItemDelegate(_Cells(style, self))
        claims, actors = _Claims(_Down, style, self), _Actors(_Across, style, self)
        self.setVerticalHeader(claims)
        self.setHorizontalHeader(actors)
        claims.pressed.connect(self._press_claim)
        actors.pressed.connect(self._press_actor)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # Beside the claims a column stands whole, whatever is scrolled.
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setAccessibleName("Positions")
        self.clicked.connect(lambda _: self.opened.emit())
        # What is scrolled is moved and not painted anew, which takes an opaque ground.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def layout_shown(self) -> Layout | None:
        return self._model.layout

    def show_layout(self, layout: Layout) -> None:
        """Show ``layout`` with nothing current."""
        self._model.show(layout)
        self.remeasure()

    def remeasure(self) -> None:
        """Take up the sizes that fonts and arrangement give."""
        layout = self._model.layout
        narrow = layout is not None and layout.arrangement.narrow
        self.verticalHeader().setDefaultSectionSize(self._style.row_height)
        self.verticalHeader().setFixedWidth(self._style.claim_width)
        self.horizontalHeader().setFixedHeight(
            self._style.band_height + self._style.names_height(narrow)
        )
        self.verticalScrollBar().setSingleStep(self._style.row_height // 2)
        self.updateGeometries()
        self._fit_columns()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        self._style.paint_ground(painter, QRectF(event.rect()))
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._style.fit(self.width())
        if self.verticalHeader().width() != self._style.claim_width:
            self.remeasure()
        else:
            self._fit_columns()

    def _fit_columns(self) -> None:
        """Make the columns so wide that those in sight are whole."""
        layout = self._model.layout
        width = self._style.column_width(layout is not None and layout.arrangement.narrow)
        room = self.viewport().width()
        if (whole := room // width) and self._model.columnCount() > whole:
            width = room // whole
        self.horizontalHeader().setDefaultSectionSize(width)

    def mark_columns(self, columns: frozenset[int]) -> None:
        self.marked_columns = columns
        self._repaint()

    def currentChanged(self, current: _Index, previous: _Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        self._repaint()
        self.moved.emit()

    def _repaint(self) -> None:
        self.viewport().update()
        self.verticalHeader().viewport().update()
        self.horizontalHeader().viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        here = self.currentIndex()
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        if here.isValid() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if held == control:
                self.claim_opened.emit(here.row())
            elif held == shift:
                self.actor_opened.emit(here.column())
            else:
                self.opened.emit()
        elif here.isValid() and key == Qt.Key.Key_Space:
            if held == shift:
                self.group_folded.emit(here.column())
            else:
                self.claim_folded.emit(here.row())
        elif event.text().isprintable() and event.text() and not held & control:
            event.ignore()  # no search for cells by their first letters
        else:
            super().keyPressEvent(event)

    def _press_claim(self, row: int, x: int, _: int) -> None:
        layout = self._model.layout
        if layout is None:
            return
        shown = layout.rows[row]
        if shown.below and x < self._style.indent(shown):
            self.claim_folded.emit(row)
        else:
            self.claim_opened.emit(row)

    def _press_actor(self, column: int, _: int, y: int) -> None:
        if y < self._style.band_height:
            self.group_folded.emit(column)
        else:
            self.actor_opened.emit(column)
