"""Bounded threads."""

import asyncio
import threading
import time
from contextlib import closing

import pytest

from bot.errors import Busy, TooSlow
from bot.workers import Queue, Workers


def test_result_and_error_of_a_call_come_back() -> None:
    async def run() -> None:
        with closing(Workers(threads=1, queue=1, time_limit_s=5)) as workers:
            assert await workers.run(lambda: 6 * 7) == 42
            with pytest.raises(ZeroDivisionError):
                await workers.run(lambda: 1 // 0)
            with pytest.raises(TimeoutError, match="the call's own"):
                await workers.run(raise_timeout)

    def raise_timeout() -> None:
        raise TimeoutError("the call's own")

    asyncio.run(run())


def test_more_than_threads_and_queue_is_refused_at_once_and_later_taken_again() -> None:
    held = threading.Event()

    async def run() -> None:
        with closing(Workers(threads=1, queue=2, time_limit_s=5)) as workers:
            waiting = [asyncio.ensure_future(workers.run(held.wait)) for _ in range(3)]
            await asyncio.sleep(0)
            with pytest.raises(Busy):
                await workers.run(lambda: None)
            held.set()
            assert await asyncio.gather(*waiting) == [True, True, True]
            assert await workers.run(lambda: "free") == "free"

    asyncio.run(run())


def test_call_beyond_its_time_is_left_and_keeps_its_place_until_it_ends() -> None:
    held = threading.Event()

    async def run() -> None:
        with closing(Workers(threads=1, queue=0, time_limit_s=0.05)) as workers:
            with pytest.raises(TooSlow):
                await workers.run(held.wait)
            with pytest.raises(Busy):
                await workers.run(lambda: None)
            held.set()
            assert await eventually(workers) == "free"

    async def eventually(workers: Workers) -> str:
        end = time.monotonic() + 5
        while time.monotonic() < end:
            try:
                return await workers.run(lambda: "free")
            except Busy:
                await asyncio.sleep(0.01)
        return "still busy"

    asyncio.run(run())


def test_call_that_waited_too_long_is_never_begun() -> None:
    held = threading.Event()
    begun: list[str] = []

    async def run() -> None:
        with closing(Workers(threads=1, queue=1, time_limit_s=0.05)) as workers:
            results = await asyncio.gather(
                workers.run(held.wait), workers.run(lambda: begun.append("x")), return_exceptions=True
            )
            assert [type(result) for result in results] == [TooSlow, TooSlow]
            held.set()

    asyncio.run(run())
    assert begun == []


def test_call_that_ends_in_the_moment_its_time_is_over_gives_its_result() -> None:
    go_on, ended = threading.Event(), threading.Event()

    def call() -> str:
        go_on.wait()
        ended.set()
        return "just in time"

    def end_it() -> None:
        go_on.set()
        ended.wait()
        time.sleep(0.05)  # until its thread has told so

    async def run() -> None:
        limit = 0.05
        with closing(Workers(threads=1, queue=0, time_limit_s=limit)) as workers:
            running = asyncio.ensure_future(workers.run(call))
            await asyncio.sleep(0)
            asyncio.get_running_loop().call_later(limit, end_it)
            time.sleep(2 * limit)  # so that both are due: its time is over, and then the call ends
            assert await running == "just in time"

    asyncio.run(run())


def test_closed_workers_refuse() -> None:
    async def run() -> None:
        workers = Workers(threads=1, queue=1, time_limit_s=1)
        workers.close()
        with pytest.raises(Busy):
            await workers.run(lambda: None)

    asyncio.run(run())


def test_queue_tells_what_waits_runs_and_is_overdue() -> None:
    held = threading.Event()

    async def run() -> None:
        with closing(Workers(threads=2, queue=5, time_limit_s=0.1)) as workers:
            assert workers.queue() == Queue(waiting=0, running=0, overdue=0, threads=2)
            calls = [asyncio.ensure_future(workers.run(held.wait)) for _ in range(3)]
            await asyncio.sleep(0.03)
            assert workers.queue() == Queue(waiting=1, running=2, overdue=0, threads=2)
            assert not workers.queue().stuck
            await asyncio.gather(*calls, return_exceptions=True)
            assert workers.queue().overdue == 2
            assert workers.queue().stuck
            held.set()
            assert await workers.run(lambda: "free") == "free"
            await asyncio.sleep(0.05)
            assert workers.queue().running == 0

    asyncio.run(run())
