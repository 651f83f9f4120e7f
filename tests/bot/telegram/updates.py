"""Updates as Telegram sends them: JSON objects, their entities found as Telegram's clients find them."""

import itertools
import re
from typing import Any

from bot.markup import units

ME = {
    "id": 987654321, "is_bot": True, "first_name": "Quoted", "username": "QuotedTestBot", "can_join_groups": True,
    "can_read_all_group_messages": False, "supports_inline_queries": False,
}  # fmt: skip
ANNA = {"id": 42, "is_bot": False, "first_name": "Anna"}
PRIVATE = {"id": 42, "type": "private", "first_name": "Anna"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Readers"}
FORUM = {"id": -1002, "type": "supergroup", "title": "Readers", "is_forum": True}

CHANNEL = {"id": -1001234567890, "type": "channel", "title": "Daily notes", "username": "dailynotes"}

_ids = itertools.count(1)
_ENTITY = re.compile(r"(?<!\S)(/\w+(?:@\w+)?|@\w+)")


def message(text: str | None, *, chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    """A message of Anna's, unless `from` says otherwise; fields of Telegram's as keywords."""
    made = {"message_id": next(_ids), "date": 1, "chat": chat, "from": ANNA}
    if text is not None:
        entities = [
            {
                "type": "bot_command" if match.group().startswith("/") else "mention",
                "offset": units(text[: match.start()]),
                "length": units(match.group()),
            }
            for match in _ENTITY.finditer(text)
        ]
        made |= {"text": text} | ({"entities": entities} if entities else {})
    return made | more


def said(text: str | None, *, chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    """An update with a new message."""
    return {"update_id": next(_ids), "message": message(text, chat=chat, **more)}


def posted(
    text: str | None, *, chat: dict[str, Any] = CHANNEL, kind: str = "channel_post", **more: Any
) -> dict[str, Any]:
    """An update with a post of a channel, new or of the kind `edited_channel_post`."""
    made = {"message_id": next(_ids), "date": 1_700_000_000, "chat": chat, "sender_chat": chat}
    return {"update_id": next(_ids), kind: made | ({} if text is None else {"text": text}) | more}


def pressed(data: str, *, on: dict[str, Any] | None = None) -> dict[str, Any]:
    """An update with a press of a button under a message of the bot's."""
    under = on or message("an answer", **{"from": ME})
    query = {"id": str(next(_ids)), "from": ANNA, "chat_instance": "1", "data": data, "message": under}
    return {"update_id": next(_ids), "callback_query": query}


def corrected(original: dict[str, Any], text: str) -> dict[str, Any]:
    """An update with an earlier message whose text was edited."""
    changed = message(text, chat=original["message"]["chat"])
    kept = {name: value for name, value in original["message"].items() if name not in {"text", "entities"}}
    return {"update_id": next(_ids), "edited_message": changed | kept | {"edit_date": 2}}


def typed(query: str, *, person: dict[str, Any] = ANNA) -> dict[str, Any]:
    """An update with an inline query."""
    inline = {"id": str(next(_ids)), "from": person, "query": query, "offset": "", "chat_type": "private"}
    return {"update_id": next(_ids), "inline_query": inline}


def summoned(text: str, *, chat: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """An update with a message of a chat where the bot is no member."""
    strangers = chat or {"id": -1009, "type": "supergroup", "title": "Strangers"}
    made = message(text, chat=strangers, guest_query_id=str(next(_ids)), **more)
    return {"update_id": next(_ids), "guest_message": made}
