"""Updates that wait for the bot, and its long polling for them. Belongs to one event loop."""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from bot.playground.refusal import CONFLICT, Refusal

MOST_WAITING = 1000
LONGEST_POLL_S = 50
GRACE_S = 3.0
"""A bot that asks again within this time never was away."""


class Updates:
    """The queue of one bot. `changed` is called with whether the bot is there, each time that changes."""

    def __init__(self, changed: Callable[[bool], None]) -> None:
        # As with Telegram, any number to begin with: a bot remembers the ids of earlier runs and skips them.
        self._next = secrets.randbelow(900_000_000) + 100_000_000
        self._waiting: deque[dict[str, Any]] = deque(maxlen=MOST_WAITING)
        self._allowed: Sequence[str] = ()
        self._poll: asyncio.Future[None] | None = None
        self._changed = changed
        self._farewell: asyncio.TimerHandle | None = None
        self.connected = False

    def push(self, kind: str, content: dict[str, Any]) -> None:
        """Hand an update to the bot, unless it said that it does not want such."""
        if self._allowed and kind not in self._allowed:
            return
        self._waiting.append({"update_id": self._next, kind: content})
        self._next += 1
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Take only updates of these kinds from now on; none for all, None for those as before."""
        if kinds is not None:
            self._allowed = tuple(kinds)

    def waiting(self) -> list[dict[str, Any]]:
        """The updates that wait, oldest first."""
        return list(self._waiting)

    def confirm(self, number: int) -> None:
        """Forget the update with that number: the bot has it."""
        self._waiting = deque((u for u in self._waiting if u["update_id"] != number), MOST_WAITING)

    async def wait_beyond(self, known: set[int]) -> None:
        """Wait until an update waits that is not known. Whoever waits so counts as the bot."""
        while all(update["update_id"] in known for update in self._waiting):
            await self._first(LONGEST_POLL_S)

    def drop(self) -> None:
        """Forget all that waits."""
        self._waiting.clear()

    @property
    def pending(self) -> int:
        """How many updates wait."""
        return len(self._waiting)

    async def fetch(
        self, offset: int, limit: int, *, timeout_s: float, allowed: Sequence[str] | None
    ) -> list[dict[str, Any]]:
        """The updates from `offset` on; those before it are confirmed and forgotten. A negative offset counts from the
        end. Waits up to `timeout_s` for the first one. Raises Refusal when another fetch begins meanwhile.
        """
        if self._poll and not self._poll.done():
            self._poll.set_exception(Refusal(409, CONFLICT))
        self.allow(allowed)
        self._confirm(offset)
        if not self._waiting and timeout_s > 0:
            await self._first(min(timeout_s, LONGEST_POLL_S))
        else:
            self._here()
        return list(self._waiting)[:limit]

    async def _first(self, timeout_s: float) -> None:
        """Wait until an update comes, or for the time that was asked for."""
        poll = self._poll = asyncio.get_running_loop().create_future()
        self._here()
        try:
            await asyncio.wait_for(poll, timeout_s)
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
            self._here()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        while offset > 0 and self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    def _here(self) -> None:
        """Note a sign of life, and look again after a while."""
        if self._farewell:
            self._farewell.cancel()
        self._farewell = None
        if not self._poll:
            self._farewell = asyncio.get_running_loop().call_later(GRACE_S, self._tell, False)
        self._tell(True)

    def _tell(self, connected: bool) -> None:
        if connected != self.connected:
            self.connected = connected
            self._changed(connected)
