"""What a passage's day is worth to a question that asks about a time."""

import datetime

import numpy as np
import pytest

from retrieval.article import Passage, Source, text_hash
from retrieval.dates import AskedTime, asked_time
from retrieval.timeliness import NEWEST, OF_THE_TIME, SOON_AFTER, is_timely, timeliness

DAYS = ("2022-08-31", "2022-09-15", "2022-10-20", "2022-12-20", "")


def passage(published: str) -> Passage:
    day = datetime.date.fromisoformat(published) if published else None
    source = Source(id=published or "undated", file="one.md", title="", published=day, language="en")
    return Passage(1, source, 1, 1, "A text.", text_hash("A text."))


def asked(question: str) -> AskedTime:
    found = asked_time(question, "en", datetime.date(2022, 12, 24))
    assert found is not None
    return found


def test_of_the_time_counts_most_and_soon_after_it_half() -> None:
    worth = timeliness([passage(day) for day in DAYS], asked("What happened in September 2022?"))
    assert worth.tolist() == [0, OF_THE_TIME, SOON_AFTER * OF_THE_TIME, 0, 0]


def test_the_newest_counts_most_where_the_newest_is_asked_for() -> None:
    worth = timeliness([passage(day) for day in DAYS], asked("What is the latest?"))
    assert np.argmax(worth) == DAYS.index("2022-12-20")
    assert worth.max() == NEWEST
    assert worth[-1] == 0


def test_without_a_time_no_day_counts() -> None:
    assert not timeliness([passage(day) for day in DAYS], None).any()


@pytest.mark.parametrize(("question", "timely"), [("Who won in September 2022?", 1), ("Who won the latest race?", 0)])
def test_what_was_published_in_the_days_asked_about_is_timely(question: str, timely: int) -> None:
    assert sum(is_timely([passage(day) for day in DAYS], asked(question))) == timely


def test_passages_without_a_day_are_no_trouble() -> None:
    assert timeliness([passage("")], asked("What is the latest?")).tolist() == [0]
    assert timeliness([], asked("What is the latest?")).tolist() == []
