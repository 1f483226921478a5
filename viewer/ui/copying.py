"""Copying: what is selected, else the current statement; imported when that is first asked for."""

from __future__ import annotations

import contextlib

from PySide6.QtGui import QGuiApplication

from viewer.cite import quotation
from viewer.library.catalogue import Catalogue
from viewer.library.reading import Library
from viewer.places import Place
from viewer.ui.panes import Panes


def copy(panes: Panes, place: Place, library: Catalogue | None) -> None:
    """Copy what is selected in the pane in use, else the current statement with its citation.

    That is the one at ``place``, or else the one of the list.  Raises LibraryError when it
    cannot be read.
    """
    search, reading = panes.search, panes.beside.reading
    if search.hasFocus() and search.hasSelectedText():
        search.copy()
    elif reading.hasFocus() and reading.textCursor().hasSelection():
        reading.copy_selection()
    else:
        current = panes.list.current()
        if place.kind != "statement" and current is not None:
            place = current.place
        if library is None or place.kind != "statement":
            panes.chips.tell("Choose a statement to copy its words")
            return
        if words := _quoted(place.id, library):
            QGuiApplication.clipboard().setText(words)
            panes.chips.tell("Copied with its citation")
        else:
            panes.chips.tell("Nothing copied: the library has no such statement any more")


def _quoted(id: str, library: Catalogue) -> str:
    """Return a statement's words with their citation, "" where it is not in the library."""
    with (
        library.glancing(),
        contextlib.closing(Library(library.path, library, in_haste=True)) as own,
    ):
        statement = own.statement(id)
        return quotation(statement, own) if statement else ""
