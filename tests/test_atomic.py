from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from viewer.atomic import appearing, replacing


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def fail(written: Path) -> None:
    written.write_text("half", encoding="utf-8")
    raise ZeroDivisionError


def test_a_file_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("old", encoding="utf-8")
    with replacing(target) as draft:
        draft.write_text("new", encoding="utf-8")
        assert target.read_text(encoding="utf-8") == "old"
    assert target.read_text(encoding="utf-8") == "new"
    assert names(tmp_path) == ["file"]


def test_a_file_stays_when_writing_fails(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), replacing(target) as draft:
        fail(draft)
    assert target.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["file"]


def test_a_folder_appears_whole(tmp_path: Path) -> None:
    with appearing(tmp_path / "folder") as draft:
        (draft / "one").write_text("1", encoding="utf-8")
        assert not (tmp_path / "folder").exists()
    assert names(tmp_path) == ["folder"]
    assert names(tmp_path / "folder") == ["one"]
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) & 0o500 == 0o500


def test_an_empty_folder_stays_the_same_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o750)
    monkeypatch.chdir(folder)  # whoever is there is to find what appears
    before = folder.stat()
    with appearing(Path()) as draft:
        (draft / "one").write_text("1", encoding="utf-8")
        (draft / "more").mkdir()
        (draft / "more" / "two").write_text("2", encoding="utf-8")
        assert not Path("one").exists()
    assert sorted(names(Path())) == ["more", "one"]
    assert names(Path("more")) == ["two"]
    assert names(tmp_path) == ["folder"]
    after = folder.stat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)


def test_what_came_into_a_folder_meanwhile_stays_alone(tmp_path: Path) -> None:
    def write(draft: Path) -> None:
        (draft / "one").write_text("1", encoding="utf-8")
        (tmp_path / "one").write_text("another", encoding="utf-8")

    with pytest.raises(OSError, match="it is no longer empty"), appearing(tmp_path) as draft:
        write(draft)
    assert names(tmp_path) == ["one"]
    assert (tmp_path / "one").read_text(encoding="utf-8") == "another"


def test_an_empty_folder_stays_empty_when_writing_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), appearing(tmp_path) as draft:
        fail(draft / "one")
    assert names(tmp_path) == []


def test_a_folder_does_not_appear_when_writing_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), appearing(tmp_path / "folder") as draft:
        fail(draft / "one")
    assert names(tmp_path) == []


def test_a_link_stays_one(tmp_path: Path) -> None:
    link, target = tmp_path / "link", tmp_path / "file"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target.name)
    with replacing(link) as draft:
        draft.write_text("new", encoding="utf-8")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


@pytest.mark.skipif(os.name != "posix", reason="other systems have no pipes among files")
def test_a_pipe_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="it is no ordinary file"), replacing(pipe) as draft:
        draft.touch()
    assert pipe.is_fifo()
    assert names(tmp_path) == ["pipe"]


@pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")
def test_whoever_might_read_a_file_may_read_the_new_one(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.touch(mode=0o600)
    for path in (private, tmp_path / "new"):
        with replacing(path) as draft:
            draft.write_text("new", encoding="utf-8")
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    (tmp_path / "any").touch()
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "any").stat().st_mode
