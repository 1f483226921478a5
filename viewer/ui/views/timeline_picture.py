"""The timeline as a picture: all lanes from the first day in sight on, every label in full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPainter

from viewer.ui.appearance import Appearance
from viewer.ui.views.timeline_geometry import Geometry, Scene
from viewer.ui.views.timeline_painting import TimelinePainter
from viewer.ui.views.timeline_stops import Stops

_ROWS = 4  # times as many as in the window


class TimelinePicture:
    """``size`` is in px; ``width`` is that of the window's timeline, which shows ``scene``."""

    def __init__(self, scene: Scene, stops: Stops, width: float, appearance: Appearance) -> None:
        geometry = Geometry(appearance, is_printed=True)
        self._painter = TimelinePainter(geometry, appearance)
        plot = geometry.plot(scene, width)
        _, last = scene.scale.shown(plot)
        lanes = {
            lane: replace(found, stops=tuple(stop for stop in found.stops if stop.first <= last))
            for lane, found in stops.placed(scene.scale.day, geometry.measure, times=_ROWS).items()
        }
        if scene.counts is not None:
            lanes["statement"] = scene.lanes["statement"]
        self._scene = replace(scene, lanes=lanes, current=None, linked=(), brush=None)
        offset = scene.scale.start * scene.scale.day
        ends = (
            stop.label - offset + geometry.measure(item)
            for lane in lanes.values()
            for stop in lane.stops
            for item in stop.items
            if stop.kind == "item"
        )
        across = max(plot, *ends, 0.0) + width - plot
        self.size = QSizeF(ceil(across), geometry.height(self._scene))

    def draw(self, painter: QPainter) -> Iterator[float]:
        """Paint it from the upper left corner; yields which share of the work is done."""
        self._painter.paint(painter, self._scene, self.size.width(), self.size.height(), 0)
        yield 1
