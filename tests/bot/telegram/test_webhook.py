"""Updates that Telegram brings: the server behind the proxy."""

import json
import socket
import urllib.error
import urllib.request
from typing import Any

import pytest

from bot.errors import WebhookRefused
from bot.telegram.app import Service
from bot.telegram.settings import BotSettings
from bot.telegram.webhook import HEADER, WebhookSettings
from tests.bot.shelf import Shelf
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.local_api import TOKEN, Failure, LocalApi
from tests.bot.telegram.updates import said

QUESTION = "Where will the leaders meet?"
SECRET = "hush-hush_42"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def webhook() -> WebhookSettings:
    return WebhookSettings("https://bot.example.org/telegram.x", port=free_port(), secret=SECRET)


def request(port: int, path: str, body: bytes | None = None, *, secret: str = SECRET) -> tuple[int, str]:
    """The status and the body of a response."""
    made = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, {HEADER: secret})
    try:
        with urllib.request.urlopen(made, timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


def bring(webhook: WebhookSettings, update: dict[str, Any], *, path: str = "/telegram.x") -> int:
    return request(webhook.port, path, json.dumps(update).encode())[0]


def test_telegram_is_told_the_address_the_secret_and_the_kinds_of_updates(
    api: LocalApi, running: Running, webhook: WebhookSettings
) -> None:
    with running(webhook=webhook):
        (told,) = api.wait("setWebhook")
    assert told["url"] == "https://bot.example.org/telegram.x"
    assert told["secret_token"] == SECRET
    assert "inline_query" in told["allowed_updates"]
    assert api.of("getUpdates", "deleteWebhook") == []


def test_update_is_answered_before_its_request_is(api: LocalApi, running: Running, webhook: WebhookSettings) -> None:
    with running(webhook=webhook):
        api.wait("setWebhook")
        assert bring(webhook, said(QUESTION)) == 200
        assert "Sochi" in api.of("sendMessage")[0]["text"]


def test_update_that_is_brought_again_is_answered_once(
    api: LocalApi, running: Running, webhook: WebhookSettings
) -> None:
    update = said(QUESTION)
    for start in range(2):
        with running(webhook=webhook):
            api.wait("setWebhook", count=start + 1)
            assert [bring(webhook, update), bring(webhook, update)] == [200, 200]
    assert len(api.of("sendMessage")) == 1


@pytest.mark.parametrize("secret", ["", "hush", SECRET + "x", "\u00e9"])
def test_who_does_not_know_the_secret_is_refused(
    api: LocalApi, running: Running, webhook: WebhookSettings, secret: str
) -> None:
    with running(webhook=webhook):
        api.wait("setWebhook")
        assert request(webhook.port, "/telegram.x", json.dumps(said(QUESTION)).encode(), secret=secret)[0] == 403
    assert api.of("sendMessage") == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"update_id": "x"}', b"null"])
def test_what_is_no_update_is_refused_and_the_bot_goes_on(
    api: LocalApi, running: Running, webhook: WebhookSettings, body: bytes
) -> None:
    with running(webhook=webhook):
        api.wait("setWebhook")
        assert request(webhook.port, "/telegram.x", body)[0] == 400
        assert bring(webhook, said(QUESTION)) == 200


def test_path_is_exactly_the_one_that_the_proxy_passes_on(api: LocalApi, running: Running) -> None:
    webhook = WebhookSettings("https://bot.example.org/public", port=free_port(), path="/inside", secret=SECRET)
    with running(webhook=webhook):
        api.wait("setWebhook")
        assert [bring(webhook, said(QUESTION), path=path) for path in ("/public", "/insideX", "/inside")] == [
            404,
            404,
            200,
        ]


def test_health_is_told_to_whoever_asks(api: LocalApi, running: Running, webhook: WebhookSettings) -> None:
    with running(webhook=webhook):
        api.wait("setWebhook")
        assert request(webhook.port, "/healthz", secret="") == (200, "ok\n")


def test_secret_of_its_own_is_made_anew_at_each_start(api: LocalApi, running: Running) -> None:
    for _ in range(2):
        with running(webhook=WebhookSettings("https://bot.example.org/", port=free_port())):
            api.wait("setWebhook", count=len(api.of("setWebhook")) + 1)
    first, second = (told["secret_token"] for told in api.of("setWebhook"))
    assert first != second
    assert len(first) > 30


def test_address_that_telegram_does_not_take_ends_the_bot_with_one_line(
    api: LocalApi, shelf: Shelf, tmp_path: Any, webhook: WebhookSettings
) -> None:
    api.fail("setWebhook", Failure(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"))
    bot = BotSettings(TOKEN, tmp_path / "bot.db", api_url=api.address, webhook=webhook)
    with pytest.raises(WebhookRefused, match=r"bot\.example\.org.*telegram\.webhook_url"):
        Service(bot, answerer=shelf, library=shelf).run()


def test_port_that_is_taken_ends_the_bot_with_one_line(api: LocalApi, shelf: Shelf, tmp_path: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        webhook = WebhookSettings("https://bot.example.org/", port=int(taken.getsockname()[1]))
        bot = BotSettings(TOKEN, tmp_path / "bot.db", api_url=api.address, webhook=webhook)
        with pytest.raises(WebhookRefused, match=r"port \d+ on 127\.0\.0\.1.*webhook_port"):
            Service(bot, answerer=shelf, library=shelf).run()
