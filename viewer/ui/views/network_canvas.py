"""The drawing of a network, moved about by mouse, wheel and keys."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from viewer.conjunction import counted
from viewer.ui.appearance import Appearance
from viewer.ui.verbatim import tip
from viewer.ui.views.network_painting import Marked, NetworkPainter
from viewer.ui.views.network_plane import Plane
from viewer.ui.views.network_style import kind_words

_STEP = 1.25  # of the zoom, for a key or a notch of the wheel
_MOST = 8.0
_PAUSE = 60  # ms without a step of the zoom before the plane is laid out for it
_DONE = object()
_SHIFT = 60  # px that a key moves the drawing
_EDGE = 40  # px that a current node keeps from the edge
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_TOLD = 6  # ties in the tip of a node
_SPOKEN = 12  # ties told to who listens to the screen

_State = tuple[object, ...]


class NetworkCanvas(QWidget):
    """``node_opened`` and ``tie_opened`` carry the number of what was clicked on or entered.

    ``left`` comes with the key that leads from one node back to all.
    """

    node_opened = Signal(int)
    tie_opened = Signal(int)
    left = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._plane: Plane | None = None
        self._painter: NetworkPainter | None = None
        self._zoom = 1.0
        self._shift = QPointF()
        self._current: int | None = None
        self._tie: int | None = None
        self._pointed = Marked()
        self.read_ties: frozenset[int] = frozenset()
        self._pressed: QPointF | None = None
        self._dragged = False
        self.sentence = ""
        # What was painted for the zoom before, and where it lies in the one in force.
        self._picture: QPixmap | None = None
        self._pictured = QRectF()
        self._pieces: Iterator[None] | None = None
        # What was painted piece by piece before it is shown, and what it shows.
        self._ahead = QPixmap()
        self._shown_ahead: _State | None = None
        # The ties as they lie under those that stand out, which the mouse changes all the time.
        self._faded = QPixmap()
        self._shown_faded: _State | None = None
        self._pausing = QTimer(self, singleShot=True)
        self._pausing.setInterval(_PAUSE)
        self._pausing.timeout.connect(self._lay_out_anew)
        self.setAccessibleName("Network")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        # All of it is painted, so that Qt moves what it has when the plane is moved.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        appearance.changed.connect(self._remeasure)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(640, 560)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, 160)

    # What is drawn

    @property
    def current(self) -> int | None:
        return self._current

    @property
    def tie(self) -> int | None:
        """The tie that was chosen last; None when a node was, or it is not shown any more."""
        is_shown = self._plane is not None and self._tie in self._plane.ties
        return self._tie if is_shown else None

    @property
    def zoom(self) -> float:
        return self._zoom

    @property
    def shift(self) -> QPointF:
        """How far the plane is moved, in px."""
        return self._shift

    def show_plane(self, plane: Plane, painter: NetworkPainter) -> None:
        """Show another network, whole."""
        self._plane, self._painter = plane, painter
        self._current = self._tie = None
        self.read_ties = frozenset()
        self.fit()

    def fit(self) -> None:
        """Show all there is."""
        self.look(1.0, QPointF())

    def prepare(self) -> Iterator[None]:
        """Lay out what is to be painted, and paint it, in pieces of some milliseconds."""
        self._resize()
        if self._plane is not None:
            yield from self._plane.prepare()
            yield from self._paint_ahead()

    def look(self, zoom: float, shift: QPointF) -> None:
        """Show the plane ``zoom`` times as large as the widget, moved by ``shift`` px."""
        self._drop_picture()
        self._zoom = min(_MOST, max(1.0, zoom))
        self._pointed = Marked()
        self._resize()
        self.move_to(shift)
        self.update()

    def make_current(self, node: int | None) -> None:
        """Make a node current, in sight, and have it told to who listens to the screen."""
        self._finish()
        self._current, self._tie = node, None
        if node is not None and self._plane is not None and node in self._plane.nodes:
            self._bring_into_sight(self._plane.place(node))
        self._tell()
        self.update()

    def choose_at(self, at: QPoint) -> bool:
        """Choose the tie at a point of the widget, or say that there is none."""
        self._point_at(QPointF(at))
        if self._pointed.tie is not None:
            self._tie = self._pointed.tie
            self.update()
        return self._pointed.tie is not None

    def spot(self) -> QPoint:
        """Return where the chosen tie is shown, half way between its ends."""
        if self._plane is None or self.tie is None:
            return self.rect().center()
        one, other = (self._plane.place(node) for node in self._plane.ends(self.tie))
        return ((one + other) / 2 + self._shift).toPoint()

    def mark_read(self, ties: frozenset[int]) -> None:
        """Mark the ties that rest on what is being read."""
        self.read_ties = ties
        self.update()

    def _resize(self) -> None:
        if self._plane is not None:
            self._plane.resize(QSizeF(self.size()) * self._zoom)

    def move_to(self, shift: QPointF) -> None:
        """Move the plane by whole px, as far as it still covers the widget."""
        before, self._shift = self._shift, self._kept_within(shift)
        way = self._shift - before
        self._pictured.translate(way)
        if not way.isNull():
            # What is painted already is moved; only what comes into sight is painted.
            self.scroll(round(way.x()), round(way.y()))

    def _zoom_by(self, factor: float, about: QPointF) -> None:
        """Zoom about a point: what is painted at once, laid out anew when the reader pauses."""
        zoom = min(_MOST, max(1.0, self._zoom * factor))
        if zoom == self._zoom:
            return
        if self._picture is None:
            self._pointed = Marked()
            self._picture, self._pictured = self.grab(), QRectF(self.rect())
        before, grown = self._shift, zoom / self._zoom
        self._zoom = zoom
        self._shift = self._kept_within(about - (about - before) * grown)
        at = self._shift + (self._pictured.topLeft() - before) * grown
        self._pictured = QRectF(at, self._pictured.size() * grown)
        self._pieces = None
        self._pausing.start()
        self.update()

    def _lay_out_anew(self) -> None:
        self._pieces = self.prepare()
        self._lay_out_some(self._pieces)

    def _lay_out_some(self, pieces: Iterator[None]) -> None:
        if pieces is not self._pieces:
            return  # it is zoomed on
        if next(pieces, _DONE) is _DONE:
            self._finish()
        else:
            QTimer.singleShot(0, self, lambda: self._lay_out_some(pieces))

    def _finish(self) -> None:
        """Lay out at once what is still shown as it was painted for another zoom."""
        if self._picture is not None:
            self._drop_picture()
            self._resize()
            self.update()

    def _drop_picture(self) -> None:
        self._picture = self._pieces = None
        self._pausing.stop()

    def _kept_within(self, shift: QPointF) -> QPointF:
        """Return a shift by whole px with which the plane still covers the widget."""
        room = QSizeF(self.size()) * (1 - self._zoom)
        x = min(0, max(round(room.width()), round(shift.x())))
        y = min(0, max(round(room.height()), round(shift.y())))
        return QPointF(x, y)

    def _bring_into_sight(self, place: QPointF) -> None:
        here = place + self._shift
        room = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        if not room.contains(here):
            x = min(room.right(), max(room.left(), here.x()))
            y = min(room.bottom(), max(room.top(), here.y()))
            self.move_to(self._shift + QPointF(x, y) - here)

    def _remeasure(self) -> None:
        if self._plane is not None and self._painter is not None:
            self._plane.remeasure()
            self._painter.recolour()
        self.update()

    def _tell(self) -> None:
        if self._plane is None or self._current not in self._plane.nodes:
            self.setAccessibleDescription("")
            return
        words = _spoken(self._plane, self._current)
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(
            QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        )
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if self._plane is None or not self._handle(Qt.Key(event.key()), event.modifiers()):
            super().keyPressEvent(event)

    def _handle(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        plain = held & ~Qt.KeyboardModifier.KeypadModifier
        middle = QPointF(self.width() / 2, self.height() / 2)
        if way := _WAYS.get(key):
            if plain == Qt.KeyboardModifier.ShiftModifier:
                self.move_to(self._shift - QPointF(*way) * _SHIFT)
            elif plain == Qt.KeyboardModifier.NoModifier:
                self._step(way)
            else:
                return False
        elif plain & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom_by(_STEP, middle)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self._zoom_by(1 / _STEP, middle)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_Home:
            self._begin()
        elif key == Qt.Key.Key_Backspace:
            self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.tie is not None:
            self.tie_opened.emit(self.tie)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self.node_opened.emit(self._current)
        else:
            return False
        return True

    def _step(self, way: tuple[int, int]) -> None:
        plane = self._plane
        if plane is None or self._current not in plane.nodes:
            self._begin()
        elif (nearest := plane.towards(self._current, *way)) is not None:
            self.make_current(nearest)

    def _begin(self) -> None:
        """Make the node with most statements current."""
        if self._plane is not None and self._plane.nodes:
            self.make_current(min(self._plane.nodes))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self._tell()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.update()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._finish()
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._dragged = False
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        here = event.position()
        if self._pressed is None:
            self._point_at(here)
            return
        way = here - self._pressed
        if self._dragged or way.manhattanLength() >= QApplication.startDragDistance():
            self._dragged = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.move_to(self._shift + way)
            self._pressed = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            super().mouseReleaseEvent(event)
            return
        self._pressed = None
        self._point_at(event.position())
        if self._dragged:
            return
        if (node := self._pointed.node) is not None:
            self.make_current(node)
            self.node_opened.emit(node)
        elif (tie := self._pointed.tie) is not None:
            self._tie = tie
            self.tie_opened.emit(tie)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        self._zoom_by(_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        self._pointed = Marked()
        self.update()

    def _point_at(self, here: QPointF) -> None:
        plane = self._plane
        if plane is None or self._picture is not None:
            return
        point = here - self._shift
        node = plane.node_at(point)
        pointed = Marked(node, plane.tie_at(point) if node is None else None)
        over = pointed != Marked()
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        if pointed != self._pointed:
            self._pointed = pointed
            self.update()

    def event(self, event: QEvent) -> bool:
        """Tell what is pointed at."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._point_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tip(self._tip()), self)
            return True
        return super().event(event)

    def _tip(self) -> str:
        plane = self._plane
        if plane is None:
            return ""
        network = plane.network
        if self._pointed.tie is not None:
            tie = network.ties[self._pointed.tie]
            return f"{network.words(tie)}\nClick to read the {tie.place.kind}"
        if self._pointed.node is None:
            return ""
        node, ties = network.nodes[self._pointed.node], plane.ties_of(self._pointed.node)
        said = [f"{node.name} · {kind_words(node)}"]
        said += [network.words(network.ties[tie]) for tie in ties[:_TOLD]]
        if len(ties) > _TOLD:
            said.append(f"and {len(ties) - _TOLD:,} more ties")
        return "\n".join(said)

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._drop_picture()
        self._resize()
        self.move_to(self._shift)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        ours = self._appearance.palette
        painter.fillRect(event.rect(), QColor(ours.surface))
        if self._plane is None or self._painter is None:
            return
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self._pictured, self._picture, QRectF(self._picture.rect()))
            return
        if not self._plane.nodes:
            painter.setPen(QColor(ours.quiet))
            painter.setFont(self._appearance.page_font())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.sentence)
            return
        if self._shown_ahead == self._state():
            painter.drawPixmap(QPointF(), self._ahead)
            return
        marked = self._marked()
        # What a move brings into sight is a strip, which is painted sooner than all that is faint.
        is_faded = event.rect() == self.rect() and bool(self._painter.lit(marked))
        if is_faded:
            painter.drawPixmap(QPointF(), self._faint(self._painter))
        painter.translate(self._shift)
        seen = event.region().translated(-self._shift.toPoint())
        self._painter.paint(painter, seen, marked, is_faded)
        painter.end()

    def _faint(self, painting: NetworkPainter) -> QPixmap:
        """Return all ties in sight as they lie, faint, under any that stand out."""
        if self._shown_faded != self._ground():
            self._faded, self._shown_faded = self._sheet(), self._ground()
            with QPainter(self._faded) as painter:
                painter.translate(self._shift)
                seen = QRegion(self.rect()).translated(-self._shift.toPoint())
                painting.fade(painter, seen, self.read_ties)
        return self._faded

    def _sheet(self) -> QPixmap:
        """Return what all that is in sight can be painted on."""
        ratio = self.devicePixelRatioF()
        sheet = QPixmap(self.size() * ratio)
        sheet.setDevicePixelRatio(ratio)
        sheet.fill(QColor(self._appearance.palette.surface))
        return sheet

    def _paint_ahead(self) -> Iterator[None]:
        """Paint all that is in sight, to be shown at once when it is asked for."""
        state = self._state()
        if self._painter is None or state == self._shown_ahead:
            return
        picture = self._sheet()
        with QPainter(picture) as painter:
            painter.translate(self._shift)
            seen = QRegion(self.rect()).translated(-self._shift.toPoint())
            for _ in self._painter.pieces(painter, seen, self._marked()):
                yield
                if state != self._state():
                    return
        self._ahead, self._shown_ahead = picture, state

    def _state(self) -> _State:
        """Return all on which depends what is painted."""
        return (*self._ground(), self._marked())

    def _ground(self) -> _State:
        """Return the same but for what is pointed at or current."""
        plane, shift = self._plane, self._shift.toPoint()
        return (plane, plane and plane.change, self.size(), shift, self.read_ties)

    def _marked(self) -> Marked:
        """Return what stands out: what is pointed at, else the tie or node that is chosen."""
        marked, plane = self._pointed, self._plane
        is_current = plane is not None and self._current in plane.nodes
        if marked == Marked() and self.hasFocus() and self.tie is not None:
            marked = Marked(None, self.tie)
        elif marked == Marked() and self.hasFocus() and is_current:
            marked = Marked(self._current)
        return Marked(marked.node, marked.tie, self.read_ties)


def _spoken(plane: Plane, node: int) -> str:
    """Return a node with its ties in words."""
    one, ties = plane.network.nodes[node], plane.ties_of(node)
    said = [f"{one.name}, in {counted(one.statements, 'statement')}"]
    said += [plane.network.words(plane.network.ties[tie]) for tie in ties[:_SPOKEN]]
    if len(ties) > _SPOKEN:
        said.append(f"and {len(ties) - _SPOKEN:,} more ties")
    return ". ".join(said) + "."
