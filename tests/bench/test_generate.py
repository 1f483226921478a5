from __future__ import annotations

import itertools
from collections import Counter
from statistics import mean
from typing import Any

import pytest

from tests.bench import generate
from viewer import plain
from viewer import records as records_module
from viewer.ingest import forms
from viewer.ingest.verify import verify_passage, verify_source, verify_statement
from viewer.records import Actor, Claim, Event, Record, Source, Statement, Transfer, Weapon

SIZE = 600


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return list(generate.lines(SIZE))


@pytest.fixture(scope="module")
def records(lines: list[str]) -> list[Record]:
    return [_record(line) for line in lines]


def _record(line: str) -> Record:
    made: Record = _made(forms.read(line.encode())[1])
    return made


def _made(form: Any) -> Any:
    """Give the record of a form, and whatever is none as it is."""
    if isinstance(form, tuple):
        return tuple(map(_made, form))
    cls = getattr(records_module, type(form).__name__, None)
    if cls is None:
        return form
    return cls(*(_made(getattr(form, field)) for field in form.__struct_fields__))


def test_the_same_seed_gives_the_same_lines(lines: list[str]) -> None:
    assert list(itertools.islice(generate.lines(SIZE), len(lines) + 1)) == lines
    assert list(itertools.islice(generate.lines(SIZE, seed=2), 100)) != lines[:100]


def test_every_line_is_that_of_its_record(lines: list[str], records: list[Record]) -> None:
    assert [plain.line(record) for record in records] == lines


def test_every_span_is_verbatim(records: list[Record]) -> None:
    texts: dict[str, str] = {}
    for record in records:
        if isinstance(record, Source):
            verify_source(record)
            texts[record.id] = record.text
        elif isinstance(record, Statement):
            verify_passage(
                "statement", record.start, record.end, record.exact, texts[record.source]
            )
            verify_statement(record)


def test_ids_are_given_once(records: list[Record]) -> None:
    ids = Counter((type(record), record.id) for record in records if hasattr(record, "id"))
    assert max(ids.values()) == 1


def test_it_is_as_large_and_as_mixed_as_it_says(records: list[Record]) -> None:
    statements = [record for record in records if isinstance(record, Statement)]
    assert len(statements) == SIZE
    assert sum(isinstance(record, Actor) for record in records) == 5000
    assert sum(isinstance(record, Weapon) for record in records) == 500
    assert sum(isinstance(record, Claim) for record in records) == SIZE // 50
    assert 22 < mean(len(one.exact.split()) for one in statements) < 28
    assert 0.6 < mean(len(one.stances) for one in statements) < 0.8
    assert 0.4 < mean(bool(one.quoted) for one in statements) < 0.65
    assert {len(one.chain) for one in statements} == {1, 2, 3}


def test_more_sources_are_new(records: list[Record]) -> None:
    ids = {record.id for record in records if isinstance(record, Statement | Source)}
    for source in generate.more_sources(SIZE, 2):
        more = [_record(line) for line in source.splitlines()]
        assert sum(isinstance(record, Statement) for record in more) == generate.PER_SOURCE
        assert not ids & {one.id for one in more if isinstance(one, Statement | Source)}


def test_transfers_and_events_rest_on_statements() -> None:
    made = [_record(line) for line in generate.lines(10_000)]
    stands = {
        one.id: {stance.claim for stance in one.stances}
        for one in made
        if isinstance(one, Statement)
    }
    transfers = [one for one in made if isinstance(one, Transfer)]
    events = [one for one in made if isinstance(one, Event)]
    assert len(transfers) == len(events) == 10_000 // 500
    for one in transfers + events:
        assert one.basis.evidence
        assert stands.keys() >= set(one.basis.evidence)
    for transfer in transfers:
        assert any(transfer.claim in stands[one] for one in transfer.basis.evidence)
    assert len({one.claim for one in transfers}) > len(transfers) // 2
    assert len({one.stage for one in transfers}) == 4
    kinds = Counter(kind.kind for one in made if isinstance(one, Claim) for kind in one.relations)
    assert len(kinds) == 4
