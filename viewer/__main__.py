"""Chooses between the command line and the window."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from viewer.cli import endings, options
from viewer.cli.terminal import complain


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``whosaid`` with ``arguments``, or with those of the process; returns its status."""
    endings.prepare()
    try:
        try:
            status = _run(options.read(sys.argv[1:] if arguments is None else arguments))
        except SystemExit as end:  # argparse has helped, or has said what is wrong
            status = end.code if isinstance(end.code, int) else 0
        sys.stdout.flush()  # while there is somebody to catch it when that fails
    except (Exception, KeyboardInterrupt) as error:
        ended = endings.status_of(error)
        if ended is None:
            raise
        return ended
    return status


def _run(arguments: Namespace) -> int:
    match arguments.command:
        case "window":
            return _window(arguments.library)
        case "shot":
            return _shot(arguments)
        case _:
            from viewer.cli import commands

            with endings.tidied():
                return commands.run(arguments)


def _window(library: Path | None) -> int:
    from viewer.ui import display

    def show() -> int:
        display.require_display()
        gc.disable()  # what the start makes stays; the window collects once it is settled
        # All that the first rows need without Qt: PySide reads the source of what comes after it.
        import viewer.ui.statement_rows  # noqa: F401

        display.require_qt()
        from viewer.ui.app import run  # Qt comes with it

        return run(library)

    return _shown(show)


def _shot(arguments: Namespace) -> int:
    from viewer.cli import json_lines
    from viewer.cli.opening import founding
    from viewer.library.file import connect
    from viewer.ui import display

    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # whatever display there is
    library = arguments.library or founding()
    connect(library).close()  # a picture of a complaint is no answer

    def show() -> int:
        display.require_qt()
        from viewer.ui.navigator import Visit  # Qt comes with it
        from viewer.ui.question import Question
        from viewer.ui.shot import shoot

        visit = Visit(arguments.place, Question(text=arguments.search), arguments.view)
        shoot(arguments.png, library, visit, arguments.size, arguments.dark)
        return 0

    status = _shown(show)
    if status == 0 and arguments.json:
        print(json_lines.written(json_lines.picture(arguments.png, arguments.size)))  # noqa: T201 - as cli does
    return status


def _shown(show: Callable[[], int]) -> int:
    from viewer.ui.display import NoDisplay, Unusable

    try:
        return show()
    except (NoDisplay, Unusable) as error:
        complain(str(error))
        return endings.NO_DISPLAY


if __name__ == "__main__":
    sys.exit(main())
