"""A person at the playground's page, by HTTP: says things, presses buttons, reads what comes."""

import json
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

Message = dict[str, Any]


class PersonByHttp:
    """Talks to one chat of a playground."""

    def __init__(self, address: str, chat: str = "private") -> None:
        self._address = address
        self._chat = chat

    def say(self, text: str, **extra: Any) -> Message:
        """Send a message; the message as it was posted."""
        return self._post("messages", {"text": text, **extra})

    def correct(self, message: Message, text: str) -> Message:
        """Edit a message of one's own."""
        return self._post("corrections", {"message_id": message["message_id"], "text": text})

    def offers(self, text: str) -> dict[str, Any]:
        """What the bot offers inline to a query: its id, the results, and a button."""
        return self._post("queries", {"text": text})

    def choose(self, offer: dict[str, Any], result: dict[str, Any]) -> Message:
        """Send what was offered; the message as it was posted."""
        return self._post("choices", {"query": offer["id"], "result": result["id"]})

    def press(self, message: Message, label: str) -> None:
        """Press the button of a message that has this label."""
        rows = message["reply_markup"]["inline_keyboard"]
        (data,) = [b["callback_data"] for row in rows for b in row if label in b["text"] and "callback_data" in b]
        self._post("presses", {"message_id": message["message_id"], "data": data})

    def messages(self) -> list[Message]:
        """Everything in the chat, as it now stands."""
        query = urllib.parse.urlencode({"chat": self._chat})
        with urllib.request.urlopen(f"{self._address}/chat/events?{query}", timeout=10) as response:
            found: list[Message] = json.load(response)["whole"]["messages"]
        return found

    def reply_to(self, message: Message, *, within_s: float = 20.0) -> Message:
        """The bot's reply to a message, waited for."""
        return self.until(lambda m: m.get("reply_to_message", {}).get("message_id") == message["message_id"], within_s)

    def now(self, message: Message, *, differing_from: str, within_s: float = 10.0) -> Message:
        """The message once its text has changed."""
        own = message["message_id"]
        return self.until(lambda m: m["message_id"] == own and m["text"] != differing_from, within_s)

    def until(self, wanted: Callable[[Message], bool], within_s: float = 20.0) -> Message:
        """The first message that is wanted, waited for."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            for message in self.messages():
                if wanted(message):
                    return message
            time.sleep(0.02)
        raise AssertionError(f"nothing like that came within {within_s} s; the chat holds {self.messages()}")

    def _post(self, what: str, body: dict[str, Any]) -> Message:
        request = urllib.request.Request(
            f"{self._address}/chat/{what}",
            json.dumps({"chat": self._chat, **body}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            found: Message = json.load(response)
        return found
