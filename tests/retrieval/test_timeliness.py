"""What a passage's day is worth to a question that asks about a time."""

import datetime

import numpy as np
import pytest

from retrieval.article import Passage, Source, text_hash
from retrieval.dates import AskedTime, asked_time
from retrieval.timeliness import FRESH, NEWEST, OF_THE_TIME, SOON_AFTER, is_timely, is_too_old, timeliness

TODAY = datetime.date(2022, 12, 24)
DAYS = ("2022-08-31", "2022-09-15", "2022-10-20", "2022-12-20", "")


def passage(published: str) -> Passage:
    day = datetime.date.fromisoformat(published) if published else None
    source = Source(id=published or "undated", file="one.md", title="", published=day, language="en")
    return Passage(1, source, 1, 1, "A text.", text_hash("A text."))


def asked(question: str) -> AskedTime:
    found = asked_time(question, "en", TODAY)
    assert found is not None
    return found


def test_of_the_time_counts_most_and_soon_after_it_half() -> None:
    worth = timeliness([passage(day) for day in DAYS], asked("What happened in September 2022?"), None)
    assert worth.tolist() == [0, OF_THE_TIME, SOON_AFTER * OF_THE_TIME, 0, 0]


def test_the_newest_counts_most_where_the_newest_is_asked_for() -> None:
    worth = timeliness([passage(day) for day in DAYS], asked("What is the latest?"), None)
    assert np.argmax(worth) == DAYS.index("2022-12-20")
    assert worth.max() == NEWEST
    assert worth[-1] == 0


def test_without_a_time_no_day_counts() -> None:
    assert not timeliness([passage(day) for day in DAYS], None, None).any()


@pytest.mark.parametrize(("question", "timely"), [("Who won in September 2022?", 1), ("Who won the latest race?", 0)])
def test_what_was_published_in_the_days_asked_about_is_timely(question: str, timely: int) -> None:
    assert sum(is_timely([passage(day) for day in DAYS], asked(question))) == timely


def test_passages_without_a_day_are_no_trouble() -> None:
    assert timeliness([passage("")], asked("What is the latest?"), TODAY).tolist() == [0]
    assert timeliness([], asked("What is the latest?"), TODAY).tolist() == []


def test_what_is_of_the_day_of_the_question_is_fresh_and_fades_and_what_came_later_is_not() -> None:
    days = ["2022-12-24", "2022-12-10", "2021-12-24", "2023-01-02", ""]
    worth = timeliness([passage(day) for day in days], None, TODAY)
    assert worth[:2].tolist() == [FRESH, FRESH / 2]
    assert worth[2:].tolist() == pytest.approx([0, 0, 0], abs=1e-6)


def test_nothing_is_fresh_where_a_time_is_asked_about_that_is_over() -> None:
    days = ["2022-12-24", "2022-09-15"]
    worth = timeliness([passage(day) for day in days], asked("What happened in September 2022?"), TODAY)
    assert worth.tolist() == [0, OF_THE_TIME]
    worth = timeliness([passage(day) for day in days], asked("What happened this week?"), TODAY)
    assert worth[0] == OF_THE_TIME + FRESH


def test_the_newest_is_not_of_a_day_to_come() -> None:
    worth = timeliness([passage("2022-12-20"), passage("2023-01-02")], asked("What is the latest?"), TODAY)
    assert worth.tolist() == [NEWEST, 0]


@pytest.mark.parametrize(
    ("question", "published", "old"),
    [
        ("What happened this week?", "2022-10-01", True),
        ("What happened this week?", "2022-12-18", False),
        ("How many came in September 2022?", "2021-09-15", True),
        ("How many came in September 2022?", "2022-12-20", False),
        ("Who will be elected in 2024?", "2021-09-15", False),
        ("What is the latest?", "2012-01-01", False),
        ("What happened this week?", "", False),
    ],
)
def test_an_article_from_before_the_time_asked_about_is_too_old_for_it(
    question: str, published: str, old: bool
) -> None:
    assert is_too_old(passage(published), asked(question), TODAY) == old
