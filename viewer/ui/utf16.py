"""Text as Qt counts it: in UTF-16 code units, two for what lies beyond the first 65,536."""

from __future__ import annotations


def length(text: str) -> int:
    """Return the length in code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def between(text: str, start: int, end: int) -> str:
    """Return the text from ``start`` to ``end``, in code units; half a letter is left out."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * end].decode("utf-16-le", "ignore")
