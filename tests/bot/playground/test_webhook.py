"""Updates that the playground brings: with the real bot behind the webhook."""

import threading
import time
from pathlib import Path

import pytest

from bot.telegram.app import Service
from bot.telegram.settings import BotSettings, LoadLimits
from bot.telegram.webhook import WebhookSettings
from tests.bot.playground.conftest import TOKEN, Api
from tests.bot.shelf import small_shelf
from tests.bot.telegram.test_webhook import free_port
from tests.person import PersonByHttp

QUESTION = "Where will the leaders meet?"


def serving(api: Api, folder: Path, port: int) -> Service:
    """The real bot with a webhook, not yet running."""
    bot = BotSettings(
        TOKEN,
        folder / "bot.db",
        api_url=api.address,
        load=LoadLimits(per_chat_s=0.0),
        webhook=WebhookSettings(f"http://127.0.0.1:{port}/updates", port=port),
    )
    shelf = small_shelf()
    return Service(bot, answerer=shelf, library=shelf)


def test_real_bot_answers_what_is_brought_to_it_and_what_waited_meanwhile(api: Api, tmp_path: Path) -> None:
    person, port = PersonByHttp(api.address), free_port()
    for _ in range(2):
        waiting = person.say(QUESTION)
        service = serving(api, tmp_path, port)
        thread = threading.Thread(target=service.run)
        thread.start()
        try:
            assert "Sochi" in person.reply_to(waiting)["text"]
            assert "Sochi" in person.reply_to(person.say(QUESTION))["text"]
        finally:
            service.stop()
            thread.join(15)
        assert not thread.is_alive()
    assert api.result("getWebhookInfo")["url"] == f"http://127.0.0.1:{port}/updates"


def test_updates_are_not_fetched_while_they_are_brought(api: Api) -> None:
    assert api.result("setWebhook", url=f"http://127.0.0.1:{free_port()}/") is True
    code, description = api.refusal("getUpdates")
    assert code == 409
    assert "webhook is active" in description
    assert api.result("deleteWebhook") is True
    assert api.result("getUpdates") == []


def test_update_that_nobody_takes_is_kept(api: Api) -> None:
    api.result("setWebhook", url=f"http://127.0.0.1:{free_port()}/")
    api.does("messages", text="waits")
    deadline = time.monotonic() + 5
    while "last_error_message" not in api.result("getWebhookInfo") and time.monotonic() < deadline:
        time.sleep(0.05)
    info = api.result("getWebhookInfo")
    assert (info["pending_update_count"], "refused" in info["last_error_message"]) == (1, True)
    api.result("deleteWebhook")
    assert [update["message"]["text"] for update in api.result("getUpdates")] == ["waits"]


@pytest.mark.parametrize("url", ["https://bot.example.org/", "ftp://127.0.0.1/", "http://192.0.2.1/", "127.0.0.1"])
def test_updates_are_brought_to_this_machine_alone(api: Api, url: str) -> None:
    assert "bad webhook" in api.refusal("setWebhook", url=url)[1]


def test_secret_of_other_characters_is_refused(api: Api) -> None:
    assert "unallowed characters" in api.refusal("setWebhook", url="http://127.0.0.1:9/", secret_token="a b")[1]
