"""Reading a library in folder form; db/README.md describes the form."""

from __future__ import annotations

import base64
import errno
import hashlib
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from viewer.atomic import replacing
from viewer.ingest import dates, forms, passages
from viewer.ingest.entry import LONGEST, TOO_LONG, Entry
from viewer.ingest.errors import InputError
from viewer.ingest.passages import Passages, Pointer
from viewer.ingest.progress import Progress, silent
from viewer.ingest.toml_lines import Lines

FILES = {
    "actors.toml": "actor",
    "weapons.toml": "weapon",
    "sameness.toml": "sameness",
    "claims.toml": "claim",
    "transfers.toml": "transfer",
    "events.toml": "event",
}
_SOURCES = "sources"
_BESIDE = ("README*", "LICENSE*", "*.whosaid*")
"""What may lie in a folder and is no part of it: what tells of it, and libraries made of it."""

T = TypeVar("T")

_ELSEWHERE = {
    "id": "the name of the file is the id of the source",
    "text": "the text is the .txt beside the file",
    "sha256": "it is worked out from the text",
    "asides": "each is a table [[aside]]",
}
"""What a source has that its file does not tell."""

_FOUND = dict.fromkeys(("start", "end"), "it is found by the words")
"""What a passage has that its table does not tell."""


@dataclass(frozen=True, slots=True)
class NewIds:
    """Ids made for statements of ``file`` that had none, each to be written below a line of it.

    ``read`` is what was in it when its lines were counted.
    """

    file: Path
    read: bytes
    below: dict[int, str]

    def written(self) -> bytes:
        """Return what was read with the ids in it, every other line as it is."""
        lines = self.read.split(b"\n")
        for line in sorted(self.below, reverse=True):
            ending = b"\r" if lines[line - 1].endswith(b"\r") else b""
            lines.insert(line, f'id = "{self.below[line]}"'.encode() + ending)
        return b"\n".join(lines)


@dataclass(frozen=True, slots=True)
class Folder:
    entries: tuple[Entry, ...]
    new_ids: tuple[NewIds, ...]


def read(folder: Path, progress: Progress = silent) -> Folder:
    """Return everything in ``folder``, sources before their statements.

    Raises InputError naming file, line and cause.
    """
    try:
        is_folder = folder.is_dir()
    except OSError as error:
        raise InputError(str(folder), f"the folder cannot be read ({error.strerror})") from None
    if not is_folder:
        raise InputError(str(folder), "is no folder; give the folder that holds library.toml")
    about = _File(folder / "library.toml")
    there = _known(folder)
    entries = [about.entry("library", about.content)]
    for name, kind in FILES.items():
        if name in there:
            entries += _File(folder / name).entries(kind)
    new_ids: list[NewIds] = []
    paths = _sources(folder / _SOURCES) if _SOURCES in there else []
    sources = [_SourceFile(path) for path in paths]
    # A source keeps its ids when its file is renamed, and the old name may come again.
    taken = {id for source in sources for id in source.given_ids()}
    for source in sources:
        for one in source.read(taken):
            entries.append(one)
            progress("reading the folder", len(entries), 0)
        if source.new_ids:
            new_ids.append(NewIds(source.path, source.stored, source.new_ids))
    return Folder(tuple(entries), tuple(new_ids))


def keep(new_ids: tuple[NewIds, ...]) -> None:
    """Write the new ids into their files, all of which must still be what was read.

    Raises InputError, before the first is written, for one that was changed meanwhile: what was
    written there is its author's.  Raises OSError when one cannot be read or written.
    """
    for new in new_ids:
        if not new.file.is_file() or new.file.read_bytes() != new.read:
            raise InputError(str(new.file), "was changed while it was being built; build again")
    for new in new_ids:
        with replacing(new.file) as draft:
            draft.write_bytes(new.written())


def _known(folder: Path) -> set[str]:
    """Return the names of what is in ``folder``.

    Raises InputError for one that means nothing: misspelt, it would lose all that is in it
    without a word.
    """
    known = ("library.toml", *FILES, _SOURCES)
    there = _listed(folder)
    for path in there:
        if not any(fnmatchcase(path.name, name) for name in (*known, *_BESIDE)):
            raise InputError(
                str(path),
                f"no such file is known; it may be {', '.join(FILES)} or in {_SOURCES}; what is no "
                "part of the library has a dot before its name",
            )
    return {path.name for path in there}


def _sources(folder: Path) -> list[Path]:
    """Return the files that describe the sources; raises InputError as ``_known`` does."""
    there = dict.fromkeys(_listed(folder))
    for path in there:
        if path.suffix not in (".toml", ".txt"):
            raise InputError(
                str(path),
                "no such file is known; a source is ID.toml and ID.txt, and what is none has a dot "
                "before its name",
            )
        if path.with_suffix(".toml") not in there:
            raise InputError(str(path), f"the source has no {path.stem}.toml beside it")
    return [path for path in there if path.suffix == ".toml"]


def _listed(folder: Path) -> list[Path]:
    """Return what is in a folder by name, hidden files apart."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise InputError(str(folder), f"the folder cannot be read ({error.strerror})") from None


def _content(path: Path) -> bytes:
    """Return what is in a file; raises OSError, also for a pipe, which would be waited for."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(errno.EINVAL, "it is no ordinary file", str(path))
    return path.read_bytes()


class _File:
    """A TOML file and the lines on which its tables begin."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.stored = _content(path)
            text = self.stored.decode("utf-8-sig").replace("\r\n", "\n")
            self.content: dict[str, Any] = tomllib.loads(text)
        except FileNotFoundError:
            raise InputError(str(path), "the file is missing") from None
        except OSError as error:
            raise InputError(str(path), f"the file cannot be read ({error.strerror})") from None
        except UnicodeDecodeError as error:
            raise InputError(str(path), f"not UTF-8 at byte {error.start}") from None
        except (ValueError, RecursionError) as error:  # a number too long, tables too deep
            raise InputError(str(path), f"not TOML: {error}") from None
        self.lines = Lines(text)

    def where(self, kind: str = "", number: int = 0, path: forms.Path = ()) -> str:
        """Return file and line of a table, or of what is in it at ``path``."""
        return f"{self.path}, line {self.lines.of(kind, number, path)}"

    def tables(self, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
        found = self.content.get(kind, [])
        # Below a header of its own each has a line, to be told and to get its id below.
        if not isinstance(found, list) or len(found) != self.lines.headers(kind):
            raise InputError(
                self.where(path=(kind,)), f"{kind} is written as [[{kind}]], one table each"
            )
        yield from enumerate(found)

    def entries(self, kind: str) -> Iterator[Entry]:
        """Yield the records of a file that holds one kind of table."""
        if strangers := sorted(self.content.keys() - {kind}):
            raise InputError(
                self.where(path=(strangers[0],)),
                f"“{strangers[0]}” has no place here; this file holds [[{kind}]] tables",
            )
        for number, table in self.tables(kind):
            yield self.entry(kind, table, (kind, number))

    def entry(self, kind: str, table: dict[str, Any], at: tuple[str, int] = ("", 0)) -> Entry:
        """Return the table ``at`` a kind and a number as a record, its dates made whole."""
        try:
            line = forms.written(kind, _with_whole_dates(table))
        except forms.Malformed as error:
            raise InputError(self.where(*at, error.path), str(error)) from None
        if len(line) > LONGEST:
            raise InputError(self.where(*at), TOO_LONG)
        return Entry(line, self.where(*at))


class _SourceFile(_File):
    """A source: its text, what is known of it, and its statements by their words."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._text = _read_source(path.with_suffix(".txt"))
        self._passages = Passages(self._text)
        self.new_ids: dict[int, str] = {}
        """The ids made, by the line below which each is to be written."""

    def given_ids(self) -> Iterator[str]:
        return (str(table["id"]) for _, table in self.tables("statement") if "id" in table)

    def read(self, taken: set[str]) -> Iterator[Entry]:
        """Yield the source and its statements; an id made for one is added to those ``taken``."""
        about = {
            key: value for key, value in self.content.items() if key not in ("aside", "statement")
        }
        for key, cause in _misplaced(about, _ELSEWHERE):
            raise InputError(self.where(path=(key,)), cause)
        about |= {
            "id": self.path.stem,
            "text": self._text,
            "sha256": hashlib.sha256(self._text.encode()).hexdigest(),
            "asides": sorted(
                (self._aside(number, table) for number, table in self.tables("aside")),
                key=lambda aside: aside["start"],
            ),
        }
        yield self.entry("source", about)
        for number, table in self.tables("statement"):
            resolved = self._statement(number, dict(table))
            if "id" not in resolved:
                span = (resolved["start"], resolved["end"])
                ids = (statement_id(self.path.stem, *span, voice) for voice in count())
                resolved["id"] = new = next(id for id in ids if id not in taken)
                taken.add(new)
                self.new_ids[self.lines.of("statement", number)] = new
            yield self.entry("statement", resolved, ("statement", number))

    def _aside(self, number: int, table: dict[str, Any]) -> dict[str, Any]:
        return self._passage("aside", number, dict(table))

    def _passage(self, kind: str, number: int, table: dict[str, Any]) -> dict[str, Any]:
        """Return ``table`` with the start and end of its ``exact`` in the source."""
        taking = partial(self._taking, kind, number, ("exact",))
        pointer = taking(lambda: _pointer(table))
        exact = taking(lambda: _string(table.get("exact"), "exact"))
        start = taking(lambda: self._passages.locate(exact, pointer))
        return {**table, "start": start, "end": start + len(exact)}

    def _statement(self, number: int, table: dict[str, Any]) -> dict[str, Any]:
        for key, cause in _misplaced(table, {"source": "it is the source of this file"}):
            raise InputError(self.where("statement", number, (key,)), cause)
        resolved = self._passage("statement", number, table)
        resolved["source"] = self.path.stem
        base, within = resolved["start"], Passages(resolved["exact"])
        taking = partial(self._taking, "statement", number)

        def span(given: object, field: str) -> dict[str, Any]:
            found = {"text": given} if isinstance(given, str) else dict(_table(given, field))
            pointer = _pointer(found)
            text = _string(found.get("text"), field)
            start = base + within.locate(text, pointer)
            return {**found, "start": start, "end": start + len(text)}

        def spans(name: str, given: object) -> list[dict[str, Any]]:
            return [span(item, name) for item in _list(given, name)]

        def field(name: str, resolve: Callable[[Any], Any]) -> None:
            if name in resolved:
                resolved[name] = taking((name,), lambda: resolve(resolved[name]))

        for part in ("quoted", "content", "cue"):
            field(part, partial(spans, part))
        field("mentions", lambda given: _mentions(given, base, within))
        links = taking(("chain",), lambda: _links(resolved.get("chain", [])))

        def stand(name: str, at: int, given: object, words: str) -> dict[str, Any]:
            found = dict(taking((name, at), lambda: _table(given, name)))
            link = taking((name, at, "asserted_by"), lambda: _link(found.get("asserted_by"), links))
            found["asserted_by"] = link
            if words in found:
                found[words] = taking((name, at, words), lambda: span(found[words], words))
            return found

        def stands(name: str, words: str, given: object) -> list[dict[str, Any]]:
            return [stand(name, at, one, words) for at, one in enumerate(_list(given, name))]

        field("stances", partial(stands, "stances", "cue"))
        field("appraisals", partial(stands, "appraisals", "words"))
        return resolved

    def _taking(self, kind: str, number: int, path: forms.Path, take: Callable[[], T]) -> T:
        """Return what ``take`` gives; what it finds wrong is said with its line."""
        try:
            return take()
        except ValueError as error:
            where = self.where(kind, number, path)
            raise InputError(where, f"{path[0]}: {error}") from None


def statement_id(source: str, start: int, end: int, voice: int) -> str:
    """Return a new statement's id: 60 bits of a hash, as twelve characters a-z, 2-7.

    ``voice`` counts from 0 the statements that have been made over the same passage.  The
    id is made once and kept; it says nothing of where the statement stands later.
    """
    digest = hashlib.sha256(f"{source}\0{start}\0{end}\0{voice}".encode()).digest()
    return base64.b32encode(digest)[:12].decode().lower()


def _read_source(path: Path) -> str:
    try:
        if path.stat().st_size > LONGEST:
            raise InputError(str(path), TOO_LONG)
        text = _content(path).decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(str(path), "the text of the source is missing") from None
    except OSError as error:
        raise InputError(str(path), f"the text cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"not UTF-8 at byte {error.start}") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError(f"{path}, line {line}", "a NUL character; remove it from the text")
    # A carriage return would not survive TOML, so the stored text has none.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _with_whole_dates(value: Any, path: forms.Path = ()) -> Any:
    """Return plain data with the dates in it as ranges of days; raises Malformed."""
    if isinstance(value, list):
        return [_with_whole_dates(item, (*path, at)) for at, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    whole = {name: _with_whole_dates(item, (*path, name)) for name, item in value.items()}
    if path and path[-1] in dates.FIELDS:
        try:
            _make_whole(whole, str(path[-1]))
        except ValueError as error:
            raise forms.Malformed(str(error), path) from None
    return whole


def _make_whole(given: dict[str, Any], key: str) -> None:
    if "on" in given:
        if "from" in given or "to" in given:
            raise ValueError(f"{key} has “on” and “from” or “to”; give one or the other")
        given["from"] = given["to"] = given.pop("on")
    for end, day in (("from", dates.first_day), ("to", dates.last_day)):
        if end in given:
            written = given[end]
            text = written.isoformat() if isinstance(written, date) else _string(written, key)
            given[end] = day(text)
    if given.get("from", "") > given.get("to", "9999-12-31"):
        raise ValueError(f"{key} ends before it begins")


def _misplaced(table: dict[str, Any], elsewhere: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each field of ``table`` that is told ``elsewhere``, and what to say of it."""
    for key in sorted(table.keys() & elsewhere.keys()):
        yield key, f"{key} is not written here: {elsewhere[key]}"


def _pointer(table: dict[str, Any]) -> Pointer:
    """Take out of the table of a passage what tells one place from another."""
    for _, cause in _misplaced(table, _FOUND):
        raise ValueError(cause)
    nth = table.pop("nth", None)
    if nth is not None and type(nth) is not int:
        raise ValueError(f"nth is a whole number, not {forms.shown(nth)}")
    prefix = _string(table.pop("prefix", ""), "prefix")
    return Pointer(nth, prefix, _string(table.pop("suffix", ""), "suffix"))


def _mentions(given: object, base: int, within: Passages) -> list[dict[str, Any]]:
    taken: dict[str, int] = {}
    found = []
    for item in _list(given, "mentions"):
        table = dict(_table(item, "mentions"))
        pointer = _pointer(table)
        text = _string(table.get("text"), "text")
        if pointer == passages.ANYWHERE:
            start = within.following(text, taken.get(text, passages.NOWHERE))
        else:
            start = within.locate(text, pointer)
        taken[text] = start
        found.append({**table, "start": base + start, "end": base + start + len(text)})
    return found


def _links(chain: object) -> list[list[Any]]:
    """Return the actors of each link of a chain."""
    tables = (_table(one, "chain") for one in _list(chain, "chain"))
    return [_list(table.get("actors", []), "actors") for table in tables]


def _link(given: object, links: list[list[Any]]) -> int:
    """Return the index of the link that ``given`` names: by its number or an actor of it."""
    if type(given) is int:
        if not 0 <= given < len(links):
            raise ValueError(f"the chain has no link {given}; count from 0")
        return given
    if given is None:
        raise ValueError("asserted_by is missing")
    found = [at for at, actors in enumerate(links) if given in actors]
    if not found:
        raise ValueError(f"asserted_by: no link of the chain holds {forms.shown(given)}")
    return found[-1]  # an outlet that both publishes and speaks, speaks


def _string(given: object, field: str) -> str:
    if given is None:
        raise ValueError(f"{field} is missing")
    if not isinstance(given, str):
        raise ValueError(f"{field} is a string, not {forms.shown(given)}")  # noqa: TRY004 - input
    return given


def _list(given: object, field: str) -> list[Any]:
    if not isinstance(given, list):
        raise ValueError(f"{field} is a list, not {forms.shown(given)}")  # noqa: TRY004 - input
    return given


def _table(given: object, field: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ValueError(f"{field} holds {forms.shown(given)} where a table belongs")  # noqa: TRY004
    return given
