"""A playground on a free port, the bot's and the person's side of it by HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from bot.playground.server import Playground

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"  # nobody's
YOU = 1000001  # the private chat


@dataclass(frozen=True)
class Api:
    """A playground's two sides."""

    address: str
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=10, trust_env=False))

    def call(self, method: str, /, **parameters: Any) -> httpx.Response:
        """A method of the Bot API, with JSON."""
        return self.client.post(f"{self.address}/bot{TOKEN}/{method}", json=parameters)

    def result(self, method: str, /, **parameters: Any) -> Any:
        """What a method returns; the call must succeed."""
        response = self.call(method, **parameters)
        assert response.status_code == 200, response.text
        return response.json()["result"]

    def refusal(self, method: str, /, **parameters: Any) -> tuple[int, str]:
        """The code and the description of a call that must be refused."""
        response = self.call(method, **parameters)
        body = response.json()
        assert body["ok"] is False
        assert response.status_code == body["error_code"]
        return body["error_code"], body["description"]

    def does(self, name: str, /, **given: Any) -> Any:
        """What the person does; it must succeed."""
        response = self.client.post(f"{self.address}/chat/{name}", json=given)
        assert response.status_code == 200, response.text
        return response.json()

    def says(self, text: str, **given: Any) -> Any:
        """A message of the person's, as the bot is handed it."""
        self.does("messages", text=text, **given)
        return self.next()["message"]

    def next(self) -> Any:
        """The next update, confirmed."""
        update = self.result("getUpdates", timeout=5, limit=1)[0]
        self.result("getUpdates", offset=update["update_id"] + 1)
        return update


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A playground that runs."""
    with Playground(port=0, token=TOKEN) as running:
        yield running


@pytest.fixture
def api(playground: Playground) -> Iterator[Api]:
    """Its two sides."""
    made = Api(playground.address)
    with made.client:
        yield made
