"""The search box; filters complete as they are typed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets  # whose classes for offers the first key makes
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from viewer.ui import utf16
from viewer.ui.field import Field

if TYPE_CHECKING:
    from viewer.library.completion import Completion


_STAYED = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Why the box gets the focus again that it had in its window all the while."""


class SearchBox(Field):
    """Says each change of its text; Down and Enter lead on to the statements.

    ``entered`` tells that the reader has come to it to type.
    """

    typed = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_typed = False
        self._completion: Completion | None = None
        self.setObjectName("search")
        self.setPlaceholderText("Search words, names, “exact phrases”, speaker:…  (Ctrl+K)")
        self.setAccessibleName("Search")
        self.setClearButtonEnabled(True)
        self.textEdited.connect(self._edited)

    @cached_property
    def _offers(self) -> QtWidgets.QCompleter:
        offers = QtWidgets.QCompleter(QtCore.QStringListModel(self), self)
        offers.setCompletionMode(offers.CompletionMode.UnfilteredPopupCompletion)
        offers.setWidget(self)
        if popup := offers.popup():
            popup.setObjectName("offers")
        offers.activated.connect(self._take)
        return offers

    def show_text(self, text: str) -> None:
        """Show ``text`` without saying that it was typed; the cursor stays where it can."""
        if text != self.text():
            self._is_typed = False
            self._popup().hide()
            self.setText(text)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        if event.reason() not in _STAYED:
            self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        offers = self._popup()
        leads_on = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if leads_on and offers.isVisible() and offers.selectionModel().hasSelection():
            event.ignore()  # the offer that is chosen takes the key
        elif leads_on:
            offers.hide()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def keeps(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            return self._popup().isVisible()
        return super().keeps(event)

    @property
    def open_text(self) -> str:
        """What was typed up to the cursor, which may be completed; "" when nothing was."""
        return utf16.between(self.text(), 0, self.cursorPosition()) if self._is_typed else ""

    def offer(self, completion: Completion | None) -> None:
        """Offer how ``open_text`` may go on."""
        self._completion = completion
        if completion is None or not completion.offers or not self.hasFocus():
            self._popup().hide()
            return
        model = self._offers.model()
        assert isinstance(model, QtCore.QStringListModel)  # noqa: S101 - made above
        model.setStringList(list(completion.offers))
        self._offers.complete()

    def _popup(self) -> QAbstractItemView:
        popup = self._offers.popup()
        assert popup is not None  # noqa: S101 - a completer always makes one
        return popup

    def _edited(self, text: str) -> None:
        self._is_typed = True
        self._completion = None  # of what stood here before
        self.typed.emit(text)

    def _take(self, offer: str) -> None:
        if self._completion is None:
            return
        head = self.text()[: self._completion.start] + offer
        rest = self.text()[self._completion.end :].lstrip()
        # A key waits for its value; a value is done.
        gap = "" if offer.endswith(":") else " "
        self.setText(head + gap + rest)
        self.setCursorPosition(utf16.length(head + gap))
        self._edited(self.text())
