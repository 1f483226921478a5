"""What each layer brings with it, seen in the modules of a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from viewer.places import VIEWS

_COMMAND = """
import sys
from viewer.__main__ import main
status = main(sys.argv[1:])
print(status, *sys.modules, file=sys.stderr)
"""
_WINDOW = """
import os, sys
from viewer.ui.statements import StatementsModel
show = StatementsModel.show
def end(model, library, hits, first):
    show(model, library, hits, first)
    if first:
        print(0, *sys.modules, file=sys.stderr, flush=True)
        os._exit(0)
StatementsModel.show = end
from viewer.__main__ import main
main(sys.argv[1:])
"""
_ASIDE = """
import sys, threading
aside = []
class Watch:
    def find_spec(self, name, path, target=None):
        if threading.current_thread() is not threading.main_thread():
            aside.append(name)
sys.meta_path.insert(0, Watch())
from viewer.__main__ import main
status = main(sys.argv[1:])
print(status, *aside, file=sys.stderr)
"""
_PACKAGE = """
import importlib, pkgutil, sys
name = sys.argv[1]
package = importlib.import_module(name)
for module in pkgutil.walk_packages(getattr(package, "__path__", []), name + "."):
    importlib.import_module(module.name)
print(0, *sys.modules, file=sys.stderr)
"""

QT = {"PySide6", "shiboken6"}
WRITING = {"sqlite_utils", "viewer.ingest"}
HEAVY = {
    *QT,
    *WRITING,
    *(
        "jinja2",
        "msgspec",
        "pyroaring",
        "anyascii",
        "rapidfuzz",
        "platformdirs",
        "sqlite3",
        "numpy",
    ),
    *("viewer.library", "viewer.pages", "viewer.ui"),
}


def modules(script: str, *arguments: object, status: int = 0) -> set[str]:
    """Return the modules that a process has loaded when ``script`` ends."""
    ended = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
    )
    first, *loaded = ended.stderr.splitlines()[-1].split()
    assert int(first) == status, ended.stderr
    return set(loaded)


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["search", "--help"], ["shot", "--help"], ["build", "--help"]],
)
def test_help_is_light(arguments: list[str]) -> None:
    assert not modules(_COMMAND, *arguments) & HEAVY


def test_a_mistake_is_light() -> None:
    assert not modules(_COMMAND, "list", "ships", status=2) & HEAVY


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["search", "geran", "--library", "{file}"], QT | WRITING | {"jinja2", "msgspec"}),
        (["list", "claims", "--library", "{file}"], QT | WRITING | {"jinja2", "msgspec"}),
        (["show", "actor/iran", "--library", "{file}"], QT | WRITING | {"msgspec"}),
        (["check", "{file}"], QT | {"jinja2"}),
        (["unpack", "{file}", "{out}"], QT | {"jinja2"}),
        (["build", "tests/wire", "-o", "{out}"], QT | {"jinja2"}),
    ],
)
def test_commands_bring_what_they_need(
    arguments: list[str], unwanted: set[str], wire_file: Path, tmp_path: Path
) -> None:
    names = {"file": wire_file, "out": tmp_path / "out"}
    assert not modules(_COMMAND, *(one.format(**names) for one in arguments)) & unwanted


def test_the_first_rows_wait_for_no_more_than_they_show(wire_file: Path) -> None:
    unwanted = {
        *(HEAVY - QT - {"pyroaring", "sqlite3", "viewer.library", "viewer.ui"}),
        *("networkx", "viewer.records", "viewer.library.reading", "viewer.library.completion"),
        *("viewer.cite", "viewer.ui.find_bar", "viewer.ui.dialogs", "viewer.ui.saving"),
        *("viewer.ui.menus", "viewer.ui.copying", "viewer.ui.states"),
        *("ctypes", "difflib", "hashlib", "html", "socket"),
    }
    assert not modules(_WINDOW, wire_file) & unwanted


@pytest.mark.parametrize("view", VIEWS)
def test_workers_import_nothing_that_brings_qt(view: str, wire_file: Path, tmp_path: Path) -> None:
    png = tmp_path / "it.png"
    aside = modules(_ASIDE, "shot", png, "--view", view, "--library", wire_file)
    assert "viewer.pages" in aside
    assert not {name for name in aside if name.startswith(("PySide6", "viewer.ui"))}


@pytest.mark.parametrize(
    ("package", "unwanted"),
    [
        ("viewer.records", HEAVY),
        ("viewer.places", HEAVY),
        ("viewer.library", QT | WRITING | {"jinja2", "viewer.pages", "viewer.cli"}),
        ("viewer.ingest", QT | {"jinja2", "viewer.pages", "viewer.cli", "viewer.ui"}),
        ("viewer.pages", QT | WRITING | {"viewer.cli", "viewer.ui"}),
        ("viewer.cite", QT | WRITING | {"viewer.cli", "viewer.ui"}),
        ("viewer.cli", QT | {"viewer.ui"}),
        ("viewer.ui", WRITING | {"viewer.cli"}),
    ],
)
def test_layers_point_one_way(package: str, unwanted: set[str]) -> None:
    assert not modules(_PACKAGE, package) & unwanted


def test_the_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    ended = subprocess.run(
        [linter, "--no-logo", "--no-cache"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )
    assert ended.returncode == 0, ended.stdout
