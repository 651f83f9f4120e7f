"""/reindex: one message, its bar, its Cancel button, and what becomes of it after a crash."""

import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.operators.runs import Runs, ShownRun
from bot.state import BotState
from bot.telegram.operators.reindexing import CANCEL
from bot.telegram.operators.rules import OperatorRules
from tests.bot.operators.test_indexer import REPORT, python
from tests.bot.telegram.local_api import TOKEN, Failure, LocalApi
from tests.bot.telegram.operators.conftest import OTTOS, Operated, by_anna, presses, says
from tests.bot.telegram.updates import ME

EVERY_S = 0.4
GOING = (
    "def tell(**what): print(json.dumps(what), flush=True)",
    "tell(total=1000000)",
)
"""The beginning of a process that tells how far it is."""
UNTIL_STOPPED = ("tell(done=250000)", "sys.stdin.read()")
Indexing = Callable[..., OperatorRules]


@pytest.fixture
def indexing(rules: OperatorRules) -> Indexing:
    """Rules under which a run is these lines of Python."""
    return lambda *lines: replace(rules, index=tuple(python(*GOING, *lines)), edit_every_s=EVERY_S)


def shown(api: LocalApi) -> list[dict[str, Any]]:
    return api.of("editMessageText")


def wait_for(api: LocalApi, words: str) -> dict[str, Any]:
    """The first edit with these words."""
    api.until(lambda: any(words in edit["text"] for edit in shown(api)), timeout_s=30)
    return next(edit for edit in shown(api) if words in edit["text"])


def test_one_message_shows_the_run_and_what_came_of_it(api: LocalApi, operated: Operated, indexing: Indexing) -> None:
    lines = ("for n in range(30): tell(done=n * 33000); time.sleep(.05)", f"tell(report={REPORT!r})")
    with operated(operators=indexing(*lines)):
        api.push(says("/reindex"))
        done = wait_for(api, "Reindexed in")
    (sent,) = api.of("sendMessage")
    assert sent["text"] == "Reindexing: preparing…"
    assert [b["text"] for row in sent["reply_markup"]["inline_keyboard"] for b in row] == ["Cancel"]
    assert len({edit["message_id"] for edit in shown(api)}) == 1
    assert all("█" in edit["text"] or "░" in edit["text"] for edit in shown(api)[:-1])
    assert "Files: 3 new, 1 changed, 1 moved, 2 gone" in done["text"]
    assert "reply_markup" not in done


def test_the_message_is_edited_at_most_so_often(api: LocalApi, operated: Operated, indexing: Indexing) -> None:
    lines = ("for n in range(100): tell(done=n * 10000); time.sleep(.02)", f"tell(report={REPORT!r})")
    with operated(operators=indexing(*lines)):
        api.push(says("/reindex"))
        wait_for(api, "Reindexed in")
    times = [call.at for call in api.calls if call.method == "editMessageText"]
    assert len(times) > 2
    assert all(later - earlier >= EVERY_S - 0.01 for earlier, later in itertools.pairwise(times))
    assert OperatorRules().edit_every_s == 3.0


def test_flood_wait_and_outage_are_waited_out_and_the_outcome_shown(
    api: LocalApi, operated: Operated, indexing: Indexing
) -> None:
    flooded = Failure(429, "Too Many Requests: retry after 1", {"retry_after": 1})
    api.fail("editMessageText", flooded, Failure(502, "Bad Gateway"), flooded)
    with operated(operators=indexing("tell(done=1); time.sleep(1)", f"tell(report={REPORT!r})")):
        api.push(says("/reindex"))
        wait_for(api, "Reindexed in")


def test_cancel_stops_the_run_and_says_that_what_was_applied_is_kept(
    api: LocalApi, operated: Operated, indexing: Indexing
) -> None:
    with operated(operators=indexing(*UNTIL_STOPPED)):
        api.push(says("/reindex"))
        going = wait_for(api, "25%")
        api.push(presses(api, "Cancel", on=going))
        stopped = wait_for(api, "Stopped. What was applied is kept")
        assert api.of("answerCallbackQuery")[-1]["text"] == "Stopping…"
        assert stopped["message_id"] == going["message_id"]
        api.push(presses(api, "Go on", on=stopped))
        api.until(lambda: "25%" in shown(api)[-1]["text"])
        assert shown(api)[-1]["message_id"] == going["message_id"]


def test_others_can_not_cancel_and_an_old_button_cancels_nothing(
    api: LocalApi, operated: Operated, indexing: Indexing
) -> None:
    with operated(operators=indexing(*UNTIL_STOPPED)):
        api.push(says("/reindex"))
        going = wait_for(api, "25%")
        api.push(by_anna(presses(api, "Cancel", on=going)))
        assert "for my operators" in api.wait("answerCallbackQuery")[0]["text"]
        api.push(presses(api, "Cancel", on={**going, "message_id": 77}))
        assert api.wait("answerCallbackQuery", count=2)[1]["text"] == "That run is over."
        api.push(says("/reindex"))
        assert "going on already (25%)" in api.wait("sendMessage", count=2)[1]["text"]


def test_cancel_reaches_the_process_that_has_the_run(
    api: LocalApi, operated: Operated, indexing: Indexing, tmp_path: Path
) -> None:
    with operated(operators=indexing(*UNTIL_STOPPED)):
        api.push(says("/reindex"))
        going = wait_for(api, "25%")
        with closing(BotState(tmp_path / "bot.db")) as state:
            assert Runs(state.database, ME["id"], clock=state.clock).ask_to_stop(OTTOS["id"], going["message_id"])
        wait_for(api, "Stopped. What was applied is kept")


def test_a_run_that_fails_says_why_and_can_be_tried_again(
    api: LocalApi, operated: Operated, indexing: Indexing
) -> None:
    lines = ("print('quoted: data: another process is writing <to> it; wait', file=sys.stderr)", "sys.exit(2)")
    with operated(operators=indexing(*lines)):
        api.push(says("/reindex"))
        failed = wait_for(api, "The run failed")
    assert "data: another process is writing &lt;to&gt; it; wait" in failed["text"]
    assert failed["reply_markup"]["inline_keyboard"][0][0]["text"] == "Go on"


def test_a_command_that_can_not_be_started_is_said(api: LocalApi, operated: Operated, rules: OperatorRules) -> None:
    with operated(operators=replace(rules, index=("/nowhere/quoted",))):
        api.push(says("/reindex"))
        assert "No such file or directory" in wait_for(api, "The run failed")["text"]


def test_a_message_that_was_deleted_does_not_hide_the_outcome(
    api: LocalApi, operated: Operated, indexing: Indexing
) -> None:
    gone = Failure(400, "Bad Request: message to edit not found")
    api.fail("editMessageText", *[gone] * 50)
    with operated(operators=indexing("tell(done=1); time.sleep(.6)", f"tell(report={REPORT!r})")):
        api.push(says("/reindex"))
        _, told = api.wait("sendMessage", count=2)
    assert told["text"].startswith("Reindexed in")
    assert told["chat_id"] == OTTOS["id"]


def test_a_bot_that_stops_ends_the_run_and_says_so(api: LocalApi, operated: Operated, indexing: Indexing) -> None:
    with operated(operators=indexing(*UNTIL_STOPPED)):
        api.push(says("/reindex"))
        wait_for(api, "25%")
    assert shown(api)[-1]["text"].startswith("Stopped. What was applied is kept")


def test_a_run_that_a_crash_cut_off_is_ended_after_the_restart(
    api: LocalApi, operated: Operated, tmp_path: Path
) -> None:
    with closing(BotState(tmp_path / "bot.db", clock=lambda: 1000.0)) as state:
        Runs(state.database, ME["id"], clock=state.clock).goes_on(ShownRun(OTTOS["id"], 55, "de"))
    with operated():
        cut_off = wait_for(api, "Ich wurde inzwischen neu gestartet")
    assert (cut_off["chat_id"], cut_off["message_id"]) == (OTTOS["id"], 55)
    assert cut_off["reply_markup"]["inline_keyboard"][0][0]["text"] == "Weiter"


def test_a_bot_that_is_killed_in_the_middle_leaves_no_run_and_a_note_of_its_message(
    api: LocalApi, indexing: Indexing, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    rules = indexing(f"open({str(pid)!r}, 'w').write(str(os.getpid()))", "tell(done=250000)", "sys.stdin.read()")
    program = (
        "import sys, pathlib, json\n"
        "from bot.telegram.app import serve\nfrom bot.telegram.settings import BotSettings, LoadLimits\n"
        "from bot.telegram.operators.rules import OperatorRules\n"
        "from tests.bot.shelf import small_shelf\n"
        "token, state, url, people, every_s, index = json.loads(sys.argv[1])\n"
        "rules = OperatorRules(frozenset(people), edit_every_s=every_s, index=tuple(index))\n"
        "bot = BotSettings(token, pathlib.Path(state), api_url=url, operators=rules, load=LoadLimits(per_chat_s=0.0))\n"
        "shelf = small_shelf()\n"
        "serve(bot, answerer=shelf, library=shelf)\n"
    )
    told = [TOKEN, str(tmp_path / "bot.db"), api.address, [*rules.people], EVERY_S, [*rules.index]]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen([sys.executable, "-c", program, json.dumps(told)], env=environment) as bot:
        api.push(says("/reindex"))
        going = wait_for(api, "25%")
        bot.send_signal(signal.SIGKILL)
    with closing(BotState(tmp_path / "bot.db")) as state:
        (row,) = state.database.rows("SELECT chat, message FROM runs")
    assert row == (OTTOS["id"], going["message_id"])
    assert CANCEL in json.dumps(going)
