"""Telegram as many processes see it: it brings updates to a webhook, chat by chat in order, and takes what they send.

Each process talks to a port of its own, so that it is known who sent what. As Telegram's own server does, the next
update of a chat is brought when the one before was taken (200), and brought again when it was not.
"""

import asyncio
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.telegram.webhook import HEADER

HOST = "127.0.0.1"
ME = {"id": 987654321, "is_bot": True, "first_name": "Quoted", "username": "QuotedTestBot"}
SLOWEST_S = 0.1
"""From taking a message to saying so."""
AGAIN_S = 0.5
Update = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """A message that arrived."""

    chat: int
    question: int  # the id of the message that it answers; 0 for none
    by: int  # the number of the process
    at: float
    text: str


@dataclass
class Telegram:
    """The server and what it was sent."""

    chance: random.Random
    sent: list[Sent] = field(default_factory=list)
    secret: str = ""
    answered: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._messages = 1_000_000

    def serve(self, by: int) -> str:
        """Take calls of one process at an address of its own; the address."""
        sockets = bind_sockets(0, HOST)
        server = HTTPServer(Application([(r"/bot[^/]+/(\w+)", _Method, {"telegram": self, "by": by})]))
        server.add_sockets(sockets)
        return f"http://{HOST}:{sockets[0].getsockname()[1]}"

    def take(self, given: dict[str, Any], by: int) -> dict[str, Any]:
        """Keep a message; what Telegram says of it."""
        question = int(given.get("reply_parameters", {}).get("message_id", 0))
        chat = int(given["chat_id"])
        self.sent.append(Sent(chat, question, by, time.monotonic(), str(given["text"])))
        self.answered.add(question)
        self._messages += 1
        kind = "private" if chat > 0 else "supergroup"
        return {"message_id": self._messages, "date": 1, "chat": {"id": chat, "type": kind}, "text": given["text"]}

    async def bring(self, updates: Sequence[Update], receivers: Sequence[str], *, rate: float) -> None:
        """Bring updates, so many a second, each chat's in order, to any of the receivers, until each is taken."""
        chats: dict[int, asyncio.Task[None] | None] = defaultdict(lambda: None)
        began = time.monotonic()
        async with httpx.AsyncClient(timeout=60) as client:
            for number, update in enumerate(updates):
                await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
                chat = update["message"]["chat"]["id"]
                chats[chat] = asyncio.create_task(self._bring(client, update, receivers, after=chats[chat]))
            await asyncio.gather(*(task for task in chats.values() if task))

    async def _bring(
        self, client: httpx.AsyncClient, update: Update, receivers: Sequence[str], *, after: "asyncio.Task[None] | None"
    ) -> None:
        if after is not None:
            await after
        body = json.dumps(update)
        while True:
            try:
                taken = await client.post(self.chance.choice(receivers), content=body, headers={HEADER: self.secret})
                if taken.status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(AGAIN_S)


class _Method(RequestHandler):
    """A method of the Bot API."""

    def initialize(self, telegram: Telegram, by: int) -> None:
        """Tornado's constructor for what the route gives."""
        self._telegram = telegram
        self._by = by

    async def post(self, method: str) -> None:
        """Take the call; a message is there before its sender knows."""
        result: Any = True
        if method == "getMe":
            result = ME
        elif method == "setWebhook":
            self._telegram.secret = self.get_body_argument("secret_token")
        elif method == "sendMessage":
            names = ("chat_id", "text", "reply_parameters")
            given = {name: self.get_body_argument(name) for name in names if self.get_body_argument(name, None)}
            given["reply_parameters"] = json.loads(given.get("reply_parameters", "{}"))
            result = self._telegram.take(given, self._by)
            await asyncio.sleep(self._telegram.chance.uniform(0, SLOWEST_S))
        self.finish({"ok": True, "result": result})
