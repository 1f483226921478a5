"""How the positions grid is sorted, filtered and folded, and what its cells say; knows no Qt."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from viewer import badges
from viewer.badges import Badge
from viewer.conjunction import conjunction
from viewer.dating import spell
from viewer.direction import isolated
from viewer.export.positions import stands_table
from viewer.library.positions import (
    OTHERS,
    ActorColumn,
    Cell,
    ClaimRow,
    Positions,
    in_order,
)
from viewer.library.status import CountedStand, Kind, in_turn, latest, latest_on_each
from viewer.records import Dates
from viewer.terms import Position

Sort = Literal["disputed", "recent", "actors"]
SORTS: dict[Sort, str] = {
    "disputed": "Most disputed first",
    "recent": "Most recent first",
    "actors": "Most actors first",
}
_DEEPEST = 2
"""How many steps a claim may be from the first of its group."""

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the reader wants to see the grid; ``folded`` are ids of actors and of claims."""

    sort: Sort = "disputed"
    status: Kind | None = None
    narrow: bool = False
    folded_actors: frozenset[str] = frozenset()
    folded_claims: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ShownRow:
    """``relation`` tells how it is related to the claim above it, one level less deep."""

    claim: ClaimRow
    depth: int
    relation: str
    below: int
    is_folded: bool


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """One actor, or all of a group that is folded; ``group`` is whom it stands under."""

    key: int
    name: str
    members: tuple[int, ...]
    group: int
    group_name: str
    is_folded: bool
    can_fold: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """A position that is held: by how many, and whether only others report it."""

    badge: Badge
    count: int
    is_reported: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a cell says: what was held earlier, what is held now, and what is predicted.

    Apart from these, what is held of a report that the claim is so, and what qualifies that.
    """

    earlier: tuple[Badge, ...]
    now: tuple[Marked, ...]
    note: str
    of_report: tuple[Marked, ...]
    report_note: str
    predicted: tuple[Badge, ...]
    is_asked: bool


class Layout:
    """The rows and columns that ``arrangement`` leaves of ``positions``, in order."""

    def __init__(self, positions: Positions, arrangement: Arrangement) -> None:
        self.positions = positions
        self.arrangement = arrangement
        self.rows = _rows(positions, arrangement)
        self.columns = _columns(positions, arrangement, self.rows)
        self._spoken: dict[tuple[int, int], Spoken | None] = {}

    def stands(self, row: int, column: int) -> Cell:
        """Return the stands of a cell, oldest first, each once."""
        claim = self.rows[row].claim.row
        cells = self.positions.cells
        members = self.columns[column].members
        if len(members) == 1:
            return cells.get((claim, members[0]), ())
        merged = {
            id(stand): stand for member in members for stand in cells.get((claim, member), ())
        }
        return in_order(merged.values())

    def told_in_turn(self, row: int, column: int) -> list[CountedStand]:
        """Return the stands of a cell as they are told: what it names first, then what was before.

        Stands on reports come after those on the claim itself; what is predicted, which stands
        apart, comes last.
        """
        newest_first = reversed(self.stands(row, column))
        return sorted(newest_first, key=lambda stand: (stand.is_predicted, bool(stand.report)))

    def spoken(self, row: int, column: int) -> Spoken | None:
        """Return what a cell says, None for an empty one."""
        if (row, column) not in self._spoken:
            stands = self.stands(row, column)
            shown = self.columns[column]
            is_one = shown.members == (shown.key,) and shown.key != OTHERS
            self._spoken[row, column] = self._say(stands, is_one) if stands else None
        return self._spoken[row, column]

    def _say(self, stands: Cell, is_one: bool) -> Spoken:
        on_reports = latest_on_each(stand for stand in stands if stand.report)
        counted = [stand for stand in stands if not (stand.is_predicted or stand.report)]
        predicted = [stand for stand in stands if stand.is_predicted]
        steps = _steps(counted) if is_one else [latest(counted)]
        last = steps[-1] if steps else []
        evidence = self.positions.evidence
        return Spoken(
            earlier=tuple(badges.badge(position) for step in steps[:-1] for position in _of(step)),
            now=_marked(last, is_one),
            note=_note(last) if is_one else self._holders(counted),
            of_report=_marked(on_reports, is_one),
            report_note=_qualified(on_reports) if is_one else self._holders(on_reports),
            predicted=tuple(badges.badge(position) for position in _of(predicted)),
            is_asked=any(evidence[stand.statement].asked for stand in stands),
        )

    def _holders(self, stands: Sequence[CountedStand]) -> str:
        holders = dict.fromkeys(holder for stand in stands for holder in stand.holders)
        return ", ".join(self.positions.names[holder] for holder in holders)

    # What explains itself to nobody

    @property
    def pale(self) -> str:
        """Say what pale stands are, "" where there are none."""
        has_pale = not all(one.asked for one in self.positions.evidence.values())
        return "pale: stands that rest on other statements than those asked for" if has_pale else ""

    @property
    def shapes(self) -> str:
        """Say what the shapes mean, "" where words stand beside them."""
        if not self.arrangement.narrow:
            return ""
        told = [str(badge) for badge in badges.all_positions()]
        told += ["(●) as others report", "●→ before", "[●] of a report", "●… as predicted"]
        return " · ".join(told)

    def key(self) -> list[str]:
        """Return what a printed grid has to explain, as far as there is any of it."""
        rows, columns = range(len(self.rows)), range(len(self.columns))
        narrow = self.arrangement.narrow
        cells = [one for row in rows for at in columns if (one := self.spoken(row, at))]
        alone = {
            badge
            for cell in cells
            for badge in (
                *cell.earlier,
                *(mark.badge for mark in cell.now if self._stands_alone(cell)),
                *(mark.badge for mark in cell.of_report if narrow or len(cell.of_report) > 1),
                *(cell.predicted if narrow else ()),
            )
        }
        statuses = {row.claim.status.kind for row in self.rows}
        marks = [
            mark for cell in cells for mark in (*cell.now, *(() if narrow else cell.of_report))
        ]
        foreseen = f"{'●…' if narrow else 'predicted:'} what is expected"
        told = [
            *(str(badge) for badge in badges.all_positions() if badge in alone),
            "● → held before" if any(cell.earlier for cell in cells) else "",
            "(●) as others report it" if any(mark.is_reported for mark in marks) else "",
            "● 2 so many hold it" if any(mark.count > 1 for mark in marks) else "",
            "[●] of a report that it is so"
            if narrow and any(cell.of_report for cell in cells)
            else "",
            foreseen if any(cell.predicted for cell in cells) else "",
            "set in: related to the claim above, as the words in italics tell"
            if any(row.depth for row in self.rows)
            else "",
            *(
                f"{(status := badges.status_badge(kind))}: {status.meaning}"
                for kind in KINDS
                if kind in statuses
            ),
            self.pale,
        ]
        return [part for part in told if part]

    def _stands_alone(self, cell: Spoken) -> bool:
        """Tell whether the shapes of a cell stand without words."""
        return self.arrangement.narrow or len(cell.now) > 1

    # In whole words, for the foot of the grid, tool tips and screen readers

    def told(self, stand: CountedStand, shape: bool = True) -> str:
        """Return who stands where, who says so, through whom and when.

        Without ``shape`` for screen readers, which would spell it.
        """
        names = self.positions.names
        holders = conjunction([names[one] for one in stand.holders])
        asserting = conjunction([names[one] for one in stand.asserted_by])
        how = badges.whose_word(stand.how, asserting)
        if through := stand.through - set(stand.asserted_by):
            how += f" via {conjunction(sorted(names[one] for one in through))}"
        badge = badges.badge(stand.position)
        held = f"{holders} {badge if shape else badge.word}"
        modality = "" if stand.is_predicted else badges.modality(stand.modality)
        report = "on the report that says so" if stand.report else ""
        words = (held, report, modality, how, _dated(stand, shape))
        return " · ".join(word for word in words if word)

    def why(self, row: int) -> str:
        """Return why a claim has its status, and who counts once with whom."""
        status = self.rows[row].claim.status
        shared = [voice.sentence(self.positions.names.__getitem__) for voice in status.shared[:2]]
        return " ".join((status.why, *shared))

    def counted_once(self, row: int, column: int) -> str:
        """Return with whom the actor of a cell counts once, "" when with nobody."""
        members = set(self.columns[column].members)
        return " ".join(
            voice.sentence(self.positions.names.__getitem__)
            for voice in self.rows[row].claim.status.shared
            if members & voice.actors
        )

    def describe(self, row: int, column: int) -> str:
        """Return what a cell holds, in whole sentences."""
        shown, claim = self.columns[column], self.rows[row].claim
        stands = self.told_in_turn(row, column)
        if not stands:
            return f"{shown.name} takes no stand on “{isolated(claim.proposition)}”"
        told = "; ".join(self.told(stand, shape=False) for stand in stands)
        return f"{shown.name} on “{isolated(claim.proposition)}”: {told}"

    def csv(self) -> str:
        """Return one line for each stand that is shown, with the exact words behind it."""
        return stands_table(self.positions, self._each_stand())

    def _each_stand(self) -> Iterator[tuple[ClaimRow, str, CountedStand]]:
        """Yield claim, group and stand, each stand once for a claim, whoever shares it."""
        for at, row in enumerate(self.rows):
            seen: set[int] = set()
            for shown, column in enumerate(self.columns):
                for stand in self.stands(at, shown):
                    if id(stand) not in seen:
                        seen.add(id(stand))
                        yield row.claim, column.group_name or column.name, stand


def _dated(stand: CountedStand, shape: bool) -> str:
    """Return when a stand was taken, in words, and by its ``shape`` whether that is inferred."""
    words = spell(Dates(stand.since or None, stand.until or None))
    if not words or stand.dated_by != "inferred":
        return words
    return f"≈ {words}" if shape else f"{words} (inferred)"


def _rows(positions: Positions, arrangement: Arrangement) -> list[ShownRow]:
    """Return the claims in order, related ones together, the first of them on top."""
    wanted = [
        claim
        for claim in positions.rows
        if arrangement.status is None or claim.status.kind == arrangement.status
    ]
    if arrangement.sort == "recent":
        wanted.sort(key=lambda claim: claim.latest, reverse=True)
    elif arrangement.sort == "actors":
        wanted.sort(key=lambda claim: -claim.holders)
    order = {claim.row: at for at, claim in enumerate(wanted)}
    beside: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for one in positions.related:
        if one.one in order and one.other in order:
            # Told of the lower of the two, of which one does not know which it will be.
            beside[one.other].append((one.one, badges.relation(one.kind)))
            beside[one.one].append((one.other, badges.relation(one.kind, turned=True)))
    placed: set[int] = set()
    shown: list[ShownRow] = []
    for claim in wanted:
        if claim.row not in placed:
            reached = _reached(claim.row, beside, placed)
            leader = _leader([wanted[order[row]] for row in reached], beside)
            tree = list(_tree(leader.row, beside, order, placed))
            is_folded = leader.id in arrangement.folded_claims
            for row, depth, relation in tree[:1] if is_folded else tree:
                below = len(tree) - 1 if depth == 0 else 0
                shown.append(ShownRow(wanted[order[row]], depth, relation, below, is_folded))
    return shown


def _reached(root: int, beside: dict[int, list[tuple[int, str]]], placed: set[int]) -> list[int]:
    """Return all that are related to ``root``, over however many others, and itself.

    Those that are ``placed`` already are left out, and lead nowhere.
    """
    reached = {root: None}
    waiting = [root]
    while waiting:
        for other, _ in beside.get(waiting.pop(), ()):
            if other not in reached and other not in placed:
                reached[other] = None
                waiting.append(other)
    return list(reached)


def _leader(claims: Sequence[ClaimRow], beside: dict[int, list[tuple[int, str]]]) -> ClaimRow:
    """Return the claim that most of the others are related to, a disputed one before the rest."""
    disputed = [claim for claim in claims if claim.status.kind == "disputed"]
    return max(
        disputed or claims, key=lambda claim: (len(beside.get(claim.row, ())), claim.holders)
    )


def _tree(
    root: int,
    beside: dict[int, list[tuple[int, str]]],
    order: dict[int, int],
    placed: set[int],
) -> Iterator[tuple[int, int, str]]:
    """Yield row, depth and relation to the one above of all that are related to ``root``.

    Each stands as near to it as it is related, under the first that is so near;
    what is further than ``_DEEPEST`` is left for a group of its own.
    """
    placed.add(root)
    under: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    layer = [root]
    for _ in range(_DEEPEST):
        further = []
        for row in layer:
            for other, relation in sorted(beside.get(row, ()), key=lambda one: order[one[0]]):
                if other not in placed:
                    placed.add(other)
                    under[row].append((other, relation))
                    further.append(other)
        layer = further
    waiting = [(root, 0, "")]
    while waiting:
        row, depth, relation = waiting.pop()
        yield row, depth, relation
        waiting += [(other, depth + 1, told) for other, told in reversed(under[row])]


def _columns(
    positions: Positions, arrangement: Arrangement, rows: Sequence[ShownRow]
) -> list[ShownColumn]:
    """Return the actors who stand somewhere in ``rows``; all, where nobody does."""
    claims = {row.claim.row for row in rows}
    standing = {actor for claim, actor in positions.cells if claim in claims}
    groups: dict[int, list[ActorColumn]] = {}
    for column in positions.columns:
        if column.row in standing or not standing:
            groups.setdefault(column.group, []).append(column)
    shown: list[ShownColumn] = []
    for group, members in groups.items():
        name = positions.names[group]
        if len(members) > 1 and positions.ids[group] in arrangement.folded_actors:
            actors = tuple(member.row for member in members)
            shown.append(ShownColumn(group, name, actors, group, name, True, True))
            continue
        is_group = len(members) > 1 or members[0].row != group
        shown += [
            ShownColumn(
                member.row,
                member.name,
                (member.row,),
                group,
                name if is_group else "",
                False,
                len(members) > 1,
            )
            for member in members
        ]
    if OTHERS in standing:
        name = positions.others_counted
        shown.append(ShownColumn(OTHERS, name, (OTHERS,), OTHERS, "", False, False))
    return shown


def _of(stands: Sequence[CountedStand]) -> list[Position]:
    return list(dict.fromkeys(stand.position for stand in stands))


def _steps(stands: Sequence[CountedStand]) -> list[list[CountedStand]]:
    """Group one actor's stands, oldest first, into what was held until the next change of mind."""
    steps: list[list[CountedStand]] = []
    for turn in in_turn(stands):
        if steps and set(_of(steps[-1])) == set(_of(turn)):
            steps[-1] += turn
        else:
            steps.append(turn)
    return steps


def _marked(stands: Sequence[CountedStand], is_one: bool) -> tuple[Marked, ...]:
    holders: dict[Position, set[tuple[int, ...]]] = defaultdict(set)
    for stand in stands:
        holders[stand.position].add(stand.holders)
    heard = {stand.position for stand in stands if stand.how != "reported"}
    return tuple(
        Marked(
            badges.badge(position),
            1 if is_one else len(holders[position]),
            position not in heard,
        )
        for position in _of(stands)
    )


def _note(stands: Sequence[CountedStand]) -> str:
    """Return what qualifies a stand: its modality, that it is reported, how often it was taken."""
    words = [_qualified(stands)]
    most = max(Counter(stand.position for stand in stands).values(), default=1)
    if most > 1:
        words.append(f"{most} times")
    return ", ".join(word for word in words if word)


def _qualified(stands: Sequence[CountedStand]) -> str:
    """Return the modality of the last stand, and whether others alone report them all."""
    if not stands:
        return ""
    words = [badges.modality(stands[-1].modality)]
    if all(stand.how == "reported" for stand in stands):
        words.append("reported")
    return ", ".join(word for word in words if word)
