"""A library's folder form, from its file; db/README.md describes the form.

What reading finds by itself is left out: offsets, the number of words that
stand in one place only, the number of a link that holds an actor.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from viewer import plain
from viewer.atomic import appearing
from viewer.ingest import dates, forms, passages
from viewer.ingest.errors import InputError
from viewer.ingest.folder import FILES
from viewer.ingest.passages import Passages
from viewer.ingest.progress import Progress, silent
from viewer.ingest.verify import verify_record
from viewer.library.file import LibraryError, explained
from viewer.library.reading import Library
from viewer.records import (
    About,
    Appraisal,
    Aside,
    Dates,
    Link,
    Mention,
    Record,
    Source,
    Span,
    Stance,
    Statement,
)

_WIDEST = 100
_BYTE_ORDER_MARK = "\ufeff"


def unpack(file: Path, folder: Path, progress: Progress = silent) -> int:
    """Write the folder form of the library ``file`` to ``folder``; returns how many records.

    The folder appears whole or not at all.  Raises LibraryError, or InputError
    when there is something at ``folder`` already.
    """
    library = Library(file)
    try:
        _refuse_to_overwrite(folder)
        with explained(file), library.at_once(), appearing(folder) as draft:
            return _Writer(library, draft, progress).write()
    except OSError as error:
        raise LibraryError(f"{folder} cannot be written ({error.strerror}).") from error
    finally:
        library.close()


def _refuse_to_overwrite(folder: Path) -> None:
    if not folder.absolute().parent.is_dir():
        raise InputError(str(folder.parent), "there is no such folder to unpack into")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise InputError(str(folder), "is there already and is no folder; name a new one")
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(str(folder), "is there already and is not empty; name a new folder")


class _Writer:
    """Takes the records one by one and writes each file as soon as it is complete."""

    def __init__(self, library: Library, root: Path, progress: Progress) -> None:
        self._library = library
        self._root = root
        self._progress = progress
        self._total = library.sizes()["statement"]
        self._statements = 0

    def write(self) -> int:
        names = {kind: name for name, kind in FILES.items()}
        pieces: dict[str, list[str]] = {}
        source: Source | None = None
        among = Passages("")
        count = 0
        for record in self._library.records():
            count += 1
            _verify(record)
            match record:
                case About():
                    self._put("library.toml", [_table("", plain.to_plain(record))])
                case Source():
                    self._put_source(source, pieces.pop("source", []))
                    source = record
                    among = Passages(record.text)
                    pieces["source"] = list(_source(record, among))
                case Statement():
                    if source is None or source.id != record.source:
                        raise _damaged(record.id, "it belongs to no source")
                    pieces["source"] += _statement(record, among)
                    self._statements += 1
                    self._progress("unpacking", self._statements, self._total)
                case _:
                    kind = plain.kind_of(record)
                    written = _entry(kind, _shortest(plain.to_plain(record)))
                    pieces.setdefault(names[kind], []).extend(written)
        self._put_source(source, pieces.pop("source", []))
        for name, tables in pieces.items():
            self._put(name, tables)
        return count

    def _put_source(self, source: Source | None, tables: list[str]) -> None:
        if source is None:
            return
        (self._root / "sources").mkdir(exist_ok=True)
        self._put(f"sources/{source.id}.toml", tables)
        # A reader takes one mark away from the beginning.
        mark = _BYTE_ORDER_MARK if source.text.startswith(_BYTE_ORDER_MARK) else ""
        path = self._root / "sources" / f"{source.id}.txt"
        path.write_text(mark + source.text, encoding="utf-8", newline="")

    def _put(self, name: str, tables: Iterable[str]) -> None:
        (self._root / name).write_text("\n".join(tables), encoding="utf-8", newline="")


def _verify(record: Record) -> None:
    """Nothing is written that could not be read again; an id becomes the name of a file."""
    try:
        kind, form = forms.read(plain.line(record).encode())
        verify_record(kind, form)
    except ValueError as error:
        where = "library" if isinstance(record, About) else f"{plain.kind_of(record)} {record.id}"
        raise _damaged(where, str(error)) from None


# Records as tables


def _entry(kind: str, table: dict[str, Any]) -> Iterator[str]:
    """Yield a record with its names, roles or relations as tables of their own."""
    below = {key: table.pop(key) for key in ("names", "roles", "relations") if key in table}
    yield _table(f"[[{kind}]]", table)
    for key, rows in below.items():
        for row in rows:
            yield _table(f"[[{kind}.{key}]]", row)


def _source(source: Source, among: Passages) -> Iterator[str]:
    table = _shortest(plain.to_plain(source))
    for found_by_itself in ("id", "text", "sha256", "asides"):
        table.pop(found_by_itself, None)
    yield _table("", table)
    for aside in source.asides:
        yield _table("[[aside]]", _aside(aside, among))


def _aside(aside: Aside, among: Passages) -> dict[str, Any]:
    pointer = _pointer(aside.exact, among, aside.start, f"the aside at {aside.start}")
    return {"exact": aside.exact, **pointer, "kind": aside.kind} | _note(aside.note)


def _statement(statement: Statement, among: Passages) -> Iterator[str]:
    written = plain.to_plain(statement)
    exact, chain = statement.exact, statement.chain
    within = Passages(exact)

    def span(found: Span) -> str | dict[str, Any]:
        pointer = _pointer(found.text, within, found.start - statement.start, statement.id)
        return {"text": found.text, **pointer} if pointer else found.text

    table: dict[str, Any] = {"id": statement.id, "exact": exact}
    table |= _pointer(exact, among, statement.start, statement.id)
    table["mode"] = statement.mode
    for part in ("quoted", "content", "cue"):
        if spans := [span(found) for found in getattr(statement, part)]:
            table[part] = spans
    if statement.said != Dates():
        table["said"] = _days(written["said"])
    table |= _note(statement.note)
    table["chain"] = written["chain"]
    if statement.mentions:
        table["mentions"] = _mentions(statement, within)
    yield _table("[[statement]]", table)
    stands: list[tuple[str, Sequence[Stance | Appraisal]]] = [
        ("stances", statement.stances),
        ("appraisals", statement.appraisals),
    ]
    for kind, given in stands:
        for stand, plainly in zip(given, written.get(kind, []), strict=True):
            row = _shortest(plainly)
            row["asserted_by"] = _link(stand.asserted_by, chain)
            words = "cue" if isinstance(stand, Stance) else "words"
            if found := _words(stand):
                row[words] = span(found)
            yield _table(f"[[statement.{kind}]]", _in_order(row, words))


def _words(stand: Stance | Appraisal) -> Span | None:
    return stand.cue if isinstance(stand, Stance) else stand.words


def _in_order(row: dict[str, Any], words: str) -> dict[str, Any]:
    """Return ``row`` in the order in which one reads it: who, says who, of what, how."""
    first = ("holders", "asserted_by", "claim", "statement", "position", words)
    return {key: row[key] for key in first if key in row} | row


def _mentions(statement: Statement, within: Passages) -> list[dict[str, Any]]:
    """Return the mentions; each takes the next place of its words where that is the right one."""
    taken: dict[str, int] = {}
    found = []
    for mention in statement.mentions:
        start = mention.start - statement.start
        pointer = _next_or_nth(mention, start, taken, statement, within)
        taken[mention.text] = start
        who = {"actor": mention.actor} if mention.actor is not None else {"weapon": mention.weapon}
        found.append({"text": mention.text, **pointer, **who})
    return found


def _next_or_nth(
    mention: Mention, start: int, taken: dict[str, int], statement: Statement, within: Passages
) -> dict[str, int]:
    try:
        following = within.following(mention.text, taken.get(mention.text, passages.NOWHERE))
    except passages.NotFound:
        following = None
    if following == start:
        return {}
    return _nth(mention.text, within, start, statement.id)


def _pointer(words: str, among: Passages, start: int, where: str) -> dict[str, int]:
    """Return what tells the place ``start`` from others; nothing where it is found without."""
    try:
        if among.locate(words) == start:
            return {}
    except (passages.NotFound, passages.Ambiguous):
        pass
    return _nth(words, among, start, where)


def _nth(words: str, among: Passages, start: int, where: str) -> dict[str, int]:
    nth = bisect_right(among.places(words), start)
    if not nth or among.places(words)[nth - 1] != start:
        raise _damaged(where, f"“{words[:60]}” does not stand where it should")
    return {"nth": nth}


def _link(asserted_by: int, chain: tuple[Link, ...]) -> str | int:
    """Return an actor by which the link is found again, its number where there is none."""
    if asserted_by < len(chain):
        later = {actor for link in chain[asserted_by + 1 :] for actor in link.actors}
        for actor in chain[asserted_by].actors:
            if actor not in later:
                return actor
    return asserted_by


def _note(note: str) -> dict[str, str]:
    return {"note": note} if note else {}


def _damaged(where: str, cause: str) -> LibraryError:
    return LibraryError(
        f"{where} cannot be unpacked: {cause}; “whosaid check” lists what is wrong."
    )


def _shortest(value: dict[str, Any]) -> dict[str, Any]:
    """Return plain data with its ranges of days as people write them."""
    short: dict[str, Any] = {}
    for key, item in value.items():
        if key in dates.FIELDS:
            short[key] = _days(item)
        elif isinstance(item, list):
            short[key] = [_shortest(one) if isinstance(one, dict) else one for one in item]
        else:
            short[key] = item
    return short


def _days(given: dict[str, Any]) -> dict[str, Any]:
    first, last = given.get("from"), given.get("to")
    on = dates.written(first, last) if first and last else None
    if on is None:
        return given
    rest = {key: item for key, item in given.items() if key not in ("from", "to")}
    return {"on": on, **rest}


# Tables as TOML


def _table(header: str, table: dict[str, Any]) -> str:
    """Return ``table`` below ``header``, each key on a line of its own."""
    lines = [header] if header else []
    lines += [f"{key} = {_value(item, len(key) + 3)}" for key, item in table.items()]
    return "\n".join(lines) + "\n"


def _value(value: object, indent: int = 0) -> str:
    match value:
        case str():
            # A JSON string is a basic TOML string, but that TOML wants DEL escaped too.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case dict():
            return "{" + ", ".join(f"{key} = {_value(item)}" for key, item in value.items()) + "}"
        case list():
            items = [_value(item) for item in value]
            line = f"[{', '.join(items)}]"
            if indent and (
                len(line) + indent > _WIDEST or any(isinstance(one, dict) for one in value)
            ):
                return "[\n" + "".join(f"  {item},\n" for item in items) + "]"
            return line
        case _:
            return str(value)
