"""Whether Telegram answers: every call of the Bot API is noted, its status alone."""

import time
from collections.abc import Callable
from typing import Any

from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.metrics import NO_ANSWER

PATIENCE_S = 30.0
"""How long calls may fail before that is called an outage."""
STALE_S = 150.0
"""After this time without a call an outage is forgotten; while one lasts, Telegram is tried every minute or so."""
Clock = Callable[[], float]


class Contact:
    """When Telegram last answered, and since when it does not. `heard` is told each call's HTTP status."""

    def __init__(self, heard: Callable[[str], None], *, clock: Clock = time.monotonic) -> None:
        self._heard = heard
        self._clock = clock
        self._answered = False
        self._failing_since: float | None = None
        self._failed = 0.0

    def note(self, status: str) -> None:
        """Note a call by its HTTP status, or NO_ANSWER. A refusal is an answer, a server's error is none."""
        self._heard(status)
        if status == NO_ANSWER or status.startswith("5"):
            self._failed = self._clock()
            if self._failing_since is None:
                self._failing_since = self._failed
        else:
            self._answered = True
            self._failing_since = None

    def objection(self) -> str:
        """Why Telegram does not count as reachable; "" when it does."""
        if not self._answered:
            return "Telegram has not answered yet"
        now = self._clock()
        if self._failing_since is None or now - self._failed > STALE_S:
            return ""
        failing = now - self._failing_since
        return f"Telegram does not answer since {failing:.0f} s" if failing > PATIENCE_S else ""


class NotedRequest(HTTPXRequest):
    """The library's HTTP client, that notes what becomes of each call."""

    def __init__(self, contact: Contact, *, connections: int) -> None:
        super().__init__(connection_pool_size=connections)
        self._contact = contact

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:  # as the library calls it
        """The response's status and body. Raises TelegramError."""
        try:
            status, body = await super().do_request(*args, **options)
        except TelegramError:
            self._contact.note(NO_ANSWER)
            raise
        self._contact.note(str(status))
        return status, body
