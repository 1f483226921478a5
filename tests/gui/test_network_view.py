"""The network as its reader works it."""

from __future__ import annotations

import contextlib
import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter, QPixmap, QRegion, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.saving import save
from tests.gui.test_window import type_in
from tests.pages.test_palette import contrast
from viewer.library.network import TIE_KINDS, Contested, Network, Tie
from viewer.library.query import parse
from viewer.library.reading import Library
from viewer.library.search import Search
from viewer.palette import LIGHT
from viewer.places import Place
from viewer.ui.appearance import Appearance
from viewer.ui.saving.pictures import Caption
from viewer.ui.shot import settle
from viewer.ui.views.network import NetworkView, Placed
from viewer.ui.views.network_labels import overlap
from viewer.ui.views.network_painting import NetworkPainter
from viewer.ui.views.network_style import TIES, is_marked, mark_of
from viewer.ui.window import Window

Key = Qt.Key


class Reader:
    """A view of the founding library and what it has led to."""

    def __init__(self, view: NetworkView) -> None:
        self.view = view
        self.canvas = view.canvas
        self.followed: list[Place] = []
        view.followed.connect(self.followed.append)

    @property
    def plane(self) -> Any:
        return self.view.plane

    def press(self, *keys: Key) -> None:
        for key in keys:
            QTest.keyClick(self.canvas, key)

    def current(self) -> str:
        assert self.canvas.current is not None
        return str(self.plane.network.nodes[self.canvas.current].id)

    def number(self, id: str) -> int:
        nodes = enumerate(self.plane.network.nodes)
        return next(at for at, node in nodes if node.id == id)

    def shown(self) -> set[str]:
        return {self.plane.network.nodes[node].id for node in self.plane.nodes}

    def on_screen(self, place: QPointF) -> QPoint:
        return (place + self.canvas.shift).toPoint()

    def click(self, place: QPointF) -> None:
        QTest.mouseClick(self.canvas, Qt.MouseButton.LeftButton, pos=self.on_screen(place))


@pytest.fixture(scope="module")
def answer(founding_file: Path) -> Placed:
    library = Library(founding_file)
    read = NetworkView.read(library, None)
    library.close()
    return read


@pytest.fixture(scope="module")
def narrowed(founding_file: Path) -> Placed:
    """What a question leaves of it: no tie of more than one statement, and other numbers."""
    with contextlib.closing(Library(founding_file)) as library:
        read = NetworkView.read(library, Search(library).hits(parse("stance:denies")).found)
    assert {tie.weight for tie in read.network.ties} == {1}
    return read


@pytest.fixture
def reader(qapp: QApplication, answer: Placed) -> Iterator[Reader]:
    view = NetworkView(Appearance("light"), None)  # type: ignore[arg-type] # a window of its own
    view.resize(660, 660)
    assert view.show_answer(answer) == ""
    view.show()
    qapp.processEvents()
    yield Reader(view)
    view.close()


def test_every_name_of_the_founding_library_can_be_read(reader: Reader) -> None:
    assert len(reader.plane.nodes) == 47
    assert set(reader.plane.labels) == set(reader.plane.nodes)


@pytest.mark.parametrize("zoom", [1.0, 1.7, 4.0])
@pytest.mark.parametrize("size", [(660, 620), (400, 300), (1400, 900)])
def test_labels_never_overlap(reader: Reader, size: tuple[int, int], zoom: float) -> None:
    reader.canvas.look(zoom, QPointF())
    reader.plane.resize(QSizeF(*size) * zoom)
    boxes = [spot.box for spot in reader.plane.labels.values()]
    assert boxes
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))


def test_arrows_lead_to_the_nearest_node_that_way(reader: Reader) -> None:
    reader.press(Key.Key_Home)
    assert reader.current() == "iran"
    reader.press(Key.Key_Left)
    assert reader.current() == "ballistic-missile"
    reader.press(Key.Key_Right)
    assert reader.current() == "iran"
    assert reader.followed == []


def test_arrows_reach_every_node(reader: Reader) -> None:
    ways = ((-1, 0), (1, 0), (0, -1), (0, 1))
    reached, waiting = {0}, [0]
    while waiting:
        node = waiting.pop()
        new = {reader.plane.towards(node, *way) for way in ways} - reached - {None}
        reached |= new
        waiting.extend(new)
    assert reached == set(reader.plane.nodes)


def test_enter_brings_a_node_into_focus_and_backspace_shows_all(reader: Reader) -> None:
    reader.press(Key.Key_Home, Key.Key_Return)
    assert reader.followed == [Place("actor", "iran")]
    assert "russia" in reader.shown()
    assert "john-krzyzaniak" not in reader.shown()
    assert reader.view.ties.isVisible()
    assert reader.view.whole.isVisible()
    reader.press(Key.Key_Backspace)
    assert len(reader.shown()) == 47
    assert not reader.view.ties.isVisible()
    assert not reader.view.whole.isVisible()


def test_the_ties_of_a_node_lead_to_their_evidence(reader: Reader) -> None:
    reader.press(Key.Key_Home, Key.Key_Return)
    ties = reader.view.ties
    said = [ties.item(at).text() for at in range(ties.count())]
    assert said[0] == "Disputed in part: Iran supplies Russia: 5 statements, one of them a denial"
    ties.setCurrentRow(said.index("Iran supplies Zolfaqar: 1 statement, single-sourced"))
    QTest.keyClick(ties, Key.Key_Return)
    assert reader.followed[-1] == Place("claim", "iran-delivered-zolfaqar")


def test_a_click_on_a_node_or_its_name_opens_it(reader: Reader) -> None:
    reader.click(reader.plane.place(reader.number("reuters")))
    assert reader.followed == [Place("actor", "reuters")]
    reader.press(Key.Key_Backspace)
    left, top, right, bottom = reader.plane.labels[reader.number("britain")].box
    reader.click(QPointF((left + right) / 2, (top + bottom) / 2))
    assert reader.followed[-1] == Place("actor", "britain")


def test_a_click_on_a_tie_opens_what_it_rests_on(reader: Reader) -> None:
    plane = reader.plane
    tie = next(
        at
        for at in plane.ties
        if plane.network.words(plane.network.ties[at]).startswith("Russia uses North Korean")
    )
    points = plane.lines[tie].points
    x, y = points[len(points) // 2]
    middle = QPointF((points[0][0] + points[-1][0]) / 2, (points[0][1] + points[-1][1]) / 2)
    reader.click(middle if len(points) == 2 else QPointF(x, y))
    assert reader.followed == [Place("claim", "russia-uses-north-korean-missiles")]


def test_a_click_beside_everything_leads_nowhere(reader: Reader) -> None:
    reader.click(QPointF(8, 600))
    assert reader.followed == []


def test_kinds_and_weight_filter(reader: Reader) -> None:
    for kind in TIE_KINDS:
        if kind != "denies":
            reader.view.kinds[kind].click()
    assert reader.shown() == {"iran", "russia", "article-outlet", "reports-of-drone-use"}
    reader.view.kinds["denies"].click()
    assert reader.shown() == set()
    reader.view.kinds["supplies"].click()
    reader.view.least.setValue(1)
    assert reader.view.least.text() == "at least 1 statement"
    reader.view.least.setValue(3)
    assert reader.view.least.text() == "at least 3 statements"
    assert reader.shown() == {"iran", "russia"}


def test_a_question_in_passing_leaves_what_the_reader_chose(
    reader: Reader, answer: Placed, narrowed: Placed
) -> None:
    reader.view.least.setValue(3)
    before = reader.shown()
    reader.view.show_answer(narrowed)
    assert reader.shown() == set()
    assert reader.view.least.text() == "at least 3 statements"
    reader.view.show_answer(answer)
    assert reader.view.least.text() == "at least 3 statements"
    assert reader.shown() == before


@pytest.mark.parametrize("id", ["iran", "zolfaqar"])
def test_a_node_in_focus_stays_in_focus_where_the_next_answer_has_it(
    reader: Reader, narrowed: Placed, id: str
) -> None:
    reader.view.least.setValue(3)
    reader.canvas.node_opened.emit(reader.number(id))
    reader.view.show_answer(narrowed)
    focus = reader.view.shown.focus
    kept = any(node.id == id for node in narrowed.network.nodes)
    assert focus == (reader.number(id) if kept else None)


def test_places_do_not_move_when_kinds_are_hidden(reader: Reader) -> None:
    before = reader.plane.place(reader.number("russia"))
    reader.view.kinds["cites"].click()
    assert reader.plane.place(reader.number("russia")) == before


def test_plus_and_minus_and_the_wheel_zoom(reader: Reader) -> None:
    reader.press(Key.Key_Plus, Key.Key_Plus)
    assert reader.canvas.zoom > 1.5
    reader.press(Key.Key_Minus, Key.Key_Minus, Key.Key_Minus)
    assert reader.canvas.zoom == 1
    at = QPointF(200, 200)
    none = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        at,
        reader.canvas.mapToGlobal(at),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(reader.canvas, event)
    assert reader.canvas.zoom > 1.5
    reader.press(Key.Key_0)
    assert reader.canvas.zoom == 1


def test_dragging_moves_the_plane_and_opens_nothing(reader: Reader) -> None:
    reader.canvas.look(3, QPointF(-300, -300))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(reader.canvas, left, pos=QPoint(300, 300))
    QTest.mouseMove(reader.canvas, QPoint(340, 320))
    QTest.mouseMove(reader.canvas, QPoint(380, 360))
    QTest.mouseRelease(reader.canvas, left, pos=QPoint(380, 360))
    assert reader.canvas.shift == QPointF(-220, -240)
    assert reader.followed == []


def test_a_moved_plane_is_painted_as_one_that_stands_there(reader: Reader) -> None:
    reader.canvas.look(2, QPointF(-200, -200))
    QApplication.processEvents()
    for _ in range(5):
        reader.canvas.move_to(reader.canvas.shift + QPointF(-17, 11))
        QApplication.processEvents()
    moved = reader.canvas.grab().toImage()
    reader.canvas.update()
    QApplication.processEvents()
    assert reader.canvas.grab().toImage() == moved


def test_what_is_painted_ahead_is_what_would_be_painted(reader: Reader) -> None:
    canvas, look = reader.canvas, reader.view.appearance

    def changes() -> Iterator[None]:
        yield
        canvas.look(2, QPointF(-200, -100))
        yield
        canvas.mark_read(frozenset({0}))
        yield
        canvas.resize(500, 400)
        yield
        look.set_theme("dark")
        yield
        look.zoom_by(1)
        yield

    before = QImage()
    for _ in changes():
        at_once = canvas.grab().toImage()
        assert at_once != before
        for _ in canvas.prepare():
            pass
        before = canvas.grab().toImage()
        assert before == at_once


def test_what_stands_out_is_painted_over_what_stays(reader: Reader) -> None:
    canvas, look = reader.canvas, reader.view.appearance
    painting = canvas._painter
    assert painting

    def painted() -> QImage:
        """Return what is to be seen, painted all at once."""
        image = QPixmap(canvas.size())
        image.fill(look.colours["surface"])
        with QPainter(image) as painter:
            painter.translate(canvas.shift)
            seen = QRegion(canvas.rect()).translated(-canvas.shift.toPoint())
            painting.paint(painter, seen, canvas._marked())
        return image.toImage()

    def changes() -> Iterator[None]:
        yield
        canvas.mark_read(frozenset({0}))
        yield
        canvas.look(2, QPointF(-200, -100))
        yield
        look.set_theme("dark")
        yield
        canvas.resize(500, 400)
        yield
        look.set_theme("light")

    pictures = []
    for _ in changes():
        for id in ("iran", "russia"):
            QTest.mouseMove(canvas, reader.on_screen(reader.plane.place(reader.number(id))))
            pictures.append(canvas.grab().toImage())
            assert pictures[-1] == painted()
    assert all(one != other for one, other in combinations(pictures, 2))


def test_pointing_paints_the_ties_that_stand_out_and_no_others(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int] = []
    tie = NetworkPainter._paint_tie

    def count(self: NetworkPainter, painter: QPainter, at: int, *how: bool) -> None:
        painted.append(at)
        tie(self, painter, at, *how)

    iran, shoigu = reader.number("iran"), reader.number("sergei-shoigu")
    QTest.mouseMove(reader.canvas, reader.on_screen(reader.plane.place(iran)))
    QApplication.processEvents()
    monkeypatch.setattr(NetworkPainter, "_paint_tie", count)
    QTest.mouseMove(reader.canvas, reader.on_screen(reader.plane.place(shoigu)))
    QApplication.processEvents()
    assert set(painted) == set(reader.plane.ties_of(shoigu))


def test_what_changes_while_it_is_painted_ahead_is_painted_anew(reader: Reader) -> None:
    pieces = reader.canvas.prepare()
    next(pieces)
    reader.canvas.mark_read(frozenset({0}))
    marked = reader.canvas.grab().toImage()
    for _ in pieces:
        pass
    assert reader.canvas.grab().toImage() == marked
    reader.canvas.mark_read(frozenset())
    assert reader.canvas.grab().toImage() != marked


def test_a_current_node_is_told_with_its_ties(reader: Reader) -> None:
    reader.press(Key.Key_Home)
    told = QAccessible.queryAccessibleInterface(reader.canvas)
    description = told.text(QAccessible.Text.Description)
    assert description.startswith("Iran, in 25 statements. Disputed in part: Iran supplies")
    assert description.endswith("and 4 more ties.")


def test_what_is_read_is_marked(reader: Reader) -> None:
    reader.view.point_at(Place("claim", "iran-delivered-zolfaqar"))
    (marked,) = reader.canvas.read_ties
    words = reader.plane.network.words(reader.plane.network.ties[marked])
    assert words == "Iran supplies Zolfaqar: 1 statement, single-sourced"
    reader.view.point_at(Place("weapon", "su-35"))
    assert reader.current() == "su-35"
    assert reader.canvas.read_ties == frozenset()
    assert reader.followed == []


def test_one_comes_back_to_it_as_it_was_left(reader: Reader, answer: Placed) -> None:
    reader.press(Key.Key_Home, Key.Key_Return, Key.Key_Plus)
    reader.view.kinds["cites"].click()
    reader.view.least.setValue(1)
    left = reader.view.state()
    shown = reader.shown()
    reader.view.show_answer(answer)
    reader.view.kinds["supplies"].click()
    reader.press(Key.Key_Minus)
    assert reader.view.state() != left
    reader.view.restore(left)
    assert reader.shown() == shown
    assert reader.view.state() == left


def test_without_ties_a_sentence_stands_instead(reader: Reader) -> None:
    sentence = reader.view.show_answer(Placed(Network(), ()))
    assert sentence == "These statements tie no actors or weapons to one another."
    assert reader.view.extent() == QSizeF()
    assert reader.view.documents() == {}
    reader.press(Key.Key_Home, Key.Key_Left, Key.Key_Return, Key.Key_Plus)


def test_no_tie_runs_through_a_node_that_it_does_not_connect(reader: Reader) -> None:
    for size in ((660, 620), (1100, 900), (400, 560)):
        plane = reader.plane
        plane.resize(QSizeF(*size))
        through = [
            (plane.network.words(plane.network.ties[tie]), plane.network.nodes[node].id)
            for tie, one in plane.lines.items()
            for node in set(plane.nodes) - set(plane.ends(tie))
            if one.distance(plane.place(node).x(), plane.place(node).y()) < plane.reach(node)
        ]
        assert through == []


def test_a_disputed_tie_bears_its_mark(reader: Reader) -> None:
    plane = reader.plane
    words = [plane.network.words(tie) for tie in plane.network.ties]
    image = reader.canvas.grab().toImage()
    warns = QColor(reader.view.appearance.palette.warns).rgb()

    def marked(start: str) -> bool:
        at = next(at for at, said in enumerate(words) if said.startswith(start))
        middle = plane.lines[at].middle.toPoint()
        near = range(-5, 6)
        return any(image.pixel(middle.x() + x, middle.y() + y) == warns for x in near for y in near)

    assert marked("Disputed: Iran supplies Shahed")
    assert marked("Disputed in part: Iran supplies Russia")
    assert not marked("Iran supplies ballistic missile")


@pytest.mark.parametrize(
    ("standing", "detail", "head", "shape"),
    [
        ("", "", "filled", ""),
        ("disputed", "", "filled", "▲"),
        ("disputed in part", "inferred", "open", "▲"),
        ("denied", "", "open", "✕"),
        ("", "inferred", "open", ""),
    ],
)
def test_what_is_not_simply_stated_is_drawn_otherwise(
    standing: Contested, detail: str, head: str, shape: str
) -> None:
    tie = Tie("supplies", 0, 1, 1, 0, standing, detail, Place("actor", "iran"), ())
    assert TIES["supplies"].of(tie).head == head
    badge = mark_of(tie)
    assert (badge.shape if badge else "") == shape
    assert is_marked(tie) == bool(standing or detail)


def test_a_picture_holds_all_and_its_legend(reader: Reader) -> None:
    reader.canvas.look(2, QPointF(-100, -100))
    extent = reader.view.extent()
    assert extent.width() == 2 * reader.canvas.width()
    image = QImage(extent.toSize(), QImage.Format.Format_RGB32)
    image.fill(QColor("magenta"))
    painter = QPainter(image)
    deque(reader.view.draw(painter), maxlen=0)
    painter.end()
    magenta = QColor("magenta").rgb()
    row = range(0, image.width(), 7)
    assert all(image.pixel(x, y) != magenta for x in row for y in (0, image.height() - 1))
    ground = QColor(reader.view.appearance.palette.surface).rgb()
    foot = range(int(reader.plane.size.height()), image.height())
    assert any(image.pixel(x, y) != ground for x in range(16, 200) for y in foot)


def test_documents_hold_what_is_shown(reader: Reader) -> None:
    for kind in TIE_KINDS:
        if kind != "uses":
            reader.view.kinds[kind].click()
    written = reader.view.documents()
    assert set(written) == {"graphml", "csv"}
    assert len(written["csv"]().splitlines()) == 3
    assert "weapon/shahed" in written["graphml"]()


def test_escape_is_left_to_the_window(window: Window) -> None:
    _bring(window)
    QTest.keyClicks(window._panes.search, "missiles")
    settle(window)
    view = _bring(window)
    view.canvas.setFocus()
    QTest.keyClick(view.canvas, Key.Key_Escape)
    settle(window)
    assert window.navigator.visit.question.text == ""


def test_in_the_window_a_node_leads_the_reading_pane_and_back(window: Window) -> None:
    view = _bring(window)
    view.canvas.setFocus()
    QTest.keyClick(view.canvas, Key.Key_Home)
    QTest.keyClick(view.canvas, Key.Key_Return)
    settle(window)
    assert window.navigator.visit.place == Place("actor", "iran")
    assert view.shown.focus is not None
    window.navigator.back()
    settle(window)
    assert window.navigator.visit.place.kind == "library"


def _bring(window: Window) -> NetworkView:
    window.navigator.show("network")
    settle(window)
    view = window.findChild(NetworkView)
    assert view is not None
    return view


@pytest.mark.parametrize(("width", "height"), [(560, 276), (400, 240), (900, 700)])
def test_the_legend_leaves_most_to_the_drawing_and_none_of_it_is_lost(
    reader: Reader, qapp: QApplication, width: int, height: int
) -> None:
    view, area = reader.view, reader.view._controls
    view.resize(width, height)
    qapp.processEvents()
    assert view.canvas.height() >= height / 2
    rows = area.widget()
    assert rows is not None
    assert rows.width() <= area.viewport().width()
    hidden = rows.height() - area.viewport().height()
    assert area.verticalScrollBar().maximum() == max(0, hidden)
    for entry in view.kinds.values():
        assert rows.rect().contains(entry.geometry())


def test_a_picture_names_every_node_in_full(reader: Reader, tmp_path: Path) -> None:
    reader.view.resize(500, 300)  # too small for most names
    reader.plane.resize(QSizeF(reader.canvas.size()))
    assert set(reader.plane.labels) != set(reader.plane.nodes)
    save(reader.view, tmp_path / "it.svg", Caption("Network", "", "", "2026-11-22"))
    written = (tmp_path / "it.svg").read_text(encoding="utf-8")
    printed = [" ".join(words.split()) for words in re.findall(r">([^<]+)</text>", written)]
    assert not any("…" in words for words in printed)
    words = Counter(word for line in printed for word in unescape(line).split())
    for node in reader.plane.nodes:
        words.subtract(reader.plane.network.nodes[node].name.split())
    assert min(words.values()) == 0


def test_a_kind_of_tie_that_there_is_none_of_can_be_read(window: Window) -> None:
    type_in(window, "geran")
    view = _bring(window)
    none = [button for button in view.kinds.values() if not button.isEnabled()]
    assert none
    for button in none:
        image = button.grab().toImage()
        pixels = {
            image.pixelColor(x, y).name()
            for x in range(button.iconSize().width() + 8, image.width() - 4)
            for y in range(4, image.height() - 4)
        }
        assert max(contrast(pixel, LIGHT.background) for pixel in pixels) >= 4
