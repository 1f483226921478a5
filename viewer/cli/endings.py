"""How a run ends: its exit status, and the sentence that says why."""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import NoReturn

from viewer.cli.terminal import complain, forget

NOTHING = 1
MISTAKE = 2
NO_DISPLAY = 3
_INTERRUPTED = 130  # 128 + SIGINT, as shells have it
_PIPE_CLOSED = 141  # 128 + SIGPIPE
_ESCAPED = "whosaid.escaped"
"""The name of what is done with characters that a stream cannot write."""
_UNWRITTEN = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ESTALE}
"""A full disk, a quota, a limit, a failing disk, a share that is gone: no fault of ours."""

_TOLD = {
    ("viewer.library.file", "LibraryError"): MISTAKE,
    ("viewer.ingest.errors", "InputError"): MISTAKE,
    ("viewer.pages.pages", "NoSuchPlace"): NOTHING,
}
"""What is said in one sentence, by the module and the name of its class."""
_ENDING = [one for one in signal.Signals if one.name in ("SIGTERM", "SIGHUP")]
"""Signals that end a program whose time is over; Windows has but the first."""

_Handler = Callable[[int, FrameType | None], object] | int | None


def prepare() -> None:
    """Let every character be written, whatever the system's encoding, or nowhere."""
    codecs.register_error(_ESCAPED, _escaped)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started the program
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the end
            setattr(sys, name, nowhere)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors=_ESCAPED)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Return what a stream cannot write as JSON spells it, since that may be JSON."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    import json  # seldom needed

    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


@contextlib.contextmanager
def tidied() -> Iterator[None]:
    """Let the program tidy up, as after Ctrl+C, when the system or its terminal ends it."""

    def end(number: int, _: object) -> NoReturn:
        sys.exit(128 + number)  # as shells have it

    left = {number for number in _ENDING if signal.getsignal(number) == signal.SIG_DFL}
    with _handled(dict.fromkeys(left, end)):
        yield


@contextlib.contextmanager
def interrupted_at_once() -> Iterator[None]:
    """Let Ctrl+C end the program even within a query, where SQLite would go on for minutes.

    So may what else would tidy up: this is only for what has nothing to tidy up.
    """
    ours = {number for number in (signal.SIGINT, *_ENDING) if callable(signal.getsignal(number))}
    with _handled(dict.fromkeys(ours, signal.SIG_DFL)):
        yield


@contextlib.contextmanager
def _handled(handlers: Mapping[signal.Signals, _Handler]) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def status_of(error: BaseException) -> int | None:
    """Say what a reader should know of ``error``; returns None when it is a fault of ours."""
    if isinstance(error, KeyboardInterrupt):
        return _INTERRUPTED
    if isinstance(error, BrokenPipeError):
        forget(sys.stdout)
        return _PIPE_CLOSED
    if isinstance(error, OSError) and error.errno in _UNWRITTEN and error.filename is None:
        forget(sys.stdout)
        complain(f"The output cannot be written ({error.strerror}).")
        return MISTAKE
    for (module, name), status in _TOLD.items():
        # What is not imported yet cannot have been raised.
        loaded = sys.modules.get(module)
        if loaded and isinstance(error, getattr(loaded, name)):
            complain(str(error))
            return status
    return None
