"""Records to plain data (dicts, lists, strings, numbers) and back.

The plain form is what JSON Lines, the folder form and ``--json`` share: fields
by their names, defaults left out, a range of dates as ``from`` and ``to``.
"""

from __future__ import annotations

import json
from dataclasses import is_dataclass
from functools import lru_cache
from typing import Any, Literal, TypeVar, get_args, get_origin

from cattrs import Converter, transform_error
from cattrs.errors import (
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
)
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

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

_KIND_OF = {cls: kind for kind, cls in KINDS.items()}
_PLAIN_NAMES: dict[type, dict[str, str]] = {records.Dates: {"first": "from", "last": "to"}}

T = TypeVar("T")


class Malformed(ValueError):
    """Plain data that is no record; the message names the field at fault."""


def kind_of(record: records.Record) -> str:
    """Return the word that names the kind of a record."""
    return _KIND_OF[type(record)]


def to_plain(record: Any) -> dict[str, Any]:
    """Return the plain form of any record of ``viewer.records``."""
    plain: dict[str, Any] = _converter().unstructure(record)
    return plain


def from_plain(plain: object, cls: type[T]) -> T:
    """Return the record that ``plain`` holds.

    Raises Malformed when a field is missing, unknown or not of its kind.
    """
    try:
        return _converter().structure(plain, cls)
    except (ClassValidationError, IterableValidationError) as error:
        first = transform_error(error, format_exception=_say)[0]
        what, _, where = first.rpartition(" @ $")
        raise Malformed(f"{what} at {where.lstrip('.')}" if where else what) from None
    except (TypeError, ValueError, AttributeError):
        raise Malformed(f"a table was expected, not {plain!r:.60}") from None


def line(record: records.Record) -> str:
    """Return one record as a line of JSON that names its kind, keys sorted."""
    plain = {"type": kind_of(record), **to_plain(record)}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def same(one: records.Record, other: records.Record) -> bool:
    """Return whether two records say the same, in whatever order they list what has none."""
    return one == other or _sorted(to_plain(one)) == _sorted(to_plain(other))


_UNORDERED = ("evidence", "mentions", "relations", "quoted", "content", "cue", "actors", "weapons")


def _sorted(given: Any, key: str = "") -> Any:
    if isinstance(given, dict):
        return {name: _sorted(value, name) for name, value in given.items()}
    if isinstance(given, list):
        items = [_sorted(item) for item in given]
        return sorted(items, key=repr) if key in _UNORDERED else items
    return given


@lru_cache(maxsize=1)
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})
    converter.register_structure_hook(str, _exactly(str))
    converter.register_structure_hook(int, _exactly(int))
    for cls in vars(records).values():
        if isinstance(cls, type) and is_dataclass(cls):
            _register(converter, cls)
    return converter


def _register(converter: Converter, cls: type) -> None:
    """Register ``cls`` lazily, since records refer to records further down."""
    renames: dict[str, Any] = {
        name: override(rename=plain) for name, plain in _PLAIN_NAMES.get(cls, {}).items()
    }

    def is_it(candidate: object) -> bool:
        return candidate is cls

    def structure(_: object) -> Any:
        return make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True, **renames)

    def unstructure(_: object) -> Any:
        return make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True, **renames)

    converter.register_structure_hook_factory(is_it, structure)
    converter.register_unstructure_hook_factory(is_it, unstructure)


def _say(error: BaseException, expected: type | None) -> str:
    """Return one fault in words."""
    if isinstance(error, KeyError):
        return f"the field {error} is missing"
    if isinstance(error, ForbiddenExtraKeysError):
        return f"there is no field called {', '.join(sorted(error.extra_fields))}"
    if get_origin(expected) is Literal:
        given = str(error).partition(" not in literal ")[0]  # cattrs goes on with its type
        return f"“{given}” is none of {', '.join(get_args(expected))}"
    if isinstance(error, ValueError):
        return str(error)
    return "a value of another kind was expected"


def _exactly(kind: type) -> Any:
    """Return a hook that refuses what cattrs would silently convert."""

    def check(value: object, _: type) -> object:
        if type(value) is not kind:
            word = {str: "a string", int: "a whole number"}[kind]
            raise ValueError(f"{word} was expected, not {value!r:.60}")
        return value

    return check
