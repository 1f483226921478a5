"""What no whole library holds, as the queries that find it."""

from __future__ import annotations

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

_UNSUPPORTED = """
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

ORPHANS = (
    (
        "It has no row among the actors or weapons.",
        "SELECT type || ' ' || slug FROM entity AS e WHERE"
        " NOT EXISTS (SELECT 1 FROM actor WHERE id = e.id AND e.type = 'actor')"
        " AND NOT EXISTS (SELECT 1 FROM weapon WHERE id = e.id AND e.type = 'weapon')",
    ),
    (
        "Its heading is none of its names.",
        "SELECT type || ' ' || slug FROM entity AS e"
        " WHERE NOT EXISTS (SELECT 1 FROM name WHERE entity = e.id AND text = e.name)",
    ),
    ("No statement supports it.", _UNSUPPORTED),
    (
        "It is said by nobody: its chain is empty or has a gap.",
        "SELECT 'statement ' || hash FROM statement AS s WHERE (SELECT count(DISTINCT position)"
        " IS NOT max(position) + 1 FROM link WHERE statement = s.id)",
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
        "Nobody takes a stand on it and nothing refers to it.",
        "SELECT 'claim ' || slug FROM claim AS c WHERE"
        " NOT EXISTS (SELECT 1 FROM stance WHERE claim = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM appraisal WHERE claim = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM transfer WHERE claim = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM relation WHERE c.id IN (claim, other))",
    ),
    (
        "It is called stated and names no statement.",
        "SELECT 'basis, row ' || id FROM basis AS b WHERE kind = 'stated'"
        " AND NOT EXISTS (SELECT 1 FROM evidence WHERE basis = b.id)",
    ),
    (
        "Nothing refers to it.",
        "SELECT 'basis, row ' || id FROM basis WHERE id NOT IN ("
        + " UNION ".join(
            f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"
            for table, column in (
                ("actor", "parent_basis"),
                ("weapon", "parent_basis"),
                ("name", "basis"),
                ("role", "held_basis"),
                ("role", "basis"),
                ("sameness", "basis"),
                ("source", "title_basis"),
                ("source", "publisher_basis"),
                ("source", "published_basis"),
                ("statement", "said_basis"),
                ("relation", "basis"),
                ("stance", "as_of_basis"),
                ("transfer", "basis"),
                ("transfer", "dates_basis"),
                ("event", "basis"),
                ("event", "dates_basis"),
            )
        )
        + ")",
    ),
)
"""What should not be there, and a query of where it is."""

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
