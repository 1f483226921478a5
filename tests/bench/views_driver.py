"""Shows each view in the real window, off-screen, and turns the wheel over it.

``python -m tests.bench.views_driver FILE`` writes the samples as JSON to standard
output.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.driver import Driver
from viewer.places import VIEWS, ViewName
from viewer.ui.views.view import View

_ROUNDS = 5
_STEPS = 100
_NOTCH = 120  # eighths of a degree: one step of a usual wheel


def main() -> None:
    driver = Driver(Path(sys.argv[1]))
    samples = {name: _watched(driver, name) for name in VIEWS if name != "statements"}
    driver.window.close()
    json.dump(samples, sys.stdout)


def _watched(driver: Driver, name: ViewName) -> dict[str, list[float]]:
    navigator = driver.window.navigator
    shown, busy = [], []

    def leave() -> None:
        # The list is there at once: nothing settles.
        navigator.show("statements")
        QApplication.processEvents()

    for _ in range(_ROUNDS):
        started = time.perf_counter()
        driver.do(lambda: navigator.show(name))
        _front(driver).repaint()
        shown.append((time.perf_counter() - started) * 1000)
        leave()
        driver.heart.start()
        driver.do(lambda: navigator.show(name))
        busy.append(driver.heart.stop())
        leave()
    driver.do(lambda: navigator.show(name))
    return {"shown": shown, "busy": busy, "steps": _turned(_surface(_front(driver)))}


def _turned(surface: QWidget) -> list[float]:
    """Turn the wheel down and up again; returns ms until each step is painted."""
    taken = []
    for step in range(_STEPS):
        way = QPoint(0, -_NOTCH if step < _STEPS / 2 else _NOTCH)
        middle = QPointF(surface.rect().center())
        event = QWheelEvent(
            middle,
            QPointF(surface.mapToGlobal(middle.toPoint())),
            QPoint(),
            way,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        assert event.type() == QEvent.Type.Wheel
        started = time.perf_counter()
        QApplication.sendEvent(surface, event)
        QApplication.processEvents()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def _front(driver: Driver) -> View:
    """Return the view that is shown."""
    [view] = [view for view in driver.window.findChildren(View) if view.isVisible()]
    return view


def _surface(view: View) -> QWidget:
    """Return what lies in the middle of a view, under the pointer."""
    return view.childAt(view.rect().center()) or view


if __name__ == "__main__":
    main()
