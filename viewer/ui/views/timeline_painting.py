"""Painting the timeline: its axis, its lanes, what is chosen on them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from viewer.library.timeline import Histogram
from viewer.ui.appearance import Appearance
from viewer.ui.lettering import shortened
from viewer.ui.views.time_axis import Ticks, ticks
from viewer.ui.views.timeline_dates import paint_bar, paint_day
from viewer.ui.views.timeline_geometry import GRID, INDENT, RANGES, Geometry, Scene
from viewer.ui.views.timeline_items import Item, LaneName
from viewer.ui.views.timeline_layout import Frame, Stop
from viewer.ui.views.timeline_words import (
    NAMES,
    label_of,
    label_of_several,
    stances_of,
    words_of_number,
    words_of_part,
    words_of_rest,
)

_EXCERPT = 64.0  # the least room in which words are worth showing


class TimelinePainter:
    """Paints a scene where its geometry has it, in the colours in force."""

    def __init__(self, geometry: Geometry, appearance: Appearance) -> None:
        self._geometry = geometry
        self._appearance = appearance

    def paint(
        self, painter: QPainter, scene: Scene, width: float, height: float, top: float
    ) -> None:
        """Paint what is in sight, the lanes scrolled up by ``top`` under the axis."""
        ours, geometry = self._appearance.palette, self._geometry
        plot = geometry.plot(scene, width)
        painter.fillRect(QRectF(0, 0, width, height), QColor(ours.surface))
        marks = ticks(scene.scale, plot, geometry.measure_text).until(scene.last)
        painter.save()
        painter.setClipRect(QRectF(0, geometry.axis, plot, height - geometry.axis))
        self._paint_grid(painter, marks, height)
        painter.translate(0, -top)
        sight = QRectF(0, geometry.axis + top, plot, height - geometry.axis)
        self._paint_links(painter, scene, width)
        for lane in NAMES:
            self._paint_lane(painter, scene, lane, sight, width)
        self._paint_link_ends(painter, scene, width)
        painter.restore()
        painter.save()
        painter.setClipRect(QRectF(0, geometry.axis, width, height - geometry.axis))
        painter.translate(0, -top)
        for lane in NAMES:
            self._paint_heading(painter, scene, lane, width, top)
            if scene.undated[lane]:
                self._paint_undated(painter, scene, lane, width)
        painter.restore()
        covered = geometry.brush_label(scene, plot)
        self._paint_axis(painter, marks, plot, width, covered)
        if scene.brush is not None:
            self._paint_brush(painter, scene, scene.brush, plot, height)

    def _paint_axis(
        self, painter: QPainter, marks: Ticks, plot: float, width: float, covered: QRectF
    ) -> None:
        ours, geometry = self._appearance.palette, self._geometry
        painter.fillRect(QRectF(0, 0, width, geometry.axis), QColor(ours.surface))
        painter.setPen(QColor(ours.line))
        painter.drawLine(QPointF(0, geometry.axis - 0.5), QPointF(width, geometry.axis - 0.5))
        base = GRID + geometry.metrics.ascent()
        painter.setFont(geometry.bold)
        for tick in marks.above:
            if tick.label_x is None:
                continue
            wide = geometry.bold_metrics.horizontalAdvance(tick.label) + 2 * GRID
            if not covered.intersects(QRectF(tick.label_x, GRID, wide, 1)):
                painter.setPen(QColor(ours.text))
                painter.drawText(QPointF(tick.label_x + GRID, base), tick.label)
        painter.setFont(geometry.bold if not marks.above else geometry.font)
        base += geometry.line + GRID
        for tick in marks.fine:
            painter.setPen(QColor(ours.line))
            if 0 <= tick.x < plot:
                painter.drawLine(
                    QPointF(tick.x, geometry.axis - geometry.line - GRID),
                    QPointF(tick.x, geometry.axis),
                )
            if tick.label_x is not None:
                painter.setPen(QColor(ours.quiet))
                painter.drawText(QPointF(tick.label_x + GRID, base), tick.label)

    def _paint_grid(self, painter: QPainter, marks: Ticks, height: float) -> None:
        faint = QColor(self._appearance.palette.line)
        faint.setAlphaF(0.45)
        strong = QColor(self._appearance.palette.line)
        for tick in marks.fine:
            painter.setPen(faint)
            painter.drawLine(QPointF(tick.x, self._geometry.axis), QPointF(tick.x, height))
        for tick in marks.above:
            painter.setPen(strong)
            painter.drawLine(QPointF(tick.x, self._geometry.axis), QPointF(tick.x, height))

    def _paint_heading(
        self, painter: QPainter, scene: Scene, lane: LaneName, width: float, scrolled: float
    ) -> None:
        ours, geometry = self._appearance.palette, self._geometry
        top = geometry.heading_top(scene, lane, scrolled)
        if top > geometry.top(scene, lane):
            over = QRectF(0, top, geometry.plot(scene, width), geometry.heading_height)
            painter.fillRect(over, QColor(ours.surface))
            painter.setPen(QColor(ours.line))
            painter.drawLine(over.bottomLeft(), over.bottomRight())
        elif lane == "statement":
            painter.setPen(QColor(ours.line))
            painter.drawLine(QPointF(0, top + 0.5), QPointF(width, top + 0.5))
        base = top + 2 * GRID + geometry.metrics.ascent()
        left = 4.0 * GRID
        painter.setFont(geometry.bold)
        painter.setPen(QColor(ours.text))
        name = NAMES[lane]
        advance = geometry.bold_metrics.horizontalAdvance(name)
        room = geometry.plot(scene, width) - left - advance - 6 * GRID
        note = geometry.metrics.elidedText(scene.notes[lane], Qt.TextElideMode.ElideRight, room)
        behind = QRectF(
            left - GRID,
            top + GRID,
            advance + geometry.metrics.horizontalAdvance(note) + 5 * GRID,
            geometry.line + 2 * GRID,
        )
        painter.fillRect(behind, QColor(ours.surface))  # no line of the grid runs through words
        painter.drawText(QPointF(left, base), name)
        painter.setFont(geometry.font)
        painter.setPen(QColor(ours.quiet))
        painter.drawText(QPointF(left + advance + 3 * GRID, base), note)

    def _paint_lane(
        self, painter: QPainter, scene: Scene, lane: LaneName, sight: QRectF, width: float
    ) -> None:
        geometry = self._geometry
        if lane == "statement" and scene.counts is not None:
            self._paint_counts(painter, scene, scene.counts, sight.width())
            return
        top = geometry.first_row(scene, lane)
        for frame in scene.lanes[lane].frames:
            self._paint_frame(painter, scene, frame, top + frame.row * geometry.row, sight)
        linked = {stop.key for stop in scene.linked if isinstance(stop, Stop)}
        offset = scene.scale.start * scene.scale.day
        begin, end = offset - 4 * GRID, offset + sight.right()
        for stop in scene.lanes[lane].stops:
            if min(stop.left, stop.label) > end or (stop.right < offset and stop.left < begin):
                continue
            left, right = stop.left - offset, stop.right - offset
            y = top + stop.row * geometry.row
            if y > sight.bottom() or y + geometry.row < sight.top():
                continue
            is_current = scene.current is not None and stop.key == scene.current.key
            is_chosen = is_current or stop.key in linked
            if is_chosen:
                self._paint_choice(painter, geometry.rect(scene, stop, width), is_current)
            if stop.kind == "more" and not stop.is_listed:
                seen = QRectF(max(left, 0.0), y, min(right, sight.right()) - max(left, 0.0), 0)
                if seen.width() > 2 * geometry.row:
                    self._paint_more(painter, stop, seen.adjusted(0, 0, 0, geometry.row))
            elif stop.kind == "more":
                at = geometry.label_left(scene, stop, right) + INDENT
                self._write(painter, words_of_rest(stop), at, y, sight.right() - at, accent=True)
            else:
                edge = sight.right()
                self._paint_item(painter, scene, stop, left, right, y, edge, is_current, is_chosen)

    def _paint_choice(self, painter: QPainter, rect: QRectF, is_current: bool) -> None:
        ours = self._appearance.palette
        inner = rect.adjusted(0, 1, 0, -1)
        path = QPainterPath()
        path.addRoundedRect(inner, GRID - 1, GRID - 1)
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
        ours, geometry = self._appearance.palette, self._geometry
        ink = QColor(ours.accent if is_current else ours.quiet)
        width, edge = edge, min(edge - GRID, stop.end - stop.left + left)
        if stop.is_listed:
            at = geometry.label_left(scene, stop, right) + INDENT
        elif item.first == item.last:
            paint_day(painter, item, (left + right) / 2, y, geometry.row, ink)
            at, edge = geometry.beside_day(scene, stop, edge)
        else:
            paint_bar(painter, item, left, right, y, geometry.row, ink, width)
            at = geometry.label_left(scene, stop, right) + GRID
        self._paint_label(painter, item, at, y, edge - at, is_chosen)

    def _paint_label(
        self, painter: QPainter, item: Item, at: float, y: float, room: float, is_chosen: bool
    ) -> None:
        """Write an item's label and badges, and a statement's words as far as there is room."""
        ours, geometry = self._appearance.palette, self._geometry
        room = min(room, geometry.longest)
        widest = room - geometry.stances_width(item)
        if widest < 6 * GRID:
            return
        text = geometry.elided(label_of(item), widest)
        written = geometry.metrics.horizontalAdvance(text) + geometry.stances_width(item)
        words = ""
        if item.lane == "statement" and room - written - 2 * GRID > _EXCERPT * geometry.zoom:
            words = geometry.elided(shortened(item.words), room - written - 2 * GRID)
        if not is_chosen:
            wide = written + (2 * GRID + geometry.metrics.horizontalAdvance(words) if words else 0)
            self._clear(painter, at, y, wide)
        base = y + (geometry.row - geometry.line) / 2 + geometry.metrics.ascent()
        painter.setFont(geometry.font)
        painter.setPen(QColor(ours.quote if is_chosen else ours.text))
        painter.drawText(QPointF(at, base), text)
        at += geometry.metrics.horizontalAdvance(text)
        for shown, colour in stances_of(item):
            painter.setPen(QColor(getattr(ours, colour)))
            painter.drawText(QPointF(at, base), shown)
            at += geometry.metrics.horizontalAdvance(shown)
        if words:
            painter.setPen(QColor(ours.quiet))
            painter.drawText(QPointF(at + 2 * GRID, base), words)

    def _paint_frame(
        self, painter: QPainter, scene: Scene, frame: Frame, y: float, sight: QRectF
    ) -> None:
        ours, geometry = self._appearance.palette, self._geometry
        left, right = geometry.along(scene, frame)
        if left > sight.right() or right < 0:
            return
        item, ink = frame.items[0], QColor(ours.quiet)
        at = geometry.label_left(scene, frame, right)
        edge = min(sight.right(), frame.end - frame.left + left)
        if item.first == item.last:
            paint_day(painter, item, (left + right) / 2, y, geometry.row, ink)
            at, edge = geometry.beside_day(scene, frame, edge)
        else:
            paint_bar(painter, item, left, right, y, geometry.row, ink, sight.right())
        words = geometry.elided(label_of_several(frame.items), edge - at - GRID / 2)
        self._clear(painter, at + GRID / 2, y, geometry.measure_text(words))
        self._write(painter, words, at + GRID / 2, y, edge - at - GRID / 2)
        painter.setPen(QColor(ours.line))
        x = geometry.label_left(scene, frame, right) + GRID / 2
        below = y + geometry.row
        painter.drawLine(
            QPointF(x, below + 1), QPointF(x, below + (frame.rows - 1) * geometry.row - 2)
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
        painter.setFont(self._geometry.font)
        painter.setPen(QColor(ours.quiet))
        words = words_of_number(stop.number, stop.lane)
        if self._geometry.metrics.horizontalAdvance(words) > rect.width() - 4 * GRID:
            words = f"{stop.number:,}"
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_counts(
        self, painter: QPainter, scene: Scene, counts: Histogram, plot: float
    ) -> None:
        """Paint columns of what is dated to days; below them, to its own scale, of ranges."""
        ours = self._appearance.palette
        top = self._geometry.first_row(scene, "statement")
        tallest = self._geometry.columns_height(scene)
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
                high = max(1.0, exact / most * (tallest - 2 * GRID))
                column = QRectF(left, base - high, wide, high)
                (chosen if is_current else columns).append(column)
            if ranged:
                high = max(1.0, ranged / ranged_most * (RANGES - 2 * GRID))
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
        ours, geometry = self._appearance.palette, self._geometry
        plot = geometry.plot(scene, width)
        top = geometry.top(scene, lane)
        painter.setPen(QColor(ours.line))
        bottom = top + geometry.lane_height(scene, lane)
        painter.drawLine(QPointF(plot + 0.5, top + 1), QPointF(plot + 0.5, bottom))
        left = plot + 3 * GRID
        room = width - left - 2 * GRID
        base = top + 2 * GRID + geometry.metrics.ascent()
        painter.setFont(geometry.bold)
        painter.setPen(QColor(ours.quiet))
        painter.drawText(
            QPointF(left, base), geometry.elided(f"No date: {scene.undated[lane]:,}", room)
        )
        for stop in scene.lanes[lane].undated:
            rect = geometry.rect(scene, stop, width)
            if rect.bottom() > bottom:
                break
            is_current = scene.current is not None and stop.key == scene.current.key
            if is_current:
                self._paint_choice(painter, rect.adjusted(-GRID, 0, GRID, 0), is_current)
            if stop.kind == "more":
                self._write(
                    painter, words_of_rest(stop), rect.left(), rect.top(), room, accent=True
                )
            else:
                self._paint_label(painter, stop.items[0], rect.left(), rect.top(), room, is_current)

    def _paint_links(self, painter: QPainter, scene: Scene, width: float) -> None:
        """Join the current one to what it rests on, or what rests on it, behind all words."""
        if scene.current is None or not scene.linked:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._appearance.palette.accent), 1.25))
        here = self._geometry.anchor(scene, scene.current, width)
        for linked in scene.linked:
            there = self._geometry.anchor(scene, linked, width)
            path = QPainterPath(here)
            bend = QPointF(0, (there.y() - here.y()) / 2)
            path.cubicTo(here + bend, there - bend, there)
            painter.drawPath(path)
        painter.restore()

    def _paint_link_ends(self, painter: QPainter, scene: Scene, width: float) -> None:
        ours = self._appearance.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(ours.accent), 1.25))
        painter.setBrush(QColor(ours.surface))
        for linked in scene.linked:
            painter.drawEllipse(self._geometry.anchor(scene, linked, width), 2.5, 2.5)
        painter.restore()

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
        label = self._geometry.brush_label(scene, plot)
        painter.fillRect(label, QColor(ours.accent))
        painter.setFont(self._geometry.font)
        painter.setPen(QColor(ours.accent_text))
        painter.drawText(
            label, int(Qt.AlignmentFlag.AlignCenter), words_of_part(*brush, short=True)
        )

    def _clear(self, painter: QPainter, at: float, y: float, wide: float) -> None:
        """Have no line run through the words that will stand there."""
        ground = QRectF(at - 1, y + GRID, wide + 2, self._geometry.line)
        painter.fillRect(ground, QColor(self._appearance.palette.surface))

    def _write(
        self,
        painter: QPainter,
        text: str,
        at: float,
        y: float,
        room: float,
        accent: bool = False,
    ) -> None:
        ours, geometry = self._appearance.palette, self._geometry
        painter.setFont(geometry.font)
        painter.setPen(QColor(ours.accent if accent else ours.quiet))
        base = y + (geometry.row - geometry.line) / 2 + geometry.metrics.ascent()
        painter.drawText(QPointF(at, base), geometry.elided(text, room))


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
