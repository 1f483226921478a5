"""The surface of the timeline: wheel, keys, mouse and touchpad move through time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QMenu, QToolTip, QWidget

from viewer.library.timeline import Histogram, ordinal
from viewer.periods import EARLIEST, LATEST
from viewer.ui.appearance import Appearance
from viewer.ui.lettering import shortened
from viewer.ui.verbatim import label, tip
from viewer.ui.views.time_axis import Scale, ticks
from viewer.ui.views.timeline_geometry import Geometry, Scene
from viewer.ui.views.timeline_items import Item, LaneName
from viewer.ui.views.timeline_layout import Stop
from viewer.ui.views.timeline_painting import TimelinePainter
from viewer.ui.views.timeline_picture import TimelinePicture
from viewer.ui.views.timeline_stops import Stops
from viewer.ui.views.timeline_words import describe, words_of_part

_ZOOM = 1.5  # of a key
_WHEEL = 1.002  # of an eighth of a degree
_STEP = 0.2  # of the width, by which Ctrl and an arrow pan
_PAGE = 0.8
_LEAST_DRAG = 4  # px
_LISTED = 40
_LEFT, _RIGHT = 16.0, 64.0  # the least room before the first mark and after the last
_LATEST = 0.35  # of the width, at most, for the labels of the latest
_NARROW = 540.0  # px; with less there would be too little left for the days
_AROUND = 15  # days shown at most before and after what is sought
_PLAIN = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class TimelineCanvas(QAbstractScrollArea):
    """Two lanes along one axis, and which of what stands on them is the current one.

    ``opened`` carries an item, ``dated`` the first and the last day of the
    brush; ``moved`` tells that other days are in sight.
    """

    opened = Signal(object)
    dated = Signal(int, int)
    moved = Signal()
    chosen = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._geometry = Geometry(appearance)
        self._painter = TimelinePainter(self._geometry, appearance)
        self._stops = Stops()
        self._first = self._last = 1
        self._is_fitted = True
        self._laid_out_for = 0.0
        self._scene = Scene(
            scale=Scale(1, 1),
            lanes=self._stops.lanes,
            notes={"event": "", "statement": ""},
            undated={"event": 0, "statement": 0},
        )
        self._brushing: int | None = None
        self._pressed: QPointF | None = None
        self._grabbed: Scale | None = None
        # The id and the day of a statement that is to be the current one once it is shown.
        self._sought: tuple[str, int] | None = None
        self.setAccessibleName("Timeline")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        appearance.changed.connect(self._refont)

    # What is shown

    def show_items(
        self,
        items: dict[LaneName, tuple[Item, ...]],
        counts: Histogram | None,
        notes: dict[LaneName, str],
        undated: dict[LaneName, int],
    ) -> None:
        """Show other items, or ``counts`` in place of the statements, at the scale in force."""
        self._stops.take(items)
        self._scene = replace(self._scene, counts=counts, notes=notes, undated=undated)
        self._lay_out()

    def limit(self, first: int, last: int) -> None:
        """Say between which days everything lies."""
        self._first, self._last = first, last
        self._scene = replace(self._scene, last=last)

    def fit(self) -> None:
        """Show all of time that there is."""
        self._is_fitted = True
        plot = self._geometry.plot(self._scene, self.viewport().width())
        room = plot - _LEFT - self._after()
        scale = Scale.fitting(self._first, self._last, max(1.0, room))
        self._show(scale.moved(-_LEFT))

    @property
    def items(self) -> dict[LaneName, tuple[Item, ...]]:
        """What is shown one by one, or counted where it crowds."""
        return self._stops.items

    @property
    def counts(self) -> Histogram | None:
        """What is shown in place of the statements when they are too many."""
        return self._scene.counts

    @property
    def scale(self) -> Scale:
        return self._scene.scale

    @property
    def is_fitted(self) -> bool:
        return self._is_fitted

    @property
    def current(self) -> Stop | None:
        return self._scene.current

    @property
    def brush(self) -> tuple[int, int] | None:
        """The first and the last day that are marked out along the axis."""
        return self._scene.brush

    def shown(self) -> tuple[int, int]:
        """Return the first and the last day in sight."""
        return self.scale.shown(self._plot())

    def look_at(self, first: int, last: int) -> None:
        """Show these days, with a little on either side."""
        plot = self._plot()
        self.look(Scale.fitting(first, last, plot * 0.8).moved(-plot * 0.1))

    def look(self, scale: Scale) -> None:
        """Show what ``scale`` shows, as near as there is something."""
        self._is_fitted = False
        self._show(scale.within(self._first, self._last, self._plot()))

    def choose(self, key: str, bring: bool = True) -> bool:
        """Make what has or holds this key the current one; False when it is nowhere."""
        stop = self._stops.find(key)
        if stop is None:
            return False
        self._choose(stop, bring)
        return True

    def choose_at(self, at: QPoint) -> bool:
        """Make what stands at a point of the viewport the current one, or say that nothing does."""
        stop = self._at(QPointF(at)) if self.viewport().rect().contains(at) else None
        if stop is not None:
            self._choose(stop, bring=False)
        return stop is not None

    def spot(self) -> QPoint:
        """Return where in the viewport the current one ends, below what it says."""
        return self._below(self.current) if self.current else QPoint()

    def unchoose(self) -> None:
        self._sought = None
        self._scene = replace(self._scene, current=None, linked=())
        self.viewport().update()

    def picture(self) -> TimelinePicture:
        """Return a picture of all lanes, from the first of the days in sight on."""
        return TimelinePicture(self._scene, self._stops, self.viewport().width(), self._appearance)

    # Moving

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Make days wider or narrower around a point; None: the current one, or the middle."""
        if around is None:
            around = self._plot() / 2
            if self.current is not None and 0 <= self.scale.x(self.current.first) <= self._plot():
                around = self.scale.x(self.current.first)
        self.look(self.scale.zoomed(factor, around))

    def pan(self, by: float) -> None:
        """Move on by so many px."""
        self.look(self.scale.moved(by))

    def step(self, by: int) -> None:
        """Go to the neighbour in time within the lane."""
        if self.current is not None:
            self._choose(self._stops.neighbour(self.current, by))
        elif stop := self._stops.first_since(self.shown()[0]):
            self._choose(stop)

    def cross(self, lane: LaneName) -> None:
        """Go to what is nearest in time in the other lane."""
        nearest = self._stops.nearest(lane, self.current.first) if self.current else None
        if self.current is None or nearest is None:
            self.step(0)
        elif self.current.lane != lane:
            self._choose(nearest)

    def jump(self) -> None:
        """Go from an event to the statement that is its evidence, or from that to the event."""
        if not self._scene.linked or self.current is None:
            return
        there = self._scene.linked[0]
        if isinstance(there, Stop) and (there.kind == "item" or not there.items[0].is_dated):
            self._choose(there)
        elif self.current.lane == "event":
            evidence = self.current.items[0].evidence.items()
            dated = ((id, day) for id, dates in evidence if (day := dates.first or dates.last))
            id, day = next(dated)  # since what has no date is linked only where it is listed
            self._sought = (id, ordinal(day))
            self.seek()

    def seek(self) -> None:
        """Go on with a jump: come closer until its statement is no longer counted with others."""
        while self._sought is not None:
            id, day = self._sought
            there = self._stops.holding(f"statement:{id}")
            first, last = self.shown()
            before = self.scale
            if there is None or there.kind != "item":
                around = min(_AROUND, (last - first) // 4)
                days = max(EARLIEST, day - around), min(LATEST, day + around)
                self.look(Scale.fitting(*days, self._plot()))
            if self.scale != before:
                if self.counts is not None:
                    return  # until they are read one by one
            elif there is not None:
                self._choose(there)
            else:
                self._sought = None

    def enter(self) -> None:
        """Narrow to the brush, or open, zoom into or list the current one."""
        if self.brush is not None:
            self._apply_brush()
        elif self.current is not None:
            self._open(self.current)

    def extend_brush(self, by: int) -> None:
        """Mark out days along the axis from the current one, a tick at a time."""
        step = ticks(self.scale, self._plot(), self._geometry.measure_text).step
        if self._scene.brush is None:
            first, last = self.shown()
            on = self.current.first if self.current else (first + last) // 2
            self._brushing = step.begin(on)
            head = step.end(on) - 1 if by > 0 else self._brushing
        else:
            assert self._brushing is not None  # noqa: S101 - where the brush began
            first, last = self._scene.brush
            head = last if first >= self._brushing else first
            head = step.end(head + 1) - 1 if by > 0 else step.begin(head) - 1
        self._mark_out(self._brushing, head)
        self._bring(head)

    def drop_brush(self) -> None:
        self._brushing = None
        self._scene = replace(self._scene, brush=None)
        self.viewport().update()

    # What is asked of it

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        does = self._keys().get((plain, event.key()))
        if does is None and event.text() in ("+", "-", "="):  # wherever they stand on a keyboard
            does = self._keys().get((_PLAIN, Qt.Key(ord(event.text()))))
        if does is None:
            super().keyPressEvent(event)
        else:
            does()

    def _keys(self) -> dict[tuple[Qt.KeyboardModifier, int], Callable[[], None]]:
        key, plot = Qt.Key, self._plot()
        return {
            (_PLAIN, key.Key_Left): lambda: self.step(-1),
            (_PLAIN, key.Key_Right): lambda: self.step(1),
            (_PLAIN, key.Key_Up): lambda: self.cross("event"),
            (_PLAIN, key.Key_Down): lambda: self.cross("statement"),
            (_PLAIN, key.Key_Home): lambda: self._to_end(0),
            (_PLAIN, key.Key_End): lambda: self._to_end(-1),
            (_PLAIN, key.Key_J): self.jump,
            (_PLAIN, key.Key_Plus): lambda: self.zoom(_ZOOM),
            (_PLAIN, key.Key_Equal): lambda: self.zoom(_ZOOM),
            (_PLAIN, key.Key_Minus): lambda: self.zoom(1 / _ZOOM),
            (_PLAIN, key.Key_0): self.fit,
            (_PLAIN, key.Key_PageUp): lambda: self.pan(-_PAGE * plot),
            (_PLAIN, key.Key_PageDown): lambda: self.pan(_PAGE * plot),
            (_CTRL, key.Key_Left): lambda: self.pan(-_STEP * plot),
            (_CTRL, key.Key_Right): lambda: self.pan(_STEP * plot),
            (_SHIFT, key.Key_Left): lambda: self.extend_brush(-1),
            (_SHIFT, key.Key_Right): lambda: self.extend_brush(1),
            (_PLAIN, key.Key_Return): self.enter,
            (_PLAIN, key.Key_Enter): self.enter,
            (_PLAIN, key.Key_Escape): self.drop_brush,
        }

    def event(self, event: QEvent) -> bool:
        # Escape takes back a brush before it takes back a filter.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.brush is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QHelpEvent):
            stop = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tip(describe(stop)) if stop else "", self)
            return True
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom(1 + event.value(), event.position().x())
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        self._sought = None  # the reader goes elsewhere
        turned = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        if event.modifiers() & _CTRL:
            self.zoom(_WHEEL ** event.angleDelta().y(), event.position().x())
        elif abs(turned.x()) > abs(turned.y()):
            self.pan(-turned.x())
        elif event.modifiers() & _SHIFT:
            self.pan(-turned.y())
        elif self.verticalScrollBar().maximum() and event.position().y() > self._geometry.axis:
            super().wheelEvent(event)
        else:
            self.pan(-turned.y())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._sought = None
        self.drop_brush()
        self._pressed = event.position()
        if event.position().y() <= self._geometry.axis:
            self._brushing = self.scale.on(event.position().x())
        else:
            self._grabbed = self.scale

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = event.position()
        if self._pressed is None:
            on_axis = at.y() <= self._geometry.axis
            pointing = Qt.CursorShape.PointingHandCursor
            shape = pointing if self._at(at) else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor if on_axis else shape)
        elif (at - self._pressed).manhattanLength() >= _LEAST_DRAG or self.brush:
            if self._brushing is not None:
                self._mark_out(self._brushing, self.scale.on(at.x()))
            elif self._grabbed is not None:
                self.look(self._grabbed.moved(self._pressed.x() - at.x()))
                self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        pressed, self._pressed, self._grabbed = self._pressed, None, None
        if pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if self.brush is not None:
            self._apply_brush()
        elif (event.position() - pressed).manhattanLength() < _LEAST_DRAG:
            self._brushing = None
            if self.choose_at(event.position().toPoint()):
                self.enter()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        size = self.viewport().size()
        top = self.verticalScrollBar().value()
        self._painter.paint(painter, self._scene, size.width(), size.height(), top)
        if self.hasFocus() and self.current is None:
            painter.setPen(self.palette().highlight().color())
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._scene = replace(self._scene, height=self.viewport().height())
        if self._is_fitted:
            self.fit()
        else:
            self.look(self.scale)
        self._fit_bars()

    # Inside

    def _show(self, scale: Scale) -> None:
        self._scene = replace(self._scene, scale=scale)
        if scale.day != self._laid_out_for:
            self._lay_out()
        self.viewport().update()
        self.moved.emit()

    def _lay_out(self) -> None:
        """Place everything anew, since days have another width or there are other items."""
        day = self._laid_out_for = self.scale.day
        limit = (self._last + 1) * day + self._after()
        self._stops.lay_out(
            day, self._geometry.measure, limit, self._geometry.wish, self._scene.counts
        )
        self._scene = replace(self._scene, lanes=self._stops.lanes)
        if self.current is not None:
            after = self._stops.counterpart(self.current)
            linked = self._stops.linked(after) if after else ()
            self._scene = replace(self._scene, current=after, linked=linked)
        self._fit_bars()
        self.viewport().update()

    def _fit_bars(self) -> None:
        room = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(self._geometry.height(self._scene)) - room))
        bar.setPageStep(room)
        bar.setSingleStep(20)

    def _refont(self) -> None:
        self._geometry.remeasure()
        self._lay_out()
        if self._is_fitted:
            self.fit()

    def _after(self) -> float:
        """Return the room after the last mark: the labels of the latest begin where they stand."""
        plot = self._plot()
        if plot < _NARROW * self._appearance.zoom / 100:
            return _RIGHT
        widths = (self._geometry.measure(item) for some in self.items.values() for item in some)
        return max(_RIGHT, min(max(widths, default=0), _LATEST * plot))

    def _plot(self) -> float:
        return self._geometry.plot(self._scene, self.viewport().width())

    def _to_end(self, at: int) -> None:
        stops = self._stops.of_lane(self.current.lane) if self.current else self._stops.all()
        if stops:
            self._choose(stops[at])

    def _at(self, point: QPointF) -> Stop | None:
        if point.y() <= self._geometry.axis:
            return None
        scrolled = self.verticalScrollBar().value()
        point += QPointF(0, scrolled)
        if self._geometry.is_heading(self._scene, point.y(), scrolled):
            return None
        return self._geometry.at(self._scene, point, self.viewport().width())

    def _choose(self, stop: Stop, bring: bool = True) -> None:
        self._sought = None
        self._scene = replace(self._scene, current=stop, linked=self._stops.linked(stop))
        if bring:
            self._bring_stop(stop)
        self.viewport().update()
        self.chosen.emit()
        self._announce(describe(stop))

    def _announce(self, words: str) -> None:
        self.setAccessibleDescription(words)
        if QAccessible.isActive():
            change = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(change)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _bring_stop(self, stop: Stop) -> None:
        if stop not in self._scene.lanes[stop.lane].undated:
            left = self.scale.x(stop.first)
            right = max(left, self.scale.x(stop.last + 1))
            if right < _LEFT or left > self._plot() - _RIGHT / 2:
                self._bring(stop.first)
        rect = self._geometry.rect(self._scene, stop, self.viewport().width())
        bar = self.verticalScrollBar()
        above = rect.top() - self._geometry.axis - self._geometry.heading_height - rect.height()
        below = rect.bottom() + rect.height() - self.viewport().height()
        if bar.value() > above or bar.value() < below:
            bar.setValue(round(above if bar.value() > above else below))

    def _bring(self, day: int) -> None:
        """Pan so that a day is in sight."""
        plot = self._plot()
        x = self.scale.x(day)
        if not 0 <= x <= plot - _LEFT:
            self.pan(x - plot / 3)

    def _mark_out(self, start: int, head: int) -> None:
        head = min(max(head, EARLIEST), LATEST)
        self._scene = replace(self._scene, brush=(min(start, head), max(start, head)))
        self.viewport().update()
        self._announce(words_of_part(min(start, head), max(start, head)))

    def _apply_brush(self) -> None:
        if self._scene.brush is not None:
            first, last = self._scene.brush
            self.drop_brush()
            self.dated.emit(first, last)

    def _open(self, stop: Stop) -> None:
        """Open an item; come closer to several, or list them when they cannot be told apart."""
        if stop.kind == "item":
            self.opened.emit(stop.items[0])
            return
        starts = [one.start for one in stop.items] or [stop.first, stop.last]
        first, last = min(starts), max(starts)
        around = max(EARLIEST, first - 1), min(LATEST, last + 1)
        closer = Scale.fitting(*around, self._plot())
        if first != last and closer.day > self.scale.day * _ZOOM:
            self.look(closer)
            if self.current is None or self.current.key != stop.key:
                self.step(0)
        elif stop.items:
            self._list(stop)
        else:
            self.dated.emit(stop.first, stop.last)

    def _list(self, stop: Stop) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for item in stop.items[:_LISTED]:
            stands = ", ".join(f"{one.badge.shape} {one.words}" for one in item.own)
            said = item.label if item.lane == "event" else f"{item.label} {stands} — {item.words}"
            action = menu.addAction(label(shortened(said)))
            action.triggered.connect(lambda _=False, item=item: self.opened.emit(item))
        menu.addSeparator()
        if stop.items[0].is_dated:
            narrow = menu.addAction(f"Narrow to {words_of_part(stop.first, stop.last)}")
            narrow.triggered.connect(lambda: self.dated.emit(stop.first, stop.last))
        menu.popup(self.viewport().mapToGlobal(self._below(stop)))

    def _below(self, stop: Stop) -> QPoint:
        rect = self._geometry.rect(self._scene, stop, self.viewport().width())
        return QPoint(round(rect.left()), round(rect.bottom()) - self.verticalScrollBar().value())
