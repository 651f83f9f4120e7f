"""Submissions that an operator has been shown, and may add, edit or discard: by the message that shows them.

Of a file only Telegram's number is kept, by which it is fetched again; of a link its address. So a button works after a
restart, and on another of several processes.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.database import Database
from bot.tallies import DAY_S

KEEP_S = 2 * DAY_S
_BY_MESSAGE = "SELECT chat, message, prompt, body FROM offers WHERE bot = ? AND chat = ? AND message = ? AND at >= ?"
_BY_PROMPT = "SELECT chat, message, prompt, body FROM offers WHERE bot = ? AND chat = ? AND prompt = ? AND at >= ?"


@dataclass(frozen=True)
class Origin:
    """Where what was sent can be had again."""

    link: str = ""
    file_id: str = ""  # Telegram's
    name: str = ""  # of the file


@dataclass(frozen=True)
class Offer:
    """What a message of ours offers to add."""

    chat: int
    message: int
    origin: Origin
    digest: str = ""  # of the content that was shown, without edits
    edits: Mapping[str, str] = field(default_factory=dict)
    prompt: int = 0  # the message that asks for a field; 0 for none
    asks: str = ""  # which field


class Offers:
    """The offers of one bot. Thread-safe. Every method raises StateError."""

    def __init__(self, database: Database, bot: int, *, clock: Callable[[], float]) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock

    def put(self, offer: Offer) -> None:
        """Keep an offer, in place of what its message offered before; forget those that are too old."""
        body = json.dumps(
            {"origin": asdict(offer.origin), "digest": offer.digest, "edits": dict(offer.edits), "asks": offer.asks}
        )
        row = (self._bot, offer.chat, offer.message, offer.prompt, body, self._clock())
        self._database.run(
            ("DELETE FROM offers WHERE at < ?", (self._clock() - KEEP_S,)),
            (
                "INSERT INTO offers (bot, chat, message, prompt, body, at) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (bot, chat, message)"
                " DO UPDATE SET prompt = excluded.prompt, body = excluded.body, at = excluded.at",
                row,
            ),
        )

    def of(self, chat: int, message: int) -> Offer | None:
        """What a message offers; None where it offers nothing, or not any more."""
        return self._one(_BY_MESSAGE, chat, message)

    def asked_by(self, chat: int, prompt: int) -> Offer | None:
        """The offer of which a message asks for a field."""
        return self._one(_BY_PROMPT, chat, prompt) if prompt else None

    def take_back(self, offer: Offer) -> None:
        """Forget an offer: it was taken up, or discarded."""
        place = (self._bot, offer.chat, offer.message)
        self._database.run(("DELETE FROM offers WHERE bot = ? AND chat = ? AND message = ?", place))

    def _one(self, statement: str, chat: int, number: int) -> Offer | None:
        rows = self._database.rows(statement, (self._bot, chat, number, self._clock() - KEEP_S))
        return _offer(*rows[0]) if rows else None


def _offer(chat: int, message: int, prompt: int, body: str) -> Offer:
    told: dict[str, Any] = json.loads(body)
    origin = Origin(**told["origin"])
    return Offer(int(chat), int(message), origin, told["digest"], told["edits"], int(prompt), told["asks"])
