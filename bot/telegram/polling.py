"""Fetching updates, and what to do when Telegram can't be reached or refuses.

A network that is down is waited out, with one line in the log and ever longer pauses: a machine that comes up before
its network must not need anybody. A refused token and a second instance end the bot: waiting mends neither.
"""

import asyncio
import logging
import warnings
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from bot.errors import AnotherInstance, TokenRefused
from bot.telegram.intake import Intake
from bot.telegram.pace import seconds_of

POLL_S = 25
"""How long Telegram holds a request while there is nothing new."""
READ_WITHIN_S = 10.0
"""Beyond that, before a request counts as lost."""
GLANCE_S = 0.2
"""Between two requests while updates are in hand: Telegram hands those out again, at once."""
ALLOWED = ("message", "edited_message", "callback_query", "inline_query", "guest_message")
"""The kinds of updates that every bot gets."""
MOST_CONFLICTS = 3
"""In a row. The instance before this one, being replaced, causes one or two."""
LONGEST_PAUSE_S = 60.0
Result = TypeVar("Result")
_log = logging.getLogger(__name__)


async def poll(bot: Bot, intake: Intake, *, wanted: Sequence[str] = ALLOWED, stop: asyncio.Event) -> None:
    """Give every update of the wanted kinds to the intake, until `stop` is set. Raises TokenRefused, AnotherInstance.

    An update is confirmed when it has been handled, not when it has been fetched.
    """
    # It would have the library read all updates at once, and throw away all when it can't read one.
    warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates'", PTBUserWarning)
    following = conflicts = 0
    fetched: set[int] = set()  # but not confirmed
    outage = Outage()
    while not stop.is_set():
        offset = intake.confirmed(following)
        fetched = {number for number in fetched if number >= offset}
        try:
            records = await until(stop, _fetch(bot, wanted, offset=offset, timeout_s=POLL_S))
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
            new = [record for record in records or () if record["update_id"] not in fetched]
            for record in new:
                fetched.add(record["update_id"])
                following = intake.take(record) + 1
            if not new:
                await intake.settled(GLANCE_S)
    await intake.close()
    with suppress(TelegramError):  # confirm what was handled; should it fail, the bot's state knows
        await _fetch(bot, wanted, offset=intake.confirmed(following), timeout_s=0)


async def _fetch(bot: Bot, kinds: Sequence[str], *, offset: int, timeout_s: int) -> list[dict[str, Any]]:
    """What getUpdates returns, as the Bot API's JSON."""
    wanted = {"offset": offset, "timeout": timeout_s, "allowed_updates": list(kinds)}
    try:
        found = await bot.do_api_request("getUpdates", api_kwargs=wanted, read_timeout=timeout_s + READ_WITHIN_S)
    except EndPointNotFound:  # what the library makes of a token that Telegram does not know
        raise InvalidToken("Unauthorized") from None
    return list(found)


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
            pause = max(pause, seconds_of(error))
        if not self._failures:
            _log.warning("telegram unreachable", extra={"error": str(error), "hint": "it is tried again"})
        self._failures += 1
        await until(stop, asyncio.sleep(pause))

    def over(self) -> None:
        """Note that Telegram answered."""
        if self._failures:
            _log.warning("telegram reachable")
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
