"""A text in a number of lines, of which none is cut through its middle."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from viewer.ui.views.lines import Lines


@pytest.mark.parametrize("most", [1, 2, 3])
@pytest.mark.parametrize(
    "text",
    ["", "short", "W" * 400, "il " * 400, "Wo sonst " * 60, "one\ntwo\nthree\nfour", "موشک " * 99],
)
def test_lines_are_no_more_than_there_is_room_for(qtbot: QtBot, text: str, most: int) -> None:
    lines = Lines("quiet", most, None)  # type: ignore[arg-type] # which has no parent
    qtbot.addWidget(lines)
    lines.setText(text)
    lines.resize(300, lines.sizeHint().height())
    shown = lines.lines()
    assert len(shown) <= most
    assert all(lines.fontMetrics().horizontalAdvance(line) <= 300 for line in shown)
    assert lines.fontMetrics().lineSpacing() * len(shown) <= lines.height()
    assert shown[-1].endswith("…") or "".join(" ".join(shown).split()) == "".join(text.split())
