"""How well a passage's day suits the time that a question asks about and the day on which it is asked, in log-odds.

They are added to a passage's score. Nothing is left out for its day, and what has no day loses nothing by itself: a
later article may tell of that time, and so may one without a date. Measured by benchmarks/asked_times.py.
"""

import datetime
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from retrieval.article import Passage
from retrieval.dates import AskedTime
from retrieval.period import Period

Floats = npt.NDArray[np.float64]

OF_THE_TIME = 3.0
"""What being published in the time is worth: as much as being 20 times as likely to answer."""
SOON_AFTER_DAYS = 31
"""The news of a month's end, and a month's figures, come in the month after it."""
SOON_AFTER = 0.5
"""The share of that which an article of those days has."""
NEWEST = 2.0
FRESH = 2.0
"""What being of the day on which the question is asked is worth: the news is what people ask about."""
HALF_LIFE_DAYS = 14.0
"""Within which being the newest, or fresh, is worth half."""
TOO_OLD = 1.0
"""What it costs of sureness that a passage was published before the time that is asked about."""
LEEWAY_DAYS = 7
"""By which it may have been: on a Monday, "this week" may mean the last one."""


def timeliness(passages: Sequence[Passage], asked: AskedTime | None, today: datetime.date | None) -> Floats:
    """What each passage's day adds to its score, float64 (n,). `today` is the day on which the question is asked; where
    that is unknown, nothing is fresh.
    """
    published = [passage.source.published for passage in passages]
    if asked is None:
        return FRESH * _fading(published, today)
    if asked.period is None:
        newest = max((day for day in published if day is not None and not _is_ahead(day, today)), default=None)
        return NEWEST * _fading(published, newest)
    worth = np.array([OF_THE_TIME * _suits(day, asked.period) for day in published])
    is_over = today is not None and asked.period.last < today
    return worth if is_over else worth + FRESH * _fading(published, today)


def is_too_old(passage: Passage, asked: AskedTime | None, today: datetime.date) -> bool:
    """Whether a passage was published before the time that is asked about, so that it can't tell what happened then.

    Of a time that lies ahead it may tell what is expected.
    """
    period, day = asked.period if asked is not None else None, passage.source.published
    if period is None or day is None or period.first > today:
        return False
    return (period.first - day).days > LEEWAY_DAYS


def is_timely(passages: Sequence[Passage], asked: AskedTime | None) -> list[bool]:
    """Whether each passage was published in the days that are asked about: what names them is not missing in it."""
    period = asked.period if asked is not None else None
    days = [passage.source.published for passage in passages]
    return [period is not None and day is not None and period.holds(day) for day in days]


def _is_ahead(day: datetime.date, today: datetime.date | None) -> bool:
    """Whether a day lies ahead, and not only because it has begun elsewhere already."""
    return today is not None and (day - today).days > 1


def _fading(published: Sequence[datetime.date | None], day: datetime.date | None) -> Floats:
    """From 1 for what was published on that day to 0 for what is old, is of a later day, or has no day."""
    ages = [
        np.inf if one is None or day is None or _is_ahead(one, day) else max(0, (day - one).days) for one in published
    ]
    return np.asarray(np.exp2(-np.array(ages, dtype=np.float64) / HALF_LIFE_DAYS))


def _suits(day: datetime.date | None, period: Period) -> float:
    if day is None or day < period.first:
        return 0.0
    if day <= period.last:
        return 1.0
    return SOON_AFTER if (day - period.last).days <= SOON_AFTER_DAYS else 0.0
