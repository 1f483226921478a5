"""Who is a voice of his own, and who rests on whose words: by names, whatever their numbers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.library.voices import Words, by_words, independent, shared


@dataclass(frozen=True, slots=True)
class Told:
    """``speakers`` say so by the mouth of ``by``, through the outlets ``through``."""

    speakers: tuple[int, ...]
    by: tuple[int, ...]
    through: frozenset[int]

    @property
    def holders(self) -> tuple[int, ...]:
        return self.speakers

    @property
    def words(self) -> Words:
        return frozenset(self.speakers + self.by)


def told(written: str) -> Told:
    """Read “P Q>IR/m”: I and R jointly, by the mouth of m, through P and Q, a letter each."""
    through, _, said = written.rpartition(">")
    speakers, _, by = said.partition("/")
    return Told(_rows(speakers), _rows(by or speakers), frozenset(_rows(through)))


def _rows(letters: str) -> tuple[int, ...]:
    return tuple(map(ord, letters))


def voices(stands: Sequence[str]) -> list[str]:
    """Return what the voices rest on, the letters of each in their order."""
    grouped = by_words([told(one) for one in stands])
    return ["".join(sorted(map(chr, words))) for words in independent(grouped).values()]


def sentences(stands: Sequence[str]) -> list[str]:
    return [one.sentence(chr) for one in shared(by_words([told(one) for one in stands]))]


@pytest.mark.parametrize(
    ("stands", "found", "why"),
    [
        ([], [], []),
        (["I", "R"], ["I", "R"], []),
        (["P>I", "Q>I"], ["I"], []),  # through whom it came is nothing, where they say nothing
        # Two mouths of one state are one voice, and so are two states by one mouth.
        (["I/m", "I/n"], ["Imn"], []),
        (["I", "I/n"], ["I"], []),
        (["I/m", "R/m"], ["IRm"], []),
        (["I/m", "R/n"], ["Im", "Rn"], []),
        # Those who speak jointly have no order.
        (["US", "SU"], ["SU"], []),
        # Whoever passes on the words of another rests on these.
        (["P>I", "P"], ["I"], ["P counts once with I, on whose words it rests."]),
        (["P>I/m", "P"], ["Im"], ["P counts once with I, on whose words it rests."]),
        (["P>I", "Q>I", "P", "Q"], ["I"], ["P and Q count once: both rest on I."]),
        (["Q>P", "P>I", "Q"], ["I"], ["P and Q count once: both rest on I."]),
        (["P>I", "P", "Q"], ["I", "Q"], ["P counts once with I, on whose words it rests."]),
        # By a mouth that has it from another, too.
        (["m>X", "I/m"], ["X"], ["I counts once with X, on whose words it rests."]),
        (["P>US", "P"], ["SU"], ["P counts once with U and S, on whose words it rests."]),
        (["P>P", "P"], ["P"], []),
        (["U>US", "U"], ["U"], []),  # who publishes what it says with another passes on nothing
        # Two independent speakers stay two, though a third passes on both.
        (["T>X", "T>Y", "T"], ["X", "Y"], ["T counts once with X and Y, on whose words it rests."]),
        (
            ["T>X", "T>Y", "T", "U>Y", "U"],
            ["X", "Y"],
            [
                "U counts once with Y, on whose words it rests.",
                "T counts once with X and Y, on whose words it rests.",
            ],
        ),
        # Those who pass on the words of each other are one, and rest on whom they have them from.
        (["Q>P", "P>Q"], ["PQ"], ["P and Q count once: they pass on the words of each other."]),
        (["b>a", "a>b", "b>c"], ["c"], ["a and b count once: both rest on c."]),
        (
            ["b>a", "c>b", "a>c"],
            ["abc"],
            ["a, b and c count once: they pass on the words of each other."],
        ),
        # Who speaks jointly with one who has spoken alone too is no further voice.
        (["I", "IR"], ["I"], []),
        (["I", "R", "IR"], ["I", "R"], []),
        (["IR", "RU"], ["IRU"], []),
        (["IR", "RU", "R"], ["R"], []),
        (["IR", "UV", "RU"], ["IRUV"], []),
        (["I", "IR", "RU"], ["I", "RU"], []),
    ],
)
def test_the_rules(stands: list[str], found: list[str], why: list[str]) -> None:
    assert voices(stands) == found
    assert sentences(stands) == why


_ACTORS = st.text("abcdef", min_size=1, max_size=2)
_STANDS = st.lists(
    st.builds("{}>{}/{}".format, st.text("abcdef", max_size=2), _ACTORS, _ACTORS), max_size=8
)


@given(_STANDS, st.permutations("abcdef"), st.randoms(use_true_random=False))
def test_numbers_and_order_are_nothing(stands: list[str], names: list[str], random: Random) -> None:
    to = dict(zip("abcdef", names, strict=True))
    renamed = ["".join(to.get(letter, letter) for letter in one) for one in stands]
    assert sentences(renamed) == [
        one.sentence(lambda row: to[chr(row)])
        for one in shared(by_words([told(one) for one in stands]))
    ]
    assert [set(one) for one in voices(renamed)] == [
        {to[letter] for letter in one} for one in voices(stands)
    ]
    found = sorted(voices(stands))
    random.shuffle(stands)
    assert sorted(voices(stands)) == found


@given(_STANDS)
def test_voices_have_nothing_in_common_and_each_has_some_of_what_is_said(stands: list[str]) -> None:
    found = voices(stands)
    letters = "".join(found)
    assert len(set(letters)) == len(letters)
    assert bool(found) == bool(stands)


@given(_STANDS)
def test_whoever_adds_no_words_adds_no_voice(stands: list[str]) -> None:
    assert len(voices([*stands, *stands])) == len(voices(stands))
    # One who has passed on everything, and one who says so jointly with all, change nothing.
    assert voices([*[f"z{one}" for one in stands], "z"]) == voices(stands) or not stands
    everybody = "".join(sorted(set("".join(stands)) - set(">/")))
    if everybody:
        assert voices([*stands, everybody]) == voices(stands)


@pytest.mark.parametrize("is_ring", [False, True])
def test_many_who_pass_on_each_others_words_take_no_longer_each(is_ring: bool) -> None:
    # Each through the next, and many jointly through many: by steps that grew with their square
    # or cube this would take minutes.
    count = 4000
    following = [
        Told((one,), (one,), frozenset({(one + 1) % count if is_ring else one + 1}))
        for one in range(count)
    ]
    everybody = frozenset(range(count))
    assert [*by_words(following)] == [everybody if is_ring else frozenset({0})]
    ones, others = tuple(range(count)), tuple(range(count, 2 * count))
    jointly = [Told(ones, ones, frozenset(others))]
    if is_ring:
        jointly.append(Told(others, others, everybody))
    [rested_on] = by_words(jointly)
    assert rested_on == (everybody.union(others) if is_ring else everybody)


def test_networkx_is_imported_for_rings_alone() -> None:
    program = (
        "import sys\n"
        "from tests.library.test_voices import by_words, told\n"
        "by_words([told(one) for one in ('Q>P', 'P>I', 'Q')])\n"
        "assert 'networkx' not in sys.modules\n"
        "by_words([told(one) for one in ('Q>P', 'P>Q')])\n"
        "assert 'networkx' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
