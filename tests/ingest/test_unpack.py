from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.conftest import wire_folder
from tests.ingest.generated import libraries, store
from tests.ingest.test_check import damage
from viewer.ingest import unpack as module
from viewer.ingest.build import build
from viewer.ingest.check import check, content_hash
from viewer.ingest.errors import InputError
from viewer.ingest.unpack import unpack
from viewer.library.file import LibraryError
from viewer.library.reading import Library
from viewer.records import Record


def hash_of(file: Path) -> str:
    with contextlib.closing(Library(file)) as library:
        return content_hash(library)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(libraries())
def test_the_round_trip_loses_nothing(records: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        store(records, root / "one.whosaid")
        unpack(root / "one.whosaid", root / "folder")
        assert build(root / "folder", root / "two.whosaid") == 0
        report = check(root / "one.whosaid")
        assert report.content_hash == hash_of(root / "two.whosaid")
        # Made-up records may rest on nothing; but what is stored is what was said.
        assert {finding.kind for finding in report.findings} <= {"unsupported"}
        unpack(root / "two.whosaid", root / "again")
        assert files_of(root / "folder") == files_of(root / "again")


@pytest.mark.parametrize("which", ["wire", "founding"])
def test_the_round_trip_of_real_libraries(
    which: str, wire_file: Path, founding_file: Path, tmp_path: Path
) -> None:
    file = wire_file if which == "wire" else founding_file
    unpack(file, tmp_path / "folder")
    build(tmp_path / "folder", tmp_path / "again.whosaid")
    assert hash_of(tmp_path / "again.whosaid") == hash_of(file)


def test_what_is_found_without_help_is_left_out(wire_file: Path, tmp_path: Path) -> None:
    unpack(wire_file, tmp_path / "folder")
    written = (tmp_path / "folder/sources/wire.toml").read_text(encoding="utf-8")
    statement = written[written.index('"irandeniesit"') : written.index('"geransuccess"')]
    assert 'cue = ["denied", "said"]' in statement
    assert 'said = {on = "2022-11-05"}' in statement
    assert 'asserted_by = "iran"' in statement
    assert '{text = "Iran", actor = "iran"}' in statement
    # The second one is the beginning of “Iranian”: every place counts, whole words or not.
    assert '{text = "Iran", nth = 2, actor = "iran"}' in statement
    assert written.count("nth = ") == 1
    assert 'said = {on = "2023-07", basis' in written
    text = (tmp_path / "folder/sources/wire.txt").read_bytes()
    assert text == (wire_folder() / "sources/wire.txt").read_bytes()


@pytest.mark.parametrize(
    ("before", "cause"),
    [
        ("a full folder", "is there already and is not empty; name a new folder"),
        ("a file", "is there already and is no folder; name a new one"),
        ("a dead link", "is there already and is no folder; name a new one"),
        ("no parent", "there is no such folder to unpack into"),
    ],
)
def test_what_is_there_is_left_alone(
    before: str, cause: str, wire_file: Path, tmp_path: Path
) -> None:
    target = tmp_path / "target"
    if before == "a full folder":
        target.mkdir()
        (target / "mine").write_text("mine", encoding="utf-8")
    elif before == "a file":
        target.write_text("mine", encoding="utf-8")
    elif before == "a dead link":
        target.symlink_to(tmp_path / "nowhere")
    else:
        target = target / "below"
    with pytest.raises(InputError, match=cause):
        unpack(wire_file, target)
    if before == "a full folder":
        assert files_of(target) == {"mine": b"mine"}


def test_an_empty_folder_is_filled(wire_file: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert unpack(wire_file, tmp_path / "folder") == 26
    assert (tmp_path / "folder/library.toml").exists()


def test_a_run_that_fails_leaves_nothing(
    wire_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module._Writer, "_put_source", fail)
    with pytest.raises(LibraryError, match="cannot be written \\(No space left on device\\)"):
        unpack(wire_file, tmp_path / "folder")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("id", ["../../escaped", "/escaped", "..", "", "a/b", "a\nb", "A"])
def test_a_stranger_s_id_leads_nowhere(id: str, wire_copy: Path, tmp_path: Path) -> None:
    mine = tmp_path / "escaped.txt"
    mine.write_text("mine", encoding="utf-8")
    damage(wire_copy, f"UPDATE source SET slug = '{id}'")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(LibraryError, match=r"(?s)be unpacked: id: “.*” is not made of lower"):
        unpack(wire_copy, tmp_path / "folder")
    assert sorted(tmp_path.iterdir()) == before
    assert mine.read_text(encoding="utf-8") == "mine"
    assert not check(wire_copy).is_whole


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE source SET published_from = 'in March'", "source wire .*: “in March” is no day;"),
        ("UPDATE event SET dates_from = '2024-1-1'", "event display .*: “2024-1-1” is no day;"),
        ("UPDATE basis SET kind = 'x'", "“x” is none of stated, inferred, editorial"),
        ("UPDATE entity SET name = '\u00a0'; ", "the heading “\u00a0” is none of its names"),
        ("UPDATE library SET title = '…'", "library cannot be .* title: “…” has no letter"),
    ],
)
def test_what_could_not_be_built_again_is_not_written(
    statement: str, said: str, wire_copy: Path, tmp_path: Path
) -> None:
    damage(wire_copy, statement)
    with pytest.raises(LibraryError, match=f"{said}.*; “whosaid check” lists what is wrong"):
        unpack(wire_copy, tmp_path / "folder")
    assert not (tmp_path / "folder").exists()
    assert not check(wire_copy).is_whole


def test_a_bom_of_a_source_stays(folder: Callable[..., Path], tmp_path: Path) -> None:
    # A reader takes the first mark for the file's own; the second is the source's.
    written = folder(
        sources_s_toml='title = "T"\nkind = "post"\n', sources_s_txt="\ufeff\ufeffHello"
    )
    build(written, tmp_path / "one.whosaid")
    unpack(tmp_path / "one.whosaid", tmp_path / "again")
    assert (tmp_path / "again/sources/s.txt").read_text(encoding="utf-8") == "\ufeff\ufeffHello"


def test_both_ways_tell_how_far_they_are(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build(wire_folder(), tmp_path / "it.whosaid", lambda *how: told.append(how))
    unpack(tmp_path / "it.whosaid", tmp_path / "folder", lambda *how: told.append(how))
    parts = list(dict.fromkeys(what for what, _, _ in told))
    assert parts == [
        "reading the folder",
        "reading",
        "writing",
        "indexing",
        "packing",
        "unpacking",
    ]
    last = {what: (done, total) for what, done, total in told}
    assert last["writing"] == (last["reading the folder"][0],) * 2
    assert last["unpacking"][0] == last["unpacking"][1] > 0
