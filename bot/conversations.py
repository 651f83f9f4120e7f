"""What people asked last, so that the next question may lean on it: in memory alone, and for a while.

Nothing of it is written down, for it has the questions' words. After a restart a reply to an answer is understood all
the same, by the quotes that its buttons point at. Knows nothing of Telegram but that people, chats and messages have
numbers.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from retrieval.context import Context

MOST = 10_000
"""Of what is kept of all people together; the oldest is forgotten first."""


@dataclass(frozen=True)
class Exchange:
    """A question that was answered."""

    chat: int
    person: int
    message: int  # of the question
    at: float
    context: Context


class Conversations:
    """The last questions of people in chats. Thread-safe."""

    def __init__(self, keep_s: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Keep them for so many seconds; 0: not at all."""
        self.keep_s = keep_s
        self._clock = clock
        self._lock = threading.Lock()
        self._exchanges: deque[Exchange] = deque(maxlen=MOST)  # oldest first

    def remember(self, chat: int, person: int, message: int, context: Context) -> None:
        """Keep what a question was understood to ask; one that was corrected is kept as it is now."""
        if self.keep_s <= 0:
            return
        with self._lock:
            kept = (one for one in self._fresh() if (one.chat, one.message) != (chat, message))
            now = Exchange(chat, person, message, self._clock(), context)
            self._exchanges = deque([*kept, now], maxlen=MOST)

    def before(self, chat: int, person: int, message: int) -> Context | None:
        """What somebody asked last in a chat, before this message; None for nothing, or nothing lately."""
        own = (one for one in self.of(chat) if one.person == person and one.message < message)
        return next((one.context for one in own), None)

    def of(self, chat: int) -> list[Exchange]:
        """What was asked in a chat lately, newest first."""
        with self._lock:
            return [one for one in reversed(self._fresh()) if one.chat == chat]

    def forget(self, person: int) -> None:
        """Forget what somebody asked."""
        with self._lock:
            self._exchanges = deque((one for one in self._exchanges if one.person != person), maxlen=MOST)

    def prune(self) -> None:
        """Forget what is too old."""
        with self._lock:
            self._exchanges = deque(self._fresh(), maxlen=MOST)

    def _fresh(self) -> list[Exchange]:
        oldest = self._clock() - self.keep_s
        return [one for one in self._exchanges if one.at >= oldest]
