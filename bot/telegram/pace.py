"""How fast the bot may write, and when it writes again: Telegram's limits for a bot, a group and a chat.

A chat that is told to wait (429) waits alone. What surely did not arrive is sent again; where that can't be known, an
edit is made again, which does no harm, and a new message is not: Telegram has no key to tell a second sending from a
second message. https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol

import httpx
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

from bot.schedule import ALL, LONGEST_S, Limit, LocalSchedule, Schedule

REPEATABLE = frozenset({"editMessageText"})
"""Methods of which a second call changes nothing."""
PACED = frozenset({"sendMessage"}) | REPEATABLE
"""Methods that put something into a chat. "Typing" is not one: the answer would wait for it."""
FLOODED = 3
"""How often a 429 is waited out for a message, each as long as Telegram says."""
AGAIN_S = (1.0, 3.0, 9.0)
"""Pauses before a message is tried again."""
OF_BOT = (Limit(30, 1.0),)
OF_GROUP = Limit(20, LONGEST_S)

Result = bool | dict[str, Any] | list[dict[str, Any]]
Call = Callable[..., Coroutine[Any, Any, Result]]


class Attempts(Protocol):
    """Who wants to know when a message goes to the network."""

    def begin(self) -> None:
        """It goes now. What this raises keeps it from going."""

    def back(self) -> None:
        """It surely did not arrive."""


class ChatPace(BaseRateLimiter[Attempts]):
    """Gives every message its time, by chat. For one event loop. A request's `rate_limit_args` are its Attempts."""

    def __init__(
        self, *, per_chat_s: float, again_s: Sequence[float] = AGAIN_S, schedule: Schedule | None = None
    ) -> None:
        """At most one message a chat in `per_chat_s` seconds, 0 also lifting a group's limit."""
        self._per_chat_s = per_chat_s
        self._again_s = again_s
        self._schedule = schedule or LocalSchedule()
        self._held_until: dict[int, float] = {}

    async def initialize(self) -> None:
        """Nothing to begin."""

    async def shutdown(self) -> None:
        """Nothing to end."""

    async def process_request(  # the signature that the library asks for
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Attempts | None,
    ) -> Result:
        """What the request returns, made when its turn comes. Raises TelegramError."""
        chat = data.get("chat_id")
        if not isinstance(chat, int) or endpoint not in PACED:
            return await callback(*args, **kwargs)
        pauses, floods = list(self._again_s), FLOODED
        while True:
            await self._turn(chat)
            if rate_limit_args is not None:
                rate_limit_args.begin()
            try:
                return await callback(*args, **kwargs)
            except TelegramError as error:
                arrived = not did_not_arrive(error)
                if rate_limit_args is not None and not arrived:
                    rate_limit_args.back()
                if isinstance(error, RetryAfter) and floods:
                    floods -= 1
                    self._hold(chat, seconds_of(error))
                elif passes(error) and pauses and (not arrived or endpoint in REPEATABLE):
                    self._hold(chat, pauses.pop(0))
                else:
                    raise

    async def _turn(self, chat: int) -> None:
        """Wait until the chat may get a message."""
        limits = self._limits(chat)
        await asyncio.sleep(self._held_for(chat))
        await asyncio.sleep(self._schedule.reserve(chat, limits))
        while held := self._held_for(chat):  # told so while this one waited
            await asyncio.sleep(held)
            await asyncio.sleep(self._schedule.reserve(chat, limits))
        await asyncio.sleep(self._schedule.reserve(ALL, OF_BOT))

    def _limits(self, chat: int) -> Sequence[Limit]:
        own = Limit(1, self._per_chat_s)
        return (own, OF_GROUP) if self._per_chat_s and chat < 0 else (own,)

    def _hold(self, chat: int, seconds: float) -> None:
        """Let nothing into a chat for a while."""
        now = asyncio.get_running_loop().time()
        self._held_until = {held: until for held, until in self._held_until.items() if until > now}
        self._held_until[chat] = max(now + seconds, self._held_until.get(chat, now))

    def _held_for(self, chat: int) -> float:
        return max(self._held_until.get(chat, 0.0) - asyncio.get_running_loop().time(), 0.0)


def passes(error: TelegramError) -> bool:
    """Whether the same request may succeed soon: Telegram or the way there failed, and did not refuse it.

    An error of no kind is an answer that is none of Telegram's, such as a page of the network's that wants a login.
    """
    failed = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    return failed or type(error) is TelegramError


def did_not_arrive(error: Exception) -> bool:
    """Whether a message was surely not taken: Telegram refused it, or the connection was not there or broke.

    After a read timeout Telegram has the whole request, and is only slow to say so.
    """
    if isinstance(error, TimedOut):
        return isinstance(error.__cause__, httpx.ConnectTimeout | httpx.WriteTimeout | httpx.PoolTimeout)
    return True


def seconds_of(error: Exception) -> float:
    """How long a 429 asks to wait."""
    after = error.retry_after if isinstance(error, RetryAfter) else 0
    return float(after) if isinstance(after, int) else after.total_seconds()
