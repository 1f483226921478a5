"""Controls in a row, and in as many rows below it as a narrow pane needs."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QLayoutItem, QScrollArea, QWidget

_GAP = 4  # px
_SHARE = 0.4


class Flow(QLayout):
    """Lays its widgets from left to right, those that are hidden left out."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, at: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(at) if 0 <= at < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return self._lay_out(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        super().setGeometry(rect)
        self._lay_out(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _lay_out(self, rect: QRect, move: bool) -> int:
        """Return the height that the rows take in the width of ``rect``."""
        margins = self.contentsMargins()
        room = rect.marginsRemoved(margins)
        top = room.top()
        for at, row in enumerate(self._rows(room.width())):
            top += _GAP if at else 0
            height = max(item.sizeHint().height() for item in row)
            left = room.left()
            for item in row if move else ():
                size = item.sizeHint()
                middle = top + (height - size.height()) // 2
                item.setGeometry(QRect(QPoint(left, middle), size))
                left += size.width() + _GAP
            top += height
        return top - rect.top() + margins.bottom()

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        """Return what stands side by side in ``width``."""
        rows: list[list[QLayoutItem]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            needed = item.sizeHint().width()
            if not rows or used + _GAP + needed > width:
                rows.append([])
                used = -_GAP
            rows[-1].append(item)
            used += _GAP + needed
        return rows


class FlowArea(QScrollArea):
    """A flow that takes no more than its share of its parent's height, and scrolls beyond it."""

    def __init__(self, flow: Flow, parent: QWidget) -> None:
        super().__init__(parent)
        self._flow, self._parent = flow, parent
        rows = QWidget()
        rows.setLayout(flow)
        rows.setMinimumWidth(1)  # never wider than what is seen of it
        self.setWidget(rows)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return min(self._flow.heightForWidth(width), round(self._parent.height() * _SHARE))
