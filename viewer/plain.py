"""Records to plain data (dicts, lists, strings, numbers) and back.

The plain form is what JSON Lines, the folder form and ``--json`` share: fields
by their names, defaults left out, a range of dates as ``from`` and ``to``.
"""

from __future__ import annotations

import json
from dataclasses import fields
from functools import lru_cache
from typing import Any, TypeVar

from cattrs import Converter, transform_error
from cattrs.errors import ClassValidationError, IterableValidationError
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
_PLAIN_NAMES = {records.Dates: {"first": "from", "last": "to"}}

T = TypeVar("T")


class Malformed(ValueError):
    """Plain data that is no record; the message names the field at fault."""


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
        raise Malformed(transform_error(error)[0].replace(" @ $", " at ").strip()) from None
    except (TypeError, ValueError, AttributeError):
        raise Malformed(f"a table was expected, not {plain!r:.60}") from None


def line(record: records.Record) -> str:
    """Return one record as a line of JSON that names its kind, keys sorted."""
    plain = {"type": _KIND_OF[type(record)], **to_plain(record)}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=1)
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})
    converter.register_structure_hook(str, _exactly(str))
    converter.register_structure_hook(int, _exactly(int))
    for cls in vars(records).values():
        if isinstance(cls, type) and hasattr(cls, "__dataclass_fields__"):
            renames = {
                field.name: override(rename=name)
                for field in fields(cls)
                if (name := _PLAIN_NAMES.get(cls, {}).get(field.name))
            }
            converter.register_structure_hook_factory(
                lambda candidate, cls=cls: candidate is cls,
                lambda cls, renames=renames: make_dict_structure_fn(
                    cls, converter, _cattrs_forbid_extra_keys=True, **renames
                ),
            )
            converter.register_unstructure_hook_factory(
                lambda candidate, cls=cls: candidate is cls,
                lambda cls, renames=renames: make_dict_unstructure_fn(
                    cls, converter, _cattrs_omit_if_default=True, **renames
                ),
            )
    return converter


def _exactly(kind: type) -> Any:
    """Return a hook that refuses what cattrs would silently convert."""

    def check(value: object, _: type) -> object:
        if type(value) is not kind:
            word = {str: "a string", int: "a whole number"}[kind]
            raise ValueError(f"{word} was expected, not {value!r:.60}")
        return value

    return check
