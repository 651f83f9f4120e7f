"""Working through the inbox: updates are claimed, handled, and taken out, while other processes do the same."""

import asyncio
import logging

from bot.errors import StateError
from bot.inbox import Inbox
from bot.presence import Presence
from bot.telegram.intake import Intake, Record
from bot.telegram.once import Once
from bot.telegram.polling import until

MOST_IN_HAND = 32
"""Of each process; more would wait here while another process has nothing to do."""
GLANCE_S = 0.1
"""Between two looks into the inbox."""
PAUSE_S = 2.0
"""While the database can't be reached."""
_log = logging.getLogger(__name__)


class Work:
    """What one process does of it. For one event loop."""

    def __init__(self, inbox: Inbox, presence: Presence, once: Once) -> None:
        self._inbox = inbox
        self._presence = presence
        self._once = once
        self._intake = Intake(self._handle)
        self._done: set[int] = set()  # but not taken out yet
        self._reached = True

    async def run(self, stop: asyncio.Event) -> None:
        """Claim and handle updates until `stop` is set; then finish what is in hand, or give it back."""
        while not stop.is_set():
            await until(stop, asyncio.sleep(GLANCE_S if self._claim() else PAUSE_S))
        await self._intake.close()
        self._claim(most=0)

    def _claim(self, most: int = MOST_IN_HAND) -> bool:
        """Take out what is done, and take as many updates in hand as there may be; whether the database took part."""
        try:
            if done := set(self._done):
                self._inbox.finish(done)
                self._done -= done
            in_hand = self._intake.in_hand
            if len(in_hand) < most:
                for record in self._inbox.claim(self._presence, most=most - len(in_hand), in_hand=in_hand):
                    self._intake.take(record)
        except StateError as error:
            if self._reached:
                _log.error("updates wait", extra={"error": str(error), "hint": "it is tried again"})
            self._reached = False
        else:
            self._reached = True
        return self._reached

    async def _handle(self, record: Record) -> None:
        try:
            await self._once.begin_and_handle(record)
        except StateError as error:  # it stays this process' own, and is claimed again when the database is back
            _log.error("update waits", extra={"error": str(error)})
        else:
            self._done.add(int(record["update_id"]))
