"""The grid in a real window: keys, clicks, folding, what is told and how long it takes."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from time import thread_time

import pytest
from pyroaring import BitMap
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMenu, QToolButton, QWidget

from tests.debate import Said, debate
from viewer.library.reading import Library
from viewer.places import Place
from viewer.ui.appearance import Appearance
from viewer.ui.views.positions import PositionsView

Key = Qt.Key
_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def holder(qapp: QApplication) -> Iterator[QWidget]:  # noqa: ARG001 - a widget needs one
    widget = QWidget()
    widget.resize(1600, 1000)
    yield widget
    widget.close()


@pytest.fixture
def view(holder: QWidget, founding: Library) -> PositionsView:
    shown = _shown(holder)
    assert shown.show_answer(shown.read(founding, None)) == ""
    return shown


def _shown(holder: QWidget, width: int = 900, height: int = 700) -> PositionsView:
    shown = PositionsView(Appearance("light"), holder)
    shown.resize(width, height)
    holder.show()
    return shown


@pytest.fixture
def followed(view: PositionsView) -> list[Place]:
    places: list[Place] = []
    view.followed.connect(places.append)
    return places


def _press(view: PositionsView, *keys: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> None:
    for key in keys:
        QTest.keyClick(view.table, key, held)


def _current(view: PositionsView) -> tuple[str, str]:
    layout, index = view.table.layout_shown, view.table.currentIndex()
    assert layout is not None
    return layout.rows[index.row()].claim.id, layout.columns[index.column()].name


def _go_to(view: PositionsView, claim: str, actor: str) -> None:
    layout = view.table.layout_shown
    assert layout is not None
    row = next(at for at, one in enumerate(layout.rows) if one.claim.id == claim)
    column = next(at for at, one in enumerate(layout.columns) if one.name == actor)
    view.table.setCurrentIndex(view.table.model().index(row, column))


def _told(view: PositionsView) -> str:
    return view.foot.text


def test_who_denies_the_drones_is_found_by_keys_alone(
    view: PositionsView, followed: list[Place]
) -> None:
    for _ in range(3):
        if _current(view)[0] == "iran-supplied-drones-for-the-war":
            break
        _press(view, Key.Key_Down)
    while _current(view)[1] != "Iran":
        _press(view, Key.Key_Right)
    told = unescape(_told(view))
    assert "Iran has denied supplying drones to Russia for use against Ukraine" in told
    assert "Iran ✕ denies · first-hand via The article's outlet (not named)" in told
    assert "▲ disputed: Affirmed by The article's outlet (not named); denied by Iran." in told
    _press(view, Key.Key_Return)
    assert followed == [Place("statement", "ketg3wynprxy")]
    _press(view, Key.Key_Return, held=_CONTROL)
    _press(view, Key.Key_Return, held=_SHIFT)
    assert followed[1:] == [
        Place("claim", "iran-supplied-drones-for-the-war"),
        Place("actor", "iran"),
    ]


def test_a_stand_on_a_report_comes_after_those_on_the_claim(
    holder: QWidget, tmp_path: Path
) -> None:
    said = [
        Said("reuters", "affirms"),
        Said("state", "affirms", "2024-01-02"),
        Said("state", "denies", "2024-01-03", on_line=0),
    ]
    shown = _shown(holder)
    with contextlib.closing(Library(debate(tmp_path / "it", said))) as library:
        shown.show_answer(shown.read(library, None))
    _go_to(shown, "claim", "State")
    assert "State ● affirms · first-hand via Paper · 2 January 2024" in _told(shown)
    opened: list[Place] = []
    shown.followed.connect(opened.append)
    _press(shown, Key.Key_Return, Key.Key_Return)
    assert opened == [Place("statement", "aaaaaaaaaaab"), Place("statement", "aaaaaaaaaaac")]
    assert "State ✕ denies · on the report that says so · first-hand" in _told(shown)


def test_which_claims_nobody_has_confirmed(view: PositionsView) -> None:
    statuses = view.findChildren(QComboBox)[1]
    at = next(n for n in range(statuses.count()) if statuses.itemData(n) == "unconfirmed")
    assert statuses.itemText(at) == "○ unconfirmed (8)"
    statuses.setCurrentIndex(at)
    statuses.activated.emit(at)
    layout = view.table.layout_shown
    assert layout is not None
    assert {row.claim.status.kind for row in layout.rows} == {"unconfirmed"}
    assert len(layout.rows) == 8
    # Nobody stands in sight who has no part in these, and the current cell says something.
    cells = [
        [bool(layout.stands(row, column)) for row in range(8)]
        for column in range(len(layout.columns))
    ]
    assert all(any(column) for column in cells)
    here = view.table.currentIndex()
    assert cells[here.column()][here.row()]


def test_home_and_end_go_to_the_edges(view: PositionsView) -> None:
    model = view.table.model()
    last = (model.rowCount() - 1, model.columnCount() - 1)

    def at() -> tuple[int, int]:
        return view.table.currentIndex().row(), view.table.currentIndex().column()

    _press(view, Key.Key_End, held=_CONTROL)
    assert at() == last
    _press(view, Key.Key_Home)
    assert at() == (last[0], 0)
    _press(view, Key.Key_Home, held=_CONTROL)
    assert at() == (0, 0)
    _press(view, Key.Key_End)
    assert at() == (0, last[1])


def test_groups_and_related_claims_fold_by_key_and_the_cell_stays(view: PositionsView) -> None:
    model = view.table.model()
    rows, columns = model.rowCount(), model.columnCount()
    _go_to(view, "iran-delivered-ballistic-missiles", "Iran's defense ministry")
    _press(view, Key.Key_Space, held=_SHIFT)
    assert model.columnCount() == columns - 2
    assert _current(view) == ("iran-delivered-ballistic-missiles", "Iran")
    _press(view, Key.Key_Space)
    assert model.rowCount() < rows
    assert _current(view)[0] == "iran-delivered-missiles"
    _press(view, Key.Key_Space)
    _press(view, Key.Key_Space, held=_SHIFT)
    assert (model.rowCount(), model.columnCount()) == (rows, columns)


def test_a_menu_is_gone_when_it_is_closed(view: PositionsView) -> None:
    _press(view, Key.Key_Home)
    by_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(view.table, by_key)
    [menu] = view.findChildren(QMenu)
    assert menu.actions()
    menu.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert view.findChildren(QMenu) == []


def test_state_comes_back(view: PositionsView, founding: Library) -> None:
    plain = view.state()
    _go_to(view, "iran-delivered-missiles", "Reuters")
    _press(view, Key.Key_Space)
    buttons = view.findChildren(QToolButton)
    for button in buttons:
        button.click()
    view.table.verticalScrollBar().setValue(120)
    kept = view.state()
    assert kept != plain
    assert hash(kept)
    view.restore(plain)
    assert not any(button.isChecked() for button in buttons)
    view.show_answer(view.read(founding, None))
    view.restore(kept)
    assert view.state() == kept


def test_it_points_at_what_is_read_without_following(
    view: PositionsView, followed: list[Place]
) -> None:
    view.point_at(Place("statement", "hr2e63zy54lg"))
    assert _current(view)[0] == "russia-uses-iranian-drones"
    view.point_at(Place("claim", "un-missile-bans-expired"))
    assert _current(view)[0] == "un-missile-bans-expired"
    view.point_at(Place("actor", "reuters"))
    layout = view.table.layout_shown
    assert layout is not None
    assert {layout.columns[at].name for at in view.table.marked_columns} == {"Reuters"}
    view.point_at(Place("source", "no-such-source"))
    assert followed == []


def test_a_click_opens_the_evidence_and_the_edges_open_their_pages(
    view: PositionsView, followed: list[Place]
) -> None:
    _go_to(view, "iran-supplied-drones-for-the-war", "Iran")
    index = view.table.currentIndex()
    at = view.table.visualRect(index).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, _NONE, at)
    claims, actors = view.table.verticalHeader(), view.table.horizontalHeader()
    row = QPoint(80, claims.sectionViewportPosition(index.row()) + 20)
    QTest.mouseClick(claims.viewport(), Qt.MouseButton.LeftButton, _NONE, row)
    name = QPoint(actors.sectionViewportPosition(index.column()) + 20, actors.height() - 5)
    QTest.mouseClick(actors.viewport(), Qt.MouseButton.LeftButton, _NONE, name)
    assert followed == [
        Place("statement", "ketg3wynprxy"),
        Place("claim", "iran-supplied-drones-for-the-war"),
        Place("actor", "iran"),
    ]
    columns = view.table.model().columnCount()
    band = QPoint(actors.sectionViewportPosition(index.column()) + 20, 5)
    QTest.mouseClick(actors.viewport(), Qt.MouseButton.LeftButton, _NONE, band)
    assert view.table.model().columnCount() == columns - 2


def test_a_screen_reader_is_told_of_cells_and_edges(view: PositionsView) -> None:
    _go_to(view, "iran-supplied-drones-for-the-war", "Iran")
    index = view.table.currentIndex()
    role = Qt.ItemDataRole.AccessibleTextRole
    assert index.data(role) == (
        "Iran on “Iran has supplied Russia with drones for use in the war against Ukraine.”: "
        "Iran denies · first-hand via The article's outlet (not named)"
        " · 24 February 2022 – 31 December 2024 (inferred)"
    )
    assert " · ≈ 24 February 2022 – 31 December 2024" in view.foot.text
    model = view.table.model()
    row = model.headerData(index.row(), Qt.Orientation.Vertical, role)
    assert row.endswith("disputed: Affirmed by The article's outlet (not named); denied by Iran.")
    for control in (*view.findChildren(QComboBox), *view.findChildren(QToolButton)):
        assert control.accessibleName()


def test_stances_of_one_cell_are_opened_one_after_the_other(
    holder: QWidget, tmp_path: Path
) -> None:
    said = [
        Said("state", "affirms", "2023-01-01"),
        Said("state", "denies", "2024-01-01"),
        Said("other", "affirms"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "debate", said))) as library:
        shown = _shown(holder)
        shown.show_answer(shown.read(library, None))
        places: list[Place] = []
        shown.followed.connect(places.append)
        _go_to(shown, "claim", "State")
        assert "State ✕ denies" in _told(shown)
        _press(shown, Key.Key_Return)
        assert "1 of 2" in _told(shown)
        shown.point_at(places[0])
        _press(shown, Key.Key_Return)
        assert "2 of 2" in _told(shown)
        assert "State ● affirms" in _told(shown)
        _press(shown, Key.Key_Return)
        days = [library.statement(place.id) for place in places]
        assert [day.said.first for day in days if day] == ["2024-01-01", "2023-01-01", "2024-01-01"]


def test_nothing_to_show_is_said_in_a_sentence(view: PositionsView, founding: Library) -> None:
    assert view.show_answer(view.read(founding, BitMap())).endswith("in these statements.")


def test_all_of_it_can_be_drawn(view: PositionsView) -> None:
    extent = view.extent().toSize()
    assert extent.height() > view.height()
    picture = QImage(extent, QImage.Format.Format_RGB32)
    picture.fill(0xFF00FF)
    painter = QPainter(picture)
    deque(view.draw(painter), maxlen=0)
    painter.end()
    corners = [
        (0, 0),
        (extent.width() - 2, 0),
        (0, extent.height() - 2),
        (extent.width() - 2, extent.height() - 2),
    ]
    assert all(picture.pixel(*at) & 0xFFFFFF != 0xFF00FF for at in corners)
    assert view.documents()["csv"]().count("\n") > 40


def test_three_hundred_claims_by_eighty_actors_scroll(
    qapp: QApplication, holder: QWidget, tmp_path: Path
) -> None:
    positions = ("affirms", "denies", "doubts")
    said = [
        Said(
            f"actor-{(claim * 7 + n * 13) % 80}", positions[(claim + n) % 3], claim=f"claim-{claim}"
        )
        for claim in range(300)
        for n in range(4)
    ]
    with contextlib.closing(Library(debate(tmp_path / "crowd", said))) as library:
        shown = _shown(holder, 1600, 1000)
        answer = shown.read(library, None)
        assert (len(answer.rows), len(answer.columns), answer.left_out) == (300, 80, "")
        shown.show_answer(answer)
        qapp.processEvents()
        frames = []
        for bar in (shown.table.verticalScrollBar(), shown.table.horizontalScrollBar()):
            for step in range(1, 25):
                begun = thread_time()
                bar.setValue(step * 40)
                qapp.processEvents()
                frames.append(thread_time() - begun)
        # A frame lasts 16 ms; the rest is left to a slower machine.
        assert sorted(frames)[len(frames) // 2] < 0.033


def test_pale_stands_and_bare_shapes_are_explained(view: PositionsView, founding: Library) -> None:
    assert not view.key().startswith("pale: ")
    assert "▲ disputed: somebody affirms it and somebody denies it" in view.key()
    assert "(●) as others report it" in view.key()
    denials = founding.postings.of("position", "denies")
    view.show_answer(view.read(founding, denials))
    assert "pale: " in view.key()
    shapes = next(one for one in view.findChildren(QToolButton) if one.text() == "Shapes only")
    explained = [one for one in view.findChildren(QLabel) if one.text().startswith("● affirms")]
    assert explained == []
    shapes.click()
    [line] = [one for one in view.findChildren(QLabel) if one.text().startswith("● affirms")]
    assert line.isVisible()
    assert "✕ denies" in view.key()
    assert "○ does not confirm" not in view.key()  # of which there is none among the denials
    shapes.click()
    assert not line.isVisible()


@pytest.mark.parametrize("width", [500, 700, 1100])
def test_columns_stand_whole_beside_the_claims(
    view: PositionsView, qapp: QApplication, width: int
) -> None:
    view.resize(width, 500)
    qapp.processEvents()
    header, bar = view.table.horizontalHeader(), view.table.horizontalScrollBar()
    assert bar.maximum() > 2
    for step in range(bar.maximum()):
        bar.setValue(step)
        assert header.sectionViewportPosition(step) == 0
        within = view.table.viewport().width() % header.sectionSize(0)
        assert within < view.table.viewport().width() // header.sectionSize(0)


def test_what_a_cell_names_is_told_first_and_what_is_predicted_last(
    holder: QWidget, tmp_path: Path
) -> None:
    said = [
        Said("state", "denies", "2022-01-01"),
        Said("state", "affirms", "2023-01-01"),
        Said("state", "denies", "2024-01-01", modality="predicted", by="other"),
        Said("other", "affirms"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "debate", said))) as library:
        shown = _shown(holder)
        shown.show_answer(shown.read(library, None))
        _go_to(shown, "claim", "State")
        layout, index = shown.table.layout_shown, shown.table.currentIndex()
        assert layout is not None
        cell = layout.spoken(index.row(), index.column())
        assert cell is not None
        assert [mark.badge.word for mark in cell.now] == ["affirms"]
        told = []
        for _ in range(3):
            _press(shown, Key.Key_Return)
            told.append(_told(shown).splitlines()[1])
        assert told[0].startswith("1 of 3 (Enter steps through): State ● affirms")
        assert told[1].startswith("2 of 3 (Enter steps through): State ✕ denies")
        assert "predicted by Other" in told[2]
        tool_tip = unescape(index.data(Qt.ItemDataRole.ToolTipRole))
        assert tool_tip.index("State ● affirms") < tool_tip.index("predicted by Other")


def test_groups_that_are_not_there_are_not_shown_as_folded(
    holder: QWidget, founding: Library, tmp_path: Path
) -> None:
    alone = [Said("state", "affirms"), Said("other", "denies")]
    with contextlib.closing(Library(debate(tmp_path / "debate", alone))) as library:
        shown = _shown(holder)
        [together] = [one for one in shown.findChildren(QToolButton) if one.text() == "Fold groups"]
        shown.show_answer(shown.read(library, None))
        assert (together.isEnabled(), together.isChecked()) == (False, False)
        shown.show_answer(shown.read(founding, None))
        assert (together.isEnabled(), together.isChecked()) == (True, False)
        together.click()
        assert together.isChecked()
        shown.show_answer(shown.read(library, None))
        assert (together.isEnabled(), together.isChecked()) == (False, False)
