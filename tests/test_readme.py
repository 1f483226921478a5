"""What the README says can be typed can be typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from viewer import installed

_ROOT = installed.migrations().parent.parent
_README = (_ROOT / "README.md").read_text(encoding="utf-8")
_COMMANDS = re.findall(r"^whosaid (.+)$", _README, re.MULTILINE)


def test_every_command_of_the_readme_runs(
    whosaid: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    (tmp_path / "db").symlink_to(_ROOT / "db")
    monkeypatch.chdir(tmp_path)
    assert len(_COMMANDS) > 8
    for command in _COMMANDS:
        status, _, err = whosaid(*shlex.split(command))
        assert status == 0, (command, err)


def test_every_file_of_the_readme_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", _README)
    assert links
    for link in links:
        assert (_ROOT / link).exists(), link
