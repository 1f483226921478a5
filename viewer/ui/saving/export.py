"""What is in front, saved where the reader wants it; imported when that is first asked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from viewer.library.catalogue import Catalogue
from viewer.places import ViewName
from viewer.ui import dialogs
from viewer.ui.panes import TITLES
from viewer.ui.saving import file, pictures, statements, views
from viewer.ui.search_worker import Found
from viewer.ui.views.view import View


def choose(parent: QWidget, folder: Path, name: ViewName, view: View | None) -> Path | None:
    """Let the reader choose a file, at first in ``folder``, for ``view`` or for a list."""
    formats = views.filters(view) if view else statements.FILTER
    suffix = "svg" if view else "csv"
    return dialogs.choose_export(parent, folder / f"{name}.{suffix}", formats)


def export(
    parent: QWidget,
    path: Path,
    name: ViewName,
    view: View | None,
    found: Found,
    library: Catalogue,
) -> str:
    """Save ``view``, or all ``found`` where there is none, in the file ``path``.

    Returns what became of it in words, "" where nothing is to be said.  Raises LibraryError
    when the library cannot be read.
    """
    if view is None:
        saving = statements.save(found.hits, library, path)
    else:
        with library.glancing():
            caption = pictures.caption(TITLES[name], library, found.question)
        saving = views.save(view, path, caption)
    try:
        is_saved = dialogs.carry_out(parent, f"Saving {path.name}", saving)
    except file.NotSaved as error:
        dialogs.warn(parent, str(error))
        return ""
    return f"Saved as {path.name}" if is_saved else "Nothing was saved"
