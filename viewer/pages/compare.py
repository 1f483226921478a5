"""The page on which actors, or sources, stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viewer import badges
from viewer.conjunction import conjunction
from viewer.library import comparing, relating
from viewer.library.comparing import Side, Taken
from viewer.library.relating import Tie
from viewer.library.status import Leaning
from viewer.pages.pieces import Pieces
from viewer.pages.views import BasisView, Passage, Ref, StandView
from viewer.places import Comparison, Place, comparison

BRIEF = 180
"""About how many code points of a passage are shown beside another."""

_CELLS = 20  # of all sides together, in one part of those who differ, or stand alike
_ONLY, _WEAPONS, _PREDICTED, _BESIDE = 8, 12, 8, 4


@dataclass(frozen=True, slots=True)
class SideView:
    """One of those compared; ``query`` finds what it says."""

    ref: Ref
    query: str
    statements: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one side stands on a claim: in its own words, and as others report of it.

    ``query`` finds its statements where it has taken more stands than are shown.
    """

    side: Ref
    own: tuple[StandView, ...]
    reported: tuple[StandView, ...]
    query: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What stands are taken on: a claim, or another statement with its words."""

    claim: Ref | None
    about: Passage | None


@dataclass(frozen=True, slots=True)
class Row:
    matter: Matter
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A statement of one side, and where others stand on it."""

    side: Ref
    said: Passage
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Tied:
    """A matter of one side that is related to one of another, and where each stands on its own.

    ``verb`` tells how the first is related, by a ``basis``; or else the statement among the
    two affirms the claim, as ``affirmed`` has it.
    """

    rows: tuple[Row, Row]
    verb: str
    basis: BasisView | None
    affirmed: StandView | None


@dataclass(frozen=True, slots=True)
class Lone:
    """A matter on which one side alone takes a stand, its latest."""

    matter: Matter
    stand: StandView


@dataclass(frozen=True, slots=True)
class Alone:
    """What one side alone speaks of; ``query`` finds what it says."""

    side: SideView
    matters: tuple[Lone, ...]
    more: int
    weapons: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A weapon, with how often each side names it and the query that finds where."""

    weapon: Ref
    counts: tuple[tuple[Ref, int, str], ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """``latest`` is the number of stands of a side that were read, 0 if they are all.

    ``within`` are sides of which the first belongs to the second.
    """

    title: str
    kind: str
    sides: tuple[SideView, ...]
    within: tuple[tuple[Ref, Ref], ...]
    latest: int
    differing: tuple[Row, ...]
    differing_count: int
    agreeing: tuple[Row, ...]
    agreeing_count: int
    answers: tuple[Answer, ...]
    tied: tuple[Tied, ...]
    tied_count: int
    weapons: tuple[Named, ...]
    alone: tuple[Alone, ...]
    predicted: tuple[Lone, ...]
    part: int
    parts: int
    previous: Place | None
    next: Place | None


def compare_page(pieces: Pieces, place: Place) -> ComparePage:
    """Return the comparison of what ``place`` names, all of which the library holds."""
    return _Comparison(pieces, place).view()


def compare_links(pieces: Pieces, kind: Comparison, id: str) -> tuple[Ref, ...]:
    """Return the comparisons of an actor, or a source, with those that speak of the same."""
    library = pieces.library
    if kind == "compare":
        with_whom = [pieces.actor(one) for one in comparing.actors_beside(library, id, _BESIDE)]
    else:
        with_whom = [_source(pieces, one) for one in comparing.sources_beside(library, id, _BESIDE)]
    return tuple(Ref(one.text, comparison(kind, (id, one.place.id))) for one in with_whom)


def _source(pieces: Pieces, id: str) -> Ref:
    heading = pieces.library.heading(id)
    return Ref(heading.title if heading else id, Place("source", id))


class _Comparison:
    """Puts one comparison together, reading all statements that it shows at once."""

    def __init__(self, pieces: Pieces, place: Place) -> None:
        self._pieces = pieces
        self._place = place
        library = pieces.library
        self._most = most = comparing.MOST_STANDS // len(place.compared)
        if place.kind == "compare":
            refs = [pieces.actor(id) for id in place.compared]
            self._sides = [comparing.actor_side(library, id, most) for id in place.compared]
            self._said = [comparing.said_by_actor(library, id) for id in place.compared]
            key = "speaker"
        else:
            refs = [_source(pieces, id) for id in place.compared]
            self._sides = [comparing.source_side(library, id, most) for id in place.compared]
            self._said = [comparing.said_in_source(library, id) for id in place.compared]
            key = "source"
        self._views = [
            SideView(ref, f"{key}:{ref.place.id}", len(said))
            for ref, said in zip(refs, self._said, strict=True)
        ]
        self._stands: dict[Taken, StandView] = {}
        self._matters: dict[comparing.Matter, Matter] = {}

    def view(self) -> ComparePage:
        found = comparing.compare(self._pieces.library, self._sides, self._said)
        self._sides = list(found.sides)
        ties = relating.ties(self._pieces.library, self._sides, found.only)
        tied = {matter for tie in ties for matter in (tie.one, tie.other)}
        only = [[one for one in matters if one not in tied] for matters in found.only]
        size = max(1, _CELLS // len(self._sides))
        parts = max(1, *(-(-len(one) // size) for one in (found.differing, found.agreeing, ties)))
        part = min(self._place.part or 1, parts)
        here = slice((part - 1) * size, part * size)
        differing, agreeing = found.differing[here], found.agreeing[here]
        answering = found.answering[:size] if part == 1 else []
        lone = [matters[:_ONLY] if part == 1 else [] for matters in only]
        predicted = [side.predicted[:_PREDICTED] if part == 1 else () for side in self._sides]
        self._read(
            [one for matter in differing + agreeing + answering for one in self._shown(matter)]
            + [
                one
                for tie in ties[here]
                for matter in (tie.one, tie.other)
                for one in self._shown(matter)
            ]
            + [
                side.taken[matter][0]
                for side, matters in zip(self._sides, lone, strict=True)
                for matter in matters
            ]
            + [one for taken in predicted for one in taken]
        )
        named = [comparing.weapons_named(self._pieces.library, said) for said in self._said]
        return ComparePage(
            title=conjunction([side.ref.text for side in self._views]),
            kind="Actors" if self._place.kind == "compare" else "Sources",
            sides=tuple(self._views),
            within=self._within(),
            latest=0 if all(side.is_whole for side in self._sides) else self._most,
            differing=tuple(self._row(matter) for matter in differing),
            differing_count=len(found.differing),
            agreeing=tuple(self._row(matter) for matter in agreeing),
            agreeing_count=len(found.agreeing),
            answers=tuple(self._answer(matter) for matter in answering),
            tied=self._tied(ties[here]),
            tied_count=len(ties),
            weapons=self._weapons(named) if part == 1 else (),
            alone=tuple(
                Alone(
                    view,
                    tuple(self._lone(side.taken[matter][0]) for matter in matters),
                    len(every) - len(matters),
                    self._named_alone(named, at),
                )
                for at, (view, side, matters, every) in enumerate(
                    zip(self._views, self._sides, lone, only, strict=True)
                )
                if part == 1
            ),
            predicted=tuple(self._lone(one) for taken in predicted for one in taken),
            part=part,
            parts=parts,
            previous=self._place.at_part(part - 1, parts),
            next=self._place.at_part(part + 1, parts),
        )

    # Matters and stands

    def _shown(self, matter: comparing.Matter) -> list[Taken]:
        """Return the stands on a matter that are shown."""
        return [
            one
            for side in self._sides
            for own in (True, False)
            for one in _latest(side, matter, own)
        ]

    def _read(self, taken: Sequence[Taken]) -> None:
        """Read the stands that are shown and what they are taken on."""
        pieces = self._pieces
        stands = pieces.library.stands([one.stance for one in taken])
        entities = pieces.library.entities
        self._stands = {
            one: pieces.stand(
                stand.of({entities[row].id for row in one.holders}), with_claim=False, longest=BRIEF
            )
            for one, stand in zip(taken, stands, strict=True)
        }
        matters = list({one.matter for one in taken})
        about = [one for one in matters if one.kind == "about"]
        statements = pieces.library.statements([one.row for one in about])
        claims = comparing.propositions(
            pieces.library, [one.row for one in matters if one.kind == "claim"]
        )
        self._matters = {
            comparing.Matter("claim", row): Matter(Ref(words, Place("claim", id)), None)
            for row, (id, words) in claims.items()
        }
        for one, statement in zip(about, statements, strict=True):
            self._matters[one] = Matter(None, pieces.passage(statement, BRIEF))

    def _row(self, matter: comparing.Matter) -> Row:
        cells = [
            self._cell(view, side, matter)
            for view, side in zip(self._views, self._sides, strict=True)
            if matter in side.taken
        ]
        return Row(self._matters[matter], tuple(cells))

    def _answer(self, matter: comparing.Matter) -> Answer:
        row, by = self._row(matter), comparing.said_by(matter, self._said)
        assert by is not None  # noqa: S101 - an answer is to somebody
        assert row.matter.about  # noqa: S101 - and to a statement
        return Answer(self._views[by].ref, row.matter.about, row.cells)

    def _tied(self, ties: Sequence[Tie]) -> tuple[Tied, ...]:
        pieces = self._pieces
        by = [tie.by for tie in ties if tie.kind == "affirms"]
        affirming = dict(zip(by, pieces.library.stands(by), strict=True))
        found = []
        for tie in ties:
            one, other = self._row(tie.one), self._row(tie.other)
            # As everywhere on the page, the side that is named first stands first.
            is_turned = self._side_of(one) > self._side_of(other)
            rows = (other, one) if is_turned else (one, other)
            if tie.kind == "affirms":
                stand = pieces.stand(affirming[tie.by], with_claim=False)
                found.append(Tied(rows, "", None, stand))
            else:
                basis = pieces.basis(pieces.library.known_basis(tie.by))
                found.append(Tied(rows, badges.relation(tie.kind, is_turned), basis, None))
        return tuple(found)

    def _side_of(self, row: Row) -> int:
        """Return the number of the one side that takes a stand on it."""
        return [view.ref for view in self._views].index(row.cells[0].side)

    def _cell(self, view: SideView, side: Side, matter: comparing.Matter) -> Cell:
        own, reported = (
            [self._stands[one] for one in _latest(side, matter, by_own_word)]
            for by_own_word in (True, False)
        )
        more = len(side.taken[matter]) > len(own) + len(reported) or not side.is_whole
        claim = self._matters[matter].claim
        # What others tell of an actor's stand is not said by it.
        of_side = f"holder:{view.ref.place.id}" if self._place.kind == "compare" else view.query
        query = f"claim:{claim.place.id} {of_side}" if more and claim else ""
        return Cell(view.ref, tuple(own), tuple(reported), query)

    def _lone(self, taken: Taken) -> Lone:
        return Lone(self._matters[taken.matter], self._stands[taken])

    # What they are and name

    def _within(self) -> tuple[tuple[Ref, Ref], ...]:
        if self._place.kind != "compare":
            return ()
        refs = [view.ref for view in self._views]
        belongs = self._pieces.library.belongs
        return tuple(
            (one, other)
            for one in refs
            for other in refs
            if one != other and belongs(one.place.id, other.place.id)
        )

    def _weapons(self, named: Sequence[dict[str, int]]) -> tuple[Named, ...]:
        """Return the weapons that more than one side names, those most that each names often."""
        ids = dict.fromkeys(id for counts in named for id in counts)
        common = {id: counts for id in ids if len(counts := _times(named, id)) > 1}
        often = sorted(common, key=lambda one: -min(common[one].values()))
        return tuple(
            Named(
                self._pieces.weapon(id),
                tuple(
                    (view.ref, common[id][at], f"weapon:{id} {view.query}")
                    for at, view in enumerate(self._views)
                    if at in common[id]
                ),
            )
            for id in often[:_WEAPONS]
        )

    def _named_alone(self, named: Sequence[dict[str, int]], at: int) -> tuple[Ref, ...]:
        alone = [id for id in named[at] if len(_times(named, id)) == 1]
        often = sorted(alone, key=lambda one: -named[at][one])
        return tuple(self._pieces.weapon(id) for id in often[:_WEAPONS])


def _latest(side: Side, matter: comparing.Matter, own: bool) -> list[Taken]:
    """Return a side's latest stands, newest first, one for each way they lean."""
    leaning: dict[Leaning, Taken] = {}
    for one in side.latest(matter, own):
        leaning.setdefault(one.leaning, one)
    return list(leaning.values())


def _times(named: Sequence[dict[str, int]], weapon: str) -> dict[int, int]:
    return {at: counts[weapon] for at, counts in enumerate(named) if weapon in counts}
