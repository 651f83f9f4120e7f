"""The whole bot: starting, stopping, bounds, and what an operator is told."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from bot.errors import AnotherInstance, MessagesError, TokenRefused
from bot.logs import fields_of
from bot.messages import languages
from bot.telegram.app import Service, lasting
from bot.telegram.settings import BotSettings, LoadLimits
from tests.bot.shelf import Shelf
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.local_api import TOKEN, Failure, LocalApi
from tests.bot.telegram.updates import ANNA, GROUP, said

QUESTION = "Where will the leaders meet?"
OTHER_TOKEN = "123456789:ZZyyXXwwVVuuTTssRRqqPPooNNmmLLkkJJ_"


def settings(api: LocalApi, folder: Path, *, token: str = TOKEN, language: str = "en") -> BotSettings:
    return BotSettings(token, folder / "bot.db", api_url=api.address, language=language)


def test_commands_are_registered_for_each_kind_of_chat_in_each_language(api: LocalApi, bot: Service) -> None:
    menus = api.wait("setMyCommands", count=2 * (1 + len(languages())))
    names = {
        (menu["scope"]["type"], menu.get("language_code", "")): [c["command"] for c in menu["commands"]]
        for menu in menus
    }
    for code in ("", *languages()):
        assert names["all_private_chats", code] == [
            "latest",
            "sources",
            "topics",
            "verify",
            "language",
            "help",
            "privacy",
            "forget",
        ]
        assert names["all_group_chats", code] == ["ask", "sources", "verify", "help"]
    described = {menu["commands"][0]["description"] for menu in menus}
    assert {"The newest articles", "Die neuesten Artikel", "Задать вопрос о фактах"} <= described


def test_webhook_is_removed_without_its_updates(api: LocalApi, bot: Service) -> None:
    assert api.wait("deleteWebhook") in ([{"drop_pending_updates": False}], [{}])


def test_menu_that_is_refused_does_not_keep_the_bot_from_answering(api: LocalApi, running: Running) -> None:
    api.fail("setMyCommands", Failure(400, "Bad Request: BOT_COMMAND_INVALID"))
    with running():
        api.push(said(QUESTION))
        assert "Sochi" in api.wait("sendMessage")[0]["text"]


@pytest.mark.parametrize(
    ("token", "words"),
    [
        (OTHER_TOKEN, "does not know this bot's token"),
        ("", "is not set"),
        ("no token\n", "has characters that no token has"),
    ],
)
def test_wrong_token_is_one_line_that_does_not_hold_it(
    api: LocalApi, shelf: Shelf, tmp_path: Path, token: str, words: str
) -> None:
    with pytest.raises(TokenRefused) as raised:
        Service(settings(api, tmp_path, token=token), answerer=shelf, library=shelf).run()
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)
    assert OTHER_TOKEN not in str(raised.value)


def test_token_that_is_withdrawn_while_the_bot_runs_ends_it(api: LocalApi, shelf: Shelf, tmp_path: Path) -> None:
    api.fail("getUpdates", Failure(401, "Unauthorized"))
    with pytest.raises(TokenRefused):
        Service(settings(api, tmp_path), answerer=shelf, library=shelf).run()


def test_unknown_language_names_those_there_are(api: LocalApi, shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(MessagesError, match=r"choose one of .*en"):
        Service(settings(api, tmp_path, language="xx"), answerer=shelf, library=shelf).run()


def test_second_instance_ends_with_one_line_after_a_few_conflicts(api: LocalApi, shelf: Shelf, tmp_path: Path) -> None:
    conflict = Failure(409, "Conflict: terminated by other getUpdates request")
    api.fail("getUpdates", conflict, conflict, conflict)
    with pytest.raises(AnotherInstance, match="another program fetches this bot's messages"):
        Service(settings(api, tmp_path), answerer=shelf, library=shelf).run()


def test_single_conflict_as_an_instance_is_replaced_is_waited_out(api: LocalApi, running: Running) -> None:
    api.fail("getUpdates", Failure(409, "Conflict: terminated by other getUpdates request"))
    with running():
        api.push(said(QUESTION))
        assert "Sochi" in api.wait("sendMessage")[0]["text"]


def test_network_that_is_down_at_start_is_one_line_and_waited_out(
    api: LocalApi, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail("getMe", Failure(502, "Bad Gateway"), Failure(502, "Bad Gateway"))
    with running():
        api.push(said(QUESTION))
        api.wait("sendMessage")
    (away, back) = [record for record in caplog.records if record.levelname == "WARNING"]
    assert (away.getMessage(), fields_of(away)["error"]) == ("telegram unreachable", "Bad Gateway")
    assert back.getMessage() == "telegram reachable"


def test_bot_that_waits_for_the_network_can_be_stopped(shelf: Shelf, tmp_path: Path) -> None:
    # Port 9 is the discard service's; nothing answers there.
    service = Service(
        BotSettings(TOKEN, tmp_path / "bot.db", api_url="http://127.0.0.1:9"), answerer=shelf, library=shelf
    )
    thread = threading.Thread(target=service.run)
    thread.start()
    time.sleep(0.3)
    service.stop()
    thread.join(60)
    assert not thread.is_alive()


def test_answer_that_has_begun_is_sent_before_the_bot_stops(api: LocalApi, shelf: Shelf, running: Running) -> None:
    shelf.slow.add("slow leaders meet")
    with running() as service:
        api.push(said("slow leaders meet"))
        api.wait("sendChatAction")
        service.stop()
        shelf.held.set()
    assert "Sochi" in api.of("sendMessage")[0]["text"]


def test_last_updates_are_confirmed_when_the_bot_stops(api: LocalApi, running: Running) -> None:
    update = said(QUESTION)
    with running():
        api.push(update)
        api.wait("sendMessage")
    assert api.of("getUpdates")[-1]["offset"] == update["update_id"] + 1


def test_sigterm_ends_the_process_in_order_and_nothing_is_printed(api: LocalApi, tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from bot.telegram.app import serve\n"
        "from bot.telegram.settings import BotSettings\n"
        "from tests.bot.shelf import small_shelf\n"
        "shelf = small_shelf()\n"
        "bot = BotSettings(sys.argv[1], pathlib.Path(sys.argv[2]), api_url=sys.argv[3])\n"
        "serve(bot, answerer=shelf, library=shelf)\n"
    )
    arguments = [TOKEN, str(tmp_path / "bot.db"), api.address]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
    )
    try:
        api.push(said(QUESTION))
        api.wait("sendMessage", timeout_s=20)
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=15)
    finally:
        process.kill()
    assert process.returncode == 0
    assert output == b""


def test_html_that_telegram_can_not_read_is_sent_as_plain_text(api: LocalApi, running: Running) -> None:
    api.fail("sendMessage", Failure(400, "Bad Request: can't parse entities: Unsupported start tag"))
    with running():
        api.push(said(QUESTION))
        html, plain = api.wait("sendMessage", count=2)
    assert html["parse_mode"] == "HTML"
    assert "parse_mode" not in plain
    assert plain["text"].startswith("The leaders will meet in Sochi on Monday. They will talk about peace & <trade>.\n")
    assert plain["reply_markup"] == html["reply_markup"]


def test_flood_wait_is_waited_out_and_the_answer_sent(api: LocalApi, running: Running) -> None:
    api.fail("sendMessage", Failure(429, "Too Many Requests: retry after 1", {"retry_after": 1}))
    with running():
        api.push(said(QUESTION))
        first, second = api.wait("sendMessage", count=2)
    assert first == second


def test_chat_that_has_blocked_the_bot_is_noted_and_others_are_served(
    api: LocalApi, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail("sendMessage", Failure(403, "Forbidden: bot was blocked by the user"))
    with running():
        api.push(said(QUESTION))
        api.wait("sendMessage")
        api.push(said(f"/ask {QUESTION}", chat=GROUP))
        assert api.wait("sendMessage", count=2)[1]["chat_id"] == GROUP["id"]
    refused = [fields_of(record)["error"] for record in caplog.records if record.getMessage() == "message refused"]
    assert any("blocked by the user" in error for error in refused)


def test_messages_to_a_chat_keep_their_distance(api: LocalApi, running: Running) -> None:
    with running(LoadLimits(per_chat_s=5.0)):
        api.push(said(QUESTION), said(QUESTION), said(QUESTION, chat={"id": 7, "type": "private"}))
        api.wait("sendMessage", count=3)
    sent = [call for call in api.calls if call.method == "sendMessage"]
    assert sent[2].parameters["chat_id"] == 42  # the other chat need not wait
    first = next(call for call in sent if call.parameters["chat_id"] == 42)
    assert sent[2].at - first.at > 0.5  # a busy machine may hold up what comes first


def test_answer_that_takes_too_long_is_given_up_with_a_word(api: LocalApi, shelf: Shelf, running: Running) -> None:
    shelf.slow.add("slow")
    with running(LoadLimits(time_limit_s=0.2, per_chat_s=0.0)):
        api.push(said("slow"))
        assert "too long" in api.wait("sendMessage")[0]["text"]
        shelf.held.set()


def test_question_beyond_the_queue_is_told_to_wait(api: LocalApi, shelf: Shelf, running: Running) -> None:
    shelf.slow.add("slow")
    chats = [{"id": number, "type": "private"} for number in (1, 2, 3)]
    with running(LoadLimits(workers=1, queue=1, per_chat_s=0.0)):
        api.push(*(said("slow", chat=chat, **{"from": ANNA | {"id": chat["id"]}}) for chat in chats))
        assert "Many questions" in api.wait("sendMessage")[0]["text"]
        shelf.held.set()
        api.wait("sendMessage", count=3)


def test_what_fails_beside_the_updates_is_logged_with_its_reason_and_begun_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun = []

    async def fails_at_first(what: str) -> None:
        begun.append(what)
        if len(begun) < 3:
            raise RuntimeError(f"{what} is gone")

    asyncio.run(lasting(partial(fails_at_first, "the index"), again_s=0.01))
    assert len(begun) == 3
    records = [record for record in caplog.records if record.getMessage() == "task failed"]
    assert [str(record.exc_info[1]) for record in records if record.exc_info] == ["the index is gone"] * 2
    assert all("fails_at_first" in record.__dict__["task"] for record in records)


def test_what_is_stopped_beside_the_updates_is_not_begun_again(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        task = asyncio.create_task(lasting(partial(asyncio.sleep, 60)))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()

    asyncio.run(run())
    assert not caplog.records
