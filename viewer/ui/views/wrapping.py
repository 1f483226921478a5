"""Breaking a text into lines."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextLayout, QTextOption

from viewer.ui import utf16
from viewer.ui.lettering import ONE_LINE


def broken(text: str, font: QFont, width: float, most: int | None = None) -> list[str]:
    """Break ``text`` into lines of ``width`` px, between words where it can be.

    The last of ``most`` holds all the rest.  Line breaks of its own are spaces.
    """
    text = text.translate(ONE_LINE)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while (most is None or len(starts) < most) and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    ends = [*starts[1:], utf16.length(text)]
    return [
        utf16.between(text, start, end).strip() for start, end in zip(starts, ends, strict=True)
    ]
