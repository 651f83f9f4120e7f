"""Updates that wait for a process that handles them, in a PostgreSQL database that many processes share.

Receivers put them in, each once; working processes claim them, each one process at a time and each chat in its order:
an update is claimed when no earlier one of its chat waits or is in hand, and no answer to that chat is on its way. A
process that dies gives back what it claimed. Knows nothing of Telegram but that updates have numbers, and chats.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from bot.database import Database
from bot.presence import DEAD, NOW, Presence

PATIENCE_S = 5.0
"""How long an update waits for the process that its chat belongs to before any other one may claim it."""
_PUT = f"""
INSERT INTO inbox (bot, number, chat, body, at)
SELECT ?, ?, ?, ?, {NOW} WHERE NOT EXISTS (SELECT 1 FROM updates WHERE bot = ? AND number = ? AND done = 1)
ON CONFLICT (bot, number) DO NOTHING"""
_CLAIM = f"""
WITH next AS MATERIALIZED (
    SELECT one.bot, one.number FROM inbox AS one
    WHERE one.bot = ? AND one.number <> ALL (?) AND (one.owner = ? OR one.owner {DEAD})
        AND (mod(abs(one.chat), ?) = ? OR one.at < {NOW} - ?)
        AND EXISTS (SELECT 1 FROM processes WHERE id = ?)
        AND NOT EXISTS (
            SELECT 1 FROM inbox AS earlier
            WHERE earlier.bot = one.bot AND earlier.chat = one.chat AND earlier.number < one.number
        )
        AND NOT EXISTS (SELECT 1 FROM letters WHERE letters.bot = one.bot AND letters.chat = one.chat)
    ORDER BY one.number LIMIT ? FOR UPDATE OF one SKIP LOCKED
)
UPDATE inbox SET owner = ? FROM next WHERE inbox.bot = next.bot AND inbox.number = next.number
RETURNING inbox.number, inbox.body"""
Record = dict[str, Any]


class Inbox:
    """The updates of one bot. Thread-safe. Every method raises StateError."""

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self._bot = bot

    def put(self, record: Record) -> None:
        """Keep an update, as the Bot API's JSON; one that waits already, or was handled, is not kept again."""
        number, body = int(record["update_id"]), json.dumps(record)
        self._database.run((_PUT, (self._bot, number, chat_of(record), body, self._bot, number)))

    def claim(self, presence: Presence, *, most: int, in_hand: Collection[int]) -> list[Record]:
        """The next updates, oldest first, which are this process' own from now on; none of those it has in hand.

        What it owns without knowing of it, as after a lost answer of the server, is among them.
        """
        rank, of = presence.share
        values = (self._bot, list(in_hand), presence.id, of, rank, PATIENCE_S, presence.id, most, presence.id)
        return [json.loads(body) for _, body in sorted(self._database.rows(_CLAIM, values))]

    def finish(self, numbers: Collection[int]) -> None:
        """Forget updates that were handled, but for their numbers."""
        values = (self._bot, list(numbers))
        self._database.run(
            ("UPDATE updates SET done = 1 WHERE bot = ? AND number = ANY (?)", values),
            ("DELETE FROM inbox WHERE bot = ? AND number = ANY (?)", values),
        )

    def waiting(self) -> tuple[int, float]:
        """How many updates wait or are in hand, and for how many seconds the oldest one does."""
        query = f"SELECT count(*), coalesce({NOW} - min(at), 0) FROM inbox WHERE bot = ?"
        count, seconds = self._database.rows(query, (self._bot,))[0]
        return int(count), float(seconds)


def chat_of(record: Mapping[str, Any]) -> int:
    """The chat whose updates must keep their order; of what belongs to none, its sender; 0 where there is neither."""
    for content in record.values():
        if isinstance(content, dict):
            message = content.get("message")
            places = (content.get("chat"), message.get("chat") if isinstance(message, dict) else None)
            for place in (*places, content.get("from")):
                if isinstance(place, dict) and isinstance(place.get("id"), int):
                    return int(place["id"])
    return 0
