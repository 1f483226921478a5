"""The pages of an actor and of a weapon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from viewer.library.claims import Stand
from viewer.library.entities import Type
from viewer.library.order import Newest
from viewer.library.status import last_days, still
from viewer.pages.compare import compare_links
from viewer.pages.pieces import Pieces
from viewer.pages.views import (
    AppraisalView,
    BasisView,
    ClaimView,
    DatesView,
    Entries,
    EventView,
    NameView,
    Ref,
    SameView,
    StandView,
    TransferView,
)
from viewer.records import Actor, Role, Weapon

_CLAIMS, _TRANSFERS, _EVENTS = 10, 30, 20
_MEMBERS = 24
"""A few lines of names: what is said comes first, and below them."""


@dataclass(frozen=True, slots=True)
class RoleView:
    title: str
    organisation: Ref | None
    dates: DatesView | None
    basis: BasisView | None


@dataclass(frozen=True, slots=True)
class Under:
    """What stands directly under an entity, ``more`` where not all of it is shown."""

    members: tuple[Ref, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Held:
    """``stands`` are newest first; those ``predicted`` of their holders are kept apart.

    ``more`` is the query that finds all statements that tell of such, "" where all are shown.
    """

    stands: tuple[StandView, ...]
    predicted: tuple[StandView, ...]
    more: str


@dataclass(frozen=True, slots=True)
class ActorPage:
    """``below`` are the stands of those who belong to it; ``appraisals`` are its own and theirs."""

    name: str
    kind: str
    path: tuple[Ref, ...]
    parent_basis: BasisView | None
    roles: tuple[RoleView, ...]
    note: str
    under: Under
    beside: tuple[Ref, ...]
    sames: tuple[SameView, ...]
    own: Held
    below: Held
    appraisals: tuple[AppraisalView, ...]
    more_appraisals: str
    says: Entries
    came_through: Entries
    said_of: Entries
    transfers: tuple[TransferView, ...]
    more_transfers: int
    events: tuple[EventView, ...]
    more_events: int
    names: tuple[NameView, ...]


@dataclass(frozen=True, slots=True)
class WeaponPage:
    name: str
    kind: str
    path: tuple[Ref, ...]
    parent_basis: BasisView | None
    note: str
    under: Under
    sames: tuple[SameView, ...]
    transfers: tuple[TransferView, ...]
    more_transfers: int
    claims: tuple[ClaimView, ...]
    said_of: Entries
    events: tuple[EventView, ...]
    more_events: int
    names: tuple[NameView, ...]


def actor_page(pieces: Pieces, actor: Actor) -> ActorPage:
    library = pieces.library
    row = _row(pieces, "actor", actor.id)
    covered = library.entities.covers(row)
    own = library.stands_of(actor.id, 2 * pieces.shown + 1)
    members = {library.entities[one].id for one in covered - {row}}
    below = library.stands_of_any(covered - {row}, pieces.shown + 1)
    appraisals = library.appraisals_of_any(covered, pieces.shown + 1)
    on = [one.stance.claim for one in (*own, *below)] + [one.claim for one, _ in appraisals]
    pieces.claims([claim for claim in on if claim])  # judged all at once
    its_statements = f"holder:{actor.id}"
    says = library.facets.statements("speaker", row)
    via = library.facets.statements("via", row) - says
    said_of = library.facets.statements("mentioned", row) - says - via
    transfers, more_transfers = _transfers(pieces, row)
    events, more_events = _events(pieces, row)
    return ActorPage(
        name=actor.name,
        kind="unnamed speaker" if actor.kind == "unnamed" else actor.kind,
        path=pieces.path("actor", actor.id),
        parent_basis=pieces.basis(actor.parent_basis),
        roles=tuple(_role(pieces, role) for role in actor.roles),
        note=actor.note,
        under=_under(pieces, "actor", actor.id),
        beside=compare_links(pieces, "compare", actor.id),
        sames=pieces.sames("actor", actor.id),
        own=_held(pieces, own, {actor.id}, 2 * pieces.shown, its_statements),
        below=_held(pieces, below, members, pieces.shown, its_statements),
        appraisals=tuple(pieces.appraisal(*one) for one in appraisals[: pieces.shown]),
        more_appraisals=its_statements if len(appraisals) > pieces.shown else "",
        says=pieces.listed(Newest(says, library.chronology), f"speaker:{actor.id}"),
        came_through=pieces.listed(
            Newest(via, library.chronology), f"via:{actor.id} -speaker:{actor.id}"
        ),
        said_of=pieces.listed(
            Newest(said_of, library.chronology),
            f"mentioned:{actor.id} -speaker:{actor.id} -via:{actor.id}",
        ),
        transfers=transfers,
        more_transfers=more_transfers,
        events=events,
        more_events=more_events,
        names=pieces.names(actor.names),
    )


def weapon_page(pieces: Pieces, weapon: Weapon) -> WeaponPage:
    library = pieces.library
    row = _row(pieces, "weapon", weapon.id)
    named = library.facets.statements("mentioned", row)
    transfers, more_transfers = _transfers(pieces, row)
    events, more_events = _events(pieces, row)
    return WeaponPage(
        name=weapon.name,
        kind=weapon.kind,
        path=pieces.path("weapon", weapon.id),
        parent_basis=pieces.basis(weapon.parent_basis),
        note=weapon.note,
        under=_under(pieces, "weapon", weapon.id),
        sames=pieces.sames("weapon", weapon.id),
        transfers=transfers,
        more_transfers=more_transfers,
        claims=pieces.claims(library.claims_among(named, _CLAIMS)),
        said_of=pieces.listed(Newest(named, library.chronology), f"weapon:{weapon.id}"),
        events=events,
        more_events=more_events,
        names=pieces.names(weapon.names),
    )


def _held(
    pieces: Pieces, stands: Sequence[Stand], holders: Collection[str], most: int, query: str
) -> Held:
    """Return the first ``most`` of the stands of ``holders``, with the query that finds all."""
    is_earlier = _earlier_among(stands, holders)
    shown = [pieces.stand(stand, earlier=is_earlier(stand)) for stand in stands[:most]]
    return Held(
        tuple(stand for stand in shown if stand.how != "predicted"),
        tuple(stand for stand in shown if stand.how == "predicted"),
        query if len(stands) > most else "",
    )


def _earlier_among(stands: Sequence[Stand], holders: Collection[str]) -> Callable[[Stand], bool]:
    """Return what tells of a stand whether each of ``holders`` in it took another one since."""
    of_matter: defaultdict[tuple[str | None, str | None], list[Stand]] = defaultdict(list)
    for stand in stands:
        if not stand.is_predicted:
            of_matter[stand.stance.claim, stand.stance.statement].append(stand)
    last = {matter: last_days(taken) for matter, taken in of_matter.items()}

    def is_earlier(stand: Stand) -> bool:
        if stand.is_predicted:
            return False
        on_it = last[stand.stance.claim, stand.stance.statement]
        return not any(holder in holders for holder in still(stand, on_it))

    return is_earlier


def _row(pieces: Pieces, type: Type, id: str) -> int:
    entity = pieces.library.entities.get(type, id)
    return entity.row if entity else -1


def _role(pieces: Pieces, role: Role) -> RoleView:
    return RoleView(
        role.title,
        pieces.actor(role.organisation) if role.organisation else None,
        pieces.optional_dates(role.dates),
        pieces.basis(role.basis),
    )


def _under(pieces: Pieces, type: Type, id: str) -> Under:
    members = pieces.library.members(type, id)
    shown = tuple(pieces.entity(type, member) for member in members[:_MEMBERS])
    return Under(shown, len(members) - len(shown))


def _transfers(pieces: Pieces, row: int) -> tuple[tuple[TransferView, ...], int]:
    """Return the first transfers with an entity, and how many more there are."""
    found = pieces.library.transfers_with(pieces.library.entities.covers(row))
    shown = found[:_TRANSFERS]
    pieces.claims([transfer.claim for transfer in shown])  # judged all at once
    return tuple(pieces.transfer(transfer) for transfer in shown), len(found) - len(shown)


def _events(pieces: Pieces, row: int) -> tuple[tuple[EventView, ...], int]:
    """Return the earliest events with an entity, and how many more there are."""
    library, among = pieces.library, pieces.library.entities.covers(row)
    shown = library.events_with(among, _EVENTS)
    more = library.count_events_with(among) - len(shown)
    return tuple(pieces.event(event) for event in shown), more
