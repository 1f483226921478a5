"""The statement that is chosen in a pane: what each pane is asked for, and the one menu for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu

from viewer.ui.menu_entries import Entry, Item, fill

if TYPE_CHECKING:
    from viewer.ui.statements import StatementsView
    from viewer.ui.views.view import View


@runtime_checkable
class Chooser(Protocol):
    """A pane in which a statement may be chosen."""

    def quoted(self) -> str:
        """Return the id of the statement that is chosen here and shown, "" where none is."""
        ...


def statement_entries(
    open: Callable[[], object], copy: Callable[[], object], key: str = "Enter"
) -> list[Entry]:
    """Return what can be done with a statement, which ``key`` opens, "" for none."""
    return [
        Item(f"&Open the Statement\t{key}".rstrip(), open),
        Item("&Copy Quotation\tCtrl+C", copy),
    ]


def pop_up(pane: StatementsView | View, event: QContextMenuEvent) -> None:
    """Offer what can be done with what is under the mouse or, asked by a key, is current."""
    is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
    if not (is_by_key or pane.choose_at(event.pos())):
        return
    if not (entries := pane.offers()):
        return
    menu = QMenu(pane)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    fill(menu, entries)
    menu.popup(pane.mapToGlobal(pane.spot()) if is_by_key else event.globalPos())
