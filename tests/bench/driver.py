"""Drives the real window, off-screen, and times what appears in it.

``python -m tests.bench.driver FILE`` reads what to do as JSON from standard
input and writes the samples as JSON to standard output.  It imports nothing of
the benchmark, so that its memory is the window's.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from viewer.places import HOME, Place, parse
from viewer.ui.app import application
from viewer.ui.appearance import Appearance
from viewer.ui.entity_pane import EntityPane, EntityView
from viewer.ui.garbage import Garbage
from viewer.ui.reading import ReadingPane
from viewer.ui.search_box import SearchBox
from viewer.ui.statements import StatementsView
from viewer.ui.states import StatePanel
from viewer.ui.window import Window

_LONGEST = 60_000  # ms for an answer
_LATE = 30  # ms for a last repaint that may not come
_CHOSEN = 20
_FLAGS = QItemSelectionModel.SelectionFlag


@dataclass(slots=True)
class Watch:
    """Notes when rows, counts and page are painted after they have changed."""

    changed: set[str] = field(default_factory=set)
    at: dict[str, float] = field(default_factory=dict)

    def change(self, what: str) -> None:
        self.changed.add(what)
        self.at[what] = time.perf_counter()

    def paint(self, what: str) -> None:
        if what in self.changed:
            self.changed.discard(what)
            self.at[what] = time.perf_counter()

    def after(self, cls: Any, method: str, note: Callable[[Any], None]) -> None:
        """Have ``note`` called with the widget whenever its ``method`` has run."""
        before = getattr(cls, method)

        def run(widget: Any, *arguments: Any) -> Any:
            done = before(widget, *arguments)
            note(widget)
            return done

        setattr(cls, method, run)


class Heart:
    """Beats every millisecond; a beat that is late tells how long the thread was busy."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer.start()

    def stop(self) -> float:
        """Return the longest stretch in ms."""
        self._beat()
        self._timer.stop()
        return max(self.longest * 1000 - 1, 0.0)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


class Driver:
    """Hands and eyes of a reader."""

    def __init__(self, file: Path) -> None:
        self.watch = watch = Watch()
        watch.after(StatementsView, "paintEvent", lambda _: watch.paint("rows"))
        watch.after(StatePanel, "paintEvent", lambda _: watch.paint("rows"))
        watch.after(EntityView, "paintEvent", lambda _: watch.paint("counts"))
        watch.after(EntityPane, "show_counts", lambda _: watch.change("counts"))
        watch.after(ReadingPane, "paintEvent", lambda _: watch.paint("page"))
        watch.after(ReadingPane, "show_page", lambda _: watch.change("page"))
        application()
        self.heart = Heart()
        self.window = Window(Appearance("light"), None)
        self.window.show()
        self.search = _only(self.window, SearchBox)
        self.list = _only(self.window, StatementsView)
        self.list.model().modelReset.connect(lambda: watch.change("rows"))
        self.do(lambda: self.window.open_library(file))
        Garbage(self.window)
        panes = self.window.findChildren(EntityPane)
        self.actors, self.weapons = sorted(panes, key=lambda pane: pane.mapToGlobal(pane.pos()).y())

    def do(self, act: Callable[[], object]) -> dict[str, float]:
        """Do something in the event loop; returns ms until each thing that changed was painted."""
        loop = QEventLoop()
        ended = False

        def look() -> None:
            nonlocal ended
            if ended or not self.watch.changed:
                loop.quit()
            else:
                ended = True
                QTimer.singleShot(_LATE, look)

        def settled() -> None:
            QTimer.singleShot(0, look)

        self.watch.changed.clear()
        self.watch.at.clear()
        guard = QTimer(singleShot=True)
        guard.timeout.connect(loop.quit)
        guard.start(_LONGEST)
        self.window.settled.connect(settled)
        started = time.perf_counter()
        QTimer.singleShot(0, act)
        loop.exec()
        self.window.settled.disconnect(settled)
        if not guard.isActive():
            raise TimeoutError("the window did not settle")
        return {what: (at - started) * 1000 for what, at in self.watch.at.items()}

    # What a reader does

    def key(
        self, key: int, text: str = "", widget: QWidget | None = None, control: bool = False
    ) -> None:
        modifiers = (
            Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        )
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget or self.search, QKeyEvent(kind, key, modifiers, text))

    def type(self, text: str) -> Iterator[dict[str, float]]:
        """Type ``text`` into the empty box, each letter when all of the one before is shown."""
        for letter in text:
            yield self.do(lambda letter=letter: self.key(0, letter))  # type: ignore[misc]

    def clear(self) -> None:
        if self.search.text():
            self.search.selectAll()
            self.do(lambda: self.key(Qt.Key.Key_Backspace))

    def pick(self, pane: EntityPane, at: int) -> dict[str, float]:
        index = pane.model.index(at, 0)
        return self.do(lambda: pane.view.selectionModel().select(index, _FLAGS.ClearAndSelect))

    def unpick(self, pane: EntityPane) -> None:
        if pane.view.selectionModel().hasSelection():
            self.do(pane.view.clearSelection)

    def go(self, place: Place) -> dict[str, float]:
        return self.do(lambda: self.window.navigator.go(place))

    def jump(self, key: Qt.Key) -> dict[str, float]:
        """Jump to one end of the list: rows painted, and the page of the statement there."""

        def act() -> None:
            self.watch.change("rows")
            self.key(key, widget=self.list, control=True)

        return self.do(act)


def main() -> None:
    orders = json.load(sys.stdin)
    driver = Driver(Path(sys.argv[1]))
    samples = {
        "typing": _typing(driver, orders["queries"], orders["rounds"]),
        "busy": _busy(driver, orders["queries"]),
        "choosing": _choosing(driver),
        "opening": _opening(driver),
        "jumping": _jumping(driver),
        "memory": _memory(driver, orders["places"], orders["searches"], orders["times"]),
    }
    driver.window.close()
    json.dump(samples, sys.stdout)


def _scopes(driver: Driver) -> Iterator[str]:
    """Go through the three: nothing picked, the busiest actor, the busiest weapon."""
    yield "free"
    for pane, name in ((driver.actors, "one actor"), (driver.weapons, "one weapon")):
        driver.pick(pane, 0)
        yield name
        driver.unpick(pane)


def _typing(driver: Driver, queries: list[list[str]], rounds: int) -> list[Any]:
    taken = []
    for _ in range(rounds):
        for scope in _scopes(driver):
            for name, text in queries:
                taken += [[scope, name, shown] for shown in driver.type(text)]
                driver.clear()
    return taken


def _busy(driver: Driver, queries: list[list[str]]) -> list[Any]:
    """Type everything once more and listen to the heart, which the times above are spared."""
    taken = []
    for scope in _scopes(driver):
        for name, text in queries:
            for letter in text:
                driver.heart.start()
                driver.do(lambda letter=letter: driver.key(0, letter))  # type: ignore[misc]
                taken.append([scope, name, driver.heart.stop()])
            driver.clear()
    return taken


def _choosing(driver: Driver) -> list[dict[str, float]]:
    taken = []
    for pane in (driver.actors, driver.weapons):
        for at in range(min(_CHOSEN, pane.model.rowCount())):
            taken.append(driver.pick(pane, at))
            driver.unpick(pane)
    return taken


def _opening(driver: Driver) -> list[dict[str, float]]:
    """Open the page of the actor with most statements, again and again."""
    actor = driver.actors.model.entity(driver.actors.model.index(0, 0))
    assert actor
    driver.go(Place("help"))
    taken = []
    for _ in range(10):
        taken.append(driver.go(Place("actor", actor.id)))
        driver.go(HOME)
    return taken


def _jumping(driver: Driver) -> list[dict[str, float]]:
    """Jump to the end of everything and back, again and again."""
    if not driver.list.currentIndex().isValid():
        driver.do(driver.list.step_in)
    return [driver.jump(key) for _ in range(10) for key in (Qt.Key.Key_End, Qt.Key.Key_Home)]


def _memory(driver: Driver, places: list[str], searches: list[str], times: int) -> dict[str, float]:
    """Open a place of every kind, then search again and again."""
    for place in map(parse, places):
        if place != driver.window.navigator.visit.place:
            driver.go(place)
    peak, opened = _status("VmHWM"), _status("VmRSS")
    early = opened
    for at in range(times):
        text = searches[at % len(searches)][: 1 + at % 7]

        def act(text: str = text) -> None:
            driver.search.setText(text)
            driver.search.textEdited.emit(text)

        if text != driver.search.text():
            driver.do(act)
        if at == times // 10:
            early = _status("VmRSS")
    return {"peak": peak, "opened": opened, "early": early, "late": _status("VmRSS")}


def _status(what: str) -> float:
    """Return one line of this process's status in MB."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


def _only(window: Window, cls: Any) -> Any:
    (found,) = window.findChildren(cls)
    return found


if __name__ == "__main__":
    main()
