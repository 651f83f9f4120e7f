"""Telling a running bot to stop: by a signal, or from another thread."""

import asyncio
import signal
import threading
from collections.abc import Callable
from contextlib import suppress


class Stop:
    """Says once that it is time to stop. `now` may be called from any thread, also before there is an event loop."""

    def __init__(self) -> None:
        self._said = threading.Event()
        self._wake: Callable[[], object] | None = None

    def now(self) -> None:
        """Stop, in an orderly way."""
        self._said.set()
        if self._wake is not None:
            with suppress(RuntimeError):  # the loop is closed already
                self._wake()

    def said_within(self, seconds: float) -> bool:
        """Whether it is time to stop, waited for before there is an event loop."""
        return self._said.wait(seconds)

    def event(self) -> asyncio.Event:
        """What the running event loop can wait for; on the main thread SIGTERM and SIGINT set it as well."""
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        self._wake = lambda: loop.call_soon_threadsafe(stop.set)
        if self._said.is_set():
            stop.set()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, _stop_at_signal, loop, stop)
        return stop


def _stop_at_signal(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Stop in an orderly way; a second signal ends the process at once."""
    stop.set()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.remove_signal_handler(number)
