"""How a query was understood, and why a statement is a hit, in words."""

from __future__ import annotations

from viewer.conjunction import conjunction
from viewer.library.catalogue import Catalogue
from viewer.library.query import (
    Filter,
    FilterKey,
    Group,
    Query,
    Term,
    mode_named,
    position_named,
)
from viewer.library.search import Matched, Search
from viewer.terms import MODES, POSITIONS

_NAMES_TOLD = 3

_MODES = {
    "direct": "in direct speech",
    "indirect": "in indirect speech",
    "mixed": "in mixed speech",
    "narration": "in the narrator's own words",
}
_DAYS = "a year, a month or a day, such as 2024, 2024-02 or 2024-02-21"
_TAKES: dict[FilterKey, str] = {
    "stance": f"one of {', '.join(POSITIONS)}",
    "mode": f"one of {', '.join(MODES)}",
    "before": _DAYS,
    "after": _DAYS,
}


def understood(query: Query, search: Search) -> str:
    """Return what ``query`` asks for in the library searched, in one sentence or a few."""
    library = search.library
    wanted = [_group(group, search, library) for group in query.groups if not group.negated]
    excluded = [_group(group, search, library) for group in query.groups if group.negated]
    said = ", and ".join(wanted)
    if excluded:
        said += f"{', but' if said else ''} not {', and not '.join(excluded)}"
    sentences = [f"Statements {said}." if said else "Every statement."]
    if unknown := search.unknown(query):
        pieces = _listed([query.text[one.start : one.end] for one in unknown])
        verb = "name" if len(unknown) > 1 else "names"
        sentences.append(f"In this library {pieces} {verb} nothing.")
    if query.ignored:
        verb = "hold" if len(query.ignored) > 1 else "holds"
        sentences.append(f"{_listed(query.ignored)} {verb} no letter or digit.")
    return " ".join((*sentences, *misread(query)))


def misread(query: Query) -> list[str]:
    """Return a sentence for each piece that was typed as a filter or after OR, and is none."""
    filters = [
        f"“{slip.typed}” is {'passed over' if slip.waits else 'taken for words'}: "
        f"{slip.key}: takes {_TAKES.get(slip.key, 'a name, an id or a part of one')}."
        for slip in dict.fromkeys(query.slips)
    ]
    return filters + [
        f"The OR before “{typed}” is passed over: what is excluded is no alternative."
        for typed in dict.fromkeys(query.apart)
    ]


def why(matched: Matched, library: Catalogue) -> str:
    """Return why a hit that does not hold the words typed is one, "" when it does."""
    if matched.by == "text":
        return ""
    entity = library.entities[matched.entity]
    if matched.name == entity.name:
        return f"{matched.by}: {matched.name}"
    kind = {"local designation": "designation", "official": "official name"}.get(
        matched.kind, matched.kind
    )
    article = "an" if kind[0] in "aeiou" else "a"
    return f"{matched.by}: {matched.name}, {article} {kind} of {entity.name}"


def _group(group: Group, search: Search, library: Catalogue) -> str:
    return " or ".join(
        _term(one, search, library) if isinstance(one, Term) else _filter(one, search, library)
        for one in group.alternatives
    )


def _term(term: Term, search: Search, library: Catalogue) -> str:
    typed = " ".join(term.words)
    if term.phrase:
        return f"with the exact words “{typed}”{_open(term)}"
    by_name = search.names(term)
    if by_name and by_name[0].by == "near":
        return f"by or about {_names(by_name, library)}, spelt nearly like “{typed}”"
    words = "the word" if len(term.words) == 1 else "the words"
    said = f"with {words} “{typed}”{_open(term)}"
    return f"{said} or by or about {_names(by_name, library)}" if by_name else said


def _open(term: Term) -> str:
    return " or a longer one" if term.prefix else ""


def _names(found: list[Matched], library: Catalogue) -> str:
    names = dict.fromkeys(library.entities[matched.entity].name for matched in found)
    told = list(names)[:_NAMES_TOLD]
    if more := len(names) - len(told):
        return f"{', '.join(told)} and {more} more"
    return " or ".join(told)


def _filter(given: Filter, search: Search, library: Catalogue) -> str:
    match given.key:
        case "stance":
            return f"in which somebody {position_named(given.value)}"
        case "mode":
            return _MODES[mode_named(given.value) or ""]
        case "before":
            return f"said by the end of {given.value}"
        case "after":
            return f"said in {given.value} or later"
    named = _named(given, search, library)
    match given.key:
        case "speaker":
            return f"said by {named} or whoever belongs to it"
        case "holder":
            return f"with a stand of {named} or whoever belongs to it"
        case "via":
            return f"that came through {named} or whoever belongs to it"
        case "mentioned":
            return f"that name {named} or whoever belongs to it"
        case "actor":
            return f"by or about {named} or whoever belongs to it"
        case "weapon":
            return f"about {named} or what is classed under it"
        case "claim":
            return f"with a stand on {named} or a judgement of it"
        case _:
            return f"from {named}"


def _named(given: Filter, search: Search, library: Catalogue) -> str:
    rows = search.named(given)
    if not rows:
        return f"“{given.value}”"
    quoted = [f"“{_called(given, row, library)}”" for row in rows[:_NAMES_TOLD]]
    more = len(rows) - len(quoted)
    return " or ".join(quoted) + (f" or {more:,} more" if more else "")


def _called(given: Filter, row: int, library: Catalogue) -> str:
    """Return what is called by a filter's value, given by row number."""
    if given.key not in ("claim", "source"):
        return library.entities[row].name
    column = "proposition" if given.key == "claim" else "title"
    query = f"SELECT {column} FROM {given.key} WHERE id = ?"
    (found,) = library.required(query, row)
    return str(found)


def _listed(pieces: list[str] | tuple[str, ...]) -> str:
    return conjunction(f"“{piece}”" for piece in dict.fromkeys(pieces))
