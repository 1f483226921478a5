"""What a library holds, as plain frozen records.

Every id here is public: a readable slug for an actor, a weapon, a claim, a
source, a transfer, an event or a sameness; a short hash for a statement.
Offsets are Unicode code points into the text of the statement's source,
half-open.  Dates are ISO 8601 calendar dates (``YYYY-MM-DD``).
"""

from __future__ import annotations

from dataclasses import dataclass

from viewer.terms import (
    ActorKind,
    AsideKind,
    BasisKind,
    LinkRole,
    Modality,
    Mode,
    NameKind,
    Position,
    RelationKind,
    SourceKind,
    Stage,
    Verdict,
    WeaponKind,
)


@dataclass(frozen=True, slots=True)
class Basis:
    """How the library knows: ``evidence`` names the statements it rests on."""

    kind: BasisKind
    note: str = ""
    alternative: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dates:
    """A range of days, both ends included; an open end is None."""

    first: str | None = None
    last: str | None = None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """One written form of an actor or a weapon."""

    text: str
    kind: NameKind
    language: str = ""
    script: str = ""
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A post that a person holds or held, in the words of the sources."""

    title: str
    organisation: str | None = None
    dates: Dates | None = None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    id: str
    name: str
    kind: ActorKind
    parent: str | None = None
    parent_basis: Basis | None = None
    names: tuple[Name, ...] = ()
    roles: tuple[Role, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Weapon:
    id: str
    name: str
    kind: WeaponKind
    parent: str | None = None
    parent_basis: Basis | None = None
    names: tuple[Name, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sameness:
    """A decision that two entries of one type are, or are not, the same.

    It never merges them; ``withdrawn`` says why it no longer holds.
    """

    id: str
    verdict: Verdict
    basis: Basis
    actors: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The text of a source from ``start`` to ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A passage of a source in which nobody says anything."""

    start: int
    end: int
    exact: str
    kind: AsideKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    title: str
    kind: SourceKind
    text: str
    sha256: str
    title_basis: Basis | None = None
    publisher: str | None = None
    publisher_basis: Basis | None = None
    published: Dates = Dates()
    language: str = ""
    url: str = ""
    asides: tuple[Aside, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain; several actors when they speak jointly."""

    role: LinkRole
    actors: tuple[str, ...]
    descriptor: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """The place where one actor or one weapon is named."""

    start: int
    end: int
    text: str
    actor: str | None = None
    weapon: str | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """Whose stand it is, who says so, on what.

    ``asserted_by`` is an index into the statement's chain.  The target is one
    claim or one other statement.
    """

    holders: tuple[str, ...]
    asserted_by: int
    position: Position
    modality: Modality = "plain"
    claim: str | None = None
    statement: str | None = None
    cue: Span | None = None
    as_of: Dates | None = None
    note: str = ""

    @property
    def is_predicted(self) -> bool:
        """Whether it is foretold, of somebody else or of oneself, and no stand that counts."""
        return self.modality == "predicted"


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What somebody thinks of a claim or a statement, in the quoted ``words``."""

    holders: tuple[str, ...]
    asserted_by: int
    words: Span
    claim: str | None = None
    statement: str | None = None
    modality: Modality = "plain"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    id: str
    source: str
    start: int
    end: int
    exact: str
    mode: Mode
    said: Dates = Dates()
    chain: tuple[Link, ...] = ()
    quoted: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    stances: tuple[Stance, ...] = ()
    appraisals: tuple[Appraisal, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    kind: RelationKind
    claim: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Claim:
    id: str
    proposition: str
    relations: tuple[Relation, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as written; bounds only where the words give them."""

    text: str
    unit: str = ""
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    id: str
    supplier: str
    recipient: str
    weapon: str
    stage: Stage
    claim: str
    basis: Basis
    quantity: Quantity | None = None
    dates: Dates | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    text: str
    dates: Dates
    basis: Basis
    actors: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What the library says of itself."""

    title: str
    about: str = ""


Record = About | Actor | Weapon | Sameness | Source | Claim | Transfer | Event | Statement
