"""Whose question comes next: a person's questions in a chat in their order, and never more than a few waiting.

Without it, somebody who pastes a hundred lines would make everybody wait.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import Busy

Person = tuple[int, int]
"""A chat's and a user's id."""


class TurnsFull(Busy):
    """This person, or this chat, has too many questions waiting. `first` for the first that is refused."""

    def __init__(self, *, first: bool) -> None:
        super().__init__("too many questions of one person or chat are waiting; let them be answered first")
        self.first = first


class Turns:
    """Turns of people in chats. For one event loop; not thread-safe."""

    def __init__(self, *, per_person: int = 3, per_chat: int = 20) -> None:
        self._per_person = per_person
        self._per_chat = per_chat
        self._locks: dict[Person, asyncio.Lock] = {}
        self._people: Counter[Person] = Counter()
        self._chats: Counter[int] = Counter()
        self._told: set[Person] = set()

    @asynccontextmanager
    async def take(self, person: Person) -> AsyncIterator[None]:
        """Wait until this person's earlier questions are done. Raises TurnsFull at once when too many wait."""
        if self._people[person] >= self._per_person or self._chats[person[0]] >= self._per_chat:
            first = person not in self._told
            self._told.add(person)
            raise TurnsFull(first=first)
        self._told.discard(person)
        self._people[person] += 1
        self._chats[person[0]] += 1
        lock = self._locks.setdefault(person, asyncio.Lock())
        try:
            async with lock:
                yield
        finally:
            self._leave(person)

    def _leave(self, person: Person) -> None:
        self._people[person] -= 1
        self._chats[person[0]] -= 1
        if not self._people[person]:
            del self._people[person], self._locks[person]
            self._told.discard(person)
        if not self._chats[person[0]]:
            del self._chats[person[0]]
