"""A bounded set of threads for the work that must not hold up the event loop: the encoder and the indexes."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from bot.errors import Busy, TooSlow

Result = TypeVar("Result")


@dataclass(frozen=True)
class Queue:
    """How many calls are in which state."""

    waiting: int
    running: int
    overdue: int  # of those running: nobody waits for them any more, but they keep their threads
    threads: int

    @property
    def stuck(self) -> bool:
        """Whether no thread is left for a call that waits, or would."""
        return self.overdue >= self.threads


class Workers:
    """Runs calls on `threads` threads while at most `queue` more wait, each for at most `time_limit_s` seconds.

    A call that has begun can't be stopped: when its time is over it is no longer waited for, but it keeps its thread,
    and its place, until it ends.
    """

    def __init__(self, *, threads: int, queue: int, time_limit_s: float) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="quoted-worker")
        self._threads = threads
        self._most = threads + queue
        self._time_limit_s = time_limit_s
        self._lock = threading.Lock()
        self._taken = 0
        self._numbers = count()
        self._begun: dict[int, float] = {}  # when each running call began

    async def run(self, call: Callable[[], Result]) -> Result:
        """What the call returns. Raises what it raises; Busy when too many wait; TooSlow when its time is over."""
        with self._lock:
            if self._taken >= self._most:
                raise Busy(f"{self._taken} calls are running or waiting, and no more may; ask again in a moment")
            self._taken += 1
        future = self._submit(call)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._time_limit_s)
        except TimeoutError:
            if future.cancelled() or not future.done():
                raise TooSlow(f"no result within {self._time_limit_s:g} s; see load.time_limit_s") from None
            return future.result()  # it ended in that moment; or the error was the call's own

    def _submit(self, call: Callable[[], Result]) -> Future[Result]:
        try:
            future = self._executor.submit(self._timed, call)
        except RuntimeError:  # closed meanwhile
            self._release(None)
            raise Busy("the bot is stopping") from None
        future.add_done_callback(self._release)
        return future

    def _timed(self, call: Callable[[], Result]) -> Result:
        with self._lock:
            number = next(self._numbers)
            self._begun[number] = time.monotonic()
        try:
            return call()
        finally:
            with self._lock:
                del self._begun[number]

    def _release(self, _: Future[Result] | None) -> None:
        with self._lock:
            self._taken -= 1

    def queue(self) -> Queue:
        """How many calls wait and run now."""
        with self._lock:
            late = time.monotonic() - self._time_limit_s
            running = len(self._begun)
            overdue = sum(began < late for began in self._begun.values())
            return Queue(max(self._taken - running, 0), running, overdue, self._threads)

    def close(self) -> None:
        """Take no more calls and drop those that wait; those that run end by themselves."""
        self._executor.shutdown(wait=False, cancel_futures=True)
