from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.pages.runs import Run, Stretch, cut, lines, right_to_left

TEXTS = st.text(alphabet="ab \n\u00a0é😀<&", max_size=40)
STRETCHES = st.lists(
    st.builds(
        Stretch,
        st.integers(0, 60),
        st.integers(0, 60),
        st.sampled_from(["", "x", "y z"]),
        st.sampled_from(["", "viewer:actor/a", "viewer:actor/b"]),
        st.sampled_from(["", "n"]),
    ).filter(lambda one: one.start < one.end),
    max_size=8,
)


@given(TEXTS, st.integers(0, 20), STRETCHES)
def test_runs_put_together_are_the_text(text: str, start: int, stretches: list[Stretch]) -> None:
    assert "".join(run.text for run in cut(text, start, stretches)) == text


@given(TEXTS, st.integers(0, 20), STRETCHES)
def test_lines_put_together_are_the_text(text: str, start: int, stretches: list[Stretch]) -> None:
    found = lines(cut(text, start, stretches))
    assert "\n".join("".join(run.text for run in line) for line in found) == text


def test_overlapping_stretches_keep_their_classes_and_the_shorter_link_leads() -> None:
    found = cut(
        "abcdef", 10, [Stretch(10, 14, "one", "long", "a"), Stretch(12, 15, "two", "short", "b")]
    )
    assert found == [
        Run("ab", "one", "long", ("a",)),
        Run("cd", "one two", "short", ("b",)),
        Run("e", "two", "short"),
        Run("f"),
    ]


def test_a_stretch_that_begins_before_the_text_is_named_at_its_beginning() -> None:
    assert cut("abc", 10, [Stretch(5, 11, "one", "", "a"), Stretch(0, 10, "gone")]) == [
        Run("a", "one", "", ("a",)),
        Run("bc"),
    ]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], False),
        (["12: “…” 🚀"], False),
        (["Iran", " نفى"], False),
        (["“", "نفى Iran", " it"], True),
        (["12 ", "הכחיש"], True),
    ],
)
def test_a_line_goes_as_its_first_letter(texts: list[str], expected: bool) -> None:
    assert right_to_left([Run(text) for text in texts]) is expected
