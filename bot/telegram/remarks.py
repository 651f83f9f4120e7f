"""Kind lines to what is no question, one for an album or a burst, and never twice in a row."""

import time
from collections.abc import Callable

from telegram import Message

from bot.rendering import render_words
from bot.telegram.desk import Desk
from bot.telegram.sending import reply

BURST_S = 5.0
"""What comes so soon after a remark belongs to what it was made on."""
_MOST_KEPT = 1000


class Remarks:
    """Makes remarks. For one event loop. `clock` gives seconds that only grow."""

    def __init__(self, desk: Desk, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk = desk
        self._clock = clock
        self._made: dict[tuple[int, int], tuple[float, str | None]] = {}

    async def make(self, message: Message, key: str, values: dict[str, int] | None = None) -> None:
        """Reply with a line of the bot's own words, unless one was made on the same album or burst."""
        place = (message.chat.id, message.from_user.id if message.from_user else 0)
        now, album = self._clock(), message.media_group_id
        at, of = self._made.get(place, (float("-inf"), None))
        if now - at < BURST_S or (album is not None and album == of):
            self._made[place] = (max(now, at), album)
            return
        if len(self._made) > _MOST_KEPT:
            self._made = {who: made for who, made in self._made.items() if now - made[0] < BURST_S}
        self._made[place] = (now, album)
        await reply(message, render_words(self._desk.messages(message.from_user), key, values))

    def forget(self, person: int) -> None:
        """Forget whom a remark was made to."""
        self._made = {who: made for who, made in self._made.items() if who[1] != person}
