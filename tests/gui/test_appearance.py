"""How large everything that is read is, together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QToolButton, QWidget

from viewer.places import ViewName
from viewer.ui.appearance import Theme
from viewer.ui.field import Field
from viewer.ui.shot import settle
from viewer.ui.window import Window

_VIEWS: tuple[ViewName, ...] = ("statements", "positions", "transfers", "timeline", "network")
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def zoom(window: Window) -> Iterator[Callable[[int], None]]:
    """Zoom the window by so many steps from the plain size."""
    look = window._appearance

    def by(steps: int) -> None:
        look.zoom_by(0)
        for _ in range(abs(steps)):
            look.zoom_by(1 if steps > 0 else -1)
        settle(window)

    yield by
    look.zoom_by(0)


def _written(window: Window) -> list[QWidget]:
    """Return all that shows words of its own, and the search box."""
    panes = window._panes
    kinds = (QLabel, QToolButton, QComboBox)
    found = [widget for kind in kinds for widget in panes.findChildren(kind)]
    return [*found, panes.search, panes.tabs, window.menuBar()]


def test_every_word_of_the_window_is_enlarged(window: Window, zoom: Callable[[int], None]) -> None:
    for view in _VIEWS:
        window.navigator.show(view)
        settle(window)
    plain = {widget: widget.font().pointSizeF() for widget in _written(window)}
    zoom(4)
    assert {widget: widget.font().pointSizeF() for widget in _written(window)} == {
        widget: pytest.approx(size * 1.4) for widget, size in plain.items()
    }
    zoom(0)
    assert {widget: widget.font().pointSizeF() for widget in _written(window)} == plain


def test_a_window_made_while_another_was_enlarged_is_plain(
    window: Window, zoom: Callable[[int], None], make_window: Callable[[], Window]
) -> None:
    plain = window._panes.tabs.font().pointSizeF()
    zoom(4)
    assert make_window()._panes.tabs.font().pointSizeF() == plain


@pytest.mark.parametrize("size", [(800, 600), (1280, 800)])
@pytest.mark.parametrize("steps", [-2, 4, 20])
def test_large_text_never_makes_the_window_larger(
    window: Window, zoom: Callable[[int], None], size: tuple[int, int], steps: int
) -> None:
    window.resize(*size)
    zoom(steps)
    for view in _VIEWS:
        window.navigator.show(view)
        settle(window)
        QApplication.processEvents()
        assert window.size() == QSize(*size)


@pytest.mark.parametrize("steps", [-2, 0, 4])
@pytest.mark.parametrize("size", [(800, 600), (1280, 800)])
def test_all_tabs_are_whole_in_a_narrow_window(
    window: Window, zoom: Callable[[int], None], steps: int, size: tuple[int, int]
) -> None:
    window.resize(*size)
    zoom(steps)
    tabs = window._panes.tabs
    metrics = tabs.fontMetrics()
    for at in range(tabs.count()):
        assert tabs.tabRect(at).width() > metrics.horizontalAdvance(tabs.tabText(at))
        assert tabs.tabRect(at).right() < tabs.width()


def test_the_buttons_of_a_file_dialog_show_their_pictures(window: Window) -> None:
    dialog = QFileDialog(window, options=QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    for button in dialog.findChildren(QToolButton):
        drawn = button.grab().toImage()
        plain = drawn.pixel(1, 1)
        columns = [
            x
            for x in range(drawn.width())
            if any(drawn.pixel(x, y) != plain for y in range(drawn.height()))
        ]
        assert len(columns) >= button.iconSize().width() // 2, button.objectName()
    dialog.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", ["positions", "network"])
def test_a_switch_shows_whether_it_is_on(window: Window, view: ViewName, theme: Theme) -> None:
    window._appearance.set_theme(theme)
    window.navigator.show(view)
    settle(window)
    switches = [one for one in window._panes.answer.findChildren(QToolButton) if one.isCheckable()]
    assert switches
    for switch in switches:
        switch.setChecked(False)
        off = switch.grab().toImage()
        switch.setChecked(True)
        assert switch.grab().toImage() != off


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_an_empty_field_says_stands_out_as_palette_has_it(
    window: Window, theme: Literal["light", "dark"]
) -> None:
    window._appearance.set_theme(theme)
    window._panes.find_words()
    settle(window)
    fields = window.findChildren(Field)
    assert len(fields) == 2
    for field in fields:
        said = field.palette().color(QPalette.ColorRole.PlaceholderText)
        assert said == QColor(window._appearance.palette.quiet)


def turn_wheel(window: Window, over: QWidget, by: int, held: Qt.KeyboardModifier = _CTRL) -> None:
    """Turn the wheel over the middle of a widget, as the window system tells the window."""
    handle = window.windowHandle()
    assert handle
    at = QPointF(over.mapTo(window, over.rect().center()))
    event = QWheelEvent(
        at,
        QPointF(window.mapToGlobal(at)),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(handle, event)


@pytest.mark.parametrize("view", _VIEWS)
def test_the_wheel_with_ctrl_zooms_all_words_wherever_it_is_turned(
    window: Window, zoom: Callable[[int], None], view: ViewName
) -> None:
    window.navigator.show(view)
    settle(window)
    panes, look = window._panes, window._appearance
    beside = panes.beside
    plain = {widget: widget.font().pointSizeF() for widget in _written(window)}
    as_set = beside.reading.document().defaultFont().pointSizeF()
    around = (panes.search, panes.tabs, beside.part, beside.actors, beside.reading)
    for over in (panes.answer, *(around if view == "statements" else ())):
        turn_wheel(window, over, 240)
        assert look.zoom == 120
        set_now = beside.reading.document().defaultFont().pointSizeF()
        assert set_now == pytest.approx(as_set * 1.2)
        assert {widget: widget.font().pointSizeF() for widget in _written(window)} == {
            widget: pytest.approx(size * 1.2) for widget, size in plain.items()
        }
        turn_wheel(window, over, -240)
        assert look.zoom == 100
    assert panes.tabs.currentIndex() == _VIEWS.index(view)
    zoom(0)


def test_the_wheel_keeps_to_the_bounds_of_zooming(
    window: Window, zoom: Callable[[int], None]
) -> None:
    look, reading = window._appearance, window._panes.beside.reading
    for by, most in ((-120, 60), (120, 300)):
        for _ in range(26):
            turn_wheel(window, reading, by)
        assert look.zoom == most
    zoom(0)
    for _ in range(3):  # of a wheel finer than a notch
        turn_wheel(window, reading, 40)
    assert look.zoom == 110
    turn_wheel(window, reading, 120, Qt.KeyboardModifier.NoModifier)
    assert look.zoom == 110
