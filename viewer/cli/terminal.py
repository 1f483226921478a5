"""Text for whoever reads it: a terminal with its width and colours, or another program."""

from __future__ import annotations

import os
import shutil
import sys
import time
import unicodedata
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Literal, TextIO

from viewer.conjunction import counted

Style = Literal["bold", "quiet", "marked", "good", "bad"]

_CODES: dict[Style, str] = {"bold": "1", "quiet": "2", "marked": "1;33", "good": "32", "bad": "31"}
_WIDEST = 100  # longer lines are hard to read
_NARROWEST = 20
_TICK = 0.1  # seconds between two reports of progress


class Screen:
    """Where text goes; ``width`` is 0 where lines are not to be broken."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.is_terminal = stream.isatty()
        self.width = 0
        if self.is_terminal:
            columns = shutil.get_terminal_size().columns
            self.width = max(_NARROWEST, min(columns, _WIDEST))
        self._colours = (
            self.is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        )

    def line(self, text: str = "") -> None:
        print(text, file=self._stream)

    def styled(self, text: str, style: Style) -> str:
        """Return ``text`` fit to be shown, in ``style`` where there are colours."""
        shown = self.shown(text)
        return f"\033[{_CODES[style]}m{shown}\033[0m" if self._colours and shown else shown

    def shown(self, text: str) -> str:
        """Return ``text`` without what would command a terminal, of the same length."""
        return "".join(map(_harmless, text)) if self.is_terminal else text

    def paragraph(
        self,
        text: str,
        marked: Iterable[tuple[int, int]] = (),
        indent: str = "",
        style: Style | None = None,
    ) -> None:
        """Write ``text`` in lines of the screen's width, the stretches ``marked`` standing out."""
        styles: list[Style | None] = [style] * len(text)
        for start, end in marked:
            styles[start:end] = ["marked"] * (end - start)
        width = self.width - len(indent) if self.width else 0
        for start, end in broken(text, width):
            self.line(indent + self._runs(text, styles, start, end))

    def _runs(self, text: str, styles: Sequence[Style | None], start: int, end: int) -> str:
        runs: list[str] = []
        at = start
        while at < end:
            style = styles[at]
            until = at
            while until < end and styles[until] == style:
                until += 1
            piece = text[at:until]
            runs.append(self.styled(piece, style) if style else self.shown(piece))
            at = until
        return "".join(runs)


def broken(text: str, width: int) -> list[tuple[int, int]]:
    """Return where the lines of ``text`` begin and end; a width of 0 breaks at line ends alone."""
    lines: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        lines += _broken_line(text, at, at + len(line), width)
        at += len(line) + 1
    return lines


def _broken_line(text: str, start: int, end: int, width: int) -> list[tuple[int, int]]:
    if not width:
        return [(start, end)]
    lines: list[tuple[int, int]] = []
    begin, space, used = start, -1, 0
    at = start
    while at < end:
        used += cells(text[at])
        if text[at] == " ":
            space = at
        elif used > width and at > begin:
            stop, resume = (space, space + 1) if space > begin else (at, at)
            lines.append((begin, stop))
            begin, space = resume, -1
            used = sum(map(cells, text[begin : at + 1]))
        at += 1
    return [*lines, (begin, end)]


def cells(character: str) -> int:
    """Return how many columns of a terminal ``character`` takes."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Progress:
    """A line on standard error that tells how far a long task has come, on a terminal only."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
        self._said = ""
        self._next = 0.0
        self._part = ""
        self._began = 0.0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._put("")

    def tell(self, what: str, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` are done; quick enough to be called for each."""
        if not self._shows:
            return
        now = time.monotonic()
        if what != self._part:
            self._part, self._began, self._next = what, now, now
        if now >= self._next:
            self._next = now + _TICK
            self._put(progress(what, done, total, now - self._began))

    def _put(self, text: str) -> None:
        if self._shows and text != self._said:
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
            self._said = text


def progress(what: str, done: int, total: int, seconds: float) -> str:
    """Return how far a part of a task has come in ``seconds``; 0 is a number that is not known."""
    said = what if not done else f"{what}: {done:,} of {total:,}" if total else f"{what}: {done:,}"
    rate = done / seconds if seconds >= 1 else 0
    if rate < 1:
        return said
    said = f"{said}, {rate:,.0f} a second"
    left = round((total - done) / rate)
    return f"{said}, {_duration(left)} left" if left > 0 else said


def _duration(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def counts(sizes: dict[str, int]) -> str:
    """Return numbers of records of several kinds in words."""
    return ", ".join(counted(count, kind) for kind, count in sizes.items())


def complain(sentence: str) -> None:
    """Write a sentence to standard error; where that is not possible nobody is told."""
    try:
        print(Screen(sys.stderr).shown(sentence), file=sys.stderr)
    except OSError:
        forget(sys.stderr)


def forget(stream: TextIO) -> None:
    """Python flushes once more when it ends; what is left would be another fault then."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _harmless(character: str) -> str:
    if character in "\n\t":
        return " "
    category = unicodedata.category(character)
    if category in ("Cc", "Cs"):
        return "\ufffd"
    # Embeddings and overrides would turn the rest of the line round.
    return "\ufffd" if category == "Cf" and character in _TURNING else character


_TURNING = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
