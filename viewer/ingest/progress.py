"""How far a long task has come, told to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done and of how many (0 when that is not known)."""


def silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""
