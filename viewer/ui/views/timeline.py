"""The timeline: what happened and when it was said, along one axis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyroaring import BitMap
from PySide6.QtCore import QPoint, QSizeF, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from viewer.badges import all_positions
from viewer.conjunction import counted
from viewer.dating import spell
from viewer.library.reading import Library
from viewer.library.timeline import Closer, Histogram, Timeline, closer, iso, timeline
from viewer.places import Place
from viewer.records import Dates
from viewer.ui.appearance import Appearance
from viewer.ui.chosen import statement_entries
from viewer.ui.menu_entries import Entry
from viewer.ui.verbatim import tip
from viewer.ui.views.lines import Lines
from viewer.ui.views.time_axis import Scale
from viewer.ui.views.timeline_canvas import TimelineCanvas
from viewer.ui.views.timeline_items import Item, of_event, of_statement
from viewer.ui.views.timeline_words import describe
from viewer.ui.views.view import View

_PAUSE = 120  # ms without a move before statements are looked at more closely

_PARTS = {1: "day", 31: "month", 366: "year", 3660: "decade"}  # by the most days they have


@dataclass(frozen=True, slots=True)
class Read:
    """A timeline with what is written of its events and of the statements it tells singly."""

    timeline: Timeline
    events: tuple[Item, ...]
    statements: tuple[Item, ...]


class TimelineView(View):
    """Two lanes on a canvas, a row of controls above it and the current one in words below."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self._answer: Timeline | None = None
        self._closer: Closer | None = None
        self._events: tuple[Item, ...] = ()
        self._statements: tuple[Item, ...] = ()
        self.canvas = TimelineCanvas(appearance, self)
        self._period = Lines("quiet", 1, self)
        self._about = Lines("quiet", 2, self)
        self._pausing = QTimer(self, singleShot=True)
        self._pausing.setInterval(_PAUSE)
        self._pausing.timeout.connect(self._look_closer)
        self.canvas.opened.connect(self._follow)
        self.canvas.dated.connect(self._narrow)
        self.canvas.moved.connect(self._tell_period)
        self.canvas.moved.connect(self._heed)
        self.canvas.chosen.connect(self._tell_current)
        self.setFocusProxy(self.canvas)
        self._lay_out()

    # The protocol of views

    @staticmethod
    def read(library: Library, found: BitMap | None) -> Read:
        read = timeline(library, found)
        statements = tuple(map(of_statement, read.statements or ()))
        return Read(read, tuple(map(of_event, read.events)), statements)

    def show_answer(self, read: Read) -> str:
        answer = self._answer = read.timeline
        self._closer = None
        self._events, self._statements = read.events, read.statements
        self.canvas.unchoose()
        self.canvas.drop_brush()
        if answer.first is None or answer.last is None:
            self.canvas.fit()  # days that were narrowed to mean nothing to the next answer
            if not answer.total and not answer.events:
                return "No statement matches, so there is nothing to place in time."
            return "Nothing here has a date."
        self.canvas.limit(answer.first, answer.last)
        self._show()
        if self.canvas.is_fitted:
            self.canvas.fit()
        else:
            self.canvas.look(self.canvas.scale)
        self._tell_current()
        return ""

    def take(self, answer: Closer) -> None:
        self._closer = answer
        self._show()
        self.canvas.seek()

    def point_at(self, place: Place) -> None:
        if place.kind == "statement":
            current = self.canvas.current
            if current is None or all(item.place != place for item in current.items):
                self.canvas.choose(f"statement:{place.id}")

    def quoted(self) -> str:
        current = self.canvas.current
        place = current.items[0].place if current and current.kind == "item" else None
        return place.id if place else ""

    def choose_at(self, at: QPoint) -> bool:
        there = self.canvas.viewport().mapFrom(self, at)
        return self.canvas.choose_at(there) or self._about.geometry().contains(at)

    def spot(self) -> QPoint:
        return self.canvas.viewport().mapTo(self, self.canvas.spot())

    def offers(self) -> list[Entry]:
        if not (id := self.quoted()):
            return []
        open = partial(self.followed.emit, Place("statement", id))
        return statement_entries(open, partial(self.copy_asked.emit, id))

    def state(self) -> tuple[object, ...]:
        scale, bar = self.canvas.scale, self.canvas.verticalScrollBar()
        return (self.canvas.is_fitted, scale.start, scale.day, bar.value())

    def restore(self, state: tuple[Any, ...]) -> None:
        is_fitted, start, day, scrolled = state
        if is_fitted:
            self.canvas.fit()
        else:
            self.canvas.look(Scale(start, day))
        self.canvas.verticalScrollBar().setValue(scrolled)

    def extent(self) -> QSizeF:
        return self.canvas.picture().size

    def draw(self, painter: QPainter) -> Iterator[float]:
        yield from self.canvas.picture().draw(painter)

    def key(self) -> str:
        shown = (*self.canvas.items["event"], *self.canvas.items["statement"])
        held = {one.badge for item in shown for one in item.own}
        told = [
            "≈ inferred: hollow or broken" if any(item.is_inferred for item in shown) else "",
            "an arrow: no end is known"
            if any(item.is_dated and None in (item.first, item.last) for item in shown)
            else "",
            *(str(badge) for badge in all_positions() if badge in held),
        ]
        return " · ".join(part for part in told if part)

    def documents(self) -> dict[str, Callable[[], str]]:
        from viewer.export.timeline import timeline_table  # only when it is saved

        answer = self._answer
        return {} if answer is None else {"csv": lambda: timeline_table(answer)}

    # What is shown

    def _show(self) -> None:
        """Show statements singly where that is possible, else how many there are when."""
        answer = self._answer
        if answer is None:
            return
        near = self._closer if self._is_near() else None
        said, counts = self._statements, None
        if near is not None:
            said = tuple(map(of_statement, near.statements or ()))
        if (near or answer).statements is None:
            counts = (near or answer).histogram
        self.canvas.show_items(
            {"event": self._events, "statement": said},
            counts,
            {"event": self._note_of_events(answer), "statement": _note(answer, near, counts)},
            {
                "event": sum(not one.is_dated for one in self._events),
                "statement": answer.undated,
            },
        )

    def _is_near(self) -> bool:
        """Whether what was read more closely holds all days in sight."""
        first, last = self.canvas.shown()
        near, all = self._closer, self._answer
        if near is None or all is None or all.first is None or all.last is None:
            return False
        return near.first <= max(first, all.first) and min(last, all.last) <= near.last

    def _heed(self) -> None:
        """Look more closely, once the reader pauses, when statements are only counted."""
        if self._answer is None or self._answer.statements is not None:
            return
        if self._closer is not None and not self._is_near():
            self._closer = None
            self._show()
        if self._days_to_look_at() is not None:
            self._pausing.start()

    def _look_closer(self) -> None:
        days = self._days_to_look_at()
        if self._answer is not None and days is not None:
            first, last = days
            self.wanted.emit(partial(closer, found=self._answer.found, first=first, last=last))

    def _days_to_look_at(self) -> tuple[int, int] | None:
        """Return which days to read more closely, with some on either side; None for no need."""
        all, near = self._answer, self._closer
        if all is None or all.statements is not None or all.first is None or all.last is None:
            return None
        first, last = self.canvas.shown()
        seen = last - first + 1
        first, last = max(all.first, first - seen // 4), min(all.last, last + seen // 4)
        if near and (near.statements is not None or (last - first) * 2 > near.last - near.first):
            return None  # it would tell no more
        is_all = (first, last) == (all.first, all.last)
        return None if is_all or last < first else (first, last)

    def _note_of_events(self, answer: Timeline) -> str:
        shown, all = len(answer.events), answer.events_in_all
        if shown < all:
            return f"{shown:,} of {all:,} events, those with most evidence; search to narrow"
        return counted(all, "event")

    def _tell_period(self) -> None:
        """Tell which of the days in sight anything is dated to."""
        first, last = self.canvas.shown()
        if self._answer and self._answer.first and self._answer.last:
            first, last = max(first, self._answer.first), min(last, self._answer.last)
        self._period.setText(spell(Dates(iso(first), iso(last))) if first <= last else "")

    def _tell_current(self) -> None:
        current = self.canvas.current
        self._about.setText(
            " ".join(describe(current).split())
            if current
            else "Arrows walk, Enter opens, J goes to the evidence, + − 0 zoom, "
            "Shift+arrows mark out days."
        )
        self._about.setToolTip(tip(self._about.text()) if current else "")

    # What the reader does

    def _follow(self, item: Item) -> None:
        if item.place is not None:
            self.followed.emit(item.place)

    def _narrow(self, first: int, last: int) -> None:
        # First, so that the history keeps how the view was before.
        self.dated.emit(iso(first), iso(last))
        self.canvas.look_at(first, last)

    def _lay_out(self) -> None:
        controls = QHBoxLayout()
        controls.setContentsMargins(16, 0, 8, 0)
        controls.setSpacing(4)
        controls.addWidget(self._period, 1)
        for text, name, do in (
            ("−", "Zoom out (-)", lambda: self.canvas.zoom(1 / 1.5)),
            ("+", "Zoom in (+)", lambda: self.canvas.zoom(1.5)),
            ("All", "Show all of it (0)", self.canvas.fit),
        ):
            button = QToolButton(self)
            button.setText(text)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.clicked.connect(do)
            controls.addWidget(button)
        below = QHBoxLayout()
        below.setContentsMargins(16, 4, 8, 4)
        below.addWidget(self._about)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(controls)
        layout.addWidget(self.canvas, 1)
        layout.addLayout(below)


def _note(answer: Timeline, near: Closer | None, counts: Histogram | None) -> str:
    """Say how many statements there are, and which of them are not in sight."""
    said = counted(answer.total, "statement")
    if counts is not None and counts.exact:
        days = counts.edges[-1] - counts.edges[-2]
        part = next((word for most, word in _PARTS.items() if days <= most), "century")
        below = "; ranges below the line" if any(counts.ranged) else ""
        return f"{said}, at most {max(counts.exact):,} a {part}{below}"
    if near is None or near.statements is None:
        return said
    longer = f"; {near.longer:,} more are dated only to longer spans" if near.longer else ""
    return f"{len(near.statements):,} of {said}{longer}"
