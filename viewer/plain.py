"""Records as plain data: dicts, lists, strings, numbers.

The plain form is what JSON Lines, the folder form and ``--json`` share: fields
by their names, defaults left out, a range of dates as ``from`` and ``to``.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from viewer import records

KINDS: dict[str, type[records.Record]] = {
    "library": records.About,
    "actor": records.Actor,
    "weapon": records.Weapon,
    "sameness": records.Sameness,
    "source": records.Source,
    "claim": records.Claim,
    "transfer": records.Transfer,
    "event": records.Event,
    "statement": records.Statement,
}
"""The records that stand on their own, by the word that names their kind."""

NAMES: dict[type, dict[str, str]] = {records.Dates: {"first": "from", "last": "to"}}
"""The fields that have another name in plain data."""

_KIND_OF = {cls: kind for kind, cls in KINDS.items()}


def kind_of(record: records.Record) -> str:
    """Return the word that names the kind of a record."""
    return _KIND_OF[type(record)]


def to_plain(record: Any) -> dict[str, Any]:
    """Return the plain form of any record of ``viewer.records``."""
    plain = {}
    for field, name, default in _FIELDS[type(record)]:
        value = getattr(record, field)
        if value is not default and value != default:
            plain[name] = _plain(value)
    return plain


def line(record: records.Record) -> str:
    """Return one record as a line of JSON that names its kind, keys sorted."""
    plain = {"type": kind_of(record), **to_plain(record)}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return to_plain(value) if type(value) in _FIELDS else value


_FIELDS = {
    cls: tuple(
        (field.name, NAMES.get(cls, {}).get(field.name, field.name), field.default)
        for field in dataclasses.fields(cls)
    )
    for cls in vars(records).values()
    if isinstance(cls, type) and dataclasses.is_dataclass(cls)
}
"""The fields of each kind of record, with their names and defaults in plain data."""
