"""``whosaid list``: everything of one kind."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from viewer.badges import badge, modality, status_badge, whose_word
from viewer.cli import endings, json_lines
from viewer.cli.opening import opened
from viewer.cli.terminal import Screen, complain
from viewer.conjunction import conjunction, counted
from viewer.dating import spell
from viewer.library.entities import Entity, Type, tree
from viewer.library.reading import Library
from viewer.library.standing import JUDGED, Standing, standings_of, status_of
from viewer.library.status import Status
from viewer.records import Claim, Dates, Name, Quantity, Transfer

_AT_ONCE = 500

T = TypeVar("T")


def run(arguments: Namespace) -> int:
    """Print every record of the kind; returns 1 when there is none."""
    screen = Screen(sys.stdout)
    with opened(arguments.library) as library:
        empty = True
        if arguments.json:
            for line in _LINES[arguments.kind](library):
                empty = False
                print(json_lines.written(line))
        else:
            for _ in _PRINTED[arguments.kind](library, screen):
                empty = False
    if empty:
        complain(f"The library holds no {arguments.kind}.")
    return endings.NOTHING if empty else 0


def _entity_lines(type: Type) -> Callable[[Library], Iterator[json_lines.Line]]:
    def given(library: Library) -> Iterator[json_lines.Line]:
        for entity in library.entities.of_type(type):
            yield json_lines.entity(entity, _names(entity, library), library)

    return given


def _source_lines(library: Library) -> Iterator[json_lines.Line]:
    return map(json_lines.source, library.headings())


def _claim_lines(library: Library) -> Iterator[json_lines.Line]:
    for judged in _in_pieces(_judged(library, most=JUDGED)):
        stands = library.brief_stands_on([claim.id for claim, _, _ in judged])
        for claim, _, status in judged:
            yield json_lines.claim(claim, status, stands[claim.id], library)


def transfer_lines(library: Library) -> Iterator[json_lines.Line]:
    """Yield every transfer as a line of JSON."""
    return (
        json_lines.transfer(transfer, status, library) for transfer, status in _transfers(library)
    )


def _event_lines(library: Library) -> Iterator[json_lines.Line]:
    return map(json_lines.event, library.events())


def _transfers(library: Library) -> Iterator[tuple[Transfer, Status]]:
    """Return each transfer with the status of its claim, which is judged once for all of them."""
    transfers = library.transfers()
    claims = list(dict.fromkeys(transfer.claim for transfer in transfers))
    statuses = {id: status_of(library, one) for id, one in _standings(library, claims, JUDGED)}
    return ((transfer, statuses[transfer.claim]) for transfer in transfers)


def _judged(library: Library, most: int | None) -> Iterator[tuple[Claim, Standing, Status]]:
    """Yield each claim with where people stand on it, and what that comes to."""
    claims = {claim.id: claim for claim in library.claims()}
    for id, standing in _standings(library, list(claims), most):
        yield claims[id], standing, status_of(library, standing)


def _standings(
    library: Library, claims: list[str], most: int | None
) -> Iterator[tuple[str, Standing]]:
    """Yield where people stand on each of ``claims``, read for many of them at once."""
    for some in _in_pieces(claims):
        yield from standings_of(library, some, most).items()


def _in_pieces(items: Iterable[T]) -> Iterator[list[T]]:
    """Yield ``items`` in pieces that are read at once."""
    left = iter(items)
    while piece := list(islice(left, _AT_ONCE)):
        yield piece


_LINES: dict[str, Callable[[Library], Iterator[json_lines.Line]]] = {
    "actors": _entity_lines("actor"),
    "weapons": _entity_lines("weapon"),
    "sources": _source_lines,
    "claims": _claim_lines,
    "transfers": transfer_lines,
    "events": _event_lines,
}


def _names(entity: Entity, library: Library) -> tuple[Name, ...]:
    record = library.actor(entity.id) if entity.type == "actor" else library.weapon(entity.id)
    return record.names if record else ()


# For people. Each yields once for every record that it prints.


def _print_entities(type: Type) -> Callable[[Library, Screen], Iterator[None]]:
    def printed(library: Library, screen: Screen) -> Iterator[None]:
        for entity, depth in tree(library.entities.of_type(type)):
            _print_entity(entity, depth, library, screen)
            yield

    return printed


def _print_entity(entity: Entity, depth: int, library: Library, screen: Screen) -> None:
    names = _names(entity, library)
    count = json_lines.entity(entity, names, library)["statements"]
    indent = "  " * depth
    details = f"{entity.kind} · {counted(count, 'statement')} · {entity.id}"
    screen.line(f"{indent}{screen.styled(entity.name, 'bold')}  {screen.styled(details, 'quiet')}")
    others = [name.text for name in names if name.text != entity.name]
    if others:
        screen.paragraph(f"also {', '.join(dict.fromkeys(others))}", (), f"{indent}    ", "quiet")


def _print_sources(library: Library, screen: Screen) -> Iterator[None]:
    for heading in library.headings():
        publisher = library.name(heading.publisher) if heading.publisher else ""
        details = [
            heading.kind,
            publisher,
            spell(heading.published),
            counted(heading.statements, "statement"),
            heading.id,
        ]
        _print_with_details(heading.title, details, screen)
        yield


def _print_claims(library: Library, screen: Screen) -> Iterator[None]:
    for claim, standing, status in _judged(library, most=None):
        screen.paragraph(claim.proposition, style="bold")
        screen.paragraph(f"{status_badge(status.kind)} · {claim.id}", (), "  ")
        screen.paragraph(status.why, (), "  ")
        for stand in standing.newest_first():
            holders = conjunction(library.entities[holder].name for holder in stand.holders)
            said = spell(Dates(stand.since or None, stand.until or None))
            if said and stand.dated_by == "inferred":
                said += " (inferred)"
            held = f"{badge(stand.position)}: {holders}"
            asserting = conjunction(library.entities[one].name for one in stand.asserted_by)
            how = whose_word(stand.how, asserting) if stand.how == "reported" else ""
            parts = [held, modality(stand.modality), how, said, stand.statement]
            screen.paragraph(" · ".join(part for part in parts if part), (), "    ", "quiet")
        for relation in claim.relations:
            screen.paragraph(f"{relation.kind} {relation.claim}", (), "    ", "quiet")
        screen.line()
        yield


def _print_transfers(library: Library, screen: Screen) -> Iterator[None]:
    for transfer, status in _transfers(library):
        details = [
            transfer.stage,
            _quantity(transfer.quantity),
            spell(transfer.dates) if transfer.dates else "",
            str(status_badge(status.kind)),
            transfer.claim,
        ]
        _print_with_details(json_lines.transfer_name(transfer, library), details, screen)
        yield


def _print_events(library: Library, screen: Screen) -> Iterator[None]:
    for event in library.events():
        details = [spell(event.dates) or "undated", event.id]
        _print_with_details(event.text, details, screen)
        yield


def _print_with_details(heading: str, details: list[str], screen: Screen) -> None:
    screen.paragraph(heading, style="bold")
    screen.paragraph(" · ".join(part for part in details if part), (), "  ", "quiet")


def _quantity(quantity: Quantity | None) -> str:
    if quantity is None or quantity.unit in quantity.text:
        return quantity.text if quantity else ""
    return f"{quantity.text} {quantity.unit}"


_PRINTED: dict[str, Callable[[Library, Screen], Iterator[None]]] = {
    "actors": _print_entities("actor"),
    "weapons": _print_entities("weapon"),
    "sources": _print_sources,
    "claims": _print_claims,
    "transfers": _print_transfers,
    "events": _print_events,
}
