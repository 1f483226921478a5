"""How the panes lie beside one another, and the way of the Tab key through them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget

from tests.gui.test_window import shown_chips, type_in
from viewer.places import ViewName
from viewer.ui.appearance import Theme
from viewer.ui.question import Question
from viewer.ui.shot import settle
from viewer.ui.statements import StatementsView
from viewer.ui.states import StatePanel
from viewer.ui.window import Window

_VIEWS: tuple[ViewName, ...] = ("positions", "transfers", "timeline", "network")


def _show(window: Window, view: ViewName) -> None:
    window.navigator.show(view)
    settle(window)


def _reached(window: Window) -> list[QWidget]:
    """Return what the Tab key reaches, from the search box on."""
    first = window._panes.search
    reached: list[QWidget] = []
    widget = first.nextInFocusChain()
    while widget and widget is not first:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(window):
            reached.append(widget)
        widget = widget.nextInFocusChain()
    return reached


@pytest.mark.parametrize("names", [_VIEWS, _VIEWS[::-1]])
def test_tab_leads_from_the_tabs_through_the_view_to_the_page(
    window: Window, names: tuple[ViewName, ...]
) -> None:
    panes = window._panes
    for name in names:
        _show(window, name)
        reached = _reached(window)
        between = reached[reached.index(panes.tabs) + 1 : reached.index(panes.beside.reading)]
        assert between
        assert all(panes.answer.isAncestorOf(widget) for widget in between)
        assert panes.answer.focusProxy() in between
        boxes = [widget for widget in between if isinstance(widget, QComboBox)]
        assert between[: len(boxes)] == boxes  # the controls are above the table
    _show(window, "statements")
    reached = _reached(window)
    assert reached[reached.index(panes.tabs) + 1] is panes.list


def test_tab_leads_from_the_search_box_through_the_filters_as_they_lie(window: Window) -> None:
    panes = window._panes
    for actors in (("iran", "russia"), ("russia", "iran", "reuters"), ("reuters",), ()):
        window.navigator.ask(Question(actors=actors))
        settle(window)
        chips = shown_chips(window)
        assert len(chips) == len(actors)
        reached = _reached(window)
        assert reached[: reached.index(panes.chips.order)] == chips
        assert reached[-2:] == [panes.back, panes.forward]  # which lie before it


def test_every_control_that_tab_reaches_has_a_name(window: Window) -> None:
    _show(window, "transfers")
    assert all(widget.accessibleName() for widget in _reached(window))


def test_a_view_that_was_visited_widens_nothing(window: Window, qapp: QApplication) -> None:
    middle = window._panes._answer
    plain = middle.minimumSizeHint()
    for name in _VIEWS:
        _show(window, name)
    _show(window, "statements")
    qapp.processEvents()
    assert middle.minimumSizeHint() == plain


@pytest.mark.parametrize("name", _VIEWS)
def test_magnified_a_window_is_still_as_narrow_as_a_small_screen(
    window: Window, qapp: QApplication, name: ViewName
) -> None:
    window._appearance.zoom_by(5)
    _show(window, name)
    for _ in range(3):
        qapp.processEvents()
    assert window.minimumSizeHint().width() < 800


@pytest.mark.parametrize("width", [800, 1000, 1280])
def test_all_views_are_in_sight(window: Window, width: int) -> None:
    window.resize(width, 700)
    settle(window)
    tabs = window._panes.tabs
    assert tabs.rect().contains(tabs.tabRect(tabs.count() - 1))


@pytest.mark.parametrize("name", ["statements", "positions"])
def test_panes_are_stepped_through_from_whatever_lies_in_them(
    window: Window, name: ViewName
) -> None:
    panes = window._panes
    _show(window, name)
    panes.find_words()
    find = window.focusWidget()
    beside, answer = panes.beside, panes.answer
    weapons, reading = beside.weapons.view, beside.reading
    # From where, then where the step back and the step on lead to.
    for start, back, on in (
        (find, answer, panes.search),
        (panes.tabs, weapons, reading),
        (beside.part, panes.search, weapons),
        (panes.chips.order, reading, panes.search),
    ):
        for step, to in ((-1, back), (1, on)):
            assert start
            start.setFocus()
            panes.step(step)
            focus = window.focusWidget()
            assert focus
            assert focus is to or to.isAncestorOf(focus)


def _accent_edges(window: Window) -> list[QWidget]:
    """Return of which panes the edge at the top is seen in the accent colour."""
    panes, shown = window._panes, window.grab().toImage()
    accent = window._appearance.colours["accent"]
    beside = panes.beside
    found = []
    for pane in (beside.actors, beside.weapons, panes._middle, panes._side):
        edge = pane.mapTo(window, pane.rect().topLeft())
        across = (edge.x() + pane.width() // 4, edge.x() + 3 * pane.width() // 4)
        if all(shown.pixelColor(x, edge.y()) == accent for x in across):
            found.append(pane)
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["statements", *_VIEWS])
def test_the_pane_with_the_focus_shows_it_and_nothing_moves(
    window: Window, qapp: QApplication, name: ViewName, theme: Theme
) -> None:
    window._appearance.set_theme(theme)
    _show(window, name)
    window.activateWindow()
    panes = window._panes
    beside, answer = panes.beside, panes.answer
    places = [pane.geometry() for pane in (answer, beside.actors.view, beside.reading)]
    panes.search.setFocus()
    assert _accent_edges(window) == []
    for pane in (beside.actors, beside.weapons, answer, beside.reading):
        panes.step(1)
        qapp.processEvents()
        [shown] = _accent_edges(window)
        assert shown is pane or shown.isAncestorOf(pane)
    assert places == [pane.geometry() for pane in (answer, beside.actors.view, beside.reading)]


def test_a_sentence_with_links_is_a_pane_and_shows_where_enter_leads(window: Window) -> None:
    panes = window._panes
    type_in(window, "denyed")
    assert isinstance(panes.answer, StatePanel)
    panes.beside.weapons.view.setFocus()
    panes.step(1)
    label = window.focusWidget()
    assert isinstance(label, QLabel)
    assert panes.states.isAncestorOf(label)
    assert label.selectedText() == 'stance:"denies"'
    QTest.keyClick(label, Qt.Key.Key_Return)
    settle(window)
    assert panes.search.text() == 'stance:"denies"'
    assert isinstance(panes.answer, StatementsView)


def test_a_sentence_without_links_is_passed_over(window: Window) -> None:
    panes = window._panes
    type_in(window, "qqqqqqqq")
    assert isinstance(panes.answer, StatePanel)
    panes.beside.weapons.view.setFocus()
    panes.step(1)
    assert panes.beside.reading.hasFocus()
    panes.step(-1)
    assert panes.beside.weapons.view.hasFocus()


def test_magnified_the_page_goes_below_the_answer_sooner(window: Window) -> None:
    window.resize(1280, 800)
    settle(window)
    right = window._panes._right
    assert right.orientation() == Qt.Orientation.Horizontal
    window._appearance.zoom_by(8)
    assert right.orientation() == Qt.Orientation.Vertical
    window._appearance.zoom_by(0)
    assert right.orientation() == Qt.Orientation.Horizontal
