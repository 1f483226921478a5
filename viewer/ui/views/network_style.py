"""How the kinds of ties and nodes of a network are told: by colour and by line or shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from viewer.badges import Badge, status_badge
from viewer.library.network import Node, Tie, TieKind
from viewer.palette import Palette

_ICON = (28, 12)  # px
MARK = 7.0  # px around the middle of a mark on a line


@dataclass(frozen=True, slots=True)
class TieStyle:
    """``colour`` is the name of a field of the palette; ``dashes`` are px of line and of gap."""

    colour: str
    dashes: tuple[float, ...] = ()
    width: float = 1.4
    growth: float = 2
    head: Literal["filled", "hollow", "open"] = "filled"

    def of(self, tie: Tie) -> TieStyle:
        """Return the style of one tie: thin with an open head when it is no more than inferred.

        One that is only denied is faint dots whatever its kind.
        """
        if tie.contested == "denied":
            return replace(self, dashes=(1.5, 4), width=1.0, growth=0, head="open")
        if tie.is_inferred and self.head == "filled":
            return replace(self, width=1.0, growth=0, head="open")
        return self

    def width_of(self, share: float) -> float:
        """Return how wide a tie is in px, for its ``share`` of the weightiest (0 to 1)."""
        return self.width + self.growth * share**2

    def pen(self, palette: Palette, share: float, opacity: float = 1) -> QPen:
        """Return the line of a tie, thicker for a larger ``share`` of the weightiest (0 to 1)."""
        colour = QColor(getattr(palette, self.colour))
        colour.setAlphaF(opacity)
        width = self.width_of(share)
        pen = QPen(colour, width, c=Qt.PenCapStyle.FlatCap)
        if self.dashes:
            pen.setDashPattern([length / width for length in self.dashes])
        return pen


_SPACE = "\N{NO-BREAK SPACE}"  # no line ends between a sign and its word
NODES = (
    f"●{_SPACE}actor   ■{_SPACE}outlet   ◆{_SPACE}weapon",
    "hollow: a group, a class, unnamed",
)
"""How nodes are told, for the legend; the shapes are in DejaVu Sans."""

_DISPUTED, _DENIED = status_badge("disputed"), status_badge("denied")
MARKS = (
    f"on a line: {_DISPUTED.shape}{_SPACE}{_DISPUTED.word}   "
    f"{_DENIED.shape}{_SPACE}{_DENIED.word}, not affirmed",
    "thin with an open head: inferred",
)
"""How ties are told that are not simply stated, for the legend."""

TIES: dict[TieKind, TieStyle] = {
    "supplies": TieStyle("accent"),
    "may supply": TieStyle("accent", (7, 4)),
    "uses": TieStyle("suggests", (10, 3, 2, 3)),
    "denies": TieStyle("denies", (4, 3)),
    "cites": TieStyle("quiet", (1.5, 2.5), width=1.2),
    "belongs to": TieStyle("quiet", width=0.7, head="hollow"),
}


def tie_icon(kind: TieKind, palette: Palette, ratio: float, is_switch: bool = False) -> QIcon:
    """Return a tie of a kind as a list shows it; on a switch it is fainter while that is off.

    ``ratio`` is that of the screen.
    """
    icon = QIcon()
    full = _sample(kind, palette, ratio, 1)
    icon.addPixmap(full, QIcon.Mode.Normal, QIcon.State.On)
    off = _sample(kind, palette, ratio, 0.35) if is_switch else full
    icon.addPixmap(off, QIcon.Mode.Normal, QIcon.State.Off)
    return icon


def _sample(kind: TieKind, palette: Palette, ratio: float, opacity: float) -> QPixmap:
    pixmap = QPixmap(round(_ICON[0] * ratio), round(_ICON[1] * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(opacity)
    paint_sample(painter, QPointF(0, _ICON[1] / 2), kind, palette)
    painter.end()
    return pixmap


def paint_sample(painter: QPainter, at: QPointF, kind: TieKind, palette: Palette) -> None:
    """Paint a short tie of a kind that begins at ``at``."""
    style = TIES[kind]
    pen = style.pen(palette, 0.5)
    size = head_size(pen.widthF())
    tip = at + QPointF(_ICON[0] - 1, 0)
    back = tip - QPointF(size, 0)
    painter.setPen(pen)
    painter.drawLine(at, back)
    across = QPointF(0, size * 0.42)
    paint_head(painter, QPolygonF([tip, back + across, back - across]), style, pen, palette)


def head_size(width: float) -> float:
    """Return how long the arrow head of a line of ``width`` px is."""
    return 6 + width * 1.2


def paint_head(
    painter: QPainter, shape: QPolygonF, style: TieStyle, pen: QPen, palette: Palette
) -> None:
    """Paint an arrow head: filled, hollow, or open."""
    if style.head == "open":
        tip, left, right = (shape.at(corner) for corner in range(3))
        painter.setPen(QPen(pen.color(), 1.2))
        painter.drawPolyline(QPolygonF([left, tip, right]))
        painter.drawLine((left + right) / 2, tip)
        return
    painter.setPen(QPen(pen.color(), 1))
    painter.setBrush(pen.color() if style.head == "filled" else QColor(palette.surface))
    painter.drawPolygon(shape)


def mark_of(tie: Tie) -> Badge | None:
    """Return the badge at the middle of a tie that somebody denies."""
    if not tie.contested:
        return None
    return _DENIED if tie.contested == "denied" else _DISPUTED


def is_marked(tie: Tie) -> bool:
    """Tell whether a tie is told as something other than simply stated."""
    return bool(tie.contested) or tie.is_inferred


def node_shape(node: Node, at: QPointF, size: float) -> QPainterPath:
    """Return the outline of a node: weapons diamonds, outlets squares, the others circles."""
    path = QPainterPath()
    if node.type == "weapon":
        far = size * 1.15
        points: Sequence[tuple[float, float]] = ((0, -far), (far, 0), (0, far), (-far, 0))
        path.addPolygon(QPolygonF([at + QPointF(x, y) for x, y in points]))
        path.closeSubpath()
    elif node.kind == "outlet":
        side = size * 0.9
        path.addRoundedRect(QRectF(at.x() - side, at.y() - side, 2 * side, 2 * side), 2, 2)
    else:
        path.addEllipse(at, size, size)
    return path


def is_hollow(node: Node) -> bool:
    """Tell whether a node is no single one: a group, a class, somebody without a name."""
    return node.kind in ("group", "unnamed", "class")


def kind_words(node: Node) -> str:
    """Return what a node is."""
    if node.type == "weapon":
        return "class of weapons" if node.kind == "class" else "weapon"
    return "unnamed speaker" if node.kind == "unnamed" else str(node.kind)
