from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run, wire_folder
from tests.ingest.test_check import damage
from tests.newcomer import add_newcomer
from viewer import plain
from viewer.ingest import intake, writers
from viewer.ingest.build import build
from viewer.ingest.check import check
from viewer.ingest.entry import LONGEST
from viewer.ingest.errors import InputError
from viewer.ingest.jsonl import import_file, import_lines
from viewer.ingest.progress import Progress, silent
from viewer.ingest.unpack import unpack
from viewer.library.entities import Entities
from viewer.library.file import LibraryError
from viewer.library.query import parse
from viewer.library.reading import Library
from viewer.library.search import Search
from viewer.records import (
    About,
    Actor,
    Basis,
    Claim,
    Dates,
    Event,
    Link,
    Mention,
    Name,
    Quantity,
    Record,
    Relation,
    Role,
    Sameness,
    Source,
    Span,
    Stance,
    Statement,
    Transfer,
    Weapon,
)


def exported(file: Path) -> list[bytes]:
    library = Library(file)
    lines = [plain.line(record).encode() for record in library.records()]
    library.close()
    return lines


def content(file: Path) -> str | None:
    report = check(file)
    assert report.is_whole, report.findings
    return report.content_hash


def source_said(day: str, words: str = "Iran said so.") -> list[Record]:
    """A source of one statement, said on ``day``."""
    digest = hashlib.sha256(words.encode()).hexdigest()
    letters = "".join(chr(ord("a") + int(digit)) for digit in day.replace("-", ""))
    return [
        Source(f"source-{day}", "T", "article", words, digest),
        Statement(
            id=f"{letters}abcdefgh"[:12],
            source=f"source-{day}",
            start=0,
            end=len(words),
            exact=words,
            mode="indirect",
            said=Dates(day, day),
            chain=(Link("speaker", ("iran",)),),
            mentions=(Mention(0, 4, "Iran", actor="iran"),),
        ),
    ]


def base() -> list[Record]:
    return [About("T"), Actor("iran", "Iran", "state", names=(Name("Iran", "official"),))]


def lines(records: list[Record]) -> list[bytes]:
    return [plain.line(record).encode() for record in records]


def order(file: Path) -> list[str]:
    library = Library(file)
    rows = Search(library).hits(parse("")).rows
    days = [statement.said.first or "" for statement in library.statements(list(rows))]
    library.close()
    return days


def test_what_is_exported_is_imported_without_loss(wire_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.whosaid"
    import_lines(exported(wire_file), "wire", copy, silent)
    assert content(copy) == content(wire_file)


def test_the_order_of_the_lines_does_not_matter(wire_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.whosaid"
    import_lines(reversed(exported(wire_file)), "wire", copy, silent)
    assert content(copy) == content(wire_file)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Gulf states.whosaid", "Gulf states"),
        ("v1.2", "v1"),
        (os.fsdecode(b"caf\xe9.whosaid"), "caf\ufffd"),
    ],
)
def test_a_library_that_no_line_gives_a_title_is_called_as_its_file(
    name: str, title: str, wire_file: Path, tmp_path: Path
) -> None:
    about, *others = exported(wire_file)
    assert b'"library"' in about
    file, other = tmp_path / name, tmp_path / "other.whosaid"
    assert import_lines(others, "in", file, silent) == len(others)
    assert check(file).is_whole
    assert import_lines(others, "in", file, silent) == 0
    assert import_lines([about], "in", file, silent) == 0
    made = exported(file)
    assert json.loads(made[0])["title"] == title
    assert made[1:] == others
    import_lines(made, "in", other, silent)
    assert check(other).content_hash == check(file).content_hash


def test_a_sameness_that_comes_again_is_read_without_the_others(tmp_path: Path) -> None:
    names = [f"a{at}" for at in range(100)]
    given = lines(
        [
            *base(),
            *(Actor(name, name, "state", names=(Name(name, "official"),)) for name in names),
            *(
                Sameness(f"s{at}", "same", Basis("editorial", "x"), actors=pair)
                for at, pair in enumerate(pairwise(names))
            ),
        ]
    )
    file = tmp_path / "library.whosaid"
    import_lines(given, "in", file, silent)
    assert import_lines(given, "in", file, silent) == 0
    queries: list[str] = []
    with contextlib.closing(Library(file)) as library:
        assert library.entities
        library.connection.set_trace_callback(queries.append)
        assert library.record("sameness", "s7") in library.samenesses_with("actor", "a7")
        assert library.record("sameness", "s") is None
    assert len(queries) < 20


@pytest.mark.parametrize("beside", [5000, 0], ids=["in place", "made anew"])
def test_a_library_of_a_newer_program_is_not_written_to(
    beside: int, wire_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BESIDE", beside)
    damage(wire_copy, "PRAGMA user_version = 2001", "CREATE TABLE more (it)")
    before = wire_copy.read_bytes()
    with pytest.raises(LibraryError) as error:
        import_lines(lines(base()), "in", wire_copy, silent)
    assert str(error.value) == (
        f"{wire_copy} has schema 2.1, written by a newer Whosaid; add to it with that one, since "
        "this one writes 2.0."
    )
    assert wire_copy.read_bytes() == before


def test_a_library_whose_file_has_no_name_to_be_called_by_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "---.whosaid"
    with pytest.raises(InputError, match="title: “---” has no letter and no digit"):
        import_lines([], "in", file, silent)
    assert not file.exists()


def test_importing_the_same_again_changes_nothing(wire_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.whosaid"
    import_lines(exported(wire_file), "wire", copy, silent)
    before = copy.read_bytes()
    assert import_lines(exported(wire_file), "wire", copy, silent) == 0
    assert copy.read_bytes() == before


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        (b"{", "not JSON"),
        (b"\xff", "not UTF-8 at byte 0"),
        (b"[]", "“type” must be one of"),
        (b'{"type": "spell"}', "“type” must be one of"),
        (b'{"type": "claim", "id": "x"}', "proposition"),
        (b'{"type": "claim", "id": "x", "proposition": 1}', "a string was expected"),
        (b'{"type": "claim", "id": "x", "proposition": "P", "colour": "red"}', "colour"),
        (
            b'{"type": "claim", "id": "Upper Case", "proposition": "P"}',
            "id: “Upper Case” is not made of lower-case letters, digits and dashes",
        ),
    ],
)
@pytest.mark.parametrize("is_there", [False, True])
def test_a_bad_line_is_named_and_nothing_stays(
    line: bytes, cause: str, is_there: bool, tmp_path: Path
) -> None:
    file = tmp_path / "library.whosaid"
    if is_there:
        import_lines(lines(base()), "base", file, silent)
    before = file.read_bytes() if is_there else None
    good = lines(source_said("2024-01-01"))
    given = good if is_there else lines(base()) + good
    with pytest.raises(InputError) as error:
        import_lines([*given, b"", line], "in.jsonl", file, silent)
    assert error.value.where == f"in.jsonl, line {len(given) + 2}"
    assert cause in error.value.cause
    assert (file.read_bytes() if file.exists() else None) == before
    assert [path.name for path in tmp_path.iterdir()] == ([file.name] if is_there else [])


def test_a_line_without_an_end_is_not_read_to_it(tmp_path: Path) -> None:
    given, file = tmp_path / "in.jsonl", tmp_path / "library.whosaid"
    with given.open("wb") as written:
        written.write(b"\n".join(lines(base())) + b"\n")
        written.truncate(LONGEST << 4)  # NULs that take no room on the disk
    with pytest.raises(InputError) as error:
        import_file(given, file, silent)
    assert str(error.value) == (
        f"{given}, line {len(base()) + 1}: longer than 64 MB, the most that one record may have; "
        "divide it"
    )
    assert not file.exists()


_EDITORIAL = Basis("editorial")
_NO_DAY = Dates("2024-02-30")
_TRANSFER = Transfer("t", "iran", "iran", "drone", "used", "so", _EDITORIAL)


@pytest.mark.parametrize(
    ("record", "cause"),
    [
        (About("\u00a0"), "title: “\u00a0” has no letter and no digit"),
        (Actor("", "A", "state"), "id: “” is not made of lower-case letters, digits and dashes"),
        (Claim("c" * 201, "C"), "id: “" + "c" * 40 + "” has more than 200 characters"),
        (Actor("été", "A", "state"), "id: “été” is not made of lower-case letters, digits and d"),
        (Actor("a", "\u00a0", "state", names=(Name("\u00a0", "alias"),)), "name: “\u00a0” has no"),
        (
            Weapon("w", "W", "class", names=(Name("W", "alias"), Name("?", "alias"))),
            "name: “?” has",
        ),
        (Claim("c", " "), "proposition: “ ” has no letter and no digit"),
        (Claim("c", "C", (Relation("implies", "c", _EDITORIAL),)), "a claim is not related to its"),
        (Source("s", "…", "post", "", ""), "title: “…” has no letter and no digit"),
        (Event("e", "", Dates(), _EDITORIAL), "text: “” has no letter and no digit"),
        (Event("e", "E", Dates("2024"), _EDITORIAL), "dates: “2024” is no day; write 2024-02-21"),
        (Event("e", "E", Dates(), Basis("inferred")), "an inferred basis gives its reasoning"),
        (
            Event("e", "E", Dates(), Basis("inferred", "\r\n\t \u00a0")),
            "an inferred basis gives its reasoning",
        ),
        (Sameness("s", "same", _EDITORIAL, ("iran", "iran")), "is between two different entries"),
        (
            Event("e", "E", Dates("2024-02-02", "2024-02-01"), _EDITORIAL),
            "dates: ends before it begins",
        ),
        (
            Actor("a", "A", "person", names=(Name("A", "alias"),), roles=(Role("-"),)),
            "title: “-” has no letter and no digit",
        ),
        (
            Actor(
                "a", "A", "person", None, None, (Name("A", "alias"),), (Role("R", None, _NO_DAY),)
            ),
            "dates: “2024-02-30” is no day; write 2024-02-21",
        ),
        (
            replace(_TRANSFER, dates=_NO_DAY),
            "dates: “2024-02-30” is no day; write 2024-02-21",
        ),
        (
            replace(_TRANSFER, quantity=Quantity("some", "", 3, 2)),
            "the low bound of a quantity is not above the high one",
        ),
    ],
)
def test_what_cannot_be_stored_is_told_in_words(record: Record, cause: str, tmp_path: Path) -> None:
    given = [
        *([] if isinstance(record, About) else base()),
        Weapon("drone", "Drone", "class", names=(Name("Drone", "alias"),)),
        Claim("so", "It is so."),
        record,
    ]
    with pytest.raises(InputError) as error:
        import_lines(lines(given), "in", tmp_path / "library.whosaid", silent)
    assert error.value.where == f"in, line {len(given)}"
    assert cause in error.value.cause
    assert not set("<>=*'") & set(error.value.cause)


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ({"mentions": (Mention(0, 4, "Iran", actor="iran"),) * 2}, "the same mention is given"),
        ({"mentions": (Mention(0, 4, "Iran", actor="irak"),)}, "there is no actor “irak”"),
        ({"quoted": (Span(0, 4, "Iran"),) * 2}, "the same span is given twice"),
        (
            {"stances": (Stance(("iran", "irak"), 0, "affirms", claim="so"),)},
            "there is no actor “irak”",
        ),
        ({"stances": (Stance(("iran",), 0, "affirms", claim="no"),)}, "there is no claim “no”"),
        ({"said": Dates("2024-02-30")}, "is no day"),
    ],
)
@pytest.mark.parametrize("is_there", [False, True])
def test_among_many_statements_the_very_line_is_named(
    fault: dict[str, Any], cause: str, is_there: bool, tmp_path: Path
) -> None:
    said = [source_said(f"2024-02-0{day}") for day in range(1, 6)]
    stances = (Stance(("iran",), 0, "affirms", claim="so"),)
    given: list[Record] = [Claim("so", "It is so")]
    for source, statement in said:
        assert isinstance(statement, Statement)
        given += [source, replace(statement, stances=stances)]
    bad = given[6]
    assert isinstance(bad, Statement)
    given[6] = replace(bad, **fault)
    file = tmp_path / "library.whosaid"
    if is_there:
        import_lines(lines(base()), "base", file, silent)
    else:
        given += base()
    with pytest.raises(InputError, match=cause) as error:
        import_lines(lines(given), "in", file, silent)
    assert error.value.where == "in, line 7"


def test_an_id_cannot_be_given_to_something_else(tmp_path: Path) -> None:
    file = tmp_path / "library.whosaid"
    import_lines(lines(base()), "base", file, silent)
    other = Actor("iran", "Iran", "group", names=(Name("Iran", "official"),))
    with pytest.raises(InputError, match="“iran” is taken by another actor"):
        import_lines(lines([other]), "other", file, silent)


def test_a_passage_that_is_not_in_its_source_is_refused(tmp_path: Path) -> None:
    source, statement = source_said("2024-01-01")
    line = json.loads(plain.line(statement))
    line["exact"] = "Iran said no."
    given = [*lines([*base(), source]), json.dumps(line).encode()]
    with pytest.raises(InputError, match=r"the source has “Iran said so\.” at 0:13"):
        import_lines(given, "in", tmp_path / "library.whosaid", silent)


def test_an_older_source_takes_its_place_in_the_order(tmp_path: Path) -> None:
    file = tmp_path / "library.whosaid"
    days = ["2024-03-01", "2024-01-01", "2024-05-01"]
    first = [record for day in days for record in source_said(day)]
    import_lines(lines(base() + first), "first", file, silent)
    late = ["2024-04-01", "2023-01-01", "2024-03-01", "2025-01-01", "2024-02-01"]
    for day in late[:2] + late[3:]:
        import_lines(lines(source_said(day)), "late", file, silent)
    wanted = sorted({*days, *late}, reverse=True)
    assert order(file) == wanted
    assert check(file).is_whole
    library = Library(file)
    search = Search(library)
    for query, expected in (
        ("after:2024-03", [day for day in wanted if day >= "2024-03-01"]),
        ("before:2024-02", [day for day in wanted if day <= "2024-02-29"]),
        ("iran after:2024-02 before:2024-04-15", ["2024-04-01", "2024-03-01", "2024-02-01"]),
    ):
        hits = search.hits(parse(query))
        rows = list(hits.rows)
        found = [statement.said.first for statement in library.statements(rows)]
        assert found == expected, query
        assert [hits.place_of(row) for row in rows] == list(range(len(rows)))
    library.close()


def test_a_newer_source_goes_on_in_order(tmp_path: Path) -> None:
    file = tmp_path / "library.whosaid"
    import_lines(lines(base() + source_said("2024-01-01")), "first", file, silent)
    import_lines(lines(source_said("2024-02-01")), "second", file, silent)
    library = Library(file)
    assert library.chronology.late_among(library.postings.everything) == []
    assert library.chronology.ordered_to == 2
    library.close()


def test_many_late_statements_are_put_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BESIDE", 1)
    file = tmp_path / "library.whosaid"
    import_lines(lines(base() + source_said("2024-06-01")), "first", file, silent)
    late = source_said("2024-01-01") + source_said("2024-02-01")
    import_lines(lines(late), "late", file, silent)
    library = Library(file)
    assert library.chronology.late_among(library.postings.everything) == []
    library.close()
    assert order(file) == ["2024-06-01", "2024-02-01", "2024-01-01"]
    assert check(file).is_whole


@pytest.mark.parametrize("beside", [5000, 0], ids=["in place", "made anew"])
def test_a_link_to_a_library_stays_one(
    beside: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BESIDE", beside)
    (tmp_path / "kept").mkdir()
    file, link = tmp_path / "kept" / "library.whosaid", tmp_path / "link.whosaid"
    link.symlink_to(file)
    import_lines(lines(base() + source_said("2024-06-01")), "first", link, silent)
    import_lines(lines(source_said("2024-01-01")), "late", link, silent)
    assert link.is_symlink()
    assert order(file) == ["2024-06-01", "2024-01-01"]
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_the_longest_id_is_the_name_of_a_file(tmp_path: Path) -> None:
    file, slug = tmp_path / "library.whosaid", "s" * 200
    source = Source(slug, "Title", "post", "", hashlib.sha256(b"").hexdigest())
    import_lines(lines([About("T"), source]), "long", file, silent)
    unpack(file, tmp_path / "folder")
    assert (tmp_path / "folder" / "sources" / f"{slug}.toml").is_file()


def test_many_lines_are_read_by_other_processes(tmp_path: Path) -> None:
    file = tmp_path / "library.whosaid"
    many = [
        Actor(f"actor-{at}", f"Actor {at}", "person", names=(Name(f"Actor {at}", "official"),))
        for at in range(3000)
    ]
    assert import_lines(lines([About("T"), *many]), "many", file, silent) == 3001
    broken = [*lines([About("T"), *many]), b"{"]
    with pytest.raises(InputError) as error:
        import_lines(broken, "many", tmp_path / "other.whosaid", silent)
    assert error.value.where == "many, line 3002"


_CRAMPED = """
import resource, signal, sys
from viewer.__main__ import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
sys.exit(main(["import", "--statements", sys.argv[1], "--library", sys.argv[2]]))
"""


@pytest.mark.skipif(os.name != "posix", reason="other systems limit files in other ways")
def test_no_room_for_temporary_files_is_told(tmp_path: Path) -> None:
    given = tmp_path / "in.jsonl"
    claims = [Claim(f"claim-{at}", "Something is so. " * 2700) for at in range(1000)]
    given.write_bytes(b"\n".join(lines([About("T"), *claims])))
    ended = subprocess.run(
        [sys.executable, "-c", _CRAMPED, given, tmp_path / "library.whosaid"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith("Temporary files cannot be written (")
    assert ended.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


@pytest.mark.skipif(os.name != "posix", reason="other systems limit files in other ways")
def test_no_room_in_the_library_is_told_and_leaves_it(tmp_path: Path) -> None:
    file, given = tmp_path / "library.whosaid", tmp_path / "in.jsonl"
    many = [Claim(f"claim-{at}", "Something is so. " * 2700) for at in range(15)]
    import_lines(lines([About("T"), *many]), "many", file, silent)
    assert file.stat().st_size < 1 << 20
    before = exported(file)
    more = [Claim(f"more-{at}", "Something is so. " * 2700) for at in range(15)]
    given.write_bytes(b"\n".join(lines([About("T"), *more])))
    ended = subprocess.run(
        [sys.executable, "-c", _CRAMPED, given, file],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr == (
        f"{file} cannot be written (disk I/O error); check that its disk has room and that you may "
        "write there.\n"
    )
    assert ended.stderr.count("\n") == 1
    assert exported(file) == before


def test_a_default_that_is_written_out_is_no_difference(tmp_path: Path) -> None:
    file = tmp_path / "library.whosaid"
    actor = b'{"type": "actor", "id": "iran", "name": "Iran", "kind": "state", "note": "", '
    names = b'"names": [{"text": "Iran", "kind": "official", "script": ""}]}'
    given = [*lines(base()), actor + names]
    assert import_lines(given, "first", file, silent) == 2
    assert import_lines(given, "second", file, silent) == 0


@pytest.mark.parametrize(("parents", "cause"), [(range(-1, 2999), None), ([2, 0, 1], "itself")])
def test_a_long_line_of_actors_is_no_cycle(
    parents: Sequence[int], cause: str | None, tmp_path: Path
) -> None:
    actors = [
        Actor(f"a-{at}", "A", "group", f"a-{up}" if up >= 0 else None, names=(Name("A", "alias"),))
        for at, up in enumerate(parents)
    ]
    given = lines([About("T"), *actors])
    file = tmp_path / "library.whosaid"
    if cause is None:
        before = time.thread_time()
        assert import_lines(given, "in", file, silent) == len(given)
        assert time.thread_time() - before < 10  # tens of seconds, when each asks for all above
    else:
        with pytest.raises(InputError, match=f"in, line 3: an actor would belong to {cause}"):
            import_lines(given, "in", file, silent)


_ROLE = '"roles": [{"title": "Head", "dates": {}}]'
_STANCE = (
    '{"holders": ["iran"], "asserted_by": 0, "position": "affirms", "claim": "so", "as_of": {}}'
)
_EVIDENCE = '"basis": {"kind": "stated", "evidence": ["ID", "ID"]}'


def test_what_is_written_in_more_words_is_no_difference(tmp_path: Path) -> None:
    file = tmp_path / "library.whosaid"
    source, said = source_said("2024-01-01")
    assert isinstance(said, Statement)
    statement = plain.line(said)[:-1] + f', "stances": [{_STANCE}]}}'
    transfer = '{"type": "transfer", "id": "t", "supplier": "iran", "recipient": "iran"'
    transfer += f', "weapon": "drone", "stage": "used", "claim": "so", "dates": {{}}, {_EVIDENCE}}}'
    drone = Weapon("drone", "Drone", "class", names=(Name("Drone", "alias"),))
    given = [
        *lines([About("T"), source, Claim("so", "It is so."), drone]),
        plain.line(base()[1])[:-1].encode() + f", {_ROLE}}}".encode(),
        statement.encode(),
        transfer.replace("ID", said.id).encode(),
    ]
    assert import_lines([*given, *given], "first", file, silent) == len(given)
    before = file.read_bytes()
    assert import_lines(given, "second", file, silent) == 0
    assert import_lines(exported(file), "third", file, silent) == 0
    assert file.read_bytes() == before


def test_a_number_too_large_is_refused(tmp_path: Path) -> None:
    statement = plain.line(source_said("2024-01-01")[1])
    line = statement.replace('"start":0', f'"start":{1 << 80}').encode()
    given = [*lines([*base(), source_said("2024-01-01")[0]]), line]
    with pytest.raises(InputError, match="the number is too large for a library at start") as error:
        import_lines(given, "in", tmp_path / "library.whosaid", silent)
    assert error.value.where == "in, line 4"


@pytest.mark.parametrize("ordered_to", [-1, 100])
def test_nothing_is_added_to_rows_that_are_not_there(ordered_to: int, wire_copy: Path) -> None:
    damage(wire_copy, f"UPDATE search_index SET ordered_to = {ordered_to}")
    before = wire_copy.read_bytes()
    with pytest.raises(LibraryError, match="is damaged"):
        add_newcomer(wire_copy)
    assert wire_copy.read_bytes() == before


def test_a_library_damaged_within_is_told(wire_copy: Path) -> None:
    given = exported(wire_copy)
    with contextlib.closing(sqlite3.connect(wire_copy)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'mention'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    whole = bytearray(wire_copy.read_bytes())
    whole[(page - 1) * size : page * size] = b"\xaa" * size
    wire_copy.write_bytes(whole)
    with pytest.raises(LibraryError, match="is damaged; “whosaid check"):
        import_lines(given, "wire", wire_copy, silent)
    assert wire_copy.read_bytes() == whole


_MEANWHILE = """
import sys
from pathlib import Path
from viewer.ingest import writers
from viewer.ingest.jsonl import import_file
from viewer.library.entities import Entities
from viewer.library.file import LibraryError
from viewer.library.reading import Library
writers.WAITING = 0.1
list(Library(Path(sys.argv[2])).records())
try:
    import_file(Path(sys.argv[1]), Path(sys.argv[2]), lambda *_: None)
except LibraryError as error:
    sys.exit(str(error))
"""


def _another(moment: str, script: str, *arguments: object) -> tuple[Progress, list[str]]:
    """Return a progress that once, at a ``moment``, runs ``script``, and what that complains of."""
    told: list[str] = []

    def meanwhile(what: str, *_: int) -> None:
        if what == moment and not told:
            # Of another process, since locks are between processes.
            done = subprocess.run(
                [sys.executable, "-c", script, *map(str, arguments)],
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            told.append(done.stderr)

    return meanwhile, told


@pytest.mark.parametrize("moment", ["writing", "packing"])
def test_while_a_library_is_made_anew_it_is_read_and_not_written(
    moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BESIDE", 0)
    file, other = tmp_path / "library.whosaid", tmp_path / "other.jsonl"
    import_lines(lines(base() + source_said("2024-06-01")), "first", file, silent)
    other.write_bytes(plain.line(Actor("b", "B", "state", names=(Name("B", "alias"),))).encode())
    meanwhile, told = _another(moment, _MEANWHILE, other, file)
    import_lines(lines(source_said("2024-01-01")), "late", file, meanwhile)
    assert told == [f"{file} is being read or written by another program; try again in a moment.\n"]
    assert order(file) == ["2024-06-01", "2024-01-01"]
    assert check(file).is_whole


_BUILD_MEANWHILE = """
import sys
from pathlib import Path
from viewer.ingest import writers
from viewer.ingest.build import build
from viewer.library.file import LibraryError
writers.WAITING = 0.1
try:
    build(Path(sys.argv[1]), Path(sys.argv[2]))
except LibraryError as error:
    sys.exit(str(error))
"""


def test_while_a_library_is_written_none_is_built_in_its_place(wire_copy: Path) -> None:
    before = order(wire_copy)
    meanwhile, told = _another("writing", _BUILD_MEANWHILE, wire_folder(), wire_copy)
    import_lines(lines(source_said("2030-01-01")), "late", wire_copy, meanwhile)
    assert told == [
        f"{wire_copy} is being read or written by another program; try again in a moment.\n"
    ]
    assert order(wire_copy) == ["2030-01-01", *before]


def test_while_a_library_is_built_none_writes_to_what_it_replaces(wire_copy: Path) -> None:
    other = wire_copy.with_name("other.jsonl")
    other.write_bytes(b"\n".join(lines(source_said("2024-06-01"))))
    meanwhile, told = _another("packing", _MEANWHILE, other, wire_copy)
    build(wire_folder(), wire_copy, meanwhile)
    assert told == [
        f"{wire_copy} is being read or written by another program; try again in a moment.\n"
    ]
    assert check(wire_copy).is_whole


def test_while_much_is_added_to_a_library_it_is_read(wire_copy: Path) -> None:
    # More than SQLite keeps in memory by itself.
    claims: list[Record] = [Claim(f"claim-{at}", "Something is so. " * 2700) for at in range(100)]
    titles: list[str] = []

    def meanwhile(what: str, done: int, total: int) -> None:
        if what == "writing" and done == total:
            with contextlib.closing(Library(wire_copy)) as library:
                titles.append(library.title())

    assert import_lines(lines(claims), "many", wire_copy, meanwhile) == 100
    assert titles == ["A small library"]


@pytest.mark.parametrize(
    ("is_there", "beside", "moment"),
    [(False, 0, "packing"), (True, 0, "packing"), (True, 5000, "writing")],
)
def test_what_another_puts_there_meanwhile_stays(
    is_there: bool,
    beside: int,
    moment: str,
    wire_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(intake, "BESIDE", beside)
    file = tmp_path / "library.whosaid"
    if is_there:
        import_lines(lines(base()), "first", file, silent)

    def meanwhile(what: str, *_: int) -> None:
        if what == moment:
            Path(shutil.copy(wire_file, tmp_path / "wire")).replace(file)

    given = lines([*base(), *source_said("2024-01-01")])
    with pytest.raises(LibraryError, match="was written by another program meanwhile; try again"):
        import_lines(given, "late", file, meanwhile)
    assert file.read_bytes() == wire_file.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("times", [1, writers.ATTEMPTS])
@pytest.mark.parametrize("is_replaced", [False, True])
def test_what_another_writes_before_it_is_locked_is_read(
    times: int, is_replaced: bool, wire_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = iter(range(times))

    class Slow(Library):
        @property
        def entities(self) -> Entities:
            read = super().entities
            if next(left, None) is not None:
                if is_replaced:
                    Path(shutil.copy(wire_copy, f"{wire_copy}.new")).replace(wire_copy)
                damage(wire_copy, "UPDATE library SET title = title || '.'")
            return read

    monkeypatch.setattr(writers, "Library", Slow)
    given, before = lines(source_said("2024-01-01")), order(wire_copy)
    if times == 1:
        assert import_lines(given, "late", wire_copy, silent) == 2
    else:
        with pytest.raises(LibraryError, match="was written by another program meanwhile; try"):
            import_lines(given, "late", wire_copy, silent)
    with contextlib.closing(Library(wire_copy)) as library:
        assert library.title() == "A small library" + "." * times
    assert len(order(wire_copy)) == len(before) + (times == 1)


def test_who_waits_for_a_reader_is_told_so(
    wire_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "WAITING", 0.1)
    before = order(wire_copy)
    with contextlib.closing(sqlite3.connect(wire_copy)) as reader:
        cursor = reader.execute("SELECT id FROM statement")
        cursor.fetchone()
        with pytest.raises(LibraryError) as error:
            import_lines(lines(source_said("2024-01-01")), "late", wire_copy, silent)
        cursor.close()
    assert str(error.value) == (
        f"{wire_copy} is being read or written by another program; try again in a moment."
    )
    assert order(wire_copy) == before


def test_imports_at_once_wait_for_each_other(wire_copy: Path, process: Run) -> None:
    days = [f"2024-0{at}-01" for at in range(1, 5)]
    before = len(order(wire_copy))

    def add(day: str) -> str:
        given = wire_copy.with_name(f"{day}.jsonl")
        given.write_bytes(b"\n".join(lines(source_said(day))))
        return process("import", "--statements", given, "--library", wire_copy).stderr

    with ThreadPoolExecutor() as at_once:
        assert list(at_once.map(add, days)) == [""] * 4
    assert len(order(wire_copy)) == before + 4
    assert check(wire_copy).is_whole


@pytest.mark.parametrize("change", ["basis SET kind = 'x'", "statement SET mode_code = 9"])
def test_a_library_with_words_that_it_may_not_hold_is_told(change: str, wire_copy: Path) -> None:
    given = exported(wire_copy)
    damage(wire_copy, f"UPDATE {change}")
    with pytest.raises(LibraryError, match="is damaged; “whosaid check"):
        import_lines(given, "wire", wire_copy, silent)
