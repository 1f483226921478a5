"""A library's words as they are, where Qt would take some of them for markup or for a key."""

from __future__ import annotations

from viewer.direction import isolated


def tip(words: str) -> str:
    """Return ``words`` for a tooltip, which breaks them into lines; "" for none."""
    from html import escape  # the first window shows no tip

    lines = "\n".join(map(isolated, words.split("\n")))
    return f'<p style="white-space: pre-wrap">{escape(lines)}</p>' if words else ""


def label(words: str) -> str:
    """Return ``words`` for a button or a menu, where an ampersand would mark the next letter."""
    return words.replace("&", "&&")
