from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from viewer.ui.saving.file import NotSaved, appearing


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that anybody may reach."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)
        Path(name).chmod(0o777)


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Be somebody who may not do everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_file_appears_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "it.csv"
    with appearing(path) as file:
        file.write(b"new")
        assert not path.exists()
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_one(tmp_path: Path) -> None:
    link, path = tmp_path / "link.csv", tmp_path / "it.csv"
    path.write_bytes(b"old")
    link.symlink_to(path.name)
    with appearing(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")
@pytest.mark.parametrize(("of_folder", "of_file"), [(0o555, 0o666), (0o777, 0o444), (0, 0o666)])
def test_what_may_not_be_changed_stays(shared: Path, of_folder: int, of_file: int) -> None:
    path = shared / "it.csv"
    path.write_bytes(b"old")
    path.chmod(of_file)
    shared.chmod(of_folder)
    with as_nobody(), pytest.raises(NotSaved) as refused, appearing(path):
        pass
    shared.chmod(0o777)
    says = f"{path} cannot be written (Permission denied); choose another folder."
    assert str(refused.value) == says
    assert path.read_bytes() == b"old"
    assert list(shared.iterdir()) == [path]
