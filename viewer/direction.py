"""Marks that say in which direction words are read, kept from turning round those beside them."""

from __future__ import annotations

import re

# Embeddings, overrides and isolates; without their ends they reach to the end of the line.
_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_HAS_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FIRST_STRONG, _END = "\u2068", "\u2069"
_ISOLATES = re.compile("[\u2066-\u2069]")


def unmarked(name: str) -> str:
    """Return a name without such marks, which are no part of how it is spelt."""
    return name if name.isascii() else name.translate(_MARKS)


def isolated(words: str) -> str:
    """Return ``words``, unchanged amid marks that end what is begun in them; most need none."""
    if words.isascii() or not _HAS_MARKS.search(words):
        return words
    begun = ended = 0
    for mark in _ISOLATES.findall(words):
        if mark != _END:
            begun += 1
        elif begun:
            begun -= 1
        else:
            ended += 1  # by which they would end what surrounds them
    return _FIRST_STRONG * (ended + 1) + words + _END * (begun + 1)
