import datetime

import pytest

from retrieval.reading.days import find_day, mentions_day, parse_day


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2022-10-31", ""), ("2022-10-31T08:15:00+02:00", ""), ("2022/10/31", "en"), ("October 31, 2022", "en"),
        ("31 October 2022", "en"), ("Oct. 31 2022", ""), ("31. Oktober 2022", "de"), ("31 octobre 2022", "fr"),
        ("31 de octubre de 2022", "es"), ("31 октября 2022", "ru"), ("31 Ekim 2022", "tr"), ("2022年10月31日", "zh"),
        ("31/10/2022", "en"), ("10/31/2022", ""), ("31.10.2022", "de"),
    ],
)  # fmt: skip
def test_a_whole_day_is_read(text: str, language: str) -> None:
    assert parse_day(text, language) == datetime.date(2022, 10, 31)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "3 hours ago",
        "October 2022",
        "2022",
        "31 October",
        "2022-13-45",
        "31/31/2022",
        "Room 12",
        "x" * 500,
    ],
)
def test_what_is_no_whole_day_is_none(text: str) -> None:
    assert parse_day(text) is None


def test_a_day_that_can_be_read_in_two_ways_is_none_in_english_alone() -> None:
    assert parse_day("03/04/2022", "en") is None
    assert parse_day("03/04/2022", "") is None
    assert parse_day("03.04.2022", "de") == datetime.date(2022, 4, 3)
    assert parse_day("04/04/2022", "en") == datetime.date(2022, 4, 4)


def test_the_first_day_of_a_line_is_found_among_other_words() -> None:
    assert find_day("Wednesday 20 Nov 2019, updated 21 Nov 2019", "en") == datetime.date(2019, 11, 20)
    assert find_day("Nothing in May 2019", "en") is None


def test_a_long_line_mentions_no_day() -> None:
    assert mentions_day("Posted on August 3, 2017 by Eva Lind")
    assert not mentions_day("On August 3, 2017 " + "they went on " * 20)
