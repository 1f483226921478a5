"""The filters in force, each to be taken away, with the number of hits and their order."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QWidget,
)

from viewer.library.search import Order
from viewer.ui.choice_box import ChoiceBox
from viewer.ui.question import Chip
from viewer.ui.verbatim import label

_MOMENT = 3000  # ms
_ORDERS: dict[Order, str] = {"newest": "Newest first", "best": "Best match first"}


class ChipBar(QWidget):
    """One line whose height never changes; chips beyond its width scroll."""

    asked = Signal(object)
    order_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.in_force: list[Chip] = []
        self._chips = QWidget(self)
        self._row = QHBoxLayout(self._chips)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addStretch()
        area = QScrollArea(self)
        area.setWidget(self._chips)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
        layout.addWidget(area, 1)
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
        for chip in chips:
            if chip.joint:
                joint = QLabel(chip.joint, self._chips)
                joint.setObjectName("quiet")
                self._row.insertWidget(self._row.count() - 1, joint)
            button = QToolButton(self._chips)
            button.setObjectName("chip")
            button.setText(label(f"{chip.label}  ✕"))
            button.setAccessibleName(f"Remove the filter {chip.label}")
            button.setToolTip("Remove this filter (Escape removes the last)")
            button.clicked.connect(lambda _=False, chip=chip: self.asked.emit(chip.without))
            self._row.insertWidget(self._row.count() - 1, button)

    def show_total(self, total: int | None) -> None:
        """Show how many statements there are; None while that is not known."""
        self._words = "" if total is None else f"{total:,} statement{'' if total == 1 else 's'}"
        self._total.setText(self._words)

    def tell(self, sentence: str) -> None:
        """Say something for a moment where the number of statements stands."""
        self._total.setText(sentence)
        self._telling.start(_MOMENT)

    def show_order(self, order: Order) -> None:
        self.order.setCurrentIndex(list(_ORDERS).index(order))

    def _choose(self, at: int) -> None:
        self.order_chosen.emit(self.order.itemData(at))
