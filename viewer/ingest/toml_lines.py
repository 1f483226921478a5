"""On which lines of a TOML file its tables and their fields stand, which tomllib does not tell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from viewer.ingest.forms import Path

# Strings and comments first, so that what is inside one of them is passed over.  Before the three
# quotation marks that close a string there may be two of its own.
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?!")|\'\'\'.*?\'\'\'(?!\')|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*'
    r"|^[ \t]*\[{1,2}[ \t]*(?P<table>[\w.-]+)[ \t]*\]"
    r"|^[ \t]*(?P<field>[\w-]+)[\w. \t-]*=",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Table:
    """What stands below one header, or above the first; each field with its line."""

    line: int
    fields: dict[str, int] = field(default_factory=dict)


class Lines:
    """The tables of a TOML file, and below them those of their own: ``[[actor.names]]``."""

    def __init__(self, text: str) -> None:
        self._tables = [_Table(1)]
        self._named: defaultdict[str, list[int]] = defaultdict(list, {"": [0]})
        line, counted = 1, 0
        for match in _TOKEN.finditer(text):
            if kind := match.lastgroup:
                line += text.count("\n", counted, match.start(kind))
                counted = match.start(kind)
                if kind == "field":
                    self._tables[-1].fields.setdefault(match["field"], line)
                else:
                    self._named[match["table"]].append(len(self._tables))
                    self._tables.append(_Table(line))

    def headers(self, kind: str) -> int:
        """Return how many tables of ``kind`` have a header of their own."""
        return len(self._named.get(kind, []))

    def of(self, kind: str, number: int, path: Path = ()) -> int:
        """Return the line of the table ``number`` of ``kind``, or of what is in it at ``path``.

        Where that is not written on a line of its own, it is the line of what it is in;
        "" is the kind of what stands above every header.
        """
        within = range(len(self._tables))
        found = self._among(kind, number, within)
        if found is None:
            return 1  # written inline
        left = list(path)
        while left:
            at, name = found[0], str(left.pop(0))
            index = left.pop(0) if left and isinstance(left[0], int) else 0
            kind = f"{kind}.{name}".lstrip(".")
            below = self._among(kind, int(index), found)
            if below is None:
                table = self._tables[at]
                return table.fields.get(name, table.line)
            found = below
        return self._tables[found[0]].line

    def _among(self, kind: str, number: int, within: range) -> range | None:
        """Return where table ``number`` of ``kind`` among some, with all below it, stands."""
        every = self._named.get(kind, [])
        first = bisect_left(every, within.start) + number
        if first >= len(every) or every[first] >= within.stop:
            return None
        following = every[first + 1] if first + 1 < len(every) else within.stop
        return range(every[first], min(following, within.stop))
