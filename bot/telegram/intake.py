"""Updates on their way in: each is in hand once, at the same time as others, and not confirmed before it is done."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

GRACE_S = 25.0
"""How long the updates in hand may take when the bot stops; longer than an answer may take."""
Record = dict[str, Any]
"""An update, as the Bot API's JSON."""
Handle = Callable[[Record], Awaitable[None]]


class Intake:
    """The updates in hand. For one event loop."""

    def __init__(self, handle: Handle) -> None:
        """`handle` does with an update what is to be done; cancelled, it leaves the update to be brought again."""
        self._handle = handle
        self._in_hand: dict[int, asyncio.Task[None]] = {}

    @property
    def in_hand(self) -> list[int]:
        """The numbers of the updates in hand."""
        return list(self._in_hand)

    def take(self, record: Record) -> int:
        """Begin to handle an update, unless it is in hand already; its number."""
        number = int(record["update_id"])
        if number not in self._in_hand:
            task = asyncio.get_running_loop().create_task(self._run(record))
            self._in_hand[number] = task
            task.add_done_callback(lambda _: self._in_hand.pop(number))
        return number

    async def ended(self, number: int) -> bool:
        """Wait until that update is done; False when it was put back instead."""
        task = self._in_hand.get(number)
        if task is None:
            return True
        await asyncio.wait({task})
        return not task.cancelled()

    def confirmed(self, following: int) -> int:
        """The number up to which all is done: that of the first update in hand, or else `following`."""
        return min(self._in_hand, default=following)

    async def settled(self, timeout_s: float) -> None:
        """Wait until nothing is in hand any more, at most so long."""
        if self._in_hand:
            await asyncio.wait(self._in_hand.values(), timeout=timeout_s)

    async def close(self, grace_s: float = GRACE_S) -> None:
        """Finish what is in hand, and put back what takes too long."""
        if self._in_hand:
            await asyncio.wait(self._in_hand.values(), timeout=grace_s)
        late = list(self._in_hand.values())
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    async def _run(self, record: Record) -> None:
        await self._handle(record)
