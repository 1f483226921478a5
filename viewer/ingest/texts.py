"""The texts of the sources that are quoted, read again no more often than memory asks for."""

from __future__ import annotations

from collections.abc import Callable

_KEPT = 4 << 20
"""Code points of all texts that are kept: statements come by day, from many sources in turn."""


class Texts:
    """The texts of sources, by id; those last asked for are kept, up to ``kept`` code points."""

    def __init__(self, read: Callable[[str], str], kept: int = _KEPT) -> None:
        self._read = read
        self._left = kept
        self._texts: dict[str, str] = {}

    def __getitem__(self, source: str) -> str:
        """Return the text of a source; raises what reading it raises."""
        text = self._texts.pop(source, None)
        if text is None:
            text = self._read(source)
            self._left -= len(text)
            while self._left < 0 and self._texts:
                self._left += len(self._texts.pop(next(iter(self._texts))))
        self._texts[source] = text  # the last of all
        return text
