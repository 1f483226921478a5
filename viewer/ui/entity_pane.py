"""The panes of actors and weapons: what there is, how many statements each has, what is picked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from viewer.conjunction import counted
from viewer.library.entities import Entities, Entity, Type, tree
from viewer.ui.appearance import Appearance
from viewer.ui.focus_line import FocusLine
from viewer.ui.lettering import Lettering
from viewer.ui.rows import Rows
from viewer.ui.verbatim import tip

_Index = QModelIndex | QPersistentModelIndex
_GRID = 4


class EntityModel(QAbstractTableModel):
    """Entities with counts; those without a statement in what is asked are left out.

    The order never depends on the question, so that nothing moves while one types.
    """

    def __init__(self, type: Type) -> None:
        super().__init__()
        self._type: Type = type
        self._entities: dict[int, Entity] = {}
        self._all: Entities | None = None
        self._depths: dict[int, int] = {}
        self._shown: list[int] = []
        self._places: dict[int, int] | None = None  # each one's row, which few answers need
        self._counts: dict[int, int] = {}

    def load(self, all: Entities, total: dict[int, int], as_tree: bool) -> None:
        """Take up the entities of a library, those with most statements first."""
        entities = sorted(all.of_type(self._type), key=lambda entity: -total.get(entity.row, 0))
        laid = tree(entities) if as_tree else [(entity, 0) for entity in entities]
        self._all = all
        self._entities = {entity.row: entity for entity, _ in laid}
        self._depths = {entity.row: depth for entity, depth in laid if depth}
        self._counts = total
        self._put(list(self._entities))

    def show(self, counts: dict[int, int], kept: frozenset[int]) -> bool:
        """Show ``counts`` and only what has one, is above one, or is ``kept``.

        Returns whether rows came or went.
        """
        visible: Collection[int] = counts if counts.keys() >= kept else counts.keys() | kept
        if self._all and self._depths:
            visible = self._all.with_above(visible)
        self._counts = counts
        shown = [row for row in self._entities if row in visible]
        if shown == self._shown:
            return False
        self._put(shown)
        return True

    def _put(self, shown: list[int]) -> None:
        self.beginResetModel()
        self._shown = shown
        self._places = None
        self.endResetModel()

    def index_of(self, row: int) -> QModelIndex:
        """Return the index of an entity by row number, an invalid one when it is not shown."""
        if self._places is None:
            self._places = {row: at for at, row in enumerate(self._shown)}
        return self.index(self._places.get(row, -1), 0)

    def entity(self, index: _Index) -> Entity | None:
        return self.entity_at(index.row())

    def entity_at(self, at: int) -> Entity | None:
        return self._entities[self._shown[at]] if 0 <= at < len(self._shown) else None

    def depth(self, entity: Entity) -> int:
        """Return how far below the top of its tree an entity stands."""
        return self._depths.get(entity.row, 0)

    def count(self, entity: Entity) -> int:
        return self._counts.get(entity.row, 0)

    # What Qt asks of a model

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entity = self.entity(index)
        if entity is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entity.name
        if role == Qt.ItemDataRole.UserRole:
            return self.count(entity)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entity.name}, {counted(self.count(entity), 'statement')}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{entity.name} ({entity.kind})")
        return None


class EntityView(Rows):
    """The list itself; Enter opens the page of the current entity.

    A row is a name, indented as deep as it stands, and quietly at the right how many statements.
    """

    opened = Signal(object)

    def __init__(self, model: EntityModel, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(model, parent)
        self._entities = model
        self._appearance = appearance
        appearance.changed.connect(self._remeasure)
        self._remeasure()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)  # by which Qt would pick with any button

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def paint_row(self, painter: QPainter, rect: QRect, at: int, is_selected: bool) -> None:
        entity = self._entities.entity_at(at)
        if entity is None:
            return
        colours = self._appearance.colours
        count = self._entities.count(entity)
        if is_selected:
            painter.fillRect(rect, colours["accent"])
        elif at == self.currentIndex().row() and self.hasFocus():
            painter.setPen(colours["accent"])
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        left = rect.left() + (4 + 3 * self._entities.depth(entity)) * _GRID
        room: float = rect.left() + rect.width() - 2 * _GRID - left
        if count:
            number, measures = f"{count:,}", self._quiet_metrics
            width = measures.horizontalAdvance(number)
            base = rect.top() + (rect.height() - measures.height()) / 2 + measures.ascent()
            painter.setFont(self._quiet_font)
            painter.setPen(colours["accent_text" if is_selected else "quiet"])
            painter.drawText(QPointF(left + room - width, base), number)
            room -= width + 2 * _GRID
        name = self._names.fitted(entity.name, room)
        painter.setPen(colours["accent_text" if is_selected else "text" if count else "quiet"])
        self._names.draw(painter, left, rect.top() + (rect.height() - name.height) / 2, name)

    def _remeasure(self) -> None:
        """Take up the fonts in force."""
        self._names = Lettering(self._appearance.page_font())
        self._quiet_font = self._appearance.quiet_font()
        self._quiet_metrics = QFontMetricsF(self._quiet_font)
        self.set_row_height(round(self._names.metrics.height() + 2 * _GRID))


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
        self.view = EntityView(self.model, appearance, self)
        self._is_tree = type == "weapon"
        self._entities: Entities | None = None
        self._picked: tuple[str, ...] = ()
        self._type: Type = type
        self._heading = QLabel(title, self, objectName="heading")  # type: ignore[call-overload]
        self._heading.setIndent(9)  # to where the words of a choice below it begin, and of rows
        self.header = QVBoxLayout()
        self.header.addWidget(self._heading)
        self.header.setContentsMargins(7, _GRID, 2 * _GRID, _GRID)
        self.header.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(FocusLine(self))
        layout.addLayout(self.header)
        layout.addWidget(self.view)
        self.view.setAccessibleName(title)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.selectionModel().selectionChanged.connect(self._pick)
        self.view.opened.connect(self._open)
        self.view.doubleClicked.connect(self._open)

    def load(self, entities: Entities, total: dict[int, int]) -> None:
        """Show all there is, with how many statements each has in the whole library."""
        self._entities = entities
        self._picked = ()
        self.model.load(entities, total, self._is_tree)

    def show_counts(self, counts: dict[int, int]) -> None:
        """Show what is asked for; rows keep their order and the selection stays."""
        scrolled = self.view.verticalScrollBar().value()
        current = self.model.entity(self.view.currentIndex())
        if self.model.show(counts, frozenset(self._picked_rows())):
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
