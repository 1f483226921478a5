"""The statements pane: a list of row numbers, shown as rows when they come into view."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6 import QtGui  # whose classes for a menu are made when one is asked for
from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QWidget

from viewer.library.catalogue import Catalogue
from viewer.library.file import Busy
from viewer.library.search import Hits
from viewer.ui.appearance import Appearance
from viewer.ui.rows import Rows
from viewer.ui.statement_painting import StatementPainting
from viewer.ui.statement_rows import StatementRow, statement_rows
from viewer.ui.worker import AGAIN

if TYPE_CHECKING:
    from viewer.ui.menu_entries import Entry

LINE_ROLE = Qt.ItemDataRole.UserRole

PAGE = 12
"""How many rows are read at once: about what a window shows."""

_KEPT = 200  # pages

_Index = QModelIndex | QPersistentModelIndex


class StatementsModel(QAbstractTableModel):
    """Row numbers in order; a page of rows is read when one of them is asked for.

    While the library is being written nobody waits: its rows are empty until they can be read.
    """

    def __init__(self, guard: Callable[[Callable[[], Any]], Any]) -> None:
        """``guard`` runs a reading of the library and deals with a file that fails."""
        super().__init__()
        self._guard = guard
        self._library: Catalogue | None = None
        self._hits: Hits | None = None
        self._pages: dict[int, list[StatementRow]] = {}
        self._again = QTimer(self, interval=AGAIN, singleShot=True)
        self._again.timeout.connect(self._ask_again)

    def show(self, library: Catalogue | None, hits: Hits | None, first: list[StatementRow]) -> None:
        """Show ``hits``; ``first`` are the rows of the first page, which came with them."""
        self.beginResetModel()
        self._library, self._hits = library, hits
        self._pages = {0: first}
        self.endResetModel()

    def extend(self, hits: Hits, first: list[StatementRow]) -> None:
        """Go on from a glimpse of ``hits`` to all of them; what is painted stays."""
        if len(hits) <= self.rowCount():
            self.show(self._library, hits, first)
            return
        self.beginInsertRows(QModelIndex(), self.rowCount(), len(hits) - 1)
        self._hits = hits
        self._pages = {0: first}
        self.endInsertRows()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        return 0 if parent.isValid() or self._hits is None else len(self._hits)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (
            LINE_ROLE,
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        found = self.row(index.row())
        if found is None or role == LINE_ROLE:
            return found
        stances = "; ".join(stance.words for stance in found.stances)
        return f"{found.words} — {found.speaker}, {found.date}. {stances}"

    def row(self, at: int) -> StatementRow | None:
        """Return what row ``at`` shows, reading its page when it is not at hand."""
        if self._hits is None or not 0 <= at < len(self._hits):
            return None
        page, offset = divmod(at, PAGE)
        if page not in self._pages:
            read = self._glance(lambda: self._read(page))
            if read is None:
                return None
            if len(self._pages) >= _KEPT:
                self._pages.clear()
            self._pages[page] = read
        rows = self._pages[page]
        return rows[offset] if offset < len(rows) else None

    def row_of(self, statement: str) -> int:
        """Return the row in which a statement stands, -1 when it is none of the hits."""
        if self._library is None or self._hits is None:
            return -1
        library, hits = self._library, self._hits
        row = self._glance(lambda: library.row_of(statement))
        if row is None or row not in hits.found:
            return -1
        return hits.place_of(row)

    def _glance(self, read: Callable[[], Any]) -> Any:
        """Read what can be read at once; None where the file is busy, or fails."""
        return None if self._again.isActive() else self._guard(lambda: self._unless_busy(read))

    def _unless_busy(self, read: Callable[[], Any]) -> Any:
        assert self._library is not None  # noqa: S101 - hits come with their library
        try:
            with self._library.glancing():
                return read()
        except Busy:
            self._again.start()
            return None

    def _ask_again(self) -> None:
        """Have all that is in view painted once more, and by that read."""
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))

    def _read(self, page: int) -> list[StatementRow]:
        assert self._library is not None  # noqa: S101 - hits come with their library
        assert self._hits is not None  # noqa: S101
        rows = self._hits.rows[page * PAGE : (page + 1) * PAGE]
        return statement_rows(rows, self._hits, self._library)


class StatementsView(Rows):
    """The list itself: one height for every row, the selection leads the reading pane.

    ``copy_asked`` carries the id of the statement whose words are wanted.
    """

    followed = Signal(object)
    clicked_on = Signal(object)
    opened = Signal(object)
    copy_asked = Signal(str)

    def __init__(self, model: StatementsModel, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(model, parent)
        self._statements = model
        self._appearance = appearance
        self._painting = StatementPainting(appearance)
        self._is_placing = False
        self._is_behind = False  # the current row could not be read to be followed
        model.dataChanged.connect(self._catch_up)
        self.setAccessibleName("Statements")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.selectionModel().currentRowChanged.connect(self._follow)
        self.doubleClicked.connect(self._open)
        appearance.changed.connect(self._resize_rows)
        self._resize_rows()

    def current(self) -> StatementRow | None:
        return self._statements.row(self.currentIndex().row())

    def select(self, statement: str) -> None:
        """Make the row of a statement the current one, without following it."""
        at = self._statements.row_of(statement) if statement else -1
        self._is_placing = True
        if at < 0:
            self.selectionModel().clear()
        elif at != self.currentIndex().row():
            index = self._statements.index(at, 0)
            self.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self.scrollTo(index)
        self._is_placing = False

    def step_in(self) -> None:
        """Take the focus, on the first row when there is no current one."""
        self.setFocus()
        if not self.selectionModel().hasSelection() and self._statements.rowCount():
            self._choose_first()

    def paint_row(self, painter: QPainter, rect: QRect, at: int, is_selected: bool) -> None:
        self._painting.paint(painter, rect, self._statements.row(at), is_selected)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
            return
        if event.key() == Qt.Key.Key_Down and not self.selectionModel().hasSelection():
            self._choose_first()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Go nowhere: Qt would read the rows one by one for one that begins with what is typed."""

    def contextMenuEvent(self, event: QtGui.QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        from viewer.ui.chosen import pop_up  # no first row waits for a menu

        pop_up(self, event)

    # The statement that is chosen

    def quoted(self) -> str:
        """Return the id of the statement that is chosen; "" where none is."""
        # Qt's current row may be one that nobody has chosen.
        found = self.current() if self.selectionModel().hasSelection() else None
        return found.id if found else ""

    def choose_at(self, at: QPoint) -> bool:
        """Tell whether there is a row at a point of the viewport, which the press has chosen."""
        return self.indexAt(at).isValid()

    def spot(self) -> QPoint:
        """Return where the current row is, in the list."""
        return self.viewport().mapToParent(self.visualRect(self.currentIndex()).center())

    def offers(self) -> list[Entry]:
        """Return what can be done with the statement that is chosen."""
        from viewer.ui.chosen import statement_entries

        id = self.quoted()
        return statement_entries(self._open, partial(self.copy_asked.emit, id)) if id else []

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        # Qt makes the first row the current one, which nobody has chosen.
        was, self._is_placing = self._is_placing, True
        super().focusInEvent(event)
        self._is_placing = was

    def _choose_first(self) -> None:
        self.selectionModel().clear()
        self.setCurrentIndex(self._statements.index(0, 0))

    def _follow(self, index: QModelIndex) -> None:
        found = self._statements.row(index.row())
        self._is_behind = index.isValid() and found is None and not self._is_placing
        if found and not self._is_placing:
            by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
            (self.clicked_on if by_mouse else self.followed).emit(found.place)

    def _catch_up(self) -> None:
        if self._is_behind:
            self._follow(self.currentIndex())

    def _open(self) -> None:
        if found := self.current():
            self.opened.emit(found.place)

    def _resize_rows(self) -> None:
        self._painting.remeasure()
        self.set_row_height(self._painting.height)
