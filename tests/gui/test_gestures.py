"""What is picked, taken back and turned to, by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QToolButton, QWidget

from tests.gui.test_window import (
    box,
    child,
    chip_labels,
    page,
    pane,
    pick,
    press,
    rows,
    shown_chips,
    shown_names,
    shown_words,
    type_in,
)
from viewer.library.reading import Library
from viewer.places import HOME, VIEWS, Place, ViewName
from viewer.ui.chip_bar import ChipBar
from viewer.ui.question import Question
from viewer.ui.shot import settle
from viewer.ui.window import Window

_ALT = Qt.KeyboardModifier.AltModifier


def test_keys_turn_to_the_statements_before_and_after(window: Window, founding: Library) -> None:
    ids = [id for id, _, _ in founding.statements_of_source("iranian-missiles-to-russia")]
    window.navigator.go(Place("statement", ids[3]))
    settle(window)
    press(window, Qt.Key.Key_Down, _ALT)
    press(window, Qt.Key.Key_Down, _ALT)
    assert window.navigator.visit.place == Place("statement", ids[5])
    press(window, Qt.Key.Key_Up, _ALT)
    assert window.navigator.visit.place == Place("statement", ids[4])
    # What was turned past is one step.
    press(window, Qt.Key.Key_Left, _ALT)
    assert window.navigator.visit.place == Place("statement", ids[3])


@pytest.mark.parametrize("view", VIEWS)
def test_a_link_to_statements_lists_them(window: Window, view: ViewName) -> None:
    window.navigator.show(view)
    window.navigator.go(Place("actor", "iran"))
    settle(window)
    page(window).anchorClicked.emit(QUrl("search:stance%3Adenies"))
    settle(window)
    assert rows(window).isVisible()
    assert box(window).text() == "stance:denies"
    assert window.navigator.visit.place == Place("actor", "iran")
    window.navigator.back()
    settle(window)
    assert window.navigator.visit.view == view


def test_there_is_nothing_to_turn_to_at_the_ends(window: Window, founding: Library) -> None:
    ids = [id for id, _, _ in founding.statements_of_source("iranian-missiles-to-russia")]
    for place, key in (
        (Place("statement", ids[0]), Qt.Key.Key_Up),
        (Place("statement", ids[-1]), Qt.Key.Key_Down),
        (HOME, Qt.Key.Key_Down),
    ):
        window.navigator.go(place)
        settle(window)
        press(window, key, _ALT)
        assert window.navigator.visit.place == place


@pytest.mark.parametrize("button", [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton])
def test_other_buttons_pick_nothing(window: Window, button: Qt.MouseButton) -> None:
    pick(window, "Actors", "Iran")
    before = window.navigator.visit
    view = pane(window, "Actors").view
    model = view.model()
    other = view.visualRect(model.index(model.rowCount() - 1, 0)).center()
    for at in (other, view.viewport().rect().bottomLeft() - QPoint(-4, 1)):
        QTest.mouseClick(view.viewport(), button, pos=at)
        settle(window)
        QTest.mouseDClick(view.viewport(), button, pos=at)
        QTest.mouseRelease(view.viewport(), button, pos=at)
        settle(window)
    assert window.navigator.visit._replace(scrolled=before.scrolled) == before
    assert [index.data() for index in view.selectionModel().selectedRows()] == ["Iran"]


def test_several_actors_picked_are_compared(window: Window) -> None:
    pick(window, "Actors", "Iran")
    assert window.navigator.visit.place == Place("actor", "iran")
    pick(window, "Actors", "Russia", Qt.KeyboardModifier.ControlModifier)
    place = window.navigator.visit.place
    assert place.kind == "compare"
    assert set(place.compared) == {"iran", "russia"}
    assert "What only Iran speaks of" in page(window).toPlainText()
    press(window, Qt.Key.Key_Left, _ALT)
    assert window.navigator.visit.place == Place("actor", "iran")


def test_an_actor_picked_narrows_and_escape_takes_it_back(window: Window) -> None:
    total = len(shown_words(window))
    pick(window, "Actors", "Reuters")
    assert 0 < len(shown_words(window)) < total
    assert chip_labels(window) == ["Reuters"]
    assert window.navigator.visit.place == Place("actor", "reuters")
    pick(window, "Weapons", "Zolfaqar")
    assert len(chip_labels(window)) == 2
    press(window, Qt.Key.Key_Escape)
    assert chip_labels(window) == ["Reuters"]
    press(window, Qt.Key.Key_Escape)
    assert chip_labels(window) == []
    assert len(shown_words(window)) == total


def test_arrow_keys_walk_the_actors(window: Window) -> None:
    view = pane(window, "Actors").view
    everyone = list(shown_names(window, "Actors"))
    view.setFocus()
    picked = []
    for _ in range(4):
        press(window, Qt.Key.Key_Down)
        picked.append(chip_labels(window))
    assert picked == [[name] for name in everyone[1:5]]
    assert list(shown_names(window, "Actors")) == everyone
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert chip_labels(window) == []


def test_a_second_actor_can_be_picked_beside_the_first(window: Window) -> None:
    pick(window, "Actors", "Amir Ali Hajizadeh")
    alone = len(shown_words(window))
    assert "Reuters" in shown_names(window, "Actors")
    pick(window, "Actors", "Reuters", Qt.KeyboardModifier.ControlModifier)
    assert chip_labels(window) == ["Amir Ali Hajizadeh", "Reuters"]
    assert len(shown_words(window)) > alone


def test_a_chip_can_be_clicked_away(window: Window) -> None:
    type_in(window, "speaker:iran drones")
    assert chip_labels(window) == ["speaker: iran"]
    QTest.mouseClick(shown_chips(window)[0], Qt.MouseButton.LeftButton)
    settle(window)
    assert box(window).text() == "drones"
    assert chip_labels(window) == []


def test_mouse_buttons_lead_back_and_forward(window: Window) -> None:
    window.navigator.go(Place("actor", "iran"))
    settle(window)
    for button, place in (
        (Qt.MouseButton.BackButton, HOME),
        (Qt.MouseButton.ForwardButton, Place("actor", "iran")),
    ):
        QTest.mouseClick(page(window).viewport(), button, pos=QPoint(5, 5))
        settle(window)
        assert window.navigator.visit.place == place


def test_filters_that_do_not_fit_are_in_reach(window: Window) -> None:
    window.resize(800, 700)
    assert window.library
    actors = window.library.entities.of_type("actor")[:6]
    window.navigator.ask(Question(actors=tuple(actor.id for actor in actors)))
    settle(window)
    chips = shown_chips(window)
    seen = [chip for chip in chips if is_seen(chip)]
    assert seen[-1:] == chips[-1:]  # the one taken last
    assert chips[0] not in seen
    back, on = shown_arrows(window)
    assert back.isEnabled()
    assert not on.isEnabled()
    for _ in range(12):
        wheel(window._panes.chips, 120)
    assert is_seen(chips[0])
    assert (back.isEnabled(), on.isEnabled()) == (False, True)
    QTest.mouseClick(on, Qt.MouseButton.LeftButton)
    assert not is_seen(chips[0])
    chips[0].setFocus(Qt.FocusReason.TabFocusReason)
    for chip in chips[1:]:
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert chip.hasFocus()
        assert is_seen(chip)
    window.navigator.ask(Question(actors=("iran",)))
    settle(window)
    assert shown_arrows(window) == []


def test_a_long_filter_is_cut_short_and_told_whole(window: Window) -> None:
    type_in(window, f"speaker:{'a' * 3000}")
    [chip] = shown_chips(window)
    assert is_seen(chip)
    assert chip.text() == f"speaker: {'a' * 30}…  ✕"
    assert "a" * 3000 in chip.toolTip()
    assert "a" * 3000 in chip.accessibleName()


def is_seen(chip: QToolButton) -> bool:
    """Return whether all of a chip is in sight."""
    return chip.visibleRegion().boundingRect() == chip.rect()


def shown_arrows(window: Window) -> list[QToolButton]:
    return [one for one in window.findChildren(QToolButton, "arrow") if one.isVisible()]


def wheel(bar: QWidget, turn: int) -> None:
    """Turn the wheel away from the reader (``turn`` > 0) or towards them, over filters."""
    [area] = bar.findChildren(QScrollArea)
    widget = area.viewport()
    at = QPointF(widget.rect().center())
    QApplication.sendEvent(
        widget,
        QWheelEvent(
            at,
            widget.mapToGlobal(at),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def test_of_many_filters_the_last_are_shown_and_the_others_counted(window: Window) -> None:
    library = window.library
    assert library is not None
    actors = tuple(actor.id for actor in library.entities.of_type("actor"))
    window.navigator.ask(Question(actors=actors))
    settle(window)
    assert len(actors) > len(chip_labels(window)) == 24
    assert f"{len(actors) - 24} filters" in [
        one.text() for one in child(window, ChipBar).findChildren(QLabel)
    ]
    press(window, Qt.Key.Key_Escape)
    assert window.navigator.visit.question.actors == actors[:-1]


def test_a_letter_leads_nowhere_in_the_list(window: Window) -> None:
    before = window.navigator.visit
    rows(window).setFocus()
    QTest.keyClicks(rows(window), "iran")
    settle(window)
    assert window.navigator.visit == before
