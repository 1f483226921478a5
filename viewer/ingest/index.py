"""What search reads, made from what the library says.

The words of statements are written as they come; everything else is made when all of
them are there, from the tables and from the words themselves.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter

import msgspec
from pyroaring import BitMap

from viewer import fold
from viewer.ingest.pairs import Pairs, pairs
from viewer.library.postings import (
    EMPTY,
    LONGEST_PREFIX,
    MARK,
    SETS,
    WHOLE_PREFIX,
    Kind,
    key_range,
    paired_words,
)

COMMON_SHARE = 54
"""A word or beginning in more than one statement of so many is kept as a posting too …"""
PAIRED_SHARE = 45
"""… a word in more than one of so many with what stands after it, too …"""
COMMON_LEAST = 4096
"""… unless it is in fewer than this, which the full-text index reads in a millisecond or two."""

WORDS = {
    "statement_words": "SELECT id, exact FROM statement",
    "name_words": "SELECT id, text FROM name",
    "claim_words": "SELECT id, proposition || ' ' || replace(slug, '-', ' ') FROM claim",
    "source_words": "SELECT id, title || ' ' || replace(slug, '-', ' ') FROM source",
}
"""What the words of each full-text index are of, as row number and text."""

_LAST = "\U0010ffff"  # after every word

_PENDING = 8 << 20  # bytes of words that FTS5 gathers before it writes them

_READ = 1 << 17  # statements of a word that are read at a time

_numbers = msgspec.json.Decoder(list[int]).decode


def start(connection: sqlite3.Connection) -> None:
    """Make the full-text index of a new library ready for many words."""
    # Merged once at the end, not again and again on the way.
    _configure(connection, automerge=0, hashsize=_PENDING)


def finish(connection: sqlite3.Connection, gathered: Pairs) -> None:
    """Make everything else of a new library's index."""
    _add_words(connection)
    for table in WORDS:
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    connection.execute("DELETE FROM statement_words_config WHERE k IN ('automerge', 'hashsize')")
    for kind in SETS:
        for key, statements in _sets(connection, kind):
            _write(connection, kind, key, statements)
    for of_words, key, statements in _common_words(connection):
        _write(connection, of_words, key, statements)
    for pair, statements in gathered.sets():
        _write(connection, "pair", pair, statements)
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM statement").fetchone()
    _mark(connection, last)


def extend(connection: sqlite3.Connection, after: int, ordered_to: int) -> None:
    """Add what came with the statements after the row ``after`` to an index.

    Statements are in order up to the row ``ordered_to``.
    """
    _add_words(connection)
    for kind in SETS:
        for key, statements in _sets(connection, kind, after):
            _add(connection, kind, key, statements)
    for (of_words, word), statements in _common_in(connection, after).items():
        _add(connection, f"late {of_words}", word, statements)
    _mark(connection, ordered_to)


def _mark(connection: sqlite3.Connection, ordered_to: int) -> None:
    """Write down which fold the words are of, and up to which row the rows are in order."""
    connection.execute(
        "INSERT OR REPLACE INTO search_index VALUES (1, ?, ?)", (fold.VERSION, ordered_to)
    )


def _configure(connection: sqlite3.Connection, **options: int) -> None:
    connection.executemany(
        "INSERT INTO statement_words (statement_words, rank) VALUES (?, ?)", options.items()
    )


# Words


def columns(table: str, text: str) -> tuple[str, str]:
    """Return the words of a text, and the joined ones, as a full-text index has them.

    In that of statements these are marked: the sets of common words tell both apart.
    """
    words, joined = fold.texts(text)
    if table == "statement_words":
        joined = " ".join(MARK + word for word in joined.split())
    return words, joined


def _add_words(connection: sqlite3.Connection) -> None:
    """Add the words of what is not yet in its full-text index; statements are there already."""
    for table, query in WORDS.items():
        last = connection.execute(f"SELECT rowid FROM {table} ORDER BY rowid DESC LIMIT 1")
        (after,) = last.fetchone() or (0,)
        connection.executemany(
            f"INSERT INTO {table} (rowid, words, joined) VALUES (?, ?, ?)",
            (
                (row, *columns(table, text))
                for row, text in connection.execute(f"{query} WHERE id > ?", (after,))
            ),
        )


# Sets


def _sets(
    connection: sqlite3.Connection, kind: Kind, after: int = 0
) -> Iterator[tuple[str, BitMap]]:
    """Yield each key of ``kind`` with its statements after the row ``after``."""
    query = " UNION ALL ".join(SETS[kind])
    # With + the few after a row are looked for by their number, not all of them in order of key.
    rows = connection.execute(
        f"SELECT key, statement FROM ({query}) WHERE statement > ? ORDER BY +key", (after,)
    )
    for key, group in groupby(rows, itemgetter(0)):
        yield str(key), BitMap(array("I", [statement for _, statement in group]))


def _add(connection: sqlite3.Connection, kind: str, key: str, statements: BitMap) -> None:
    row = connection.execute(
        "SELECT statements FROM posting WHERE kind = ? AND key = ?", (kind, key)
    ).fetchone()
    _write(connection, kind, key, statements | BitMap.deserialize(row[0]) if row else statements)


def _write(connection: sqlite3.Connection, kind: str, key: str, statements: BitMap) -> None:
    statements.run_optimize()
    connection.execute(
        "INSERT INTO posting (kind, key, statements) VALUES (?, ?, ?)"
        " ON CONFLICT (kind, key) DO UPDATE SET statements = excluded.statements",
        (kind, key, statements.serialize()),
    )


# Common words


def _common_in(connection: sqlite3.Connection, after: int) -> dict[tuple[str, str], BitMap]:
    """Return the statements after the row ``after`` of each known common word and beginning."""
    common = set(
        connection.execute("SELECT kind, key FROM posting WHERE kind IN ('word', 'prefix')")
    )
    paired = paired_words(connection)
    found: dict[tuple[str, str], BitMap] = {}
    for row, exact in connection.execute("SELECT id, exact FROM statement WHERE id > ?", (after,)):
        words, runs = fold.texts(exact)
        said = _words_and_beginnings(words)
        joined = _words_and_beginnings(runs) - said
        names = [*(said & common), *((kind, MARK + key) for kind, key in joined & common)]
        for name in (*names, *(("pair", pair) for pair in pairs(words, paired))):
            found.setdefault(name, BitMap()).add(row)
    return found


def _words_and_beginnings(words: str) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for word in {*words.split()}:
        found.add(("word", word))
        found.update(("prefix", word[:size]) for size in _sizes(word))
    return found


def _sizes(word: str) -> range:
    """Return how long the beginnings of a word are of which sets may be kept."""
    return range(1, min(len(word), LONGEST_PREFIX) + 1)


def least_common(statements: int, share: int = COMMON_SHARE) -> int:
    """Return in how many of ``statements`` a word or beginning stands that is common."""
    return max(COMMON_LEAST, statements // share)


class _Beginning:
    """The statements with a beginning of words, of joined words, and what is kept below it."""

    def __init__(self) -> None:
        self.said, self.joined, self.below = BitMap(), BitMap(), BitMap()

    def own(self, beginning: str) -> BitMap:
        """Return what is to be kept: below it are longer beginnings, and words, that are common."""
        return self.said if len(beginning) <= WHOLE_PREFIX else self.said - self.below


def _common_words(connection: sqlite3.Connection) -> Iterator[tuple[str, str, BitMap]]:
    """Yield kind, key and statements of each word and beginning that is common.

    Words are read in the order of the alphabet, so that no more than one beginning
    of each length is gathered at a time.
    """
    (statements,) = connection.execute("SELECT count(*) FROM statement").fetchone()
    least = least_common(statements)
    if statements < least:
        return
    beginnings: dict[str, _Beginning] = {}
    end = ("", EMPTY, EMPTY)  # of all beginnings
    for word, said, joined in chain(_every_word(connection), [end]):
        for beginning in [one for one in reversed(beginnings) if not word.startswith(one)]:
            gathered = beginnings.pop(beginning)
            if gathered.said.union_cardinality(gathered.joined) >= least:
                yield "prefix", beginning, gathered.own(beginning)
                if only_joined := gathered.joined - gathered.said:
                    yield "prefix", MARK + beginning, only_joined
                if len(beginning) > 1:
                    beginnings[beginning[:-1]].below |= gathered.said
        for size in _sizes(word):
            gathered = beginnings.setdefault(word[:size], _Beginning())
            gathered.said |= said
            gathered.joined |= joined
        if said.union_cardinality(joined) >= least:
            yield "word", word, said
            if only_joined := joined - said:
                yield "word", MARK + word, only_joined
            beginnings[word[:LONGEST_PREFIX]].below |= said


def _every_word(connection: sqlite3.Connection) -> Iterator[tuple[str, BitMap, BitMap]]:
    """Yield each word in order with the statements in which it stands, and is a joined word."""
    connection.execute(
        "CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, statement_words, row)"
    )
    marked, after = key_range(MARK)
    plain = chain(_sets_of_words(connection, "", marked), _sets_of_words(connection, after, _LAST))
    said = ((word, at, EMPTY) for word, at in plain)
    joined = (
        (word.removeprefix(MARK), EMPTY, at)
        for word, at in _sets_of_words(connection, marked, after)
    )
    for word, group in groupby(merge(said, joined, key=itemgetter(0)), itemgetter(0)):
        _, each_said, each_joined = zip(*group, strict=True)
        yield word, EMPTY.union(*each_said), EMPTY.union(*each_joined)
    connection.execute("DROP TABLE temp.words")


def _sets_of_words(
    connection: sqlite3.Connection, first: str, end: str
) -> Iterator[tuple[str, BitMap]]:
    """Yield the words of the full-text index from ``first`` to before ``end``, with statements."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM statement").fetchone()
    for word, statements in connection.execute(
        "SELECT term, doc FROM temp.words WHERE term >= ? AND term < ?", (first, end)
    ):
        found = BitMap()
        step = _READ if statements > _READ else last
        for before in range(0, last, step):
            # As one value, in a quarter of the time that so many rows take.
            (read,) = connection.execute(
                "SELECT json_group_array(rowid) FROM statement_words"
                " WHERE statement_words MATCH ? AND rowid > ? AND rowid <= ?",
                (f'"{word}"', before, before + step),
            ).fetchone()
            found |= BitMap(_numbers(read))
        yield word, found
