"""Where people stand on one claim, and what it comes to, as a test asks for it."""

from __future__ import annotations

from viewer.library.reading import Library
from viewer.library.standing import Standing, standings_of, status_of
from viewer.library.status import Status


def standing(library: Library, claim: str, most: int | None = None) -> Standing:
    return standings_of(library, [claim], most)[claim]


def status(library: Library, claim: str) -> Status:
    return status_of(library, standing(library, claim))
