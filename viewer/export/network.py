"""The ties of a network as a table."""

from __future__ import annotations

from collections.abc import Iterable

from viewer.export.csv import table
from viewer.library.network import Network, Tie

HEADER = (
    "from_type",
    "from_id",
    "from_name",
    "kind",
    "to_type",
    "to_id",
    "to_name",
    "weight",
    "denials",
    "status",
    "detail",
    "statement_ids",
)
"""``weight`` and ``denials`` are numbers of statements; the newest are named, parted by spaces.

``status`` is disputed, disputed in part, denied, single-sourced, unconfirmed, or empty.
"""


def ties_table(network: Network, ties: Iterable[Tie]) -> str:
    """Return the given ties of ``network`` as CSV."""
    return table(HEADER, (_row(network, tie) for tie in ties))


def _row(network: Network, tie: Tie) -> tuple[str, ...]:
    one, other = network.nodes[tie.source], network.nodes[tie.target]
    return (
        one.type,
        one.id,
        one.name,
        tie.kind,
        other.type,
        other.id,
        other.name,
        str(tie.weight),
        str(tie.denied),
        tie.status,
        tie.detail,
        " ".join(tie.statements),
    )
