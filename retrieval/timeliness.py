"""How well a passage's day suits the time that a question asks about, in log-odds that are added to its score.

Nothing is left out for its day, and what has no day loses nothing by itself: a later article may tell of that time, and
so may one without a date. Measured by benchmarks/asked_times.py.
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
HALF_LIFE_DAYS = 14.0
"""Within which being the newest is worth half."""


def timeliness(passages: Sequence[Passage], asked: AskedTime | None) -> Floats:
    """What each passage's day adds to its score, float64 (n,); zeros where no time is asked about."""
    published = [passage.source.published for passage in passages]
    if asked is None:
        return np.zeros(len(passages))
    if asked.period is not None:
        return np.array([OF_THE_TIME * _suits(day, asked.period) for day in published])
    newest = max((day for day in published if day is not None), default=None)
    ages = [np.inf if day is None or newest is None else (newest - day).days for day in published]
    return NEWEST * np.exp2(-np.array(ages) / HALF_LIFE_DAYS)


def is_timely(passages: Sequence[Passage], asked: AskedTime | None) -> list[bool]:
    """Whether each passage was published in the days that are asked about: what names them is not missing in it."""
    period = asked.period if asked is not None else None
    days = [passage.source.published for passage in passages]
    return [period is not None and day is not None and period.holds(day) for day in days]


def _suits(day: datetime.date | None, period: Period) -> float:
    if day is None or day < period.first:
        return 0.0
    if day <= period.last:
        return 1.0
    return SOON_AFTER if (day - period.last).days <= SOON_AFTER_DAYS else 0.0
