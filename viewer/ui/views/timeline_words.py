"""What the timeline says of what stands on it: on labels, in tool tips, to screen readers."""

from __future__ import annotations

from collections.abc import Iterable

from viewer.conjunction import counted
from viewer.dating import spell
from viewer.library.timeline import iso
from viewer.records import Dates
from viewer.ui.views.timeline_items import Item, LaneName
from viewer.ui.views.timeline_layout import Stop

NAMES: dict[LaneName, str] = {"event": "What happened", "statement": "When it was said"}
"""The headings of the lanes, from top to bottom."""


def label_of(item: Item) -> str:
    """Return what is written beside the date of an item."""
    return f"≈ {item.label}" if item.is_inferred else item.label


def stances_of(item: Item) -> list[tuple[str, str]]:
    """Return the shapes of the speaker's own stances, each with its modality, and colours."""
    found = []
    for one in item.own:
        found.append((f" {one.badge.shape}", one.badge.colour))
        if one.modality:
            found.append((f" {one.modality}", "quiet"))
    return found


def label_of_several(items: tuple[Item, ...]) -> str:
    """Return what is written of several of one date, which are listed below it."""
    words = spell(items[0].dates, short=True)
    words = f"≈ {words}" if items[0].is_inferred else words
    return f"{words}   {words_of_number(len(items), items[0].lane)}"


def words_of_rest(stop: Stop) -> str:
    """Return how many more there are than are listed."""
    return f"and {stop.number:,} more"


def words_of_number(count: int, lane: LaneName) -> str:
    return counted(count, lane)


def words_of_part(first: int, last: int, short: bool = False) -> str:
    """Return a part of the calendar in words."""
    return spell(Dates(iso(first), iso(last)), short=short)


def describe(stop: Stop) -> str:
    """Return what a stop is, in words, and why an inferred date is taken for what it is."""
    if stop.kind == "item":
        item = stop.items[0]
        return f"{item.description} {item.reasoning}".strip()
    number = words_of_number(stop.number, stop.lane)
    when = words_of_part(stop.first, stop.last)
    return f"{when}: {number}{_examples(stop.items)}"


def _examples(items: Iterable[Item]) -> str:
    labels = list(dict.fromkeys(item.label for item in items))
    if not labels:
        return ""
    shown = "; ".join(labels[:3])
    return f" ({shown}; …)" if len(labels) > 3 else f" ({shown})"
