"""Whole runs of the bot, everything at DEBUG: neither the token nor a word of a question is written."""

import datetime
import io
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground.server import Playground
from bot.telegram.app import Service
from bot.telegram.settings import BotSettings, LoadLimits
from retrieval.answer import Answer
from retrieval.context import Context
from retrieval.errors import LibraryDamaged
from tests.bot.conftest import Writing
from tests.bot.shelf import Shelf, small_shelf
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.local_api import GARBLED, TOKEN, Failure, LocalApi
from tests.bot.telegram.updates import said, summoned, typed
from tests.person import PersonByHttp

LIBRARIES = ("telegram", "telegram.ext", "telegram.Bot", "httpx", "httpcore", "tornado", "asyncio")
SECRET = TOKEN.split(":")[1]
NAME = "Zyxwvutsrq"
QUESTION = f"Where will the leaders meet {NAME}?"


class Indiscreet(Shelf):
    """A shelf with programming errors that quote the question."""

    def answer(self, text: str, /, *, after: Context | None = None, today: datetime.date | None = None) -> Answer:
        """The answer, or an exception that holds the question."""
        if "explode" in text:
            raise RuntimeError(f"can't answer {text} of {TOKEN}")
        if "damaged" in text:
            raise LibraryDamaged("passage 1: its text does not match its hash; run: quoted index")
        return super().answer(text, after=after, today=today)


@pytest.fixture
def shelf() -> Shelf:
    return Indiscreet(list(small_shelf().passages.values()))


@pytest.fixture
def loud() -> Iterator[None]:
    """Every library of the bot logs all that it can."""
    before = {name: logging.getLogger(name).level for name in LIBRARIES}
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def make_loud() -> None:
    """As somebody does who looks for an error; the bot, starting, quietened some of them."""
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.DEBUG)


def require_discretion(stream: io.StringIO) -> None:
    """That the run was logged, without the token, the question, or what was answered."""
    written = stream.getvalue()
    for event in ("bot started", "question answered", "update failed", "question failed", "bot stopped"):
        assert event in written
    for word in (SECRET, NAME, NAME.lower(), "Sochi"):
        assert word not in written


@pytest.mark.parametrize("format", ["text", "json"])
@pytest.mark.usefixtures("loud")
def test_chat_in_the_playground(shelf: Shelf, tmp_path: Path, writing: Writing, format: str) -> None:
    stream = writing(format, "debug")
    with Playground(port=0, token=TOKEN) as page:
        load = LoadLimits(per_chat_s=0.0)
        settings = BotSettings(TOKEN, tmp_path / "bot.db", api_url=page.address, load=load)
        service = Service(settings, answerer=shelf, library=shelf)
        thread = threading.Thread(target=service.run)
        thread.start()
        try:
            person = PersonByHttp(page.address)
            person.reply_to(person.say("/start"))
            make_loud()
            answers = [
                person.reply_to(person.say(QUESTION)),
                person.reply_to(person.say(f"{NAME} damaged")),
                person.reply_to(person.say(f"{NAME} explode")),
                person.reply_to(person.say(f"Who painted {NAME}?")),
            ]
            person.offers(QUESTION)
        finally:
            service.stop()
            thread.join(15)
    assert "Sochi" in answers[0]["text"]
    require_discretion(stream)
    if format == "json":
        assert all(isinstance(json.loads(line), dict) for line in stream.getvalue().splitlines())


@pytest.mark.usefixtures("loud")
def test_telegram_that_fails_and_quotes_the_token(
    api: LocalApi, running: Running, writing: Writing, caplog: pytest.LogCaptureFixture
) -> None:
    stream = writing("text", "debug")
    api.fail("getMe", Failure(502, f"Bad Gateway {TOKEN}"))
    with running():
        api.wait("getUpdates")
        make_loud()
        with caplog.at_level(logging.DEBUG):
            api.fail("sendMessage", Failure(400, f"Bad Request: {TOKEN} is on fire"))
            api.fail("getUpdates", Failure(GARBLED, f'{{"ok": true, "result": [{{"message": "{QUESTION}'))
            api.push(said(QUESTION), said(f"{NAME} explode"), said(f"{NAME} damaged"), typed(QUESTION))
            api.wait("sendMessage", count=3)
            api.push(summoned(QUESTION), said(QUESTION))
            api.wait("sendMessage", count=4)
    require_discretion(stream)
    assert "<token>" in stream.getvalue()
    assert NAME in caplog.text  # the libraries did say it
