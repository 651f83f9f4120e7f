"""Inline queries that wait for the bot's answer, and what it offers. Belongs to one event loop."""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any

from bot.playground.chats import Record
from bot.playground.formatting import formatted
from bot.playground.keyboard import check_keyboard
from bot.playground.refusal import bad_request

ANSWER_WITHIN_S = 10.0
"""Telegram's clients show nothing that comes later."""
MOST_KEPT = 100
"""Answered queries of which a result may still be chosen."""


@dataclass
class _Query:
    """A query, and its answer once it is there."""

    asked: Record | None  # the message, of guest mode
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Record = field(default_factory=dict)


class InlineQueries:
    """Queries by their id, those of inline mode and those of guest mode."""

    def __init__(self) -> None:
        self._queries: dict[str, _Query] = {}

    def add(self, asked: Record | None = None) -> str:
        """A new query, in guest mode with its message; the id that answers to it."""
        id_ = str(secrets.randbits(62))
        self._queries[id_] = _Query(asked)
        while len(self._queries) > MOST_KEPT:
            del self._queries[next(iter(self._queries))]
        return id_

    def answer(self, id_: str, answer: Record) -> None:
        """Take an answer. Raises Refusal for an unknown or answered query, and for a result that can't be sent."""
        query = self._queries.get(id_)
        if query is None or query.answered.is_set():
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        results = answer.get("results", [])
        if len({result["id"] for result in results}) < len(results):
            raise bad_request("RESULT_ID_DUPLICATE")
        for result in results:
            content_of(result)
        query.answer = answer
        query.answered.set()

    def guest_message(self, id_: str) -> Record:
        """The message of a query of guest mode. Raises Refusal."""
        query = self._queries.get(id_)
        if query is None or query.asked is None:
            raise bad_request("guest query not found")
        return query.asked

    async def answer_to(self, id_: str) -> Record | None:
        """What the bot offers; None when it says nothing in time."""
        query = self._queries[id_]
        try:
            await asyncio.wait_for(query.answered.wait(), ANSWER_WITHIN_S)
        except TimeoutError:
            return None
        return query.answer

    def chosen(self, id_: str, result: str) -> Record:
        """The result of an answered query that has this id. Raises Refusal."""
        offered = self._queries[id_].answer.get("results", []) if id_ in self._queries else []
        found: Record | None = next((one for one in offered if one["id"] == result), None)
        if found is None:
            raise bad_request("there is no such result any more")
        return found


def content_of(result: Record) -> Record:
    """The message that a result becomes: text, entities, keyboard and preview. Raises Refusal."""
    given: dict[str, Any] = result["input_message_content"]
    text, entities = formatted(given["message_text"], given.get("parse_mode", ""))
    keyboard = result.get("reply_markup")
    if keyboard is not None:
        check_keyboard(keyboard)
    return {
        "text": text,
        "entities": [entity.record() for entity in entities] or None,
        "reply_markup": keyboard,
        "link_preview_options": given.get("link_preview_options"),
    }
