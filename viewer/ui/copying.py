"""Copying: what is selected, else the statement chosen; imported when that is first asked for."""

from __future__ import annotations

import contextlib

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from viewer.cite import link_words, quotation
from viewer.direction import isolated
from viewer.library.catalogue import Catalogue
from viewer.library.reading import Library
from viewer.ui.chosen import Chooser
from viewer.ui.lettering import shortened
from viewer.ui.panes import Panes

_LONGEST = 32  # code points, of a name and of the words that are named


def copy(panes: Panes, library: Catalogue | None, id: str = "") -> None:
    """Copy the words of the statement ``id`` with their citation, or what is in use.

    That is what is selected in the pane in use, else the statement that is chosen there.
    Raises LibraryError when it cannot be read.
    """
    search, reading, tell = panes.search, panes.beside.reading, panes.chips.tell
    if not id and search.hasFocus() and search.hasSelectedText():
        search.copy()
        return
    if not id and reading.hasFocus() and reading.textCursor().hasSelection():
        reading.copy_selection()
        tell("Copied what is selected")
        return
    id = id or _chosen(panes)
    if library is None or not id:
        tell("Choose a statement to copy its words")
    elif copied := _quoted(id, library):
        words, name = copied
        QGuiApplication.clipboard().setText(words)
        tell(f"Copied {name}, with its citation")
    else:
        tell("Nothing copied: the library has no such statement any more")


def _chosen(panes: Panes) -> str:
    """Return the id of the statement chosen in the pane in use, "" where none is.

    Where that has no statements, the answer is asked, then the page beside it.
    """
    pane: QWidget | None = panes.window().focusWidget()
    while pane is not None:
        if isinstance(pane, Chooser):
            return pane.quoted()
        pane = pane.parentWidget()
    asked = (panes.answer, panes.beside.reading)
    return next((id for one in asked if isinstance(one, Chooser) and (id := one.quoted())), "")


def _quoted(id: str, library: Catalogue) -> tuple[str, str] | None:
    """Return a statement's words with their citation, and how these words are named for short.

    None where it is not in the library.
    """
    with (
        library.glancing(),
        contextlib.closing(Library(library.path, library, in_haste=True)) as own,
    ):
        statement = own.statement(id)
        if statement is None:
            return None
        words = f"“{isolated(shortened(statement.exact, _LONGEST))}”"
        speaker = link_words(statement.chain[-1], own) if statement.chain else ""
        name = f"{shortened(speaker, _LONGEST)}: {words}" if speaker else words
        return quotation(statement, own), name
