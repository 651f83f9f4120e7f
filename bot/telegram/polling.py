"""Fetching updates, and what to do when Telegram can't be reached or refuses.

A network that is down is waited out, with one line in the log and ever longer pauses: a machine that comes up before
its network must not need anybody. A refused token and a second instance end the bot: waiting mends neither.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.errors import AnotherInstance, TokenRefused

POLL_S = 25
"""How long Telegram holds a request while there is nothing new."""
ALLOWED = ("message", "callback_query")
MOST_CONFLICTS = 3
"""In a row. The instance before this one, being replaced, causes one or two."""
LONGEST_PAUSE_S = 60.0
Result = TypeVar("Result")
_log = logging.getLogger(__name__)


async def poll(bot: Bot, hand_over: Callable[[object], Awaitable[None]], *, stop: asyncio.Event) -> None:
    """Hand over every update, until `stop` is set. Raises TokenRefused and AnotherInstance."""
    offset = conflicts = 0
    outage = Outage()
    while not stop.is_set():
        try:
            updates = await until(stop, bot.get_updates(offset=offset, timeout=POLL_S, allowed_updates=ALLOWED))
        except Conflict:
            conflicts += 1
            if conflicts >= MOST_CONFLICTS:
                raise AnotherInstance(
                    "another program fetches this bot's messages; stop it, or get a new token from @BotFather"
                ) from None
            await until(stop, asyncio.sleep(1))
        except TelegramError as error:
            await outage.wait(error, stop=stop)
        else:
            conflicts = 0
            outage.over()
            for update in updates or ():
                await hand_over(update)
                offset = update.update_id + 1
    with suppress(TelegramError):  # confirm what was handed over; should it fail, the bot's state knows
        await bot.get_updates(offset=offset, timeout=0, limit=1, allowed_updates=ALLOWED)


class Outage:
    """A time without Telegram: its first failure is logged, each pause is longer than the one before."""

    def __init__(self) -> None:
        self._failures = 0

    async def wait(self, error: TelegramError, *, stop: asyncio.Event) -> None:
        """Pause after a failure, or until `stop` is set. Raises TokenRefused where no pause helps."""
        if isinstance(error, InvalidToken):
            raise TokenRefused(
                "Telegram does not know this bot's token; set QUOTED_TELEGRAM_TOKEN to the one from @BotFather, "
                "and look whether telegram.api_url names a Bot API server"
            ) from None
        pause = min(2.0**self._failures, LONGEST_PAUSE_S)
        if isinstance(error, RetryAfter):
            pause = max(pause, _seconds(error))
        if not self._failures:
            _log.warning("Telegram can't be reached (%s); trying again until it can", error)
        self._failures += 1
        await until(stop, asyncio.sleep(pause))

    def over(self) -> None:
        """Note that Telegram answered."""
        if self._failures:
            _log.warning("Telegram can be reached again")
        self._failures = 0


async def until(stop: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result | None:
    """What the work returns; None when `stop` is set before it is done, which ends the work."""
    task, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
    return None if task.cancelled() else task.result()


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()
