"""Nothing opens a network connection, whatever is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, wire_folder

_GUARD = """
import sys
from pathlib import Path

def refuse(event, given):
    # Sockets of this machine alone have a path for an address.
    if event in ("socket.connect", "socket.bind", "socket.sendto") and isinstance(given[1], tuple):
        raise SystemExit(f"{event} {given[1]}")
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "webbrowser.open"):
        raise SystemExit(f"{event} {given}")

sys.addaudithook(refuse)
"""
_PROGRAM = """
from viewer.__main__ import main

status = main(sys.argv[1:])
maps = Path("/proc/self/maps")
if "PySide6.QtNetwork" in sys.modules or (maps.exists() and "Qt6Network" in maps.read_text()):
    raise SystemExit("Qt's network is there")
sys.exit(status)
"""
_CONNECTION = """
import socket

socket.create_connection(("127.0.0.1", 9))
"""


@pytest.mark.parametrize(
    "arguments",
    [
        "search geran --explain --library {file}",
        "list sources --library {file}",
        "show library --library {file}",
        "show source/iranian-missiles-to-russia --html --library {file}",
        "check {file}",
        "build {folder} -o {out}",
        "unpack {file} {out}",
        "export --format jsonl --library {file}",
        "shot {out}.png --search drones --library {file}",
        "shot {out}.png --place source/iranian-missiles-to-russia --view network --library {file}",
        "shot {out}.png --place help --view timeline --library {file}",
        "shot {out}.png --place actor/iran --view positions --library {file}",
    ],
)
def test_no_connection_is_opened(arguments: str, founding_file: Path, tmp_path: Path) -> None:
    names = {"file": founding_file, "folder": wire_folder(), "out": tmp_path / "out"}
    ended = run(_GUARD + _PROGRAM, *(one.format(**names) for one in arguments.split()))
    assert ended.returncode == 0, ended.stderr


def test_a_connection_would_be_noticed() -> None:
    assert "socket.getaddrinfo" in run(_GUARD + _CONNECTION).stderr


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )
