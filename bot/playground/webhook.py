"""Updates brought to the bot instead of fetched by it. Belongs to one event loop.

Only to this machine, and over plain HTTP, as a Bot API server of one's own allows it.
"""

import asyncio
import json
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from bot.playground.refusal import bad_request
from bot.playground.updates import Updates

HEADER = "X-Telegram-Bot-Api-Secret-Token"
AGAIN_S = 1.0
"""Between two tries for an update that the bot did not take."""
ANSWER_WITHIN_S = 60.0


@dataclass(frozen=True)
class _Target:
    """Where updates go."""

    url: str
    secret: str
    most: int  # at the same time


class Webhook:
    """Brings the updates that wait."""

    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self._target: _Target | None = None
        self._bringing: asyncio.Task[None] | None = None
        self.last_error = ""

    @property
    def url(self) -> str:
        """Where updates are brought to; "" when they are fetched."""
        return self._target.url if self._target else ""

    def set(self, url: str, *, secret: str, most: int) -> None:
        """Bring updates from now on; "" for no longer. Raises Refusal for an address that is not on this machine."""
        if url and (urlsplit(url).scheme != "http" or urlsplit(url).hostname not in {"127.0.0.1", "localhost"}):
            raise bad_request("bad webhook: the playground brings updates to http://127.0.0.1 alone")
        if self._bringing is not None:
            self._bringing.cancel()
        self._target = _Target(url, secret, most) if url else None
        self._bringing = asyncio.get_running_loop().create_task(self._bring()) if url else None

    async def _bring(self) -> None:
        in_hand: dict[int, asyncio.Task[None]] = {}
        client = AsyncHTTPClient(force_instance=True, max_clients=self._target.most if self._target else 1)
        try:
            while self._target is not None:
                await self._updates.wait_beyond(set(in_hand))
                for update in self._updates.waiting():
                    number = update["update_id"]
                    if number not in in_hand:
                        in_hand[number] = asyncio.create_task(self._deliver(client, self._target, update))
                        in_hand[number].add_done_callback(partial(_leave, in_hand, number))
        finally:
            for task in in_hand.values():
                task.cancel()
            client.close()

    async def _deliver(self, client: AsyncHTTPClient, target: _Target, update: dict[str, Any]) -> None:
        """Bring one update until the bot takes it."""
        headers = {"Content-Type": "application/json", **({HEADER: target.secret} if target.secret else {})}
        request = HTTPRequest(
            target.url,
            "POST",
            headers,
            json.dumps(update),
            request_timeout=ANSWER_WITHIN_S,
            follow_redirects=False,
        )
        while True:
            try:
                response = await client.fetch(request, raise_error=False)
            except OSError as error:
                self.last_error = str(error)
            else:
                if 200 <= response.code < 300:
                    self._updates.confirm(update["update_id"])
                    return
                self.last_error = f"Wrong response from the webhook: {response.code} {response.reason}"
            await asyncio.sleep(AGAIN_S)


def _leave(in_hand: dict[int, asyncio.Task[None]], number: int, _: asyncio.Task[None]) -> None:
    del in_hand[number]
