"""What happened in the chats, in order, for whoever looks on. Belongs to one event loop."""

import asyncio
import itertools
from collections import deque
from dataclasses import dataclass
from typing import Any

MOST_KEPT = 1000
LONGEST_POLL_S = 25.0


@dataclass(frozen=True)
class Event:
    """Something that happened, in a chat or, when `chat` is 0, in all."""

    number: int
    kind: str  # "message" (new or changed), "asks" (a reply), "deleted", "action", "notice", "commands", "connected"
    chat: int
    content: Any

    def record(self) -> dict[str, Any]:
        """The event as a JSON object."""
        return {"number": self.number, "kind": self.kind, "content": self.content}


class Events:
    """The latest events."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._kept: deque[Event] = deque(maxlen=MOST_KEPT)
        self._waiting: dict[asyncio.Future[None], int] = {}  # and the chats that they look on
        self.last = 0

    def add(self, kind: str, content: Any, *, chat: int = 0) -> None:
        """Note an event and wake who waits for one of its chat."""
        event = Event(next(self._numbers), kind, chat, content)
        self._kept.append(event)
        self.last = event.number
        for poll, looked_on in self._waiting.items():
            if chat in {0, looked_on} and not poll.done():
                poll.set_result(None)

    def reach(self, after: int) -> bool:
        """Whether everything after that number is still kept, and the number was given."""
        first = self._kept[0].number if self._kept else self.last + 1
        return first - 1 <= after <= self.last

    async def after(self, number: int, *, chat: int) -> list[Event]:
        """The events of a chat after that number; waits for the first one, but not for ever."""
        deadline = asyncio.get_running_loop().time() + LONGEST_POLL_S
        while True:
            found = [event for event in self._kept if event.number > number and event.chat in {0, chat}]
            left = deadline - asyncio.get_running_loop().time()
            if found or left <= 0:
                return found
            await self._next(chat, left)

    async def _next(self, chat: int, timeout_s: float) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[poll] = chat
        try:
            await asyncio.wait({poll}, timeout=timeout_s)
        finally:
            del self._waiting[poll]
