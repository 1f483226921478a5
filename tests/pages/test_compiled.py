from __future__ import annotations

import importlib.util
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from viewer.pages import Pages, templates
from viewer.palette import LIGHT
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


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def changed_templates(folder: Path, before: str, after: str) -> ModuleType:
    """Load ``viewer.pages.templates`` as a later release might have it."""
    source = Path(templates.__file__).read_text(encoding="utf-8")
    assert before in source
    file = folder / "templates.py"
    file.write_text(source.replace(before, after), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("templates_changed", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


owners = pytest.mark.skipif(not hasattr(os, "getuid"), reason="Windows has no such owners")


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


@pytest.mark.parametrize(
    ("before", "after", "page"),
    [
        ("trim_blocks=True", "trim_blocks=False", "\n2 days &lt;"),
        ("autoescape=True", "autoescape=False", "2 days <"),
        ("one + 's'", "one + 'z'", "2 dayz &lt;"),
    ],
    ids=["blocks", "escaping", "filter"],
)
def test_what_other_options_and_filters_compiled_is_not_used(
    before: str, after: str, page: str, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pages").mkdir()
    # Both are constants, of which Jinja2 makes text when it compiles.
    template = '{% if true %}\n{{ 2|counted("day") }} {{ "<" }}{% endif %}'
    (tmp_path / "pages" / "home.html").write_text(template, encoding="utf-8")
    monkeypatch.setattr("viewer.installed.resources", lambda: tmp_path)

    def rendered(by: ModuleType) -> str:
        return str(by.render("home.html", LIGHT, None)).replace("\N{NO-BREAK SPACE}", " ")

    assert rendered(templates) == "2 days &lt;"
    assert len(list(cache.iterdir())) == 1
    assert rendered(changed_templates(tmp_path, before, after)) == page


@pytest.mark.parametrize("whose", ["viewer.__version__", "jinja2.__version__"])
def test_what_another_version_compiled_is_not_used(
    whose: str, cache: Path, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pages.text(HOME)
    monkeypatch.setattr("jinja2.bccache.Bucket.load_bytecode", lambda *_: pytest.fail("used"))
    before = len(list(cache.iterdir()))
    monkeypatch.setattr(whose, "99.0")
    start_anew()
    assert pages.text(HOME) == first
    assert len(list(cache.iterdir())) == 2 * before


def flipped(content: bytes, place: int) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 0x80
    return bytes(changed)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"not at all", id="other"),
        pytest.param(lambda kept: kept[:20], id="cut within the seal"),
        pytest.param(lambda kept: kept[:32], id="cut behind the seal"),
        pytest.param(lambda kept: kept[:-1], id="cut short"),
        pytest.param(lambda kept: kept + b"x", id="longer"),
        # The seal; Jinja2's version; the pickled checksum; the marshalled code.
        *(
            pytest.param(lambda kept, place=place: flipped(kept, place), id=f"flipped at {place}")
            for place in (0, 31, 32, 54, 70, 110, 150, -200, -1)
        ),
    ],
)
def test_a_damaged_file_is_compiled_and_written_anew(
    damage: Callable[[bytes], bytes], cache: Path, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pages.text(HOME)
    for file in cache.iterdir():
        file.write_bytes(damage(file.read_bytes()))
    start_anew()
    assert pages.text(HOME) == first
    start_anew()
    monkeypatch.setattr("jinja2.Environment.compile", lambda *_: pytest.fail("compiled again"))
    assert pages.text(HOME) == first


@owners
@pytest.mark.usefixtures("open_umask")
def test_what_is_kept_is_the_users_alone(cache: Path, pages: Pages) -> None:
    for _ in range(2):
        pages.text(HOME)
        assert stat.S_IMODE(cache.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in cache.iterdir()} == {0o600}
        let_all_write_the_files(cache)
        start_anew()


def let_the_group_write(folder: Path) -> None:
    folder.chmod(0o720)


def let_all_write(folder: Path) -> None:
    folder.chmod(0o702)


def let_all_write_the_files(folder: Path) -> None:
    for file in folder.iterdir():
        file.chmod(0o606)


def put_a_link_in_its_place(folder: Path) -> None:
    folder.symlink_to(folder.rename(folder.with_name("elsewhere")))


@owners
@pytest.mark.parametrize(
    "open_up",
    [let_the_group_write, let_all_write, let_all_write_the_files, put_a_link_in_its_place],
)
def test_what_others_may_have_written_is_not_used(
    open_up: Callable[[Path], None], cache: Path, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pages.text(HOME)
    open_up(cache)
    monkeypatch.setattr("jinja2.bccache.Bucket.load_bytecode", lambda *_: pytest.fail("used"))
    start_anew()
    assert pages.text(HOME) == first


@owners
def test_nothing_is_kept_where_others_may_write(cache: Path, pages: Pages) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    assert pages.text(HOME)
    assert not list(cache.iterdir())


@owners
def test_the_folder_of_another_user_is_not_used(
    cache: Path, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pages.text(HOME)
    before = {file: file.stat().st_mtime_ns for file in cache.iterdir()}
    another = os.getuid() + 1
    monkeypatch.setattr("os.getuid", lambda: another)
    monkeypatch.setattr("jinja2.bccache.Bucket.load_bytecode", lambda *_: pytest.fail("used"))
    start_anew()
    assert pages.text(HOME) == first
    assert {file: file.stat().st_mtime_ns for file in cache.iterdir()} == before


def test_a_cache_that_cannot_be_written_is_in_the_way_of_no_page(cache: Path, pages: Pages) -> None:
    cache.parent.write_text("a file where the folder should be")
    assert pages.text(HOME)
