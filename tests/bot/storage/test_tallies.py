"""Counts by day, of which nothing tells who asked or what."""

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest

from bot.tallies import DAY_S, KEEP_DAYS, NOWHERE, Tallies, percentile, two_digits
from tests.bot.storage.conftest import Open


class Time:
    """A time that the test sets."""

    def __init__(self) -> None:
        self.now = 20_000.5 * DAY_S

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def tallies(opening: Open, clock: Time) -> Iterator[Tallies]:
    with closing(opening()) as database:
        yield Tallies(database, clock=clock)


def test_questions_are_counted_by_day_and_outcome(tallies: Tallies, clock: Time) -> None:
    tallies.note("answered", milliseconds=100)
    clock.now += 3 * DAY_S
    tallies.note("answered", milliseconds=100)
    tallies.note("not_found", milliseconds=20, nearest="a")
    tallies.note("busy")
    assert tallies.outcomes(1) == {"answered": 1, "not_found": 1, "busy": 1}
    assert tallies.outcomes(3) == tallies.outcomes(1)
    assert tallies.outcomes(4) == {"answered": 2, "not_found": 1, "busy": 1}
    assert tallies.waits(4) == [(20, 1), (100, 2)]
    assert tallies.waits(1) == [(20, 1), (100, 1)]


def test_days_since_the_first_count_are_those_that_count(tallies: Tallies, clock: Time) -> None:
    assert tallies.days_counted(30) == 30
    tallies.note("answered")
    assert tallies.days_counted(30) == 1
    clock.now += 4 * DAY_S
    assert tallies.days_counted(30) == 5
    assert tallies.days_counted(3) == 3


def test_articles_that_came_nearest_are_counted_those_with_most_first(tallies: Tallies) -> None:
    for nearest in ("b", "a", "b", NOWHERE):
        tallies.note("not_found", nearest=nearest)
    assert tallies.misses(7, most=5) == [("b", 2), (NOWHERE, 1), ("a", 1)]
    assert tallies.misses(7, most=1) == [("b", 2)]


def test_old_counts_are_forgotten(tallies: Tallies, clock: Time) -> None:
    tallies.note("not_found", milliseconds=5, nearest="a")
    clock.now += KEEP_DAYS * DAY_S
    tallies.prune()
    assert tallies.outcomes(10_000) == {"not_found": 1}
    clock.now += DAY_S
    tallies.prune()
    assert (tallies.outcomes(10_000), tallies.waits(10_000), tallies.misses(10_000, most=5)) == ({}, [], [])


@pytest.mark.parametrize(
    ("milliseconds", "kept"), [(0.0, 1), (0.7, 1), (9.4, 9), (99.4, 99), (104, 100), (106, 110), (1234, 1200)]
)
def test_times_are_kept_in_two_digits(milliseconds: float, kept: int) -> None:
    assert two_digits(milliseconds) == kept


def test_percentiles_are_those_of_numpy_to_within_five_per_cent() -> None:
    times = np.random.default_rng(0).lognormal(4.5, 0.8, 2000)
    values, counts = np.unique([two_digits(time) for time in times], return_counts=True)
    waits = list(zip(values.tolist(), counts.tolist(), strict=True))
    for share in (0.0, 0.5, 0.95, 1.0):
        wanted = np.quantile(times, share, method="inverted_cdf")
        found = percentile(waits, share)
        assert found is not None
        assert abs(found - wanted) <= 0.051 * wanted + 0.5
    assert percentile([], 0.5) is None
