from __future__ import annotations

import pytest

from viewer.ingest.texts import Texts


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("aaa", "a"),
        ("abab", "ab"),
        ("abcabc", "abcabc"),  # three are too many
        ("abacab", "abcb"),  # the one not asked for longest goes
        ("Xaba", "Xab"),  # one that is too long by itself stays until the next
        ("aXXa", "aXa"),
    ],
)
def test_as_many_texts_are_kept_as_their_length_allows(asked: str, read: str) -> None:
    seen: list[str] = []

    def text(source: str) -> str:
        seen.append(source)
        return source * (9 if source.isupper() else 2)

    texts = Texts(text, kept=4)
    assert [texts[source][0] for source in asked] == [*asked]
    assert "".join(seen) == read
