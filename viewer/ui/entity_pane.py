"""The panes of actors and weapons: what there is, how many statements each has, what is picked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from viewer.library.entities import Entities, Entity, Type
from viewer.ui.appearance import Appearance

_Index = QModelIndex | QPersistentModelIndex
_GRID = 4


_ROOT = 0  # no row number: they begin with 1


class EntityModel(QAbstractItemModel):
    """Entities with counts; those without a statement in what is asked are left out.

    The order never depends on the question, so that nothing moves while one types.
    """

    def __init__(self, type: Type) -> None:
        super().__init__()
        self._type: Type = type
        self._entities: dict[int, Entity] = {}
        self._above: dict[int, int] = {}
        self._below: dict[int, list[int]] = {}
        self._shown: dict[int, list[int]] = {}
        self._counts: dict[int, int] = {}

    def load(self, all: Entities, total: dict[int, int], as_tree: bool) -> None:
        """Take up the entities of a library, those with most statements first."""
        self.beginResetModel()
        entities = sorted(all.of_type(self._type), key=lambda entity: -total.get(entity.row, 0))
        self._entities = {entity.row: entity for entity in entities}
        self._above = {entity.row: entity.parent or _ROOT for entity in entities if as_tree}
        self._below = {}
        for entity in entities:
            self._below.setdefault(self._above.get(entity.row, _ROOT), []).append(entity.row)
        self._counts = total
        self._shown = self._below
        self.endResetModel()

    def show(self, counts: dict[int, int], kept: frozenset[int]) -> bool:
        """Show ``counts`` and only what has one, is above one, or is ``kept``.

        Returns whether rows came or went.
        """
        visible = counts.keys() | kept
        for row in list(visible) if self._above else ():
            above = self._above.get(row, _ROOT)
            while above != _ROOT and above not in visible:
                visible.add(above)
                above = self._above.get(above, _ROOT)
        shown = {
            above: rows
            for above, below in self._below.items()
            if (rows := [row for row in below if row in visible])
        }
        self._counts = counts
        if shown == self._shown:
            return False
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()
        return True

    def index_of(self, row: int) -> QModelIndex:
        """Return the index of an entity by row number, an invalid one when it is not shown."""
        siblings = self._shown.get(self._above.get(row, _ROOT), [])
        if row == _ROOT or row not in siblings:
            return QModelIndex()
        return self.createIndex(siblings.index(row), 0, row)

    def entity(self, index: _Index) -> Entity | None:
        return self._entities.get(index.internalId()) if index.isValid() else None

    # What Qt asks of a model

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        shown = self._children(parent)
        if column != 0 or not 0 <= row < len(shown):
            return QModelIndex()
        return self.createIndex(row, 0, shown[row])

    def parent(self, index: _Index = QModelIndex()) -> Any:  # noqa: B008
        if not self._above or not index.isValid():
            return QModelIndex()
        return self.index_of(self._above.get(index.internalId(), _ROOT))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return len(self._children(parent))

    def columnCount(self, _: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entity = self.entity(index)
        if entity is None:
            return None
        count = self._counts.get(entity.row, 0)
        if role == Qt.ItemDataRole.DisplayRole:
            return entity.name
        if role == Qt.ItemDataRole.UserRole:
            return count
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entity.name}, {count} statements"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entity.name} ({entity.kind})"
        return None

    def _children(self, parent: _Index) -> list[int]:
        if parent.isValid() and not self._above:
            return []
        return self._shown.get(parent.internalId() if parent.isValid() else _ROOT, [])


class EntityDelegate(QStyledItemDelegate):
    """A name, and quietly at the right how many statements it has."""

    def __init__(self, appearance: Appearance, inset: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._inset = inset

    def sizeHint(self, _: QStyleOptionViewItem, __: _Index) -> QSize:  # noqa: N802
        return QSize(1, round(QFontMetricsF(self._appearance.page_font()).height() + 2 * _GRID))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        ours = self._appearance.palette
        rect = option.rect
        picked = option.state & QStyle.StateFlag.State_Selected
        current = option.state & QStyle.StateFlag.State_HasFocus
        count = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        if picked:
            painter.fillRect(rect, QColor(ours.accent))
        elif current:
            painter.setPen(QColor(ours.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        inner = QRectF(rect).adjusted(self._inset, 0, -2 * _GRID, 0)
        number = f"{count:,}" if count else ""
        painter.setFont(self._appearance.quiet_font())
        width = QFontMetricsF(painter.font()).horizontalAdvance(number)
        painter.setPen(QColor(ours.accent_text if picked else ours.quiet))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, int(right), number)
        painter.setFont(self._appearance.page_font())
        painter.setPen(QColor(ours.accent_text if picked else ours.text if count else ours.quiet))
        left = inner.adjusted(0, 0, -width - 2 * _GRID, 0)
        name = QFontMetricsF(painter.font()).elidedText(
            index.data(), Qt.TextElideMode.ElideRight, left.width()
        )
        start = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(left, int(start), name)
        painter.restore()


class EntityView(QTreeView):
    """The list or tree itself; Enter opens the page of the current entity."""

    opened = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class EntityPane(QWidget):
    """A heading and the entities of one type.

    ``picked`` carries the ids selected and whether by mouse; ``opened`` the entity
    whose page is wanted.
    """

    picked = Signal(tuple, bool)
    opened = Signal(object)

    def __init__(self, title: str, type: Type, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = EntityModel(type)
        self.view = EntityView(self)
        self._is_tree = type == "weapon"
        self._entities: Entities | None = None
        self._picked: tuple[str, ...] = ()
        self._type: Type = type
        self._heading = QLabel(title, self, objectName="heading")  # type: ignore[call-overload]
        self.header = QVBoxLayout()
        self.header.addWidget(self._heading)
        self.header.setContentsMargins(3 * _GRID, _GRID, 2 * _GRID, _GRID)
        self.header.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.header)
        layout.addWidget(self.view)
        self.view.setModel(self.model)
        # A tree's own arrows stand where a list begins.
        inset = _GRID if self._is_tree else 4 * _GRID
        self.view.setItemDelegate(EntityDelegate(appearance, inset, self.view))
        self.view.setHeaderHidden(True)
        self.view.setUniformRowHeights(True)
        self.view.setRootIsDecorated(self._is_tree)
        self.view.setIndentation(3 * _GRID)
        self.view.setExpandsOnDoubleClick(False)
        self.view.setAccessibleName(title)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.selectionModel().selectionChanged.connect(self._pick)
        self.view.opened.connect(self._open)
        self.view.doubleClicked.connect(self._open)
        appearance.changed.connect(self.view.doItemsLayout)

    def load(self, entities: Entities, total: dict[int, int]) -> None:
        """Show all there is, with how many statements each has in the whole library."""
        self._entities = entities
        self._picked = ()
        self.model.load(entities, total, self._is_tree)
        self.view.expandAll()

    def show_counts(self, counts: dict[int, int]) -> None:
        """Show what is asked for; rows keep their order and the selection stays."""
        scrolled = self.view.verticalScrollBar().value()
        current = self.model.entity(self.view.currentIndex())
        if self.model.show(counts, frozenset(self._picked_rows())):
            if self._is_tree:
                self.view.expandAll()
            self._select()
            if current is not None:
                there = self.model.index_of(current.row)
                keep = QItemSelectionModel.SelectionFlag.NoUpdate
                self.view.selectionModel().setCurrentIndex(there, keep)
            self.view.verticalScrollBar().setValue(scrolled)
        else:
            self.view.viewport().update()

    def select(self, ids: tuple[str, ...]) -> None:
        """Show ``ids`` as picked, without picking them anew."""
        if ids != self._picked:
            self._picked = ids
            self._select()

    def _picked_rows(self) -> list[int]:
        if self._entities is None:
            return []
        found = (self._entities.get(self._type, id) for id in self._picked)
        return [entity.row for entity in found if entity]

    def _select(self) -> None:
        selection = QItemSelection()
        for row in self._picked_rows():
            index = self.model.index_of(row)
            selection.select(index, index)
        chosen = self.view.selectionModel()
        blocked = chosen.blockSignals(True)
        chosen.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        chosen.blockSignals(blocked)
        self.view.viewport().update()

    def _pick(self) -> None:
        entities = [self.model.entity(index) for index in self.view.selectionModel().selectedRows()]
        self._picked = tuple(sorted(entity.id for entity in entities if entity))
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        self.picked.emit(self._picked, by_mouse)

    def _open(self, index: QModelIndex) -> None:
        if entity := self.model.entity(index):
            self.opened.emit(entity)
