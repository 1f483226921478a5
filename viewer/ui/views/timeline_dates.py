"""How the date of an item is drawn: a day as a stroke, a range as a bar.

Lengths are in px; ``y`` is the top of the row in which it stands, ``row`` its height.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen

from viewer.ui.views.timeline_geometry import GRID
from viewer.ui.views.timeline_items import Item

_STROKE = 3.0  # the width of a day's upright stroke
_BAR = 2.0  # the thickness of the bar of a range
_DASH = [3.0, 2.0]  # bars thick
_BEYOND = 20_000.0
_FADE, _FADED = 120.0, 0.35  # how far an open end fades, and to what
_TIP = 5.0  # the length of the arrow at the edge towards which it goes on


def paint_day(painter: QPainter, item: Item, x: float, y: float, row: float, ink: QColor) -> None:
    """Paint a day at ``x`` as an upright stroke, hollow where it is inferred."""
    stroke = QRectF(x - _STROKE / 2, y + 1.25 * GRID, _STROKE, row - 2.5 * GRID)
    if item.is_inferred:
        painter.setPen(QPen(ink, 1))
        painter.drawRect(stroke.adjusted(-0.5, 0, 0.5, 0))
    else:
        painter.fillRect(stroke, ink)


def paint_bar(
    painter: QPainter,
    item: Item,
    left: float,
    right: float,
    y: float,
    row: float,
    ink: QColor,
    width: float,
) -> None:
    """Paint a range below its label, broken where it is inferred.

    An open end fades and goes on to an arrow at the edge of what is in sight, at 0 or at
    ``width``.
    """
    top = y + row - _BAR - 1
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
            painter.drawLine(QPointF(x, top - GRID + 1), QPointF(x, top + _BAR))


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
