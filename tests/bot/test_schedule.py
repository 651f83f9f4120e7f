"""When may be written to whom: of no limit more than its count in its time."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.errors import StateError
from bot.schedule import ALL, Limit, LocalSchedule, Schedule, SharedSchedule
from bot.storage.sqlite import SqliteDatabase
from tests.bot.storage.conftest import server, shared, url

__all__ = ["server", "shared", "url"]  # fixtures

SECOND, MINUTE = Limit(1, 1.0), Limit(20, 60.0)


@dataclass(frozen=True)
class Given:
    """A time to write: not before the one, not after the other; and how long that was from when it was asked for."""

    earliest: float
    latest: float
    wait: float


def reserved(schedule: Schedule, chat: int, *limits: Limit, count: int) -> list[Given]:
    """The times that so many messages get, one asked for after the other."""

    async def ask() -> list[Given]:
        given = []
        for _ in range(count):
            before = time.monotonic()
            wait = schedule.reserve(chat, limits)
            given.append(Given(before + wait, time.monotonic() + wait + 0.001, wait))
        return given

    return asyncio.run(ask())


def keeps(limit: Limit, given: list[Given]) -> bool:
    """Whether each message comes so long after the last but `count`."""
    pairs = zip(given, given[limit.count :], strict=False)
    return all(later.latest - earlier.earliest >= limit.seconds for earlier, later in pairs)


@pytest.fixture(params=["local", "shared"])
def schedule(request: pytest.FixtureRequest) -> Schedule:
    return LocalSchedule() if request.param == "local" else SharedSchedule(request.getfixturevalue("shared")(), 1)


def test_first_may_go_at_once(schedule: Schedule) -> None:
    assert [reserved(schedule, chat, SECOND, count=1)[0].wait for chat in (5, 6)] == [0.0, 0.0]


def test_chat_gets_one_a_second_and_a_group_twenty_a_minute(schedule: Schedule) -> None:
    given = reserved(schedule, -5, SECOND, MINUTE, count=41)
    assert keeps(SECOND, given)
    assert keeps(MINUTE, given)
    assert given[19].wait <= 19
    assert given[40].wait <= 120


def test_bot_gets_thirty_a_second(schedule: Schedule) -> None:
    limit = Limit(30, 1.0)
    given = reserved(schedule, ALL, limit, count=61)
    assert keeps(limit, given)
    assert [one.wait for one in given[:30]] == [0.0] * 30
    assert given[60].wait <= 2


def test_limit_of_no_time_is_none(schedule: Schedule) -> None:
    assert [one.wait for one in reserved(schedule, 5, Limit(1, 0.0), count=5)] == [0.0] * 5


def test_processes_share_what_is_free(shared: Callable[[], SqliteDatabase]) -> None:
    one, other = SharedSchedule(shared(), 1), SharedSchedule(shared(), 1)
    given = [reserved(each, 5, SECOND, count=1)[0] for each in (one, other, one, other)]
    assert keeps(SECOND, given)
    assert given[3].wait <= 3
    assert reserved(SharedSchedule(shared(), 2), 5, SECOND, count=1)[0].wait == 0.0  # another bot's chat


def test_while_the_database_is_away_each_process_keeps_the_limits_alone(
    shared: Callable[[], SqliteDatabase], caplog: pytest.LogCaptureFixture
) -> None:
    database = shared()
    schedule = SharedSchedule(database, 1)
    database.close()
    with pytest.raises(StateError):
        database.rows("SELECT 1")
    assert keeps(SECOND, reserved(schedule, 5, SECOND, count=3))
    assert [record.getMessage() for record in caplog.records] == ["pace not shared"]
