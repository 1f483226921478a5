"""A page that is shown in parts is the page that is set all at once."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests import spaced
from viewer import palette
from viewer.ingest.build import build
from viewer.library.reading import Library
from viewer.pages import Page, Pages
from viewer.pages.parts import parts
from viewer.places import HOME, Place, parse
from viewer.ui.appearance import Appearance
from viewer.ui.reading import ReadingPane

PLACES = [
    HOME,
    Place("help"),
    parse("viewer:actor/iran"),
    parse("viewer:weapon/fateh-110"),
    parse("viewer:claim/iran-delivered-missiles"),
    parse("viewer:source/iranian-missiles-to-russia"),
    parse("viewer:compare/iran+russia"),
]


@pytest.fixture
def pane(qapp: QApplication, qtbot: QtBot) -> Iterator[ReadingPane]:
    del qapp
    pane = ReadingPane(Appearance("light"), None)  # type: ignore[arg-type]
    qtbot.addWidget(pane)
    pane.resize(560, 400)
    pane.show()
    yield pane
    pane.hide()


@pytest.fixture
def pages(founding: Library) -> Pages:
    return Pages(founding)


def whole(pages: Pages, place: Place) -> Page:
    page = pages.page(place, palette.LIGHT)
    return replace(page, parts=(page.html,))


def in_parts(page: Page, size: int) -> Page:
    return replace(page, parts=parts(page.html, size))


def read(pane: ReadingPane, page: Page, qtbot: QtBot, scroll: int | None = 0) -> None:
    """Show a page and wait until all of it is there."""
    with qtbot.waitSignal(pane.page_shown):
        pane.show_page(page, scroll)
    QApplication.processEvents()


def seen(pane: ReadingPane) -> tuple[QImage, str]:
    """Return all there is on a page as it is seen, and as it is copied."""
    document = pane.document()
    image = QImage(document.size().toSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        document.drawContents(painter)
    pane.selectAll()
    pane.copy_selection()
    return image, QGuiApplication.clipboard().text()


@pytest.mark.parametrize("size", [1, 1500])
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_parts_make_the_page(
    pane: ReadingPane, pages: Pages, place: Place, size: int, qtbot: QtBot
) -> None:
    page = whole(pages, place)
    read(pane, page, qtbot)
    at_once = seen(pane)
    pane.show_sentence("Another page")
    read(pane, in_parts(page, size), qtbot)
    assert seen(pane) == at_once
    assert pane.verticalScrollBar().value() == 0


def test_the_reader_comes_to_the_anchor_and_back_to_where_they_were(
    pane: ReadingPane, pages: Pages, founding: Library, qtbot: QtBot
) -> None:
    ids = [id for id, _, _ in founding.statements_of_source("iranian-missiles-to-russia")]
    for id in (ids[1], ids[len(ids) // 2], ids[-1]):
        page = whole(pages, Place("source", "iranian-missiles-to-russia", id))
        read(pane, page, qtbot)
        down = pane.verticalScrollBar().value()
        pane.show_sentence("Another page")
        read(pane, in_parts(page, 1), qtbot)
        assert pane.verticalScrollBar().value() == down
        pane.show_sentence("Another page")
        read(pane, in_parts(page, 1), qtbot, scroll=down + 7)
        assert pane.verticalScrollBar().value() == min(down + 7, pane.verticalScrollBar().maximum())
        assert pane.updatesEnabled()


def test_a_page_set_anew_stays_where_it_is(pane: ReadingPane, pages: Pages, qtbot: QtBot) -> None:
    page = in_parts(whole(pages, Place("actor", "iran")), 1)
    read(pane, page, qtbot)
    pane.verticalScrollBar().setValue(500)
    pane.show_page(page, 0)
    assert pane.scrolled == 500  # also while it is being set
    pane.show_page(page, 0)
    with qtbot.waitSignal(pane.page_shown):
        pass
    assert pane.verticalScrollBar().value() == 500


def test_a_page_gives_way_to_the_next_before_all_of_it_is_there(
    pane: ReadingPane, pages: Pages, qtbot: QtBot
) -> None:
    page = whole(pages, HOME)
    read(pane, page, qtbot)
    at_once = seen(pane)
    pane.show_page(in_parts(whole(pages, Place("actor", "iran")), 1), 900)
    assert pane.document().blockCount() < 9
    read(pane, in_parts(page, 1), qtbot)
    assert seen(pane) == at_once
    pane.show_page(in_parts(page, 1), 0)
    pane.show_sentence("Nothing else")
    qtbot.wait(50)
    assert pane.toPlainText() == "Nothing else"


def test_a_mark_of_a_position_over_time_stays_in_one_line(
    pane: ReadingPane, pages: Pages, qtbot: QtBot
) -> None:
    pane.resize(330, 400)
    read(pane, whole(pages, Place("claim", "iran-delivered-ballistic-missiles")), qtbot)
    block, lines = pane.document().begin(), []
    while block.isValid():
        if re.fullmatch(r"\(\W+\)", block.text()):
            lines.append(block.layout().lineCount())
        block = block.next()
    assert lines == [1]


def test_quoted_words_keep_every_space_on_every_page(
    pane: ReadingPane, tmp_path: Path, qtbot: QtBot
) -> None:
    times = Counter[str]()
    with contextlib.closing(Library(spaced.spaced(tmp_path / "spaced"))) as library:
        for place in spaced.PAGES:
            read(pane, whole(Pages(library), place), qtbot)
            for line, (verbatim, altogether) in spaced.told(seen(pane)[1]).items():
                assert verbatim == altogether, f"{line!r} on {place}"
                times[line] += verbatim
    assert min(times.values()) >= 8


@pytest.mark.parametrize("place", ["statement/aaaaaaaaaaaa", "source/s", "actor/a"])
def test_words_are_read_in_the_direction_of_their_script(
    pane: ReadingPane, folder: Callable[..., Path], tmp_path: Path, place: str, qtbot: QtBot
) -> None:
    words = "نفى الوزير (Reuters) ذلك."
    root = folder(
        actors_toml='[[actor]]\nid="a"\nname="وزير"\nkind="state"\n'
        'names=[{text="وزير", kind="official"}]\n',
        sources_s_txt=f"A minister spoke.\n{words}",
        sources_s_toml='title="S"\nkind="post"\n[[statement]]\nid="aaaaaaaaaaaa"\n'
        f'exact="{words}"\nmode="direct"\nchain=[{{role="speaker", actors=["a"]}}]\n',
    )
    build(root, tmp_path / "it.whosaid")
    with contextlib.closing(Library(tmp_path / "it.whosaid")) as library:
        read(pane, Pages(library).page(parse(f"viewer:{place}"), palette.LIGHT), qtbot)
    block, ways = pane.document().begin(), {}
    while block.isValid():
        ways[block.text()] = block.textDirection()
        block = block.next()
    assert ways[words] == Qt.LayoutDirection.RightToLeft
    assert {way for text, way in ways.items() if text != words} == {Qt.LayoutDirection.LeftToRight}


@pytest.mark.parametrize(
    ("address", "offered"), [("https://example.org/a?b=%20", True), ("viewer:actor/iran", False)]
)
def test_the_address_of_a_link_that_leads_outside_can_be_copied(
    pane: ReadingPane, address: str, offered: bool
) -> None:
    pane.setHtml(f'<a href="{address}">the article as it was published, word for word</a>')
    at = pane.cursorRect().center() + QPoint(20, 0)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, pane.mapToGlobal(at))
    QApplication.sendEvent(pane.viewport(), asked)
    [menu] = pane.findChildren(QMenu)
    copies = [action for action in menu.actions() if "Address" in action.text()]
    assert bool(copies) == offered
    for action in copies:
        action.trigger()
        assert QGuiApplication.clipboard().text() == address


_SELECTS = """
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from viewer.ui.app import application
from viewer.ui.appearance import Appearance
from viewer.ui.reading import ReadingPane

app = application()
pane = ReadingPane(Appearance("light"), None)
pane.setHtml("<p>one&nbsp;hard space</p>")
pane.resize(600, 200)
pane.show()
QTest.qWaitForWindowExposed(pane)
there, button = pane.viewport(), Qt.MouseButton.LeftButton
line = pane.cursorRect().center()

def drag():
    QTest.mousePress(there, button, pos=line)
    QTest.mouseMove(there, line + QPoint(300, 0))
    QTest.mouseRelease(there, button, pos=line + QPoint(300, 0))

for select in (
    drag,
    lambda: QTest.keyClick(pane, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier),
):
    QGuiApplication.clipboard().clear(QClipboard.Mode.Selection)
    select()
    pane.copy_selection()
    copied = QGuiApplication.clipboard().text()
    offered = QGuiApplication.clipboard().text(QClipboard.Mode.Selection)
    assert offered == copied == "one\\u00a0hard space", (select, offered, copied)
"""


def test_the_middle_button_pastes_what_is_selected_as_it_is_copied(screen: str) -> None:
    environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run(
        [sys.executable, "-c", _SELECTS],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("height", [120, 200, 900])
def test_a_statement_opens_with_its_quote_in_sight(
    pane: ReadingPane, pages: Pages, founding: Library, height: int, qtbot: QtBot
) -> None:
    pane.resize(560, height)
    bar, fold = pane.verticalScrollBar(), pane.viewport().height()
    opened = []
    for id, _, _ in founding.statements_of_source("iranian-missiles-to-russia"):
        statement = founding.statement(id)
        assert statement is not None
        page = pages.page(Place("statement", id), palette.LIGHT)
        pane.show_sentence("Another page")
        read(pane, page, qtbot, scroll=None)
        opened.append(bar.value())
        first, last = ends_of(pane, statement.exact)
        if bar.value():
            assert abs(first.top() - fold // 4) < 3 or bar.value() == bar.maximum()
            assert last.bottom() + bar.value() >= fold  # it would have been below the fold
        else:
            assert last.bottom() < fold or first.top() <= fold // 4
        # Whoever comes back to the top stays there.
        pane.show_sentence("Another page")
        read(pane, page, qtbot, scroll=0)
        assert bar.value() == 0
    assert any(opened) == (height < 900)


def ends_of(pane: ReadingPane, words: str) -> tuple[QRect, QRect]:
    """Return where the first and the last letter of a passage are shown."""
    text = pane.document().toRawText()
    lines = [line for line in words.split("\n") if line]
    begin = text.index(lines[0])
    end = text.index(lines[-1], begin) + len(lines[-1])
    cursor = pane.textCursor()
    cursor.setPosition(begin)
    first = pane.cursorRect(cursor)
    cursor.setPosition(end)
    return first, pane.cursorRect(cursor)
