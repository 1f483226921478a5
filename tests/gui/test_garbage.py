from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from viewer.ui.garbage import Garbage
from viewer.ui.shot import settle
from viewer.ui.window import Window


class _Ring:
    """Refers to itself, as only the collector can undo."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _kept() -> Iterator[None]:
    """Leave the collector to the other tests as it was."""
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)
    gc.unfreeze()


def _dropped() -> weakref.ref[_Ring]:
    """Return garbage that only a search among all there is would find."""
    ring = _Ring()
    gc.collect(1)
    gc.collect(1)  # by now it is among the old
    return weakref.ref(ring)


def test_no_answer_waits_for_a_search_among_all_there_is(window: Window) -> None:
    Garbage(window)
    dropped = _dropped()
    made = [[at] for at in range(300_000)]
    assert dropped() is not None
    del made
    gc.collect()


def test_garbage_is_found_once_nothing_is_asked(
    make_window: Callable[[], Window], wire_file: Path
) -> None:
    window = make_window()
    garbage = Garbage(window)
    (idle,) = garbage.findChildren(QTimer)
    assert not idle.isActive()
    window.open_library(wire_file)
    settle(window)
    assert idle.isActive()
    dropped = _dropped()
    garbage.collect()
    assert dropped() is None
    assert gc.get_freeze_count() > 0
