"""A library that cannot be read is told of in one sentence; how a run ends."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import pty
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run, wire_folder
from viewer.ingest.build import build

InProcess = Callable[..., tuple[int, str, str]]


def _missing(_: Path) -> str:
    return "There is no file at {path}."


def _folder(path: Path) -> str:
    path.mkdir()
    return "{path} is a folder; “whosaid build {typed} -o FILE” makes a library of a folder."


def _empty(path: Path) -> str:
    path.touch()
    return "{path} is empty; it holds no library."


def _pipe(path: Path) -> str:
    os.mkfifo(path)
    return "{path} is no ordinary file; it holds no library."


def _text(path: Path) -> str:
    path.write_text("Dear reader, this is a letter.", encoding="utf-8")
    return "{path} is no Whosaid library: it is not an SQLite file."


def _stranger(path: Path) -> str:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.commit()
    return "{path} is no Whosaid library: another program's SQLite file."


def _newer(path: Path) -> str:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 0x57484F53")
        connection.execute("PRAGMA user_version = 3003")
        connection.execute("CREATE TABLE t (a)")
    return "{path} has schema 3.3, written by a newer Whosaid; this one reads 2.x."


def _tableless(path: Path) -> str:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 0x57484F53")
        connection.execute("PRAGMA user_version = 2000")
        connection.execute("CREATE TABLE t (a)")
    return "{path} is damaged: its table actor is missing."


def _cut(path: Path) -> str:
    path.write_bytes(path.with_name("whole").read_bytes()[:-4096])
    return "{path} is cut short; copy it again from where it came."


def _header_only(path: Path) -> str:
    path.write_bytes(b"SQLite format 3\0")
    return "{path} is cut short; copy it again from where it came."


def _scrambled(path: Path) -> str:
    whole = path.with_name("whole").read_bytes()
    path.write_bytes(whole[:100] + b"\xaa" * (len(whole) - 100))
    return "{path} is damaged; “whosaid check {typed}” lists what is left of it."


_FAULTS = [
    _missing,
    _folder,
    _empty,
    _pipe,
    _text,
    _stranger,
    _newer,
    _tableless,
    _cut,
    _header_only,
    _scrambled,
]


@pytest.mark.parametrize("make", _FAULTS)
@pytest.mark.parametrize(
    "command", [["search", "x", "--library"], ["list", "actors", "--library"], ["unpack"]]
)
def test_unreadable_libraries(
    make: Callable[[Path], str],
    command: list[str],
    whosaid: InProcess,
    wire_file: Path,
    tmp_path: Path,
) -> None:
    path = tmp_path / "some library.whosaid"
    (tmp_path / "whole").write_bytes(wire_file.read_bytes())
    said = make(path).format(path=path, typed=f"'{path}'")
    more = [tmp_path / "out"] if command == ["unpack"] else []
    assert whosaid(*command, path, *more) == (2, "", said + "\n")


@pytest.mark.parametrize("make", _FAULTS)
def test_check_lists_what_is_damaged(
    make: Callable[[Path], str], whosaid: InProcess, wire_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "some library.whosaid"
    (tmp_path / "whole").write_bytes(wire_file.read_bytes())
    said = make(path).format(path=path, typed=f"'{path}'")
    status, out, err = whosaid("check", path)
    if "cut short" in said or "damaged" in said:
        assert (status, err) == (1, "")
        assert said in out
    else:
        assert (status, out, err) == (2, "", said + "\n")


def test_a_page_damaged_in_the_middle(whosaid: InProcess, wire_copy: Path) -> None:
    whole = bytearray(wire_copy.read_bytes())
    with contextlib.closing(sqlite3.connect(wire_copy)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'mention'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    whole[(page - 1) * size : page * size] = b"\xaa" * size
    wire_copy.write_bytes(whole)
    status, _, err = whosaid("search", "--library", wire_copy)
    assert status == 2
    assert err == f"{wire_copy} is damaged; “whosaid check {wire_copy}” lists what is left of it.\n"
    status, out, _ = whosaid("check", wire_copy)
    assert status == 1
    assert "This cannot be read: database disk image is malformed." in out


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TRIGGER chain_keeps_its_links; DELETE FROM link",
        "DROP TRIGGER chain_keeps_its_links; DELETE FROM link WHERE position = 0",
        "DROP TRIGGER stance_stays_asserted; UPDATE stance SET asserted_by = 9",
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        ["search", "denied"],
        ["search", "denied", "--json"],
        ["list", "claims"],
        ["list", "claims", "--json"],
        ["show", "statement/irandeniesit"],
        ["show", "source/wire"],
        ["show", "claim/drones-supplied"],
        ["export"],
    ],
)
def test_words_that_nobody_says_are_damage_everywhere(
    damage: str, command: list[str], whosaid: InProcess, wire_copy: Path
) -> None:
    with contextlib.closing(sqlite3.connect(wire_copy)) as connection:
        connection.executescript(damage)
    status, _, err = whosaid(*command, "--library", wire_copy)
    assert status == 2
    assert err == f"{wire_copy} is damaged; “whosaid check {wire_copy}” lists what is left of it.\n"
    status, out, err = whosaid("check", wire_copy)
    assert (status, err) == (1, "")
    assert "cannot be read" in out


_LONG = "x" * 300


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            ("build", "{wire}", "-o", _LONG),
            f"{_LONG}: cannot be looked at (File name too long); name another file",
        ),
        (
            ("build", _LONG, "-o", "out"),
            f"{_LONG}: the folder cannot be read (File name too long)",
        ),
        (
            ("import", "--library", _LONG, "--statements", "{wire}/library.toml"),
            f"{_LONG} cannot be written (File name too long).",
        ),
        (
            ("unpack", "{file}", _LONG),
            f"{_LONG} cannot be written (File name too long).",
        ),
        (
            ("check", "{wire}/library.toml/x"),
            f"{wire_folder()}/library.toml/x cannot be read (Not a directory).",
        ),
        (("check", "a\0b"), "a\0b cannot be read (embedded null byte)."),
        (("check", _LONG), f"{_LONG} cannot be read (File name too long)."),
    ],
)
def test_a_name_that_leads_to_no_file(
    command: Sequence[str], said: str, whosaid: InProcess, wire_file: Path
) -> None:
    given = [part.format(wire=wire_folder(), file=wire_file) for part in command]
    assert whosaid(*given) == (2, "", said + "\n")


def test_a_library_with_no_room_for_a_journal_in_its_name(
    whosaid: InProcess, wire_copy: Path
) -> None:
    file = wire_copy.rename(wire_copy.with_name("x" * 250))
    status, out, err = whosaid("search", "--library", file)
    assert (status, out) == (2, "")
    assert err == f"{file} cannot be read (File name too long).\n"


@pytest.mark.skipif(os.name != "posix", reason="other systems keep the folder one is in")
@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            ("import", "--library", "x", "--statements", "{wire}/library.toml"),
            "x cannot be written (No such file or directory).",
        ),
        (
            ("build", "{wire}", "-o", "x"),
            "x: cannot be looked at (No such file or directory); name another file",
        ),
    ],
)
def test_a_folder_that_is_gone(
    command: Sequence[str],
    said: str,
    whosaid: InProcess,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    given = [part.format(wire=wire_folder()) for part in command]
    assert whosaid(*given) == (2, "", said + "\n")


_AS_NOBODY = """
import locale, os, sys  # Python's own files may be root's alone
from viewer.__main__ import main
import viewer.cli.search
if os.geteuid() == 0:
    os.seteuid(65534)
sys.exit(main(["search", "--library", sys.argv[1]]))
"""


@pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")
def test_a_library_that_may_not_be_read(wire_copy: Path) -> None:
    wire_copy.chmod(0)
    ended = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, str(wire_copy)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )
    assert ended.returncode == 2
    assert ended.stderr == f"{wire_copy} may not be read by you; ask its owner for access.\n"


def test_another_writer(
    whosaid: InProcess, wire_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viewer.library.file.PATIENCE", 50)
    with contextlib.closing(sqlite3.connect(wire_copy, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        status, _, err = whosaid("search", "--library", wire_copy)
        writer.execute("ROLLBACK")
    assert status == 2
    assert err == f"{wire_copy} is being written by another program; try again in a moment.\n"


# How a run ends


def test_it_runs_as_a_module(process: Run, wire_file: Path) -> None:
    ended = process("--version")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("whosaid ")
    assert process("search", "geran", "--library", wire_file).returncode == 0
    assert process("search", "--order", "x").returncode == 2
    assert process("search", "xyzzy", "--library", wire_file).returncode == 1


def test_a_closed_pipe_is_quiet(wire_file: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "viewer", "search", "--json", "--library", str(wire_file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(20) == 141


@pytest.mark.skipif(os.name != "posix", reason="other systems close no streams")
@pytest.mark.parametrize("stream", [1, 2])
def test_a_closed_stream_is_no_fault(stream: int, wire_file: Path) -> None:
    for words, status in (("drone", 0), ("xyzzy", 1)):
        command = [sys.executable, "-m", "viewer", "search", words, "--library", str(wire_file)]
        ended = subprocess.run(
            ["sh", "-c", f'"$@" {stream}>&-', "sh", *command],
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=ROOT,
        )
        assert ended.returncode == status
        assert "Traceback" not in ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_is_told(wire_file: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "viewer", "search", "--library", str(wire_file)],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
            cwd=ROOT,
        )
    assert ended.returncode == 2
    assert ended.stderr == "The output cannot be written (No space left on device).\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize(
    "command",
    [["list", "actors", "--library", "none"], ["list", "actors", "--limit", "x"]],
    ids=" ".join,
)
def test_a_mistake_that_cannot_be_told_is_one(command: list[str]) -> None:
    running = [sys.executable, "-m", "viewer", *command]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        assert subprocess.run(running, stderr=full, check=False, cwd=ROOT).returncode == 2
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert subprocess.run(running, stderr=writer, check=False, cwd=ROOT).returncode == 2
    finally:
        os.close(writer)


@pytest.mark.skipif(os.name != "posix", reason="other systems set no such limit")
@pytest.mark.parametrize("command", [["export"], ["search", "--json"]], ids=" ".join)
def test_a_limit_on_what_is_written_is_told(
    command: list[str], wire_file: Path, tmp_path: Path
) -> None:
    running = [sys.executable, "-m", "viewer", *command, "--library", str(wire_file)]
    ended = subprocess.run(
        [
            "sh",
            "-c",
            'ulimit -f 1; out="$1"; shift; "$@" >"$out"',
            "sh",
            tmp_path / "out",
            *running,
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )
    assert ended.returncode == 2
    assert ended.stderr == "The output cannot be written (File too large).\n"


@pytest.mark.parametrize("number", [errno.EDQUOT, errno.EIO, errno.ESTALE])
def test_output_that_cannot_be_written_is_told(
    number: int, whosaid: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("viewer.cli.commands.run", fail)
    monkeypatch.setattr("viewer.cli.endings.forget", lambda _: None)  # it is pytest's
    said = f"The output cannot be written ({os.strerror(number)}).\n"
    assert whosaid("search") == (2, "", said)


_WAITING = """
import sys, time
from viewer.__main__ import main
from viewer.cli import commands
def wait(arguments):
    try:
        print("ready", flush=True)
        time.sleep(30)
    finally:
        print("tidied")
commands.run = wait
sys.exit(main(["search"]))
"""


@pytest.mark.skipif(os.name != "posix", reason="other systems end otherwise")
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_who_is_told_to_end_tidies_up_and_is_quiet(number: signal.Signals, status: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _WAITING],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == b"ready\n"
        running.send_signal(number)
        assert running.stderr.read() == b""
        assert running.stdout.read() == b"tidied\n"
        assert running.wait(20) == status


@pytest.mark.skipif(os.name != "posix", reason="other systems end otherwise")
def test_a_closed_terminal_ends_nothing_that_is_not_to_know() -> None:
    with subprocess.Popen(
        ["nohup", sys.executable, "-c", _WAITING],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        running.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(0.2)
        running.terminate()
        assert running.wait(20) == 143


_COUNTING = """
import sqlite3, sys
from viewer.__main__ import main
from viewer.cli import check
def count(*_, **__):
    print("ready", flush=True)
    numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 10000000000)"
    sqlite3.connect("").execute(f"{numbers} SELECT count(*) FROM n").fetchone()
check.check = count
sys.exit(main(["check", sys.argv[1]]))
"""


@pytest.mark.skipif(os.name != "posix", reason="other systems end otherwise")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_check_can_be_ended_within_a_query(number: signal.Signals, wire_file: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _COUNTING, str(wire_file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as running:
        try:
            assert running.stdout is not None
            assert running.stderr is not None
            assert running.stdout.readline() == b"ready\n"
            running.send_signal(number)
            assert running.wait(20) == -number
            assert running.stderr.read() == b""
        finally:
            running.kill()


def test_our_own_faults_keep_their_traceback(
    whosaid: InProcess, wire_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("viewer.cli.search.parse", fail)
    with pytest.raises(ZeroDivisionError):
        whosaid("search", "--library", wire_file)


def on_a_terminal(*arguments: object, columns: int, **environment: str) -> str:
    """Run the program on a terminal of its own and return what stands there."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "viewer", *map(str, arguments)],
        stdout=follower,
        stderr=follower,
        stdin=follower,
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm", "COLUMNS": str(columns), **environment},
    ) as running:
        os.close(follower)
        written = b""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if select.select([leader], [], [], 0.1)[0]:
                try:
                    written += os.read(leader, 65536)
                except OSError:  # the other end is closed
                    break
        running.wait(5)
    os.close(leader)
    return written.decode().replace("\r\n", "\n")


def test_on_a_terminal(founding_file: Path) -> None:
    out = on_a_terminal("search", "--library", founding_file, columns=40)
    assert "more of" in out  # twenty are enough for a terminal
    assert "\033[2m" in out
    plain = on_a_terminal("search", "--library", founding_file, columns=40, NO_COLOR="1")
    assert "\033" not in plain
    assert max(map(len, plain.split("\n"))) <= 40


def test_marks_on_a_terminal(wire_file: Path) -> None:
    out = on_a_terminal("search", "success", "--library", wire_file, columns=100)
    assert "drone a \033[1;33msuccess\033[0m." in out


@pytest.mark.parametrize("command", [("show", "source/s", "--json"), ("export",)])
def test_json_is_json_on_a_terminal_that_cannot_spell_it(
    command: Sequence[str], folder: Callable[..., Path], tmp_path: Path
) -> None:
    title = "Á “𝔸” ß"
    file = tmp_path / "library.whosaid"
    build(
        folder(sources_s_txt="X", sources_s_toml=f"title = '{title}'\nkind = 'article'\n"),
        file,
    )
    out = on_a_terminal(*command, "--library", file, columns=80, PYTHONIOENCODING="ascii")
    (source,) = (line for line in map(json.loads, out.splitlines()) if line.get("id") == "s")
    assert out.isascii()
    assert source["title"] == title


# The window


def test_without_a_display(process: Run) -> None:
    ended = process(DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert ended.returncode == 3
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "whosaid shot" in ended.stderr
    assert "whosaid search" in ended.stderr
    assert process(DISPLAY=":4711", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="").returncode == 3


def test_a_picture(process: Run, wire_file: Path, tmp_path: Path) -> None:
    png = tmp_path / "a.png"
    ended = process(
        "shot", png, "--library", wire_file, "--search", "geran", "--size", "800x600", "--json"
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == f'{{"png": "{png}", "width": 800, "height": 600}}\n'
    head = png.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (800, 600)


def test_a_picture_of_no_library(process: Run, tmp_path: Path) -> None:
    ended = process("shot", tmp_path / "a.png", "--library", tmp_path / "none")
    assert ended.returncode == 2
    assert ended.stderr == f"There is no file at {tmp_path / 'none'}.\n"


def test_a_picture_of_no_page(process: Run, wire_file: Path, tmp_path: Path) -> None:
    png = tmp_path / "a.png"
    ended = process("shot", png, "--library", wire_file, "--place", "actor/nobody")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "This library holds no actor called “nobody”.\n"
    assert not png.exists()
