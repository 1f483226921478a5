from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.cli.terminal import Screen, broken, cells, counts, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in broken(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10, [""]),
        ("one two three", 0, ["one two three"]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("onetwothree", 4, ["onet", "woth", "ree"]),
        ("one\ntwo", 0, ["one", "two"]),
        ("伊朗说不是 否认", 6, ["伊朗说", "不是", "否认"]),
        ("e\u0301e\u0301e\u0301 e\u0301", 3, ["e\u0301e\u0301e\u0301", "e\u0301"]),
    ],
)
def test_lines_are_broken_at_spaces(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


@given(st.text("ab \n伊é\u0301", max_size=60), st.integers(2, 12))
def test_no_letter_is_lost_and_no_line_too_long(text: str, width: int) -> None:
    found = lines(text, width)
    assert "".join(found).replace(" ", "") == text.replace("\n", "").replace(" ", "")
    assert all(sum(map(cells, line.rstrip(" "))) <= width for line in found)


@pytest.mark.parametrize(
    ("terminal", "environment", "coloured"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
        (False, {}, False),
    ],
)
def test_colour(
    terminal: bool, environment: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = Terminal() if terminal else io.StringIO()
    Screen(stream).paragraph("a match here", [(2, 7)])
    expected = "a \033[1;33mmatch\033[0m here\n" if coloured else "a match here\n"
    assert stream.getvalue() == expected


def test_a_hostile_text_cannot_command_a_terminal() -> None:
    hostile = "a\033[2Jb\x9bc\u202ed\rtab\te"
    stream = Terminal()
    Screen(stream).paragraph(hostile)
    assert stream.getvalue() == "a\ufffd[2Jb\ufffdc\ufffdd\ufffdtab e\n"
    plain = io.StringIO()
    Screen(plain).paragraph(hostile)  # another program gets the exact words
    assert plain.getvalue() == hostile + "\n"


def test_the_width_is_the_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    assert Screen(Terminal()).width == 30
    monkeypatch.setenv("COLUMNS", "300")
    assert Screen(Terminal()).width == 100
    assert Screen(io.StringIO()).width == 0


def test_numbers_in_words() -> None:
    assert counts({"actor": 1, "claim": 0, "statement": 1200}) == (
        "1 actor, 0 claims, 1,200 statements"
    )


@pytest.mark.parametrize(
    ("done", "total", "seconds", "said"),
    [
        (0, 0, 5.0, "writing"),
        (1200, 0, 0.5, "writing: 1,200"),
        (1200, 0, 2.0, "writing: 1,200, 600 a second"),
        (500, 90_000, 0.1, "writing: 500 of 90,000"),
        (30_000, 90_000, 30.0, "writing: 30,000 of 90,000, 1,000 a second, 1 min 0 s left"),
        (80_000, 90_000, 80.0, "writing: 80,000 of 90,000, 1,000 a second, 10 s left"),
        (90_000, 90_000, 90.0, "writing: 90,000 of 90,000, 1,000 a second"),
    ],
)
def test_progress_in_words(done: int, total: int, seconds: float, said: str) -> None:
    assert progress("writing", done, total, seconds) == said
