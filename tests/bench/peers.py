"""The same questions to Whosaid's search and to what people would use instead, side by side.

Each answers in this process, without a network and without painting: the 50
newest statements that match with their words, and the counts of all actors and
weapons.  Datasette gets the time it needs: its limits of 200 ms for a facet and
1 s for a query are lifted.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench import libraries
from tests.bench.figures import FASTER, Figure, figure
from tests.bench.queries import Typed, queries

_ROWS = 50
_ROUNDS = 7
_PATIENCE = 20.0  # s; what has taken so long is not asked again

Ask = Callable[[Typed], object]


def measure(size: int) -> list[Figure]:
    """Ask every full-text query of everybody in turns."""
    asked = [typed for typed in queries(size) if typed.fts]
    ours = Whosaid(libraries.library_file(size))
    peer_file = _peer_database(size)
    plain = PlainSqlite(peer_file)
    datasette = Datasette(peer_file)
    tantivy = Tantivy(size, peer_file)
    rows: dict[str, Ask] = {
        "Whosaid": ours.rows,
        "SQLite FTS5, newest first": plain.newest,
        "SQLite FTS5, bm25": plain.best,
        "Datasette": datasette.rows,
        "tantivy, newest first": tantivy.newest,
        "tantivy, best first": tantivy.best,
    }
    counts: dict[str, Ask] = {"Whosaid": ours.counts, "Datasette": datasette.counts}
    with contextlib.closing(datasette):
        first = _asked("rows", rows, asked, ours)
        second = _asked("rows and counts", counts, asked, ours)
    return [*first, *second]


def _asked(what: str, peers: dict[str, Ask], asked: list[Typed], ours: Whosaid) -> list[Figure]:
    """Return the times of each peer and query, and how much faster Whosaid is."""
    medians: dict[tuple[str, str], float] = {}
    figures: list[Figure] = []
    ratios: list[Figure] = []
    for typed in asked:
        times: dict[str, list[float]] = {name: [] for name in peers}
        for _ in range(_ROUNDS):
            ours.forget()
            for name, ask in peers.items():
                if sum(times[name]) < _PATIENCE * 1000:
                    times[name].append(_timed(ask, typed))
        for name, taken in times.items():
            one = figure(f"{what}: {name}", typed.name, "ms", taken)
            figures.append(one)
            medians[name, typed.name] = one.median
    for name in peers:
        if name == "Whosaid":
            continue
        faster = [
            medians[name, typed.name] / max(medians["Whosaid", typed.name], 0.001)
            for typed in asked
        ]
        aim = {"Datasette": {"worst": 20.0}, "tantivy, newest first": {"worst": 1 / 3}}
        words = f"{what}: Whosaid beside {name}, every query"
        ratios.append(figure("ratios", words, FASTER, faster, **aim.get(name, {})))
    return [*ratios, *sorted(figures, key=lambda one: one.part)]


def _timed(ask: Ask, typed: Typed) -> float:
    started = time.perf_counter()
    ask(typed)
    return (time.perf_counter() - started) * 1000


class Whosaid:
    """The search that the window's worker asks."""

    def __init__(self, file: Path) -> None:
        from viewer.library.listed import listed
        from viewer.library.reading import Library
        from viewer.library.search import Search

        self._library = Library(file)
        self._search = Search(self._library)
        self._listed = listed

    def forget(self) -> None:
        """Drop what the last question found and its counts: each is asked as if anew."""
        from viewer.library.postings import EMPTY
        from viewer.library.search import Search

        self._search = Search(self._library)
        for _ in self._search.prepare():
            pass
        self._library.facets.count(EMPTY, "actor")

    def rows(self, typed: Typed) -> object:
        from viewer.library.query import parse

        query = parse(typed.text, typing=True)
        hits = self._search.glimpse(query, _ROWS) or self._search.hits(query)
        return self._listed(hits.rows[:_ROWS], self._library)

    def counts(self, typed: Typed) -> object:
        from viewer.library.query import parse

        hits = self._search.hits(parse(typed.text, typing=True))
        rows = self._listed(hits.rows[:_ROWS], self._library)
        return rows, self._library.facets.count(hits.found, "actor")


class PlainSqlite:
    """Python's sqlite3 over a plain table with FTS5."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)

    def newest(self, typed: Typed) -> object:
        return self._rows(typed, "statement_fts.rowid DESC")

    def best(self, typed: Typed) -> object:
        return self._rows(typed, "rank")

    def _rows(self, typed: Typed, order: str) -> object:
        return self._connection.execute(
            "SELECT statement.* FROM statement_fts JOIN statement"
            " ON statement.id = statement_fts.rowid"
            f" WHERE statement_fts MATCH ? ORDER BY {order} LIMIT {_ROWS}",
            (typed.fts,),
        ).fetchall()


class Datasette:
    """Datasette asked through its own application, without a server."""

    def __init__(self, file: Path) -> None:
        from datasette.app import Datasette as Application

        self._loop = asyncio.new_event_loop()
        limits = {"sql_time_limit_ms": 600_000, "facet_time_limit_ms": 600_000}
        self._application: Any = Application(
            [str(file)],
            metadata={"databases": {file.stem: {"tables": {"statement": {"searchmode": "raw"}}}}},
            settings=limits,
        )
        self._table = f"/{file.stem}/statement.json"
        self._loop.run_until_complete(self._application.invoke_startup())

    def rows(self, typed: Typed) -> object:
        return self._get(typed, {"_nofacet": "1", "_nocount": "1"})

    def counts(self, typed: Typed) -> object:
        shown = self._get(typed, {"_facet_array": ["actors", "weapons"], "_facet_size": "max"})
        if len(shown["facet_results"]) != 2 or shown.get("facets_timed_out"):
            raise RuntimeError("Datasette has not counted")
        return shown

    def _get(self, typed: Typed, more: dict[str, Any]) -> Any:
        asked = {"_search": typed.fts, "_sort_desc": "id", "_size": str(_ROWS), "_nosuggest": "1"}
        answer = self._loop.run_until_complete(
            self._application.client.get(self._table, params=asked | more, timeout=None)
        )
        answer.raise_for_status()
        return answer.json()

    def close(self) -> None:
        self._loop.close()


class Tantivy:
    """An index of the same texts: the bound of what is possible."""

    def __init__(self, size: int, database: Path) -> None:
        import tantivy

        self._tantivy = tantivy
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("id", stored=True, fast=True)
        schema.add_text_field("exact", stored=True, tokenizer_name="default")
        self._schema = schema.build()
        folder = libraries.home() / f"{size}.tantivy"
        if not (folder / "meta.json").exists():
            self._fill(folder, database)
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._searcher = self._index.searcher()

    def newest(self, typed: Typed) -> object:
        return self._found(typed, order_by_field="id")

    def best(self, typed: Typed) -> object:
        return self._found(typed)

    def _found(self, typed: Typed, **order: str) -> object:
        found = self._searcher.search(self._query(typed), _ROWS, count=False, **order)
        return [self._searcher.doc(address).to_dict() for _, address in found.hits]

    def _query(self, typed: Typed) -> Any:
        if typed.fts.endswith("*"):
            return self._tantivy.Query.regex_query(self._schema, "exact", typed.fts[:-1] + ".*")
        asked = typed.fts.replace(" NOT ", " -")
        return self._index.parse_query(asked, ["exact"], conjunction_by_default=True)

    def _fill(self, folder: Path, database: Path) -> None:
        folder.mkdir(exist_ok=True)
        index = self._tantivy.Index(self._schema, path=str(folder))
        writer = index.writer(heap_size=200_000_000, num_threads=1)
        with contextlib.closing(sqlite3.connect(database)) as connection:
            for id, exact in connection.execute("SELECT id, exact FROM statement ORDER BY id"):
                writer.add_document(self._tantivy.Document(id=id, exact=exact))
        writer.commit()
        writer.wait_merging_threads()


def _peer_database(size: int) -> Path:
    """Return a plain table of the statements, newest last, with its full-text table."""
    file = libraries.home() / f"peers{size}.db"
    if file.exists():
        return file
    draft = file.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(draft)) as connection:
        connection.execute(
            "CREATE TABLE statement (id INTEGER PRIMARY KEY, said TEXT,"
            " source TEXT, exact TEXT, actors TEXT, weapons TEXT)"
        )
        connection.execute("CREATE TEMP TABLE unsorted AS SELECT * FROM statement")
        connection.executemany(
            "INSERT INTO unsorted VALUES (NULL, ?, ?, ?, ?, ?)",
            _statements(libraries.lines_file(size)),
        )
        connection.execute(
            "INSERT INTO statement SELECT NULL, said, source, exact, actors, weapons"
            " FROM unsorted ORDER BY said"
        )
        # As sqlite-utils' enable_fts(["exact"]) makes it.
        connection.execute(
            "CREATE VIRTUAL TABLE statement_fts USING fts5 (exact, content=[statement])"
        )
        connection.execute(
            "INSERT INTO statement_fts (rowid, exact) SELECT rowid, exact FROM statement"
        )
        connection.commit()
    draft.replace(file)
    return file


def _statements(lines: Path) -> Iterator[tuple[str, ...]]:
    with lines.open(encoding="utf-8") as opened:
        for line in opened:
            if not line.endswith('"type":"statement"}\n'):
                continue
            record = json.loads(line)
            mentions = record.get("mentions", ())
            actors = {one["actor"] for one in mentions if "actor" in one}
            actors.update(record["chain"][-1]["actors"])
            weapons = {one["weapon"] for one in mentions if "weapon" in one}
            said = record["said"]
            yield (
                said.get("from") or said["to"],
                record["source"],
                record["exact"],
                json.dumps(sorted(actors)),
                json.dumps(sorted(weapons)),
            )
