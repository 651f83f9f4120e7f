"""How fast the bot may write: Telegram's limits for a bot and for a group, and one message a second for each chat.

Also where a message that surely did not arrive is sent again.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
from telegram.error import NetworkError
from telegram.ext import AIORateLimiter

PACED = frozenset({"sendMessage", "editMessageText"})
"""Methods that put something into a chat. "Typing" is not one: the answer would wait for it."""
RETRIES = 3
"""After a 429, each when Telegram says so."""
RECONNECT_S = (1.0, 3.0, 9.0)
"""Pauses before a message is tried again that never reached Telegram. Any other failure may have come after the message
was taken, and Telegram has no key to tell a second sending from a second message."""
_MOST_CHATS = 1000


class ChatPace(AIORateLimiter):
    """AIORateLimiter, which knows the bot's and the groups' limits and waits out a 429, with a gap for each chat."""

    def __init__(self, *, per_chat_s: float) -> None:
        super().__init__(max_retries=RETRIES)
        self._per_chat_s = per_chat_s
        self._free_at: dict[int | str, float] = {}

    async def process_request(  # the signature that the library asks for
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """What the request returns, made when its turn comes."""
        chat = data.get("chat_id")
        if chat is None or endpoint not in PACED:
            return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
        await self._turn(chat)
        for pause in RECONNECT_S:
            try:
                return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
            except NetworkError as error:
                if not isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout):
                    raise
            await asyncio.sleep(pause)
        return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)

    async def _turn(self, chat: int | str) -> None:
        now = asyncio.get_running_loop().time()
        at = max(now, self._free_at.get(chat, now))
        self._free_at[chat] = at + self._per_chat_s
        if len(self._free_at) > _MOST_CHATS:
            self._free_at = {chat: free for chat, free in self._free_at.items() if free > now}
        if at > now:
            await asyncio.sleep(at - now)
