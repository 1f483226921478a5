"""The filters in force, each to be taken away, with the number of hits and their order."""

from __future__ import annotations

from PySide6 import QtGui  # whose classes for events are made when one comes
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QWidget,
)

from viewer.conjunction import counted
from viewer.library.search import Order
from viewer.ui.choice_box import ChoiceBox
from viewer.ui.lettering import shortened
from viewer.ui.question import Chip
from viewer.ui.verbatim import label, tip

_MOMENT = 3000  # ms
_LONGEST = 40  # code points of a label; its tip has the rest
_BESIDE = 24  # px that remain on either side of what is told
_SHOWN = 24  # filters; of those picked before it is said how many they are
_ORDERS: dict[Order, str] = {"newest": "Newest first", "best": "Best match first"}


class ChipBar(QWidget):
    """One line whose height never changes."""

    asked = Signal(object)
    order_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.in_force: list[Chip] = []
        self._chips = QWidget()
        self._row = QHBoxLayout(self._chips)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addStretch()
        self._total = QLabel(self)
        self._total.setObjectName("quiet")
        self._total.setTextFormat(Qt.TextFormat.PlainText)
        self._words = ""
        self._telling = QTimer(self, singleShot=True)
        self._telling.timeout.connect(lambda: self._total.setText(self._words))
        self.order = ChoiceBox("Order", self)
        for order, words in _ORDERS.items():
            self.order.addItem(words, order)
        self.order.activated.connect(self._choose)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 8, 4)
        layout.setSpacing(8)
        layout.addWidget(_Strip(self._chips, self), 1)
        layout.addWidget(self._total)
        layout.addWidget(self.order)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedHeight(self.order.sizeHint().height() + 10)

    def show_chips(self, chips: list[Chip]) -> None:
        self.in_force = chips
        while self._row.count() > 1:
            item = self._row.takeAt(0)
            if item and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()
        if len(chips) > _SHOWN:
            self._add_quiet(counted(len(chips) - _SHOWN, "filter"))
        for chip in chips[-_SHOWN:]:
            if chip.joint:
                self._add_quiet(chip.joint)
            button = QToolButton(self._chips)
            button.setObjectName("chip")
            button.setText(label(f"{shortened(chip.label, _LONGEST)}  ✕"))
            button.setAccessibleName(f"Remove the filter {chip.label}")
            button.setToolTip(tip(f"{chip.label}\nRemove this filter (Escape removes the last)"))
            button.clicked.connect(lambda _=False, chip=chip: self.asked.emit(chip.without()))
            self._row.insertWidget(self._row.count() - 1, button)
            # The Tab key reaches them as they lie: after all before this bar, then its order.
            ahead = self.previousInFocusChain()
            while ahead and not ahead.focusPolicy():  # after which Qt would put nothing
                ahead = ahead.previousInFocusChain()
            if ahead:
                QWidget.setTabOrder(ahead, button)

    def _add_quiet(self, words: str) -> None:
        quiet = QLabel(words, self._chips)
        quiet.setObjectName("quiet")
        self._row.insertWidget(self._row.count() - 1, quiet)

    def show_total(self, total: int | None) -> None:
        """Show how many statements there are; None while that is not known."""
        self._words = "" if total is None else counted(total, "statement")
        self._total.setText(self._words)

    def tell(self, sentence: str) -> None:
        """Say something for a moment where the number of statements stands, as far as it has room.

        Its words shall not make the window wider.
        """
        room = self.width() - self.order.width() - 2 * _BESIDE
        metrics = self._total.fontMetrics()
        self._total.setText(metrics.elidedText(sentence, Qt.TextElideMode.ElideMiddle, room))
        self._telling.start(_MOMENT)

    def show_order(self, order: Order) -> None:
        self.order.setCurrentIndex(list(_ORDERS).index(order))

    def _choose(self, at: int) -> None:
        self.order_chosen.emit(self.order.itemData(at))


class _Strip(QWidget):
    """A row that scrolls where it is too wide: by wheel, Tab key and arrows at its ends."""

    def __init__(self, row: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = row
        area = _Sideways(self)
        area.setWidget(row)
        self._bar = area.horizontalScrollBar()
        self._back = self._arrow("‹", "Filters before", -1)
        self._on = self._arrow("›", "More filters", 1)
        self._bar.rangeChanged.connect(self._fit)
        self._bar.valueChanged.connect(self._tell)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._back)
        layout.addWidget(area, 1)
        layout.addWidget(self._on)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _arrow(self, text: str, name: str, pages: int) -> QToolButton:
        arrow = QToolButton(self)
        arrow.setObjectName("arrow")
        arrow.setText(text)
        arrow.setToolTip(name)
        arrow.setAccessibleName(name)
        arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the Tab key leads through the row itself
        arrow.setAutoRepeat(True)
        arrow.clicked.connect(lambda: self._turn(pages))
        return arrow

    def _turn(self, pages: int) -> None:
        self._bar.setValue(self._bar.value() + pages * self._bar.pageStep())

    def _fit(self) -> None:
        """Show the arrows where they are needed, and of the row what was added last."""
        is_wide = self._row.minimumSizeHint().width() > self.width()
        self._back.setVisible(is_wide)
        self._on.setVisible(is_wide)
        self._bar.setValue(self._bar.maximum())
        self._tell()

    def _tell(self) -> None:
        """Show where there is more."""
        self._back.setEnabled(self._bar.value() > 0)
        self._on.setEnabled(self._bar.value() < self._bar.maximum())


class _Sideways(QScrollArea):
    """An area that the wheel, which turns up and down, moves left and right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:  # noqa: N802 - Qt's name
        self.horizontalScrollBar().event(event)
