"""A page as plain text: the same templates, read for a terminal."""

from __future__ import annotations

import re
import shlex
import textwrap
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import zip_longest
from urllib.parse import unquote

_INDENTED = frozenset({"words", "brief", "passage", "line", "meta", "voices"})
_VERBATIM = frozenset({"words", "brief", "passage", "around", "line", "clipped", "verbatim"})
"""Words of sources: in all others white space is what our templates need."""
_HOLDING_WORDS = frozenset({"p", "h1", "h2", "a", "span"})
_CLOSE = frozenset({"meta", "again", "voices", "words", "stand", "brief"})
"""Paragraphs that follow what stands above them without an empty line."""

_INDENT = 4
_LABEL = 14
_NARROWEST = 24

_SPACES = re.compile(r"\s+")

# What would make a terminal act instead of show: escape sequences from a stranger's library.
_HARMLESS = {code: 0x2400 + code for code in range(32) if code not in (9, 10)}
_HARMLESS |= {127: 0x2421, **dict.fromkeys(range(128, 160), 0xFFFD)}


def plain(html: str, width: int) -> str:
    """Return the text of a page in lines of at most ``width``, where its words allow it."""
    reader = _Reader(max(width, _NARROWEST))
    reader.feed(html)
    reader.close()
    return "\n".join(reader.lines).strip("\n") + "\n"


@dataclass
class _Cell:
    text: list[str] = field(default_factory=list)
    is_label: bool = False


class _Reader(HTMLParser):
    """Turns the blocks of our own templates into lines; of other HTML it knows nothing."""

    def __init__(self, width: int) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._width = width
        self._text: list[str] = []
        self._classes: frozenset[str] = frozenset()
        self._verbatim: list[bool] = []  # of each element that is open and holds words
        self._cells: list[_Cell] | None = None
        self._link: tuple[str, frozenset[str], int] | None = None
        self._open = ""  # the statement whose words stand above the next paragraph
        self._skips = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = frozenset(given.get("class", "").split())
        if tag in _HOLDING_WORDS:
            self._verbatim.append(self._is_verbatim or bool(classes & _VERBATIM))
        match tag:
            case "style":
                self._skips = True
            case "p" | "h1" | "h2":
                self._flush()
                self._classes = classes | {tag}
            case "tr" if not self._skips:
                self._flush()
                self._cells = []
            case "td" if self._cells is not None:
                self._cells.append(_Cell(is_label="label" in classes))
            case "br":
                self._put("\n")
            case "a" if "href" in given and not self._skips:
                self._link = (given["href"], classes, len(self._into()))
            case "table" if "strip" in classes:
                self._skips = True  # a drawing of what is listed below it
            case "table":
                self._flush()
                self._space()

    def handle_endtag(self, tag: str) -> None:
        if tag in _HOLDING_WORDS:
            self._verbatim.pop()
        match tag:
            case "p" if self._cells:
                self._put("\n")
            case "style" | "table":
                self._skips = False
            case "p" | "h1" | "h2":
                self._flush()
            case "tr" if not self._skips:
                self._row()
            case "a" if self._link:
                self._leave(*self._link)
                self._link = None

    def handle_data(self, data: str) -> None:
        if not self._skips:
            text = data if self._is_verbatim else self._closed_up(data)
            self._put(text.translate(_HARMLESS))

    def close(self) -> None:
        super().close()
        self._flush()

    # Text

    def _into(self) -> list[str]:
        return self._cells[-1].text if self._cells else self._text

    def _put(self, text: str) -> None:
        if text:
            self._into().append(text)

    @property
    def _is_verbatim(self) -> bool:
        return bool(self._verbatim) and self._verbatim[-1]

    def _closed_up(self, text: str) -> str:
        """Return ``text`` as HTML has it: one space for several, none where a line begins."""
        into = self._into()
        begins = not into or into[-1][-1] in " \n"
        closed = _SPACES.sub(" ", text)
        return closed.removeprefix(" ") if begins else closed

    def _leave(self, href: str, classes: frozenset[str], begun: int) -> None:
        """Say where a link leads, where that is more than its words say."""
        if href.startswith("search:"):
            self._put(f" (whosaid search {shlex.quote(unquote(href.removeprefix('search:')))})")
            return
        place = href.removeprefix("viewer:")
        if "words" in classes and self._cells is None:
            self._open = place
        elif "evidence" in classes:
            del self._into()[begun:]
            self._put(place)
        elif classes & {"claim", "open", "turn", "words"}:
            self._put(f" [{place}]")

    def _flush(self) -> None:
        classes, self._classes = self._classes, frozenset()
        text = "".join(self._text)
        self._text.clear()
        if not text.strip():
            return
        if self._open and not classes & {"words", "brief"}:
            place, self._open = self._open, ""
            if "meta" in classes:
                text += f" · {place}"
        if "first" in classes or not classes & _CLOSE:
            self._space()
        if "h2" in classes:
            self.lines.append("")
        indent = " " * _INDENT if classes & _INDENTED else ""
        self.lines += [indent + line for line in _wrap(text, self._width - len(indent))]
        if "h1" in classes:
            self.lines.append("=" * min(self._width, len(self.lines[-1])))

    def _row(self) -> None:
        cells, self._cells = self._cells or [], None
        if len(cells) != 2:
            # Not a label with its value: what is drawn in a row is read in a row.
            lines = [line.strip() for cell in cells for line in _lines(cell)]
            self.lines += _wrap(" ".join(lines), self._width)
            return
        first = cells[0]
        left = _LABEL if first.is_label else max(_LABEL, self._width * 2 // 5)
        right = self._width - left
        columns = [
            _wrap("\n".join(_lines(cell)), size - 2 if at == 0 else size)
            for at, (cell, size) in enumerate(zip(cells, (left, right), strict=False))
        ]
        labels, values = columns
        # A word too long for its column, such as a place, has its line to itself.
        for at, label in enumerate(labels):
            if len(label) > left - 2 and at < len(values):
                values.insert(at, "")
        for label, value in zip_longest(labels, values, fillvalue=""):
            self.lines.append(f"{label:<{left}}{value}".rstrip())

    def _space(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")


def _lines(cell: _Cell) -> list[str]:
    return [line for line in "".join(cell.text).split("\n") if line.strip()]


def _wrap(text: str, width: int) -> list[str]:
    return [
        line
        for part in text.split("\n")
        for line in textwrap.wrap(
            part,
            width,
            expand_tabs=False,
            replace_whitespace=False,
            break_long_words=False,
            break_on_hyphens=False,
        )
    ]
