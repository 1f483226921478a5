"""Actors and weapons tied by what the statements say of them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Literal, get_args

from pyroaring import BitMap

from viewer.conjunction import conjunction, counted, sentence
from viewer.library.entities import Entity, Type
from viewer.library.file import Whole
from viewer.library.order import Newest
from viewer.library.reading import Library
from viewer.library.standing import standings, status_of
from viewer.library.status import UNDECIDED
from viewer.places import Place
from viewer.terms import POSITIONS, BasisKind, Stage

TieKind = Literal["supplies", "may supply", "uses", "denies", "cites", "belongs to"]
TIE_KINDS: tuple[TieKind, ...] = get_args(TieKind)
Contested = Literal["", "disputed", "disputed in part", "denied"]
"""What is said against a tie: "" for nothing, in part where it rests on undisputed claims too."""

Backing = Literal["", "single-sourced", "unconfirmed"]
"""On how little a tie rests that nobody denies: on one voice, or on none that affirms firmly."""

MOST_NODES = 120
MOST_TIES = 300
_NEWEST = 30_000
"""Statements in which chains and denials are counted: tenths of a second in any library."""
_LISTED = 50
"""Statements of one tie that are named, the newest."""
_JUDGED = 250
"""Claims whose status is asked for, those of the weightiest ties; a thousand take seconds."""
_FEW = 20
"""Of ties that nobody denies, those on so many statements are judged: more have many voices."""

_STANCES = "stance AS s INDEXED BY stance_statement"
"""By statement: SQLite would go by claim, and read all stands on one for each statement."""

INFERRED = "inferred"

_FOR_IT = ("affirms", "suggests")

_MEANING: dict[TieKind, str] = {
    "supplies": "a transfer delivered or used: from the supplier to the recipient and the weapon",
    "may supply": "a transfer negotiated or agreed, of which no delivery is stated",
    "uses": "a transfer whose weapons are used: from the user to the weapon",
    "denies": "one holds that a claim is not so, the other that it is so",
    "cites": "one passes on what the other says, from the publication to the speaker",
    "belongs to": "an actor to the actor it is part of, a weapon to its class",
}


@dataclass(frozen=True, slots=True)
class Node:
    """``statements`` is in how many it speaks or is named, those that belong to it included."""

    type: Type
    id: str
    name: str
    kind: Any  # an ActorKind or a WeaponKind, as the type is
    statements: int

    @property
    def place(self) -> Place:
        return Place(self.type, self.id)


@dataclass(frozen=True, slots=True)
class Tie:
    """From one node to another, both by their number in the network.

    ``weight`` is how many statements it rests on, ``denied`` how many of them are denials;
    ``contested`` is "denied" where none of them, or nobody at all, says that it is so;
    ``statements`` are the ids of the newest; ``place`` is where its evidence is read.
    ``detail`` is what must be said with it: a stage, or a basis that is not stated;
    ``backing`` how little it rests on, where that is so.
    """

    kind: TieKind
    source: int
    target: int
    weight: int
    denied: int
    contested: Contested
    detail: str
    place: Place
    statements: tuple[str, ...]
    backing: Backing = ""

    @property
    def status(self) -> str:
        """What the stands on it come to, "" where nothing is to be said of that."""
        return self.contested or self.backing

    @property
    def is_inferred(self) -> bool:
        return self.detail.endswith(INFERRED)


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and ties, each the weightiest first; what is left out is said by ``left_out``."""

    nodes: tuple[Node, ...] = ()
    ties: tuple[Tie, ...] = ()
    left_out: str = ""

    def words(self, tie: Tie) -> str:
        """Return what a tie says and rests on: “Iran supplies Russia: 4 statements”."""
        one, other = self.nodes[tie.source].name, self.nodes[tie.target].name
        said = f"{one} denies what {other} affirms" if tie.kind == "denies" else ""
        said = said or f"{one} {tie.kind} {other}"
        if tie.contested:
            said = f"{tie.contested.capitalize()}: {said}"
        if tie.weight:
            said += f": {counted(tie.weight, 'statement')}"
        if tie.denied:
            many = f"{tie.denied:,} of them denials" if tie.denied > 1 else "one of them a denial"
            said += f", {'a denial' if tie.weight == 1 else many}"
        if tie.backing:
            said += f", {tie.backing}"
        return f"{said} ({tie.detail})" if tie.detail else said


def meaning(kind: TieKind) -> str:
    """Return what a kind of tie stands for, in a line of help."""
    return _MEANING[kind]


def network(library: Library, found: BitMap | None) -> Network:
    """Return the ties that rest on the statements ``found`` (row numbers; None: on any).

    The nodes most tied are kept, at most ``MOST_NODES`` of them with ``MOST_TIES`` ties.
    """
    return _Reading(library, found).network()


@dataclass(slots=True)
class _Drawn:
    """A tie while it is read, between two rows of entities."""

    kind: TieKind
    source: int
    target: int
    statements: BitMap
    affirming: BitMap
    denying: BitMap
    claims: set[int]
    stages: set[Stage]
    bases: set[BasisKind]

    def rest_on(
        self,
        statements: BitMap,
        affirming: BitMap,
        denying: BitMap,
        claim: int,
        stage: Stage,
        basis: BasisKind,
    ) -> None:
        """Let it rest on a transfer, too, at a ``stage``."""
        self.statements |= statements
        self.affirming |= affirming
        self.denying |= denying
        self.claims.add(claim)
        self.stages.add(stage)
        if affirming:
            self.bases.add(basis)

    @property
    def strength(self) -> int:
        return len(self.statements)


class _Reading:
    """One reading of a library for a network; the ties are gathered, then the strongest kept."""

    def __init__(self, library: Library, found: BitMap | None) -> None:
        self._library = library
        self._found = found
        self._ties: dict[tuple[TieKind, int, int], _Drawn] = {}
        meant = library.postings.everything if found is None else found
        self._meant = len(meant)
        self._tied = 0
        self._newest = self._first(meant, _NEWEST)

    def network(self) -> Network:
        self._add_transfers()
        self._add_belonging()
        passing = self._passing_on()
        kept = self._most_tied(passing)
        self._add_citations(passing, kept)
        self._add_denials(kept)
        return self._kept(kept)

    # Transfers

    def _add_transfers(self) -> None:
        rows = self._rows(
            7,
            "SELECT supplier, recipient, weapon, stage, claim, t.basis, b.kind"
            " FROM transfer AS t JOIN basis AS b ON b.id = t.basis",
        )
        evidence = self._evidence(row[5] for row in rows)
        denying, unlike = self._stands_on({row[4] for row in rows})
        delivered = {tuple(row[:3]) for row in rows if row[3] == "delivered"}
        for supplier, recipient, weapon, stage, claim, basis, kind in rows:
            self._library.pause()
            on_claim = self._among(self._library.postings.of("claim", claim))
            on_it = on_claim | self._among(evidence[basis])
            affirming, denials = on_it - unlike[claim], on_it & denying[claim]
            if not affirming and not denials:
                continue
            supply: list[tuple[TieKind, int, int]] = [
                ("supplies" if stage in ("delivered", "used") else "may supply", supplier, end)
                for end in (recipient, weapon)
            ]
            if stage == "used":
                # The claim says that it is used; whoever says so states it, whatever the basis
                # of the rest.
                stated: BasisKind = "stated" if on_claim & affirming else kind
                uses = self._tie("uses", recipient, weapon)
                uses.rest_on(on_it, affirming, denials, claim, stage, stated)
                # Of the supply it speaks only where nothing else does, and no denial of it does.
                if (supplier, recipient, weapon) in delivered or not affirming:
                    continue
                on_it, denials = affirming, BitMap()
            for end in supply:
                self._tie(*end).rest_on(on_it, affirming, denials, claim, stage, kind)

    def _stands_on(
        self, claims: set[int]
    ) -> tuple[defaultdict[int, BitMap], defaultdict[int, BitMap]]:
        """Return the statements that deny each claim, and those that only stand otherwise on it.

        The latter neither affirm nor suggest it; they may deny it, too.
        """
        denying: defaultdict[int, BitMap] = defaultdict(BitMap)
        unlike: defaultdict[int, BitMap] = defaultdict(BitMap)
        postings = self._library.postings
        others = BitMap().union(
            *(postings.of("position", one) for one in POSITIONS if one not in _FOR_IT)
        )
        for claim, statement, is_denied, is_affirmed in self._rows(
            4,
            "SELECT s.claim, s.statement,"
            f" max(s.position = 'denies' AND s.modality NOT IN {UNDECIDED}),"
            f" max(s.position IN {_FOR_IT})"
            f" FROM json_each(?) AS meant CROSS JOIN {_STANCES} ON s.statement = meant.value"
            " WHERE s.claim IN (SELECT value FROM json_each(?)) GROUP BY s.claim, s.statement",
            _listed(self._among(self._on(claims) & others)),
            _listed(claims),
        ):
            if is_denied:
                denying[claim].add(statement)
            if not is_affirmed:
                unlike[claim].add(statement)
        return denying, unlike

    def _on(self, claims: Iterable[int]) -> BitMap:
        """Return the statements that take a stand on any of some claims."""
        return BitMap().union(*(self._library.postings.of("claim", claim) for claim in claims))

    # Belonging

    def _add_belonging(self) -> None:
        rows = self._rows(
            4,
            "SELECT a.id, a.parent, a.parent_basis, b.kind FROM"
            " (SELECT id, parent, parent_basis FROM actor UNION ALL"
            " SELECT id, parent, parent_basis FROM weapon) AS a"
            " LEFT JOIN basis AS b ON b.id = a.parent_basis WHERE a.parent IS NOT NULL",
        )
        evidence = self._evidence(row[2] for row in rows)
        for member, parent, basis, kind in rows:
            resting = self._among(evidence[basis])
            # A family is shown with those who speak or are named, whatever states it.
            if resting or (self._is_met(member) and self._is_met(parent)):
                tie = self._tie("belongs to", member, parent)
                tie.statements |= resting
                tie.bases.add(kind or "editorial")

    def _is_met(self, entity: int) -> bool:
        postings = self._library.postings
        return any(
            bool(there) if self._found is None else there.intersect(self._found)
            for there in (postings.of("speaker", entity), postings.of("mention", entity))
        )

    # Chains

    def _passing_on(self) -> dict[tuple[int, int], tuple[int, str]]:
        """Return who passes on whom: how often, and in which statements as SQLite lists them."""
        rows = self._rows(
            4,
            "SELECT a.actor, b.actor, count(*), group_concat(a.statement)"
            " FROM json_each(?) AS meant CROSS JOIN link AS a ON a.statement = meant.value"
            " CROSS JOIN link AS b ON b.statement = a.statement AND b.position = a.position + 1"
            " WHERE a.actor <> b.actor GROUP BY a.actor, b.actor",
            _listed(self._newest),
        )
        return {(one, other): (count, statements) for one, other, count, statements in rows}

    def _add_citations(
        self, passing: dict[tuple[int, int], tuple[int, str]], kept: frozenset[int]
    ) -> None:
        often = {
            pair: count
            for pair, (count, _) in passing.items()
            if pair[0] in kept and pair[1] in kept
        }
        for pair in _most(often):
            self._tie("cites", *pair).statements.update(map(int, passing[pair][1].split(",")))

    # Denials

    def _add_denials(self, kept: frozenset[int]) -> None:
        """Tie whoever denies a claim to whoever affirms it; the tie rests on the denials."""
        denies = self._library.postings.of("position", "denies")
        denials = self._stands(self._newest & denies, "denies", kept)
        denying: defaultdict[tuple[int, int], BitMap] = defaultdict(BitMap)
        for claim, actor, statement in denials:
            denying[claim, actor].add(statement)
        on_them = self._on({claim for claim, _ in denying})
        affirmers: defaultdict[int, set[int]] = defaultdict(set)
        for claim, actor, _ in self._stands(self._first(on_them, _NEWEST), "affirms", kept):
            affirmers[claim].add(actor)
        often: Counter[tuple[int, int]] = Counter()
        for (claim, denier), statements in denying.items():
            for affirmer in affirmers[claim] - {denier}:
                often[denier, affirmer] += len(statements)
        strongest = set(_most(often))
        for (claim, denier), statements in denying.items():
            for affirmer in affirmers[claim]:
                if (denier, affirmer) in strongest:
                    tie = self._tie("denies", denier, affirmer)
                    tie.statements |= statements
                    tie.claims.add(claim)

    def _stands(
        self, among: BitMap, position: str, kept: frozenset[int]
    ) -> list[tuple[int, int, int]]:
        """Return claim, holder and statement of the stands that the kept entities take outright."""
        rows = self._rows(
            3,
            "SELECT DISTINCT s.claim, h.actor, s.statement FROM json_each(?) AS meant"
            f" CROSS JOIN {_STANCES} ON s.statement = meant.value"
            " CROSS JOIN stance_holder AS h ON h.stance = s.id"
            f" WHERE s.position = ? AND s.modality NOT IN {UNDECIDED} AND s.claim IS NOT NULL"
            # With the plus sign a holder is looked up by its stance, not by each kept actor.
            " AND +h.actor IN (SELECT value FROM json_each(?))",
            _listed(among),
            position,
            _listed(kept),
        )
        return [(claim, actor, statement) for claim, actor, statement in rows]

    # What is kept

    def _most_tied(self, passing: dict[tuple[int, int], tuple[int, str]]) -> frozenset[int]:
        strength: Counter[int] = Counter()
        for tie in self._ties.values():
            strength[tie.source] += tie.strength
            strength[tie.target] += tie.strength
        for (one, other), (count, _) in passing.items():
            strength[one] += count
            strength[other] += count
        self._tied = len(strength)
        entities = self._library.entities
        everybody = [*entities.rows("actor"), *entities.rows("weapon")]
        if len(everybody) <= MOST_NODES:
            return frozenset(everybody)
        return frozenset(sorted(strength, key=lambda row: (-strength[row], row))[:MOST_NODES])

    def _kept(self, kept: frozenset[int]) -> Network:
        entities = self._library.entities

        def order(tie: _Drawn) -> tuple[int, int, str, str]:
            one, other = entities[tie.source].id, entities[tie.target].id
            return (-tie.strength, TIE_KINDS.index(tie.kind), one, other)

        within = [tie for tie in self._ties.values() if {tie.source, tie.target} <= kept]
        within.sort(key=order)
        # The weightiest of each kind in turn: a kind with many ties leaves room for the others.
        rank: Counter[TieKind] = Counter()
        ranked = []
        for tie in within:
            ranked.append((rank[tie.kind], tie))
            rank[tie.kind] += 1
        ranked.sort(key=lambda one: one[0])
        drawn = sorted((tie for _, tie in ranked[:MOST_TIES]), key=order)
        too_many = len(within) - MOST_TIES
        ends = {row for tie in drawn for row in (tie.source, tie.target)}
        nodes = sorted(map(self._node, ends), key=lambda one: (-one.statements, one.type, one.id))
        number = {(node.type, node.id): at for at, node in enumerate(nodes)}
        self._read_ids(drawn)
        self._judge(drawn)

        def at(row: int) -> int:
            return number[entities[row].type, entities[row].id]

        ties = tuple(self._finished(tie, at(tie.source), at(tie.target)) for tie in drawn)
        return Network(tuple(nodes), ties, self._left_out(len(nodes), too_many))

    def _node(self, row: int) -> Node:
        entity: Entity = self._library.entities[row]
        part: Literal["actor", "mentioned"] = "actor" if entity.type == "actor" else "mentioned"
        statements = self._among(self._library.facets.statements(part, row))
        return Node(entity.type, entity.id, entity.name, entity.kind, len(statements))

    def _finished(self, tie: _Drawn, source: int, target: int) -> Tie:
        newest = Newest(tie.statements, self._library.chronology)
        hashes = [self._hashes[row] for row in newest[:_LISTED]]
        return Tie(
            kind=tie.kind,
            source=source,
            target=target,
            weight=len(tie.statements),
            denied=len(tie.denying),
            contested=self._contested(tie),
            detail=_detail(tie),
            place=self._place(tie, hashes),
            statements=tuple(hashes),
            backing=self._backing(tie),
        )

    def _judge(self, ties: Iterable[_Drawn]) -> None:
        """Read the status of the claims behind transfers that anybody denies, or few speak of."""
        denies, of = self._library.postings.of("position", "denies"), self._library.postings.of
        told = [tie for tie in ties if tie.stages]
        claims = dict.fromkeys(claim for tie in told for claim in sorted(tie.claims))
        few = (tie for tie in told if tie.strength <= _FEW)
        rare = (claim for tie in few for claim in sorted(tie.claims))
        denied = (claim for claim in claims if of("claim", claim).intersect(denies))
        chosen = list(islice(dict.fromkeys(chain(denied, rare)), _JUDGED))
        judged = standings(self._library, chosen).items()
        self._status = {claim: status_of(self._library, one).kind for claim, one in judged}

    def _contested(self, tie: _Drawn) -> Contested:
        if not tie.stages:
            return ""
        kinds = {self._status.get(claim, "unconfirmed") for claim in tie.claims}
        if not tie.affirming or kinds == {"denied"}:
            return "denied"
        if kinds.isdisjoint(("disputed", "denied")):
            return ""
        return "disputed" if kinds <= {"disputed", "denied"} else "disputed in part"

    def _backing(self, tie: _Drawn) -> Backing:
        kinds = {self._status.get(claim) for claim in tie.claims} if tie.stages else set()
        if not kinds or not kinds <= {"single-sourced", "unconfirmed"}:
            return ""
        return "single-sourced" if "single-sourced" in kinds else "unconfirmed"

    def _place(self, tie: _Drawn, hashes: list[str]) -> Place:
        if len(tie.claims) == 1:
            (claim,) = tie.claims
            return Place("claim", self._slugs[claim])
        if hashes:
            return Place("statement", hashes[0])
        entity = self._library.entities[tie.source]
        return Place(entity.type, entity.id)

    def _read_ids(self, ties: Sequence[_Drawn]) -> None:
        """Read the ids of the statements and claims that will be named."""
        statements = BitMap().union(*(self._first(tie.statements, _LISTED) for tie in ties))
        self._hashes: dict[int, str] = Whole(
            self._library.path,
            self._rows(
                2,
                "SELECT s.id, s.hash FROM json_each(?) AS meant JOIN statement AS s"
                " ON s.id = meant.value",
                _listed(statements),
            ),
        )
        claims = {claim for tie in ties if len(tie.claims) == 1 for claim in tie.claims}
        self._slugs: dict[int, str] = Whole(
            self._library.path,
            self._rows(
                2,
                "SELECT id, slug FROM claim WHERE id IN (SELECT value FROM json_each(?))",
                _listed(claims),
            ),
        )

    def _left_out(self, nodes: int, ties: int) -> str:
        said = []
        if nodes < self._tied:
            said.append(f"the {nodes:,} most tied of {self._tied:,} actors and weapons")
        if ties > 0:
            said.append(f"the {MOST_TIES:,} weightiest of their ties")
        if self._meant > _NEWEST:
            counted = f"counted in the newest {_NEWEST:,} of {self._meant:,} statements"
            said.append(f"denials and citations {counted}")
        return sentence(f"{', '.join(said)}; search or pick to narrow") if said else ""

    # Pieces

    def _tie(self, kind: TieKind, source: int, target: int) -> _Drawn:
        key = (kind, source, target)
        if key not in self._ties:
            empty = (BitMap(), BitMap(), BitMap())
            self._ties[key] = _Drawn(*key, *empty, claims=set(), stages=set(), bases=set())
        return self._ties[key]

    def _first(self, statements: BitMap, most: int) -> BitMap:
        """Return the newest ``most`` of the statements."""
        return Newest(statements, self._library.chronology).first(most)

    def _among(self, statements: BitMap) -> BitMap:
        return statements if self._found is None else statements & self._found

    def _evidence(self, bases: Iterable[int | None]) -> defaultdict[int | None, BitMap]:
        found: defaultdict[int | None, BitMap] = defaultdict(BitMap)
        wanted = BitMap(basis for basis in bases if basis is not None)
        for basis, statement in self._rows(
            2,
            "SELECT basis, statement FROM json_each(?) AS meant JOIN evidence"
            " ON basis = meant.value",
            _listed(wanted),
        ):
            found[basis].add(statement)
        return found

    def _rows(self, width: int, query: str, *bound: object) -> list[Any]:
        """Return the rows of a query of so many columns, in no order."""
        self._library.pause()
        return self._library.connection.rows(width, query, *bound)


def _most(often: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Return the pairs that are met most often, one more than can be shown."""
    return sorted(often, key=lambda pair: (-often[pair], pair))[: MOST_TIES + 1]


def _detail(tie: _Drawn) -> str:
    if tie.kind == "may supply":
        return conjunction(sorted(tie.stages))
    if tie.bases == {"editorial"}:
        return "the editor's own ordering"
    return INFERRED if tie.bases and "stated" not in tie.bases else ""


def _listed(rows: Iterable[int]) -> str:
    return json.dumps([*rows])
