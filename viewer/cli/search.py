"""``whosaid search``: statements, the newest or the best match first."""

from __future__ import annotations

import sys
from argparse import Namespace

from viewer import cite
from viewer.badges import stance
from viewer.cli import endings, json_lines
from viewer.cli.opening import opened
from viewer.cli.terminal import Screen, complain
from viewer.dating import is_inferred, spell
from viewer.library.explain import misread, understood, why
from viewer.library.marks import marks, merged, name_marks
from viewer.library.query import Query, parse
from viewer.library.reading import Library
from viewer.library.search import Hits, Search
from viewer.library.told import told
from viewer.records import Statement

_LIMIT = 20
_PAGE = 200


def run(arguments: Namespace) -> int:
    """Print what is found; returns 1 when that is nothing."""
    query = parse(" ".join(arguments.query))
    screen = Screen(sys.stdout)
    with opened(arguments.library) as library:
        search = Search(library)
        if arguments.explain:
            explain(query, search, screen, aside=arguments.json)
        elif query.ignored and not query.groups:  # which is why all there is follows
            complain(understood(query, search))
        else:
            for sentence in misread(query):
                complain(sentence)
        hits = search.hits(query, arguments.order)
        if not len(hits):
            _say_nothing_found(query, search)
            return endings.NOTHING
        limit = arguments.limit
        if limit is None:
            limit = _LIMIT if screen.is_terminal and not arguments.json else len(hits)
        for at in range(0, min(limit, len(hits)), _PAGE):
            rows = list(hits.rows[at : min(at + _PAGE, limit)])
            for row, statement in zip(rows, library.statements(rows), strict=True):
                if arguments.json:
                    print(json_lines.written(json_lines.hit(statement, hits.matched(row), library)))
                else:
                    _print_hit(row, statement, hits, library, screen)
        if limit < len(hits) and not arguments.json:
            more = f"{len(hits) - limit:,} more of {len(hits):,}; --limit N shows N."
            screen.line(screen.styled(more, "quiet"))
    return 0


def explain(query: Query, search: Search, screen: Screen, aside: bool) -> None:
    """Say how ``query`` was understood, on standard error where output is for programs."""
    if aside:
        complain(understood(query, search))
    else:
        screen.paragraph(understood(query, search), style="quiet")
        screen.line()


def _print_hit(
    row: int, statement: Statement, hits: Hits, library: Library, screen: Screen
) -> None:
    named = name_marks(statement, hits.entities(row), library.entities)
    marked = merged(marks(hits.query, statement.exact) + named)
    screen.paragraph(statement.exact, [(mark.start, mark.end) for mark in marked])
    screen.paragraph(" · ".join(_details(row, statement, hits, library)), (), "  ", "quiet")
    screen.line()


def _details(row: int, statement: Statement, hits: Hits, library: Library) -> list[str]:
    said = spell(statement.said, short=True)
    if said and is_inferred(statement.said):
        said += " (inferred)"
    found = [
        said or "undated",
        cite.through(statement.chain, library),
        *(str(stance(one)) for one in told(statement, library)),
        statement.id,
        why(hits.matched(row), library),
    ]
    return [part for part in found if part]


def _say_nothing_found(query: Query, search: Search) -> None:
    if search.library.is_empty():
        complain("The library holds no statement.")
        return
    said = f"Nothing is found for “{query.text}”."
    suggestions = search.suggestions(query)
    if suggestions.other:
        said += f" Did you mean {_either(suggestions.other)}?"
    elif suggestions.fewer:
        said += f" Fewer words find something: {_either(suggestions.fewer)}."
    complain(said)
    if search.unknown(query):
        complain(understood(query, search))


def _either(queries: list[str]) -> str:
    return " or ".join(f"“{one}”" for one in queries)
