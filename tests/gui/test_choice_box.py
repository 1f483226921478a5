"""A choice that ends in an ellipsis where it is narrow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from viewer.ui.choice_box import ChoiceBox

_CHOICES = ["Speaks or is mentioned", "Speaks"]


@pytest.fixture
def box(qapp: QApplication) -> Iterator[ChoiceBox]:  # noqa: ARG001 - a widget needs one
    parent = QWidget()
    box = ChoiceBox("Which part", parent)
    box.addItems(_CHOICES)
    yield box
    parent.deleteLater()


def test_it_is_as_wide_as_its_longest_choice_and_may_be_narrower(box: ChoiceBox) -> None:
    longest = max(map(box.fontMetrics().horizontalAdvance, _CHOICES))
    assert box.sizeHint().width() >= longest
    assert box.minimumSizeHint().width() < longest


def test_a_choice_that_fits_is_whole_and_another_is_not(box: ChoiceBox) -> None:
    whole, narrow = box.sizeHint().width(), box.minimumSizeHint().width()
    assert box.words_in(whole) == _CHOICES[0]
    assert box.words_in(narrow).endswith("…")
    assert len(box.words_in(narrow)) > 4
    box.setCurrentIndex(1)
    assert box.words_in(narrow) == _CHOICES[1]


def test_a_screen_reader_is_told_what_is_chosen_and_for_what(box: ChoiceBox) -> None:
    told = QAccessible.queryAccessibleInterface(box)
    assert told
    assert told.text(QAccessible.Text.Value) == _CHOICES[0]
    kinds = (QAccessible.Text.Name, QAccessible.Text.Description)
    assert "Which part" in [told.text(kind) for kind in kinds]
