"""What no whole library holds, as the queries that find it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OUTSIDE = (
    "SELECT s.hash, {first}, {last} FROM {table} AS p JOIN statement AS s ON s.id = p.statement"
    " WHERE s.source = ? AND NOT (s.start <= {first} AND {first} < {last} AND {last} <= s.end)"
)
PARTS = tuple(
    (what, _OUTSIDE.format(table=table, first=f"p.{first}", last=f"p.{last}"))
    for what, table, first, last in (
        ("span", "span", "start", "end"),
        ("mention", "mention", "start", "end"),
        ("cue", "stance", "cue_start", "cue_end"),
        ("word of an appraisal", "appraisal", "words_start", "words_end"),
    )
)
"""What lies outside its statement, and a query by source of statement, start and end."""

_NAMED_BY_NONE = """
WITH RECURSIVE
  named (id) AS (
    SELECT entity FROM mention UNION SELECT actor FROM link
    UNION SELECT actor FROM stance_holder UNION SELECT actor FROM appraisal_holder
    UNION SELECT publisher FROM source UNION SELECT organisation FROM role
    UNION SELECT entity FROM event_entity UNION SELECT supplier FROM transfer
    UNION SELECT recipient FROM transfer UNION SELECT weapon FROM transfer
    UNION SELECT entity FROM name JOIN evidence ON evidence.basis = name.basis
    UNION SELECT actor FROM role JOIN evidence ON evidence.basis = role.basis
    UNION SELECT actor.id FROM actor JOIN evidence ON evidence.basis = actor.parent_basis
    UNION SELECT weapon.id FROM weapon JOIN evidence ON evidence.basis = weapon.parent_basis),
  parent (id, above) AS (SELECT id, parent FROM actor UNION ALL SELECT id, parent FROM weapon),
  supported (id) AS (
    SELECT id FROM named WHERE id IS NOT NULL
    UNION SELECT above FROM supported JOIN parent USING (id) WHERE above IS NOT NULL)
SELECT type || ' ' || slug FROM entity WHERE id NOT IN (SELECT id FROM supported) ORDER BY id
"""

_BASES = (
    ("actor JOIN entity USING (id)", "parent_basis", "'actor ' || slug"),
    ("weapon JOIN entity USING (id)", "parent_basis", "'weapon ' || slug"),
    ("name JOIN entity AS e ON e.id = entity", "basis", "type || ' ' || slug"),
    ("role JOIN entity AS e ON e.id = actor", "held_basis", "'actor ' || slug"),
    ("role JOIN entity AS e ON e.id = actor", "basis", "'actor ' || slug"),
    ("sameness", "basis", "'sameness ' || slug"),
    ("source", "title_basis", "'source ' || slug"),
    ("source", "publisher_basis", "'source ' || slug"),
    ("source", "published_basis", "'source ' || slug"),
    ("statement", "said_basis", "'statement ' || hash"),
    ("relation JOIN claim AS c ON c.id = claim", "basis", "'claim ' || slug"),
    ("stance JOIN statement AS s ON s.id = statement", "as_of_basis", "'statement ' || hash"),
    ("transfer", "basis", "'transfer ' || slug"),
    ("transfer", "dates_basis", "'transfer ' || slug"),
    ("event", "basis", "'event ' || slug"),
    ("event", "dates_basis", "'event ' || slug"),
)
"""What rests on a basis: its table first, the column, and what names the record."""

ORPHANS = (
    (
        "It has no row among the actors or weapons.",
        "SELECT type || ' ' || slug FROM entity AS e WHERE"
        " NOT EXISTS (SELECT 1 FROM actor WHERE id = e.id AND e.type = 'actor')"
        " AND NOT EXISTS (SELECT 1 FROM weapon WHERE id = e.id AND e.type = 'weapon')",
    ),
    (
        "It has a row among the actors and one among the weapons.",
        "SELECT type || ' ' || slug FROM entity"
        " WHERE id IN (SELECT id FROM actor) AND id IN (SELECT id FROM weapon)",
    ),
    (
        "Its heading is none of its names.",
        "SELECT type || ' ' || slug FROM entity AS e"
        " WHERE NOT EXISTS (SELECT 1 FROM name WHERE entity = e.id AND text = e.name)",
    ),
    (
        "It is said by nobody: its chain is empty or has a gap.",
        "SELECT 'statement ' || hash FROM statement AS s WHERE (SELECT count(DISTINCT position)"
        " IS NOT max(position) + 1 FROM link WHERE statement = s.id)",
    ),
    (
        "A link of its chain has several roles or descriptors.",
        "SELECT 'statement ' || hash FROM statement AS s JOIN link ON statement = s.id"
        " GROUP BY statement, position HAVING min(role_code) <> max(role_code)"
        " OR min(descriptor) <> max(descriptor)",
    ),
    (
        "A stance of it has no holder.",
        "SELECT 'statement ' || hash FROM stance AS p JOIN statement AS s ON s.id = p.statement"
        " WHERE NOT EXISTS (SELECT 1 FROM stance_holder WHERE stance = p.id)",
    ),
    (
        "An appraisal in it has no holder.",
        "SELECT 'statement ' || hash FROM appraisal AS p JOIN statement AS s ON s.id = p.statement"
        " WHERE NOT EXISTS (SELECT 1 FROM appraisal_holder WHERE appraisal = p.id)",
    ),
    (
        "A stance or an appraisal of it is asserted by no link of its chain.",
        "SELECT 'statement ' || hash FROM statement AS s JOIN"
        " (SELECT statement, asserted_by FROM stance"
        " UNION SELECT statement, asserted_by FROM appraisal) AS p ON p.statement = s.id"
        " WHERE NOT EXISTS (SELECT 1 FROM link"
        " WHERE statement = s.id AND position = p.asserted_by)",
    ),
    (
        "It is between an actor and a weapon.",
        "SELECT 'sameness ' || same.slug FROM sameness AS same JOIN entity AS one ON one.id = one"
        " JOIN entity AS other ON other.id = other WHERE one.type <> other.type",
    ),
    (
        "Nothing refers to it.",
        "SELECT 'basis, row ' || id FROM basis WHERE id NOT IN ("
        + " UNION ".join(
            f"SELECT {column} FROM {tables.split()[0]} WHERE {column} IS NOT NULL"
            for tables, column, _ in _BASES
        )
        + ")",
    ),
)
"""What should not be there, and a query of where it is."""

UNSUPPORTED = (
    ("No statement supports it yet.", _NAMED_BY_NONE),
    (
        "Nobody takes a stand on it yet, and nothing refers to it.",
        "SELECT 'claim ' || slug FROM claim AS c WHERE"
        " NOT EXISTS (SELECT 1 FROM stance WHERE claim = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM appraisal WHERE claim = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM transfer WHERE claim = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM relation WHERE c.id IN (claim, other))",
    ),
    *(
        (
            "A basis of it is called stated and names no statement yet.",
            f"SELECT DISTINCT {where} FROM {tables} WHERE {column} IN (SELECT id FROM basis AS b"
            " WHERE kind = 'stated' AND NOT EXISTS (SELECT 1 FROM evidence WHERE basis = b.id))",
        )
        for tables, column, where in _BASES
    ),
)
"""What nothing supports, which is no damage: a library is written in steps; and where it is."""

RANGES = (
    ("said", "statement", "said_from", "said_to", "'statement ' || hash"),
    (
        "of a stance",
        "stance JOIN statement ON statement.id = stance.statement",
        "as_of_from",
        "as_of_to",
        "'statement ' || hash",
    ),
    ("published", "source", "published_from", "published_to", "'source ' || slug"),
    (
        "of a role",
        "role JOIN entity ON entity.id = role.actor",
        "held_from",
        "held_to",
        "'actor ' || slug",
    ),
    ("of the transfer", "transfer", "dates_from", "dates_to", "'transfer ' || slug"),
    ("of the event", "event", "dates_from", "dates_to", "'event ' || slug"),
)
"""Dates: of what, their table, their first and last day, and what names the record."""

_RULE = re.compile(r'(?:CONSTRAINT "([^"]+)"\s+)?CHECK (?=\()')


def broken_rules(table: str, sql: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong where a CHECK of a table's definition does not hold, and where it is.

    SQLite itself, in its check of integrity, leaves these out of a file that is opened read-only.
    """
    where = f"'{table}'" if "WITHOUT ROWID" in sql else f"'{table}, row ' || rowid"
    for found in _RULE.finditer(sql):
        condition = _in_brackets(sql[found.end() :])
        said = found[1] or " ".join(condition[1:-1].split())
        yield (
            f"It breaks a rule of its table: {said}.",
            f"SELECT DISTINCT {where} FROM main.{table} WHERE NOT {condition}",
        )


def _in_brackets(sql: str) -> str:
    """Return the beginning of ``sql`` up to the bracket that ends what its first one begins."""
    depth = 0
    for at, sign in enumerate(sql):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return sql[: at + 1]
    raise ValueError(sql)
