"""What is wrong with a folder is said with file, line and cause."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from tests.conftest import wire_folder
from viewer.ingest import folder as folder_form
from viewer.ingest.build import build
from viewer.ingest.entry import LONGEST
from viewer.ingest.errors import InputError
from viewer.library.file import LibraryError
from viewer.library.reading import Library

_ACTORS = """\
[[actor]]
id = "iran"
name = "Iran"
kind = "state"
names = [{text = "Iran", kind = "official"}]

[[actor]]
id = "wire"
name = "Wire"
kind = "outlet"
names = [{text = "Wire", kind = "official"}]
"""
_TEXT = "Iran said nothing. Iran said it again.\n"
_HEAD = 'title = "S"\nkind = "article"\n'
_STATEMENT = """
[[statement]]
exact = "Iran said nothing."
mode = "indirect"
cue = ["said"]
chain = [{role = "publication", actors = ["wire"]}, {role = "speaker", actors = ["iran"]}]
mentions = [{text = "Iran", actor = "iran"}]
"""

Write = Callable[..., Path]


def source(statement: str) -> dict[str, str]:
    return {
        "actors_toml": _ACTORS,
        "sources_s_txt": _TEXT,
        "sources_s_toml": _HEAD + statement,
    }


@pytest.mark.parametrize(
    ("files", "where", "cause"),
    [
        ({"library_toml": "title = "}, "library.toml", "not TOML: Invalid value"),
        ({"library_toml": "about = 'x'"}, "library.toml, line 1", "the field 'title' is missing"),
        ({"actor_toml": ""}, "actor.toml", "no such file is known; it may be actors.toml"),
        ({"sources_s_txt": ""}, "sources/s.txt", "the source has no s.toml beside it"),
        ({"sources_s_toml": _HEAD}, "sources/s.txt", "the text of the source is missing"),
        (
            {"actors_toml": _ACTORS.replace('"state"', '"planet"')},
            "actors.toml, line 4",
            "“planet” is none of state, organisation, outlet, person, group, unnamed at kind",
        ),
        (
            {"actors_toml": _ACTORS.replace('kind = "outlet"', 'kind = "outlet"\nage = 3')},
            "actors.toml, line 11",
            "there is no field called age",
        ),
        (
            {"actors_toml": _ACTORS + '[[actor.roles]]\ntitle = "Head"\norganization = "iran"\n'},
            "actors.toml, line 14",
            "there is no field called organization at roles[0]",
        ),
        ({"actors_toml": "x = " + "[" * 5000}, "actors.toml", "not TOML: "),
        ({"actors_toml": "x = " + "9" * 5000}, "actors.toml", "not TOML: "),
        (
            {"actors_toml": _ACTORS + "\n[[weapon]]\n"},
            "actors.toml, line 13",
            "“weapon” has no place here; this file holds [[actor]] tables",
        ),
        (
            {"actors_toml": _ACTORS.replace('id = "wire"', 'id = "iran"')},
            "actors.toml, line 7",
            "the id “iran” is taken by another actor",
        ),
        (
            {"actors_toml": _ACTORS.replace('name = "Wire"', 'name = "The Wire"')},
            "actors.toml, line 7",
            "the heading “The Wire” is none of its names",
        ),
        (
            {"actors_toml": _ACTORS.replace('"Wire"\nkind', '"Wire"\nparent = "nobody"\nkind')},
            "actors.toml, line 7",
            "there is no actor “nobody”",
        ),
        (
            {
                "actors_toml": _ACTORS.replace(
                    '"Iran"\nkind', '"Iran"\nparent = "wire"\nkind', 1
                ).replace('"Wire"\nkind', '"Wire"\nparent = "iran"\nkind')
            },
            "actors.toml, line 8",
            "an actor would belong to itself",
        ),
        (
            source(_STATEMENT.replace("said nothing", "sald nothing")),
            "sources/s.toml, line 5",
            "exact: “Iran sald nothing.” is not in the text; the nearest passage, with [-given-] "
            "and {+source+}: Iran sa[-l-]{+i+}d nothing.",
        ),
        (
            source(_STATEMENT.replace("Iran said nothing.", "Iran said")),
            "sources/s.toml, line 5",
            "exact: “Iran said” stands in 2 places; say which by nth",
        ),
        (
            source(_STATEMENT.replace('cue = ["said"]', 'cue = ["says"]')),
            "sources/s.toml, line 7",
            "cue: “says” is not in the text; the nearest passage",
        ),
        (
            source(_STATEMENT.replace('cue = ["said"]', "cue = [3]")),
            "sources/s.toml, line 7",
            "cue: cue holds 3 where a table belongs",
        ),
        (
            source(_STATEMENT.replace('actor = "iran"}]', 'actor = "iran", weapon = "x"}]')),
            "sources/s.toml, line 4",
            "mentions: a mention is of one actor or of one weapon",
        ),
        (
            source(_STATEMENT.replace('actors = ["iran"]', 'actors = ["irn"]')),
            "sources/s.toml, line 4",
            "there is no actor “irn”",
        ),
        (
            source(_STATEMENT.replace('actors = ["iran"]', 'actors = ["iran", "iran"]')),
            "sources/s.toml, line 4",
            "chain: an actor is given twice",
        ),
        (
            source(_STATEMENT.replace("chain = ", "chain = [] # ")),
            "sources/s.toml, line 4",
            "chain: a statement has a chain, and each of its links an actor",
        ),
        (
            source(_STATEMENT + 'said = {on = "2024-02-30"}\n'),
            "sources/s.toml, line 10",
            "“2024-02-30” is no date; write 2024, 2024-02 or 2024-02-21",
        ),
        (
            source(_STATEMENT + 'said = {from = "2024-03", to = "2024-02"}\n'),
            "sources/s.toml, line 10",
            "said ends before it begins",
        ),
        (
            source(_STATEMENT + 'id = "k3v9abcdefgh"\n'),
            "sources/s.toml, line 4",
            "id: “k3v9abcdefgh” is not twelve characters a-z, 2-7",
        ),
        (
            source(
                _STATEMENT
                + '\n[[statement.stances]]\nholders = ["iran"]\nasserted_by = "gazette"\n'
                'claim = "c"\nposition = "denies"\n'
            ),
            "sources/s.toml, line 13",
            "stances: asserted_by: no link of the chain holds “gazette”",
        ),
        (
            {"library_toml": 'title = "T"\nabout = 2024-02-21\n'},
            "library.toml, line 2",
            "a string was expected, not 2024-02-21 at about",
        ),
        (
            source(_STATEMENT + "nth = true\n"),
            "sources/s.toml, line 5",
            "exact: nth is a whole number, not true",
        ),
        (
            source(_STATEMENT + "note = [2024-02-21, 07:00:00]\n"),
            "sources/s.toml, line 10",
            'a string was expected, not ["2024-02-21", "07:00:00"] at note',
        ),
        (
            source(_STATEMENT.replace("exact = ", "note = ")),
            "sources/s.toml, line 4",
            "exact: exact is missing",
        ),
        (
            source(_STATEMENT + '\n[[statement.stances]]\nholders = ["iran"]\n'),
            "sources/s.toml, line 11",
            "stances: asserted_by is missing",
        ),
        (
            source(_STATEMENT + "stances = 3\n"),
            "sources/s.toml, line 10",
            "stances: stances is a list, not 3",
        ),
        (
            source(_STATEMENT.replace("chain = ", "chain = 3 # ") + "stances = [{}]\n"),
            "sources/s.toml, line 8",
            "chain: chain is a list, not 3",
        ),
        (
            source(_STATEMENT.replace('["iran"]', "3") + "stances = [{}]\n"),
            "sources/s.toml, line 8",
            "chain: actors is a list, not 3",
        ),
        (
            source('statement = [{exact = "Iran said nothing."}]\n'),
            "sources/s.toml, line 3",
            "statement is written as [[statement]], one table each",
        ),
        (
            source('id = "t"\n' + _STATEMENT),
            "sources/s.toml, line 3",
            "id is not written here: the name of the file is the id of the source",
        ),
        (
            source(_STATEMENT + 'source = "other"\n'),
            "sources/s.toml, line 10",
            "source is not written here: it is the source of this file",
        ),
        *(
            (source(statement), f"sources/s.toml, line {line}", f"{where}: {end} is not written")
            for statement, line, where, end in [
                (_STATEMENT + "start = 3\n", 5, "exact", "start"),
                (_STATEMENT.replace("mode", "end = 3\nmode"), 5, "exact", "end"),
                (
                    '[[aside]]\nexact = "nothing"\nkind = "boilerplate"\nend = 9\n',
                    4,
                    "exact",
                    "end",
                ),
                (_STATEMENT.replace('"Iran",', '"Iran", start = 0,'), 9, "mentions", "start"),
                (_STATEMENT.replace('["said"]', '[{text = "said", end = 0}]'), 7, "cue", "end"),
            ]
        ),
        (
            {**source(_STATEMENT), "sources_s_txt": "Iran said\0 nothing."},
            "sources/s.txt, line 1",
            "a NUL character; remove it from the text",
        ),
    ],
)
def test_faults(
    files: dict[str, str], where: str, cause: str, folder: Write, tmp_path: Path
) -> None:
    root = folder(**files)
    with pytest.raises(InputError) as error:
        build(root, tmp_path / "out.whosaid")
    assert error.value.where.startswith(str(root / where))
    assert error.value.cause.startswith(cause)
    assert not (tmp_path / "out.whosaid").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]  # and no draft


def test_what_is_no_utf8_is_said_with_its_byte(folder: Write, tmp_path: Path) -> None:
    root = folder(**source(_STATEMENT))
    (root / "sources/s.txt").write_bytes(b"Iran \xff")
    with pytest.raises(InputError, match=r"s\.txt: not UTF-8 at byte 5"):
        build(root, tmp_path / "out.whosaid")


def test_a_new_statement_gets_its_id_once(folder: Write, tmp_path: Path) -> None:
    root = folder(**source(_STATEMENT))
    before = (root / "sources/s.toml").read_text(encoding="utf-8")
    assert build(root, tmp_path / "out.whosaid") == 1
    after = (root / "sources/s.toml").read_text(encoding="utf-8")
    [made] = set(after.split("\n")) - set(before.split("\n"))
    assert made.startswith('id = "')
    assert after.replace(made + "\n", "", 1) == before
    # A widened passage keeps it, and building again makes none.
    (root / "sources/s.toml").write_text(
        after.replace("Iran said nothing.", "Iran said nothing. Iran said it again.").replace(
            'cue = ["said"]', 'cue = [{text = "said", nth = 2}]'
        ),
        encoding="utf-8",
    )
    assert build(root, tmp_path / "out.whosaid") == 0
    library = Library(tmp_path / "out.whosaid")
    [statement] = library.statements([1])
    assert f'id = "{statement.id}"' == made
    assert [span.start for span in statement.cue] == [24]
    library.close()


def _renamed(old: str, new: str) -> Callable[[Path], object]:
    return lambda root: (root / old).rename(root / new)


def _sources_as_a_file(root: Path) -> None:
    _renamed("sources", ".sources")(root)
    (root / "sources").touch()


def _pipe(name: str) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        (root / name).unlink(missing_ok=True)
        os.mkfifo(root / name)

    return make


_STRANGER = (
    "no such file is known; it may be actors.toml, weapons.toml, sameness.toml, claims.toml, "
    "transfers.toml, events.toml or in sources; what is no part of the library has a dot before "
    "its name"
)
_STRANGE_SOURCE = (
    "no such file is known; a source is ID.toml and ID.txt, and what is none has a dot before its "
    "name"
)


@pytest.mark.parametrize(
    ("change", "where", "cause"),
    [
        (_renamed("sources", "source"), "source", _STRANGER),
        (_renamed("actors.toml", "actors.TOML"), "actors.TOML", _STRANGER),
        (_renamed("actors.toml", "actors"), "actors", _STRANGER),
        (_sources_as_a_file, "sources", "the folder cannot be read (Not a directory)"),
        (_renamed("sources/s.toml", "sources/s.TOML"), "sources/s.TOML", _STRANGE_SOURCE),
        (lambda root: (root / "sources/sub").mkdir(), "sources/sub", _STRANGE_SOURCE),
        (
            _renamed("sources/s.toml", "sources/t.toml"),
            "sources/s.txt",
            "the source has no s.toml beside it",
        ),
        (
            _pipe("library.toml"),
            "library.toml",
            "the file cannot be read (it is no ordinary file)",
        ),
        (
            _pipe("sources/s.txt"),
            "sources/s.txt",
            "the text cannot be read (it is no ordinary file)",
        ),
    ],
)
def test_nothing_in_a_folder_is_passed_over_or_waited_for(
    change: Callable[[Path], object], where: str, cause: str, folder: Write, tmp_path: Path
) -> None:
    root = folder(**source(_STATEMENT))
    change(root)
    with pytest.raises(InputError) as error:
        build(root, tmp_path / "out.whosaid")
    assert (error.value.where, error.value.cause) == (str(root / where), cause)


def test_a_text_longer_than_a_record_may_be_is_not_read(folder: Write, tmp_path: Path) -> None:
    root = folder(**source(_STATEMENT))
    text = root / "sources/s.txt"
    with text.open("ab") as written:
        written.truncate(LONGEST << 4)  # NULs that take no room on the disk
    with pytest.raises(InputError) as error:
        build(root, tmp_path / "out.whosaid")
    assert str(error.value) == (
        f"{text}: longer than 64 MB, the most that one record may have; divide it"
    )


def test_nothing_is_built_that_could_not_be_imported_again(
    folder: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder(**source(_STATEMENT))
    monkeypatch.setattr(folder_form, "LONGEST", len(_TEXT))  # as JSON it is longer
    with pytest.raises(InputError, match=r"actors\.toml, line 1: longer than 64 MB"):
        build(root, tmp_path / "out.whosaid")


@pytest.mark.parametrize(
    "name", ["README.md", "LICENSE", "own.whosaid", ".git", "sources/.DS_Store"]
)
def test_what_lies_beside_the_files_of_a_folder(name: str, folder: Write, tmp_path: Path) -> None:
    root = folder(**source(_STATEMENT))
    (root / name).write_text("no part of it", encoding="utf-8")
    assert build(root, tmp_path / "out.whosaid") == 1


@pytest.mark.parametrize("is_there", [False, True])
def test_ids_that_cannot_be_kept_leave_the_library_as_it_was(
    is_there: bool, folder: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> NoReturn:
        raise OSError(28, "No space left on device", str(path))

    root, file = folder(**source(_STATEMENT)), tmp_path / "out.whosaid"
    if is_there:
        build(wire_folder(), file)
    before = file.read_bytes() if is_there else None
    written = (root / "sources/s.toml").read_bytes()
    monkeypatch.setattr(folder_form, "replacing", full)
    with pytest.raises(InputError) as error:
        build(root, file)
    assert str(error.value) == f"{root}: the new ids cannot be kept in it (No space left on device)"
    assert (file.read_bytes() if is_there else None) == before
    assert file.exists() == is_there
    assert (root / "sources/s.toml").read_bytes() == written


def test_a_fault_is_told_before_an_id_is_written(folder: Write, tmp_path: Path) -> None:
    root = folder(**source(_STATEMENT + _STATEMENT.replace('["iran"]', '["irn"]')))
    before = (root / "sources/s.toml").read_bytes()
    with pytest.raises(InputError, match=r"s\.toml, line 11: there is no actor “irn”"):
        build(root, tmp_path / "out.whosaid")
    assert (root / "sources/s.toml").read_bytes() == before


def test_a_name_that_comes_again_gets_an_id_of_its_own(folder: Write, tmp_path: Path) -> None:
    root, file = folder(**source(_STATEMENT)), tmp_path / "out.whosaid"
    assert build(root, file) == 1
    for ending in ("toml", "txt"):
        (root / f"sources/s.{ending}").rename(root / f"sources/s-first.{ending}")
    folder(**source(_STATEMENT))
    kept = (root / "sources/s-first.toml").read_bytes()
    assert build(root, file) == 1
    assert (root / "sources/s-first.toml").read_bytes() == kept
    with contextlib.closing(Library(file)) as library:
        assert library.sizes()["statement"] == 2
    # Whichever of both is read first.
    for ending in ("toml", "txt"):
        (root / f"sources/s-first.{ending}").rename(root / f"sources/z.{ending}")
    folder(**source(_STATEMENT))
    assert build(root, file) == 1


def test_an_id_is_kept_without_touching_another_line(folder: Write, tmp_path: Path) -> None:
    files = source(_STATEMENT)
    files["sources_s_toml"] = "\ufeff" + files["sources_s_toml"].replace("\n", "\r\n")
    root = folder(**files)
    before = (root / "sources/s.toml").read_bytes()
    assert build(root, tmp_path / "out.whosaid") == 1
    after = (root / "sources/s.toml").read_bytes().split(b"\r\n")
    assert after.pop(4).startswith(b'id = "')
    assert b"\r\n".join(after) == before
    assert sorted(path.name for path in (root / "sources").iterdir()) == ["s.toml", "s.txt"]


@pytest.mark.parametrize("is_saved", [True, False], ids=["saved anew", "taken away"])
def test_no_id_is_written_into_what_was_changed_meanwhile(
    is_saved: bool, folder: Write, tmp_path: Path
) -> None:
    root, file = folder(**source(_STATEMENT)), tmp_path / "out.whosaid"
    # The first of two that are to get ids, which gets none when the second was changed.
    for ending in ("toml", "txt"):
        shutil.copy(root / f"sources/s.{ending}", root / f"sources/r.{ending}")
    written = root / "sources/s.toml"
    first = (root / "sources/r.toml").read_bytes()
    saved = 'title = "S"\nkind = "article"\nnote = """\nOf several\nlines.\n"""\n' + _STATEMENT

    def meanwhile(what: str, *_: int) -> None:
        if what == "packing":
            if is_saved:
                written.write_text(saved, encoding="utf-8")
            else:
                written.unlink()

    build(wire_folder(), file)
    before = file.read_bytes()
    with pytest.raises(InputError) as error:
        build(root, file, meanwhile)
    assert str(error.value) == f"{written}: was changed while it was being built; build again"
    assert written.exists() == is_saved
    assert not is_saved or written.read_text(encoding="utf-8") == saved
    assert (root / "sources/r.toml").read_bytes() == first
    assert file.read_bytes() == before


def test_of_two_builds_at_once_one_writes_the_ids(folder: Write, tmp_path: Path) -> None:
    root = folder(**source(_STATEMENT))

    def meanwhile(what: str, *_: int) -> None:
        if what == "packing":
            assert build(root, tmp_path / "other.whosaid") == 1

    with pytest.raises(InputError, match="was changed while it was being built; build again"):
        build(root, tmp_path / "out.whosaid", meanwhile)
    assert (root / "sources/s.toml").read_text(encoding="utf-8").count("\nid = ") == 1
    assert build(root, tmp_path / "out.whosaid") == 0


def test_voices_of_one_passage_get_ids_of_their_own(folder: Write, tmp_path: Path) -> None:
    root = folder(**source(_STATEMENT + _STATEMENT))
    assert build(root, tmp_path / "out.whosaid") == 2


def test_a_new_statement_may_stand_where_a_widened_one_stood(folder: Write, tmp_path: Path) -> None:
    root = folder(**source(_STATEMENT))
    build(root, tmp_path / "out.whosaid")
    file = root / "sources/s.toml"
    wide = file.read_text(encoding="utf-8").replace(
        'Iran said nothing."', 'Iran said nothing. Iran said it again."\nnth = 1'
    )
    wide = wide.replace('cue = ["said"]', "cue = []")
    file.write_text(wide + _STATEMENT, encoding="utf-8")
    assert build(root, tmp_path / "out.whosaid") == 1
    library = Library(tmp_path / "out.whosaid")
    assert len({one.id for one in library.statements([1, 2])}) == 2
    library.close()


def test_carriage_returns_are_settled(folder: Write, tmp_path: Path) -> None:
    files = source(_STATEMENT)
    root = folder(**{**files, "sources_s_txt": _TEXT.replace(" again", "\r\nagain") + "\r"})
    build(root, tmp_path / "out.whosaid")
    library = Library(tmp_path / "out.whosaid")
    found = library.source("s")
    assert found is not None
    assert found.text == "Iran said nothing. Iran said it\nagain.\n\n"
    library.close()


def test_building_twice_changes_nothing(tmp_path: Path) -> None:
    build(wire_folder(), tmp_path / "one.whosaid")
    first = Library(tmp_path / "one.whosaid")
    records = list(first.records())
    first.close()
    build(wire_folder(), tmp_path / "one.whosaid")
    second = Library(tmp_path / "one.whosaid")
    assert list(second.records()) == records
    second.close()


def test_a_library_that_appears_meanwhile_is_not_replaced(folder: Write, tmp_path: Path) -> None:
    root, file = folder(**source(_STATEMENT)), tmp_path / "out.whosaid"
    written = (root / "sources/s.toml").read_bytes()

    def meanwhile(what: str, *_: int) -> None:
        if what == "packing":
            build(wire_folder(), file)

    with pytest.raises(LibraryError, match="was written by another program meanwhile; try again"):
        build(root, file, meanwhile)
    with contextlib.closing(Library(file)) as library:
        assert library.title() == "A small library"
    assert (root / "sources/s.toml").read_bytes() == written


@pytest.mark.parametrize(
    ("there", "cause"),
    [
        ("text", "is there already and is no library; name another file"),
        ("folder", "is a folder; name the file to make"),
        ("pipe", "is no ordinary file; name another"),
        ("no parent", "there is no such folder to put the library in"),
    ],
)
def test_another_file_is_not_overwritten(there: str, cause: str, tmp_path: Path) -> None:
    target = tmp_path / "target"
    if there == "text":
        target.write_text("mine", encoding="utf-8")
    elif there == "folder":
        target.mkdir()
    elif there == "pipe":
        os.mkfifo(target)
    else:
        target /= "below"
    with pytest.raises(InputError, match=cause):
        build(wire_folder(), target)
