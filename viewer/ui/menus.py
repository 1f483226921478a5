"""The menu bar: what can be done, under which key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from viewer.ui.verbatim import label

Key = str | QKeySequence.StandardKey


class Item(NamedTuple):
    """Something that can be done; ``when`` is asked when its menu opens."""

    label: str
    do: Callable[[], object]
    keys: tuple[Key, ...] = ()
    when: Callable[[], bool] | None = None


class Choice(NamedTuple):
    """One of several of which one is in force."""

    label: str
    choose: Callable[[], object]
    is_chosen: Callable[[], bool]
    keys: tuple[Key, ...] = ()


class Recent(NamedTuple):
    """A menu below the menu whose items are worked out when it opens."""

    label: str
    items: Callable[[], Sequence[Item]]


SEPARATOR = None

Entry = Item | Choice | Recent | None


def fill(bar: QMenuBar, menus: Mapping[str, Sequence[Entry]]) -> None:
    """Give ``bar`` these menus."""
    for title, entries in menus.items():
        menu = bar.addMenu(title)
        group: QActionGroup | None = None
        for entry in entries:
            match entry:
                case None:
                    menu.addSeparator()
                    group = None
                case Item():
                    _add(menu, entry)
                case Recent():
                    _add_recent(menu, entry)
                case Choice():
                    group = group or QActionGroup(menu)
                    _add_choice(menu, entry, group)


def _add(menu: QMenu, item: Item) -> None:
    action = _action(menu, item.label, item.do, item.keys)
    if when := item.when:
        menu.aboutToShow.connect(lambda: action.setEnabled(when()))
        # A key must work although its menu was last open while it could not.
        menu.aboutToHide.connect(lambda: action.setEnabled(True))


def _add_choice(menu: QMenu, choice: Choice, group: QActionGroup) -> None:
    action = _action(menu, choice.label, choice.choose, choice.keys)
    action.setCheckable(True)
    action.setChecked(choice.is_chosen())
    group.addAction(action)
    menu.aboutToShow.connect(lambda: action.setChecked(choice.is_chosen()))


def _add_recent(menu: QMenu, recent: Recent) -> None:
    below = menu.addMenu(recent.label)

    def list_items() -> None:
        below.clear()
        for item in recent.items():
            _add(below, item._replace(label=label(item.label)))

    below.aboutToShow.connect(list_items)
    menu.aboutToShow.connect(lambda: below.setEnabled(bool(recent.items())))


def _action(menu: QMenu, label: str, do: Callable[[], object], keys: Sequence[Key]) -> QAction:
    action = menu.addAction(label)
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.triggered.connect(lambda _=False: do())
    return action
