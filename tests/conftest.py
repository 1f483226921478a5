"""Libraries to test on, and the program to run; nothing touches the user's own files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from viewer.__main__ import main
from viewer.ingest.build import build, ensure_founding
from viewer.library.reading import Library

# Slow machines are no failure; the same examples every time, so that a red run can be repeated.
settings.register_profile("whosaid", deadline=None, derandomize=True)
settings.load_profile("whosaid")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # whatever part of the tests runs

ROOT = Path(__file__).resolve().parent.parent
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("DATA", "CONFIG", "STATE", "CACHE"):
            patch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
        patch.delenv("NO_COLOR", raising=False)
        patch.delenv("COLUMNS", raising=False)
        yield


@pytest.fixture(scope="session")
def founding_file(_own_home: None) -> Path:
    """The founding library, built where the program finds it."""
    return ensure_founding()


@pytest.fixture
def founding(founding_file: Path) -> Iterator[Library]:
    library = Library(founding_file)
    yield library
    library.close()


@pytest.fixture(scope="session")
def wire_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small library, the same whatever becomes of the founding one; see tests/wire."""
    file = tmp_path_factory.mktemp("wire") / "wire.whosaid"
    build(wire_folder(), file)
    return file


@pytest.fixture
def wire(wire_file: Path) -> Iterator[Library]:
    library = Library(wire_file)
    yield library
    library.close()


@pytest.fixture
def wire_copy(wire_file: Path, tmp_path: Path) -> Path:
    """A copy of the small library, to be damaged."""
    copy = tmp_path / "wire.whosaid"
    copy.write_bytes(wire_file.read_bytes())
    return copy


def wire_folder() -> Path:
    return Path(__file__).parent / "wire"


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a folder form; keys are file names without their dots."""

    def write(**files: str) -> Path:
        root = tmp_path / "folder"
        (root / "sources").mkdir(parents=True, exist_ok=True)
        (root / "library.toml").write_text('title = "T"\n', encoding="utf-8")
        for name, content in files.items():
            stem, _, ending = name.rpartition("_")
            path = root / f"{stem}.{ending}"
            if stem.startswith("sources_"):
                path = root / "sources" / f"{stem.removeprefix('sources_')}.{ending}"
            path.write_text(content, encoding="utf-8", newline="")
        return root

    return write


@pytest.fixture
def dated_file(folder: Callable[..., Path], tmp_path: Path) -> Callable[..., Path]:
    """Return a function that builds a library with a statement for each (first, last) day.

    None is an open end.  The first ``events`` of them bear out an event of their date each.
    """

    def make(dates: Sequence[tuple[str | None, str | None]], events: int = 0) -> Path:
        def when(first: str | None, last: str | None) -> str:
            ends = [f'{name} = "{day}"' for name, day in (("from", first), ("to", last)) if day]
            return f"{{{', '.join(ends)}}}"

        def id(at: int) -> str:
            return f"dated{chr(97 + at // 676)}{chr(97 + at // 26 % 26)}{chr(97 + at % 26)}abcd"

        root = folder(
            actors_toml='[[actor]]\nid = "x"\nname = "X"\nkind = "state"\n'
            '[[actor.names]]\ntext = "X"\nkind = "official"\n',
            sources_s_txt="".join(f"X said word{at}.\n" for at in range(len(dates))),
            sources_s_toml='title = "S"\nkind = "article"\n'
            + "".join(
                f'[[statement]]\nid = "{id(at)}"\nexact = "X said word{at}."\nmode = "indirect"\n'
                f'said = {when(*one)}\nchain = [{{role = "speaker", actors = ["x"]}}]\n'
                for at, one in enumerate(dates)
            ),
            events_toml="".join(
                f'[[event]]\nid = "event-{at}"\ntext = "Event {at}."\ndates = {when(*one)}\n'
                f'basis = {{kind = "stated", evidence = ["{id(at)}"]}}\n'
                for at, one in enumerate(dates[:events])
            ),
        )
        file = tmp_path / "dated.whosaid"
        build(root, file)
        return file

    return make


@pytest.fixture
def whosaid(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs the program here: status, standard output, standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def process(_own_home: None) -> Run:
    """Return a function that runs the program as a process of its own."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "viewer", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=ROOT,
            env={**os.environ, **environment},
            timeout=60,
        )

    return run
