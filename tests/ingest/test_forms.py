from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from tests.ingest.generated import libraries
from viewer import plain
from viewer.ingest import forms
from viewer.records import Record

_CLAIM = '{"type": "claim", "id": "x", "proposition": "P", '
_LONE = "a lone surrogate (\\ud800), which is no character, in the string"
_LINK = '"kind": "narrows", "claim": "y"'


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"[" * 100_000, "not JSON: "),
        (b"\xff", "not UTF-8 at byte 0"),
        ('{"type": "claim"}'.encode("utf-16"), "not UTF-8 at byte 0"),
        ('{"type": "claim"}'.encode("utf-16-le"), "not JSON: "),
        (b"\xef\xbb\xbf{}", "not JSON: "),
        (b'{"type": "claim", "id": "\xff"}', "not UTF-8 at byte 25"),
        (b'{"type": "claim", "id": "\\ud800", "proposition": "P"}', f"{_LONE} at id"),
        (f'{_CLAIM}"note": "\\udfffx"}}', _LONE.replace("d800", "dfff") + " at note"),
        (f'{_CLAIM}"note": "\\ud83d\\ude80", "size": 1}}', "there is no field called size"),
        ("{x", "not JSON: Expecting property name enclosed in double quotes at character 2"),
        (b"12", "“type” must be one of library, actor"),
        (b'{"id": "x"}', "“type” must be one of library, actor"),
        (b'{"type": ["claim"]}', "“type” must be one of library, actor"),
        (b'{"type": "claim", "id": "x"}', "the field 'proposition' is missing"),
        (f'{_CLAIM}"note": null}}', "a string was expected, not null at note"),
        (f'{_CLAIM}"note": NaN}}', "a string was expected, not NaN at note"),
        (f'{_CLAIM}"relations": {{}}}}', "a list was expected, not {} at relations"),
        (f'{_CLAIM}"relations": [1]}}', "a table was expected, not 1 at relations[0]"),
        (
            f'{_CLAIM}"relations": [{{{_LINK}}}]}}',
            "the field 'basis' is missing at relations[0]",
        ),
        (
            f'{_CLAIM}"relations": [{{{_LINK}, "basis": {{"kind": "guessed"}}}}]}}',
            "“guessed” is none of stated, inferred, editorial at relations[0].basis.kind",
        ),
        (f'{_CLAIM}"size": 1, "colour": 2}}', "there is no field called colour, size"),
        (
            '{"type": "event", "id": "x", "text": "T", "basis": {"kind": "stated"},'
            ' "dates": {"first": "2024-01-01"}}',
            "there is no field called first at dates",
        ),
        (
            '{"type": "source", "id": "x", "title": "T", "kind": "article", "text": "", '
            f'"sha256": "", "asides": [{{"start": {1 << 63}, "end": 1, "exact": "", "kind": '
            '"boilerplate"}]}',
            "the number is too large for a library at asides[0].start",
        ),
        (
            '{"type": "source", "id": "x", "title": "T", "kind": "article", "text": "", '
            '"sha256": "", "asides": [{"start": true, "end": 1, "exact": "", "kind": '
            '"boilerplate"}]}',
            "a whole number was expected, not true at asides[0].start",
        ),
    ],
)
def test_what_is_no_record_is_told_by_its_field(line: bytes | str, fault: str) -> None:
    with pytest.raises(forms.Malformed) as error:
        forms.read(line if isinstance(line, bytes) else line.encode())
    assert str(error.value).startswith(fault)


def test_of_a_field_given_twice_the_last_one_counts() -> None:
    _, claim = forms.read(_CLAIM.encode() + b'"note": "one", "note": "other"}')
    assert claim.note == "other"  # type: ignore[union-attr]


@settings(max_examples=20)
@given(libraries())
def test_a_form_says_what_its_record_says(records: list[Record]) -> None:
    for record in records:
        line = plain.line(record).encode()
        kind, form = forms.read(line)
        assert kind == plain.kind_of(record)
        assert forms.same(form, forms.form(record))
        given = {**json.loads(line)}
        del given["type"]
        assert forms.same(form, forms.read(forms.written(kind, given))[1])


def test_order_counts_only_where_it_has_a_meaning() -> None:
    event = {"id": "x", "text": "T", "dates": {}, "basis": {"kind": "editorial"}}
    one, other = (
        forms.read(forms.written("event", {**event, "actors": actors}))[1]
        for actors in (["a", "b"], ["b", "a"])
    )
    assert one != other
    assert forms.same(one, other)
    roles = [{"title": "one"}, {"title": "two"}]
    actor = {"id": "x", "name": "X", "kind": "person"}
    first, second = (
        forms.read(forms.written("actor", {**actor, "roles": given}))[1]
        for given in (roles, roles[::-1])
    )
    assert not forms.same(first, second)
    statement = {"id": "x", "source": "s", "start": 0, "end": 1, "exact": "x", "mode": "direct"}
    jointly, otherwise = (
        forms.read(
            forms.written("statement", {**statement, "chain": [{"role": "speaker", "actors": of}]})
        )[1]
        for of in (["a", "b"], ["b", "a"])
    )
    assert not forms.same(jointly, otherwise)
