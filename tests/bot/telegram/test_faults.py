"""What the bot does when Telegram, the network or the machine fails: no crash, no answer lost, none sent twice."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import Bot, Update
from telegram.error import TimedOut
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.logs import fields_of
from bot.outbox import Letter, Outbox, letters_kept
from bot.state import MOST_TRIES, BotState
from bot.telegram.app import Service
from bot.telegram.intake import Intake
from bot.telegram.once import Once
from bot.telegram.pace import ChatPace
from bot.telegram.post import Post
from bot.telegram.settings import BotSettings, LoadLimits
from tests.bot.shelf import Shelf
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.local_api import TOKEN, Failure, LocalApi
from tests.bot.telegram.updates import GROUP, ME, said
from tests.retrieval.embedded.damage import full_disk

QUESTION = "Where will the leaders meet?"
GONE = Failure(502, "Bad Gateway")


@pytest.mark.parametrize("status", [500, 502, 503])
def test_error_of_the_server_is_waited_out(api: LocalApi, running: Running, status: int) -> None:
    api.fail("sendMessage", Failure(status, "Internal Server Error"))
    with running():
        api.push(said(QUESTION))
        assert len(api.wait("sendMessage", count=2)) == 2


def test_connection_that_breaks_is_made_again(api: LocalApi, running: Running) -> None:
    api.drop("sendMessage")
    with running():
        api.push(said(QUESTION))
        assert "Sochi" in api.wait("sendMessage")[0]["text"]
    assert len(api.of("sendMessage")) == 1


def test_broken_connections_while_fetching_lose_and_double_nothing(api: LocalApi, running: Running) -> None:
    api.drop("getUpdates", 2)
    api.drop("getUpdates", after_taking=True)
    with running():
        api.push(said(QUESTION), said(QUESTION))
        api.wait("sendMessage", count=2)
    assert len(api.of("sendMessage")) == 2


def test_update_that_can_not_be_read_does_not_keep_the_others_from_being_answered(
    api: LocalApi, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    unlike = said("secret words")
    del unlike["message"]["chat"]
    unreadable = said("more secret words") | {"message": "not an object"}
    with running():
        api.push(unlike, unreadable, said(QUESTION))
        assert "Sochi" in api.wait("sendMessage")[0]["text"]
    errors = {record.getMessage(): fields_of(record) for record in caplog.records if record.levelname == "ERROR"}
    assert set(errors) == {"update failed", "apology failed", "update unreadable"}
    assert errors["apology failed"] == {"kind": "AttributeError"}
    assert errors["update unreadable"]["update"] == unreadable["update_id"]
    assert "secret words" not in caplog.text


def test_answer_that_could_not_be_sent_is_sent_after_a_restart(api: LocalApi, running: Running) -> None:
    flood = Failure(429, "Too Many Requests: retry after 1", {"retry_after": 1})
    api.fail("sendMessage", *[flood] * 4)
    with running():
        question = said(QUESTION)
        api.push(question)
        api.wait("sendMessage", count=4)
    assert api.of("getUpdates")[-1]["offset"] == question["update_id"] + 1
    with running():
        sent = api.wait("sendMessage", count=5)[4]
    assert "Sochi" in sent["text"]
    assert sent["reply_parameters"]["message_id"] == question["message"]["message_id"]
    with running():
        api.push(said("How tall is the tower in Paris?"))
        assert "330" in api.wait("sendMessage", count=6)[5]["text"]


@contextmanager
def killed_while_answering(api: LocalApi, shelf: Shelf, folder: Path) -> Iterator[None]:
    """A bot of which nothing more is heard while it answers: as if the process was gone."""
    shelf.slow.add(QUESTION)
    service = Service(BotSettings(TOKEN, folder / "bot.db", api_url=api.address), answerer=shelf, library=shelf)
    thread = threading.Thread(target=service.run, daemon=True)
    thread.start()
    api.wait("sendChatAction")
    try:
        yield
    finally:
        shelf.held.set()
        service.stop()
        thread.join(15)


def test_question_is_not_confirmed_before_it_is_answered(api: LocalApi, shelf: Shelf, tmp_path: Path) -> None:
    question = said(QUESTION)
    api.push(question)
    with killed_while_answering(api, shelf, tmp_path):
        assert all(call["offset"] <= question["update_id"] for call in api.of("getUpdates"))
        with closing(BotState(tmp_path / "bot.db")) as state:
            assert state.begin(int(TOKEN.partition(":")[0]), question["update_id"])  # would be answered anew
    assert api.of("getUpdates")[-1]["offset"] == question["update_id"] + 1


PROGRAM = """
import pathlib, sys
from bot.telegram.app import serve
from bot.telegram.settings import BotSettings
from tests.bot.shelf import small_shelf
token, path, address, slow = sys.argv[1:]
shelf = small_shelf()
shelf.slow.add(slow)
serve(BotSettings(token, pathlib.Path(path), api_url=address), answerer=shelf, library=shelf)
"""


@contextmanager
def process(api: LocalApi, folder: Path, *, slow: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """The bot in a process of its own, killed at the end. The `slow` question takes it long."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", PROGRAM, TOKEN, str(folder / "bot.db"), api.address, slow]
    started = subprocess.Popen(command, env=environment)
    try:
        yield started
    finally:
        started.kill()
        started.wait(10)


def test_bot_that_is_killed_loses_no_question_and_doubles_no_answer(api: LocalApi, tmp_path: Path) -> None:
    """Killed while one question is being answered, another's answer waits to be sent, and a third was answered."""
    flood = Failure(429, "Too Many Requests: retry after 60", {"retry_after": 60})
    done, waiting, asked = said("/privacy"), said("How tall is the tower in Paris?", chat=GROUP), said(QUESTION)
    waiting["message"]["text"] = "/ask How tall is the tower in Paris?"
    waiting["message"]["entities"] = [{"type": "bot_command", "offset": 0, "length": 4}]
    with process(api, tmp_path, slow=QUESTION):
        api.push(done)
        api.wait("sendMessage", timeout_s=20)
        api.fail("sendMessage", flood)
        api.push(waiting, asked)
        api.wait("sendMessage", count=2)
        api.wait("sendChatAction")
    before = len(api.of("sendMessage"))
    with process(api, tmp_path):
        api.wait("sendMessage", count=before + 2, timeout_s=20)
        api.until(lambda: api.of("getUpdates")[-1]["offset"] == asked["update_id"] + 1)
    texts = [sent["text"] for sent in api.of("sendMessage")[before:]]
    assert sorted("Sochi" in text for text in texts) == [False, True]
    assert sorted("330 metres" in text for text in texts) == [False, True]


def test_other_updates_are_answered_while_one_is_stuck(api: LocalApi, shelf: Shelf, running: Running) -> None:
    shelf.slow.add(QUESTION)
    with running(LoadLimits(per_chat_s=0.0)):
        api.push(said(QUESTION))
        api.wait("sendChatAction")
        for number in range(5):
            api.push(said(f"/ask How tall is the tower in Paris? {number}", chat=GROUP))
            api.wait("sendMessage", count=number + 1)
        fetched = len(api.of("getUpdates"))
        time.sleep(1)
        assert len(api.of("getUpdates")) - fetched < 10  # what is unconfirmed comes at once, and must not be spun on
        shelf.held.set()
        api.wait("sendMessage", count=6)


def test_update_that_takes_the_bot_down_is_given_up_after_a_restart(tmp_path: Path) -> None:
    taken = []

    async def run(state: BotState) -> None:
        async def crash(_: Update) -> None:
            taken.append(1)
            await asyncio.Event().wait()

        intake = Intake(Once(crash, state, Bot(TOKEN), number=1).handle)
        intake.take(update)
        await intake.settled(0.1)
        # The process is gone here: nobody notes that the update was put back.
        state.close()
        await intake.close(0)

    update = said(QUESTION)
    for _ in range(MOST_TRIES + 2):
        with closing(BotState(tmp_path / "bot.db")) as state:
            asyncio.run(run(state))
    assert len(taken) == MOST_TRIES


def test_group_that_moved_is_answered_at_its_new_number(api: LocalApi, running: Running) -> None:
    moved = Failure(400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": -1005})
    api.fail("sendMessage", moved)
    with running():
        api.push(said(f"/ask {QUESTION}", chat=GROUP))
        first, second = api.wait("sendMessage", count=2)
    assert (first["chat_id"], second["chat_id"]) == (GROUP["id"], -1005)
    assert "Sochi" in second["text"]


def test_news_that_a_group_moved_is_kept_and_not_answered(api: LocalApi, running: Running, tmp_path: Path) -> None:
    old = {"id": -5, "type": "group", "title": "Readers"}
    with running():
        api.push(said(None, chat=old, migrate_to_chat_id=-1005), said(QUESTION))
        api.wait("sendMessage")
    assert len(api.of("sendMessage")) == 1
    with closing(BotState(tmp_path / "bot.db")) as state:
        assert state.earlier(-1005) == {-5}


def test_answer_that_the_disk_garbled_is_not_sent_and_does_not_hold_up_the_others(
    api: LocalApi, running: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox = Outbox(state.database, ME["id"], clock=state.clock)
        for chat, text in ((1, "He met them in Sochi."), (2, "She was there.")):
            outbox.put(Letter(person=chat, chat=chat, html=text, plain=text), update=chat)
        state.database.run(("UPDATE letters SET body = replace(body, 'Sochi', 'Sothi')", ()))
    with running():
        assert api.wait("sendMessage")[0]["text"] == "She was there."
        api.push(said(QUESTION))
        api.wait("sendMessage", count=2)
    assert [sent["chat_id"] for sent in api.of("sendMessage")] == [2, 42]
    assert fields_of(next(r for r in caplog.records if r.getMessage() == "answers damaged"))["count"] == 1


def test_waiting_answer_that_is_being_sent_at_a_stop_is_sent_once(
    api: LocalApi, running: Running, tmp_path: Path
) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        letter = Letter(person=1, chat=1, html="He met them.", plain="He met them.")
        Outbox(state.database, int(TOKEN.partition(":")[0]), clock=state.clock).put(letter, update=1)
    api.fail("sendMessage", Failure(200, after_s=1.0))
    with running():
        api.wait("sendMessage")
    with running():
        api.push(said(QUESTION))
        api.wait("sendMessage", count=2)
    assert [sent["chat_id"] for sent in api.of("sendMessage")] == [1, 42]


class Silent(HTTPXRequest):
    """A way to Telegram on which messages arrive, and the answer to them does not come in time."""

    async def do_request(self, url: str, *more: Any, **options: Any) -> tuple[int, bytes]:
        answer = await super().do_request(url, *more, **options)
        if url.endswith("sendMessage"):
            raise TimedOut from httpx.ReadTimeout("no answer")
        return answer


def test_answer_that_telegram_is_slow_to_confirm_is_not_said_to_wait(
    api: LocalApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def send() -> None:
        pace = ChatPace(per_chat_s=0.0)
        bot = ExtBot(TOKEN, base_url=f"{api.address}/bot", request=Silent(), rate_limiter=pace)
        with closing(BotState(tmp_path / "bot.db")) as state:
            async with bot:
                outbox = Outbox(state.database, bot.id, clock=state.clock)
                letter = Letter(person=1, chat=1, html="He met them.", plain="He met them.")
                await Post(bot, outbox, state).answer(letter, update=1)
            assert letters_kept(state.database) == 0

    asyncio.run(send())
    assert [record.getMessage() for record in caplog.records] == ["answer not confirmed"]


def test_outbox_that_can_not_be_read_for_a_while_is_looked_at_again(api: LocalApi, tmp_path: Path) -> None:
    async def look() -> None:
        bot = Bot(TOKEN, base_url=f"{api.address}/bot")
        with closing(BotState(tmp_path / "bot.db")) as state:
            async with bot:
                outbox, stop = Outbox(state.database, bot.id, clock=state.clock), asyncio.Event()
                post = Post(bot, outbox, state)
            state.database.run(("ALTER TABLE letters RENAME TO away", ()))
            looking = asyncio.create_task(post.send_waiting(stop=stop))
            await asyncio.sleep(0.05)
            assert not looking.done()
            stop.set()
            await looking

    asyncio.run(look())


def test_disk_that_is_full_at_the_start_is_waited_out(
    api: LocalApi, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    with ExitStack() as full:
        full.enter_context(full_disk(100))
        with running():
            api.push(said(QUESTION))
            deadline = time.monotonic() + 30
            while "database unavailable" not in caplog.text and time.monotonic() < deadline:
                time.sleep(0.02)
            full.close()
            assert "Sochi" in api.wait("sendMessage")[0]["text"]
    (record,) = [record for record in caplog.records if record.getMessage() == "database unavailable"]
    assert "free some space" in fields_of(record)["error"]


def test_nothing_waits_when_all_has_arrived(api: LocalApi, running: Running, tmp_path: Path) -> None:
    with running():
        api.push(said(QUESTION))
        api.wait("sendMessage")
    with closing(BotState(tmp_path / "bot.db")) as state:
        assert letters_kept(state.database) == 0


def test_forgotten_person_leaves_no_trace_on_the_disk(api: LocalApi, running: Running, tmp_path: Path) -> None:
    number = 7_310_462_953_187
    anna = {"id": number, "is_bot": False, "first_name": "Annabella", "language_code": "de"}
    chat = {"id": number, "type": "private", "first_name": "Annabella"}
    traces = [str(number).encode(), number.to_bytes(6, "big"), b"Annabella", QUESTION.encode()]

    def on_disk() -> list[bytes]:
        written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
        return [trace for trace in traces if trace in written]

    choosing = {"id": "1", "from": anna, "chat_instance": "1", "data": "language:ru"}
    with running():
        api.push(said(QUESTION, chat=chat, **{"from": anna}))
        api.push({"update_id": 10**6, "callback_query": choosing})
        api.wait("sendMessage")
        api.wait("answerCallbackQuery")
        assert on_disk(), "nothing was ever written, so that this test proves nothing"
        api.push(said("/forget", chat=chat, **{"from": anna}) | {"update_id": 10**6 + 1})
        api.wait("sendMessage", count=2)
    assert on_disk() == []
    with running():
        assert on_disk() == []
