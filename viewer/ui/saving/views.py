"""A view as a file: a picture, a page, or one of its documents, as the suffix says."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from functools import partial
from pathlib import Path

from viewer.ui.saving.file import NotSaved, appearing
from viewer.ui.saving.pictures import PICTURES, Caption, Pieces
from viewer.ui.views.view import View

_DOCUMENTS = {"csv": "Table", "graphml": "Graph"}


def filters(view: View) -> str:
    """Return what a file dialog offers for ``view``: ``"Picture (*.png);;Table (*.csv)"``."""
    pictures = {suffix: one.words for suffix, one in PICTURES.items()}
    offered = pictures | {suffix: _DOCUMENTS[suffix] for suffix in view.documents()}
    return ";;".join(f"{words} (*.{suffix})" for suffix, words in offered.items())


def save(view: View, path: Path, caption: Caption) -> Generator[float, None, None]:
    """Write all of ``view``, as it is shown, to ``path``, whose suffix says in which format.

    ``caption`` stands above a picture, and its name in the file's metadata where the
    format has any.  Yields from time to time which share is done; the view is not to
    change meanwhile.  The file appears whole at the end, or not at all.  Raises NotSaved.
    """
    suffix = path.suffix.lower().removeprefix(".")
    writers: Mapping[str, Callable[[], Pieces]] = {
        **{suffix: partial(one.made, view, caption) for suffix, one in PICTURES.items()},
        **{suffix: partial(_encoded, text) for suffix, text in view.documents().items()},
    }
    if suffix not in writers:
        known = ", ".join(f".{suffix}" for suffix in writers)
        raise NotSaved(f"{path.name} does not end in one of {known}, which say the format.")
    content = yield from writers[suffix]()
    with appearing(path) as file:
        file.write(content)


def _encoded(text: Callable[[], str]) -> Pieces:
    yield 0
    return text().encode()
