from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import wire_folder
from tests.ingest.test_check import damage, leave_hot_journal

Run = Callable[..., tuple[int, str, str]]


def test_build_unpack_build(whosaid: Run, tmp_path: Path) -> None:
    one, two = tmp_path / "one.whosaid", tmp_path / "two.whosaid"
    status, out, err = whosaid("build", wire_folder(), "-o", one)
    assert (status, err) == (0, "")
    assert out == (
        f"{one}: 1 source, 6 statements, 8 actors, 5 weapons, 2 claims, 4 stances, 1 transfer, "
        "1 event.\n"
    )
    folder = tmp_path / "folder"
    assert whosaid("unpack", one, folder) == (0, f"{folder}: 26 records.\n", "")
    assert whosaid("build", folder, "-o", two)[0] == 0
    hashes = []
    for file in (one, two):
        status, out, err = whosaid("check", file, "--json")
        assert (status, err) == (0, "")
        hashes.append(json.loads(out)["content_hash"])
    assert hashes[0] == hashes[1]


def test_new_ids_are_told(whosaid: Run, folder: Callable[..., Path], tmp_path: Path) -> None:
    root = folder(
        actors_toml='[[actor]]\nid="a"\nname="A"\nkind="state"\n'
        'names=[{text="A", kind="official"}]\n',
        sources_s_txt="A spoke.",
        sources_s_toml='title="S"\nkind="post"\n[[statement]]\nexact="A spoke."\n'
        'mode="direct"\nchain=[{role="speaker", actors=["a"]}]\n',
    )
    out = whosaid("build", root, "-o", tmp_path / "x.whosaid")[1]
    assert out.splitlines()[1] == f"1 new statement got an id, written into {root}."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "{tmp}"], "Say which library to make: whosaid build FOLDER -o FILE.\n"),
        (
            ["build", "--founding", "-o", "x"],
            "The founding library has its own place; leave out -o, or give a FOLDER.\n",
        ),
        (
            ["build", "{tmp}/none", "-o", "{tmp}/x"],
            "{tmp}/none: is no folder; give the folder that holds library.toml\n",
        ),
        (["build", "{tmp}", "-o", "{tmp}/x"], "{tmp}/library.toml: the file is missing\n"),
        (["unpack", "{tmp}/none", "{tmp}/x"], "There is no file at {tmp}/none.\n"),
        (
            ["unpack", "{wire}", "{tmp}"],
            "{tmp}: is there already and is not empty; name a new folder\n",
        ),
    ],
)
def test_mistakes(
    arguments: list[str], said: str, whosaid: Run, wire_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "something").touch()
    names = {"tmp": tmp_path, "wire": wire_file}
    status, out, err = whosaid(*(one.format(**names) for one in arguments))
    assert (status, out, err) == (2, "", said.format(**names))


def test_the_founding_library_is_built_in_its_place(whosaid: Run, founding_file: Path) -> None:
    status, out, err = whosaid("build", "--founding", "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["library"] == str(founding_file)


@pytest.mark.parametrize("name", ["{file}", "founding.whosaid", "link.whosaid"])
@pytest.mark.parametrize(
    "command", [("build", wire_folder(), "-o"), ("import", "--statements", "{lines}", "--library")]
)
def test_what_each_version_makes_anew_is_not_written_to(
    name: str,
    command: tuple[object, ...],
    whosaid: Run,
    founding_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(founding_file.parent)
    lines, link = tmp_path / "lines.jsonl", tmp_path / "link.whosaid"
    lines.write_text('{"type": "claim", "id": "new", "proposition": "It is so."}\n')
    link.symlink_to(founding_file)
    file = name.format(file=founding_file).replace("link", str(tmp_path / "link"))
    before = founding_file.read_bytes()
    status, out, err = whosaid(*(str(one).format(lines=lines) for one in command), file)
    assert (status, out) == (2, "")
    assert err == (
        f"{file}: is the founding library, which each new version makes anew; copy it and add to "
        "the copy, or name another file\n"
    )
    assert founding_file.read_bytes() == before


def test_a_copy_of_the_founding_library_is_added_to(
    whosaid: Run, founding_file: Path, tmp_path: Path
) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"type": "claim", "id": "new", "proposition": "It is so."}\n')
    copy = Path(shutil.copy(founding_file, tmp_path))
    told = f"{copy}: 1 new record.\n"
    assert whosaid("import", "--statements", lines, "--library", copy) == (0, told, "")


def test_a_whole_library(whosaid: Run, wire_file: Path) -> None:
    status, out, err = whosaid("check", wire_file)
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == "whole    nothing is wrong"
    assert whosaid("check")[0] == 0  # the founding one


def test_findings(whosaid: Run, wire_copy: Path) -> None:
    damage(wire_copy, "UPDATE aside SET exact = 'Less soon'")
    status, out, err = whosaid("check", wire_copy)
    assert (status, err) == (1, "")
    assert out.startswith("quotation: source wire  The aside at ")
    status, out, _ = whosaid("check", wire_copy, "--json")
    assert status == 1
    finding, report = map(json.loads, out.splitlines())
    assert (finding["type"], finding["kind"], finding["where"]) == (
        "finding",
        "quotation",
        "source wire",
    )
    assert (report["type"], report["whole"], report["findings"]) == ("report", False, 1)
    assert len(report["content_hash"]) == 64


def test_what_nothing_supports_yet(whosaid: Run, wire_copy: Path) -> None:
    damage(wire_copy, "DELETE FROM evidence")
    status, out, err = whosaid("check", wire_copy)
    assert (status, err) == (1, "")
    said = "A basis of it is called stated and names no statement yet."
    assert f"unsupported: event display  {said}" in out.splitlines()
    assert out.splitlines()[-1] == (
        "whole    6 findings: what no statement supports yet; nothing is damaged"
    )
    *_, report = map(json.loads, whosaid("check", wire_copy, "--json")[1].splitlines())
    assert (report["whole"], report["findings"]) == (True, 6)


def test_recovery(whosaid: Run, wire_copy: Path) -> None:
    wire_copy = wire_copy.rename(wire_copy.with_name("a wire.whosaid"))
    leave_hot_journal(wire_copy)
    for command in (["check", wire_copy], ["search", "--library", wire_copy]):
        status, out, err = whosaid(*command)
        assert (status, out) == (2, "")
        assert err == (
            f"{wire_copy} was being written when its writer stopped; run “whosaid check --recover "
            f"'{wire_copy}'” to bring back what it held before.\n"
        )
    typed = err[err.index("“whosaid ") + 9 : err.index("”")]
    assert whosaid(*shlex.split(typed))[0] == 0
    assert whosaid("search", "--library", wire_copy)[0] == 0
