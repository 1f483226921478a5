from __future__ import annotations

import contextlib
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viewer import fold
from viewer.ingest.build import build
from viewer.library.explain import understood, why
from viewer.library.marks import marks
from viewer.library.query import FILTER_KEYS, Filter, Group, Query, Term, parse
from viewer.library.reading import Library
from viewer.library.search import Hits, Order, Search

Find = Callable[..., list[str]]

DENIES, SUCCESS, TESTED = "irandeniesit", "geransuccess", "fatehtested2"
SHOWN, CHANGER, REUTERS = "zolfaqarshow", "gamechanger2", "reutersclaim"
EVERYTHING = {DENIES, SUCCESS, TESTED, SHOWN, CHANGER, REUTERS}


@pytest.fixture
def find(wire: Library) -> Find:
    """Return a function that gives the ids of the hits in order."""
    search = Search(wire)

    def run(text: str, order: Order = "newest", typing: bool = False) -> list[str]:
        hits = search.hits(parse(text, typing), order)
        return [statement.id for statement in wire.statements(list(hits.rows))]

    return run


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", EVERYTHING),
        ("   ", EVERYTHING),
        ("success", {SUCCESS}),
        ("SUCCESS", {SUCCESS}),
        ("súccess", {SUCCESS}),
        ("suc", set()),  # whole words, unless somebody is typing
        ("russia missiles", {REUTERS}),
        ("xyzzy", set()),
        # Phrases
        ('"tested in combat"', {TESTED}),
        ('"in tested combat"', set()),
        ("“game changer”", {CHANGER}),
        ('"tested in combat', {TESTED}),
        ('"fateh110"', {SHOWN}),
        ("game-changer", {CHANGER}),
        # Not, or
        ("missiles -reuters", {TESTED}),
        ("-iran", EVERYTHING - {DENIES, SHOWN, REUTERS}),
        ('drones -"before the war"', set()),
        ("-speaker:iran drone", {SUCCESS}),
        ("combat OR success", {TESTED, SUCCESS}),
        ("combat or success", set()),
        ("combat OR success tehran", set()),
        ("stance:denies OR mode:narration", {DENIES, SHOWN}),
        ("OR OR", EVERYTHING),
        ("combat OR", {TESTED}),
        ("combat OR -success", {TESTED}),  # as without the OR, which is told
        ('"tested"-combat', {TESTED}),  # a dash within is text
        # Joined forms
        ("fateh-110", {TESTED, SHOWN}),
        ("fateh110", {TESTED, SHOWN}),
        ("fateh 110", {TESTED, SHOWN}),  # two words, both of one name
        ("US", {CHANGER}),
        ("u.s.", {CHANGER}),
        # Names
        ("shahed-136", {SUCCESS}),
        ("krzyzaniak", {TESTED}),
        ("krzizaniak", {TESTED}),
        ("tehran", {DENIES, SHOWN, REUTERS}),
        ("россия", {DENIES, REUTERS}),
        ("Герань-2", {SUCCESS}),
        ("ایران", {DENIES, SHOWN, REUTERS}),
        ("فاتح-110", {TESTED, SHOWN}),
        ("uav", {DENIES, SUCCESS}),
        # Near
        ("zolfaghar", {SHOWN}),
        ("krzyzanak", {TESTED}),
        ("shaed", {SUCCESS}),
        # Filters
        ("speaker:iran", {DENIES}),
        ("speaker:russia", {SUCCESS}),  # the ministry belongs to it
        ("speaker:russian-ministry", {SUCCESS}),
        ('speaker:"Russian Ministry of Defense"', {SUCCESS}),
        ("speaker:gazette", {SHOWN}),  # narration
        ("holder:ukraine", {CHANGER, REUTERS}),  # a judgement, and a stand that Reuters tells of
        ("holder:russia", {SUCCESS}),
        ("holder:reuters -speaker:reuters", set()),
        ("via:gazette", EVERYTHING - {SHOWN}),  # which is its own
        ("via:reuters", {DENIES}),
        ("mentioned:iran", {DENIES, SHOWN, REUTERS}),
        ("actor:ukraine", {CHANGER}),
        ("actor:россия", {DENIES, SUCCESS, REUTERS}),
        ("weapon:drone", {DENIES, SUCCESS}),  # and what is classed under it
        ("weapon:missile", {TESTED, SHOWN, CHANGER, REUTERS}),
        ("weapon:geran-2", {SUCCESS}),
        ("stance:denies", {DENIES}),
        ("stance:den", {DENIES}),
        ("stance:doubts", {REUTERS}),
        ("claim:drones-supplied", {DENIES, SUCCESS}),
        ("claim:missiles", {REUTERS, CHANGER}),  # an appraisal counts
        ("source:wire", EVERYTHING),
        ("source:gazette", EVERYTHING),
        ("mode:mixed", {DENIES, CHANGER}),
        ("mode:direct", {TESTED}),
        ("speaker:nobody", set()),
        ("mode:sung", set()),  # no filter can mean this: it is text
        ("speaker:", EVERYTHING),  # still being typed
        # Dates are inclusive; a range is in both ways, and no date is in neither
        ("after:2024-02-21", {TESTED, REUTERS, CHANGER}),
        ("after:2024-02-22", {CHANGER}),
        ("after:2024-03", set()),
        ("before:2022-11-05", {DENIES}),
        ("before:2022-11-04", set()),
        ("before:2022", {DENIES}),
        ("before:٢٠٢٢", {DENIES}),
        ("before:2023-07-01", {DENIES, SUCCESS}),
        ("after:2023 before:2023", {SUCCESS}),
        ("after:2024-02-21 before:2024-02-21", {TESTED, REUTERS, CHANGER}),
        ("before:2024-01-15 after:2024", {CHANGER}),
        ("before:soon", set()),
    ],
)
def test_what_is_found(text: str, expected: set[str], find: Find) -> None:
    assert set(find(text)) == expected
    assert set(find(text, "best")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("suc", {SUCCESS}),
        ("s", {SUCCESS, DENIES, TESTED, SHOWN, CHANGER}),
        ("tested in com", {TESTED}),
        ('"tested in com', {TESTED}),
        ('"tested in com"', set()),
        ("fateh1", {TESTED, SHOWN}),
        ("krzyz", {TESTED}),
        ("sha", {SUCCESS}),
        ("zolfagh", {SHOWN}),
        ("suc ", set()),
        ("speaker:ir", {DENIES}),
        ("missiles -reu", {TESTED}),
        ("tested after:", {TESTED}),
        ("tested after:20", {TESTED}),  # a year that is still being typed
        ("tested after:2023-", {TESTED}),
        ("tested before:2023-1-", {TESTED}),
        ("tested before:2023", set()),
        ("tested after:soon", set()),  # no day begins so: it is text
    ],
)
def test_what_is_found_while_typing(text: str, expected: set[str], find: Find) -> None:
    if text == "s":  # among others: the beginnings of names count from three letters on
        assert set(find(text, typing=True)) >= {SUCCESS, DENIES}
    else:
        assert set(find(text, typing=True)) == expected


@pytest.mark.parametrize("day", ["2023-07-08", "2023-7-8", "2023-12-31", "2023-10-20"])
def test_a_day_that_is_half_typed_is_never_taken_for_words(day: str) -> None:
    for size in range(len(day) + 1):
        query = parse(f"tested after:{day[:size]}", typing=True)
        assert [term.words for term in query.terms] == [("tested",)], day[:size]


@pytest.mark.parametrize("text", ["shaed", "zolfagar", "krzizanik", "zolfaq"])
def test_a_misspelt_word_finds_while_typing_what_it_finds_when_typed(text: str, find: Find) -> None:
    assert set(find(text, typing=True)) >= set(find(text)) > set()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("success", ""),
        ("shahed-136", "name: Shahed-136"),
        ("iran", ""),
        ("uav", "name: UAV, an abbreviation of drone"),
        ("zolfagar", "near: Zolfaqar"),
        ("krzizanik", "near: Krzizaniak, a misspelling of John Krzyzaniak"),
        ("success shahed-136", "name: Shahed-136"),
        ("speaker:russia", ""),
    ],
)
def test_why_it_matched(text: str, reason: str, wire: Library) -> None:
    hits = Search(wire).hits(parse(text))
    assert why(hits.matched(hits.rows[0]), wire) == reason


def test_newest_first(find: Find) -> None:
    assert find("") == [REUTERS, TESTED, CHANGER, SUCCESS, DENIES, SHOWN] or find("") == [
        TESTED,
        REUTERS,
        CHANGER,
        SUCCESS,
        DENIES,
        SHOWN,
    ]


def test_best_match_puts_exact_before_prefix_before_name(find: Find) -> None:
    # “iran” itself; then “Iranian”, which only begins so; then Tehran, a name of it.
    found = find("iran", "best", typing=True)
    assert set(found[:2]) == {DENIES, REUTERS}
    assert found[2:] == [SHOWN]
    # Without words there is nothing to rank by.
    assert find("speaker:iran OR speaker:reuters", "best") == find(
        "speaker:iran OR speaker:reuters"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("combta", ["combat"]),
        ("-iran combta", ["-iran combat"]),
        ("sucess drone", ["success drone"]),
        ("undenied", ['stance:"denies"']),
        ("deny", ['stance:"denies"']),
        ("denying", ['stance:"denies"']),
        ("affirmation", ['stance:"affirms"']),
        ("combta" + " combat" * 7, ["combat" + " combat" * 7]),
        ("combta" + " combat" * 8, []),  # a paragraph is no misspelling
        ("qqqqqqqq", []),
        ("xx", []),
        ("", []),
    ],
)
def test_suggestions(text: str, expected: list[str], wire: Library) -> None:
    found = Search(wire).suggestions(parse(text)).other
    assert found[: len(expected) or None] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("who denied the delivery", ["the delivery", "denied the"]),
        ("denied delivery", ["delivery", "denied"]),  # what finds least is first
        ("qqqq drones", ["drones"]),
        ('"limited number" zolfaqar', ["zolfaqar", '"limited number"']),
        ("missile OR drone who denied", ["missile OR drone denied"]),  # one of both stays
        ("-reuters zolfaqar qqqq delivered", ["-reuters delivered"]),
        ("speaker:reuters negotiating qqqq", []),  # what a filter leaves holds no word of them
        ("combta iran", []),  # there are other words
        ("qqqq " * 8 + "iran", []),
        ("qqqq", []),
        ("", []),
    ],
)
def test_fewer_words(text: str, expected: list[str], founding: Library) -> None:
    assert Search(founding).suggestions(parse(text)).fewer == expected


def test_fewer_words_find_something_with_what_was_picked(founding: Library) -> None:
    picked = Filter("speaker", "reuters")
    asked = parse("zolfaqar negotiating").narrowed((Group((picked,)),))
    assert Search(founding).suggestions(asked).fewer == ["zolfaqar"]


@pytest.mark.parametrize("key", sorted({*FILTER_KEYS} - {"stance", "mode", "before", "after"}))
@pytest.mark.parametrize("value", ["a\ud800", "a\x00", "a*", 'a"b', "^a", "a\u0301\u200d"])
def test_a_filter_takes_any_letters(key: str, value: str, wire: Library) -> None:
    search = Search(wire)
    assert set(search.hits(parse(f"{key}:{value}")).found) <= set(search.hits(parse("")).found)


def test_a_publisher_may_be_any_of_more_actors_than_sqlite_binds(crowded: Library) -> None:
    with contextlib.closing(Library(crowded.path)) as library:
        search = Search(library)
        library.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 4)
        assert not search.hits(parse("source:speaker")).found  # five of them publish nothing


def test_filters_that_name_nothing_are_known(wire: Library) -> None:
    query = parse("speaker:nobody weapon:drone -claim:none stance:denies")
    unknown = [(one.key, one.value) for one in Search(wire).unknown(query)]
    assert unknown == [("speaker", "nobody"), ("claim", "none")]


# Letters of every kind, and everything that means something to SQLite or to the query language.
_STRINGS = st.one_of(
    st.text(),
    st.text(alphabet=st.characters()),  # lone surrogates too: file names bring them
    st.lists(
        st.sampled_from(
            [
                *(f"{key}:" for key in FILTER_KEYS),
                *('"', "“", "-", "OR", "*", "^", "(", ")", "NEAR(a b, 2)", "AND", "NOT", ":", "+"),
                *(
                    "iran",
                    "drones",
                    "fateh-110",
                    "2024-02",
                    "denies",
                    "words:",
                    "ایران",
                    "\x00",
                    "'",
                ),
                *("claim:\U00012312\u00ad\U0001230a", "source:\U00012312\u20dd\U0001230a"),
                *("{words joined}", "\ud800", "\u200d", "é", "e\u0301", "伊朗", "ﬁ", "\U00016e80"),
            ]
        )
    ).map(" ".join),
)


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(_STRINGS, st.booleans(), st.sampled_from(["newest", "best"]))
def test_any_string_is_a_query(wire: Library, text: str, typing: bool, order: Order) -> None:
    search = Search(wire)
    query = parse(text, typing)
    hits = search.hits(query, order)
    rows = list(hits.rows)
    assert len(rows) == len(set(rows)) == len(hits)
    assert set(rows) == set(hits.found)
    assert set(search.hits(query, "newest").found) == set(rows)
    for row, statement in zip(rows, wire.statements(rows), strict=True):
        hits.matched(row)
        hits.entities(row)
        found = marks(query, statement.exact)
        assert all(0 <= mark.start < mark.end <= len(statement.exact) for mark in found)
        assert all(one.end < other.start for one, other in pairwise(found))
    search.unknown(query)
    search.suggestions(query)
    assert understood(query, search)


@given(_STRINGS)
def test_what_was_understood_knows_where_it_was_typed(text: str) -> None:
    query: Query = parse(text)
    for group in query.groups:
        for one in group.alternatives:
            assert 0 <= one.start < one.end <= len(text)


def test_hits_that_hold_every_word_show_it(wire: Library) -> None:
    """What the text itself matched is marked, in its verbatim place."""
    search = Search(wire)
    for text, words in [
        ("fateh110", ["Fateh110", "Fateh-110"]),
        ("fateh-110", ["Fateh110", "Fateh-110"]),
        ("us", ["U.S"]),
        ('"game changer"', ["game changer"]),
        ("drones iran", ["Iran", "drones"]),
    ]:
        query = parse(text)
        hits: Hits = search.hits(query)
        seen = set()
        for statement in wire.statements(list(hits.rows)):
            seen |= {
                statement.exact[mark.start : mark.end] for mark in marks(query, statement.exact)
            }
        assert seen == set(words)


_FOREIGN = "Китай и Йемен; ガザ地区; 미사일; مُحَمَّد; שָׁלוֹם; Шойгу said so."
_NUMBERS = (
    "They fired 15 rockets over 125 km, and 247 shells on day 202307.",
    "It took 1.5 hours, 24/7 since 2023-07, for 1,000 rockets.",
    "They have 1000 rockets, and the S-300 of the Y.P.G. and of Shoigu.",
)


@pytest.fixture
def outlets(folder: Callable[..., Path], tmp_path: Path) -> Iterator[Library]:
    """Return a library of decomposed text, numbers, and what two outlets published."""

    def source(title: str, publisher: str, said: tuple[str, ...]) -> str:
        basis = '{kind = "editorial", note = "Made up."}'
        head = f'title = "{title}"\nkind = "article"\npublisher = "{publisher}"\n'
        return f"{head}publisher_basis = {basis}\n" + "".join(
            f'[[statement]]\nid = "{chr(97 + ord(publisher[0]) % 26)}{chr(97 + at)}{"a" * 10}"\n'
            f'exact = "{exact}"\nmode = "indirect"\nsaid = {{on = "2024-01-0{at + 1}"}}\n'
            f'chain = [{{role = "speaker", actors = ["{publisher}"]}}]\n'
            for at, exact in enumerate(said)
        )

    foreign = (unicodedata.normalize("NFD", _FOREIGN),)
    names = {
        "reuters": ("Reuters",),
        "xinhua": ("Xinhua",),
        "ypg": ("YPG",),
        "shoigu": (unicodedata.normalize("NFD", "Сергей Шойгу"),),
        "day": ("15 Khordad",),
    }
    root = folder(
        actors_toml="".join(
            f'[[actor]]\nid = "{id}"\nname = "{name}"\nkind = "organisation"\n'
            f'names = [{{text = "{name}", kind = "official"}}]\n'
            for id, (name,) in names.items()
        ),
        sources_one_txt="\n".join(foreign),
        sources_one_toml=source("Iran denies it", "reuters", foreign),
        sources_two_txt="\n".join(_NUMBERS),
        sources_two_toml=source("What Reuters got wrong", "xinhua", _NUMBERS),
    )
    build(root, tmp_path / "outlets.whosaid")
    with contextlib.closing(Library(tmp_path / "outlets.whosaid")) as library:
        yield library


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # However accents are written, and whether vowel points are
        *((word, [_FOREIGN]) for word in ("Китай", "йемен", "ガザ", "미사일", "محمد", "שלום")),
        ("مُحَمَّد", [_FOREIGN]),
        # Digits are one number where commas group them in threes, and nowhere else
        *((number, []) for number in ("12.5", "1/25", "20-23-07", "½")),
        ("1.5", [_NUMBERS[1]]),
        ("24/7", [_NUMBERS[1]]),
        ("2023-07", [_NUMBERS[1]]),
        ("15", [_NUMBERS[0]]),
        ("1000", [_NUMBERS[2], _NUMBERS[1]]),
        ("1,000", [_NUMBERS[2], _NUMBERS[1]]),
        ("1.000", [_NUMBERS[1]]),
        ("s300", [_NUMBERS[2]]),
        ("S-300", [_NUMBERS[2]]),
        # What an outlet published, and what is called so, unless it is an id
        ("source:reuters", [_NUMBERS[2], _NUMBERS[1], _FOREIGN, _NUMBERS[0]]),
        ("source:xinhua", [*reversed(_NUMBERS)]),
        ("source:one", [_FOREIGN]),
    ],
)
def test_texts_numbers_and_outlets(outlets: Library, text: str, expected: list[str]) -> None:
    query = parse(text)
    found = outlets.statements(list(Search(outlets).hits(query).rows))
    said = [unicodedata.normalize("NFC", statement.exact) for statement in found]
    assert sorted(said) == sorted(unicodedata.normalize("NFC", one) for one in expected)
    # Each of them shows why, in the words as they are written there.
    for statement in found if query.terms else ():
        marked = [statement.exact[mark.start : mark.end] for mark in marks(query, statement.exact)]
        assert marked
        for words in marked:
            assert "".join(fold.key(words).split()) == fold.key(text).replace(" ", "")


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("speaker:Y.P.G.", "ypg"),
        ("speaker:y-p-g", "ypg"),
        ("speaker:Шойгу", "shoigu"),
        ("actor:Сергей", "shoigu"),
        ("actor:1.5", None),
    ],
)
def test_a_filter_knows_names_however_they_are_written(
    outlets: Library, text: str, id: str | None
) -> None:
    named = Search(outlets).named(next(iter(parse(text).typed)))  # type: ignore[arg-type] # a filter
    assert [outlets.entities[row].id for row in named] == [id for id in (id,) if id]


@pytest.mark.parametrize(
    "typed", ["\u0428\u043e\u0439", "\u0428\u043e\u0438\u0306", "\u30ab\u3099"]
)
def test_a_word_goes_on_however_its_last_letter_is_written(typed: str) -> None:
    (term,) = parse(typed, typing=True).terms
    assert term.prefix


@pytest.mark.parametrize(
    "typed", ["department", "departments", "us", '"us"', "u.s.", '-"us" mercy', "-us mercy"]
)
def test_common_words_find_what_each_of_their_beginnings_finds(
    crowded: Library, typed: str
) -> None:
    words: dict[int, tuple[list[str], list[str]]] = {}
    for row, exact in crowded.connection.execute("SELECT id, exact FROM statement"):
        said, joined = fold.texts(exact)
        words[row] = said.split(), joined.split()
    search = Search(crowded)

    def has(term: Term | Filter, row: int) -> bool:
        assert isinstance(term, Term)
        said, joined = words[row]
        if term.phrase:
            return is_in(" ".join(term.words), term.prefix, said)
        pairs = [one + other for one, other in pairwise(said)] if len(term.words) > 1 else []
        return is_in(term.joined, term.prefix, [*said, *joined, *pairs])

    def is_in(word: str, is_open: bool, words: list[str]) -> bool:
        return any(one.startswith(word) if is_open else one == word for one in words)

    for end in range(1, len(typed) + 1):
        for typing in (True, False):
            query = parse(typed[:end], typing=typing)
            expected = {
                row
                for row in words
                if all(
                    any(has(one, row) for one in group.alternatives) != group.negated
                    for group in query.groups
                )
            }
            assert set(search.hits(query).found) == expected, (typed[:end], typing)
