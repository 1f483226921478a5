"""A line to type in that keeps no key of the window's to itself."""

from __future__ import annotations

from PySide6 import QtGui  # whose classes for keys the first key makes
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class Field(QLineEdit):
    """Leaves the window's own keys to it, unless they type or edit."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(self.keeps(event))
            return True
        return super().event(event)

    def keeps(self, event: QKeyEvent) -> bool:
        """Tell whether a key is for the field even where the window has a use for it.

        Others come to the field all the same when the window has none.
        """
        keys = QtGui.QKeySequence.StandardKey
        if event.matches(keys.Copy):
            return self.hasSelectedText()
        editing = (keys.Cut, keys.Paste, keys.Undo, keys.Redo, keys.SelectAll)
        return _types(event) or any(map(event.matches, editing))


def _types(event: QKeyEvent) -> bool:
    """Tell whether a key stands for a letter; some keyboards take Ctrl and Alt together for it."""
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    held = event.modifiers() & (both | Qt.KeyboardModifier.MetaModifier)
    is_plain = held in (Qt.KeyboardModifier.NoModifier, both)
    return is_plain and event.text() != "" and event.text().isprintable()
