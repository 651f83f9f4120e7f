"""Which Monday a sentence means."""

import datetime

import pytest

from retrieval.weekdays import Side, resolve_weekday, weekdays

TUESDAY = datetime.date(2022, 11, 1)


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("The ministers met on Monday.", Side.PAST),
        ("The ministers will meet on Monday.", Side.COMING),
        ("The report, the ministry said Monday, was late.", Side.PAST),
        ("On Monday the court will rule.", Side.COMING),
        ("He will visit the town that was flooded on Monday.", Side.PAST),
    ],
)
def test_the_governing_verb_tells_the_side(sentence: str, side: Side) -> None:
    assert [found for _, found in weekdays(sentence, (0, len(sentence)))] == [side]


@pytest.mark.parametrize(
    "sentence",
    [
        "It could rain on Monday.",
        "They announced a strike on Monday.",
        "He sang on Mondays.",
        "It ended on Monday 3 May.",
    ],
)
def test_what_is_not_plain_has_no_side(sentence: str) -> None:
    assert weekdays(sentence, (0, len(sentence))) == []


@pytest.mark.parametrize(
    ("name", "side", "expected"),
    [
        ("Monday", Side.PAST, "2022-10-31"),
        ("Tuesday", Side.PAST, "2022-11-01"),
        ("Wednesday", Side.PAST, "2022-10-26"),
        ("Wednesday", Side.COMING, "2022-11-02"),
    ],
)
def test_the_nearest_day_of_that_side_is_meant(name: str, side: Side, expected: str) -> None:
    period = resolve_weekday(name, side, TUESDAY)
    assert period is not None
    assert period.first == period.last == datetime.date.fromisoformat(expected)


def test_a_coming_day_of_the_same_name_is_left_open() -> None:
    assert resolve_weekday("Tuesday", Side.COMING, TUESDAY) is None
