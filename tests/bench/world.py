"""Who speaks and of what: the actors, the weapons and the claims of a made-up library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from tests.bench import vocabulary
from viewer.records import (
    Actor,
    Basis,
    Claim,
    Dates,
    Name,
    Relation,
    Role,
    Weapon,
)
from viewer.terms import RelationKind, Stage

STATES, ORGANISATIONS, OUTLETS, PERSONS, GROUPS, UNNAMED = 150, 1400, 350, 2800, 200, 100
ROOTS, CLASSES, MODELS = 8, 52, 440
STATEMENTS_PER_CLAIM = 50

_SPELLING = Basis("editorial", "the spelling in this script")
_ORDERING = Basis("editorial", "the ordering of this library")
_BODIES = [
    "Ministry of Defence of {}",
    "Foreign Ministry of {}",
    "Armed Forces of {}",
    "Parliament of {}",
    "Intelligence Service of {}",
    "Arms Control Agency of {}",
    "{} Export Corporation",
    "{} Institute",
    "{} Research Centre",
    "{} Aerospace Works",
    "{} Monitoring Group",
    "Council for {} Security",
]
_PAPERS = "{} Herald|{} Times|{} Post|{} Courier|{} News Agency|Radio {}|{} Television|{} Review"
_TITLES = [
    "spokesperson",
    "minister",
    "deputy minister",
    "general",
    "admiral",
    "analyst",
    "senior fellow",
    "director",
    "ambassador",
    "envoy",
    "editor",
    "commander",
]
_GROUPS = [
    "{} officials",
    "{} diplomats",
    "{} observers",
    "{} experts",
    "{} engineers",
    "{} lawmakers",
]
_UNNAMED = [
    "an unnamed {} official",
    "a senior {} diplomat",
    "a {} military source",
    "a former {} officer",
]
_ROOTS = [
    "ballistic missile",
    "cruise missile",
    "unmanned aerial vehicle",
    "artillery system",
    "air defence system",
    "combat aircraft",
    "armoured vehicle",
    "naval vessel",
]
_SORTS = [
    "short-range",
    "medium-range",
    "long-range",
    "light",
    "heavy",
    "tactical",
    "coastal",
    "guided",
]
_PROPOSITIONS: tuple[tuple[str, Stage | None], ...] = (
    ("{0} delivered the {2} to {1}", "delivered"),
    ("{0} used the {2} of {1}", "used"),
    ("{0} agreed to sell the {2} to {1}", "agreed"),
    ("{0} negotiated over the {2} with {1}", "negotiated"),
    ("{0} produces the {2} under licence of {1}", None),
    ("the {2} of {0} holds parts made in {1}", None),
    ("{0} trained crews of {1} on the {2}", None),
)
_RELATIONS: tuple[RelationKind, ...] = ("narrows", "implies", "contradicts", "consistent with")


@dataclass(frozen=True, slots=True)
class Trade:
    """A claim that a transfer can rest on: who supplies what to whom, all by id."""

    claim: str
    supplier: str
    recipient: str
    weapon: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class World:
    """Everything statements speak of, each list with the most popular first."""

    words: tuple[str, ...]
    actors: tuple[Actor, ...]
    weapons: tuple[Weapon, ...]
    claims: tuple[Claim, ...]
    trades: tuple[Trade, ...]

    @property
    def outlets(self) -> tuple[Actor, ...]:
        return tuple(actor for actor in self.actors if actor.kind == "outlet")


def world(size: int, seed: int = 1, vocabulary_size: int = 60_000) -> World:
    """Return the world of a library of ``size`` statements; sizes differ in the claims alone."""
    rng = Random(seed)  # noqa: S311 - the same library for the same seed is the point
    words = vocabulary.words(rng, vocabulary_size)
    names = (word.capitalize() for word in vocabulary.invented(rng, longer=0.15))
    actors = _actors(rng, names)
    weapons = _weapons(rng, names)
    claims, trades = _claims(rng, max(size // STATEMENTS_PER_CLAIM, 10), actors, weapons)
    return World(tuple(words), tuple(actors), tuple(weapons), tuple(claims), tuple(trades))


# Actors


def _actors(rng: Random, names: Iterator[str]) -> list[Actor]:
    made: list[Actor] = []
    ids = _Ids()
    states = [next(names) + _any(rng, ("ia", "land", "stan", "ar")) for _ in range(STATES)]
    for name in states:
        long = _any(rng, ("Republic of {}", "Kingdom of {}", "State of {}")).format(name)
        forms = [Name(name, "alias"), Name(long, "official"), *_scripts(rng, name, 0.9)]
        made.append(_actor(ids, name, "state", [*forms, *_misspelt(rng, name, 0.3)]))
    parents = [actor.id for actor in made]
    for _ in range(ORGANISATIONS):
        state = int(rng.random() ** 2 * STATES)
        name = _any(rng, _BODIES).format(states[state] if rng.random() < 0.5 else next(names))
        forms = [Name(name, "official"), Name(_initials(name), "abbreviation")]
        forms += [*_scripts(rng, name, 0.3), *_misspelt(rng, name, 0.1)]
        parent = parents[state] if rng.random() < 0.7 else _any(rng, parents)
        made.append(_actor(ids, name, "organisation", forms, parent))
        parents.append(made[-1].id)
    organisations = parents[STATES:]
    for _ in range(OUTLETS):
        name = _any(rng, _PAPERS.split("|")).format(next(names))
        made.append(_actor(ids, name, "outlet", [Name(name, "official")]))
    given = [next(names) for _ in range(300)]
    for _ in range(PERSONS):
        surname = next(names)
        name = f"{_any(rng, given)} {surname}"
        forms = [Name(name, "official"), Name(surname, "alias"), *_scripts(rng, name, 0.5)]
        person = _actor(ids, name, "person", [*forms, *_misspelt(rng, name, 0.15)])
        roles = tuple(_role(rng, organisations) for _ in range(1 + (rng.random() < 0.25)))
        parent = _any(rng, organisations) if rng.random() < 0.4 else None
        made.append(_belonging(replace(person, roles=roles), parent))
    for kind, count, patterns in (("group", GROUPS, _GROUPS), ("unnamed", UNNAMED, _UNNAMED)):
        for at in range(count):
            name = patterns[at % len(patterns)].format(states[at // len(patterns)] + "n")
            parent = parents[at // len(patterns)]
            made.append(_actor(ids, name, kind, [Name(name, "official")], parent))
    # States lead the popular ones, and outlets are seldom spoken of.
    lead = {"state": 0.1, "organisation": 0.7, "person": 0.8, "group": 0.6, "unnamed": 0.6}
    return sorted(made, key=lambda actor: rng.random() ** 0.5 * lead.get(actor.kind, 1.5))


def _actor(ids: _Ids, name: str, kind: Any, forms: list[Name], parent: str | None = None) -> Actor:
    actor = Actor(ids.of(name), name, kind, names=tuple(dict.fromkeys(forms)))
    return _belonging(actor, parent)


def _belonging(actor: Actor, parent: str | None) -> Actor:
    return replace(actor, parent=parent, parent_basis=_ORDERING) if parent else actor


def _role(rng: Random, organisations: list[str]) -> Role:
    year = 2005 + int(rng.random() * 15)
    dates = Dates(f"{year}-01-01", f"{year + 4}-12-31", _ORDERING)
    return Role(
        _any(rng, _TITLES),
        _any(rng, organisations) if rng.random() < 0.8 else None,
        dates if rng.random() < 0.4 else None,
        _ORDERING,
    )


# Weapons


def _weapons(rng: Random, names: Iterator[str]) -> list[Weapon]:
    ids = _Ids()
    classes = [_weapon(ids, name, "class", []) for name in _ROOTS]
    for at in range(CLASSES):
        above = classes[at % ROOTS]
        name = f"{_SORTS[at // ROOTS]} {above.name}"
        forms = [Name(_initials(name), "abbreviation")]
        classes.append(_weapon(ids, name, "class", forms, above.id))
    models: list[Weapon] = []
    for _ in range(MODELS):
        number = 1 + int(rng.random() * 400)
        if models and rng.random() < 0.15:
            above = _any(rng, models)
            name = above.name + _any(rng, ("M", "A", "B", " Mod 2"))
        else:
            above = _any(rng, classes)
            name = f"{next(names)}-{number}"
        stem = name.partition("-")[0]
        forms = [Name(f"{number}{_any(rng, ('K', 'M', 'P'))}{len(models)}", "local designation")]
        if rng.random() < 0.4:
            forms.append(Name(next(names), "alias"))
        forms += [*_scripts(rng, stem, 0.5), *_misspelt(rng, name, 0.2)]
        models.append(_weapon(ids, name, "model", forms, above.id))
    return sorted((*classes, *models), key=lambda one: rng.random() * (1.5 - (one.kind == "model")))


def _weapon(
    ids: _Ids, name: str, kind: Any, forms: list[Name], parent: str | None = None
) -> Weapon:
    names = tuple(dict.fromkeys([Name(name, "official"), *forms]))
    basis = _ORDERING if parent else None
    return Weapon(ids.of(name), name, kind, parent, basis, names)


# Claims


def _claims(
    rng: Random, count: int, actors: list[Actor], weapons: list[Weapon]
) -> tuple[list[Claim], list[Trade]]:
    """Return claims, three in ten related to an earlier one that speaks of the same states."""
    states = [actor for actor in actors if actor.kind == "state"]
    below: dict[str | None, list[Weapon]] = {}
    for weapon in weapons:
        below.setdefault(weapon.parent, []).append(weapon)
    made: list[Claim] = []
    trades: list[Trade] = []
    subjects: list[tuple[int, int, Weapon]] = []
    for at in range(count):
        one, other = (int(rng.random() ** 2 * STATES) for _ in range(2))
        weapon = weapons[int(rng.random() ** 2 * len(weapons))]
        template, stage = _any(rng, _PROPOSITIONS)
        relations: tuple[Relation, ...] = ()
        if made and rng.random() < 0.3:
            kind, related = _any(rng, _RELATIONS), int(rng.random() * len(made))
            one, other, weapon = subjects[related]
            if kind == "narrows":
                weapon = _any(rng, below.get(weapon.id, [weapon]))
            relations = (Relation(kind, made[related].id, _ORDERING),)
        supplier, recipient = states[one], states[other - 1]
        proposition = template.format(supplier.name, recipient.name, weapon.name)
        made.append(Claim(f"{_slug(proposition)}-{at}", proposition, relations))
        subjects.append((one, other, weapon))
        if stage == "used":
            supplier, recipient = recipient, supplier  # whoever uses it has received it
        if stage:
            trades.append(Trade(made[-1].id, supplier.id, recipient.id, weapon.id, stage))
    return made, trades


# Names and ids


class _Ids:
    """Slugs, each given once."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def of(self, name: str) -> str:
        slug = _slug(name)
        if slug in self._given:
            slug = f"{slug}-{len(self._given)}"
        self._given.add(slug)
        return slug


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _scripts(rng: Random, name: str, share: float) -> list[Name]:
    forms = []
    if rng.random() < share:
        written = vocabulary.cyrillic(name)
        forms.append(Name(written, "transliteration", "ru", "Cyrl", _SPELLING))
    if rng.random() < share / 2:
        written = vocabulary.arabic(name)
        forms.append(Name(written, "transliteration", "fa", "Arab", _SPELLING))
    return forms


def _misspelt(rng: Random, name: str, share: float) -> list[Name]:
    if rng.random() >= share:
        return []
    wrong = vocabulary.misspelt(rng, name)
    return [] if wrong == name else [Name(wrong, "misspelling", basis=_ORDERING)]


def _initials(name: str) -> str:
    return "".join(word[0].upper() for word in re.split(r"[ -]", name) if word != "of")


def _any(rng: Random, choices: Any) -> Any:
    return choices[int(rng.random() * len(choices))]
