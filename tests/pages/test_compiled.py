from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from viewer.pages import Pages, templates
from viewer.places import HOME


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the program a cache of its own, and an environment that has compiled nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    templates.environment.cache_clear()
    yield tmp_path / "whosaid" / "pages"
    templates.environment.cache_clear()


def start_anew() -> None:
    templates.environment.cache_clear()


def test_what_is_compiled_is_kept_for_the_next_start(
    cache: Path, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pages.text(HOME)
    assert list(cache.glob("*.compiled"))
    start_anew()
    monkeypatch.setattr("jinja2.Environment.compile", lambda *_: pytest.fail("compiled again"))
    assert pages.text(HOME) == first


@pytest.mark.usefixtures("cache")
def test_a_template_that_has_changed_is_compiled_again(
    pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    monkeypatch.setattr("viewer.installed.resources", lambda: tmp_path)
    for words in ("before", "after"):
        (folder / "home.html").write_text(words, encoding="utf-8")
        start_anew()
        assert pages.text(HOME).strip() == words


@pytest.mark.parametrize("content", [b"", b"not at all", None], ids=["empty", "other", "cut short"])
def test_a_damaged_file_is_in_the_way_of_no_page(
    content: bytes | None, cache: Path, pages: Pages
) -> None:
    first = pages.text(HOME)
    for file in cache.glob("*.compiled"):
        # Behind its first bytes, which tell the version, Jinja2 expects anything.
        file.write_bytes(file.read_bytes()[:20] if content is None else content)
    start_anew()
    assert pages.text(HOME) == first


def test_a_cache_that_cannot_be_written_is_in_the_way_of_no_page(cache: Path, pages: Pages) -> None:
    cache.parent.write_text("a file where the folder should be")
    assert pages.text(HOME)
