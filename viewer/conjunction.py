"""Several words as one: “Iran, Russia and Britain”."""

from __future__ import annotations

from collections.abc import Iterable


def conjunction(words: Iterable[str]) -> str:
    """Return ``words`` with commas between them and “and” before the last."""
    *others, last = list(words) or [""]
    return f"{', '.join(others)} and {last}" if others else last
