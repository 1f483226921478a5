"""A made-up library as JSON Lines: ``python -m tests.bench.generate 100000 > FILE``.

The same size and seed give the same bytes.  Memory does not grow with the size
beyond the claims: sources are made, written and forgotten one after the other.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from tests.bench.resting import Resting
from tests.bench.vocabulary import zipf
from tests.bench.world import World, world
from viewer import plain
from viewer.records import About, Actor, Record, Weapon

PER_SOURCE = 30
FIRST_DAY, DAYS = date(2005, 1, 1), 20 * 365

_MEAN_LOG, _SPREAD = 2.85, 0.5  # of the words between the names; with these about 25 in all
_SHORTEST, _LONGEST = 3, 90

_CUES = [
    "said",
    "has said that",
    "told reporters that",
    "denied that",
    "has repeatedly denied that",
    "confirmed that",
    "did not confirm that",
    "declined to comment on whether",
    "suggested that",
    "expressed doubt that",
    "announced that",
    "warned that",
    "claimed that",
    "insisted that",
    "acknowledged that",
]
_CUE_WEIGHTS = (20, 8, 7, 10, 4, 8, 4, 3, 5, 3, 6, 5, 6, 3, 3)
_POSITIONS = {
    "denied that": "denies",
    "has repeatedly denied that": "denies",
    "did not confirm that": "does not confirm",
    "declined to comment on whether": "declines to comment",
    "suggested that": "suggests",
    "expressed doubt that": "doubts",
}
_MODALITIES = ("plain",) * 14 + ("hedged",) * 3 + ("conditional", "predicted", "announced")
_HEDGES = {
    "basis": {
        "kind": "inferred",
        "note": "the text says “on Tuesday”; the Tuesday before it was published is taken",
        "alternative": "the Tuesday of the week before",
    }
}
_MONTH = {"basis": {"kind": "inferred", "note": "the text says “earlier this month”"}}
_TITLES = ["Report", "Analysis", "Briefing", "Interview", "Dispatch", "Notes", "Statement"]
_KINDS = ("article",) * 8 + ("report", "interview", "statement", "post")
_BOILERPLATE = "All rights reserved."
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def lines(size: int, seed: int = 1) -> Iterator[str]:
    """Give the lines of a library of ``size`` statements."""
    made = world(size, seed)
    about = About(f"Benchmark, {size:,} statements", "Made up by tests/bench; nothing here is so.")
    every: tuple[Record, ...] = (about, *made.actors, *made.weapons, *made.claims)
    for record in every:
        yield plain.line(record)
    writer = _Writer(made, seed + 1)
    for first in range(0, size, PER_SOURCE):
        yield from writer.source(first, min(PER_SOURCE, size - first))


def more_sources(size: int, count: int, seed: int = 1) -> Iterator[str]:
    """Give ``count`` sources that the library of ``size`` statements lacks, each as its lines."""
    writer = _Writer(world(size, seed), seed + 2)
    beyond = (size // PER_SOURCE + 1) * PER_SOURCE
    for first in range(beyond, beyond + count * PER_SOURCE, PER_SOURCE):
        yield "".join(f"{line}\n" for line in writer.source(first, PER_SOURCE))


@dataclass(slots=True)
class _Passage:
    """A sentence that grows from left to right; ``start`` is its place in the source."""

    start: int
    pieces: list[str] = field(default_factory=list)
    end: int = 0
    mentions: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.end = self.start

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.end += len(text)

    def span(self, start: int) -> dict[str, Any]:
        """Return the span from ``start`` to where the sentence has come."""
        text = "".join(self.pieces)[start - self.start :]
        return {"start": start, "end": self.end, "text": text}


class _Writer:
    """Makes sources, each from what the generator gives next."""

    def __init__(self, made: World, seed: int) -> None:
        self._rng = Random(seed)  # noqa: S311 - to be repeated, not to be secret
        self._words, self._word_weights = made.words, zipf(len(made.words))
        self._claims = [claim.id for claim in made.claims]
        self._claim_weights = zipf(len(made.claims), 0.9)
        self._outlets = [actor.id for actor in made.outlets]
        self._outlet_weights = zipf(len(self._outlets))
        self._actors = [(actor.id, *_forms(actor)) for actor in made.actors]
        self._speaker_weights = list(
            accumulate(
                0.0 if actor.kind == "outlet" else 1 / rank
                for rank, actor in enumerate(made.actors, 1)
            )
        )
        self._actor_weights = zipf(len(made.actors))
        self._weapons = [(weapon.id, *_forms(weapon)) for weapon in made.weapons]
        self._weapon_weights = zipf(len(made.weapons))
        self._resting = Resting(made, seed)
        self._cue_weights = list(accumulate(_CUE_WEIGHTS))

    def source(self, first: int, count: int) -> Iterator[str]:
        """Give the lines of one source and its ``count`` statements, and what rests on them."""
        rng = self._rng
        random, choices = rng.random, rng.choices
        number = first // PER_SOURCE
        (publisher,) = choices(self._outlets, cum_weights=self._outlet_weights)
        day = FIRST_DAY + timedelta(days=int(random() * DAYS))
        slug = f"{publisher}-{day:%Y-%m-%d}-{number}"
        opening, closing = ("“", "”") if len(publisher) % 2 else ('"', '"')
        lengths = [
            min(max(round(rng.lognormvariate(_MEAN_LOG, _SPREAD)), _SHORTEST), _LONGEST)
            for _ in range(count)
        ]
        self._drawn = iter(choices(self._words, cum_weights=self._word_weights, k=sum(lengths)))
        speakers = iter(choices(self._actors, cum_weights=self._speaker_weights, k=2 * count))
        named = iter(choices(self._actors, cum_weights=self._actor_weights, k=2 * count))
        armed = iter(choices(self._weapons, cum_weights=self._weapon_weights, k=count))
        claims = iter(choices(self._claims, cum_weights=self._claim_weights, k=3 * count))
        cues = choices(_CUES, cum_weights=self._cue_weights, k=count)

        text: list[str] = []
        made: list[dict[str, Any]] = []
        at = 0
        for turn, length in enumerate(lengths):
            passage = _Passage(at)
            speaker, relayer = next(speakers), next(speakers)
            spoken = [next(named) for _ in range(int(random() * 2.4))]
            mentions = [("actor", one) for one in spoken]
            if random() < 0.55:
                mentions.append(("weapon", next(armed)))
            statement: dict[str, Any] = {
                "type": "statement",
                "id": _hash(first + turn),
                "source": slug,
                "start": at,
                "said": self._said(day),
            }
            chain: list[dict[str, Any]] = [{"role": "publication", "actors": [publisher]}]
            cue = cues[turn]
            kind = random()
            if kind < 0.12:
                self._body(passage, length, mentions, capital=True)
                passage.add(".")
                statement["mode"] = "narration"
            else:
                if random() < 0.22:
                    role = "reporter" if random() < 0.4 else "relayer"
                    chain.append({"role": role, "actors": [relayer[0]]})
                link: dict[str, Any] = {"role": "speaker", "actors": [speaker[0]]}
                if random() < 0.04 and relayer[0] != speaker[0] and len(chain) == 1:
                    link["actors"].append(relayer[0])
                chain.append(link)
                if kind < 0.42:
                    statement["mode"] = "direct"
                    passage.add(opening)
                    start = passage.end
                    self._body(passage, length, mentions, capital=True)
                    passage.add(",")
                    statement["quoted"] = statement["content"] = [passage.span(start)]
                    passage.add(f"{closing} ")
                    cue = self._cued(passage, statement, "said")
                    passage.add(" ")
                    self._mention(passage, "actor", speaker)
                else:
                    self._mention(passage, "actor", speaker)
                    passage.add(" ")
                    cue = self._cued(passage, statement, cue)
                    passage.add(" ")
                    start = passage.end
                    if kind < 0.66 and length > 8:
                        statement["mode"] = "mixed"
                        self._body(passage, length // 2, mentions)
                        passage.add(f" {opening}")
                        inside = passage.end
                        self._body(passage, length - length // 2, [])
                        statement["quoted"] = [passage.span(inside)]
                        passage.add(closing)
                    else:
                        statement["mode"] = "indirect"
                        self._body(passage, length, mentions)
                    statement["content"] = [passage.span(start)]
                passage.add(".")
            exact = "".join(passage.pieces)
            statement |= {"end": passage.end, "exact": exact, "chain": chain}
            if passage.mentions:
                statement["mentions"] = passage.mentions
            stands = random()
            if stands < 0.55:
                taken = [self._stance(statement, next(claims), cue, made)]
                if stands < 0.15:
                    taken.append(self._stance(statement, next(claims), "", made))
                statement["stances"] = taken
            if statement.get("quoted") and random() < 0.03:
                statement["appraisals"] = [self._appraisal(statement, next(claims))]
            made.append(statement)
            gap = "\n\n" if turn % 4 == 3 or turn == count - 1 else " "
            text += (exact, gap)
            at = passage.end + len(gap)
        asides = []
        if random() < 0.3:
            text.append(_BOILERPLATE)
            end = at + len(_BOILERPLATE)
            asides = [{"start": at, "end": end, "exact": _BOILERPLATE, "kind": "boilerplate"}]
        yield _encode(self._source(slug, publisher, day, "".join(text), asides))
        for statement in made:
            yield _encode(statement)
        yield from self._rested(number, made)

    # The parts of a statement

    def _body(
        self,
        passage: _Passage,
        length: int,
        mentions: list[tuple[str, tuple[str, list[str]]]],
        capital: bool = False,
    ) -> None:
        """Add ``length`` words with ``mentions`` among them, no two side by side."""
        drawn = self._drawn
        parts = min(len(mentions) + 1, length)
        for part in range(parts):
            words = [
                next(drawn) for _ in range(length * part // parts, length * (part + 1) // parts)
            ]
            if len(words) > 9:
                words[len(words) // 2] += ","
            run = " ".join(words)
            if capital and not part:
                run = run[:1].upper() + run[1:]
            if part:
                passage.add(" ")
                self._mention(passage, *mentions[part - 1])
                passage.add(" ")
            passage.add(run)

    def _mention(self, passage: _Passage, kind: str, named: tuple[str, list[str]]) -> None:
        id, forms = named
        chance = self._rng.random()
        form = forms[0] if chance < 0.75 else forms[int(chance * 1e6) % len(forms)]
        start = passage.end
        passage.add(form)
        passage.mentions.append({"start": start, "end": passage.end, "text": form, kind: id})

    def _cued(self, passage: _Passage, statement: dict[str, Any], cue: str) -> str:
        start = passage.end
        passage.add(cue)
        statement["cue"] = [{"start": start, "end": passage.end, "text": cue}]
        return cue

    def _said(self, day: date) -> dict[str, Any]:
        chance = self._rng.random()
        if chance < 0.78:
            return {"from": day.isoformat(), "to": day.isoformat()}
        if chance < 0.93:
            before = (day - timedelta(days=1 + int(chance * 1e6) % 6)).isoformat()
            return {"from": before, "to": before, **(_HEDGES if chance < 0.88 else {})}
        if chance < 0.99:
            return {"from": day.replace(day=1).isoformat(), "to": day.isoformat(), **_MONTH}
        return {"to": day.isoformat()}

    def _stance(
        self, statement: dict[str, Any], claim: str, cue: str, before: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """Return a stand of the speaker's, or now and then one that the publication reports."""
        random = self._rng.random
        chain = statement["chain"]
        stance: dict[str, Any] = {
            "holders": list(chain[-1]["actors"]),
            "asserted_by": 0 if random() < 0.06 else len(chain) - 1,
            "position": _POSITIONS.get(cue, "affirms") if random() < 0.9 else "denies",
        }
        if before and random() < 0.02:
            stance["statement"] = before[int(random() * len(before))]["id"]
        else:
            stance["claim"] = claim
        modality = _MODALITIES[int(random() * len(_MODALITIES))]
        if modality != "plain":
            stance["modality"] = modality
        if cue and "cue" in statement:
            stance["cue"] = dict(statement["cue"][0])
        if random() < 0.03 and statement["said"].get("to"):
            stance["as_of"] = {"from": statement["said"]["to"], "to": statement["said"]["to"]}
        return stance

    def _appraisal(self, statement: dict[str, Any], claim: str) -> dict[str, Any]:
        quoted = statement["quoted"][0]
        words = quoted["text"].partition(" ")[0]
        span = {"start": quoted["start"], "end": quoted["start"] + len(words), "text": words}
        chain = statement["chain"]
        holders, last = list(chain[-1]["actors"]), len(chain) - 1
        return {"holders": holders, "asserted_by": last, "words": span, "claim": claim}

    # Around the statements

    def _source(
        self, slug: str, publisher: str, day: date, text: str, asides: list[Any]
    ) -> dict[str, Any]:
        random = self._rng.random
        title = f"{_TITLES[int(random() * len(_TITLES))]} of {day:%d %B %Y}: "
        source = {
            "type": "source",
            "id": slug,
            "title": title + " ".join(text.split(" ", 8)[:8]).strip("“\"',."),
            "kind": _KINDS[int(random() * len(_KINDS))],
            "text": text,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "publisher": publisher,
            "published": {"from": day.isoformat(), "to": day.isoformat()},
            "language": "en",
            "url": f"https://{publisher}.example/{day:%Y/%m/%d}/{slug.rpartition('-')[2]}",
        }
        return {**source, "asides": asides} if asides else source

    def _rested(self, number: int, made: list[dict[str, Any]]) -> Iterator[str]:
        """Give what rests on the statements of a source, a transfer and an event for every 500."""
        if number % 50 in (7, 23, 40) and (transfer := self._resting.transfer(number, made)):
            yield _encode(transfer)
        if number % 50 in (3, 19, 36):
            yield _encode(self._resting.event(number, made))


def _forms(named: Actor | Weapon) -> tuple[list[str]]:
    """Return what sentences call it, the usual form first."""
    forms = [named.name, *(name.text for name in named.names if name.text != named.name)]
    return (forms,)


_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_TRIPLES = [a + b + c for a in _ALPHABET for b in _ALPHABET for c in _ALPHABET]


def _hash(number: int) -> str:
    """Return twelve characters that no other number gives: an odd factor permutes 60 bits."""
    bits = (number * 0x9E3779B97F4A7C1 + 0x51ED270B) & (1 << 60) - 1
    return "".join(_TRIPLES[bits >> shift & 0x7FFF] for shift in (45, 30, 15, 0))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.generate", description=__doc__)
    parser.add_argument("size", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr] # a real one
    sys.stdout.writelines(f"{line}\n" for line in lines(options.size, options.seed))


if __name__ == "__main__":
    main()
