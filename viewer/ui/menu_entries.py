"""What a menu may hold: something to be done, one of several, a menu below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from PySide6 import QtGui  # whose classes are made at first use, after the first rows

from viewer.ui.verbatim import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

Key: TypeAlias = "str | QtGui.QKeySequence.StandardKey"


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


class Below(NamedTuple):
    """A menu below the menu that always holds the same."""

    label: str
    entries: Sequence[Item | Choice]


SEPARATOR = None

Entry = Item | Choice | Recent | Below | None


def fill(menu: QMenu, entries: Sequence[Entry]) -> None:
    """Give ``menu`` these entries."""
    group: QtGui.QActionGroup | None = None
    for entry in entries:
        match entry:
            case None:
                menu.addSeparator()
                group = None
            case Item():
                _add(menu, entry)
            case Recent():
                _add_recent(menu, entry)
            case Below():
                fill(menu.addMenu(entry.label), entry.entries)
            case Choice():
                group = group or QtGui.QActionGroup(menu)
                _add_choice(menu, entry, group)


def _add(menu: QMenu, item: Item) -> None:
    action = _action(menu, item.label, item.do, item.keys)
    if when := item.when:
        menu.aboutToShow.connect(lambda: action.setEnabled(when()))
        # A key must work although its menu was last open while it could not.
        menu.aboutToHide.connect(lambda: action.setEnabled(True))


def _add_choice(menu: QMenu, choice: Choice, group: QtGui.QActionGroup) -> None:
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


def _action(
    menu: QMenu, label: str, do: Callable[[], object], keys: Sequence[Key]
) -> QtGui.QAction:
    action = menu.addAction(label)
    action.setShortcuts([QtGui.QKeySequence(key) for key in keys])
    action.triggered.connect(lambda _=False: do())
    return action
