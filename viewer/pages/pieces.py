"""What pages are made of: names that lead somewhere, dates, bases, chains, stands, quotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from viewer import badges
from viewer.badges import ShownStance
from viewer.cite import telling_descriptor
from viewer.dating import is_inferred, spell
from viewer.library.claims import Stand
from viewer.library.entities import Type
from viewer.library.marks import Mark, marks, name_marks
from viewer.library.query import Query
from viewer.library.reading import Library
from viewer.library.standing import standings_of, status_of
from viewer.library.status import How
from viewer.library.told import told
from viewer.pages.languages import writing
from viewer.pages.runs import Stretch, cut, lines
from viewer.pages.views import (
    AppraisalView,
    BasisView,
    ClaimView,
    DatesView,
    Entries,
    Entry,
    EventView,
    LinkView,
    NameView,
    Passage,
    Ref,
    SameView,
    StandView,
    TransferView,
)
from viewer.places import Place
from viewer.records import (
    Appraisal,
    Basis,
    Dates,
    Event,
    Link,
    Name,
    Sameness,
    Span,
    Stance,
    Statement,
    Transfer,
)

_WHOLE = 420  # code points of a passage that a list shows


class Pieces:
    """Makes the pieces of one page, with the words of one query marked in them.

    A page shows ``shown`` entries of one kind, and then leads to the search.
    """

    shown = 20

    def __init__(
        self, library: Library, query: Query | None = None, named: frozenset[int] = frozenset()
    ) -> None:
        """The entities ``named`` are those by whose names the query finds statements."""
        self.library = library
        self._query = query
        self._named = named
        self._claims: dict[str, ClaimView] = {}

    # Names

    def actor(self, id: str) -> Ref:
        return Ref(self.library.name(id), Place("actor", id))

    def actors(self, ids: Iterable[str]) -> tuple[Ref, ...]:
        return tuple(self.actor(id) for id in ids)

    def weapon(self, id: str) -> Ref:
        entity = self.library.entities.get("weapon", id)
        return Ref(entity.name if entity else id, Place("weapon", id))

    def entity(self, type: Type, id: str) -> Ref:
        return self.actor(id) if type == "actor" else self.weapon(id)

    def path(self, type: Type, id: str) -> tuple[Ref, ...]:
        """Return what an entity is under, from the top down, without itself."""
        entities = self.library.entities
        here = entities.get(type, id)
        above = entities.above(here.row) if here else []
        return tuple(self.entity(type, one.id) for one in reversed(above))

    def names(self, names: Sequence[Name]) -> tuple[NameView, ...]:
        return tuple(
            NameView(
                name.text, name.kind, writing(name.language, name.script), self.basis(name.basis)
            )
            for name in names
        )

    def sames(self, type: Type, id: str) -> tuple[SameView, ...]:
        """Return the decisions on what an entity is, or is not, the same as."""
        found = []
        for one in self.library.samenesses_with(type, id):
            pair = one.actors if type == "actor" else one.weapons
            found.append(self._same(one, type, next(other for other in pair if other != id)))
        return tuple(found)

    def _same(self, decision: Sameness, type: Type, other: str) -> SameView:
        return SameView(
            self.entity(type, other),
            decision.verdict,
            decision.withdrawn,
            self.basis(decision.basis),
        )

    # How it is known, and when

    def basis(self, basis: Basis | None) -> BasisView | None:
        if basis is None:
            return None
        evidence = tuple(
            Ref(str(number), Place("statement", id))
            for number, id in enumerate(basis.evidence, start=1)
        )
        return BasisView(basis.kind, basis.note, basis.alternative, evidence)

    def dates(self, dates: Dates) -> DatesView:
        return DatesView(spell(dates), is_inferred(dates), self.basis(dates.basis))

    def optional_dates(self, dates: Dates | None) -> DatesView | None:
        return None if dates is None else self.dates(dates)

    # Claims

    def claim(self, id: str) -> ClaimView:
        return self.claims([id])[0]

    def claims(self, ids: Sequence[str]) -> tuple[ClaimView, ...]:
        """Return claims with their statuses, which are read all at once."""
        new = [id for id in dict.fromkeys(ids) if id not in self._claims]
        for id, standing in standings_of(self.library, new).items():
            status = status_of(self.library, standing)
            ref = Ref(self.library.proposition(id), Place("claim", id))
            badge = badges.status_badge(status.kind)
            self._claims[id] = ClaimView(ref, badge, status.why)
        return tuple(self._claims[id] for id in ids)

    # Statements

    def link(self, link: Link) -> LinkView:
        descriptor = telling_descriptor(link, self.library)
        return LinkView(link.role, self.actors(link.actors), descriptor)

    def entry(self, statement: Statement, longest: int = _WHOLE, cue: Span | None = None) -> Entry:
        links = [self.link(link) for link in reversed(statement.chain)]
        return Entry(
            passage=self.passage(statement, longest, cue),
            dates=self.dates(statement.said),
            speaker=links[0],
            via=tuple(links[1:]),
            stances=self.stances(statement),
        )

    def stances(self, statement: Statement) -> tuple[ShownStance, ...]:
        """Return the stands that a statement tells of, as they are shown beside its words."""
        return tuple(map(badges.stance, told(statement, self.library)))

    def passage(
        self, statement: Statement, longest: int = _WHOLE, cue: Span | None = None
    ) -> Passage:
        """Return a statement's words, round what matters most in them where they are many.

        That is what the query matches, else ``cue``, else what is quoted.
        """
        marked = self.marks(statement)
        start, end = statement.start, statement.end
        if end - start > longest:
            matters = [*marked, *([cue] if cue else statement.quoted)]
            start, end = _window(statement, matters[0].start if matters else start, longest)
        stretches = [
            *(Stretch(span.start, span.end, "quoted") for span in statement.quoted),
            *(Stretch(mark.start, mark.end, "mark") for mark in marked),
        ]
        text = statement.exact[start - statement.start : end - statement.start]
        return Passage(
            Place("statement", statement.id),
            lines(cut(text, start, stretches)),
            start > statement.start,
            end < statement.end,
        )

    def marks(self, statement: Statement) -> list[Mark]:
        """Return what the query matches in a statement, in offsets of its source."""
        if self._query is None:
            return []
        found = marks(self._query, statement.exact)
        if not found and self._named:
            found = name_marks(statement, self._named, self.library.entities)
        return [Mark(mark.start + statement.start, mark.end + statement.start) for mark in found]

    def listed(self, rows: Sequence[int], query: str) -> Entries:
        """Return the first of ``rows`` as entries."""
        statements = self.library.statements(list(rows[: self.shown]))
        return Entries(tuple(self.entry(one) for one in statements), len(rows), query)

    # Stands

    def stand(
        self,
        stand: Stand,
        with_claim: bool = True,
        longest: int = _WHOLE,
        earlier: bool = False,
    ) -> StandView:
        """Return a stand, marked where it is an ``earlier`` one and its holder took another since.

        Without ``with_claim`` on a page that says what it is on.
        """
        stance, statement = stand.stance, stand.statement
        how, asserting, via = self._how(stance, statement)
        return StandView(
            badge=badges.badge(stance.position),
            modality=badges.modality(stance.modality),
            holders=self.actors(stance.holders),
            how=how,
            asserting=asserting,
            via=via,
            claim=self.claim(stance.claim) if with_claim and stance.claim else None,
            about=self._about(stance.statement) if with_claim else None,
            entry=self.entry(statement, longest, stance.cue),
            dates=self.dates(stand.dates),
            cue=stance.cue.text if stance.cue else "",
            note=stance.note,
            earlier=earlier,
        )

    def appraisal(
        self, appraisal: Appraisal, statement: Statement, with_claim: bool = True
    ) -> AppraisalView:
        how, asserting, via = self._how(appraisal, statement)
        return AppraisalView(
            words=appraisal.words.text,
            holders=self.actors(appraisal.holders),
            how=how,
            asserting=asserting,
            via=via,
            modality=badges.modality(appraisal.modality),
            claim=self.claim(appraisal.claim) if with_claim and appraisal.claim else None,
            about=self._about(appraisal.statement) if with_claim else None,
            entry=self.entry(statement),
            note=appraisal.note,
        )

    def _about(self, id: str | None) -> Passage | None:
        statement = self.library.statement(id) if id else None
        return self.passage(statement) if statement else None

    def _how(
        self, taken: Stance | Appraisal, statement: Statement
    ) -> tuple[How, tuple[Ref, ...], tuple[LinkView, ...]]:
        """Return whose word it is that somebody stands there, and through whom it came."""
        by = statement.chain[taken.asserted_by].actors
        via = tuple(self.link(link) for link in reversed(statement.chain[: taken.asserted_by]))
        return self.library.whose_word(taken, statement), self.actors(by), via

    # Transfers and events

    def transfer(self, transfer: Transfer) -> TransferView:
        return TransferView(
            supplier=self.actor(transfer.supplier),
            recipient=self.actor(transfer.recipient),
            weapon=self.weapon(transfer.weapon),
            stage=transfer.stage,
            quantity=transfer.quantity.text if transfer.quantity else "",
            dates=self.optional_dates(transfer.dates),
            claim=self.claim(transfer.claim),
            basis=self.basis(transfer.basis),
            note=transfer.note,
        )

    def event(self, event: Event) -> EventView:
        return EventView(event.text, self.dates(event.dates), self.basis(event.basis))


def _window(statement: Statement, first: int, longest: int) -> tuple[int, int]:
    """Return the part of a long passage round ``first`` that a list shows, cut between words."""
    text, offset = statement.exact, statement.start
    start = 0
    if first - offset > longest * 2 // 3:
        start = text.find(" ", first - offset - longest // 3, first - offset) + 1
        start = start or first - offset
    end = min(len(text), start + longest)
    if end < len(text):
        space = text.rfind(" ", start + longest // 2, end)
        end = space if space > 0 else end
    return offset + start, offset + end
