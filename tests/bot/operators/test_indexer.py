"""A run of the indexer in a process of its own, and how it is shown."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest

from bot.markup import to_plain
from bot.messages import languages, load_messages
from bot.operators import indexer
from bot.operators.indexer import Outcome, Reach, begin
from bot.operators.run_pages import render_outcome, render_reach
from bot.telegram.operators.rules import INDEX
from tests.conftest import SEEDS

Result = TypeVar("Result")
REPORT = {
    "files": 9, "changed": 5, "new": 3, "moved": 1, "left": 3, "added": 1200, "removed": 4, "embedded": 1000,
    "articles": 7, "passages": 70, "problems": [], "problem_count": 0,
}  # fmt: skip


def python(*lines: str) -> list[str]:
    """A command that runs these lines."""
    return [sys.executable, "-c", "\n".join(("import json, os, sys, time", *lines))]


def within(work: Coroutine[Any, Any, Result], seconds: float = 60.0) -> Result:
    async def bounded() -> Result:
        return await asyncio.wait_for(work, seconds)

    return asyncio.run(bounded())


async def outcome_of(command: list[str]) -> Outcome:
    run = await begin(command)
    return await run.ended()


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the project's seeds and no library, to index in."""
    (tmp_path / "seeds").symlink_to(SEEDS)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "encoders").symlink_to(request.config.cache.mkdir("encoders"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_run_brings_the_library_in_line_and_reports(place: Path, encoder: object) -> None:
    outcome = within(outcome_of(list(INDEX)), 300)
    assert outcome.report is not None, outcome.reason
    assert (outcome.report["articles"], outcome.report["problem_count"], outcome.report["new"]) == (8, 0, 7)
    again = within(outcome_of(list(INDEX)), 300)
    assert again.report is not None
    assert (again.report["changed"], again.report["articles"]) == (0, 8)


def test_a_run_that_can_not_be_made_says_why_in_one_line(place: Path) -> None:
    outcome = within(outcome_of([*INDEX, "--seeds", "nowhere"]), 120)
    assert outcome == Outcome(
        reason="nowhere: there is no such folder; put articles there or name another with --seeds"
    )


def test_what_the_process_tells_is_heard_while_it_runs() -> None:
    async def listen() -> list[Reach]:
        run = await begin(
            python(
                "print('not ours'); print('[1]'); print(json.dumps({'total': 200}), flush=True)",
                "print(json.dumps({'done': 50}), flush=True)",
                "sys.stdin.read()",
            )
        )
        ended = asyncio.create_task(run.ended())
        reached = [run.reach]
        while run.reach.done < 50:
            await asyncio.sleep(0.01)
        reached.append(run.reach)
        run.stop()
        assert (await ended).stopped
        return reached

    before, after = within(listen())
    assert before == Reach()
    assert (after.total, after.share) == (200, 0.25)
    assert after.left_s == pytest.approx(3 * after.seconds)


def test_a_run_that_does_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer, "PATIENCE_S", 0.3)

    async def stubborn() -> Outcome:
        run = await begin(
            python(
                "import signal; signal.signal(2, signal.SIG_IGN); print('{\"total\": 1}', flush=True); time.sleep(60)"
            )
        )
        ended = asyncio.create_task(run.ended())
        while run.reach.total is None:
            await asyncio.sleep(0.01)
        run.stop()
        run.stop()
        return await ended

    assert within(stubborn()) == Outcome(stopped=True)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("print('a\\nquoted: the disk is full\\nlater', file=sys.stderr); sys.exit(2)",), "the disk is full"),
        (("print('Traceback\\nValueError: x', file=sys.stderr); sys.exit(1)",), "ValueError: x"),
        (("sys.exit(3)",), "it ended with 3"),
        (("os.kill(os.getpid(), 9)",), "it was ended from outside (SIGKILL): look at the memory"),
        (("print('x' * 100000, file=sys.stderr); print('quoted: last', file=sys.stderr); sys.exit(2)",), "last"),
    ],
)
def test_a_failure_is_its_last_line_for_people(lines: tuple[str, ...], reason: str) -> None:
    assert within(outcome_of(python(*lines))) == Outcome(reason=reason)


def test_a_report_with_many_files_is_taken_in() -> None:
    code = "print(json.dumps({'report': {'problems': ['x' * 400] * 1000}}))"
    assert within(outcome_of(python(code))).report == {"problems": ["x" * 400] * 1000}


def test_the_run_ends_when_the_process_that_began_it_is_killed(place: Path, encoder: object) -> None:
    """kill -9 of the bot, while its run reads the seeds: nothing goes on, and the next run completes."""
    program = (
        "import asyncio, sys; from bot.operators.indexer import begin\n"
        "async def main():\n"
        "    run = await begin(sys.argv[1:]); ended = asyncio.create_task(run.ended())\n"
        "    print(run._process.pid, flush=True); await ended\n"
        "asyncio.run(main())\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", program, *INDEX]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as bot:
        assert bot.stdout is not None
        run = psutil.Process(int(bot.stdout.readline()))
        bot.send_signal(signal.SIGKILL)
    run.wait(60)
    outcome = within(outcome_of(list(INDEX)), 300)
    assert outcome.report is not None
    assert outcome.report["articles"] == 8


def lines_of(reach: Reach, language: str = "en") -> list[str]:
    return to_plain(render_reach(reach, load_messages(language))).split("\n")


def test_the_bar_shows_share_rate_and_time_left() -> None:
    assert lines_of(Reach()) == ["Reindexing: preparing…"]
    assert lines_of(Reach(10_000_000, 2_500_000, 5.0)) == [
        "Reindexing: 25%",
        "█████░░░░░░░░░░░░░░░",
        "2.5 of 10 MB · 500 kB a second",
        "about 15 seconds left",
    ]
    assert lines_of(Reach(10_000_000, 100_000, 5.0))[-1] == "about 8 minutes left"
    assert lines_of(Reach(10_000_000, 0, 1.0)) == ["Reindexing: 0%", "░" * 20, "0 of 10 MB"]
    assert lines_of(Reach(100, 100, 1.0)) == lines_of(Reach(0)) == ["Reindexing: writing the indexes…"]


def test_the_summary_names_what_changed_and_what_could_not_be_used() -> None:
    problems = [{"file": f"{n}.pdf", "reason": "encrypted\n<b>"} for n in range(9)]
    report = {**REPORT, "problems": problems, "problem_count": 12}
    assert to_plain(render_outcome(Outcome(report), load_messages("en"), seconds=61.4)).split("\n") == [
        "Reindexed in 61 seconds",
        "Files: 3 new, 1 changed, 1 moved, 2 gone",
        "Passages: 1,200 added, 4 removed",
        "7 articles, 70 passages",
        "",
        "12 files could not be used:",
        *(f"· {n}.pdf: encrypted <b>" for n in range(8)),
        "and 4 more; quoted index names them all",
    ]


@pytest.mark.parametrize("language", languages())
def test_every_outcome_can_be_told(language: str) -> None:
    messages = load_messages(language)
    nothing = {**REPORT, "changed": 0, "left": 0}
    for outcome in (Outcome(nothing), Outcome(stopped=True), Outcome(reason="x" * 9000)):
        assert 0 < len(to_plain(render_outcome(outcome, messages, seconds=0.1))) < 1000
    assert "20" in "".join(lines_of(Reach(10**6, 200_000, 5.0), language))


def test_progress_is_told_a_few_times_a_second() -> None:
    from bot.progress import ProgressLines

    written: list[str] = []
    progress = ProgressLines(written.append)
    progress.say("nothing")
    progress.begin(100)
    began = time.monotonic()
    while time.monotonic() - began < 0.4:
        progress.advance(0.001)
    told = [json.loads(line) for line in written]
    assert told[0] == {"total": 100}
    assert 2 <= len(told) <= 4
