"""Painting the timeline: its axis, its lanes, what is chosen on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
)

from viewer.dating import spell
from viewer.library.timeline import Histogram, iso
from viewer.records import Dates
from viewer.ui.appearance import Appearance
from viewer.ui.views.time_axis import Scale, Ticks, ticks
from viewer.ui.views.timeline_items import Item, LaneName, shortened
from viewer.ui.views.timeline_layout import Frame, Lane, Stop

_GRID = 4
_STROKE = 3.0  # the width of a day's upright stroke
_BAR = 2.0  # the thickness of the bar of a range
_DASH = [3.0, 2.0]  # bars thick
_BEYOND = 20_000.0
_FADE, _FADED = 120.0, 0.35  # how far an open end fades, and to what
_TIP = 5.0  # the length of the arrow at the edge towards which it goes on
_INDENT = 8.0  # between a stroke and its label
_LABEL: dict[LaneName, float] = {"event": 280.0, "statement": 160.0}  # the least, unless shorter
_LONGEST = 560.0
_WISH = 340.0  # of a label that begins before its date
_COLUMNS = 112.0, 240.0  # the least and the greatest height of the columns of counts
_RANGES = 32.0  # and of what is counted below them
_SIDE = 168.0
_EXCERPT = 64.0  # the least room in which words are worth showing

NAMES: dict[LaneName, str] = {"event": "What happened", "statement": "When it was said"}


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is painted.  ``counts`` are shown in place of the statements' items.

    ``notes`` say of each lane how much there is, ``undated`` how much of it has
    no date; ``height`` is that in sight; ``linked`` are what the current one rests
    on or bears out, by their stops or, where these are not shown, by days.
    """

    scale: Scale
    lanes: dict[LaneName, Lane]
    notes: dict[LaneName, str]
    undated: dict[LaneName, int]
    counts: Histogram | None = None
    height: float = 0
    current: Stop | None = None
    linked: tuple[Stop | tuple[LaneName, int], ...] = ()
    brush: tuple[int, int] | None = None


class TimelinePainter:
    """Knows where everything stands in px, with the axis at 0.

    What is printed has each label in full.
    """

    def __init__(self, appearance: Appearance, is_printed: bool = False) -> None:
        self._appearance = appearance
        self._is_printed = is_printed
        self.remeasure()

    def remeasure(self) -> None:
        """Take up the fonts in force."""
        self._font = self._appearance.quiet_font()
        self._bold = QFont(self._font)
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._metrics = QFontMetricsF(self._font)
        self._bold_metrics = QFontMetricsF(self._bold)
        self._line = self._metrics.height()
        self.axis = round(2 * self._line + 4 * _GRID)
        self._row = round(self._line + 2 * _GRID)
        self._heading = round(self._line + 5 * _GRID)
        self._zoom = self._appearance.zoom / 100
        self._longest = inf if self._is_printed else _LONGEST * self._zoom
        self._widths: dict[str, float] = {}
        self._wholes: dict[str, float] = {}
        self._elided: dict[tuple[str, int], str] = {}

    # Where things stand

    def plot(self, scene: Scene, width: float) -> float:
        """Return the width of what is along the axis, without what has no date at the side."""
        if not any(scene.undated.values()):
            return width
        return width - min(_SIDE * self._zoom, width * 0.35)

    def measure(self, item: Item) -> float:
        """Return the width that an item's label takes, with its indent."""
        if self._is_printed:
            return self._whole(item) + _INDENT + _GRID
        width = self._widths.get(item.key)
        if width is None:
            text = self._metrics.horizontalAdvance(self._text(item))
            widest = _LABEL[item.lane] * self._zoom
            width = min(text, widest) + self._badges_width(item) + _INDENT
            self._widths[item.key] = width
        return width

    def wish(self, item: Item) -> float:
        """Return the width that lets some of its words be read, with its indent."""
        return max(self.measure(item), min(self._whole(item), _WISH * self._zoom) + _INDENT)

    def measure_text(self, text: str) -> float:
        """Return the width of a label of the axis."""
        return self._metrics.horizontalAdvance(text)

    def height(self, scene: Scene) -> float:
        """Return the height of axis and lanes."""
        return self.axis + sum(self._lane_height(scene, lane) for lane in NAMES)

    def rect(self, scene: Scene, stop: Stop, width: float) -> QRectF:
        """Return what a stop takes, its label included; the axis stands at 0."""
        top = self._top(scene, stop.lane) + self._heading
        if stop.kind == "part":
            left = stop.left - scene.scale.start * scene.scale.day
            return QRectF(
                left, top, max(1.0, stop.right - stop.left), self._columns(scene) + _RANGES
            )
        y = top + stop.row * self._row
        if stop in scene.lanes[stop.lane].undated:
            left = self.plot(scene, width) + 3 * _GRID
            return QRectF(left, y, width - left - 2 * _GRID, self._row)
        left, right = self._along(scene, stop)
        if stop.kind == "more" and not stop.is_listed:
            return QRectF(left, y, right - left, self._row)
        begin = self._label_left(scene, stop, right)
        edge = left + stop.end - stop.left
        if stop.label < stop.left and stop.first == stop.last and not stop.is_listed:
            edge = right  # the label ends before the stroke
        room = min(edge, self.plot(scene, width) - _GRID) - begin
        written = max(0.0, min(self._label_width(stop), room)) + 2 * _GRID
        if not stop.is_listed:
            left, begin = left - _GRID, begin - _GRID
            written = max(written, min(right, width) - begin) + 2 * _GRID
        return QRectF(begin, y, written, self._row)

    def at(self, scene: Scene, point: QPointF, width: float) -> Stop | None:
        """Return what stands at a point below the axis."""
        plot = self.plot(scene, width)
        offset = scene.scale.start * scene.scale.day
        for name, lane in scene.lanes.items():
            row = int((point.y() - self._top(scene, name) - self._heading) // self._row)
            for stop in lane.stops if point.x() < plot else lane.undated:
                if stop.kind != "part" and stop.row != row:
                    continue
                # Only of what begins before the point it is worked out how far it reaches.
                begins = stop.is_listed or min(stop.left, stop.label) - offset - _GRID <= point.x()
                if begins and self.rect(scene, stop, width).contains(point):
                    return stop
        return None

    def _top(self, scene: Scene, lane: LaneName) -> float:
        above = self._lane_height(scene, "event") if lane == "statement" else 0
        return self.axis + above

    def _lane_height(self, scene: Scene, lane: LaneName) -> float:
        rows = max(scene.lanes[lane].rows, len(scene.lanes[lane].undated), 1)
        inner = rows * self._row
        if lane == "statement" and scene.counts is not None:
            inner = max(round(self._columns(scene) + _RANGES + 2 * _GRID), inner)
        return self._heading + inner + 2 * _GRID

    def _columns(self, scene: Scene) -> float:
        """Return the height of the columns of counts: what the lane above leaves."""
        least, greatest = _COLUMNS
        taken = self._top(scene, "statement") + self._heading + _RANGES + 4 * _GRID
        return min(max(least, scene.height - taken), greatest)

    def _along(self, scene: Scene, stop: Stop | Frame) -> tuple[float, float]:
        offset = scene.scale.start * scene.scale.day
        return stop.left - offset, stop.right - offset

    def _label_left(self, scene: Scene, stop: Stop | Frame, right: float) -> float:
        """Keep the label of a bar in sight as long as the bar is."""
        return max(stop.label - scene.scale.start * scene.scale.day, min(_GRID, right))

    def _beside_day(self, scene: Scene, stop: Stop | Frame, edge: float) -> tuple[float, float]:
        """Return from where to where the label of a day's stroke has room, on either side of it."""
        left, right = self._along(scene, stop)
        if stop.label < stop.left:
            return self._label_left(scene, stop, left), (left + right) / 2 - _INDENT
        return max((left + right) / 2, 0.0) + _INDENT, edge

    def _label_width(self, stop: Stop) -> float:
        if stop.kind == "item":
            return self._whole(stop.items[0]) + _INDENT
        return self._metrics.horizontalAdvance(_rest(stop)) + _INDENT

    def _whole(self, item: Item) -> float:
        """Return the width of all that can be written of an item."""
        if item.key not in self._wholes:
            width = self._metrics.horizontalAdvance(self._text(item)) + self._badges_width(item)
            if item.lane == "statement":
                width += 2 * _GRID + self._metrics.horizontalAdvance(shortened(item.words))
            self._wholes[item.key] = min(width, self._longest)
        return self._wholes[item.key]

    def _text(self, item: Item) -> str:
        return f"≈ {item.label}" if item.is_inferred else item.label

    def _badges_width(self, item: Item) -> float:
        return sum(self._metrics.horizontalAdvance(text) for text, _ in self._badges(item))

    def _badges(self, item: Item) -> list[tuple[str, str]]:
        """Return the shapes of the speaker's own stances, each with its modality, and colours."""
        found = []
        for one in item.own:
            found.append((f" {one.badge.shape}", one.badge.colour))
            if one.modality:
                found.append((f" {one.modality}", "quiet"))
        return found

    # Painting

    def paint(
        self, painter: QPainter, scene: Scene, width: float, height: float, top: float
    ) -> None:
        """Paint what is in sight, the lanes scrolled up by ``top`` under the axis."""
        ours = self._appearance.palette
        plot = self.plot(scene, width)
        painter.fillRect(QRectF(0, 0, width, height), QColor(ours.surface))
        marks = ticks(scene.scale, plot, self.measure_text)
        painter.save()
        painter.setClipRect(QRectF(0, self.axis, plot, height - self.axis))
        self._paint_grid(painter, marks, height)
        painter.translate(0, -top)
        sight = QRectF(0, self.axis + top, plot, height - self.axis)
        for lane in NAMES:
            self._paint_lane(painter, scene, lane, sight, width)
        self._paint_links(painter, scene, width)
        painter.restore()
        painter.save()
        painter.setClipRect(QRectF(0, self.axis, width, height - self.axis))
        painter.translate(0, -top)
        for lane in NAMES:
            self._paint_heading(painter, scene, lane, width, top)
            if scene.undated[lane]:
                self._paint_undated(painter, scene, lane, width)
        painter.restore()
        covered = self._brush_label(scene, plot)
        self._paint_axis(painter, marks, plot, width, covered)
        if scene.brush is not None:
            self._paint_brush(painter, scene, scene.brush, plot, height)

    def _paint_axis(
        self, painter: QPainter, marks: Ticks, plot: float, width: float, covered: QRectF
    ) -> None:
        ours = self._appearance.palette
        painter.fillRect(QRectF(0, 0, width, self.axis), QColor(ours.surface))
        painter.setPen(QColor(ours.line))
        painter.drawLine(QPointF(0, self.axis - 0.5), QPointF(width, self.axis - 0.5))
        base = _GRID + self._metrics.ascent()
        painter.setFont(self._bold)
        for tick in marks.above:
            if tick.label_x is None:
                continue
            wide = self._bold_metrics.horizontalAdvance(tick.label) + 2 * _GRID
            if not covered.intersects(QRectF(tick.label_x, _GRID, wide, 1)):
                painter.setPen(QColor(ours.text))
                painter.drawText(QPointF(tick.label_x + _GRID, base), tick.label)
        painter.setFont(self._bold if not marks.above else self._font)
        base += self._line + _GRID
        for tick in marks.fine:
            painter.setPen(QColor(ours.line))
            if 0 <= tick.x < plot:
                painter.drawLine(
                    QPointF(tick.x, self.axis - self._line - _GRID), QPointF(tick.x, self.axis)
                )
            if tick.label_x is not None:
                painter.setPen(QColor(ours.quiet))
                painter.drawText(QPointF(tick.label_x + _GRID, base), tick.label)

    def _paint_grid(self, painter: QPainter, marks: Ticks, height: float) -> None:
        faint = QColor(self._appearance.palette.line)
        faint.setAlphaF(0.45)
        strong = QColor(self._appearance.palette.line)
        for tick in marks.fine:
            painter.setPen(faint)
            painter.drawLine(QPointF(tick.x, self.axis), QPointF(tick.x, height))
        for tick in marks.above:
            painter.setPen(strong)
            painter.drawLine(QPointF(tick.x, self.axis), QPointF(tick.x, height))

    def is_heading(self, scene: Scene, y: float, scrolled: float) -> bool:
        """Tell whether the heading of a lane stands at ``y``, over what is scrolled below it."""
        tops = (self._heading_top(scene, lane, scrolled) for lane in NAMES)
        return any(top <= y < top + self.heading_height for top in tops)

    @property
    def heading_height(self) -> float:
        """How much a heading takes of its lane, in px."""
        return self._line + 4 * _GRID

    def _heading_top(self, scene: Scene, lane: LaneName, scrolled: float) -> float:
        """Keep the heading of a lane in sight as long as the lane is."""
        top = self._top(scene, lane)
        lowest = top + self._lane_height(scene, lane) - self.heading_height
        return min(max(top, self.axis + scrolled), lowest)

    def _paint_heading(
        self, painter: QPainter, scene: Scene, lane: LaneName, width: float, scrolled: float
    ) -> None:
        ours = self._appearance.palette
        top = self._heading_top(scene, lane, scrolled)
        if top > self._top(scene, lane):
            over = QRectF(0, top, self.plot(scene, width), self.heading_height)
            painter.fillRect(over, QColor(ours.surface))
            painter.setPen(QColor(ours.line))
            painter.drawLine(over.bottomLeft(), over.bottomRight())
        elif lane == "statement":
            painter.setPen(QColor(ours.line))
            painter.drawLine(QPointF(0, top + 0.5), QPointF(width, top + 0.5))
        base = top + 2 * _GRID + self._metrics.ascent()
        left = 3.0 * _GRID
        painter.setFont(self._bold)
        painter.setPen(QColor(ours.text))
        name = NAMES[lane]
        advance = self._bold_metrics.horizontalAdvance(name)
        room = self.plot(scene, width) - left - advance - 6 * _GRID
        note = self._metrics.elidedText(scene.notes[lane], Qt.TextElideMode.ElideRight, room)
        behind = QRectF(
            left - _GRID,
            top + _GRID,
            advance + self._metrics.horizontalAdvance(note) + 5 * _GRID,
            self._line + 2 * _GRID,
        )
        painter.fillRect(behind, QColor(ours.surface))  # no line of the grid runs through words
        painter.drawText(QPointF(left, base), name)
        painter.setFont(self._font)
        painter.setPen(QColor(ours.quiet))
        painter.drawText(QPointF(left + advance + 3 * _GRID, base), note)

    def _paint_lane(
        self, painter: QPainter, scene: Scene, lane: LaneName, sight: QRectF, width: float
    ) -> None:
        if lane == "statement" and scene.counts is not None:
            self._paint_counts(painter, scene, scene.counts, sight.width())
            return
        top = self._top(scene, lane) + self._heading
        for frame in scene.lanes[lane].frames:
            self._paint_frame(painter, scene, frame, top + frame.row * self._row, sight)
        linked = {stop.key for stop in scene.linked if isinstance(stop, Stop)}
        offset = scene.scale.start * scene.scale.day
        begin, end = offset - 4 * _GRID, offset + sight.right()
        for stop in scene.lanes[lane].stops:
            if min(stop.left, stop.label) > end or (stop.right < offset and stop.left < begin):
                continue
            left, right = stop.left - offset, stop.right - offset
            y = top + stop.row * self._row
            if y > sight.bottom() or y + self._row < sight.top():
                continue
            is_current = scene.current is not None and stop.key == scene.current.key
            is_chosen = is_current or stop.key in linked
            if is_chosen:
                self._paint_choice(painter, self.rect(scene, stop, width), is_current)
            if stop.kind == "more" and not stop.is_listed:
                seen = QRectF(max(left, 0.0), y, min(right, sight.right()) - max(left, 0.0), 0)
                if seen.width() > 2 * self._row:
                    self._paint_more(painter, stop, seen.adjusted(0, 0, 0, self._row))
            elif stop.kind == "more":
                at = self._label_left(scene, stop, right) + _INDENT
                self._write(painter, _rest(stop), at, y, sight.right() - at, accent=True)
            else:
                edge = sight.right()
                self._paint_item(painter, scene, stop, left, right, y, edge, is_current, is_chosen)

    def _paint_choice(self, painter: QPainter, rect: QRectF, is_current: bool) -> None:
        ours = self._appearance.palette
        inner = rect.adjusted(0, 1, 0, -1)
        path = QPainterPath()
        path.addRoundedRect(inner, _GRID - 1, _GRID - 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, QColor(ours.selection))
        if is_current:
            painter.setPen(QPen(QColor(ours.accent), 1))
            painter.drawPath(path)
        painter.restore()

    def _paint_item(
        self,
        painter: QPainter,
        scene: Scene,
        stop: Stop,
        left: float,
        right: float,
        y: float,
        edge: float,
        is_current: bool,
        is_chosen: bool,
    ) -> None:
        item = stop.items[0]
        ours = self._appearance.palette
        ink = QColor(ours.accent if is_current else ours.quiet)
        width, edge = edge, min(edge - _GRID, stop.end - stop.left + left)
        if stop.is_listed:
            at = self._label_left(scene, stop, right) + _INDENT
        elif item.first == item.last:
            self._paint_day(painter, item, (left + right) / 2, y, ink)
            at, edge = self._beside_day(scene, stop, edge)
        else:
            self._paint_bar(painter, item, left, right, y, ink, width)
            at = self._label_left(scene, stop, right) + _GRID
        self._paint_label(painter, item, at, y, edge - at, is_chosen)

    def _paint_label(
        self, painter: QPainter, item: Item, at: float, y: float, room: float, is_chosen: bool
    ) -> None:
        """Write an item's label and badges, and a statement's words as far as there is room."""
        ours = self._appearance.palette
        room = min(room, self._longest)
        widest = room - self._badges_width(item)
        if widest < 6 * _GRID:
            return
        text = self._elide(self._text(item), widest)
        written = self._metrics.horizontalAdvance(text) + self._badges_width(item)
        words = ""
        if item.lane == "statement" and room - written - 2 * _GRID > _EXCERPT * self._zoom:
            words = self._elide(shortened(item.words), room - written - 2 * _GRID)
        if not is_chosen:
            # No line of the grid runs through words.
            wide = written + (2 * _GRID + self._metrics.horizontalAdvance(words) if words else 0)
            painter.fillRect(QRectF(at - 1, y + _GRID, wide + 2, self._line), QColor(ours.surface))
        base = y + (self._row - self._line) / 2 + self._metrics.ascent()
        painter.setFont(self._font)
        painter.setPen(QColor(ours.quote if is_chosen else ours.text))
        painter.drawText(QPointF(at, base), text)
        at += self._metrics.horizontalAdvance(text)
        for shown, colour in self._badges(item):
            painter.setPen(QColor(getattr(ours, colour)))
            painter.drawText(QPointF(at, base), shown)
            at += self._metrics.horizontalAdvance(shown)
        if words:
            painter.setPen(QColor(ours.quiet))
            painter.drawText(QPointF(at + 2 * _GRID, base), words)

    def _paint_day(self, painter: QPainter, item: Item, x: float, y: float, ink: QColor) -> None:
        """Paint a day as an upright stroke, hollow where it is inferred."""
        stroke = QRectF(x - _STROKE / 2, y + 1.25 * _GRID, _STROKE, self._row - 2.5 * _GRID)
        if item.is_inferred:
            painter.setPen(QPen(ink, 1))
            painter.drawRect(stroke.adjusted(-0.5, 0, 0.5, 0))
        else:
            painter.fillRect(stroke, ink)

    def _paint_bar(
        self,
        painter: QPainter,
        item: Item,
        left: float,
        right: float,
        y: float,
        ink: QColor,
        width: float,
    ) -> None:
        """Paint a range below its label, broken where it is inferred.

        An open end fades and goes on to an arrow at the edge of what is in sight.
        """
        top = y + self._row - _BAR - 1
        # Far outside of what can be seen nothing is painted, which would take Qt long.
        begin, end = max(left, -_BEYOND), min(max(right, left + 2 * _BAR), _BEYOND)
        if item.first is not None and item.last is not None:
            pen = QPen(ink, _BAR)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if item.is_inferred:
                pen.setDashPattern(_DASH)
                pen.setDashOffset((begin - left) / _BAR)
            painter.setPen(pen)
            middle = top + _BAR / 2
            painter.drawLine(QPointF(begin, middle), QPointF(end, middle))
        else:
            sure, towards = (right, -1) if item.first is None else (left, 1)
            seen = QRectF(max(left, 0.0), top, min(right, width) - max(left, 0.0), _BAR)
            # A brush, since a pen's shade is lost in scalable pictures.
            shade = QLinearGradient(QPointF(sure, top), QPointF(sure + towards * _FADE, top))
            faded = QColor(ink)
            faded.setAlphaF(_FADED)
            shade.setColorAt(0, ink)
            shade.setColorAt(1, faded)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            if seen.width() > 0:
                painter.drawRects(
                    _dashes(seen.left(), seen.right(), top) if item.is_inferred else [seen]
                )
                painter.setBrush(ink)
                edge = seen.right() if towards > 0 else seen.left()
                _paint_tip(painter, edge, top + _BAR / 2, towards)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        # Both ends of a closed range are strokes, so that a fading one is not taken for it.
        painter.setPen(QPen(ink, 1))
        for x, known in ((begin + 0.5, item.first), (end - 0.5, item.last)):
            if known is not None:
                painter.drawLine(QPointF(x, top - _GRID + 1), QPointF(x, top + _BAR))

    def _paint_frame(
        self, painter: QPainter, scene: Scene, frame: Frame, y: float, sight: QRectF
    ) -> None:
        left, right = self._along(scene, frame)
        if left > sight.right() or right < 0:
            return
        ours = self._appearance.palette
        item = frame.items[0]
        words = spell(item.dates, short=True)
        words = f"≈ {words}" if item.is_inferred else words
        text = f"{words}   {_number(len(frame.items), item.lane)}"
        at = self._label_left(scene, frame, right)
        edge = min(sight.right(), frame.end - frame.left + left)
        if item.first == item.last:
            self._paint_day(painter, item, (left + right) / 2, y, QColor(ours.quiet))
            at, edge = self._beside_day(scene, frame, edge)
        else:
            self._paint_bar(painter, item, left, right, y, QColor(ours.quiet), sight.right())
        self._write(painter, text, at + _GRID / 2, y, edge - at - _GRID / 2)
        painter.setPen(QColor(ours.line))
        x = self._label_left(scene, frame, right) + _GRID / 2
        below = y + self._row
        painter.drawLine(
            QPointF(x, below + 1), QPointF(x, below + (frame.rows - 1) * self._row - 2)
        )

    def _paint_more(self, painter: QPainter, stop: Stop, rect: QRectF) -> None:
        ours = self._appearance.palette
        inner = rect.adjusted(0, 2, 0, -2)
        path = QPainterPath()
        path.addRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, QColor(ours.background))
        painter.setPen(QPen(QColor(ours.line), 1))
        painter.drawPath(path)
        painter.restore()
        painter.setFont(self._font)
        painter.setPen(QColor(ours.quiet))
        words = _number(stop.number, stop.lane)
        if self._metrics.horizontalAdvance(words) > rect.width() - 4 * _GRID:
            words = f"{stop.number:,}"
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_counts(
        self, painter: QPainter, scene: Scene, counts: Histogram, plot: float
    ) -> None:
        """Paint columns of what is dated to days; below them, to its own scale, of ranges."""
        ours = self._appearance.palette
        top = self._top(scene, "statement") + self._heading
        tallest = self._columns(scene)
        base = top + tallest
        most, ranged_most = max(counts.exact, default=0), max(counts.ranged, default=0)
        # Opaque: Qt takes ten times as long for what shows through.
        ink, pale = (_mixed(ours.quiet, ours.surface, share) for share in (0.6, 0.25))
        columns: list[QRectF] = []
        below: list[QRectF] = []
        chosen: list[QRectF] = []
        for first, after, exact, ranged in zip(
            counts.edges, counts.edges[1:], counts.exact, counts.ranged, strict=False
        ):
            left, right = scene.scale.x(first), scene.scale.x(after)
            if right < 0 or left > plot:
                continue
            wide = max(1.0, right - left - (1 if right - left > 3 else 0))
            is_current = scene.current is not None and scene.current.key == f"part:{first}"
            if exact:
                high = max(1.0, exact / most * (tallest - 2 * _GRID))
                column = QRectF(left, base - high, wide, high)
                (chosen if is_current else columns).append(column)
            if ranged:
                high = max(1.0, ranged / ranged_most * (_RANGES - 2 * _GRID))
                column = QRectF(left, base + 2, wide, high)
                (chosen if is_current else below).append(column)
        painter.setPen(Qt.PenStyle.NoPen)
        for some, colour in ((columns, ink), (below, pale), (chosen, QColor(ours.accent))):
            painter.setBrush(colour)
            painter.drawRects(some)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(ours.line))
        painter.drawLine(QPointF(0, base + 0.5), QPointF(plot, base + 0.5))

    def _paint_undated(self, painter: QPainter, scene: Scene, lane: LaneName, width: float) -> None:
        ours = self._appearance.palette
        plot = self.plot(scene, width)
        top = self._top(scene, lane)
        painter.setPen(QColor(ours.line))
        bottom = top + self._lane_height(scene, lane)
        painter.drawLine(QPointF(plot + 0.5, top + 1), QPointF(plot + 0.5, bottom))
        left = plot + 3 * _GRID
        room = width - left - 2 * _GRID
        base = top + 2 * _GRID + self._metrics.ascent()
        painter.setFont(self._bold)
        painter.setPen(QColor(ours.quiet))
        painter.drawText(
            QPointF(left, base), self._elide(f"No date: {scene.undated[lane]:,}", room)
        )
        for stop in scene.lanes[lane].undated:
            rect = self.rect(scene, stop, width)
            if rect.bottom() > bottom:
                break
            is_current = scene.current is not None and stop.key == scene.current.key
            if is_current:
                self._paint_choice(painter, rect.adjusted(-_GRID, 0, _GRID, 0), is_current)
            if stop.kind == "more":
                self._write(painter, _rest(stop), rect.left(), rect.top(), room, accent=True)
            else:
                self._paint_label(painter, stop.items[0], rect.left(), rect.top(), room, is_current)

    def _paint_links(self, painter: QPainter, scene: Scene, width: float) -> None:
        """Join the current one to what it rests on, or what rests on it."""
        if scene.current is None or not scene.linked:
            return
        ours = self._appearance.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(ours.accent), 1.25))
        here = self._anchor(scene, scene.current, width)
        for linked in scene.linked:
            there = self._anchor(scene, linked, width)
            path = QPainterPath(here)
            bend = QPointF(0, (there.y() - here.y()) / 2)
            path.cubicTo(here + bend, there - bend, there)
            painter.drawPath(path)
            painter.setBrush(QColor(ours.surface))
            painter.drawEllipse(there, 2.5, 2.5)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.restore()

    def _anchor(self, scene: Scene, at: Stop | tuple[LaneName, int], width: float) -> QPointF:
        """Return where a connection begins or ends: at the side towards the other lane."""
        if isinstance(at, Stop):
            rect = self.rect(scene, at, width)
            y = rect.bottom() if at.lane == "event" else rect.top()
            left, right = self._along(scene, at)
            is_day = all(one.first == one.last for one in at.items) and at.first == at.last
            x = (left + right) / 2 if is_day else max(left, min(right, _GRID)) + _GRID
            if at.is_listed:
                x, y = rect.left(), rect.center().y()
            return QPointF(x, y)
        lane, day = at
        return QPointF(scene.scale.x(day + 0.5), self._top(scene, lane) + self._heading)

    def _paint_brush(
        self, painter: QPainter, scene: Scene, brush: tuple[int, int], plot: float, height: float
    ) -> None:
        ours = self._appearance.palette
        first, last = brush
        left, right = max(0.0, scene.scale.x(first)), min(plot, scene.scale.x(last + 1))
        if right < 0 or left > plot:
            return
        tint = QColor(ours.accent)
        tint.setAlphaF(0.14)
        painter.fillRect(QRectF(left, 0, right - left, height), tint)
        painter.setPen(QPen(QColor(ours.accent), 1))
        painter.drawLine(QPointF(left, 0), QPointF(left, height))
        painter.drawLine(QPointF(right, 0), QPointF(right, height))
        label = self._brush_label(scene, plot)
        painter.fillRect(label, QColor(ours.accent))
        painter.setFont(self._font)
        painter.setPen(QColor(ours.accent_text))
        painter.drawText(label, int(Qt.AlignmentFlag.AlignCenter), _brush_words(brush))

    def _brush_label(self, scene: Scene, plot: float) -> QRectF:
        """Return where the days marked out are written, nowhere when there are none."""
        if scene.brush is None:
            return QRectF()
        left, right = scene.scale.x(scene.brush[0]), scene.scale.x(scene.brush[1] + 1)
        wide = self._metrics.horizontalAdvance(_brush_words(scene.brush)) + 4 * _GRID
        middle = (max(left, 0.0) + min(right, plot)) / 2
        at = min(max(0.0, middle - wide / 2), plot - wide)
        return QRectF(at, 2, wide, self._line + _GRID)

    def _write(
        self,
        painter: QPainter,
        text: str,
        at: float,
        y: float,
        room: float,
        accent: bool = False,
    ) -> None:
        ours = self._appearance.palette
        painter.setFont(self._font)
        painter.setPen(QColor(ours.accent if accent else ours.quiet))
        base = y + (self._row - self._line) / 2 + self._metrics.ascent()
        painter.drawText(QPointF(at, base), self._elide(text, room))

    def _elide(self, text: str, room: float) -> str:
        found = self._elided.get((text, int(room)))
        if found is None:
            if len(self._elided) > 10_000:
                self._elided.clear()
            found = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
            self._elided[text, int(room)] = found
        return found


def words_of_part(first: int, last: int) -> str:
    """Return a part of the calendar in words."""
    return spell(Dates(iso(first), iso(last)))


def _mixed(ink: str, ground: str, share: float) -> QColor:
    """Return ``share`` of a colour on another."""
    one, other = QColor(ink), QColor(ground)

    def part(ours: int, theirs: int) -> int:
        return round(share * ours + (1 - share) * theirs)

    return QColor(
        part(one.red(), other.red()),
        part(one.green(), other.green()),
        part(one.blue(), other.blue()),
    )


def _paint_tip(painter: QPainter, x: float, y: float, towards: int) -> None:
    """Paint an arrow that ends at a point, 1 for later and -1 for earlier."""
    back = x - towards * _TIP
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawPolygon([QPointF(x, y), QPointF(back, y - _TIP / 2), QPointF(back, y + _TIP / 2)])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _dashes(left: float, right: float, top: float) -> list[QRectF]:
    on, off = (part * _BAR for part in _DASH)
    number = max(1, round((right - left) / (on + off)))
    return [QRectF(left + at * (on + off), top, on, _BAR) for at in range(number)]


def _brush_words(brush: tuple[int, int]) -> str:
    return spell(Dates(iso(brush[0]), iso(brush[1])), short=True)


def _rest(stop: Stop) -> str:
    return f"and {stop.number:,} more"


def _number(count: int, lane: LaneName) -> str:
    return f"{count:,} {lane}{'' if count == 1 else 's'}"


def describe(stop: Stop) -> str:
    """Return what a stop is, in words, and why an inferred date is taken for what it is."""
    if stop.kind == "item":
        item = stop.items[0]
        return f"{item.description} {item.reasoning}".strip()
    number = _number(stop.number, stop.lane)
    when = words_of_part(stop.first, stop.last)
    return f"{when}: {number}{_examples(stop.items)}"


def _examples(items: Iterable[Item]) -> str:
    labels = list(dict.fromkeys(item.label for item in items))
    if not labels:
        return ""
    shown = "; ".join(labels[:3])
    return f" ({shown}; …)" if len(labels) > 3 else f" ({shown})"
