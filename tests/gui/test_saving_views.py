from __future__ import annotations

import contextlib
import csv
import math
import re
import resource
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.saving import save
from viewer.export.csv import table
from viewer.library.catalogue import Catalogue
from viewer.ui.appearance import Appearance
from viewer.ui.question import Question
from viewer.ui.saving import views
from viewer.ui.saving.file import NotSaved
from viewer.ui.saving.pictures import Caption, caption
from viewer.ui.saving.views import filters
from viewer.ui.views.view import View

CAPTION = Caption("Transfers", "The War", "drones · Iran", "2026-11-22")
ROWS = [["who", "words"], ["Iran", "“no, never”"]]


class Sheet(View):
    """A view of one line of words, as large as it is told."""

    whole = QSizeF(320, 40.5)

    def extent(self) -> QSizeF:
        return self.whole

    def draw(self, painter: QPainter) -> Iterator[float]:
        painter.fillRect(QRectF(0, 0, 320, 40.5), QColor(self.appearance.palette.surface))
        painter.setPen(QColor(self.appearance.palette.text))
        painter.setFont(self.appearance.text_font())
        painter.drawText(QRectF(0, 0, 320, 40), Qt.AlignmentFlag.AlignCenter, "“Ничего” said Iran")
        yield 1

    def key(self) -> str:
        return "pale: old"

    def documents(self) -> dict[str, Callable[[], str]]:
        return {"csv": lambda: table(ROWS[0], ROWS[1:])}


@pytest.fixture(params=["light", "dark"])
def sheet(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Sheet]:  # noqa: ARG001
    parent = QWidget()
    yield Sheet(Appearance(request.param), parent)
    parent.deleteLater()


@pytest.fixture
def light_sheet(qapp: QApplication) -> Iterator[Sheet]:  # noqa: ARG001 - a widget needs one
    parent = QWidget()
    yield Sheet(Appearance("light"), parent)
    parent.deleteLater()


def band(sheet: Sheet) -> int:
    """Return how high the caption stands above a sheet, in px."""
    look = sheet.appearance
    title = QFont(look.page_font())
    title.setWeight(QFont.Weight.DemiBold)
    parts = (
        (CAPTION.name, title),
        (CAPTION.question, look.quiet_font()),
        (sheet.key(), look.quiet_font()),
    )
    high = 16
    for words, font in parts:
        metrics = QFontMetricsF(font)
        lines = 1 + (metrics.horizontalAdvance(words) > 304)
        high += math.ceil(lines * metrics.height()) + 2
    return high


def background(image: QImage) -> str:
    return image.pixelColor(2, 2).name()


def test_a_picture_is_read_again_in_the_palette_shown(sheet: Sheet, tmp_path: Path) -> None:
    save(sheet, tmp_path / "it.png", CAPTION)
    image = QImage(str(tmp_path / "it.png"))
    above = 2 * band(sheet)
    assert (image.width(), image.height()) == (640, above + 82)
    assert image.text("Title") == "Transfers, The War"
    assert background(image) == sheet.appearance.palette.surface
    assert image.pixelColor(639, above + 81).name() == sheet.appearance.palette.surface
    for rows in (range(above), range(above, above + 82)):  # the caption, and the view
        points = ((x, y) for y in rows for x in range(640))
        assert any(image.pixelColor(*at) != image.pixelColor(2, 2) for at in points)


def test_a_scalable_picture_is_read_again(sheet: Sheet, tmp_path: Path) -> None:
    save(sheet, tmp_path / "it.svg", replace(CAPTION, title="Transfers & more"))
    written = (tmp_path / "it.svg").read_text(encoding="utf-8")
    assert "<title>Transfers &amp; more, The War</title>" in written
    drawn = " ".join(re.findall(r">([^<]+)</text>", written))
    asked = "Asked for: drones · Iran · saved on 22 November 2026"
    told = f"Transfers &amp; more, The War {asked} pale: old"
    assert " ".join(drawn.split()).startswith(told)
    assert "Ничего" in written
    assert "said Iran" in written
    renderer = QSvgRenderer(str(tmp_path / "it.svg"))
    assert renderer.isValid()
    image = QImage(320, 41 + band(sheet), QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    assert renderer.viewBox().width() == 320
    assert background(image) == sheet.appearance.palette.surface


def test_control_characters_leave_a_scalable_picture_readable(
    light_sheet: Sheet, tmp_path: Path
) -> None:
    named = replace(CAPTION, library="The\x1b W\x01ar\x0b", asked="a\x02b")
    save(light_sheet, tmp_path / "it.svg", named)
    read = ElementTree.parse(tmp_path / "it.svg")  # noqa: S314 - written a line above
    title = read.findtext("{http://www.w3.org/2000/svg}title")
    assert title == "Transfers, The War"


def test_a_pdf_has_one_page_as_large_as_the_view(light_sheet: Sheet, tmp_path: Path) -> None:
    save(light_sheet, tmp_path / "it.pdf", CAPTION)
    written = (tmp_path / "it.pdf").read_bytes()
    assert written.startswith(b"%PDF-1.")
    assert written.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type\s*/Page\b", written)) == 1
    assert page_size(written) == pytest.approx(
        (320 * 0.75, (40.5 + band(light_sheet)) * 0.75), abs=1
    )
    assert b"/FontFile2" in written
    assert "Transfers, The War".encode("utf-16-be") in written


def test_a_page_beyond_what_readers_open_is_scaled(light_sheet: Sheet, tmp_path: Path) -> None:
    light_sheet.whole = QSizeF(3_000, 60_000)
    save(light_sheet, tmp_path / "it.pdf", CAPTION)
    assert page_size((tmp_path / "it.pdf").read_bytes()) == pytest.approx((720, 14_400), abs=2)


def page_size(pdf: bytes) -> tuple[float, float]:
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box
    return float(box[1]), float(box[2])


def test_a_document_is_the_text_of_the_view(light_sheet: Sheet, tmp_path: Path) -> None:
    save(light_sheet, tmp_path / "IT.CSV", CAPTION)
    with (tmp_path / "IT.CSV").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == ROWS


def test_filters_offer_what_the_view_can_be(light_sheet: Sheet) -> None:
    assert filters(light_sheet) == (
        "Scalable picture (*.svg);;Picture (*.png);;PDF page (*.pdf);;Table (*.csv)"
    )


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("it.graphml", "it.graphml does not end in one of .svg, .png, .pdf, .csv, which say the "),
        ("it", "it does not end in"),
        ("folder.svg", "is no ordinary file; choose another name."),
        ("missing/it.svg", "it.svg cannot be written (No such file or directory)"),
    ],
)
def test_what_cannot_be_saved_is_said(
    light_sheet: Sheet, tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / "folder.svg").mkdir()
    with pytest.raises(NotSaved) as refused:
        save(light_sheet, tmp_path / name, CAPTION)
    assert says in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.svg"]


@pytest.mark.parametrize("size", [QSizeF(100, 16_400), QSizeF(9_000, 9_000)])
def test_a_picture_too_large_is_refused(light_sheet: Sheet, tmp_path: Path, size: QSizeF) -> None:
    light_sheet.whole = size
    with pytest.raises(NotSaved, match=r"pixels is too large; save it as \.svg or \.pdf"):
        save(light_sheet, tmp_path / "it.png", CAPTION)
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf", "csv"])
def test_a_full_disk_leaves_what_was_there(light_sheet: Sheet, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"it.{suffix}"
    path.write_text("old", encoding="utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(NotSaved, match=r"cannot be written \(.+\); choose another folder\.$"):
            save(light_sheet, path, CAPTION)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_is_left_alone(light_sheet: Sheet, tmp_path: Path) -> None:
    (tmp_path / "it.svg").symlink_to("/dev/full")
    with pytest.raises(NotSaved, match="no ordinary file"):
        save(light_sheet, tmp_path / "it.svg", CAPTION)


def test_a_caption_tells_all_that_is_asked(founding_file: Path) -> None:
    question = Question("speaker:iran drones", actors=("russia",), part="mentioned")
    with contextlib.closing(Catalogue(founding_file)) as library:
        told = caption("Positions", library, question)
        assert told.asked == "speaker:iran drones · mentions: Russia"
        assert told.library == library.title() != ""
        assert told.day == date.today().isoformat()
        nothing = caption("Positions", library, Question())
    assert "Asked" in told.question
    assert f"saved on {date.today().day}\N{NO-BREAK SPACE}" in nothing.question
    assert "Asked" not in nothing.question


def test_what_is_given_up_leaves_what_was_there(light_sheet: Sheet, tmp_path: Path) -> None:
    path = tmp_path / "it.svg"
    path.write_text("old", encoding="utf-8")
    saving = views.save(light_sheet, path, CAPTION)
    next(saving)
    saving.close()
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
