"""What is in front, saved where the reader wants it; imported when that is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from viewer.library.catalogue import Catalogue
from viewer.places import ViewName
from viewer.ui import dialogs
from viewer.ui.panes import TITLES
from viewer.ui.saving import file, pictures, statements, views
from viewer.ui.search_worker import Found
from viewer.ui.views.view import View


def export(
    parent: QWidget,
    name: ViewName,
    view: View | None,
    found: Found,
    library: Catalogue,
    guard: Callable[[Callable[[], Any]], Any],
) -> str:
    """Let the reader choose a file, and save ``view`` in it, or all ``found`` where there is none.

    ``guard`` runs a reading of the library and deals with a file that fails.  Returns
    what became of it in words, "" where nothing is to be said.
    """
    formats = views.filters(view) if view else statements.FILTER
    suffix = "svg" if view else "csv"
    path = dialogs.choose_export(parent, Path.home() / f"{name}.{suffix}", formats)
    if path is None:
        return ""
    if view is None:
        saving = statements.save(found.hits, library, path)
    else:
        caption = guard(lambda: pictures.caption(TITLES[name], library, found.question))
        if caption is None:
            return ""
        saving = views.save(view, path, caption)
    try:
        is_saved = dialogs.carry_out(parent, f"Saving {path.name}", saving)
    except file.NotSaved as error:
        dialogs.warn(parent, str(error))
        return ""
    return f"Saved as {path.name}" if is_saved else "Nothing was saved"
