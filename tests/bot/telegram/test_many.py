"""Receivers and working processes that share a PostgreSQL server: each question is answered, in order, whoever dies."""

import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.health import HealthSettings
from bot.telegram.receiving import Receiver, with_secret
from bot.telegram.settings import BotSettings, LoadLimits
from bot.telegram.webhook import WebhookSettings
from tests.bot.storage.conftest import server, url
from tests.bot.storage.postgres import Server
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.local_api import TOKEN, LocalApi
from tests.bot.telegram.test_vitals import until
from tests.bot.telegram.test_webhook import free_port, request
from tests.bot.telegram.updates import said

__all__ = ["server", "url"]  # fixtures

QUESTIONS = ("Where will the leaders meet?", "How tall is the tower in Paris?")
ADDRESS = "https://bot.example.org/telegram"
FAST = LoadLimits(per_chat_s=0.0)
Receiving = Callable[..., AbstractContextManager[Receiver]]


@pytest.fixture
def receiving(api: LocalApi, url: str, tmp_path: Path) -> Receiving:
    """Runs a receiver while a block lasts."""

    @contextmanager
    def run(**more: Any) -> Iterator[Receiver]:
        bot = BotSettings(TOKEN, tmp_path / "none", state_url=url, role="receive", api_url=api.address, **more)
        receiver = Receiver(bot)
        thread = threading.Thread(target=receiver.run)
        thread.start()
        try:
            yield receiver
        finally:
            receiver.stop()
            thread.join(15)
        assert not thread.is_alive()

    return run


def asked(chats: int, each: int) -> list[dict[str, Any]]:
    """Questions of so many people, one after the other."""
    people = [{"id": 1000 + number, "type": "private", "first_name": "R"} for number in range(chats)]
    texts = itertools.cycle(QUESTIONS)
    return [
        said(f"{next(texts)} {turn}", chat=chat, **{"from": chat | {"is_bot": False}})
        for turn in range(each)
        for chat in people
    ]


def answered(api: LocalApi) -> dict[int, list[int]]:
    """The questions' numbers that each chat got answers to, in order."""
    found: dict[int, list[int]] = defaultdict(list)
    for sent in api.of("sendMessage"):
        found[sent["chat_id"]].append(sent["reply_parameters"]["message_id"])
    return found


def expected(updates: list[dict[str, Any]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for update in updates:
        found[update["message"]["chat"]["id"]].append(update["message"]["message_id"])
    return found


def test_what_a_receiver_fetches_working_processes_answer_in_order(
    api: LocalApi, running: Running, receiving: Receiving, url: str
) -> None:
    updates = asked(chats=4, each=3)
    with receiving(), running(FAST, role="work", state_url=url), running(FAST, role="work", state_url=url):
        api.push(*updates)
        api.wait("sendMessage", count=len(updates), timeout_s=30)
        api.until(lambda: api.of("getUpdates")[-1]["offset"] == updates[-1]["update_id"] + 1)
    assert answered(api) == expected(updates)


def test_receivers_of_one_webhook_know_the_same_secret(
    api: LocalApi, running: Running, receiving: Receiving, url: str
) -> None:
    each = [WebhookSettings(ADDRESS, port=free_port()) for _ in range(2)]
    secret = with_secret(each[0], TOKEN).secret
    update = asked(chats=1, each=1)[0]
    with receiving(webhook=each[0]), receiving(webhook=each[1]):
        assert {told["secret_token"] for told in api.wait("setWebhook", count=2)} == {secret}
        taken = [with_secret(webhook, TOKEN) for webhook in each]
        # Kept, and so taken from Telegram, before anybody works; and once, though both were brought it.
        assert [request(one.port, "/telegram", _json(update), secret=secret)[0] for one in taken] == [200, 200]
        assert request(each[0].port, "/telegram", _json(update), secret="x")[0] == 403
        assert api.of("sendMessage") == []
        with running(FAST, role="work", state_url=url):
            api.wait("sendMessage")
            assert request(each[1].port, "/telegram", _json(update), secret=secret)[0] == 200
            time.sleep(0.5)
    assert len(api.of("sendMessage")) == 1


def test_secret_of_the_settings_comes_first() -> None:
    assert with_secret(WebhookSettings(ADDRESS, secret="own"), TOKEN).secret == "own"


def test_receiver_tells_its_health_and_how_much_waits(api: LocalApi, receiving: Receiving) -> None:
    health = HealthSettings(port=free_port())
    with receiving(health=health):
        api.push(*asked(chats=3, each=1))
        api.wait("getUpdates", count=2)
        assert until(health.port, "/readyz", '"ready": true')[0] == 200
        _, page = until(health.port, "/metrics", "quoted_inbox_length 3.0\n")
    assert "quoted_library" not in page


def test_server_that_is_started_anew_loses_no_question(
    api: LocalApi, running: Running, receiving: Receiving, url: str, server: Server
) -> None:
    before, after = asked(chats=4, each=2), asked(chats=4, each=2)
    with receiving(), running(FAST, role="work", state_url=url), running(FAST, role="work", state_url=url):
        api.push(*before)
        api.wait("sendMessage", count=2, timeout_s=30)
        server.stop()
        api.push(*after)
        time.sleep(0.5)
        server.start()
        for chat, numbers in expected(before + after).items():
            api.until(lambda chat=chat, numbers=numbers: set(answered(api)[chat]) == set(numbers), timeout_s=60)
    for chat, numbers in expected(before + after).items():
        assert list(dict.fromkeys(answered(api)[chat])) == numbers  # an answer that was on its way may come twice


PROGRAM = """
import pathlib, sys
import bot.presence
from bot.telegram.app import serve
from bot.telegram.settings import BotSettings, LoadLimits
from tests.bot.shelf import small_shelf
bot.presence.LEASE_S, bot.presence.RENEW_S = 1.5, 0.3  # a test is in a hurry
token, url, address = sys.argv[1:]
shelf = small_shelf()
load = LoadLimits(per_chat_s=0.0)
bot = BotSettings(token, pathlib.Path("none"), state_url=url, role="work", api_url=address, load=load)
serve(bot, answerer=shelf, library=shelf)
"""


@pytest.fixture
def start(api: LocalApi, url: str) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a working process; all are killed at the end."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    started: list[subprocess.Popen[bytes]] = []

    def one() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-c", PROGRAM, TOKEN, url, api.address], env=environment))
        return started[-1]

    yield one
    for process in started:
        process.kill()
        process.wait(10)


def test_processes_that_are_killed_lose_no_question_and_keep_the_order(
    api: LocalApi, receiving: Receiving, start: Callable[[], subprocess.Popen[bytes]]
) -> None:
    updates = asked(chats=8, each=5)
    working = [start(), start()]
    with receiving():
        api.wait("getMe", count=3, timeout_s=60)
        api.push(*updates)
        for kills in (1, 2):
            api.wait("sendMessage", count=12 * kills, timeout_s=60)
            working.pop(0).kill()
            working.append(start())
        for chat, numbers in expected(updates).items():
            api.until(lambda chat=chat, numbers=numbers: set(answered(api)[chat]) == set(numbers), timeout_s=60)
    found, twice = answered(api), 0
    for chat, numbers in expected(updates).items():
        assert list(dict.fromkeys(found[chat])) == numbers
        twice += len(found[chat]) - len(numbers)
    assert twice <= 2 * 8  # of each chat one may be on its way at each kill


def _json(update: dict[str, Any]) -> bytes:
    return json.dumps(update).encode()
