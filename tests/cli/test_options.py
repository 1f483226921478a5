from __future__ import annotations

from pathlib import Path

import pytest

from viewer.cli.options import read
from viewer.places import HOME, Place


@pytest.mark.parametrize(
    ("written", "query", "options"),
    [
        ("", [], {"limit": None, "order": "newest", "json": False, "library": None}),
        ("drones -ukraine", ["drones", "-ukraine"], {}),
        ("-ukraine", ["-ukraine"], {}),
        ("a --limit 5 -b --json", ["a", "-b"], {"limit": 5, "json": True}),
        ("a --limit=5 b", ["a", "b"], {"limit": 5}),
        ("-- --json --help -- x", ["--json", "--help", "--", "x"], {"json": False}),
        ("a -- -b", ["a", "-b"], {}),
        ("--lim 5", ["--lim", "5"], {"limit": None}),
        ("- -- -", ["-", "-"], {}),
        ("-x --order best", ["-x"], {"order": "best"}),
        ("--library x.whosaid speaker:iran", ["speaker:iran"], {"library": Path("x.whosaid")}),
        ("--explain --unknown", ["--unknown"], {"explain": True}),
    ],
)
def test_the_words_of_a_query(written: str, query: list[str], options: dict[str, object]) -> None:
    found = read(["search", *written.split()])
    assert found.query == query
    assert vars(found) == {**vars(found), **options}


def test_what_is_too_long_for_a_name_is_a_file_all_the_same() -> None:
    assert read(["x" * 300]).library == Path("x" * 300)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("search --limit", "expected one argument"),
        ("search --limit x", "“x” is no number of hits"),
        ("search --limit -1", "“-1” is no number of hits"),
        ("search --order oldest", "invalid choice: 'oldest'"),
        ("list", "required: KIND"),
        ("list ships", "invalid choice: 'ships'"),
        ("show", "required: PLACE"),
        ("show iran", "“iran” is no place; write library, help, or KIND/ID"),
        ("show actor/iran --html --json", "not allowed with argument"),
        ("build", "one of the arguments FOLDER --founding is required"),
        ("unpack x", "required: FOLDER"),
        ("check a b", "unrecognized arguments: b"),
        ("shot", "required: PNG"),
        ("shot a.png --size huge", "“huge” is no size; write WxH, such as 1280x800"),
        ("shot a.png --size 99999x99999", "is no size"),
        ("serach missiles", "there is no command “serach”; did you mean “search”?"),
        ("serach", "there is no command “serach”; did you mean “search”?"),
        ("a b", "unrecognized arguments: b"),
        ("--nonsense", "unrecognized arguments: --nonsense"),
    ],
)
def test_mistakes(written: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        read(written.split())
    assert end.value.code == 2
    assert said in capsys.readouterr().err


def test_without_a_command_it_is_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read([]).command == "window"
    assert read([]).library is None
    assert read(["x.whosaid"]).library == Path("x.whosaid")
    assert read(["./search"]).library == Path("search")
    assert read(["--", "search"]).library == Path("search")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "serach").touch()
    assert read(["serach"]).library == Path("serach")


def test_a_picture() -> None:
    found = read(["shot", "a.png"])
    assert (found.place, found.search, found.size, found.dark) == (HOME, "", (1280, 800), False)
    found = read(
        [
            "shot",
            "a.png",
            "--place",
            "viewer:actor/iran",
            "--search=-x",
            "--size",
            "800x600",
            "--dark",
        ]
    )
    assert found.place == Place("actor", "iran")
    assert (found.search, found.size, found.dark) == ("-x", (800, 600), True)
