"""Plain data to records, checked field by field.

msgspec reads JSON straight into *forms*: objects with the fields of a record, made and
checked in C.  Whoever reads a record can read its form.  What msgspec refuses is looked
at once more, slowly, to say in words which field is at fault.
"""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from viewer import plain, records
from viewer.ingest import dates
from viewer.records import Record

_SMALLEST, _LARGEST = -(1 << 63), (1 << 63) - 1  # what SQLite keeps


Path = tuple[str | int, ...]
"""Names of fields, each with a number where it is a list, from a record down to one of them."""


class Malformed(ValueError):
    """Plain data that is no record; the message names the field at fault, which is at ``path``."""

    def __init__(self, message: str, path: Path = ()) -> None:
        super().__init__(message)
        self.path = path


def read(line: bytes) -> tuple[str, Record]:
    """Return the kind and the form of the record that a line of JSON holds; raises Malformed."""
    try:
        form = _decoder().decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _fault_of_line(line) or Malformed(f"not JSON: {error}") from None
    return form.__struct_config__.tag, form


def written(kind: str, given: dict[str, Any]) -> bytes:
    """Return the plain form of a record as a line of JSON; raises Malformed when it is none."""
    try:
        msgspec.convert(given, _forms()[plain.KINDS[kind]])
    except msgspec.ValidationError as error:
        raise _fault(given, plain.KINDS[kind]) or Malformed(str(error)) from None
    return msgspec.json.encode({**given, "type": kind})


def form(record: Record) -> Record:
    """Return the form of a record."""
    return read(plain.line(record).encode())[1]


def same(one: Record, other: Record) -> bool:
    """Return whether a library stores the same for two forms, however they are written."""
    return one == other or _stored(msgspec.to_builtins(one)) == _stored(msgspec.to_builtins(other))


_SETS = ("evidence", "mentions", "relations", "quoted", "content", "cue", "actors", "weapons")
"""Lists whose order has no meaning."""


def _stored(given: Any, key: str = "") -> Any:
    """Return plain data as it comes back from a library."""
    if isinstance(given, dict):
        in_order = key == "chain"  # those who speak jointly are named in some order
        stored = {name: _stored(value, "" if in_order else name) for name, value in given.items()}
        # Dates of which nothing is known are none.
        return stored if key not in dates.FIELDS or any(stored.values()) else None
    if isinstance(given, tuple):
        items = [_stored(item, key) for item in given]
        if key == "evidence":  # the same statement bears a thing out once
            return sorted(set(items))
        return sorted(items, key=repr) if key in _SETS else items
    return given


@cache
def _decoder() -> msgspec.json.Decoder[Any]:
    kinds = tuple(_forms()[cls] for cls in plain.KINDS.values())
    return msgspec.json.Decoder(Union[kinds])  # noqa: UP007


@cache
def _forms() -> dict[Any, Any]:
    """Return the form of each kind of record; what a record is made of comes before it."""
    forms: dict[Any, Any] = {}
    for cls in vars(records).values():
        if isinstance(cls, type) and is_dataclass(cls):
            forms[cls] = _form(cls, forms)
    return forms


def _form(cls: Any, forms: dict[Any, Any]) -> type[msgspec.Struct]:
    kinds = {record: kind for kind, record in plain.KINDS.items()}
    hints = get_type_hints(cls)
    known: list[Any] = []
    for field in fields(cls):
        default = [] if field.default is MISSING else [field.default]
        if default and is_dataclass(default[0]):
            default = [forms[type(default[0])]()]
        known.append((field.name, _formed(hints[field.name], forms), *default))
    return msgspec.defstruct(
        cls.__name__,
        known,
        rename=plain.NAMES.get(cls),
        tag_field="type" if cls in kinds else None,
        tag=kinds.get(cls),
        forbid_unknown_fields=True,
        frozen=True,
        gc=False,
    )


def _formed(hint: Any, forms: dict[Any, Any]) -> Any:
    """Return a type with each record in it replaced by its form."""
    if hint in forms:
        return forms[hint]
    if hint is int:
        return Annotated[int, msgspec.Meta(ge=_SMALLEST, le=_LARGEST)]
    if get_origin(hint) is tuple:
        return tuple.__class_getitem__((_formed(get_args(hint)[0], forms), ...))
    if NoneType in get_args(hint):
        return _formed(_given(hint), forms) | None
    return hint


def _given(hint: Any) -> Any:
    """Return the type of an optional field where it is given."""
    return next(kind for kind in get_args(hint) if kind is not NoneType)


# What is wrong, in words


_SURROGATE = re.compile("[\ud800-\udfff]")


def shown(given: object) -> str:
    """Return the beginning of what was given as it is written there, not as Python has it."""
    if isinstance(given, str):
        return f"“{given:.60}”"
    if isinstance(given, date | time):
        return str(given)
    return json.dumps(given, ensure_ascii=False, default=str)[:60]


def _fault_of_line(line: bytes) -> Malformed | None:
    try:
        given = json.loads(line.decode())  # of bytes it would guess how they are encoded
    except UnicodeDecodeError as error:
        return Malformed(f"not UTF-8 at byte {error.start}")
    except json.JSONDecodeError as error:  # its own words count lines, of which there is one
        return Malformed(f"not JSON: {error.msg} at character {error.pos + 1}")
    except (ValueError, RecursionError) as error:
        return Malformed(f"not JSON: {error}")
    kind = given.pop("type", None) if isinstance(given, dict) else None
    if not isinstance(kind, str) or kind not in plain.KINDS:
        return Malformed(f"“type” must be one of {', '.join(plain.KINDS)}")
    return _fault(given, plain.KINDS[kind])


def _fault(given: object, hint: Any, path: Path = ()) -> Malformed | None:
    """Return what keeps ``given`` from being of the type ``hint``, None when nothing does."""
    if NoneType in get_args(hint):
        return None if given is None else _fault(given, _given(hint), path)
    if is_dataclass(hint):
        return _fault_of_table(given, hint, path)
    if get_origin(hint) is tuple:
        if not isinstance(given, list):
            return _malformed(f"a list was expected, not {shown(given)}", path)
        items = enumerate(given)
        faults = (_fault(one, get_args(hint)[0], (*path, number)) for number, one in items)
        return next(filter(None, faults), None)
    if get_origin(hint) is Literal:
        if given in get_args(hint):
            return None
        return _malformed(f"{shown(given)} is none of {', '.join(get_args(hint))}", path)
    if type(given) is not hint:
        word = {str: "a string", int: "a whole number"}[hint]
        return _malformed(f"{word} was expected, not {shown(given)}", path)
    if isinstance(given, str) and (lone := _SURROGATE.search(given)):
        said = f"a lone surrogate (\\u{ord(lone[0]):x}), which is no character, in the string"
        return _malformed(said, path)
    if isinstance(given, int) and not _SMALLEST <= given <= _LARGEST:
        return _malformed("the number is too large for a library", path)
    return None


def _fault_of_table(given: object, cls: Any, path: Path) -> Malformed | None:
    if not isinstance(given, dict):
        return _malformed(f"a table was expected, not {shown(given)}", path)
    hints = get_type_hints(cls)
    names = {plain.NAMES.get(cls, {}).get(field.name, field.name): field for field in fields(cls)}
    if strangers := sorted(map(str, given.keys() - names.keys())):
        at = _spelled(path)
        said = f"there is no field called {', '.join(strangers)}{at}"
        return Malformed(said, (*path, strangers[0]))
    for name, field in names.items():
        if name not in given:
            if field.default is MISSING:
                return _malformed(f"the field '{name}' is missing", path)
        elif fault := _fault(given[name], hints[field.name], (*path, name)):
            return fault
    return None


def _malformed(fault: str, path: Path) -> Malformed:
    return Malformed(f"{fault}{_spelled(path)}", path)


def _spelled(path: Path) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return f" at {''.join(steps).lstrip('.')}" if path else ""
