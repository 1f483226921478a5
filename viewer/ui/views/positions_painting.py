"""Painting the positions grid: its cells, and the claims and actors at its edges."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from viewer import badges
from viewer.library.positions import OTHERS
from viewer.ui.appearance import Appearance
from viewer.ui.views.positions_layout import Marked, ShownColumn, ShownRow, Spoken
from viewer.ui.views.wrapping import broken

_GRID = 4
_INDENT = 2 * _GRID
_WIDE, _NARROW = 13, 4
"""Widths of a column and of one that shows shapes alone, in mean letters."""

_CLAIM = (34, 52)
"""The least and the greatest width of the claims, in mean letters; between, a share of the room."""

_SHARE = 0.4
_NAME_LINES = _CELL_LINES = 4
_REMEMBERED = 10_000
_ALL = 1000
"""More lines than anything is broken into."""

_Piece = tuple[str, QFont, str]
"""A text, its font and its colour."""


class GridPainter:
    """Measures and paints in the fonts and colours in force.

    What is printed has no marks of folding, which nobody could click.
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
        self._italic = QFont(self._font)
        self._italic.setItalic(True)
        self._claim_font = self._appearance.page_font()
        self._metrics = QFontMetricsF(self._font)
        self._claim_metrics = QFontMetricsF(self._claim_font)
        fonts = (self._font, self._bold, self._italic, self._claim_font)
        self._of_font = {id(font): QFontMetricsF(font) for font in fonts}
        self._fitted: dict[tuple[str, int, int], tuple[str, float]] = {}
        self._wraps: dict[tuple[str, int, int, int], list[str]] = {}
        self._letter = self._metrics.averageCharWidth()
        self._line = self._metrics.height()
        self.band_height = round(self._line + 2 * _GRID)
        # Room for a claim of two lines with its status, and for four lines of a cell.
        claim = 2 * self._claim_metrics.height() + self._line + 5 * _GRID
        cell = self._claim_metrics.height() + (_CELL_LINES - 1) * self._line + 4 * _GRID
        self.row_height = round(max(claim, cell))
        self.fit(0.0)

    def fit(self, width: float) -> None:
        """Give the claims their share of a table that is ``width`` px wide."""
        least, most = (round(letters * self._letter) for letters in _CLAIM)
        self.claim_width = min(most, max(least, round(width * _SHARE)))

    def column_width(self, narrow: bool) -> int:
        return round((_NARROW if narrow else _WIDE) * self._letter) + 4 * _GRID

    def names_height(self, narrow: bool) -> int:
        """Return how high the actors' names stand: lines, or upright where it is narrow."""
        return round(18 * self._letter if narrow else _NAME_LINES * self._line) + 2 * _GRID

    def paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        painter.fillRect(rect, QColor(self._appearance.palette.surface))

    # Claims

    def paint_claim(
        self, painter: QPainter, rect: QRectF, shown: ShownRow, is_current: bool
    ) -> None:
        """Paint what a claim says, its status, and how it is related to the one above."""
        ours = self._appearance.palette
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, QColor(ours.selection if is_current else ours.surface))
        if is_current:
            painter.fillRect(
                QRectF(rect.left(), rect.top(), _GRID - 1, rect.height()), QColor(ours.accent)
            )
        self.rule(painter, rect)
        left = self.indent(shown)
        inner = rect.adjusted(left, 2 * _GRID, -2 * _GRID, -2 * _GRID)
        if shown.below and not self._is_printed:
            self._text(
                painter,
                QRectF(
                    inner.left() - 3 * _GRID, inner.top(), 3 * _GRID, self._claim_metrics.height()
                ),
                "▸" if shown.is_folded else "▾",
                self._font,
                ours.quiet,
            )
        painter.setPen(QColor(ours.quote if is_current else ours.text))
        words = inner.adjusted(0, 0, 0, -self._line)
        self._wrapped(painter, words, shown.claim.proposition, self._claim_font)
        status = badges.status_badge(shown.claim.status.kind)
        below = QRectF(inner.left(), inner.bottom() - self._line, inner.width(), self._line)
        used = self._text(painter, below, str(status), self._font, getattr(ours, status.colour))
        about = shown.relation
        if shown.below and shown.is_folded:
            about = f"with {shown.below} related"
        if about:
            rest = below.adjusted(used + 2 * _GRID, 0, 0, 0)
            self._text(painter, rest, about, self._italic, ours.quiet)
        painter.restore()

    def indent(self, shown: ShownRow) -> int:
        """Return how far a claim is set in; room for the mark of folding is before it."""
        return 5 * _GRID + _INDENT * shown.depth

    # Actors

    def paint_actor(
        self, painter: QPainter, rect: QRectF, column: ShownColumn, narrow: bool, is_current: bool
    ) -> None:
        """Paint an actor's name, upright in a narrow column."""
        ours = self._appearance.palette
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, QColor(ours.selection if is_current else ours.surface))
        self.rule(painter, rect)
        font = self._name_font(column)
        painter.setPen(QColor(ours.quote if is_current else ours.text))
        if narrow:
            painter.translate(rect.left(), rect.bottom())
            painter.rotate(-90)
            upright = QRectF(2 * _GRID, 0, rect.height() - 3 * _GRID, rect.width())
            name = self._measures(font).elidedText(
                column.name, Qt.TextElideMode.ElideRight, upright.width()
            )
            painter.setFont(font)
            painter.drawText(upright, Qt.AlignmentFlag.AlignVCenter, name)
        else:
            inner = rect.adjusted(2 * _GRID, _GRID, -_GRID, -_GRID)
            self._wrapped(painter, inner, column.name, font, at_bottom=True)
        painter.restore()

    def _name_font(self, column: ShownColumn) -> QFont:
        return self._italic if column.key == OTHERS else self._bold

    def paint_band(self, painter: QPainter, rect: QRectF, column: ShownColumn, left: float) -> None:
        """Paint what a group of columns stands under; the name begins no further left."""
        ours = self._appearance.palette
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, QColor(ours.background))
        if column.group_name:
            inner = rect.adjusted(2 * _GRID, _GRID, -_GRID, -_GRID)
            inner.setLeft(max(inner.left(), left + 2 * _GRID))
            if column.can_fold and not self._is_printed:
                fold = "▸ " if column.is_folded else "▾ "
                mark = self._text(painter, inner, fold, self._font, ours.quiet)
                inner.setLeft(inner.left() + mark)
            painter.setPen(QColor(ours.quiet))
            self._wrapped(painter, inner, _band(column), self._font)
        painter.setPen(QColor(ours.line))
        painter.drawLine(rect.topRight() - QPointF(0.5, 0), rect.bottomRight() - QPointF(0.5, 0))
        painter.restore()

    # Stands

    def paint_cell(
        self,
        painter: QPainter,
        rect: QRectF,
        spoken: Spoken | None,
        narrow: bool,
        is_current: bool,
        in_line: bool,
    ) -> None:
        """Paint who stands where, on the colour that is there; ``in_line`` with what is current."""
        ours = self._appearance.palette
        if in_line:
            painter.fillRect(rect, QColor(ours.selection))
        if spoken is not None:
            painter.save()
            painter.setClipRect(rect)
            if not spoken.is_asked:
                painter.setOpacity(0.55)
            inner = rect.adjusted(2 * _GRID, 2 * _GRID, -_GRID, -_GRID)
            if narrow:
                self._paint_shapes(painter, inner, spoken)
            else:
                below = self._paint_stand(painter, inner, spoken)
                self._paint_note(painter, inner, spoken, below)
            painter.restore()
        if is_current:
            painter.setPen(QPen(QColor(ours.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _paint_shapes(self, painter: QPainter, inner: QRectF, spoken: Spoken) -> None:
        """Paint shapes alone: held last before, held now, of the report, predicted."""
        ours = self._appearance.palette
        line = QRectF(inner.left(), inner.top(), inner.width(), self._line)
        for badge in spoken.earlier[-1:]:
            self._text(painter, line, f"{badge.shape}→", self._font, ours.quiet)
            line.translate(0, self._line)
        for mark in spoken.now:
            font = self._italic if mark.is_reported else self._bold
            shape = _shape(mark, with_word=False).replace(" ", "")
            colour = getattr(ours, mark.badge.colour)
            line.setLeft(line.left() + self._text(painter, line, shape, font, colour))
        below = QRectF(inner.left(), line.top(), inner.width(), self._line)
        if spoken.now:
            below.translate(0, self._line)
        if spoken.of_report:
            self._text(painter, below, _of_report(spoken), self._font, ours.quiet)
            below.translate(0, self._line)
        if spoken.predicted:
            words = f"{spoken.predicted[-1].shape}…"
            self._text(painter, below, words, self._italic, ours.quiet)

    def _paint_stand(self, painter: QPainter, inner: QRectF, spoken: Spoken) -> float:
        """Paint where one stands; returns how high that is."""
        top, height = inner.top(), self._claim_metrics.height()
        used = 0.0
        for line in self._stand(spoken, inner.width()):
            rest = QRectF(inner.left(), top + used, inner.width(), self._line if used else height)
            for text, font, colour in line:
                rest.setLeft(rest.left() + self._text(painter, rest, text, font, colour))
            used += rest.height()
        return used

    def _stand(self, spoken: Spoken, width: float) -> list[list[_Piece]]:
        """Return the way of one's mind: earlier shapes, an arrow, and what is held now.

        Words too long for the first line go on in a second.
        """
        ours = self._appearance.palette
        first: list[_Piece] = [
            (f"{badge.shape} → ", self._font, ours.quiet) for badge in spoken.earlier[-2:]
        ]
        lines = [first]
        for mark in spoken.now:
            font = self._italic if mark.is_reported else self._bold
            colour = getattr(ours, mark.badge.colour)
            if len(spoken.now) > 1:
                first.append((f"{_shape(mark, with_word=False)} ", font, colour))
                continue
            used = sum(self._measures(font).horizontalAdvance(text) for text, font, _ in first)
            words, rest = self._parted(_shape(mark, with_word=True), font, width - used)
            first.append((words, font, colour))
            if rest:
                lines.append([(rest, font, colour)])
        return lines if first else []

    def _parted(self, text: str, font: QFont, width: float) -> tuple[str, str]:
        """Return the words that fit, and the rest."""
        words = text.split(" ")
        fit = len(words)
        while fit > 1 and self._elided(" ".join(words[:fit]), font, width)[0].endswith("…"):
            fit -= 1
        return " ".join(words[:fit]), " ".join(words[fit:])

    def _paint_note(self, painter: QPainter, inner: QRectF, spoken: Spoken, below: float) -> None:
        """Paint what qualifies a stand, and apart from it what is predicted."""
        line = QRectF(inner.left(), inner.top() + below, inner.width(), self._line)
        for words, font in self._noted(
            spoken, inner.width(), _lines_in(inner.height() - below, self._line)
        ):
            self._text(painter, line, words, font, self._appearance.palette.quiet)
            line.translate(0, self._line)

    def _noted(self, spoken: Spoken, width: float, room: int) -> list[tuple[str, QFont]]:
        """Return the lines of a note, as many as there is ``room`` for; what stands apart stays."""
        apart = [
            (line, font)
            for one, font in self._apart(spoken)
            for line in self._lines(one, font, width, room)
        ]
        if bool(spoken.note) + len(apart) > room:
            apart = self._apart_in_short(spoken, room - bool(spoken.note))
        if not spoken.note:
            return apart
        note = self._lines(spoken.note, self._font, width, max(1, room - len(apart)))
        return [(line, self._font) for line in note] + apart

    def _apart(self, spoken: Spoken) -> list[tuple[str, QFont]]:
        """Return what is held of a report, and what is predicted, apart from what is held."""

        def lines(held: str, what: str, note: str, font: QFont) -> list[tuple[str, QFont]]:
            below = ", ".join(filter(None, (what, note)))
            told = [f"{what}:", held, note] if spoken.now else [held, below]
            return [(line, font) for line in told if held and line]

        is_one = len(spoken.of_report) == 1
        of_report = " ".join(_shape(mark, with_word=is_one) for mark in spoken.of_report)
        predicted = str(spoken.predicted[-1]) if spoken.predicted else ""
        return [
            *lines(of_report, "of the report", spoken.report_note, self._font),
            *lines(predicted, "predicted", "", self._italic),
        ]

    def _apart_in_short(self, spoken: Spoken, room: int) -> list[tuple[str, QFont]]:
        """Return the same where there is no room for words."""
        of_report = _of_report(spoken)
        predicted = spoken.predicted[-1].shape if spoken.predicted else ""
        if of_report and predicted and room < 2:
            return [(f"{of_report} {predicted}…", self._font)]
        lines = [(f"{of_report} report", self._font)] if of_report else []
        return lines + ([(f"predicted: {predicted}", self._italic)] if predicted else [])

    # How high it is where nothing is cut

    def claim_needs(self, shown: ShownRow) -> int:
        """Return the height of a claim with its status, in px."""
        width = self.claim_width - self.indent(shown) - 2 * _GRID
        lines = self._lines(shown.claim.proposition, self._claim_font, width, _ALL)
        return math.ceil(len(lines) * self._claim_metrics.height() + self._line + 5 * _GRID)

    def cell_needs(self, spoken: Spoken, width: int, narrow: bool) -> int:
        """Return the height of a cell, in px."""
        if narrow:
            apart = bool(spoken.of_report) + bool(spoken.predicted)
            lines = float(bool(spoken.earlier) + bool(spoken.now) + apart)
        else:
            lines = len(self._noted(spoken, width - 3 * _GRID, _ALL))
        stand = 0 if narrow else len(self._stand(spoken, width - 3 * _GRID))
        above = self._claim_metrics.height() + (stand - 1) * self._line if stand else 0.0
        return math.ceil(above + lines * self._line + 4 * _GRID)

    def name_needs(self, column: ShownColumn, width: int, narrow: bool) -> int:
        """Return the height of an actor's name, in px."""
        font = self._name_font(column)
        if narrow:
            return math.ceil(self._measures(font).horizontalAdvance(column.name)) + 4 * _GRID
        lines = self._lines(column.name, font, width - 3 * _GRID, _ALL)
        return math.ceil(len(lines) * self._line) + 2 * _GRID

    def band_needs(self, column: ShownColumn, width: int) -> int:
        """Return the height of what a group stands under, in px."""
        lines = self._lines(_band(column), self._font, width - 3 * _GRID, _ALL)
        return math.ceil(max(1, len(lines)) * self._line) + 2 * _GRID

    # Pieces

    def _measures(self, font: QFont) -> QFontMetricsF:
        """Return the metrics of one of these fonts, which take long to make."""
        return self._of_font[id(font)]

    def rule(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the lines below a rectangle and at its right."""
        painter.setPen(QColor(self._appearance.palette.line))
        painter.drawLine(
            QPointF(rect.left(), rect.bottom() - 0.5), QPointF(rect.right(), rect.bottom() - 0.5)
        )
        painter.drawLine(
            QPointF(rect.right() - 0.5, rect.top()), QPointF(rect.right() - 0.5, rect.bottom())
        )

    def _text(self, painter: QPainter, rect: QRectF, text: str, font: QFont, colour: str) -> float:
        """Paint one line, elided where it does not fit; returns how wide it is."""
        elided, advance = self._elided(text, font, rect.width())
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, elided)
        return advance

    def _elided(self, text: str, font: QFont, width: float) -> tuple[str, float]:
        """Return what fits into ``width``, and how wide that is; the same few words come often."""
        key = (text, id(font), int(width))
        if key not in self._fitted:
            if len(self._fitted) > _REMEMBERED:
                self._fitted.clear()
            metrics = self._measures(font)
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(width)))
            self._fitted[key] = (elided, metrics.horizontalAdvance(elided))
        return self._fitted[key]

    def _wrapped(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        font: QFont,
        at_bottom: bool = False,
    ) -> None:
        """Paint as many lines as there is room for, the last elided where there are more."""
        height = self._measures(font).height()
        lines = self._lines(text, font, rect.width(), _lines_in(rect.height(), height))
        top = rect.bottom() - len(lines) * height if at_bottom else rect.top()
        painter.setFont(font)
        for at, line in enumerate(lines):
            here = QRectF(rect.left(), top + at * height, rect.width(), height)
            painter.drawText(here, Qt.AlignmentFlag.AlignVCenter, line)

    def _lines(self, text: str, font: QFont, width: float, most: int) -> list[str]:
        """Break a text into lines, the last of ``most`` elided."""
        key = (text, id(font), int(width), most)
        if key not in self._wraps:
            if len(self._wraps) > _REMEMBERED:
                self._wraps.clear()
            self._wraps[key] = broken(text, font, width, most)
            if self._wraps[key]:
                self._wraps[key][-1] = self._elided(self._wraps[key][-1], font, width)[0]
        return self._wraps[key]


def _lines_in(height: float, line: float) -> int:
    """Return how many lines stand in a height, of which rounding may have taken a pixel."""
    return int((height + 1) / line)


def _band(column: ShownColumn) -> str:
    """Return what a group of columns stands under."""
    return f"{len(column.members)} together" if column.is_folded else column.group_name


def _of_report(spoken: Spoken) -> str:
    """Return the shapes of what is held of a report, "" for nothing."""
    shapes = "".join(mark.badge.shape for mark in spoken.of_report)
    return f"[{shapes}]" if shapes else ""


def _shape(mark: Marked, with_word: bool) -> str:
    shape = f"({mark.badge.shape})" if mark.is_reported else mark.badge.shape
    words = f"{shape} {mark.badge.word}" if with_word else shape
    return f"{words} {mark.count}" if mark.count > 1 else words
