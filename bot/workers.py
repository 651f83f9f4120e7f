"""A bounded set of threads for the work that must not hold up the event loop: the encoder and the indexes."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from bot.errors import Busy, TooSlow

Result = TypeVar("Result")


class Workers:
    """Runs calls on `threads` threads while at most `queue` more wait, each for at most `time_limit_s` seconds.

    A call that has begun can't be stopped: when its time is over it is no longer waited for, but it keeps its thread,
    and its place, until it ends.
    """

    def __init__(self, *, threads: int, queue: int, time_limit_s: float) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="quoted-worker")
        self._most = threads + queue
        self._time_limit_s = time_limit_s
        self._lock = threading.Lock()
        self._taken = 0

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
            if future.done() and not future.cancelled():
                raise  # the call's own
            raise TooSlow(f"no result within {self._time_limit_s:g} s; see load.time_limit_s") from None

    def _submit(self, call: Callable[[], Result]) -> Future[Result]:
        try:
            future = self._executor.submit(call)
        except RuntimeError:  # closed meanwhile
            self._release(None)
            raise Busy("the bot is stopping") from None
        future.add_done_callback(self._release)
        return future

    def _release(self, _: Future[Result] | None) -> None:
        with self._lock:
            self._taken -= 1

    def close(self) -> None:
        """Take no more calls and drop those that wait; those that run end by themselves."""
        self._executor.shutdown(wait=False, cancel_futures=True)
