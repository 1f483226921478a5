"""From one statement to the next by keys, and from several actors to their comparison."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.gui.test_window import page, pick, press
from viewer.library.reading import Library
from viewer.places import HOME, Place
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
