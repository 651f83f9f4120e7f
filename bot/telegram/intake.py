"""Updates on their way in: each is handled once, at the same time as others, and not confirmed before it is done.

What the bot was killed over, Telegram hands out again after a restart; what took it down twice is given up.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Update

from bot.errors import StateError
from bot.state import BotState

GRACE_S = 25.0
"""How long the updates in hand may take when the bot stops; longer than an answer may take."""
_log = logging.getLogger(__name__)


class Intake:
    """The updates in hand. For one event loop."""

    def __init__(self, handle: Callable[[Update], Awaitable[None]], state: BotState, *, bot: int) -> None:
        self._handle = handle
        self._state = state
        self._bot = bot
        self._in_hand: dict[int, asyncio.Task[None]] = {}

    def take(self, update: Update) -> asyncio.Task[None] | None:
        """Begin to handle an update; what is in hand already goes on, and for what was handled before there is None."""
        number = update.update_id
        if number in self._in_hand:
            return self._in_hand[number]
        if not self._begins(number):
            return None
        task = asyncio.get_running_loop().create_task(self._run(update))
        self._in_hand[number] = task
        task.add_done_callback(lambda _: self._in_hand.pop(number))
        return task

    async def ended(self, number: int) -> bool:
        """Wait until that update is done; False when it was put back instead."""
        task = self._in_hand.get(number)
        if task is None:
            return True
        await asyncio.wait({task})
        return not task.cancelled()

    def skip(self, number: int) -> None:
        """Count an update as handled that nobody can read."""
        if self._begins(number):
            self._ends(number)

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

    async def _run(self, update: Update) -> None:
        try:
            await self._handle(update)
        except asyncio.CancelledError:
            self._note(lambda: self._state.release(self._bot, update.update_id))
            raise
        self._ends(update.update_id)

    def _begins(self, number: int) -> bool:
        try:
            return self._state.begin(self._bot, number)
        except StateError as error:
            # A full disk must not silence the bot; at worst a question is answered twice.
            _log.error("update not remembered", extra={"error": str(error)})
            return True

    def _ends(self, number: int) -> None:
        self._note(lambda: self._state.finish(self._bot, number))

    def _note(self, note: Callable[[], None]) -> None:
        try:
            note()
        except StateError as error:
            _log.error("update not remembered", extra={"error": str(error)})
