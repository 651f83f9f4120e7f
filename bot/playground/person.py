"""What the person at the page does: says and corrects something, presses a button, asks inline, looks on.

Each becomes an update as Telegram makes it. Requests come from the page and from tests, as JSON.
"""

import base64
import binascii
import secrets
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from bot.playground.bot_api import Field, Fields
from bot.playground.chats import NAMED, STRANGERS, Record, replied, speaker
from bot.playground.commands import CommandMenus
from bot.playground.formatting import formatted
from bot.playground.inline import content_of
from bot.playground.keyboard import can_press
from bot.playground.methods import Parameters
from bot.playground.refusal import Refusal, bad_request
from bot.playground.scene import Scene

_CHAT = Field("String", pattern="|".join(NAMED), refusal="chat not found")
REQUESTS: Mapping[str, Fields] = {
    "messages": {
        "text": Field("String", True, refusal="message text is empty"),
        "chat": _CHAT,
        "thread": Field("Integer"),
        "reply_to": Field("Integer"),
    },
    "files": {
        "name": Field("String", True, least=1, most=255, measure="characters"),
        "data": Field("String", True),  # in base64
        "chat": _CHAT,
    },
    "corrections": {
        "message_id": Field("Integer", True),
        "text": Field("String", True, refusal="message text is empty"),
        "chat": _CHAT,
    },
    "queries": {"text": Field("String", True, most=256, measure="characters"), "chat": _CHAT},
    "choices": {"query": Field("String", True), "result": Field("String", True), "chat": _CHAT},
    "presses": {"message_id": Field("Integer", True), "data": Field("String", True), "chat": _CHAT},
    "topics": {"name": Field("String", True, least=1, most=128, measure="characters")},
    "events": {"after": Field("Integer", least=0), "run": Field("String"), "chat": _CHAT},
    "faults": {
        "method": Field("String", True),
        "error_code": Field("Integer", True, least=400, most=599),
        "description": Field("String", True),
        "retry_after": Field("Integer", least=1),
        "times": Field("Integer", least=1, most=100),
    },
}
"""What a request may hold, by its name."""


class Person:
    """The person, and what they see."""

    def __init__(self, scene: Scene, menus: CommandMenus) -> None:
        self._me = scene.me
        self._menus = menus
        self._chats = scene.chats
        self._updates = scene.updates
        self._events = scene.events
        self._presses = scene.presses
        self._queries = scene.queries
        self._files = scene.files
        self._run = secrets.token_hex(8)
        self._faults: dict[str, list[Refusal]] = {}

    def table(self) -> dict[str, Callable[[Parameters], Coroutine[Any, Any, Record]]]:
        """The functions by their requests' names. Each returns a JSON value and raises Refusal."""
        return {
            "messages": self._say,
            "files": self._send_file,
            "corrections": self._correct,
            "queries": self._ask_inline,
            "choices": self._choose,
            "presses": self._press,
            "topics": self._open_topic,
            "events": self._look,
            "faults": self._prepare_fault,
        }

    def fault(self, method: str) -> Refusal | None:
        """The refusal that was prepared for the next call of a method, once."""
        prepared = self._faults.get(method)
        return prepared.pop(0) if prepared else None

    async def _say(self, given: Parameters) -> Record:
        chat = NAMED[given.get("chat", "private")]
        thread = given.get("thread")
        self._chats.check_thread(chat, thread)
        content = _words(given["text"])
        if "reply_to" in given:
            asked = self._chats.message(chat, given["reply_to"])
            if asked is None:
                raise bad_request("message to be replied not found")
            content["reply_to_message"] = replied(asked)
        message = self._chats.post(chat, speaker(chat), content=content, thread=thread)
        self._tell(message)
        return message

    async def _send_file(self, given: Parameters) -> Record:
        chat = NAMED[given.get("chat", "private")]
        try:
            data = base64.b64decode(given["data"], validate=True)
        except binascii.Error:
            raise bad_request("can't parse data: expected base64") from None
        document = self._files.add(given["name"], data)
        message = self._chats.post(chat, speaker(chat), content={"document": document})
        self._tell(message)
        return message

    async def _correct(self, given: Parameters) -> Record:
        chat = NAMED[given.get("chat", "private")]
        message = self._chats.message(chat, given["message_id"])
        if message is None or message["from"] != speaker(chat) or "via_bot" in message:
            raise bad_request("message can't be edited")
        changed = self._chats.change(message, _words(given["text"]))
        self._events.add("message", changed, chat=chat["id"])
        if chat is not STRANGERS:
            self._updates.push("edited_message", changed)
        return changed

    async def _ask_inline(self, given: Parameters) -> Record:
        """What the bot offers to a query that is typed in a chat; nothing when it says nothing."""
        chat = NAMED[given.get("chat", "private")]
        kind = "sender" if chat["type"] == "private" else "supergroup"
        query = {"id": self._queries.add(), "from": speaker(chat), "query": given["text"]}
        query |= {"offset": "", "chat_type": kind}
        self._updates.push("inline_query", query)
        answer = await self._queries.answer_to(query["id"]) or {}
        shown = [
            {name: result[name] for name in ("id", "title", "description") if name in result}
            for result in answer.get("results", [])
        ]
        return {"id": query["id"], "results": shown, "button": answer.get("button")}

    async def _choose(self, given: Parameters) -> Record:
        """Send what was offered, in the person's name."""
        chat = NAMED[given.get("chat", "private")]
        content = content_of(self._queries.chosen(given["query"], given["result"]))
        message = self._chats.post(chat, speaker(chat), content=content | {"via_bot": self._me})
        self._tell(message)
        return message

    async def _open_topic(self, given: Parameters) -> Record:
        message = self._chats.open_topic(given["name"])
        self._tell(message)
        return message

    def _tell(self, message: Record) -> None:
        self._events.add("message", message, chat=message["chat"]["id"])
        if message["chat"] is not STRANGERS:
            self._updates.push("message", message)
        elif self._summons(message):
            self._updates.push("guest_message", message | {"guest_query_id": self._queries.add(message)})

    def _summons(self, message: Record) -> bool:
        """Whether a message of a chat where the bot is no member mentions it."""
        words = message.get("text", "").lower().split()
        return "via_bot" not in message and f"@{self._me['username']}".lower() in words

    async def _press(self, given: Parameters) -> Record:
        chat = NAMED[given.get("chat", "private")]
        message = self._chats.message(chat, given["message_id"])
        if message is None or not can_press(message.get("reply_markup"), given["data"]):
            raise bad_request("there is no such button any more")
        query = {
            "id": self._presses.add(chat["id"]),
            "from": speaker(chat),
            "message": message,
            "chat_instance": str(abs(chat["id"])),
            "data": given["data"],
        }
        self._updates.push("callback_query", query)
        return {"id": query["id"]}

    async def _look(self, given: Parameters) -> Record:
        """What happened after an event, or everything where the page can't know what went before."""
        chat = NAMED[given.get("chat", "private")]
        after = given.get("after")
        if after is None or given.get("run") != self._run or not self._events.reach(after):
            return {
                "run": self._run,
                "last": self._events.last,
                "whole": {
                    "bot": self._me,
                    "person": speaker(chat),
                    "commands": self._menus.seen_in(chat),
                    "connected": self._updates.connected,
                    "messages": self._chats.messages(chat),
                },
            }
        events = await self._events.after(after, chat=chat["id"])
        return {"run": self._run, "last": self._events.last, "events": [event.record() for event in events]}

    async def _prepare_fault(self, given: Parameters) -> Record:
        """Let a method fail: what a bot does when Telegram is busy or a person has blocked it can be tried."""
        refusal = Refusal(given["error_code"], given["description"], retry_after_s=given.get("retry_after", 0))
        self._faults.setdefault(given["method"], []).extend([refusal] * given.get("times", 1))
        return {}


def _words(text: str) -> Record:
    """A message's text and entities. Raises Refusal."""
    shown, entities = formatted(text, "")
    return {"text": shown, "entities": [entity.record() for entity in entities] or None}
