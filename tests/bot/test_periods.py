"""Periods in words."""

import datetime

import pytest

from bot.periods import period_in_words
from retrieval.period import Period

DAY = datetime.date(2022, 10, 26)


@pytest.mark.parametrize(
    ("period", "language", "expected"),
    [
        (Period.year(DAY), "en", "2022"),
        (Period.month(DAY), "en", "October 2022"),
        (Period.month(DAY), "de", "Oktober 2022"),
        (Period.month(DAY), "ru", "октябрь 2022\u202fг."),
        (Period.day(DAY), "fr", "26 octobre 2022"),
        (Period.week(DAY), "de", "24.–30. Okt. 2022"),
    ],
)
def test_a_period_has_its_shortest_common_name(period: Period, language: str, expected: str) -> None:
    assert period_in_words(period, language) == expected
