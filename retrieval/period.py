"""Stretches of the calendar: a day, a week, a month, a year, and those before and after them.

Weeks begin on Monday (ISO 8601). Knows no words; `relative_words.py` and `dates.py` turn words into these.
"""

import calendar
import datetime
from dataclasses import dataclass
from typing import Self

DAYS_A_WEEK = 7
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def day(cls, day: datetime.date, *, after: int = 0) -> Self:
        """The day so many days after this one. Raises OverflowError beyond the calendar, as all of these do."""
        moved = day + datetime.timedelta(days=after)
        return cls(moved, moved)

    @classmethod
    def week(cls, day: datetime.date, *, after: int = 0) -> Self:
        """The week so many weeks after the one that the day is in."""
        monday = day + datetime.timedelta(days=after * DAYS_A_WEEK - day.weekday())
        return cls(monday, monday + datetime.timedelta(days=DAYS_A_WEEK - 1))

    @classmethod
    def month(cls, day: datetime.date, *, after: int = 0) -> Self:
        """The month so many months after the one that the day is in."""
        year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + after, MONTHS_A_YEAR)
        _expect_year(year)
        first = datetime.date(year, month + 1, 1)
        return cls(first, first.replace(day=calendar.monthrange(year, month + 1)[1]))

    @classmethod
    def year(cls, day: datetime.date, *, after: int = 0) -> Self:
        """The year so many years after the one that the day is in."""
        year = day.year + after
        _expect_year(year)
        return cls(datetime.date(year, 1, 1), datetime.date(year, 12, 31))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def holds(self, day: datetime.date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last

    def joined(self, other: "Period") -> "Period":
        """From the earlier one's first day to the later one's last."""
        return Period(min(self.first, other.first), max(self.last, other.last))


def _expect_year(year: int) -> None:
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        raise OverflowError(f"year {year} is not in the calendar")
