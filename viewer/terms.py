"""The words that fields of records may hold, and no others."""

from __future__ import annotations

from typing import Literal, get_args

BasisKind = Literal["stated", "inferred", "editorial"]
ActorKind = Literal["state", "organisation", "outlet", "person", "group", "unnamed"]
WeaponKind = Literal["class", "model"]
NameKind = Literal[
    "official", "alias", "local designation", "transliteration", "abbreviation", "misspelling"
]
SourceKind = Literal["article", "statement", "report", "interview", "post", "other"]
Mode = Literal["direct", "indirect", "mixed", "narration"]
LinkRole = Literal["publication", "reporter", "relayer", "speaker"]
RelationKind = Literal["narrows", "implies", "contradicts", "consistent with"]
Position = Literal[
    "affirms", "denies", "does not confirm", "declines to comment", "doubts", "suggests"
]
Modality = Literal["plain", "hedged", "conditional", "predicted", "announced"]
Stage = Literal["negotiated", "agreed", "delivered", "used"]
AsideKind = Literal["cross-heading", "boilerplate"]
Verdict = Literal["same", "not the same"]

POSITIONS: tuple[Position, ...] = get_args(Position)
MODALITIES: tuple[Modality, ...] = get_args(Modality)
RELATIONS: tuple[RelationKind, ...] = get_args(RelationKind)
MODES: tuple[Mode, ...] = get_args(Mode)
