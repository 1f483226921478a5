"""A view as a picture or a page, with a caption above it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QImageReader,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QStaticText,
    QTextOption,
)
from PySide6.QtSvg import QSvgGenerator

from viewer import __version__
from viewer.dating import spell
from viewer.export.xml import carried
from viewer.library.catalogue import Catalogue
from viewer.records import Dates
from viewer.ui.question import Question, in_words
from viewer.ui.saving.file import NotSaved
from viewer.ui.views.view import View

_MARGIN = 8  # px around a caption
_LEADING = 2  # px below each part of it
_RATIO = 2  # device pixels of a picture for each pixel of the window
_WIDEST = 32_767  # device pixels; Qt paints no further
_LARGEST_PAGE = 14_400  # points; some readers open no larger page


Pieces = Generator[float, None, bytes]
"""What makes the content of a file, telling from time to time which share of it is made."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What a picture says of itself: what it is, of which library, what is asked, "" for all.

    ``day`` is an ISO day.
    """

    title: str
    library: str
    asked: str
    day: str

    @property
    def name(self) -> str:
        """Under which title a reader of files shows it."""
        return ", ".join(part for part in (self.title, self.library) if part)

    @property
    def question(self) -> str:
        """What was asked, and when it was saved."""
        asked = f"Asked for: {self.asked}" if self.asked else ""
        day = spell(Dates(self.day, self.day)).replace(" ", "\N{NO-BREAK SPACE}")
        return " · ".join(part for part in (asked, f"saved on {day}") if part)


def caption(title: str, library: Catalogue, question: Question) -> Caption:
    """Return the caption of a picture that is made today."""
    asked = in_words(question, library)
    return Caption(title, library.title(), asked, date.today().isoformat())


class _Sheet:
    """A view with its caption above it, as wide as the view: title, question, then the key."""

    def __init__(self, view: View, caption: Caption) -> None:
        self._view = view
        self._whole = view.extent()
        title, quiet = QFont(view.appearance.page_font()), view.appearance.quiet_font()
        title.setWeight(QFont.Weight.DemiBold)
        told = ((caption.name, title, "text"), (caption.question, quiet, "quiet"))
        self._lines = [
            (self._laid_out(words, font), font, colour)
            for words, font, colour in (*told, (view.key(), quiet, "quiet"))
            if words
        ]

    def _laid_out(self, words: str, font: QFont) -> QStaticText:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        text = QStaticText(words)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextOption(option)
        text.setTextWidth(self._whole.width() - 2 * _MARGIN)
        text.prepare(font=font)
        return text

    @property
    def _height(self) -> float:
        return sum(self._height_of(text) for text, _, _ in self._lines) + 2 * _MARGIN

    def _height_of(self, text: QStaticText) -> float:
        return math.ceil(text.size().height()) + _LEADING

    def size(self) -> QSizeF:
        """Return the size in pixels of the window."""
        return self._whole + QSizeF(0, self._height)

    def draw(self, painter: QPainter) -> Iterator[float]:
        """Paint it, and end the painter, whether it is given up or not."""
        try:
            yield from self._drawn(painter)
        finally:
            painter.end()

    def _drawn(self, painter: QPainter) -> Iterator[float]:
        ours = self._view.appearance.palette
        band = QRectF(0, 0, self._whole.width(), self._height)
        painter.fillRect(band, QColor(ours.surface))
        top = float(_MARGIN)
        for text, font, colour in self._lines:
            painter.setFont(font)
            painter.setPen(QColor(getattr(ours, colour)))
            painter.drawStaticText(QPointF(_MARGIN, top), text)
            top += self._height_of(text)
        painter.translate(0, self._height)
        yield 0
        yield from self._view.draw(painter)


def _svg(view: View, caption: Caption) -> Pieces:
    sheet, buffer = _Sheet(view, caption), QBuffer()
    size = _whole(sheet.size())
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(caption.name)
    generator.setDescription(_made_by())
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(0, 0), size))
    generator.setResolution(_dots_per_inch())
    painter = QPainter(generator)
    yield from sheet.draw(painter)
    written = carried(bytes(buffer.data().data()).decode()).encode()
    return _with_generic_faces(written, view.appearance.text_font())


def _with_generic_faces(svg: bytes, text_font: QFont) -> bytes:
    """Name the kind of each face after it: another machine may have none of ours."""

    def named(match: re.Match[bytes]) -> bytes:
        kind = "serif" if match[1].decode() in text_font.families() else "sans-serif"
        return b'font-family="%b, %b"' % (match[1], kind.encode())

    return re.sub(rb'font-family="([^"]*)"', named, svg)


def _png(view: View, caption: Caption) -> Pieces:
    sheet = _Sheet(view, caption)
    size = _whole(sheet.size()) * _RATIO
    width, height = size.width(), size.height()
    # Beyond its limit Qt itself would not open the picture again.
    too_many = 4 * width * height > QImageReader.allocationLimit() << 20
    image = QImage() if too_many or max(width, height) > _WIDEST else _image(size)
    if image.isNull():
        raise NotSaved(
            f"A picture of {width:,} × {height:,} pixels is too large; save it as .svg or .pdf,"
            " or narrow the question."
        )
    # The last pixel of a row may lie beyond a view of so many and a half.
    image.fill(QColor(view.appearance.palette.surface))
    painter = QPainter(image)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing, on=True
    )
    yield from sheet.draw(painter)
    buffer = QBuffer()
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setText("Title", caption.name)
    writer.setText("Software", _made_by())
    if not writer.write(image):
        cause = writer.errorString().rstrip(".")
        raise NotSaved(f"The picture cannot be made ({cause}); save it as .svg or .pdf.")
    return bytes(buffer.data().data())


def _image(size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_RATIO)
    return image


def _pdf(view: View, caption: Caption) -> Pieces:
    """Return one page as large as the view, smaller in scale where no reader opens as large."""
    sheet = _Sheet(view, caption)
    size, dots = sheet.size(), _dots_per_inch()
    points = QSizeF(size.width(), size.height()) * 72 / dots
    scale = min(1.0, _LARGEST_PAGE / max(points.width(), points.height()))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(caption.name)
    writer.setCreator(_made_by())
    # At the window's own resolution a point is as many pixels as the view has measured.
    writer.setResolution(dots)
    page = QPageSize(points * scale, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    painter.scale(scale, scale)
    yield from sheet.draw(painter)
    return bytes(buffer.data().data())


class _Picture(NamedTuple):
    """A format of pictures: how it is called, and what makes the content of a file in it."""

    words: str
    made: Callable[[View, Caption], Pieces]


PICTURES = {
    "svg": _Picture("Scalable picture", _svg),
    "png": _Picture("Picture", _png),
    "pdf": _Picture("PDF page", _pdf),
}
"""The formats of pictures by the suffix of their files."""


def _whole(size: QSizeF) -> QSize:
    return QSize(math.ceil(size.width()), math.ceil(size.height()))


def _dots_per_inch() -> int:
    return round(QGuiApplication.primaryScreen().logicalDotsPerInch())


def _made_by() -> str:
    return f"Whosaid {__version__}"
