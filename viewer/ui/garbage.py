"""When the interpreter looks for garbage: among what is new at any time, among all when idle."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from viewer.ui.window import Window

_IDLE = 10_000  # ms since the last answer
_NEVER = 2**31 - 1


class Garbage(QObject):
    """Looks for garbage among all that was made lately once nothing was asked for a while.

    Left to itself, the interpreter would do so in the middle of an answer, on whichever
    thread, and the window would stand still for tenths of a second.
    """

    def __init__(self, window: Window) -> None:
        """Begin with what is there: it is kept, and never looked through."""
        super().__init__(window)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE)
        self._idle.timeout.connect(self.collect)
        window.settled.connect(self._idle.start)
        new, newer, _ = gc.get_threshold()
        gc.set_threshold(new, newer, _NEVER)
        gc.freeze()
        gc.enable()

    def collect(self) -> None:
        """Look through all that was made since the start."""
        gc.collect()
