"""How a filter may go on that is still being typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from viewer import fold
from viewer.library.catalogue import Catalogue
from viewer.library.entities import Type
from viewer.library.query import FILTER_KEYS, QUOTES, FilterKey
from viewer.terms import MODES, POSITIONS

_KEY = rf"-?((?i:{'|'.join(FILTER_KEYS)})):"
_QUOTED_FILTER = re.compile(rf"{_KEY}([{QUOTES}])([^{QUOTES}]*)")
_OPEN_FILTER = re.compile(rf"{_KEY}([{QUOTES}]?)([^{QUOTES}]*)")
_OPEN_KEY = re.compile(r"-?([A-Za-z]{3,})")
_MOST = 10


@dataclass(frozen=True, slots=True)
class Completion:
    """Texts that may stand in the place (code points, half-open) of what is typed last."""

    start: int
    end: int
    offers: tuple[str, ...]


def complete(typed: str, library: Catalogue) -> Completion | None:
    """Return how the last word of ``typed`` may go on, None when it is no filter."""
    last = _word_start(typed, len(typed))
    # Between quotation marks a value goes on over spaces.
    in_quotes = _word_start(typed, max(map(typed.rfind, QUOTES)))
    if match := _QUOTED_FILTER.fullmatch(typed, in_quotes) or _OPEN_FILTER.fullmatch(typed, last):
        key: FilterKey = match[1].lower()  # type: ignore[assignment] # the pattern knows no other
        value = match[3]
        offers = [one for one in _values(key, value, library) if one != value]
        return Completion(
            match.start(2), len(typed), tuple(_written(one) for one in offers[:_MOST])
        )
    if match := _OPEN_KEY.fullmatch(typed, last):
        keys = tuple(f"{key}:" for key in FILTER_KEYS if key.startswith(match[1].lower()))
        return Completion(match.start(1), len(typed), keys) if keys else None
    return None


def _word_start(typed: str, end: int) -> int:
    """Return where the word begins that goes up to ``end``, from where it is looked for."""
    before = typed[: max(end, 0)]
    words = [] if before[-1:].isspace() else before.rsplit(maxsplit=1)
    return len(before) - len(words[-1] if words else "")


def _values(key: FilterKey, value: str, library: Catalogue) -> list[str]:
    match key:
        case "stance":
            return _beginning(list(POSITIONS), value)
        case "mode":
            return _beginning(list(MODES), value)
        case "before" | "after":
            return []
        case "claim" | "source":
            return library.slugs_with(key, fold.key(value), _MOST + 1)
        case _:
            return _names("weapon" if key == "weapon" else "actor", value, library)


def _names(type: Type, typed: str, library: Catalogue) -> list[str]:
    """Return names that begin with what is typed, then those that only hold it."""
    folded = fold.words(typed)
    words = tuple(word.text for word in folded)
    entities = library.entities
    found = entities.called(type, " ".join(words), _MOST + 1)
    if words and len(found) <= _MOST:
        rows = dict.fromkeys(
            hit.entity for hit in library.names.beginning(words, fold.typed_as_one(typed, folded))
        )
        found += [entities[row] for row in rows if entities[row].type == type]
    return list(dict.fromkeys(entity.name for entity in found))


def _beginning(values: list[str], typed: str) -> list[str]:
    wanted = fold.key(typed)
    return [value for value in values if f" {wanted}" in f" {fold.key(value)}"]


def _written(value: str) -> str:
    """Return ``value`` as a filter takes it; names are found without their own quotation marks."""
    plain = re.sub(f"[{QUOTES}]", "", value)
    return f'"{plain}"' if re.search(r"\s", plain) else plain
