"""Where everything of a timeline stands in the window, in px, in the fonts in force."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from viewer.library.timeline import Histogram
from viewer.periods import LATEST
from viewer.ui.appearance import Appearance
from viewer.ui.lettering import shortened
from viewer.ui.views.time_axis import Scale
from viewer.ui.views.timeline_items import Item, LaneName
from viewer.ui.views.timeline_layout import Frame, Lane, Stop
from viewer.ui.views.timeline_words import (
    NAMES,
    label_of,
    stances_of,
    words_of_part,
    words_of_rest,
)

GRID = 4
INDENT = 8.0  # between a stroke and its label
RANGES = 32.0  # the greatest height of what is counted below the columns
_COLUMNS = 112.0, 240.0  # the least and the greatest height of the columns of counts
_LABEL: dict[LaneName, float] = {"event": 280.0, "statement": 160.0}  # the least, unless shorter
_LONGEST = 560.0
_WISH = 340.0  # of a label that begins before its date
_SIDE = 168.0


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is painted.  ``counts`` are shown in place of the statements' items.

    ``notes`` say of each lane how much there is, ``undated`` how much of it has
    no date; ``last`` is the latest day of all; ``height`` is that in sight; ``linked`` are
    what the current one rests on or bears out, by their stops or, where these are not
    shown, by days.
    """

    scale: Scale
    lanes: dict[LaneName, Lane]
    notes: dict[LaneName, str]
    undated: dict[LaneName, int]
    last: int = LATEST
    counts: Histogram | None = None
    height: float = 0
    current: Stop | None = None
    linked: tuple[Stop | tuple[LaneName, int], ...] = ()
    brush: tuple[int, int] | None = None


class Geometry:
    """Knows where everything stands, with the axis at 0.

    Of what is printed each label has all the room it takes.
    """

    def __init__(self, appearance: Appearance, is_printed: bool = False) -> None:
        self._appearance = appearance
        self._is_printed = is_printed
        self.remeasure()

    def remeasure(self) -> None:
        """Take up the fonts in force."""
        self.font = self._appearance.quiet_font()
        self.bold = QFont(self.font)
        self.bold.setWeight(QFont.Weight.DemiBold)
        self.metrics = QFontMetricsF(self.font)
        self.bold_metrics = QFontMetricsF(self.bold)
        self.line = self.metrics.height()
        self.axis = round(2 * self.line + 4 * GRID)
        self.row = round(self.line + 2 * GRID)
        self._heading = round(self.line + 5 * GRID)
        self.zoom = self._appearance.zoom / 100
        self.longest = inf if self._is_printed else _LONGEST * self.zoom
        self._widths: dict[str, float] = {}
        self._wholes: dict[str, float] = {}
        self._elided: dict[tuple[str, int], str] = {}

    # How wide labels are

    def measure(self, item: Item) -> float:
        """Return the width that an item's label takes, with its indent."""
        if self._is_printed:
            return self._whole(item) + INDENT + GRID
        width = self._widths.get(item.key)
        if width is None:
            text = self.metrics.horizontalAdvance(label_of(item))
            widest = _LABEL[item.lane] * self.zoom
            width = min(text, widest) + self.stances_width(item) + INDENT
            self._widths[item.key] = width
        return width

    def wish(self, item: Item) -> float:
        """Return the width that lets some of its words be read, with its indent."""
        return max(self.measure(item), min(self._whole(item), _WISH * self.zoom) + INDENT)

    def measure_text(self, text: str) -> float:
        """Return the width of a label of the axis."""
        return self.metrics.horizontalAdvance(text)

    def elided(self, text: str, room: float) -> str:
        """Return as much of a text as there is room for."""
        found = self._elided.get((text, int(room)))
        if found is None:
            if len(self._elided) > 10_000:
                self._elided.clear()
            found = self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
            self._elided[text, int(room)] = found
        return found

    def stances_width(self, item: Item) -> float:
        return sum(self.metrics.horizontalAdvance(text) for text, _ in stances_of(item))

    def _label_width(self, stop: Stop) -> float:
        if stop.kind == "item":
            return self._whole(stop.items[0]) + INDENT
        return self.metrics.horizontalAdvance(words_of_rest(stop)) + INDENT

    def _whole(self, item: Item) -> float:
        """Return the width of all that can be written of an item."""
        if item.key not in self._wholes:
            width = self.metrics.horizontalAdvance(label_of(item)) + self.stances_width(item)
            if item.lane == "statement":
                width += 2 * GRID + self.metrics.horizontalAdvance(shortened(item.words))
            self._wholes[item.key] = min(width, self.longest)
        return self._wholes[item.key]

    # Lanes

    def plot(self, scene: Scene, width: float) -> float:
        """Return the width of what is along the axis, without what has no date at the side."""
        if not any(scene.undated.values()):
            return width
        return width - min(_SIDE * self.zoom, width * 0.35)

    def height(self, scene: Scene) -> float:
        """Return the height of axis and lanes."""
        return self.axis + sum(self.lane_height(scene, lane) for lane in NAMES)

    def top(self, scene: Scene, lane: LaneName) -> float:
        """Return where a lane begins."""
        above = self.lane_height(scene, "event") if lane == "statement" else 0
        return self.axis + above

    def first_row(self, scene: Scene, lane: LaneName) -> float:
        """Return where the first row of a lane begins, below its heading."""
        return self.top(scene, lane) + self._heading

    def lane_height(self, scene: Scene, lane: LaneName) -> float:
        rows = max(scene.lanes[lane].rows, len(scene.lanes[lane].undated), 1)
        inner = rows * self.row
        if lane == "statement" and scene.counts is not None:
            inner = max(round(self.columns_height(scene) + RANGES + 2 * GRID), inner)
        return self._heading + inner + 2 * GRID

    def columns_height(self, scene: Scene) -> float:
        """Return the height of the columns of counts: what the lane above leaves."""
        least, greatest = _COLUMNS
        taken = self.first_row(scene, "statement") + RANGES + 4 * GRID
        return min(max(least, scene.height - taken), greatest)

    @property
    def heading_height(self) -> float:
        """How much a heading takes of its lane, in px."""
        return self.line + 4 * GRID

    def heading_top(self, scene: Scene, lane: LaneName, scrolled: float) -> float:
        """Return where the heading of a lane stands: in sight as long as the lane is."""
        top = self.top(scene, lane)
        lowest = top + self.lane_height(scene, lane) - self.heading_height
        return min(max(top, self.axis + scrolled), lowest)

    def is_heading(self, scene: Scene, y: float, scrolled: float) -> bool:
        """Tell whether the heading of a lane stands at ``y``, over what is scrolled below it."""
        tops = (self.heading_top(scene, lane, scrolled) for lane in NAMES)
        return any(top <= y < top + self.heading_height for top in tops)

    # What stands on them

    def rect(self, scene: Scene, stop: Stop, width: float) -> QRectF:
        """Return what a stop takes, its label included; the axis stands at 0."""
        top = self.first_row(scene, stop.lane)
        if stop.kind == "part":
            left = stop.left - scene.scale.start * scene.scale.day
            return QRectF(
                left, top, max(1.0, stop.right - stop.left), self.columns_height(scene) + RANGES
            )
        y = top + stop.row * self.row
        if stop in scene.lanes[stop.lane].undated:
            left = self.plot(scene, width) + 3 * GRID
            return QRectF(left, y, width - left - 2 * GRID, self.row)
        left, right = self.along(scene, stop)
        if stop.kind == "more" and not stop.is_listed:
            return QRectF(left, y, right - left, self.row)
        begin = self.label_left(scene, stop, right)
        edge = left + stop.end - stop.left
        if stop.label < stop.left and stop.first == stop.last and not stop.is_listed:
            edge = right  # the label ends before the stroke
        room = min(edge, self.plot(scene, width) - GRID) - begin
        written = max(0.0, min(self._label_width(stop), room)) + 2 * GRID
        if not stop.is_listed:
            left, begin = left - GRID, begin - GRID
            written = max(written, min(right, width) - begin) + 2 * GRID
        return QRectF(begin, y, written, self.row)

    def at(self, scene: Scene, point: QPointF, width: float) -> Stop | None:
        """Return what stands at a point below the axis."""
        plot = self.plot(scene, width)
        offset = scene.scale.start * scene.scale.day
        for name, lane in scene.lanes.items():
            row = int((point.y() - self.first_row(scene, name)) // self.row)
            for stop in lane.stops if point.x() < plot else lane.undated:
                if stop.kind != "part" and stop.row != row:
                    continue
                # Only of what begins before the point it is worked out how far it reaches.
                begins = stop.is_listed or min(stop.left, stop.label) - offset - GRID <= point.x()
                if begins and self.rect(scene, stop, width).contains(point):
                    return stop
        return None

    def along(self, scene: Scene, stop: Stop | Frame) -> tuple[float, float]:
        """Return from where to where its date reaches, in sight or not."""
        offset = scene.scale.start * scene.scale.day
        return stop.left - offset, stop.right - offset

    def label_left(self, scene: Scene, stop: Stop | Frame, right: float) -> float:
        """Return where its label begins: in sight as long as the bar is."""
        return max(stop.label - scene.scale.start * scene.scale.day, min(GRID, right))

    def beside_day(self, scene: Scene, stop: Stop | Frame, edge: float) -> tuple[float, float]:
        """Return from where to where the label of a day's stroke has room, on either side of it."""
        left, right = self.along(scene, stop)
        if stop.label < stop.left:
            return self.label_left(scene, stop, left), (left + right) / 2 - INDENT
        return max((left + right) / 2, 0.0) + INDENT, edge

    def anchor(self, scene: Scene, at: Stop | tuple[LaneName, int], width: float) -> QPointF:
        """Return where a connection begins or ends: at the side towards the other lane."""
        if isinstance(at, Stop):
            rect = self.rect(scene, at, width)
            y = rect.bottom() if at.lane == "event" else rect.top()
            left, right = self.along(scene, at)
            is_day = all(one.first == one.last for one in at.items) and at.first == at.last
            x = (left + right) / 2 if is_day else max(left, min(right, GRID)) + GRID
            if at.is_listed:
                x, y = rect.left(), rect.center().y()
            return QPointF(x, y)
        lane, day = at
        return QPointF(scene.scale.x(day + 0.5), self.first_row(scene, lane))

    def brush_label(self, scene: Scene, plot: float) -> QRectF:
        """Return where the days marked out are written, nowhere when there are none."""
        if scene.brush is None:
            return QRectF()
        left, right = scene.scale.x(scene.brush[0]), scene.scale.x(scene.brush[1] + 1)
        wide = self.metrics.horizontalAdvance(words_of_part(*scene.brush, short=True)) + 4 * GRID
        middle = (max(left, 0.0) + min(right, plot)) / 2
        at = min(max(0.0, middle - wide / 2), plot - wide)
        return QRectF(at, 2, wide, self.line + GRID)
