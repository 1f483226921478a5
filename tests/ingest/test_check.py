from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import wire_folder
from tests.newcomer import add_newcomer
from viewer import fold
from viewer.ingest import check as module
from viewer.ingest.build import build
from viewer.ingest.check import Report, check
from viewer.ingest.faults import broken_rules
from viewer.ingest.index import WORDS
from viewer.ingest.migrate import migrate
from viewer.library.file import Changed, LibraryError

_NO_TRIGGER = [
    "source_text_stays",
    "statement_stays_verbatim",
    "statement_keeps_its_spans",
    "span_stays_inside",
    "mention_stays_inside",
    "cue_stays_inside",
    "appraisal_stays_inside",
    "actor_gets_no_cycle",
    "weapon_gets_no_cycle",
    "stance_is_asserted",
    "aside_stays_verbatim",
    "stance_stays_asserted",
    "chain_keeps_its_links",
    "chain_keeps_its_order",
]


def damage(file: Path, *statements: str) -> None:
    """Change what a library holds behind the back of its triggers and constraints."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        triggers = {
            name: sql
            for name, sql in connection.execute(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
            )
            if name in _NO_TRIGGER
        }
        for name in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for sql in triggers.values():
            connection.execute(sql)
        connection.commit()


def found(report: Report) -> list[tuple[str, str]]:
    return [(finding.kind, finding.where) for finding in report.findings]


def test_whole_libraries(wire_file: Path, founding_file: Path) -> None:
    for file in (wire_file, founding_file):
        report = check(file)
        assert report.findings == ()
        assert report.is_whole
        assert len(report.content_hash or "") == 64
        assert report.schema == "2.0"


def test_it_tells_how_far_it_is(wire_file: Path) -> None:
    told: list[tuple[str, int, int]] = []
    check(wire_file, lambda *progress: told.append(progress))
    assert {what for what, _, _ in told} >= {"file", "quotations", "words of the index", "content"}
    assert all(done <= total for _, done, total in told)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "UPDATE statement SET exact = replace(exact, 'denied', 'DENIED')",
            [("quotation", "statement irandeniesit")],
        ),
        (
            "UPDATE statement SET start = start + 1, end = end + 1 WHERE hash = 'reutersclaim'",
            [("quotation", "statement reutersclaim"), ("quotation", "statement reutersclaim")],
        ),
        (
            "UPDATE source SET text = replace(text, 'Ukraine', 'ukraine')",
            [("quotation", "source wire"), ("quotation", "statement gamechanger2")],
        ),
        ("UPDATE source SET text = text || ' '", [("quotation", "source wire")]),
        ("UPDATE source SET sha256 = replace(sha256, 'a', 'b')", [("quotation", "source wire")]),
        (
            "UPDATE aside SET exact = 'Less soon'",
            [("quotation", "source wire")],
        ),
        (
            "UPDATE span SET end = end + 999 WHERE statement ="
            " (SELECT id FROM statement WHERE hash = 'gamechanger2')",
            [("quotation", "statement gamechanger2")],
        ),
        (
            "UPDATE mention SET start = 0, end = 4 WHERE statement ="
            " (SELECT id FROM statement WHERE hash = 'zolfaqarshow')",
            [("quotation", "statement zolfaqarshow")],
        ),
        (
            "UPDATE stance SET cue_end = cue_start WHERE position = 'denies'",
            [("quotation", "statement irandeniesit")],
        ),
        (
            "UPDATE appraisal SET words_start = 0",
            [("quotation", "statement gamechanger2")],
        ),
    ],
)
def test_altered_words(wire_copy: Path, statement: str, expected: list[tuple[str, str]]) -> None:
    damage(wire_copy, statement)
    quotations = [one for one in found(check(wire_copy)) if one[0] == "quotation"]
    assert quotations[: len(expected)] == expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "DELETE FROM posting WHERE kind = 'mode' AND key = 'narration'",
            ("index", "posting mode narration", "The set of statements is missing."),
        ),
        (
            "UPDATE posting SET statements = x'00' WHERE kind = 'mode' AND key = 'narration'",
            ("index", "posting mode narration", "The set of statements cannot be read."),
        ),
        (
            "UPDATE posting SET statements = (SELECT statements FROM posting WHERE key = 'direct')"
            " WHERE key = 'indirect'",
            (
                "index",
                "posting mode indirect",
                "The set lacks 2 and has 1 too many statements.",
            ),
        ),
        (
            "INSERT INTO posting (kind, key, statements) SELECT 'claim', '77', statements"
            " FROM posting WHERE key = 'direct'",
            ("index", "posting claim 77", "The set lacks 0 and has 1 too many statements."),
        ),
        (
            "UPDATE search_index SET fold = 0",
            ("index", "search_index", f"It was written by fold 0, not {fold.VERSION}."),
        ),
        (
            "DELETE FROM search_index",
            ("index", "search_index", f"It was written by no fold, not {fold.VERSION}."),
        ),
        (
            "INSERT INTO statement_words (rowid, words, joined) VALUES (500, 'more', '')",
            ("index", "statement_words, row 500", "The index has other words."),
        ),
        (
            "INSERT INTO statement_words (statement_words, rowid, words, joined)"
            " SELECT 'delete', id, 'zolfaqar and fateh110 were shown in tehran', '' FROM statement"
            " WHERE hash = 'zolfaqarshow'",
            ("index", "statement zolfaqarshow", "The index has other words."),
        ),
        (
            "INSERT INTO statement_words (statement_words) VALUES ('delete-all')",
            ("index", "statement zolfaqarshow", "The index has other words."),
        ),
        (
            "INSERT INTO name_words (rowid, words, joined)"
            " SELECT id, 'more', '' FROM name WHERE text = 'Fateh-110'",
            ("index", "name Fateh-110", "The index has other words."),
        ),
        (
            "INSERT INTO claim_words (rowid, words, joined) VALUES (500, 'more', '')",
            ("index", "claim_words, row 500", "The index has other words."),
        ),
        (
            "INSERT INTO name_words (name_words) VALUES ('delete-all')",
            ("index", "name Fateh-110", "The index has other words."),
        ),
        (
            "INSERT INTO entity (id, type, slug, name) VALUES (90, 'actor', 'nobody', 'N')",
            ("orphan", "actor nobody", "It has no row among the actors or weapons."),
        ),
        (
            "INSERT INTO entity (id, type, slug, name) VALUES (90, 'actor', 'nobody', 'N')",
            ("orphan", "actor nobody", "Its heading is none of its names."),
        ),
        (
            "INSERT INTO entity (id, type, slug, name) VALUES (90, 'actor', 'nobody', 'N')",
            ("unsupported", "actor nobody", "No statement supports it yet."),
        ),
        (
            "UPDATE source SET slug = '..'",
            (
                "rule",
                "source, row 1",
                "It breaks a rule of its table: length(slug) BETWEEN 1 AND 200"
                " AND slug NOT GLOB '*[^a-z0-9-]*'.",
            ),
        ),
        (
            "UPDATE basis SET note = '', kind = 'inferred' WHERE id = (SELECT max(id) FROM basis)",
            (
                "rule",
                "basis, row {basis}",
                "It breaks a rule of its table: an inferred basis gives its reasoning in its note.",
            ),
        ),
        (
            "UPDATE statement SET mode_code = 9 WHERE id = 3",
            (
                "rule",
                "statement, row 3",
                "It breaks a rule of its table: mode_code BETWEEN 0 AND 3.",
            ),
        ),
        (
            "UPDATE role SET title = '\u00a0'",
            (
                "rule",
                "actor spokesman",
                "It could not be taken in: title: “\u00a0” has no letter and no digit.",
            ),
        ),
        (
            "INSERT INTO link (statement, position, ordinal, role_code, actor, descriptor) SELECT"
            " statement, position, ordinal + 9, role_code, actor, descriptor FROM link"
            " WHERE statement = 1",
            (
                "rule",
                "statement {0}",
                "It could not be taken in: chain: an actor is given twice.",
            ),
        ),
        (
            "INSERT INTO stance_holder SELECT stance, ordinal + 9, actor FROM stance_holder"
            " WHERE stance = 1",
            (
                "rule",
                "statement {1}",
                "It could not be taken in: holders: an actor is given twice.",
            ),
        ),
        (
            "UPDATE event SET dates_from = '0000-05-05'",
            (
                "rule",
                "event display",
                "It could not be taken in: dates: “0000-05-05” is no day; write 2024-02-21.",
            ),
        ),
        (
            "INSERT INTO link (statement, position, ordinal, role_code, actor, descriptor) SELECT"
            " statement, position, 9, (role_code + 1) % 4, (SELECT max(id) FROM actor), descriptor"
            " FROM link WHERE statement = 1 AND position = 0",
            ("orphan", "statement {0}", "A link of its chain has several roles or descriptors."),
        ),
        (
            "INSERT INTO link (statement, position, ordinal, role_code, actor, descriptor) SELECT"
            " statement, position, 9, role_code, (SELECT max(id) FROM actor), 'others' FROM link"
            " WHERE statement = 1 AND position = 0",
            ("orphan", "statement {0}", "A link of its chain has several roles or descriptors."),
        ),
        (
            "INSERT INTO weapon (id, kind) SELECT id, 'class' FROM entity WHERE slug = 'iran'",
            (
                "orphan",
                "actor iran",
                "It has a row among the actors and one among the weapons.",
            ),
        ),
        (
            "INSERT INTO actor (id, kind) SELECT id, 'state' FROM entity WHERE slug = 'drone'",
            (
                "orphan",
                "weapon drone",
                "It has a row among the actors and one among the weapons.",
            ),
        ),
        (
            "UPDATE search_index SET ordered_to = 100",
            (
                "index",
                "search_index",
                "Rows are said to be in order up to 100; {count} of these are there.",
            ),
        ),
        (
            "UPDATE search_index SET ordered_to = -5",
            (
                "index",
                "search_index",
                "Rows are said to be in order up to -5; 0 of these are there.",
            ),
        ),
        *(
            (
                f"UPDATE {table}_data SET block = x'00' WHERE id = 1",
                (
                    "file",
                    f"the ranking by {table}",
                    "This cannot be read: database disk image is malformed.",
                ),
            )
            for table in WORDS
        ),
        (
            "UPDATE mention SET end = start",
            ("rule", "mention", "It breaks a rule of its table: end > start."),
        ),
        (
            "DELETE FROM stance_holder WHERE stance = 1",
            ("orphan", "statement {1}", "A stance of it has no holder."),
        ),
        (
            "DELETE FROM appraisal_holder",
            ("orphan", "statement gamechanger2", "An appraisal in it has no holder."),
        ),
        (
            "DELETE FROM link WHERE statement = 1",
            ("orphan", "statement {0}", "It is said by nobody: its chain is empty or has a gap."),
        ),
        (
            "DELETE FROM link WHERE position = 1 AND role = 'relayer'",
            (
                "orphan",
                "statement irandeniesit",
                "It is said by nobody: its chain is empty or has a gap.",
            ),
        ),
        (
            "UPDATE stance SET asserted_by = 9 WHERE position = 'denies'",
            (
                "orphan",
                "statement irandeniesit",
                "A stance or an appraisal of it is asserted by no link of its chain.",
            ),
        ),
        (
            "INSERT INTO basis (kind) VALUES ('editorial')",
            ("orphan", "basis, row {basis}", "Nothing refers to it."),
        ),
        (
            "DELETE FROM evidence",
            (
                "unsupported",
                "transfer missiles-2024",
                "A basis of it is called stated and names no statement yet.",
            ),
        ),
        (
            "INSERT INTO claim (slug, proposition) VALUES ('idle', 'Nothing is so.')",
            (
                "unsupported",
                "claim idle",
                "Nobody takes a stand on it yet, and nothing refers to it.",
            ),
        ),
        (
            "UPDATE sameness SET one = (SELECT id FROM entity WHERE slug = 'iran')",
            ("orphan", "sameness no-twins", "It is between an actor and a weapon."),
        ),
        (
            "UPDATE actor SET parent = id WHERE id = (SELECT id FROM entity WHERE slug = 'iran')",
            ("cycle", "actor iran", "It belongs to itself: iran → iran."),
        ),
        (
            "UPDATE actor SET parent = (SELECT id FROM entity WHERE slug = 'russian-ministry')"
            " WHERE id = (SELECT id FROM entity WHERE slug = 'russia')",
            ("cycle", "actor russia", "It belongs to itself: russia → russian-ministry → russia."),
        ),
        (
            "UPDATE weapon SET parent = (SELECT id FROM entity WHERE slug = 'shahed-136')"
            " WHERE id = (SELECT id FROM entity WHERE slug = 'drone')",
            ("cycle", "weapon drone", "It belongs to itself: drone → shahed-136 → drone."),
        ),
        (
            "UPDATE statement SET said_from = '2024-02-30', said_until = NULL"
            " WHERE hash = 'reutersclaim'",
            (
                "date",
                "statement reutersclaim",
                "The date said is no day: 2024-02-30, 2024-02-30.",
            ),
        ),
        (
            "UPDATE transfer SET dates_to = '2023-01-01'",
            (
                "date",
                "transfer missiles-2024",
                "The date of the transfer ends before it begins: 2024-01-01, 2023-01-01.",
            ),
        ),
        (
            "UPDATE source SET published_from = 'in March'",
            ("date", "source wire", "The date published is no day: in March, 2024-03-01."),
        ),
        (
            "UPDATE statement SET said_from = '2020-01-01', said_until = NULL"
            " WHERE hash = 'reutersclaim'",
            (
                "date",
                "statement reutersclaim",
                "Its row comes after that of a later statement.",
            ),
        ),
        (
            "UPDATE statement SET said_from = '2024-01-01', said_until = NULL",
            (
                "date",
                "statement geransuccess",
                "Its row comes after that of a later statement.",
            ),
        ),
        (
            "DELETE FROM claim WHERE slug = 'drones-supplied'",
            ("reference", "stance, row 1", "It refers to a row of claim that is missing."),
        ),
        ("DELETE FROM library", ("schema", "library", "The library has no title.")),
        (
            "DROP TRIGGER statement_is_verbatim",
            ("schema", "statement_is_verbatim", "The trigger is missing."),
        ),
        ("DROP INDEX statement_place", ("schema", "statement_place", "The index is missing.")),
        ("CREATE TABLE mine (a)", ("schema", "mine", "No library holds such a table.")),
        ("PRAGMA user_version = 999", None),
    ],
)
def test_each_fault_is_named(
    wire_copy: Path, statement: str, expected: tuple[str, str, str] | None
) -> None:
    damage(wire_copy, statement)
    if expected is None:
        with pytest.raises(LibraryError, match=r"has schema 0\.999, written by an older Whosaid"):
            check(wire_copy)
        return
    kind, where, problem = expected
    report = check(wire_copy)
    findings = [(one.kind, one.where, one.problem) for one in report.findings]
    with contextlib.closing(sqlite3.connect(wire_copy)) as connection:
        hashes = dict(connection.execute("SELECT id, hash FROM statement"))
        held = dict(connection.execute("SELECT id, statement FROM stance"))
        (basis,) = connection.execute("SELECT max(id) FROM basis").fetchone()
    where = where.format(hashes[1], hashes[held[1]], basis=basis)
    problem = problem.format(count=len(hashes))
    assert (kind, where, problem) in findings


def test_what_is_told_is_not_told_again_of_the_record(wire_copy: Path) -> None:
    damage(wire_copy, "UPDATE source SET sha256 = replace(sha256, 'a', 'b')")
    assert found(check(wire_copy)) == [("quotation", "source wire")]


def test_each_check_of_the_schema_is_a_rule() -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as fresh:
        migrate(fresh)
        tables = fresh.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
        for name, sql in tables.fetchall():
            rules = list(broken_rules(name, sql))
            assert len(rules) == sql.count("CHECK (")
            for _, query in rules:
                assert fresh.execute(query).fetchall() == []


def test_what_waits_for_its_support_is_no_damage(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    file = tmp_path / "begun.whosaid"
    stated = '{kind = "stated"}'
    root = folder(
        actors_toml='[[actor]]\nid = "a"\nname = "A"\nkind = "state"\n'
        f'names = [{{text = "A", kind = "alias", basis = {stated}}}]\n'
        f'roles = [{{title = "T", dates = {{on = "2024", basis = {stated}}}, basis = {stated}}}]\n',
        claims_toml='[[claim]]\nid = "c"\nproposition = "C."\n',
        weapons_toml='[[weapon]]\nid = "w"\nname = "W"\nkind = "class"\n'
        'names = [{text = "W", kind = "alias"}]\n',
    )
    build(root, file)
    report = check(file)
    assert set(found(report)) == {
        ("unsupported", "actor a"),
        ("unsupported", "weapon w"),
        ("unsupported", "claim c"),
    }
    assert report.is_whole


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (add_newcomer, "was added to since it was opened"),
        (partial(build, wire_folder()), "was replaced since it was opened"),
    ],
)
@pytest.mark.parametrize("moment", ["rules", "words of the index", "sets of the index", "dates"])
def test_what_is_written_meanwhile_is_no_damage(
    write: Callable[[Path], object], said: str, moment: str, wire_copy: Path
) -> None:
    def meanwhile(part: str, done: int, _: int) -> None:
        if (part, done) == (moment, 0):
            write(wire_copy)

    with pytest.raises(Changed, match=said):
        check(wire_copy, meanwhile)
    assert check(wire_copy).is_whole


def test_a_truncated_file_is_reported(wire_copy: Path) -> None:
    whole = wire_copy.read_bytes()
    for size in range(len(whole) - 1, 200, -len(whole) // 12):
        wire_copy.write_bytes(whole[:size])
        report = check(wire_copy)
        assert "cut short" in report.findings[0].problem
        assert report.content_hash is None


def test_flipped_bytes_are_reported(wire_copy: Path) -> None:
    whole = wire_copy.read_bytes()
    silent = 0
    for at in range(100, len(whole), 4099):
        broken = bytearray(whole)
        broken[at : at + 16] = bytes(byte ^ 0xFF for byte in broken[at : at + 16])
        wire_copy.write_bytes(broken)
        report = check(wire_copy)
        if report.is_whole:
            silent += 1
            # What is not reported is free space that nothing reads.
            assert report.content_hash == check_hash(whole, wire_copy)
    assert silent < len(whole) / 4099


def check_hash(whole: bytes, file: Path) -> str | None:
    other = file.with_name("whole.whosaid")
    if not other.exists():
        other.write_bytes(whole)
    return check(other).content_hash


def test_bytes_that_are_no_text_are_named(wire_copy: Path) -> None:
    damage(wire_copy, "UPDATE statement SET exact = CAST(x'49ff61' AS TEXT) WHERE id = 1")
    report = check(wire_copy)
    assert ("quotation" in {one.kind for one in report.findings}) is True
    assert all("\udcff" not in one.problem for one in report.findings)
    assert report.content_hash is None


def test_a_hot_journal_waits_for_a_recovery(wire_copy: Path) -> None:
    before = check(wire_copy).content_hash
    leave_hot_journal(wire_copy)
    with pytest.raises(LibraryError, match="was being written when its writer stopped"):
        check(wire_copy)
    report = check(wire_copy, recovering=True)
    assert report.is_whole
    assert report.content_hash == before


def leave_hot_journal(file: Path) -> None:
    """Leave ``file`` as a writer killed in the middle of its transaction leaves it."""
    journal = file.with_name(file.name + "-journal")
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("PRAGMA cache_spill = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE entity SET note = hex(zeroblob(4000))")
        connection.execute("UPDATE name SET script = 'Xxxx'")
        half, log = file.read_bytes(), journal.read_bytes()
        connection.execute("ROLLBACK")
    assert log.strip(b"\0")
    file.write_bytes(half)
    journal.write_bytes(log)


def test_a_recovery_refuses_strangers(tmp_path: Path) -> None:
    stranger = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(stranger)) as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.commit()
    with pytest.raises(LibraryError, match="another program's SQLite file"):
        check(stranger, recovering=True)


def test_findings_of_one_kind_are_counted_beyond_a_number(
    wire_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    damage(wire_copy, "INSERT INTO statement_words (statement_words) VALUES ('delete-all')")
    report = check(wire_copy)
    assert [one.problem for one in report.findings if one.kind == "index"] == [
        *(["The index has other words."] * 3),
        "3 more like these are not listed.",
    ]


def test_equal_content_has_an_equal_hash(wire_file: Path, wire_copy: Path) -> None:
    with contextlib.closing(sqlite3.connect(wire_copy)) as connection:
        connection.execute("VACUUM")
        connection.execute("UPDATE _sqlite_migrations SET applied_at = 'some other time'")
        connection.commit()
    assert check(wire_copy).content_hash == check(wire_file).content_hash
