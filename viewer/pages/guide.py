"""The help page, from ``resources/help``; what badges mean is asked of the badges."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from viewer import badges, installed
from viewer.badges import Badge


@dataclass(frozen=True, slots=True)
class Row:
    """A term and what it means; ``query`` where the term is one that can be searched for."""

    term: str
    meaning: str
    badge: Badge | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    text: tuple[str, ...]
    rows: tuple[Row, ...]


_SHOWN = {"positions": badges.all_positions, "statuses": badges.all_statuses}


def guide() -> tuple[Section, ...]:
    """Return the help, section by section."""
    with (installed.resources() / "help" / "help.toml").open("rb") as file:
        sections = tomllib.load(file)["section"]
    return tuple(
        Section(
            title=section["title"],
            text=tuple(section.get("text", ())),
            rows=(
                *(
                    Row(one.word, one.meaning, one)
                    for one in _SHOWN.get(section.get("shows", ""), tuple)()
                ),
                *(
                    Row(term, meaning, query=term if section.get("queries") else "")
                    for term, meaning in section.get("rows", ())
                ),
            ),
        )
        for section in sections
    )
