from __future__ import annotations

import pytest

from viewer.places import HOME, MOST_COMPARED, Place, comparison, parse


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("library", HOME),
        ("viewer:help", Place("help")),
        (" actor/iran ", Place("actor", "iran")),
        ("viewer:source/article#part-2", Place("source", "article", "part-2")),
        ("compare/iran+russia", Place("compare", "iran+russia")),
        ("compare/iran+russia#part-3", Place("compare", "iran+russia", "part-3")),
        ("viewer:compare-sources/a+b+c", Place("compare-sources", "a+b+c")),
    ],
)
def test_a_place_is_read_as_it_is_written(written: str, place: Place) -> None:
    assert parse(written) == place
    assert parse(str(place)) == place


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "is no place"),
        ("library/x", "is no place"),
        ("actor", "is no place"),
        ("actor/Iran", "is no place"),
        ("nonsense/iran", "is no place"),
        ("compare/iran+", "is no place"),
        ("compare/+", "is no place"),
        ("actor/iran+russia", "write compare/ONE[+]OTHER to compare them"),
        ("compare/iran", "is no comparison; write compare/ONE[+]OTHER with two to 6"),
        ("compare/iran+iran", "different ids"),
        ("compare-sources/a", "write compare-sources/ONE[+]OTHER"),
        ("compare/a+b+c+d+e+f+g", "is no comparison"),
    ],
)
def test_what_is_no_place_is_said_in_one_sentence(written: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse(written)


def test_a_comparison_takes_each_side_once_and_only_so_many() -> None:
    assert comparison("compare", ["a", "b", "a"]) == Place("compare", "a+b")
    many = comparison("compare", map(str, range(100)))
    assert len(many.compared) == MOST_COMPARED
    assert parse(str(many)) == many


def test_a_page_is_read_part_by_part() -> None:
    place = Place("source", "article", "aaaaaaaaaaaa")
    assert place.part is None
    assert [place.at_part(number, 2) for number in (0, 3)] == [None, None]
    second = place.at_part(2, 2)
    assert second == parse("source/article#part-2")
    assert second.part == 2
    assert parse("source/article#part-0").part == 1
