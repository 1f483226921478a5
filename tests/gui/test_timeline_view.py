from __future__ import annotations

import contextlib
import csv
import io
import re
import sqlite3
from collections import deque
from collections.abc import Callable
from datetime import date, timedelta
from html import escape
from pathlib import Path

import pytest
from pyroaring import BitMap
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from tests.gui.saving import save
from viewer.library import timeline as of_library
from viewer.library.reading import Library
from viewer.library.timeline import ordinal
from viewer.places import Place
from viewer.ui.appearance import Appearance
from viewer.ui.saving.pictures import Caption
from viewer.ui.views.timeline import TimelineView
from viewer.ui.views.timeline_canvas import TimelineCanvas
from viewer.ui.views.timeline_words import stances_of
from viewer.ui.window import Window

Make = Callable[..., TimelineView]

_KEY = Qt.Key
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def make_view(qtbot: QtBot) -> Make:
    """Return a function that shows a timeline; closer looks are answered at once."""

    def make(library: Library, size: tuple[int, int] = (700, 600)) -> TimelineView:
        window = TimelineView(Appearance("light"), None)  # type: ignore[arg-type]
        qtbot.addWidget(window)
        window.wanted.connect(lambda read: window.take(read(library)))
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        assert window.show_answer(TimelineView.read(library, None)) == ""
        window.setFocus()
        return window

    return make


@pytest.fixture
def view(make_view: Make, founding: Library) -> TimelineView:
    return make_view(founding)


def _current(view: TimelineView) -> str:
    assert view.canvas.current is not None
    return view.canvas.current.key


def _press(canvas: TimelineCanvas, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(canvas, key)


def test_arrows_walk_through_time_and_cross_between_the_lanes(view: TimelineView) -> None:
    canvas = view.canvas
    _press(canvas, _KEY.Key_Right)
    assert _current(view) == "event:full-scale-invasion"
    _press(canvas, _KEY.Key_End)
    assert _current(view) == "event:reuters-report"
    _press(canvas, _KEY.Key_Left)
    assert _current(view) == "event:iran-defense-ministry-remarks"
    _press(canvas, _KEY.Key_Down)
    assert _current(view) == "statement:mxqvvtxgj4xp"  # said on the same day
    _press(canvas, _KEY.Key_Up)
    assert _current(view) == "event:iran-defense-ministry-remarks"
    seen = set()
    _press(canvas, _KEY.Key_Down, _KEY.Key_Home)
    for _ in range(28):
        seen.add(_current(view))
        _press(canvas, _KEY.Key_Right)
    assert len(seen) == 28


def test_enter_opens_an_event_s_evidence_and_a_statement_s_page(
    view: TimelineView, qtbot: QtBot
) -> None:
    view.canvas.choose("event:un-missile-bans-expiry")
    with qtbot.waitSignal(view.followed) as followed:
        _press(view.canvas, _KEY.Key_Return)
    assert followed.args == [Place("statement", "yzhz2ujoqrhl")]
    _press(view.canvas, _KEY.Key_J)
    assert _current(view) == "statement:yzhz2ujoqrhl"
    with qtbot.waitSignal(view.followed) as followed:
        _press(view.canvas, _KEY.Key_Enter)
    assert followed.args == [Place("statement", "yzhz2ujoqrhl")]
    _press(view.canvas, _KEY.Key_J)
    assert _current(view) == "event:un-missile-bans-expiry"


def test_a_screen_reader_hears_date_and_reasoning(view: TimelineView) -> None:
    view.canvas.choose("event:tehran-weapons-display")
    words = view.canvas.accessibleDescription()
    assert "≈ September 2023" in words
    assert "Or else: A month before the deliveries" in words
    view.canvas.choose("statement:irandeniesit")  # none of this library
    assert view.canvas.accessibleDescription() == words


def test_only_the_speaker_s_own_stances_stand_beside_the_name(view: TimelineView) -> None:
    drones = next(
        one for one in view.canvas.items["statement"] if one.words.startswith("Russia has also den")
    )
    assert [text for text, _ in stances_of(drones)] == [" ✕"]
    view.canvas.choose(drones.key)
    words = view.canvas.accessibleDescription()
    assert words.startswith("Russia (denies)")
    assert "others' stands: affirms (Reports of the use of Iranian drones (not named))" in words
    hedged = next(
        one for one in view.canvas.items["statement"] if one.label == "Russian Ministry of Defense"
    )
    assert [text for text, _ in stances_of(hedged)] == [" ●", " hedged"]
    assert hedged.description.startswith("Russian Ministry of Defense (affirms, hedged)")


def test_an_event_begins_with_whom_it_rests_on(view: TimelineView) -> None:
    view.canvas.choose("event:reported-missile-shipments")
    assert view.canvas.accessibleDescription().startswith("Reuters: Four shipments")
    assert view.canvas.current is not None
    assert view.canvas.current.items[0].label.startswith("Reuters: Four shipments")


def test_a_click_opens_what_is_under_the_pointer_and_a_drag_pans(
    view: TimelineView, qtbot: QtBot
) -> None:
    viewport = view.canvas.viewport()
    spot = _find(view, "event:full-scale-invasion")
    with qtbot.waitSignal(view.followed):
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=spot)
    assert _current(view) == "event:full-scale-invasion"
    view.canvas.zoom(4, 300)
    before = view.canvas.scale
    with qtbot.assertNotEmitted(view.followed):
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(300, 400))
        QTest.mouseMove(viewport, QPoint(250, 400))
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(250, 400))
    assert view.canvas.scale.start == pytest.approx(before.start + 50 / before.day)


def test_the_wheel_zooms_around_the_pointer_and_pans(view: TimelineView) -> None:
    canvas = view.canvas
    under = canvas.scale.moment(200)
    _turn(canvas, QPointF(200, 300), QPoint(0, 120), Qt.KeyboardModifier.ControlModifier)
    assert canvas.scale.moment(200) == pytest.approx(under)
    before = canvas.scale
    _turn(canvas, QPointF(200, 300), QPoint(-120, 0), Qt.KeyboardModifier.NoModifier)
    assert canvas.scale.start == pytest.approx(before.start + 120 / before.day)
    _press(canvas, _KEY.Key_0)
    assert canvas.is_fitted
    fitted = canvas.scale
    _press(canvas, _KEY.Key_Plus)
    assert canvas.scale.day == pytest.approx(fitted.day * 1.5)
    _press(canvas, _KEY.Key_Minus)
    assert canvas.scale.day == pytest.approx(fitted.day)
    _press(canvas, *[_KEY.Key_PageDown] * 40)
    first, last = canvas.shown()
    assert first <= ordinal("2024-12-31") <= last  # not lost beyond the end


def test_what_is_open_reaches_through_the_days_before(view: TimelineView) -> None:
    observers = next(
        one for one in view.canvas.items["statement"] if one.label.startswith("Observers")
    )
    assert observers.first is None
    view.canvas.look_at(ordinal("2023-02-01"), ordinal("2023-04-30"))
    spot = _find(view, observers.key)
    assert spot.x() < 20  # its label is in sight
    image = view.canvas.viewport().grab().toImage()
    background = image.pixel(view.canvas.viewport().width() - 3, image.height() - 3)
    across = {
        y
        for y in range(spot.y(), spot.y() + 30)
        if sum(image.pixel(x, y) != background for x in range(image.width())) > image.width() / 2
    }
    assert across  # a bar from edge to edge


@pytest.mark.parametrize("width", [560, 660, 1200])
def test_the_labels_of_the_latest_begin_where_they_stand(
    make_view: Make, founding: Library, width: int
) -> None:
    view = make_view(founding, (width, 600))
    lanes = view.canvas._scene.lanes.values()
    assert all(stop.label >= stop.left for lane in lanes for stop in lane.stops)


def test_a_label_before_its_day_is_all_that_is_marked(make_view: Make, founding: Library) -> None:
    view = make_view(founding, (480, 600))  # too little room for one after it
    view.canvas.choose("event:reuters-report")
    stop = view.canvas.current
    assert stop is not None
    assert stop.label < stop.left
    rect = view.canvas._geometry.rect(view.canvas._scene, stop, view.canvas.viewport().width())
    assert rect.left() < view.canvas.scale.x(stop.first) < rect.right()
    assert rect.right() < view.canvas.scale.x(stop.last + 1) + 16


def test_the_header_tells_which_days_there_is_something_of(view: TimelineView) -> None:
    assert view._period.text() == "24 February 2022 – 31 December 2024"
    assert view.canvas.shown()[1] > ordinal("2025-10-01")  # room for labels
    view.canvas.look_at(ordinal("2024-06-01"), ordinal("2025-06-01"))
    assert view._period.text().endswith("2024")


def test_the_foot_has_two_lines_and_the_second_says_that_there_is_more(
    make_view: Make, founding: Library
) -> None:
    view = make_view(founding, (400, 600))
    height = view._about.height()
    assert len(view._about.lines()) == 2
    view.canvas.choose("event:tehran-weapons-display")
    first, second = view._about.lines()
    assert view._about.text().startswith(first)
    assert not first.endswith("…")
    assert second.endswith("…")
    assert view._about.height() == height


def test_a_drag_along_the_axis_narrows_to_its_days(view: TimelineView, qtbot: QtBot) -> None:
    canvas, viewport = view.canvas, view.canvas.viewport()
    left, right = round(canvas.scale.x(ordinal("2023-07-01"))), 500
    first, last = canvas.scale.on(left), canvas.scale.on(right)
    with qtbot.waitSignal(view.dated) as dated:
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(left, 10))
        QTest.mouseMove(viewport, QPoint(right, 200))
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(right, 200))
    assert dated.args == [date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()]
    with qtbot.assertNotEmitted(view.dated):
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(300, 10))


def test_shift_and_arrows_mark_out_days_until_enter_or_escape(
    view: TimelineView, qtbot: QtBot
) -> None:
    canvas = view.canvas
    canvas.choose("event:armeisky-sbornik-on-geran-2")
    QTest.keyClick(canvas, _KEY.Key_Right, _SHIFT)  # the quarter that the axis has ticks for
    assert canvas.brush == (ordinal("2023-07-01"), ordinal("2023-09-30"))
    QTest.keyClick(canvas, _KEY.Key_Right, _SHIFT)
    assert canvas.brush == (ordinal("2023-07-01"), ordinal("2023-12-31"))
    QTest.keyClick(canvas, _KEY.Key_Left, _SHIFT)
    _press(canvas, _KEY.Key_Escape)
    assert canvas.brush is None
    QTest.keyClick(canvas, _KEY.Key_Right, _SHIFT)
    with qtbot.waitSignal(view.dated) as dated:
        _press(canvas, _KEY.Key_Return)
    assert dated.args == ["2023-07-01", "2023-09-30"]


def test_a_tool_tip_gives_the_reasoning_and_the_other_reading(view: TimelineView) -> None:
    spot = _find(view, "event:tehran-weapons-display")
    event = QHelpEvent(QEvent.Type.ToolTip, spot, view.canvas.viewport().mapToGlobal(spot))
    QApplication.sendEvent(view.canvas.viewport(), event)
    assert "≈ September 2023" in QToolTip.text()
    assert "Or else: A month before" in QToolTip.text()
    QToolTip.hideText()


def test_zoom_and_scroll_come_back(view: TimelineView) -> None:
    whole = view.state()
    view.canvas.zoom(3, 200)
    view.canvas.pan(70)
    kept, scale = view.state(), view.canvas.scale
    view.canvas.fit()
    view.restore(kept)
    assert view.canvas.scale == scale
    view.restore(whole)
    assert view.canvas.is_fitted


def test_what_is_read_is_marked_without_being_followed(view: TimelineView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.followed):
        view.point_at(Place("statement", "ar7q5ts4fter"))
        view.point_at(Place("actor", "iran"))
        view.point_at(Place("statement", "nosuchthing2"))
    assert _current(view) == "statement:ar7q5ts4fter"


def test_the_heading_of_a_lane_stays_in_sight(make_view: Make, founding: Library) -> None:
    view = make_view(founding, (660, 300))
    canvas, bar = view.canvas, view.canvas.verticalScrollBar()
    canvas.choose("event:reuters-report")
    bar.setValue(0)

    def heading() -> QImage:
        top, height = canvas._geometry.axis, canvas._geometry.heading_height
        image = canvas.viewport().grab().toImage()
        return image.copy(8, top + 8, 80, round(height) - 14)

    first = heading()
    bar.setValue(40)
    assert heading() == first
    assert canvas._at(QPointF(40, canvas._geometry.axis + 10)) is None  # not what lies under it
    bar.setValue(bar.maximum())
    assert heading() != first  # that of the other lane
    canvas.step(0)
    assert canvas.current is not None
    rect = canvas._geometry.rect(canvas._scene, canvas.current, canvas.viewport().width())
    assert not canvas._geometry.is_heading(canvas._scene, rect.center().y(), bar.value())


def test_a_picture_has_every_label_in_full_and_a_key(view: TimelineView, tmp_path: Path) -> None:
    save(view, tmp_path / "it.svg", Caption("Timeline", "", "", "2026-11-22"))
    written = (tmp_path / "it.svg").read_text(encoding="utf-8")
    printed = re.findall(r">([^<]+)</text>", written)
    for item in view.canvas.items["event"]:
        assert any(escape(item.label, quote=False) in words for words in printed)
    assert "≈ inferred" in view.key()
    assert "✕ denies" in view.key()


def test_the_picture_holds_all_lanes_at_the_scale_shown(view: TimelineView) -> None:
    size = view.extent().toSize()
    assert size.height() > view.canvas.viewport().height()  # beyond what is scrolled into sight
    image = QImage(size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    deque(view.draw(painter), maxlen=0)
    painter.end()
    assert image.pixelColor(5, size.height() - 2).alpha() == 255
    colours = {image.pixel(x, size.height() - 60) for x in range(size.width())}
    assert len(colours) > 3  # the last rows are written on it


def test_the_table_holds_all_of_it_however_close_one_looks(
    make_view: Make, founding: Library, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(of_library, "MOST_STATEMENTS", 20)
    view = make_view(founding)
    whole = view.documents()["csv"]()
    assert sum(int(row["count"] or 0) for row in csv.DictReader(io.StringIO(whole))) == 28
    view.canvas.look_at(ordinal("2023-07-01"), ordinal("2023-07-31"))
    qtbot.waitUntil(lambda: view.canvas.counts is None)
    assert view.documents()["csv"]() == whole


_KINDS = {
    ("2020-05-01", "2020-05-01"): "day",
    ("2020-05-01", "2020-06-30"): "range",
    ("2020-05-01", None): "since",
    (None, "2020-06-30"): "until",
    (None, None): "none",
}


def test_what_has_no_date_is_listed_at_the_side(
    make_view: Make, dated_file: Callable[..., Path]
) -> None:
    library = Library(dated_file([*_KINDS], events=5))
    view = make_view(library)
    _press(view.canvas, _KEY.Key_Right, _KEY.Key_End)
    assert _current(view) == "event:event-4"
    assert "no date" in view.canvas.accessibleDescription()
    spot = _find(view, "event:event-4")
    assert spot.x() > 500
    library.close()


@pytest.mark.parametrize("dates", [[], [(None, None)]])
def test_nothing_to_place_is_said_in_a_sentence(
    dates: list[tuple[None, None]], qtbot: QtBot, dated_file: Callable[..., Path]
) -> None:
    library = Library(dated_file(dates))
    view = TimelineView(Appearance("light"), None)  # type: ignore[arg-type]
    qtbot.addWidget(view)
    sentence = view.show_answer(TimelineView.read(library, None))
    assert sentence.endswith(".")
    library.close()


def test_many_statements_are_counted_and_shown_one_by_one_from_near(
    make_view: Make,
    dated_file: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr(of_library, "MOST_STATEMENTS", 20)
    begin = date(2020, 1, 1)
    days = [(begin + timedelta(days=at % 100)).isoformat() for at in range(300)]
    library = Library(dated_file([(day, day) for day in days], events=1))
    view = make_view(library)
    canvas = view.canvas
    assert canvas.counts is not None
    assert sum(canvas.counts.exact) == 300
    _press(canvas, _KEY.Key_Down)
    canvas.cross("statement")
    assert canvas.current is not None
    assert canvas.current.kind == "part"
    _press(canvas, _KEY.Key_Right)
    assert "2020" in canvas.accessibleDescription()
    canvas.look(canvas.scale.zoomed(40, 200))
    qtbot.waitUntil(lambda: canvas.counts is None)
    assert 0 < len(canvas.items["statement"]) <= 20
    canvas.fit()
    assert canvas.counts is not None
    # From an event to its evidence, which is only counted as yet.
    assert canvas.choose("event:event-0")
    (evidence,) = canvas.items["event"][0].evidence
    _press(canvas, _KEY.Key_J)
    qtbot.waitUntil(lambda: _current(view) == f"statement:{evidence}")
    _press(canvas, _KEY.Key_J)
    assert _current(view) == "event:event-0"
    library.close()


@pytest.mark.parametrize(("most", "is_dated"), [(500, False), (20, True)])
def test_a_jump_leads_to_evidence_without_a_date_only_where_that_is_listed(
    make_view: Make,
    dated_file: Callable[..., Path],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    is_dated: bool,
) -> None:
    monkeypatch.setattr(of_library, "MOST_STATEMENTS", most)
    begin = date(2020, 1, 1)
    days = [(begin + timedelta(days=at)).isoformat() for at in range(100)]
    file = dated_file([(None, None), *((day, day) for day in days)], events=1)
    with contextlib.closing(sqlite3.connect(file)) as writing, writing:
        writing.execute(
            "INSERT INTO evidence (basis, statement)"
            " SELECT e.basis, s.id FROM event AS e, statement AS s WHERE s.said_from = '2020-02-02'"
        )
    library = Library(file)
    canvas = make_view(library).canvas
    assert canvas.choose("event:event-0")
    _press(canvas, _KEY.Key_J)
    qtbot.waitUntil(lambda: canvas.current is not None and canvas.current.lane == "statement")
    assert canvas.current is not None
    assert canvas.current.items[0].is_dated == is_dated
    library.close()


def test_a_jump_ends_even_where_one_cannot_come_close_enough(
    make_view: Make, dated_file: Callable[..., Path], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_library, "MOST_STATEMENTS", 5)
    days = ["2020-01-01", "2021-01-01", *["2020-07-01"] * 40]
    library = Library(dated_file([(day, day) for day in days][::-1], events=1))
    view = make_view(library, (3000, 400))
    canvas = view.canvas
    assert canvas.choose("event:event-0")
    _press(canvas, _KEY.Key_J)
    qtbot.wait(1000)
    first, last = canvas.shown()
    assert first <= ordinal("2020-07-01") <= last
    assert last - first < 6
    library.close()


def test_what_crowds_opens_closer_or_as_a_list(
    make_view: Make, dated_file: Callable[..., Path], qtbot: QtBot
) -> None:
    days = ["2020-01-01"] * 30 + ["2022-01-01"] * 2
    library = Library(dated_file([(day, day) for day in days]))
    view = make_view(library)
    canvas = view.canvas
    more = next(stop for stop in canvas._stops.all() if stop.kind == "more")
    canvas.choose(more.key)
    _press(canvas, _KEY.Key_Return)
    menu = next(one for one in canvas.findChildren(QMenu) if one.isVisible())
    labels = [action.text() for action in menu.actions() if action.text()]
    assert len(labels) == more.number + 1
    assert labels[-1] == "Narrow to 1 January 2020"
    with qtbot.waitSignal(view.followed):
        menu.actions()[0].trigger()
    menu.close()
    library.close()


def test_the_window_narrows_to_the_brush_and_comes_back(window: Window) -> None:
    from viewer.ui.shot import settle

    window.navigator.show("timeline")
    settle(window)
    (view,) = window.findChildren(TimelineView)
    view.canvas.dated.emit(ordinal("2023-07-01"), ordinal("2023-07-31"))
    settle(window)
    assert window.navigator.visit.question.text == "after:2023-07-01 before:2023-07-31"
    assert "event:armeisky-sbornik-on-geran-2" in {one.key for one in view.canvas.items["event"]}
    first, last = view.canvas.shown()
    assert first <= ordinal("2023-07-01") < ordinal("2023-07-31") <= last
    assert last - first < 60
    window.navigator.back()
    settle(window)
    assert view.canvas.is_fitted
    assert len(view.canvas.items["statement"]) == 28


def test_a_narrowing_that_finds_nothing_is_over(view: TimelineView, founding: Library) -> None:
    view.canvas.dated.emit(ordinal("2023-07-01"), ordinal("2023-07-31"))
    assert view.show_answer(view.read(founding, BitMap())).startswith("No statement matches")
    view.show_answer(view.read(founding, None))
    assert view.canvas.is_fitted


def _find(view: TimelineView, key: str) -> QPoint:
    """Return a point at which a click meets what has this key."""
    size = view.canvas.viewport().size()
    for y in range(0, size.height(), 4):
        for x in range(0, size.width(), 4):
            stop = view.canvas._at(QPointF(x, y))
            if stop is not None and stop.key == key:
                return QPoint(x + 2, y + 2)
    raise AssertionError(key)


def _turn(canvas: TimelineCanvas, at: QPointF, by: QPoint, modifiers: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        at,
        QPointF(canvas.viewport().mapToGlobal(at.toPoint())),
        QPoint(),
        by,
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


def test_a_narrowing_that_changes_nothing_leaves_the_next_answer_in_place(
    view: TimelineView, founding: Library
) -> None:
    first, last = ordinal("2023-07-01"), ordinal("2023-07-31")
    view.canvas.dated.emit(first, last)
    seen = view.canvas.shown()
    assert seen[0] <= first
    assert last <= seen[1]
    view.canvas.fit()
    view.show_answer(view.read(founding, None))
    assert view.canvas.is_fitted


def test_the_axis_ends_with_the_last_date(view: TimelineView) -> None:
    canvas = view.canvas
    image = canvas.viewport().grab().toImage()
    after = round(canvas.scale.x(ordinal("2025-01-01"))) + 2
    inner = range(4, image.width() - 4)  # within the frame that shows the focus
    axis = range(4, int(canvas._geometry.axis) - 2)
    marked = [x for x in inner for y in axis if image.pixel(x, y) != image.pixel(after, 4)]
    assert after - 60 < max(marked) < after
    assert image.width() - after > 60  # where the labels of the latest end
