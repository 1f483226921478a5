"""The program itself on a screen of its own, driven by real key presses."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_PATIENCE = 30.0  # seconds


class Desk:
    """The running program and the keyboard before it."""

    def __init__(self, screen: str, library: Path, home: Path) -> None:
        self._environment = {
            **os.environ,
            "DISPLAY": screen,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_CONFIG_HOME": str(home),
        }
        self.program = subprocess.Popen(
            [sys.executable, "-m", "viewer", str(library)], env=self._environment
        )
        self._window = ""
        self.until(lambda: bool(self._find()), "a window")

    def press(self, *keys: str) -> None:
        # There is no window manager to give the focus.
        self._xdotool("windowfocus", "--sync", self._window)
        self._xdotool("key", "--delay", "20", *keys)

    def type(self, text: str) -> None:
        self._xdotool("windowfocus", "--sync", self._window)
        self._xdotool("type", "--delay", "20", text)

    def title(self) -> str:
        return self._xdotool("getwindowname", self._window)

    def until_title(self, part: str) -> None:
        self.until(lambda: part in self.title(), f"{part!r} in the title")

    def until(self, holds: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not holds():
            assert self.program.poll() is None, "the program has ended"
            last = self.title() if self._window else "no window"
            assert time.monotonic() < end, f"waited for {what}, have {last!r}"
            time.sleep(0.05)

    def close(self) -> int:
        self.press("ctrl+q")
        return self.program.wait(timeout=_PATIENCE)

    def _find(self) -> str:
        for window in self._xdotool("search", "--onlyvisible", "--name", "Whosaid").split():
            self._window = window
        return self._window

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
        )
        return done.stdout.strip()


@pytest.fixture
def desk(screen: str, founding_file: Path, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(screen, founding_file, tmp_path)
    try:
        desk.until_title("Founding library")
        yield desk
        assert desk.close() == 0
    finally:
        desk.program.kill()
        desk.program.wait()


def test_keys_alone_lead_to_a_quotation_and_back(desk: Desk) -> None:
    desk.press("ctrl+k")
    desk.type("geran")
    desk.press("Down")
    desk.until_title("Russian Ministry of Defense")
    desk.press("alt+Left")
    desk.until_title("Founding library")
    desk.press("alt+Right")
    desk.until_title("Russian Ministry of Defense")
    desk.press("Return", "ctrl+c", "F1")
    desk.until_title("Help")
    desk.press("Escape", "Escape")
    desk.press("alt+Home")
    desk.until_title("Founding library")


def test_keys_alone_lead_through_all_views_to_their_evidence(desk: Desk) -> None:
    home = desk.title()
    for view in ("ctrl+2", "ctrl+3", "ctrl+4", "ctrl+5", "ctrl+1"):
        desk.press(view, "ctrl+k", "Return")

        def opened() -> bool:
            desk.press("Down", "Return")
            return desk.title() != home

        desk.until(opened, f"evidence after {view}")
        desk.press("alt+Home")
        desk.until_title(home)
