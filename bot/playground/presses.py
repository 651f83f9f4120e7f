"""Presses of buttons that wait for the bot's answer."""

import secrets
import time
from collections.abc import Callable

from bot.playground.refusal import bad_request

ANSWER_WITHIN_S = 30.0
"""Telegram names no number; its clients stop waiting at about this time."""


class Presses:
    """Presses by their callback query's id. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: dict[str, tuple[int, float]] = {}

    def add(self, chat: int) -> str:
        """A new press in a chat; the id that answers to it."""
        now = self._clock()
        self._waiting = {id_: press for id_, press in self._waiting.items() if now - press[1] < ANSWER_WITHIN_S}
        id_ = str(secrets.randbits(62))
        self._waiting[id_] = (chat, now)
        return id_

    def answered(self, id_: str) -> int:
        """The chat of a press, which has its answer now. Raises Refusal for one that is unknown, answered or old."""
        chat, at = self._waiting.pop(id_, (0, -ANSWER_WITHIN_S))
        if not chat or self._clock() - at >= ANSWER_WITHIN_S:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return chat
