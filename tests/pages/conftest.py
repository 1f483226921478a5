from __future__ import annotations

import contextlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from viewer.ingest.build import build
from viewer.library.reading import Library
from viewer.pages import Pages
from viewer.palette import LIGHT, Palette

EVIL = '"><script>alert(1)</script><img src="x:y" onerror="z"> & <b>bold</b>'

FOLDER = Path(__file__).with_name("library")
TEXT = (FOLDER / "sources" / "article.txt").read_text(encoding="utf-8")

LONG = "".join(
    f"Line {number} of a long text, with a few words more to fill it.\n" for number in range(18_000)
)


def write_library(folder: Path) -> None:
    """Write the library of this folder with hostile text for EVIL, and beside it a long source."""
    for file in FOLDER.rglob("*.*"):
        copy = folder / file.relative_to(FOLDER)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        copy.write_text(text.replace("EVIL", EVIL), encoding="utf-8")
    (folder / "sources" / "long.txt").write_text(LONG, encoding="utf-8")
    statement = """
[[statement]]
id = "{id}"
exact = "Line {number} of a long text"
mode = "narration"
said = {{on = "2020-01-01"}}
chain = [{{role = "publication", actors = ["paper"]}}]
"""
    (folder / "sources" / "long.toml").write_text(
        'title = "Long"\nkind = "other"\nurl = "https://example.org/long?a=1&b=2"\n'
        + statement.format(id="ggggggggggg2", number=3)
        + statement.format(id="ggggggggggg3", number=9000)
        + statement.format(id="ggggggggggg4", number=17_999),
        encoding="utf-8",
    )


@pytest.fixture(scope="session")
def library_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "folder"
    write_library(folder)
    file = folder.with_suffix(".whosaid")
    build(folder, file)
    return file


@pytest.fixture
def library(library_file: Path) -> Iterator[Library]:
    with contextlib.closing(Library(library_file)) as opened:
        yield opened


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Library]:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "library.toml").write_text('title = "Nothing yet"\n', encoding="utf-8")
    build(folder, tmp_path / "empty.whosaid")
    with contextlib.closing(Library(tmp_path / "empty.whosaid")) as opened:
        yield opened


@pytest.fixture
def pages(library: Library) -> Pages:
    return Pages(library)


@pytest.fixture(scope="session")
def light() -> Palette:
    return LIGHT


class Reading(HTMLParser):
    """What a page holds: its tags, links, anchors, and the text of its paragraphs by class."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.paragraphs: list[tuple[str, str]] = []
        self.spans: list[tuple[str, str]] = []
        self._inline: list[str] = []
        self._in_paragraph = False
        self.feed(html)
        self.close()

    def of_class(self, name: str) -> list[str]:
        return [text for css, text in self.paragraphs if name in css.split()]

    def spans_of_class(self, name: str) -> list[str]:
        return [text for css, text in self.spans if name in css.split()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if "href" in given:
            self.links.append(given["href"])
        if "name" in given:
            self.anchors.append(given["name"])
        if tag in ("p", "h1"):
            self.paragraphs.append((given.get("class", tag), ""))
            self._in_paragraph = True
        if tag in ("span", "a"):
            self._inline.append(given.get("class", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "h1"):
            self._in_paragraph = False
        if tag in ("span", "a"):
            self._inline.pop()

    def handle_data(self, data: str) -> None:
        if self._in_paragraph:
            css, text = self.paragraphs[-1]
            self.paragraphs[-1] = (css, text + data)
            for inner in self._inline:
                self.spans.append((inner, data))
