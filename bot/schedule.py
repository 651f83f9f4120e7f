"""When the bot may write to which chat, by Telegram's limits: kept by one process, or by all that share a database."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.database import Database
from bot.errors import StateError
from bot.presence import NOW

ALL = 0
"""In place of a chat's number: the bot as a whole."""
LONGEST_S = 60.0
"""Of all limits' times; after it what was sent counts no more."""
_MOST_CHATS = 5000
_LOCK = "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(?, 0))"
"""Of two processes that want to write to one chat, the second is given its time after the first."""
_AFTER = "(SELECT at + ? FROM sends WHERE bot = ? AND chat = ? ORDER BY at DESC LIMIT 1 OFFSET ?)"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """No more than `count` messages in `seconds`: the last but `count` lies at least so long back."""

    count: int
    seconds: float


ALONE = (Limit(5, 1.0),)
"""For the bot as a whole, of a process that can't ask what the others send."""


class Schedule(Protocol):
    """Gives out the times at which may be written to a chat, each once, in the order in which they are asked for."""

    def reserve(self, chat: int, limits: Sequence[Limit]) -> float:
        """Take the next time that the limits leave free; in how many seconds it is."""


class LocalSchedule:
    """The schedule of one process. For one event loop."""

    def __init__(self) -> None:
        self._times: dict[int, deque[float]] = {}

    def reserve(self, chat: int, limits: Sequence[Limit]) -> float:
        """Take the next time that the limits leave free; in how many seconds it is."""
        now = asyncio.get_running_loop().time()
        if len(self._times) > _MOST_CHATS:
            self._times = {other: times for other, times in self._times.items() if times[-1] > now - LONGEST_S}
        times = self._times.setdefault(chat, deque(maxlen=max(limit.count for limit in limits)))
        at = max([now, *(times[-limit.count] + limit.seconds for limit in limits if len(times) >= limit.count)])
        times.append(at)
        return at - now


class SharedSchedule:
    """The schedule of all processes of a bot that share a PostgreSQL database. For one event loop in each."""

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self._bot = bot
        self._own = LocalSchedule()
        self._reached = True

    def reserve(self, chat: int, limits: Sequence[Limit]) -> float:
        """Take the next time that the limits leave free; while the database is away, of this process' own times."""
        try:
            shared = self._reserve(chat, limits)
        except StateError as error:
            if self._reached:
                _log.error("pace not shared", extra={"error": str(error), "hint": "it is kept by each process alone"})
            self._reached = False
            return self._own.reserve(chat, ALONE if chat == ALL else limits)
        self._reached = True
        return shared

    def _reserve(self, chat: int, limits: Sequence[Limit]) -> float:
        after = ", ".join([NOW, *[_AFTER] * len(limits)])
        take = f"INSERT INTO sends (bot, chat, at) SELECT ?, ?, greatest({after})"
        values: list[Any] = [self._bot, chat]
        for limit in limits:
            values += [limit.seconds, self._bot, chat, limit.count - 1]
        _, milliseconds = self._database.run(
            (_LOCK, (f"quoted {self._bot} {chat}",)),
            (f"{take} RETURNING CAST(ceil(1000 * (at - {NOW})) AS bigint)", values),
        )
        return max(milliseconds, 0) / 1000
