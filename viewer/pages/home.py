"""The library's own page: what it holds and where one may begin."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.library.entities import Type
from viewer.library.having import KINDS, Part
from viewer.library.sources import Heading
from viewer.pages.pieces import Pieces
from viewer.pages.views import ClaimView, DatesView, EventView, Ref
from viewer.places import Place

_CLAIMS, _NAMES, _SOURCES, _EVENTS = 8, 8, 10, 12


@dataclass(frozen=True, slots=True)
class Most:
    """A name with the number of statements in which it, or what belongs to it, has a part."""

    ref: Ref
    count: int


@dataclass(frozen=True, slots=True)
class SourceView:
    ref: Ref
    publisher: Ref | None
    published: DatesView
    statements: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """``tries`` are queries that find something here, each with what it asks."""

    title: str
    about: tuple[str, ...]
    sizes: dict[str, int]
    claims: tuple[ClaimView, ...]
    speakers: tuple[Most, ...]
    weapons: tuple[Most, ...]
    sources: tuple[SourceView, ...]
    more_sources: int
    events: tuple[EventView, ...]
    more_events: int
    tries: tuple[tuple[str, str], ...]


def home(pieces: Pieces) -> HomePage:
    library = pieces.library
    about = library.about()
    sizes = library.sizes()
    headings = library.newest_headings(_SOURCES)
    events = library.events(_EVENTS)
    speakers = _most(pieces, "actor", "speaker")
    return HomePage(
        title=about.title or library.path.stem,
        about=tuple(part.strip() for part in about.about.split("\n\n") if part.strip()),
        sizes=sizes,
        claims=pieces.claims(library.claims_among(None, _CLAIMS)),
        speakers=speakers,
        weapons=_most(pieces, "weapon", "mentioned"),
        sources=tuple(_source(pieces, heading) for heading in headings),
        more_sources=max(0, sizes["source"] - len(headings)),
        events=tuple(pieces.event(event) for event in events),
        more_events=max(0, sizes["event"] - len(events)),
        tries=_tries(pieces, speakers),
    )


def _most(pieces: Pieces, type: Type, part: Part) -> tuple[Most, ...]:
    """Return those who have a part most often under their own names, with what these lead to."""
    library = pieces.library
    [kind] = KINDS[part]
    counted = [
        (len(library.postings.of(kind, entity.row)), entity)
        for entity in library.entities.of_type(type)
    ]
    counted.sort(key=lambda one: -one[0])
    chosen = [
        Most(pieces.entity(type, entity.id), len(library.facets.statements(part, entity.row)))
        for count, entity in counted[:_NAMES]
        if count
    ]
    return tuple(sorted(chosen, key=lambda one: -one.count))


def _source(pieces: Pieces, heading: Heading) -> SourceView:
    return SourceView(
        Ref(heading.title, Place("source", heading.id)),
        pieces.actor(heading.publisher) if heading.publisher else None,
        pieces.dates(heading.published),
        heading.statements,
    )


def _tries(pieces: Pieces, speakers: tuple[Most, ...]) -> tuple[tuple[str, str], ...]:
    postings = pieces.library.postings
    tries = []
    if postings.of("position", "denies"):
        tries.append(("stance:denies", "every denial"))
    if postings.of("position", "does not confirm"):
        tries.append(("stance:does-not-confirm", "who has not confirmed what"))
    # An outlet speaks wherever it narrates; somebody else makes the better example.
    entities = pieces.library.entities
    others = [
        one
        for one in speakers
        if (it := entities.get("actor", one.ref.place.id)) and it.kind != "outlet"
    ]
    if others:
        first = others[0].ref
        tries.append((f"speaker:{first.place.id}", f"what {first.text} says"))
    if postings.of("mode", "direct"):
        tries.append(("mode:direct", "direct speech"))
    return tuple(tries)
