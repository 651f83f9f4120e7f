"""Days, weeks, months and years, held against the standard calendar."""

import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.period import Period

DAYS = st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2100, 12, 31))


@given(DAYS, st.integers(-500, 500))
def test_months_follow_one_another(day: datetime.date, after: int) -> None:
    period, following = Period.month(day, after=after), Period.month(day, after=after + 1)
    assert period.days == calendar.monthrange(period.first.year, period.first.month)[1]
    assert following.first - period.last == datetime.timedelta(days=1)


@given(DAYS)
def test_a_day_lies_in_its_own_week_month_and_year(day: datetime.date) -> None:
    assert all(unit(day).holds(day) for unit in (Period.day, Period.week, Period.month, Period.year))
    assert Period.week(day).first.isocalendar()[:2] == day.isocalendar()[:2]


def test_the_calendar_has_an_end() -> None:
    with pytest.raises(OverflowError):
        Period.year(datetime.date(2022, 1, 1), after=9000)
