"""The real bot, running on a thread against a Bot API server on this machine."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.state import BotState
from bot.telegram.app import Service
from bot.telegram.settings import BotSettings, LoadLimits
from tests.bot.shelf import Shelf, small_shelf
from tests.bot.telegram.local_api import TOKEN, LocalApi

FAST = LoadLimits(per_chat_s=0.0)
Running = Callable[..., AbstractContextManager[Service]]


@pytest.fixture
def api() -> Iterator[LocalApi]:
    """A Bot API server."""
    with LocalApi() as server:
        yield server


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """What the bot answers from."""
    made = small_shelf()
    yield made
    made.held.set()


@pytest.fixture
def running(api: LocalApi, shelf: Shelf, tmp_path: Path) -> Running:
    """Runs the bot while a block lasts; it is stopped in order at its end, and must stop within the time limit."""

    @contextmanager
    def run(load: LoadLimits = FAST, **more: Any) -> Iterator[Service]:
        settings = BotSettings(TOKEN, tmp_path / "bot.db", api_url=api.address, load=load, **more)
        service = Service(settings, answerer=shelf, library=shelf)
        thread = threading.Thread(target=service.run)
        thread.start()
        try:
            yield service
        finally:
            service.stop()
            thread.join(15)
        assert not thread.is_alive()

    return run


def logged(caplog: pytest.LogCaptureFixture, event: str, *, timeout_s: float = 15.0) -> None:
    """Wait until the bot has logged an event."""
    deadline = time.monotonic() + timeout_s
    while event not in [record.getMessage() for record in caplog.records]:
        assert time.monotonic() < deadline, caplog.text
        time.sleep(0.02)


Asking = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def sent_on(api: LocalApi, running: Running) -> Asking:
    """What the bot sends on some updates: all of it, for a bot that stops finishes what it was handed."""

    def ask(*updates: dict[str, Any], **settings: Any) -> list[dict[str, Any]]:
        following = max(update["update_id"] for update in updates) + 1
        with running(**settings):
            api.push(*updates)
            api.until(lambda: any(call["offset"] == following for call in api.of("getUpdates")))
        return api.of("sendMessage")

    return ask


Keeping = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def no_letters(tmp_path: Path) -> Keeping:
    """Lets the bot keep no letters while a block lasts, as on a disk that is full."""

    @contextmanager
    def away() -> Iterator[None]:
        with closing(BotState(tmp_path / "bot.db")) as state:
            state.database.run(("ALTER TABLE letters RENAME TO away", ()))
            try:
                yield
            finally:
                state.database.run(("ALTER TABLE away RENAME TO letters", ()))

    return away


@pytest.fixture
def bot(running: Running) -> Iterator[Service]:
    """The bot, running."""
    with running() as service:
        yield service
