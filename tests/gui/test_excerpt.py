from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from viewer.library.marks import Mark
from viewer.ui.statement_painting import excerpt
from viewer.ui.statement_rows import StatementRow


def row(words: str, marked: tuple[Mark, ...]) -> StatementRow:
    return StatementRow("abcdefghijkl", words, (), marked, "", "", "", (), "")


def utf16(text: str, mark: Mark) -> str:
    units = text.encode("utf-16-le")
    return units[2 * mark.start : 2 * mark.end].decode("utf-16-le")


@given(st.text(min_size=1, max_size=400), st.data())
def test_marks_stay_on_their_words(words: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, min(len(words), start + 20)))
    room = data.draw(st.integers(60, 200))
    shown = excerpt(row(words, (Mark(start, end),)), room)
    kept = utf16(shown.text, shown.marked[0])
    one_line = "".join(" " if c in "\n\t\u2028\u2029" else c for c in words[start:end])
    assert one_line == kept


def test_a_long_passage_begins_before_its_first_match() -> None:
    words = "word " * 100 + "needle" + " word" * 100
    at = words.index("needle")
    shown = excerpt(row(words, (Mark(at, at + 6),)), 120)
    assert shown.text.startswith("… ")
    assert shown.text.index("needle") < 60


def test_a_short_passage_is_shown_from_its_beginning() -> None:
    shown = excerpt(row("Iran denies it.", (Mark(0, 4),)), 120)
    assert shown.text == "Iran denies it."
