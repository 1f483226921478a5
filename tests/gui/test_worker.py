from __future__ import annotations

import contextlib
from pathlib import Path

from pytestqt.qtbot import QtBot

from viewer.library.catalogue import Catalogue
from viewer.ui.worker import Worker


class _Mistaken(Worker[Catalogue]):
    """Makes a mistake of ours in each answer."""

    def open(self, window_library: Catalogue) -> Catalogue:
        return Catalogue(window_library.path, window_library)

    def answer(self, _: int, wanted: object, __: Catalogue) -> None:
        raise KeyError(wanted)


def test_a_mistake_of_ours_is_told_and_stays_loud(qtbot: QtBot, founding_file: Path) -> None:
    with contextlib.closing(Catalogue(founding_file)) as library:
        worker = _Mistaken(library)
        with qtbot.captureExceptions() as raised:
            with qtbot.waitSignal(worker.failed) as told:
                worker.request("this")
            worker.stop()  # which waits until it is raised, too
    assert told.args[1:] == [
        "Whosaid failed at this (KeyError: 'this');"
        " ask for something else, and report it with what was asked."
    ]
    assert [kind for kind, *_ in raised] == [KeyError]
