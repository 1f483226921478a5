from __future__ import annotations

from time import thread_time

import pytest

from tests.library.crowded import SOURCES
from viewer.library.completion import Completion, complete
from viewer.library.reading import Library


@pytest.mark.parametrize(
    ("typed", "start", "offers"),
    [
        ("spe", 0, ("speaker:",)),
        ("missile -me", 9, None),  # two letters may begin any word
        ("missile -men", 9, ("mentioned:",)),
        ("mode:", 5, ("direct", "indirect", "mixed", "narration")),
        ("stance:does", 7, ('"does not confirm"',)),
        ("speaker:alpha", 8, ("alpha-ministry",)),  # what is typed in full is not offered
        ("speaker:ALP", 8, ("alpha", "alpha-ministry")),
        ("Speaker:alp", 8, ("alpha", "alpha-ministry")),
        ("SPE", 0, ("speaker:",)),
        ("speaker:«alp", 8, ("alpha", "alpha-ministry")),
        # What only holds the words comes after what begins with them.
        ("fell actor:min", 11, ("alpha-ministry",)),
        ("weapon:mis", 7, ("missile",)),
        ("weapon:alpha", 7, ()),  # an actor
        ("before:20", 7, ()),
        ("claim:so", 6, ("sold",)),
        ('speaker:"alp', 8, ("alpha", "alpha-ministry")),
        ("speaker:alpha sold", 0, None),  # the filter has ended
        ("speaker:alpha ", 0, None),
        ("speaker:alpha actor:min", 20, ("alpha-ministry",)),
        ("speaker:alpha spe", 14, ("speaker:",)),
        ('speaker:"alpha" actor:min', 22, ("alpha-ministry",)),
        ('speaker:"alpha ministry" actor:min', 31, ("alpha-ministry",)),
        ('speaker:"alpha min', 8, ("alpha-ministry",)),
        ('speaker:"us actor:min', 8, ()),  # within quotation marks no other filter begins
        ('sold "spe', 0, None),
        ("sold", 0, None),
        ("", 0, None),
    ],
)
def test_how_a_filter_may_go_on(
    sides: Library, typed: str, start: int, offers: tuple[str, ...] | None
) -> None:
    expected = None if offers is None else Completion(start, len(typed), offers)
    assert complete(typed, sides) == expected


def test_a_long_paste_is_no_slower_than_it_is_long(sides: Library) -> None:
    for typed in ("actor:a " * 50_000 + '"x"', "a" * 400_000 + " x", 'actor:"a" ' * 40_000):
        begun = thread_time()
        assert complete(typed, sides) is None
        assert thread_time() - begun < 0.5  # some milliseconds


def test_of_hundreds_the_first_are_offered(crowded: Library) -> None:
    completion = complete("source:paper", crowded)
    assert completion
    assert len(completion.offers) == 10 < SOURCES
    assert complete("speaker:", crowded) == Completion(
        8, 8, ("All", *(f'"Speaker {at}"' for at in range(5)))
    )
