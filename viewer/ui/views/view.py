"""What every view of the answer has in common, so that the window need not tell them apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pyroaring import BitMap
from PySide6.QtCore import QPoint, QSizeF, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter
from PySide6.QtWidgets import QWidget

from viewer.places import Place
from viewer.ui.appearance import Appearance

if TYPE_CHECKING:
    from viewer.library.reading import Library
    from viewer.ui.menu_entries import Entry


class View(QWidget):
    """One way to see what is asked for.

    ``followed`` carries the place to read; ``dated`` the first and the last ISO day
    to which statements shall be narrowed, "" for an open end; ``wanted`` a callable
    that reads more of the library on the worker's thread, whose result comes to ``take``;
    ``copy_asked`` the id of the statement whose words are wanted.
    """

    followed = Signal(object)
    dated = Signal(str, str)
    wanted = Signal(object)
    copy_asked = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.appearance = appearance

    @staticmethod
    def read(library: Library, found: BitMap | None) -> Any:
        """Read what is shown of the statements ``found`` (row numbers; None: all of them).

        Runs on a worker's thread.
        """
        raise NotImplementedError

    def show_answer(self, answer: Any) -> str:
        """Show what ``read`` has returned; returns the sentence to show when that is nothing."""
        raise NotImplementedError

    def prepare(self) -> Iterator[None]:
        """Get what is shown ready to be painted, in pieces of some milliseconds.

        The view has its place and size by then, though it is not in front yet.
        """
        return iter(())

    def take(self, answer: Any) -> None:
        """Take up what was read for ``wanted``."""

    def point_at(self, place: Place) -> None:
        """Mark what is being read, without following it."""

    # What is chosen in it; points are in its own pixels

    def quoted(self) -> str:
        """Return the id of the statement that is chosen and shown, "" where none is."""
        raise NotImplementedError

    def choose_at(self, at: QPoint) -> bool:
        """Make what lies at a point the current one, without opening it, or say that nothing does.

        A point of what tells of the current one, such as the foot, leaves that as it is.
        """
        raise NotImplementedError

    def spot(self) -> QPoint:
        """Return where the current one is shown."""
        raise NotImplementedError

    def offers(self) -> list[Entry]:
        """Return what can be done with the current one, nothing where that is no statement."""
        raise NotImplementedError

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        from viewer.ui.chosen import pop_up  # no view waits for a menu

        pop_up(self, event)

    # How it is left, and come back to

    def state(self) -> tuple[object, ...]:
        """Return how it is sorted, folded and scrolled, to be restored when one comes back."""
        return ()

    def restore(self, state: tuple[object, ...]) -> None:
        """Be sorted, folded and scrolled as ``state`` tells, one that ``state()`` has returned.

        The answer is shown already.
        """

    # How it is saved

    def extent(self) -> QSizeF:
        """Return the size in pixels of all there is, as it is sorted, folded and zoomed."""
        raise NotImplementedError

    def draw(self, painter: QPainter) -> Iterator[float]:
        """Paint all there is, its background included, for a picture of the size of ``extent``.

        Yields from time to time, after some milliseconds, which share of it is painted.
        """
        raise NotImplementedError

    def key(self) -> str:
        """Return what a picture of it has to explain beside what it says itself."""
        return ""

    def documents(self) -> dict[str, Callable[[], str]]:
        """Return what writes it in other formats, by the suffix of their files."""
        return {}
