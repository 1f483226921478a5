from __future__ import annotations

import csv
import math
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyroaring import BitMap
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.saving import save
from tests.library.entries import entry
from viewer.library.reading import Library
from viewer.places import Place
from viewer.records import Basis
from viewer.ui.appearance import Appearance
from viewer.ui.navigator import Visit
from viewer.ui.saving.file import NotSaved
from viewer.ui.saving.pictures import Caption
from viewer.ui.shot import settle
from viewer.ui.views.register import Answer, RegisterView
from viewer.ui.views.register_painting import GRID
from viewer.ui.views.register_rows import Group, Row, row
from viewer.ui.window import Window

CAPTION = Caption("Transfers", "", "", "2026-11-22")
SU_35 = Place("claim", "iran-agreed-to-buy-su-35")


@pytest.fixture(scope="module")
def appearance(qapp: QApplication) -> Appearance:  # noqa: ARG001 - it needs one
    return Appearance("light")


@pytest.fixture
def view(appearance: Appearance, founding: Library) -> Iterator[RegisterView]:
    parent = QWidget()
    parent.resize(1100, 700)
    view = RegisterView(appearance, parent)
    view.resize(1100, 700)
    assert view.show_answer(view.read(founding, None)) == ""
    parent.show()
    yield view
    parent.close()
    parent.deleteLater()


def names(view: RegisterView) -> list[str]:
    return [one.name for one in view.table.entries.items if isinstance(one, Group)]


def shown(view: RegisterView) -> list[str]:
    items = view.table.entries.items
    return [one.entry.transfer.id for one in items if isinstance(one, Row)]


def current(view: RegisterView) -> str:
    item = view.table.current()
    if isinstance(item, Group):
        return item.name
    return item.entry.transfer.id if item else ""


def choose(view: RegisterView, transfer: str) -> None:
    view.table.select(lambda one: isinstance(one, Row) and one.entry.transfer.id == transfer)
    assert current(view) == transfer


def press(view: RegisterView, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(view.table, key)


def pick(view: RegisterView, name: str, words: str) -> None:
    """Choose in a control as its list does."""
    box = next(box for box in view.findChildren(QComboBox) if box.accessibleName() == name)
    box.activated.emit(box.findText(words))


def test_it_opens_grouped_by_supplier(view: RegisterView) -> None:
    assert names(view) == ["Iran", "North Korea", "Russia"]
    assert len(shown(view)) == 10
    assert "supplier" not in view.table.entries.columns
    heights(view, lines=2)


def heights(view: RegisterView, lines: int) -> None:
    """Expect headings and rows to be as high as their words are, in ``lines``."""
    look = view.table.look
    high = math.ceil(lines * look.line + 3 * GRID)
    for at, item in enumerate(view.table.entries.items):
        expected = look.group_height if isinstance(item, Group) else high
        assert view.table.rowHeight(at) == expected


def test_rows_are_as_high_as_their_words_need(view: RegisterView) -> None:
    for by in ("By recipient", "By weapon", "By status"):
        pick(view, "Group by", by)
        heights(view, lines=2)
    view.resize(640, 700)
    heights(view, lines=3)
    short = tuple(row(entry(number)) for number in range(3))
    view.show_answer(Answer(short, 3, is_all=True))
    heights(view, lines=1)
    view.resize(1100, 700)
    heights(view, lines=1)


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        ("By recipient", ["Iran", "Russia"]),
        ("By weapon", ["missile", "unmanned aerial vehicle", "warplane"]),
        ("By status", ["disputed", "single-sourced", "unconfirmed"]),
        ("By supplier", ["Iran", "North Korea", "Russia"]),
    ],
)
def test_the_control_groups(view: RegisterView, words: str, groups: list[str]) -> None:
    pick(view, "Group by", words)
    assert names(view) == groups
    model = view.table.entries
    for at, item in enumerate(model.items):
        spanned = len(model.columns) if isinstance(item, Group) else 1
        assert view.table.columnSpan(at, 0) == spanned


def test_a_click_on_a_header_sorts_and_another_turns_round(view: RegisterView) -> None:
    at = view.table.entries.columns.index("years")
    header = view.table.horizontalHeader()
    there = QPoint(header.sectionViewportPosition(at) + 5, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=there)
    assert view.table.entries.sorting == ("years", False)
    assert view.table.entries.headerData(at, Qt.Orientation.Horizontal) == "Years ▴"
    first = shown(view)
    assert first[0] == "iran-russia-drones-before-the-war"
    there.setX(header.sectionViewportPosition(at) + 5)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=there)
    assert view.table.entries.sorting == ("years", True)
    assert shown(view)[0] != first[0]


def test_the_keyboard_sorts(view: RegisterView) -> None:
    pick(view, "Sort by", "Sorted by delivered")
    assert view.table.entries.sorting == ("delivered", False)
    turn = next(b for b in view.findChildren(QToolButton) if b.accessibleName() == "Ascending")
    turn.setFocus()
    QTest.keyClick(turn, Qt.Key.Key_Space)
    assert view.table.entries.sorting == ("delivered", True)
    assert shown(view)[0] == "iran-russia-missiles"


def test_the_controls_are_reached_by_tab(view: RegisterView, qtbot: QtBot) -> None:
    view.window().activateWindow()
    qtbot.waitActive(view.window())
    box = view.findChildren(QComboBox)[0]
    box.setFocus()
    passed: list[str] = []
    for _ in range(5):
        focus = QApplication.focusWidget()
        assert focus
        passed.append(focus.accessibleName() or focus.property("text"))
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert passed == [
        "Group by",
        "Sort by",
        "Ascending",
        "Fold all groups",
        "Register of transfers",
    ]


def test_groups_fold_by_key_and_by_click(view: RegisterView) -> None:
    press(view, Qt.Key.Key_Down)
    assert current(view) == "Iran"
    press(view, Qt.Key.Key_Left)
    assert current(view) == "Iran"
    assert len(shown(view)) == 2
    press(view, Qt.Key.Key_Left)
    assert len(shown(view)) == 2
    press(view, Qt.Key.Key_Right)
    assert len(shown(view)) == 10
    press(view, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert current(view) == "North Korea"
    assert shown(view) == ["russia-iran-su-35"]
    top = view.table.visualRect(view.table.entries.index(0, 0)).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=top)
    assert len(shown(view)) == 9


def test_enter_opens_nothing_before_something_is_chosen(view: RegisterView) -> None:
    view.table.setFocus()
    press(view, Qt.Key.Key_Return)
    assert len(shown(view)) == 10
    press(view, Qt.Key.Key_Down)
    assert current(view) == "Iran"
    press(view, Qt.Key.Key_Down)
    assert current(view) == shown(view)[0]


def test_left_leads_from_a_row_to_its_group(view: RegisterView) -> None:
    choose(view, "north-korea-russia-missiles-used")
    press(view, Qt.Key.Key_Left)
    assert current(view) == "North Korea"


def test_all_groups_fold_and_unfold(view: RegisterView) -> None:
    fold = next(b for b in view.findChildren(QToolButton) if b.text() == "Fold all")
    fold.click()
    assert shown(view) == []
    assert fold.text() == "Unfold all"
    fold.click()
    assert len(shown(view)) == 10


def test_a_click_and_enter_open_the_claim(view: RegisterView) -> None:
    followed: list[Place] = []
    view.followed.connect(followed.append)
    at = next(
        n
        for n, one in enumerate(view.table.entries.items)
        if isinstance(one, Row) and one.entry.transfer.id == "russia-iran-su-35"
    )
    there = view.table.visualRect(view.table.entries.index(at, 2)).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=there)
    press(view, Qt.Key.Key_Return)
    assert followed == [SU_35, SU_35]
    QTest.keyClick(view.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert followed[-1] == Place("statement", "agfacvtbvm6r")


def test_the_foot_tells_why_and_leads_to_the_words(view: RegisterView) -> None:
    followed: list[Place] = []
    view.followed.connect(followed.append)
    choose(view, "iran-russia-shahed-drones")
    assert view.foot.accessibleDescription() == (
        "disputed: Affirmed by The article's outlet (not named); denied by Iran."
    )
    view.foot.grab()
    QTest.mouseClick(view.foot, Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    QTest.mouseClick(view.foot, Qt.MouseButton.LeftButton, pos=QPoint(40, 36))
    assert followed == [
        Place("claim", "iran-supplied-drones-for-the-war"),
        Place("statement", "zeip2qws5bzx"),
    ]


def test_the_foot_tells_why_figures_are_not_added(view: RegisterView) -> None:
    press(view, Qt.Key.Key_Down)
    assert view.foot.accessibleDescription() == (
        "What was delivered is not added: they overlap, different weapons, different units,"
        " disputed, figures missing."
    )
    choose(view, "russia-iran-su-35")
    press(view, Qt.Key.Key_Left)
    assert view.foot.accessibleDescription().startswith("Enter or a click opens the claim")


def test_status_and_dates_explain_themselves(view: RegisterView) -> None:
    model = view.table.entries
    at = shown(view).index("iran-russia-missiles") + 1
    tip = Qt.ItemDataRole.ToolTipRole
    assert (
        "Affirmed by Reuters alone. Not confirmed by Ukrainian officials and Western officials."
        " Left without comment by US State Department.</p>"
    ) in model.index(at, model.columns.index("status")).data(tip)
    assert "1 January – 21 February 2024" in model.index(at, model.columns.index("years")).data(tip)
    assert "different weapons" in model.index(0, 0).data(tip)


def test_a_strangers_words_are_no_markup(view: RegisterView) -> None:
    made = row(entry(1, note="<img src='file:///etc/passwd'>"))
    view.show_answer(Answer((made,), 1, is_all=True))
    model = view.table.entries
    tip = model.index(1, model.columns.index("comments")).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip


def test_it_points_at_what_is_read_without_following(view: RegisterView) -> None:
    followed: list[Place] = []
    view.followed.connect(followed.append)
    view.point_at(SU_35)
    assert current(view) == "russia-iran-su-35"
    view.point_at(Place("statement", "biutnequanp5"))
    assert current(view) == "iran-russia-fateh-110"
    choose(view, "iran-russia-zolfaqar")
    view.point_at(Place("statement", "biutnequanp5"))
    assert current(view) == "iran-russia-zolfaqar"
    view.point_at(Place("actor", "iran"))
    assert current(view) == "iran-russia-zolfaqar"
    assert followed == []


def test_its_state_is_kept_and_restored(view: RegisterView) -> None:
    plain = view.state()
    pick(view, "Group by", "By status")
    pick(view, "Sort by", "Sorted by years")
    view.table.folded.emit("disputed")
    choose(view, "russia-iran-su-35")
    kept, order = view.state(), shown(view)
    view.restore(plain)
    assert names(view) == ["Iran", "North Korea", "Russia"]
    view.restore(kept)
    assert (view.state(), shown(view), current(view)) == (kept, order, "russia-iran-su-35")


def test_the_current_row_stays_current_in_another_answer(
    view: RegisterView, founding: Library
) -> None:
    choose(view, "russia-iran-su-35")
    rows = founding.postings.of("claim", 1) | BitMap([founding.row_of("agfacvtbvm6r") or 0])
    view.show_answer(view.read(founding, rows))
    assert current(view) == "russia-iran-su-35"
    view.show_answer(view.read(founding, founding.postings.of("claim", 1)))
    assert current(view) == ""


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer((), 0, is_all=False), "No transfer rests on these statements."),
        (Answer((), 0, is_all=True), "This library holds no transfers."),
    ],
)
def test_nothing_to_show_is_said(view: RegisterView, answer: Answer, sentence: str) -> None:
    assert view.show_answer(answer) == sentence
    assert view.extent().height() < 100


def test_statuses_come_when_they_are_read(view: RegisterView, founding: Library) -> None:
    rows = view.read(founding, None).rows
    bare = tuple(row(replace(one.entry, status=None)) for one in rows)
    wanted: list[Callable[[Library], Any]] = []
    view.wanted.connect(wanted.append)
    view.show_answer(Answer(bare, len(bare), is_all=True, is_judged=False))
    choose(view, "russia-iran-su-35")
    view.table.verticalScrollBar().setValue(1)
    current_row = view.table.current()
    assert isinstance(current_row, Row)
    assert current_row.cells["status"] == "…"
    assert view.documents() == {}
    [read] = wanted
    view.take(read(founding))
    assert set(view.documents()) == {"csv"}
    told = view.table.current()
    assert isinstance(told, Row)
    assert told.cells["status"] == "○ unconfirmed"
    assert view.foot.accessibleDescription().startswith("unconfirmed: ")
    assert view.table.verticalScrollBar().value() == min(
        1, view.table.verticalScrollBar().maximum()
    )
    # What was read for another answer is not taken up.
    view.show_answer(Answer((), 0, is_all=True))
    view.take(read(founding))
    assert shown(view) == []


def test_what_is_left_out_is_said(view: RegisterView) -> None:
    view.show_answer(Answer((row(entry(1)),), 12_345, is_all=True))
    assert "The 1 of 12,345 transfers of which most statements speak" in (
        view.foot.accessibleDescription()
    )


@pytest.mark.parametrize(
    ("width", "hidden"), [(1100, set()), (640, {"comments"}), (520, {"comments", "status"})]
)
def test_what_finds_no_room_stands_beneath(
    view: RegisterView, width: int, hidden: set[str]
) -> None:
    view.resize(width, 700)
    QApplication.processEvents()
    columns = view.table.entries.columns
    assert {one for at, one in enumerate(columns) if view.table.isColumnHidden(at)} == hidden
    assert view.table.horizontalScrollBar().maximum() == 0


def test_names_are_not_broken_within_a_word_while_others_can_give_room(view: RegisterView) -> None:
    bare = entry(
        1,
        text="hundreds",
        unit="hundreds batteries",
        recipient="Staizhavuzaikar",
        dates=("2006-01-01", "2008-12-31"),
        dated=Basis("inferred"),
    )
    long = "medium-range unmanned aerial vehicle"
    rows = tuple(
        row(replace(bare, designation=designation, description=long))
        for designation in ("Stukruhestar-296", "Fapraitres-268B Mod 2")
    )
    view.resize(660, 700)
    view.show_answer(Answer(rows, len(rows), is_all=True))
    QApplication.processEvents()
    table = view.table
    assert not table.isColumnHidden(table.entries.columns.index("status"))
    assert table.horizontalScrollBar().maximum() == 0
    for column in ("recipient", "designation", "delivered"):
        room = table.columnWidth(table.entries.columns.index(column)) - 4 * GRID
        for one in rows:
            words = one.cells[column].split()
            assert " ".join(table.look.lines(one.cells[column], room)).split() == words


def test_zoom_and_palette_are_followed(view: RegisterView) -> None:
    before = view.table.rowHeight(1), view.extent().height()
    view.appearance.zoom_by(5)
    assert view.table.rowHeight(1) > before[0]
    assert view.extent().height() > before[1]
    view.appearance.set_theme("dark")
    assert view.table.look.palette == view.appearance.palette
    view.appearance.set_theme("light")
    view.appearance.zoom_by(0)


def test_the_picture_holds_every_comment_in_full(view: RegisterView, tmp_path: Path) -> None:
    save(view, tmp_path / "it.svg", CAPTION)
    written = (tmp_path / "it.svg").read_text(encoding="utf-8")
    assert "is a claim and not a transfer." in " ".join(written.split())
    view.table.folded.emit("Iran")
    save(view, tmp_path / "folded.svg", CAPTION)
    assert "Zolfaqar" not in (tmp_path / "folded.svg").read_text(encoding="utf-8")


def test_the_picture_explains_its_marks_and_statuses(view: RegisterView) -> None:
    assert view.key().startswith(".. not known · – none · in brackets: ")
    assert "○ unconfirmed: nobody affirms it first-hand" in view.key()
    assert "✕ denied" not in view.key()  # of which there is none


def test_the_picture_is_painted_to_its_edges(view: RegisterView) -> None:
    size = view.extent().toSize()
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("magenta"))
    painter = QPainter(image)
    deque(view.draw(painter), maxlen=0)
    painter.end()
    corners = [(0, 0), (size.width() - 1, 0), (0, size.height() - 1)]
    assert not any(image.pixelColor(*at) == QColor("magenta") for at in corners)


def test_the_table_is_saved_in_the_order_shown(view: RegisterView, tmp_path: Path) -> None:
    pick(view, "Sort by", "Sorted by years")
    save(view, tmp_path / "it.csv", CAPTION)
    with (tmp_path / "it.csv").open(encoding="utf-8", newline="") as file:
        assert [one["id"] for one in csv.DictReader(file)] == shown(view)


def test_a_register_too_long_for_a_picture_says_so(view: RegisterView, tmp_path: Path) -> None:
    many = tuple(row(entry(number, note="word " * 40)) for number in range(2000))
    view.show_answer(Answer(many, len(many), is_all=True))
    with pytest.raises(NotSaved, match="too large"):
        save(view, tmp_path / "it.png", CAPTION)


def test_in_the_window_it_follows_the_question(
    make_window: Callable[[], Window], founding_file: Path
) -> None:
    window = make_window()
    window.open_library(founding_file, Visit(view="transfers"))
    settle(window)
    [view] = window.findChildren(RegisterView)
    assert view.isVisible()
    choose(view, "russia-iran-su-35")
    press(view, Qt.Key.Key_Return)
    settle(window)
    assert window.navigator.visit.place == SU_35
    QTest.keyClick(view.table, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settle(window)
    assert window.navigator.visit.place != SU_35
