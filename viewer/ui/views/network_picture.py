"""The network as a picture: every name in full, and a legend below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QRegion

from viewer.library.network import TIE_KINDS, TieKind
from viewer.ui.appearance import Appearance
from viewer.ui.views.network_painting import Marked, NetworkPainter
from viewer.ui.views.network_plane import Plane
from viewer.ui.views.network_style import MARKS, NODES, is_marked, paint_sample

_LEFT = 16  # px, before each entry of the legend
_SAMPLE = 34  # px of a tie in it


class _Entry(NamedTuple):
    """A kind of ties with a sample, or words alone, and where it stands in the legend."""

    kind: TieKind | None
    words: str
    left: float
    top: float


class NetworkPicture:
    """``size`` is in px."""

    def __init__(self, shown: Plane, appearance: Appearance) -> None:
        self._plane = shown.printed()
        self._appearance = appearance
        self._font = appearance.quiet_font()
        self._metrics = QFontMetricsF(self._font)
        self._row = self._metrics.height() * 1.6
        self._entries = self._legend()
        legend = self._entries[-1].top + 1.5 * self._row
        self.size = self._plane.size + QSizeF(0, legend)

    def draw(self, painter: QPainter) -> Iterator[float]:
        """Paint it from the upper left corner; yields which share of the work is done."""
        for _ in self._plane.prepare():
            yield 0
        whole = QRectF(QPointF(), self.size)
        painter.fillRect(whole, QColor(self._appearance.palette.surface))
        drawing = NetworkPainter(self._plane, self._appearance)
        drawing.paint(painter, QRegion(whole.toAlignedRect()), Marked())
        self._draw_legend(painter)
        yield 1

    def _legend(self) -> list[_Entry]:
        drawn = [self._plane.network.ties[tie] for tie in self._plane.ties]
        kinds = {tie.kind for tie in drawn}
        told: list[tuple[TieKind | None, str]] = [
            *((kind, kind) for kind in TIE_KINDS if kind in kinds),
            *((None, words) for words in NODES),
            *((None, words) for words in MARKS if any(map(is_marked, drawn))),
        ]
        entries: list[_Entry] = []
        left, row = float(_LEFT), 0
        for kind, words in told:
            width = (_SAMPLE if kind else 0) + self._metrics.horizontalAdvance(words)
            if entries and left + width > self._plane.size.width():
                left, row = float(_LEFT), row + 1
            entries.append(_Entry(kind, words, left, row * self._row))
            left += width + _LEFT
        return entries

    def _draw_legend(self, painter: QPainter) -> None:
        ours, metrics = self._appearance.palette, self._metrics
        painter.setFont(self._font)
        for kind, words, left, down in self._entries:
            base = self._plane.size.height() + down + metrics.height()
            if kind:
                middle = QPointF(left, base - metrics.ascent() / 2 + 1)
                paint_sample(painter, middle, kind, ours)
            painter.setPen(QColor(ours.quiet))
            painter.drawText(QPointF(left + (_SAMPLE if kind else 0), base), words)
