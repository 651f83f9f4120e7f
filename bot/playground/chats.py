"""The chats of the playground and their messages, in memory, as the Bot API's JSON objects.

Five chats: a private one, that of an operator, a group, a forum with topics, and a group where the bot is no member;
and the private ones of people who are let in besides. Messages here are plain data; who is told of them is decided in
methods.py and person.py. Belongs to one event loop.
"""

import itertools
import time
from collections.abc import Mapping
from typing import Any

from bot.playground.refusal import Refusal, bad_request

MOST_MESSAGES = 1000
"""Kept a chat; older ones are forgotten as if they had been deleted."""

Record = dict[str, Any]

PERSON: Record = {"id": 1000001, "is_bot": False, "first_name": "You", "language_code": "en"}
PRIVATE: Record = {"id": PERSON["id"], "type": "private", "first_name": "You"}
OPERATOR: Record = {"id": 1000003, "is_bot": False, "first_name": "Operator", "language_code": "en"}
OPERATORS: Record = {"id": OPERATOR["id"], "type": "private", "first_name": "Operator"}
GROUP: Record = {"id": -1001000000001, "type": "supergroup", "title": "Readers"}
FORUM: Record = {"id": -1001000000002, "type": "supergroup", "title": "Readers by topic", "is_forum": True}
STRANGERS: Record = {"id": -1001000000003, "type": "supergroup", "title": "Without the bot"}
NAMED: Mapping[str, Record] = {
    "private": PRIVATE,
    "operator": OPERATORS,
    "group": GROUP,
    "forum": FORUM,
    "strangers": STRANGERS,
}


def bot_user(token: str) -> Record:
    """The bot, as getMe tells. Its id is the number before the token's colon, if there is one."""
    number = token.partition(":")[0]
    return {
        "id": int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 1000002,
        "is_bot": True,
        "first_name": "Quoted",
        "username": "quoted_playground_bot",
        "can_join_groups": True,
        # In groups it is handed everything: what it should leave unanswered can be tried as well.
        "can_read_all_group_messages": True,
        "supports_inline_queries": True,
        "supports_guest_queries": True,
    }


def speaker(chat: Record) -> Record:
    """Who speaks for the person at the page in a chat."""
    return OPERATOR if chat is OPERATORS else PERSON


class Chats:
    """Chats by id, and their messages by id within them."""

    def __init__(self) -> None:
        self._chats = {chat["id"]: chat for chat in NAMED.values()}
        self._messages: dict[int, dict[int, Record]] = {id_: {} for id_ in self._chats}
        self._topics: dict[int, Record] = {}
        self._ids = itertools.count(1)

    def chat(self, id_: int | str) -> Record:
        """The chat, as the bot may write to it. Raises Refusal for one that there is not, or where it is no member."""
        if isinstance(id_, str) or id_ not in self._chats:
            raise bad_request("chat not found")
        if id_ == STRANGERS["id"]:
            raise Refusal(403, "Forbidden: bot is not a member of the supergroup chat")
        return self._chats[id_]

    def admit(self, person: Record) -> Record:
        """Let another person in; their private chat with the bot."""
        chat = {"id": person["id"], "type": "private", "first_name": person["first_name"]}
        self._chats[chat["id"]] = chat
        self._messages.setdefault(chat["id"], {})
        return chat

    def message(self, chat: Record, id_: int) -> Record | None:
        """A message of the chat; None when there is no such message, any more or at all."""
        return self._messages[chat["id"]].get(id_)

    def messages(self, chat: Record) -> list[Record]:
        """All messages of the chat, oldest first."""
        return list(self._messages[chat["id"]].values())

    def check_thread(self, chat: Record, thread: int | None) -> None:
        """Refuse a topic that the chat does not have. Raises Refusal."""
        if thread is not None and (not chat.get("is_forum") or thread not in self._topics):
            raise bad_request("message thread not found")

    def post(self, chat: Record, sender: Record, *, content: Record, thread: int | None = None) -> Record:
        """Keep a new message and return it; in a topic, one that replies to nothing replies to the topic's beginning.

        Content that is None is left out.
        """
        message: Record = {"message_id": next(self._ids), "from": sender, "chat": chat, "date": int(time.time())}
        if thread is not None:
            message |= {"message_thread_id": thread, "is_topic_message": True}
            message["reply_to_message"] = self._topics[thread]
        message |= {name: value for name, value in content.items() if value is not None}
        kept = self._messages[chat["id"]]
        kept[message["message_id"]] = message
        if len(kept) > MOST_MESSAGES:
            del kept[next(iter(kept))]
        return message

    def open_topic(self, name: str) -> Record:
        """Begin a topic in the forum; the message that says so, whose id is the topic's."""
        opened = self.post(FORUM, PERSON, content={"forum_topic_created": {"name": name, "icon_color": 0x6FB9F0}})
        opened |= {"message_thread_id": opened["message_id"], "is_topic_message": True}
        self._topics[opened["message_id"]] = opened
        return opened

    def change(self, message: Record, content: Record) -> Record:
        """Put other content into a message and return the changed one; None removes a field. Its replies show it."""
        changed = {name: value for name, value in {**message, **content}.items() if value is not None}
        changed["edit_date"] = int(time.time())
        kept = self._messages[message["chat"]["id"]]
        kept[message["message_id"]] = changed
        for other in list(kept.values()):
            if other.get("reply_to_message", {}).get("message_id") == message["message_id"]:
                kept[other["message_id"]] = other | {"reply_to_message": replied(changed)}
        return changed

    def delete(self, message: Record) -> None:
        """Forget a message."""
        del self._messages[message["chat"]["id"]][message["message_id"]]


def replied(message: Record) -> Record:
    """A message as it is shown within its reply: without the one that it replies to itself."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}
