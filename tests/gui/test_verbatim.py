"""A stranger's words are shown as they are, and never as markup or keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import Qt, QTextDocumentFragment
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.gui.test_window import chip_labels, type_in
from viewer.ui.appearance import Appearance
from viewer.ui.settings import Settings
from viewer.ui.verbatim import tip
from viewer.ui.views.lines import Lines
from viewer.ui.views.positions_foot import PositionsFoot
from viewer.ui.window import Window


@pytest.mark.parametrize(
    "words", ["R&D", "<b>Iran</b> (state)", "one\ntwo", "two  spaces,\ta tab", "&lt;"]
)
def test_a_tip_says_the_words(words: str) -> None:
    assert Qt.mightBeRichText(tip(words))
    assert QTextDocumentFragment.fromHtml(tip(words)).toPlainText() == words


def test_the_foot_of_the_positions_keeps_every_space(qapp: QApplication, qtbot: QtBot) -> None:
    del qapp
    foot = PositionsFoot(Appearance("light"), None)  # type: ignore[arg-type] # which has no parent
    qtbot.addWidget(foot)
    foot.resize(900, 200)
    foot.show()
    foot.show_lines('"two  spaces   and', "whose", "why")
    assert '"two  spaces   and' in [
        line for one in foot.findChildren(Lines) for line in one.lines()
    ]


def test_no_words_make_no_tip() -> None:
    assert tip("") == ""


def test_a_chip_keeps_its_ampersand(window: Window) -> None:
    type_in(window, "source:R&D")
    assert chip_labels(window) == ["source: R&&D"]  # which Qt shows as one


def test_a_recent_library_keeps_its_ampersand(window: Window, settings: Settings) -> None:
    settings.remember(Path("/tmp/R&D.whosaid"))  # noqa: S108 - only its name matters
    [recent] = [menu for menu in window.findChildren(QMenu) if "Recent" in menu.title()]
    recent.aboutToShow.emit()
    assert "R&&D" in recent.actions()[0].text()
