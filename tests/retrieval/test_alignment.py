"""Aligning words with the part of a text that is nearest to them."""

import random

import pytest

from retrieval.alignment import LEFT_OUT, NOT_MET, Difference, align

TEXT = "the leaders will meet on Monday in Sochi and talk about the border".split()


@pytest.mark.parametrize(
    ("asked", "edits", "found", "differences"),
    [
        ("meet on Monday in Sochi", 0, (3, 8), ()),
        ("meet on Tuesday in Sochi", 1, (3, 8), (Difference((2, 3), (5, 6)),)),
        ("meet Monday in Sochi", 1, (3, 8), (Difference((1, 1), (4, 5)),)),
        ("meet early on Monday in Sochi", 1, (3, 8), (Difference((1, 2), (4, 4)),)),
        ("never meet on Monday in Sochi", 1, (2, 8), (Difference((0, 1), (2, 3)),)),
        ("meet on Friday in Yerevan and talk", 2, (3, 10), (Difference((2, 3), (5, 6)), Difference((4, 5), (7, 8)))),
        ("meet on Monday in Yerevan", 1, (3, 8), (Difference((4, 5), (7, 8)),)),
        ("leaders will meet and talk about", 1, (1, 11), (Difference((3, 3), (4, 8)),)),
        ("meet at noon in Sochi", 2, (3, 8), (Difference((1, 3), (4, 6)),)),
    ],
)
def test_what_differs_is_told(
    asked: str, edits: int, found: tuple[int, int], differences: tuple[Difference, ...]
) -> None:
    alignment = align(asked.split(), TEXT)
    assert (alignment.edits, alignment.found, alignment.differences) == (edits, found, differences)


def test_nothing_alike_differs_in_every_word() -> None:
    assert align(["one", "two", "three"], TEXT).edits == 3


def test_an_empty_text_lacks_every_word() -> None:
    assert align(["one", "two"], []).edits == 2


def test_the_cost_is_that_of_a_plain_search_over_all_parts() -> None:
    drawn = random.Random(5)
    for _ in range(200):
        asked = drawn.choices("abcd", k=drawn.randint(1, 6))
        text = drawn.choices("abcd", k=drawn.randint(0, 9))
        parts = (text[i:j] for i in range(len(text) + 1) for j in range(i, len(text) + 1))
        assert align(asked, text).cost == min(distance(asked, part) for part in parts)


def test_differences_account_for_every_word() -> None:
    drawn = random.Random(6)
    for _ in range(200):
        asked = drawn.choices("abcdef", k=drawn.randint(1, 8))
        text = drawn.choices("abcdef", k=12)
        alignment = align(asked, text)
        rebuilt, at = [], 0
        for difference in alignment.differences:
            rebuilt += asked[at : difference.asked[0]] + text[slice(*difference.found)]
            at = difference.asked[1]
        assert rebuilt + asked[at:] == text[slice(*alignment.found)]


def distance(asked: list[str], part: list[str]) -> int:
    """The cheapest way from all asked words to all words of the part, cell by cell."""
    row = [LEFT_OUT * j for j in range(len(part) + 1)]
    for i, word in enumerate(asked, 1):
        row, before = [NOT_MET * i], row
        for j, another in enumerate(part, 1):
            replaced = before[j - 1] + NOT_MET * (word != another)
            row.append(min(before[j] + NOT_MET, row[-1] + LEFT_OUT, replaced))
    return row[-1]
