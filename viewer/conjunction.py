"""Words put together as English does: “Iran, Russia and Britain”, a sentence, one after a colon."""

from __future__ import annotations

from collections.abc import Iterable


def conjunction(words: Iterable[str], most: int | None = None) -> str:
    """Return ``words`` with commas between them and “and” before the last.

    Of many more than ``most`` the last is how many others there are.
    """
    *others, last = list(words) or [""]
    if most is not None and len(others) > most:
        last = f"{len(others) + 1 - most:,} others"
        del others[most:]
    return f"{', '.join(others)} and {last}" if others else last


def counted(count: int, one: str) -> str:
    """Return how many of something there are, in words."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def sentence(words: str) -> str:
    """Return ``words`` as a sentence: its first letter raised, a full stop at its end."""
    return f"{words[:1].upper()}{words[1:]}."


def continued(sentence: str) -> str:
    """Return a sentence as it goes on after a colon: its first letter lowered."""
    return f"{sentence[:1].lower()}{sentence[1:]}"
