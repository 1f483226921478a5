"""The menu bar: what can be done, under which key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from viewer.places import HOME, Place, ViewName
from viewer.ui.appearance import Appearance, Theme
from viewer.ui.gestures import Gestures
from viewer.ui.menu_entries import SEPARATOR, Below, Choice, Entry, Item, Recent
from viewer.ui.navigator import Navigator
from viewer.ui.panes import TITLES, Panes

if TYPE_CHECKING:
    from viewer.ui.window import Window

_THEMES: dict[Theme, str] = {"system": "As the &System", "light": "&Light", "dark": "&Dark"}


def menus(
    window: Window, panes: Panes, gestures: Gestures, look: Appearance
) -> dict[str, list[Entry]]:
    """Return the entries of each menu, by its title."""
    keys, navigator = QKeySequence.StandardKey, window.navigator
    return {
        "&File": [
            Item("&Open Library…", window.choose_library, (keys.Open,)),
            Recent("Open &Recent", partial(_recent, window)),
            Item("&Founding Library", window.founding_asked.emit),
            SEPARATOR,
            Item("&Save What Is Shown…", window.export, ("Ctrl+E",), window.can_export),
            SEPARATOR,
            Item("&Quit", window.close, ("Ctrl+Q",)),
        ],
        "&Edit": [
            Item("&Copy Quotation", window.copy, (keys.Copy,)),
            Item("&Search", panes.to_search, ("Ctrl+K", "Ctrl+L")),
            Item("Take Back the Last &Filter", gestures.take_back, ("Escape",)),
            SEPARATOR,
            Item("Find in &Page", panes.find_words, (keys.Find,)),
            Item("Find &Next", panes.find_next, ("F3",)),
            Item("Find Pre&vious", panes.find_previous, ("Shift+F3",)),
        ],
        "&View": [
            *(_view(navigator, at, name) for at, name in enumerate(TITLES, 1)),
            SEPARATOR,
            Item("Zoom &In", lambda: look.zoom_by(1), ("Ctrl++", "Ctrl+=")),
            Item("Zoom &Out", lambda: look.zoom_by(-1), ("Ctrl+-",)),
            Item("Pl&ain Size", lambda: look.zoom_by(0), ("Ctrl+0",)),
            SEPARATOR,
            Below("&Colours", [_theme(look, theme, label) for theme, label in _THEMES.items()]),
            SEPARATOR,
            Item("Next Pan&e", lambda: panes.step(1), ("F6",)),
            Item("Pre&vious Pane", lambda: panes.step(-1), ("Shift+F6",)),
        ],
        "&Go": [
            Item("&Back", navigator.back, ("Alt+Left",), lambda: navigator.can_go_back),
            Item("&Forward", navigator.forward, ("Alt+Right",), lambda: navigator.can_go_forward),
            Item("&Home", lambda: navigator.go(HOME), ("Alt+Home",)),
            SEPARATOR,
            Item(
                "&Previous Statement or Part",
                lambda: gestures.turn(panes.beside.reading.previous),
                ("Alt+Up",),
                lambda: panes.beside.reading.previous is not None,
            ),
            Item(
                "&Next Statement or Part",
                lambda: gestures.turn(panes.beside.reading.next),
                ("Alt+Down",),
                lambda: panes.beside.reading.next is not None,
            ),
        ],
        "&Help": [
            Item("&Help", lambda: navigator.go(Place("help")), ("F1",)),
            Item("&About Whosaid", partial(_about, window)),
        ],
    }


def _recent(window: Window) -> list[Item]:
    return [Item(str(path), partial(window.open_library, path)) for path in window.recent]


def _view(navigator: Navigator, number: int, name: ViewName) -> Choice:
    return Choice(
        TITLES[name],
        lambda: navigator.show(name),
        lambda: navigator.visit.view == name,
        (f"Ctrl+{number}",),
    )


def _theme(look: Appearance, theme: Theme, label: str) -> Choice:
    return Choice(label, lambda: look.set_theme(theme), lambda: look.theme == theme)


def _about(window: Window) -> None:
    from viewer.ui import dialogs  # which no menu waits for

    dialogs.about(window)
