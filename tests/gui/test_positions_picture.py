"""The positions as they are printed."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.debate import Said, debate
from tests.gui.saving import save
from viewer.library.reading import Library
from viewer.ui.appearance import Appearance
from viewer.ui.saving.pictures import Caption
from viewer.ui.views.positions import PositionsView
from viewer.ui.views.positions_layout import Arrangement

_CAPTION = Caption("Positions", "", "", "2026-11-22")
_LONG = "ministry-of-the-defence-of-everything-that-could-be-defended-against-anybody"


@pytest.fixture
def view(qapp: QApplication) -> Iterator[PositionsView]:  # noqa: ARG001 - a widget needs one
    parent = QWidget()
    shown = PositionsView(Appearance("light"), parent)
    shown.resize(600, 400)
    yield shown
    parent.deleteLater()


def _printed(view: PositionsView, path: Path) -> str:
    """Return all words of a picture, those of one line after those of the line above."""
    save(view, path, _CAPTION)
    written = path.read_text(encoding="utf-8")
    return " ".join(" ".join(re.findall(r">([^<]+)</text>", written)).split())


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("folded", [False, True])
def test_every_word_of_the_founding_library_is_printed_in_full(
    view: PositionsView, founding_file: Path, tmp_path: Path, narrow: bool, folded: bool
) -> None:
    with contextlib.closing(Library(founding_file)) as library:
        answer = view.read(library, None)
    view.show_answer(answer)
    view._arrange(Arrangement(narrow=narrow))
    view._fold_all_groups(folded)
    printed = _printed(view, tmp_path / "it.svg")
    assert not re.findall(r"\S+…", printed.replace("●…", ""))
    words = set(printed.split())
    for row in answer.rows:
        assert set(row.proposition.split()) <= words
    assert "▾" not in printed


def test_long_names_and_many_qualifications_are_printed_in_full(
    view: PositionsView, tmp_path: Path
) -> None:
    said = [
        Said(_LONG, "declines to comment", "2024-02-01"),
        Said(_LONG, "does not confirm", "2024-03-01", modality="conditional"),
        Said("other", "affirms", "2024-03-01", modality="predicted"),
    ]
    with contextlib.closing(Library(debate(tmp_path / "long", said))) as library:
        view.show_answer(view.read(library, None))
    printed = _printed(view, tmp_path / "it.svg")
    assert "…" not in printed
    assert _LONG.title() in printed.replace("- ", "-")
    assert "– → ○ does not confirm on a condition" in printed
    assert "– declines to comment" in view.key()  # its shape stands alone
    assert "predicted: what is expected" in view.key()
