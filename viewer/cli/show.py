"""``whosaid show``: one page, as text or as HTML, or its record."""

from __future__ import annotations

import sys
from argparse import Namespace

from viewer import palette, plain
from viewer.cli import endings
from viewer.cli.opening import opened
from viewer.cli.terminal import Screen, complain
from viewer.library.reading import Library
from viewer.pages import Pages
from viewer.places import Place

_HEAD = '<head><meta charset="utf-8">'
_WIDTH = 80


def run(arguments: Namespace) -> int:
    """Print the page or the record; returns 1 when there is no record, raises NoSuchPlace."""
    place: Place = arguments.place
    with opened(arguments.library) as library:
        if arguments.json:
            return _print_record(place, library)
        pages = Pages(library)
        if arguments.html:
            page = pages.page(place, palette.LIGHT)
            # As a file it has to say in which encoding it is.
            print(page.html.replace("<head>", _HEAD, 1))
        else:
            screen = Screen(sys.stdout)
            screen.paragraph(pages.text(place, screen.width or _WIDTH))
    return 0


def _print_record(place: Place, library: Library) -> int:
    found = library.record(place.kind, place.id)
    if found is None:
        complain(f"There is no record at “{place}”.")
        return endings.NOTHING
    print(plain.line(found))
    return 0
