"""Which statements a query means, in what order, and why each of them."""

from __future__ import annotations

import json
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Literal, NamedTuple

from pyroaring import BitMap

from viewer import fold
from viewer.library import phrases
from viewer.library.catalogue import Catalogue
from viewer.library.file import LibraryError, typed
from viewer.library.having import Having, having
from viewer.library.names import NameHit
from viewer.library.order import Newest, between
from viewer.library.postings import EMPTY, LONGEST_PREFIX, MARK, WordKind
from viewer.library.query import (
    Filter,
    FilterKey,
    Group,
    Query,
    Term,
    day_named,
    mode_named,
    parse,
    position_meant,
    position_named,
)
from viewer.library.titles import Titles

Order = Literal["newest", "best"]
By = Literal["text", "name", "near"]

RANKED = 20_000
"""bm25 costs some 2 µs a match; a larger set is ordered by kind of match and date alone."""

_MANY = 300  # actors, sources or claims whose sets take more than a millisecond or two to read
_LOOKED_AT = 512
"""How many texts are read to find the newest hits of a phrase: some milliseconds."""

_FEW = 64  # texts, which are read in less time than another answer takes

_DEARER = 20
"""How many places the full-text index merges in the time in which one text is read."""

_LONGEST = 8  # words of a query that is spelt otherwise: each takes some 50 ms in a million

_FEWER = 3  # queries with fewer words that are offered

_KEPT = 16
"""How many words, phrases and filters keep what they found: 128 KB each at most in a million."""


class Matched(NamedTuple):
    """Why a statement is a hit: ``name`` is the name that did it, of ``entity`` (a row number)."""

    by: By
    name: str = ""
    kind: str = ""
    entity: int = 0


TEXT = Matched("text")


class Reason(NamedTuple):
    """A name that makes a hit of what its entity says and of what mentions it."""

    matched: Matched
    speaker: BitMap
    mention: BitMap


class _Sets(NamedTuple):
    """The statements that match one alternative, those of each kind also of the kinds before."""

    exact: BitMap = EMPTY
    prefix: BitMap = EMPTY
    name: BitMap = EMPTY
    near: BitMap = EMPTY
    reasons: tuple[Reason, ...] = ()

    @classmethod
    def alike(cls, found: BitMap) -> _Sets:
        return cls(found, found, found, found)

    def ranks(self) -> tuple[BitMap, BitMap, BitMap, BitMap]:
        return self.exact, self.prefix, self.name, self.near


class _Slow(NamedTuple):
    """What takes long to find all of: where it may be, and which of a few statements have it."""

    among: BitMap
    holding: Callable[[Sequence[int]], list[int]]


@dataclass(frozen=True, slots=True)
class Hits:
    """The statements that a query means: ``rows`` in order, ``found`` as a set of row numbers."""

    query: Query
    rows: Sequence[int]
    found: BitMap
    reasons: tuple[tuple[BitMap, tuple[Reason, ...]], ...]

    def __len__(self) -> int:
        return len(self.found)

    def place_of(self, row: int) -> int:
        """Return where the hit ``row`` stands in the order."""
        if isinstance(self.rows, Newest):
            return self.rows.place_of(row)
        return self.rows.index(row)

    def matched(self, row: int) -> Matched:
        """Return why ``row`` is a hit, by its weakest part."""
        return weakest(self.reasons_of(row))

    def entities(self, row: int) -> frozenset[int]:
        """Return the entities whose names, and not the words themselves, made ``row`` a hit."""
        return named_by(self.reasons_of(row))

    def reasons_of(self, row: int) -> list[Matched]:
        """Return the names that made ``row`` a hit where the words themselves did not."""
        return [
            reason.matched
            for text, reasons in self.reasons
            if row not in text
            for reason in reasons
            if row in reason.speaker or row in reason.mention
        ]


def named_by(reasons: list[Matched]) -> frozenset[int]:
    """Return the entities whose names are the reasons of a hit."""
    return frozenset(reason.entity for reason in reasons)


def weakest(reasons: list[Matched]) -> Matched:
    """Return the reason that is told of a hit: a near spelling before a name before the words."""
    near = (reason for reason in reasons if reason.by == "near")
    return next(near, reasons[0] if reasons else TEXT)


class Suggestions(NamedTuple):
    """Queries that find something in place of one that does not: in other words, else in fewer."""

    other: list[str]
    fewer: list[str]


class Search:
    """Answers queries over one library; interrupting its connection stops an answer."""

    def __init__(self, library: Catalogue) -> None:
        """Raises LibraryError where words are kept in another way than they are looked for."""
        if not library.is_searchable():
            raise LibraryError(
                f"The index of {library.path} was made by another version of Whosaid; make the "
                f"library anew: “whosaid export --library {typed(library.path)}” writes what "
                "“whosaid import” takes."
            )
        self.library = library
        self._claims = Titles(library.connection, "claim")
        self._sources = Titles(library.connection, "source")
        self._named: tuple[tuple[object, ...], BitMap] = ((), EMPTY)
        self._phrase: tuple[tuple[object, ...], phrases.Sieved | None] = ((), None)
        self._recent: OrderedDict[tuple[object, ...], _Sets] = OrderedDict()

    def hits(self, query: Query, order: Order = "newest") -> Hits:
        """Return the statements that ``query`` means; no query fails."""
        is_ranked = order == "best" and bool(query.terms)
        wanted = [group for group in query.groups if not group.negated]
        sets = [[self._sets(one, is_ranked) for one in group.alternatives] for group in wanted]
        excluded = [
            self._sets(one).name
            for group in query.groups
            if group.negated
            for one in group.alternatives
        ]

        def meant(rank: int) -> BitMap:
            each = [BitMap.union(*(one.ranks()[rank] for one in group)) for group in sets]
            found = BitMap.intersection(*each) if each else self.library.postings.everything
            return found.difference(*excluded) if excluded else found

        found = meant(-1)
        rows: Sequence[int] = Newest(found, self.library.chronology)
        if is_ranked:
            rows = self._ranked(query, [meant(0), meant(1), meant(2), found])
        reasons = tuple((one.prefix, one.reasons) for group in sets for one in group if one.reasons)
        return Hits(query, rows, found, reasons)

    def glimpse(self, query: Query, most: int) -> Hits | None:
        """Return the ``most`` newest hits alone, where all of them would take many frames.

        That is so with a phrase of common words and with a filter that names
        hundreds of actors, weapons, sources or claims: few statements have to be read until the
        newest are found.  None in every other case.
        """
        slow: list[_Slow] = []
        among: list[BitMap] = []
        excluded: list[BitMap] = []
        reasons: list[tuple[BitMap, tuple[Reason, ...]]] = []
        for group in query.groups:
            if one := self._slow(group.alternatives[0]):
                if group.negated or len(group.alternatives) > 1:
                    return None
                slow.append(one)
                among.append(one.among)
                continue
            sets = [self._sets(other) for other in group.alternatives]
            if group.negated:
                excluded.append(BitMap.union(*(it.name for it in sets)))
            else:
                among.append(BitMap.union(*(it.near for it in sets)))
                reasons += [(it.prefix, it.reasons) for it in sets if it.reasons]
        if not slow:
            return None
        rest = BitMap.intersection(*among).difference(*excluded)
        found = _first(most, Newest(rest, self.library.chronology), slow)
        return Hits(query, found, BitMap(found), tuple(reasons)) if found else None

    def _slow(self, alternative: Term | Filter) -> _Slow | None:
        """Return how to look up one by one what takes long to find all of."""
        connection = self.library.connection
        if _key(alternative) in self._recent:
            return None
        if isinstance(alternative, Term):
            term, sieved = alternative, self._sieved(alternative)
            if sieved is None or len(sieved.doubtful) < _FEW:
                return None

            def holding(rows: Sequence[int]) -> list[int]:
                doubtful = [row for row in rows if row not in sieved.sure]
                found = {*phrases.holding(term, doubtful, connection)}
                return [row for row in rows if row in sieved.sure or row in found]

            return _Slow(sieved.sure | sieved.doubtful, holding)
        what = _HAVING.get(alternative.key)
        if what is None:
            return None
        named = self.named(alternative)
        if what != "claim" and what != "source":
            named = self.library.entities.covered(named)
        if len(named) < _MANY:
            return None
        everything = self.library.postings.everything
        return _Slow(everything, lambda rows: having(what, named, rows, connection))

    def prepare(self) -> Iterator[None]:
        """Make what a first search by name or title reads, in pieces of some milliseconds.

        Whoever has nothing better to do makes it before somebody waits for it.
        """
        fold.key("ш")  # the first sign of another script brings the tables of all
        yield
        yield from self.library.names.prepare()
        yield from self.library.postings.prepare("claim")
        yield from self.library.postings.prepare("source")

    def names(self, term: Term) -> list[Matched]:
        """Return the names by which ``term`` finds statements."""
        return [reason.matched for reason in self._sets(term).reasons]

    def named_by_words(self, query: Query) -> frozenset[int]:
        """Return the entities by whose names the words of ``query`` find statements."""
        words = (term for term in query.terms if not term.phrase)
        return frozenset(named.entity for term in words for named in self.names(term))

    def unknown(self, query: Query) -> list[Filter]:
        """Return the filters that name nothing in this library."""
        return [
            one
            for group in query.groups
            for one in group.alternatives
            if isinstance(one, Filter) and one.key not in _VALUES and not self.named(one)
        ]

    def suggestions(self, query: Query, most: int = 5) -> Suggestions:
        """Return queries like this one, which finds nothing, that find something.

        Words that speak of a position become its filter; others take spellings that
        the library holds, one word at a time, or all of them at once.  Where that finds
        nothing as few of them as can be are left out.  A pasted paragraph is no misspelling.
        """
        words = [
            (term.start + word.start, term.start + word.end, word.text)
            for term in query.terms
            for word in fold.words(query.text[term.start : term.end])
        ]
        if len(words) > _LONGEST:
            return Suggestions([], [])
        stances = [
            (start, end, f'stance:"{position}"')
            for start, end, word in words
            if (position := position_meant(word))
        ]
        near = [
            (start, end, spellings)
            for start, end, word in words
            if (spellings := self._near_spellings(word, most))
        ]
        pieces = [
            *([stance] for stance in stances),
            *([(start, end, one)] for start, end, spellings in near for one in spellings),
            [(start, end, spellings[0]) for start, end, spellings in near],
        ]
        offered = dict.fromkeys(_replaced(query.text, piece) for piece in pieces if piece)
        found = (text for text in offered if self.hits(parse(text)).found)
        other = list(islice(found, most))
        return Suggestions(other, [] if other else self._with_fewer(query)[:_FEWER])

    def _with_fewer(self, query: Query) -> list[str]:
        """Return the query without as few of its words as must be left out to find something.

        What finds least is first: it says most.
        """
        groups = parse(query.text).groups
        words = [group for group in groups if _is_word(group)]
        rest = query._replace(groups=tuple(one for one in query.groups if not _is_word(one)))
        among = self.hits(rest).found
        each = [self._sets(group.alternatives[0]).near for group in words]
        for left_out in range(1, len(words)):
            found: list[tuple[int, str]] = []
            for gone in combinations(range(len(words)), left_out):
                self.library.pause()
                kept = [sets for at, sets in enumerate(each) if at not in gone]
                if count := len(among.intersection(*kept)):
                    spans = [words[at].alternatives[0] for at in gone]
                    pieces = [(span.start, span.end, "") for span in spans]
                    found.append((count, _replaced(query.text, pieces)))
            if found:
                return [text for _, text in sorted(found, key=lambda one: one[0])]
        return []

    def _near_spellings(self, word: str, most: int) -> list[str]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if len(word) < 3:
            return []
        near = process.extract(
            word,
            [other for other in self._spellings(word) if other != word],
            scorer=OSA.distance,
            score_cutoff=1 if len(word) < 5 else 2,
            limit=most,
        )
        return [spelling for spelling, _, _ in near]

    def _spellings(self, word: str) -> list[str]:
        """Return the words of the texts and names that begin like ``word``."""
        connection = self.library.connection
        connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary"
            " USING fts5vocab (main, statement_words, row)"
        )
        rows = connection.execute(
            "SELECT term FROM temp.vocabulary WHERE term >= ? AND term < ?",
            (word[0], chr(ord(word[0]) + 1)),
        )
        return sorted({term for (term,) in rows}.union(self.library.names.spellings()))

    # One alternative

    def _sets(self, alternative: Term | Filter, is_ranked: bool = False) -> _Sets:
        """Return what an alternative finds; each key typed asks again for all but the last."""
        asked = _key(alternative, is_ranked)
        if asked not in self._recent:
            self._recent[asked] = self._looked_up(alternative, is_ranked)
            if len(self._recent) > _KEPT:
                self._recent.popitem(last=False)
        self._recent.move_to_end(asked)
        return self._recent[asked]

    def _looked_up(self, alternative: Term | Filter, is_ranked: bool) -> _Sets:
        """Exact matches are looked up only to be ranked above those of a longer word."""
        if isinstance(alternative, Filter):
            return _Sets.alike(self._filtered(alternative))
        prefix = self._words(alternative)
        exact = self._words(alternative._replace(prefix=False)) if is_ranked else EMPTY
        if alternative.phrase:
            return _Sets(exact, prefix, prefix, prefix)
        names = self.library.names
        reasons = self._reasons(
            "name", names.named(alternative.words, alternative.joined, alternative.prefix)
        )
        name = _with_names(prefix, reasons)
        if name:
            return _Sets(exact, prefix, name, name, reasons)
        reasons = self._reasons("near", names.near(alternative.joined, alternative.prefix))
        return _Sets(near=_with_names(EMPTY, reasons), reasons=reasons)

    def _words(self, term: Term) -> BitMap:
        """Return the statements with the words of ``term`` next to each other."""
        if len(term.words) == 1:
            kind: WordKind = "prefix" if term.prefix else "word"
            common = self.library.postings.of_word(kind, term.words[0])
            if common is not None:
                if term.phrase:
                    return common
                return common | self.library.postings.of_joined(kind, term.joined)
        elif (sieved := self._sieved(term)) and (read := self._read(term, sieved)) is not None:
            return sieved.sure | read
        return self._text(_expression(term))

    def _sieved(self, term: Term) -> phrases.Sieved | None:
        """Return what the sets of its pairs tell of a phrase; of the last one it is kept."""
        asked = _key(term)
        if self._phrase[0] != asked:
            self._phrase = asked, self._sieve(term)
        return self._phrase[1]

    def _sieve(self, term: Term) -> phrases.Sieved | None:
        """Return None where the full-text index is quick, as with any other term."""
        if not term.phrase or len(term.words) == 1:
            return None
        rest, before = phrases.without_last(term), None
        has_rare = not self.library.postings.paired.issuperset(rest.words)
        if has_rare and not term.prefix:
            return None
        if has_rare or _key(rest) in self._recent:
            before = self._sets(rest).name
        return phrases.sieved(term, before, self.library.postings)

    def _read(self, term: Term, sieved: phrases.Sieved) -> BitMap | None:
        """Return which of the doubtful have a phrase, None where the full-text index is quicker."""
        if len(sieved.doubtful) > max(_LOOKED_AT, self._places(term) // _DEARER):
            return None
        return BitMap(phrases.holding(term, list(sieved.doubtful), self.library.connection))

    def _places(self, term: Term) -> int:
        """Return about how many places the full-text index reads to find a phrase."""
        of_word, last = self.library.postings.of_word, term.words[-1]
        if term.prefix:  # it merges those of all words that begin so
            return len(of_word("prefix", last[:LONGEST_PREFIX]) or ())
        return min(len(of_word("word", word) or ()) for word in term.words)

    def _text(self, expression: str) -> BitMap:
        return self._rows(
            "SELECT rowid FROM statement_words WHERE statement_words MATCH ?", expression
        )

    def _rows(self, query: str, *bound: object) -> BitMap:
        return BitMap(self.library.connection.values(query, *bound))

    def _reasons(self, by: By, names: list[NameHit]) -> tuple[Reason, ...]:
        postings = self.library.postings
        first: dict[int, NameHit] = {}
        for hit in names:
            first.setdefault(hit.entity, hit)
        return tuple(
            Reason(
                Matched(by, hit.text, hit.kind, hit.entity),
                postings.of("speaker", hit.entity),
                postings.of("mention", hit.entity),
            )
            for hit in first.values()
        )

    # Filters

    def _filtered(self, given: Filter) -> BitMap:
        postings, facets = self.library.postings, self.library.facets
        match given.key:
            case "mode":
                return postings.of("mode", mode_named(given.value) or "")
            case "stance":
                return postings.of("position", position_named(given.value) or "")
            case "before":
                return self._until(day_named("before", given.value) or "")
            case "after":
                return self._since(day_named("after", given.value) or "")
            case "claim" | "source":
                return postings.united(given.key, self.named(given))
            case _:
                part = "mentioned" if given.key == "weapon" else given.key
                return facets.united(part, self.named(given))

    def named(self, given: Filter) -> BitMap:
        """Return the row numbers of what a filter names; of the last one they are kept."""
        asked = _key(given)
        if self._named[0] != asked:
            self._named = asked, self._find(given)
        return self._named[1]

    def _find(self, given: Filter) -> BitMap:
        names = self.library.names
        match given.key:
            case "speaker" | "holder" | "via" | "actor" | "mentioned":
                return BitMap(names.find("actor", given.value))
            case "weapon":
                return BitMap(names.find("weapon", given.value))
            case "claim":
                return self._claims.find(given.value)
            case "source":
                if found := self._sources.identified(given.value):
                    return found
                published = self._published_by(names.find("actor", given.value))
                return self._sources.find(given.value) | published
            case _:
                return EMPTY

    def _published_by(self, actors: tuple[int, ...]) -> BitMap:
        published = "SELECT id FROM source WHERE publisher IN (SELECT value FROM json_each(?))"
        return self._rows(published, json.dumps(actors))

    # Dates

    def _since(self, day: str) -> BitMap:
        """Return what may have been said on ``day`` or later."""
        chronology = self.library.chronology
        ranged = "said_from IS NOT said_to AND "
        return between(chronology.rows_before(day) + 1, chronology.ordered_to).union(
            self._dated(ranged + "said_to >= ? AND ifnull(said_from, '') < ?", day, day),
            self._dated(ranged + "said_to IS NULL AND said_from IS NOT NULL"),
            self._dated("id > ? AND said_from >= ?", chronology.ordered_to, day),
        )

    def _until(self, day: str) -> BitMap:
        """Return what may have been said on ``day`` or earlier."""
        chronology = self.library.chronology
        # "0" comes before every day and after none.
        return between(chronology.rows_before("0") + 1, chronology.rows_until(day)).union(
            self._dated("said_from IS NULL AND said_to IS NOT NULL"),
            self._dated("id > ? AND said_from <= ?", chronology.ordered_to, day),
        )

    def _dated(self, condition: str, *bound: object) -> BitMap:
        return self._rows(f"SELECT id FROM statement WHERE {condition}", *bound)

    # Order

    def _ranked(self, query: Query, ranks: list[BitMap]) -> Sequence[int]:
        """Order by kind of match, within it by bm25 where that is quick, then newest first."""
        scores: dict[int, float] = {}
        if len(ranks[1]) <= RANKED:
            scores = self._scores(query, ranks[1])
        ordered: list[int] = []
        before = EMPTY
        for found in ranks:
            new = Newest(found - before, self.library.chronology)
            ordered += sorted(new, key=lambda row: scores.get(row, 0.0)) if scores else new
            before = found
        return array("I", ordered)

    def _scores(self, query: Query, wanted: BitMap) -> dict[int, float]:
        terms = [_expression(term) for term in query.terms]
        rows = self.library.connection.execute(
            "SELECT rowid, bm25(statement_words) FROM statement_words"
            " WHERE statement_words MATCH ?",
            (" OR ".join(f"({term})" for term in terms),),
        )
        return {row: score for row, score in rows if row in wanted}


def _first(most: int, rows: Sequence[int], slow: list[_Slow]) -> list[int]:
    """Return the first ``most`` of ``rows`` that all of ``slow`` let pass, [] when few do."""
    found: list[int] = []
    for at in range(0, min(len(rows), _LOOKED_AT), _LOOKED_AT // 8):
        passed: Sequence[int] = rows[at : at + _LOOKED_AT // 8]
        for one in slow:
            passed = one.holding(passed)
        found += passed
        if len(found) >= most:
            return found[:most]
        if not found:
            break
    return []


def _is_word(group: Group) -> bool:
    """Return whether a group is a word or a phrase that must be there."""
    return (
        len(group.alternatives) == 1
        and isinstance(group.alternatives[0], Term)
        and not group.negated
    )


def _key(alternative: Term | Filter, is_ranked: bool = False) -> tuple[object, ...]:
    """Return what tells two alternatives apart, wherever they are typed."""
    if isinstance(alternative, Filter):
        return alternative.key, alternative.value
    return (*alternative[:4], is_ranked)


def _replaced(text: str, pieces: list[tuple[int, int, str]]) -> str:
    """Return ``text`` with other words from each start to its end, single spaces between words."""
    for start, end, words in sorted(pieces, reverse=True):
        text = text[:start] + words + text[end:]
    return " ".join(text.split())


def _with_names(found: BitMap, reasons: tuple[Reason, ...]) -> BitMap:
    return found.union(
        *(reason.speaker for reason in reasons), *(reason.mention for reason in reasons)
    )


_HAVING: dict[FilterKey, Having] = {
    "speaker": "speaker",
    "holder": "holder",
    "via": "via",
    "mentioned": "mentioned",
    "actor": "actor",
    "weapon": "mentioned",
    "claim": "claim",
    "source": "source",
}
"""What a statement must have where a filter names things."""

_VALUES: frozenset[FilterKey] = frozenset({"mode", "stance", "before", "after"})
"""The filters whose values are no names."""


def _expression(term: Term) -> str:
    """Return ``term`` for FTS5; folded words hold no quotation mark."""
    ways = [" ".join(term.words)]
    if term.joined and not term.phrase:
        ways += [term.joined, MARK + term.joined]
    star = " *" if term.prefix else ""
    return " OR ".join(f'"{way}"{star}' for way in dict.fromkeys(ways))
