"""Which page belongs to which place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, runtime_checkable

from viewer.library.query import Query
from viewer.library.reading import Library
from viewer.library.search import Search
from viewer.pages.parts import parts
from viewer.pages.pieces import Pieces
from viewer.palette import Palette
from viewer.places import Place


class NoSuchPlace(Exception):
    """A place that the library does not hold; the message is one sentence for the reader."""

    def __init__(self, place: Place) -> None:
        super().__init__(f"This library holds no {place.kind} called “{place.id}”.")
        self.place = place


@dataclass(frozen=True, slots=True)
class Page:
    """``parts`` are ``html`` in pieces that are shown one after the other.

    ``previous`` and ``next`` are where one may turn to, as the page itself says.
    """

    place: Place
    title: str
    html: str
    parts: tuple[str, ...]
    previous: Place | None = None
    next: Place | None = None


@runtime_checkable
class _Turning(Protocol):
    """What a page shows that has others before and after it."""

    @property
    def previous(self) -> Place | None: ...

    @property
    def next(self) -> Place | None: ...


class Pages:
    """The pages of one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def page(self, place: Place, palette: Palette, query: Query | None = None) -> Page:
        """Return the page of ``place``, with what ``query`` matches marked.

        Raises NoSuchPlace.
        """
        from viewer.pages.templates import render

        title, template, view = self._view(place, query, whole=False)
        html = render(template, palette, view)
        if isinstance(view, _Turning):
            return Page(place, title, html, parts(html), view.previous, view.next)
        return Page(place, title, html, parts(html))

    def text(self, place: Place, width: int = 80) -> str:
        """Return the page of ``place`` as plain text, a source's with its whole text.

        Raises NoSuchPlace.
        """
        from viewer import palette
        from viewer.pages.plaintext import plain
        from viewer.pages.templates import render

        _, template, view = self._view(place, None, whole=not place.anchor)
        return plain(render(template, palette.LIGHT, view), width)

    def _view(self, place: Place, query: Query | None, whole: bool) -> tuple[str, str, object]:
        """Return title, template and what the template shows."""
        # Each page's module is read when the first page of its kind is.
        pieces = Pieces(self._library, query, self._named(query))
        match place.kind:
            case "library":
                from viewer.pages.home import home

                view = home(pieces)
                return view.title, "home.html", view
            case "help":
                from viewer.pages.guide import guide

                return "Help", "help.html", guide()
            case "actor":
                from viewer.pages.entity import actor_page

                if actor := self._library.actor(place.id):
                    return actor.name, "actor.html", actor_page(pieces, actor)
            case "weapon":
                from viewer.pages.entity import weapon_page

                if weapon := self._library.weapon(place.id):
                    return weapon.name, "weapon.html", weapon_page(pieces, weapon)
            case "claim":
                from viewer.pages.claim import claim_page

                if claim := self._library.claim(place.id):
                    return claim.proposition, "claim.html", claim_page(pieces, claim)
            case "statement":
                from viewer.pages.statement import statement_page

                if statement := self._library.statement(place.id):
                    shown = statement_page(pieces, statement)
                    return shown.title, "statement.html", shown
            case "source":
                from viewer.pages.source import source_page

                if source := self._library.source(place.id):
                    anchored = source_page(pieces, source, place, whole)
                    return source.title, "source.html", anchored
            case "compare" | "compare-sources":
                from viewer.pages.compare import compare_page

                self._require_sides(place)
                compared = compare_page(pieces, place)
                return compared.title, "compare.html", compared
        raise NoSuchPlace(place)

    def _named(self, query: Query | None) -> frozenset[int]:
        """Return the entities that are marked where they are mentioned, as the search has it."""
        # One whose index is of another fold can be read, and not searched.
        if query and query.terms and self._library.is_searchable():
            return self._search.named_by_words(query)
        return frozenset()

    @cached_property
    def _search(self) -> Search:
        return Search(self._library)

    def _require_sides(self, place: Place) -> None:
        """Raise NoSuchPlace for the first of those compared that is not here."""
        for id in place.compared:
            if place.kind == "compare" and self._library.entities.get("actor", id) is None:
                raise NoSuchPlace(Place("actor", id))
            if place.kind == "compare-sources" and self._library.heading(id) is None:
                raise NoSuchPlace(Place("source", id))
