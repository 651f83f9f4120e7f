"""Many chats asking at once, or for long: `quoted serve` behind the playground's Bot API server, on a real library.

    python -m benchmarks.chat_load --data data --questions questions.jsonl [--chats 200] [--each 3] [--out FILE]
    python -m benchmarks.chat_load --data data --questions questions.jsonl --minutes 30 [--rate 2] [--out FILE]

The first asks a question in every chat at the same moment, and the next one of a chat when its answer is there. The
second, a soak, asks so many questions a second in turn, answered or not. Printed, and with --out written as JSON:
answers a second, the time from a question to its answer in the chat, the chat that waited longest, and the bot's
resident memory, in a soak once a minute. Every question counts; what was not quoted is counted by its first line.

The library is copied, so that nothing is left in it. Settings are the defaults and QUOTED_ variables, such as
QUOTED_READER_MODEL=off. Questions are JSON Lines with "question".
"""

import argparse
import asyncio
import datetime
import itertools
import json
import os
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from benchmarks.recorded import commit, load, machine
from bot.playground.endpoints import make_application, new_scene
from bot.playground.scene import Scene
from bot.telegram.answers import LONGEST

HOST = "127.0.0.1"
FIRST_PERSON = 2_000_000
ANSWER_WITHIN_S = 180.0
READY_WITHIN_S = 120.0
LINES = 5
"""Of the bot's log, but for what is only told, that are shown at the end."""


@dataclass(frozen=True)
class Asked:
    """A question, and what came of it."""

    chat: int
    seconds: float  # until the answer stood in the chat
    outcome: str  # "quoted", or the first line of what was said instead


class Crowd:
    """People in their private chats with the bot."""

    def __init__(self, scene: Scene, count: int) -> None:
        self._scene = scene
        self.people = [
            {"id": FIRST_PERSON + n, "is_bot": False, "first_name": f"Reader {n}", "language_code": "en"}
            for n in range(count)
        ]
        self._chats = [scene.chats.admit(person) for person in self.people]

    async def ask(self, number: int, question: str) -> Asked:
        """Ask in the chat of that person, and wait for the answer."""
        chat, events = self._chats[number], self._scene.events
        seen, began = events.last, time.perf_counter()
        message = self._scene.chats.post(chat, self.people[number], content={"text": question})
        self._scene.updates.push("message", message)
        while (took := time.perf_counter() - began) < ANSWER_WITHIN_S:
            for event in await events.after(seen, chat=chat["id"]):
                seen = event.number
                if event.kind == "message" and event.content["from"]["is_bot"]:
                    return Asked(number, time.perf_counter() - began, _outcome(event.content))
        return Asked(number, took, "no answer")


def _outcome(message: dict[str, Any]) -> str:
    quoted = any(entity["type"].endswith("blockquote") for entity in message.get("entities", ()))
    return "quoted" if quoted else str(message["text"].partition("\n")[0])


@asynccontextmanager
async def serving(data: Path, address: str, token: str) -> AsyncIterator[psutil.Process]:
    """`quoted serve` on a copy of the library, while a block lasts. What went wrong is shown at the end."""
    with tempfile.TemporaryDirectory() as work:
        shutil.copytree(data, Path(work, "data"), ignore=shutil.ignore_patterns("bot.db*"))
        command = [sys.executable, "-m", "bot.cli", "serve", "--api-url", address, "--data", str(Path(work, "data"))]
        environment = os.environ | {"QUOTED_TELEGRAM_TOKEN": token}
        log = Path(work, "bot.log")
        with log.open("w") as written:
            bot = subprocess.Popen(command, cwd=work, env=environment, stderr=written)
        try:
            yield psutil.Process(bot.pid)
        finally:
            bot.send_signal(signal.SIGTERM)
            await asyncio.to_thread(bot.wait, 60)  # this loop serves what the bot asks for until it ends
            troubles = [line for line in log.read_text().splitlines() if " INFO " not in line]
            print(*troubles[-LINES:], sep="\n", file=sys.stderr)


async def at_once(crowd: Crowd, questions: Iterator[str], *, each: int) -> list[Asked]:
    """All chats ask at the same moment, and again when they are answered."""

    async def one(number: int) -> list[Asked]:
        return [await crowd.ask(number, next(questions)) for _ in range(each)]

    found = await asyncio.gather(*(one(number) for number in range(len(crowd.people))))
    return [asked for chat in found for asked in chat]


async def soak(
    crowd: Crowd, questions: Iterator[str], bot: psutil.Process, *, minutes: float, rate: float
) -> tuple[list[Asked], list[float]]:
    """So many questions a second, the chats in turn; and the bot's memory in MiB, once a minute."""
    tasks: list[asyncio.Task[Asked]] = []
    memory: list[float] = []
    people = itertools.cycle(range(len(crowd.people)))
    began = time.perf_counter()
    for number in range(int(minutes * 60 * rate)):
        if number >= len(memory) * 60 * rate:
            memory.append(_mib(bot))
            print(f"minute {len(memory) - 1}: {memory[-1]:.1f} MiB, {sum(t.done() for t in tasks)} answers", flush=True)
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        tasks.append(asyncio.create_task(crowd.ask(next(people), next(questions))))
    found = await asyncio.gather(*tasks)
    return list(found), [*memory, _mib(bot)]


def _mib(process: psutil.Process) -> float:
    return round(float(process.memory_info().rss) / 2**20, 1)


def figures(asked: Sequence[Asked], *, seconds: float, memory: Sequence[float]) -> dict[str, Any]:
    """What is printed and kept."""
    chats: dict[int, list[float]] = defaultdict(list)
    for one in asked:
        chats[one.chat].append(one.seconds)
    p50, p95, p99 = np.percentile([one.seconds for one in asked], [50, 95, 99])
    return {
        "questions": len(asked),
        "answers_a_second": round(len(asked) / seconds, 2),
        "seconds_to_answer": {"p50": round(p50, 2), "p95": round(p95, 2), "p99": round(p99, 2)},
        "chats": len(chats),
        "seconds_a_chat": {  # a chat's mean: that of the slowest is far above the median where one is starved
            "median": round(statistics.median(map(statistics.fmean, chats.values())), 2),
            "slowest": round(max(map(statistics.fmean, chats.values())), 2),
        },
        "longest_wait_s": round(max(one.seconds for one in asked), 2),
        "outcomes": dict(Counter(one.outcome for one in asked).most_common()),
        "resident_mib": list(memory),
    }


def read_questions(file: Path) -> list[str]:
    """The questions that the bot takes: not those that are too long for it."""
    lines = file.read_text(encoding="utf-8").splitlines()
    questions = [str(json.loads(line)["question"]) for line in lines if line.strip()]
    return [question for question in questions if len(question) <= LONGEST]


async def measure(given: argparse.Namespace) -> dict[str, Any]:
    """Serve, ask and sum up."""
    token = f"1:{secrets.token_urlsafe(26)}"
    sockets = bind_sockets(0, HOST, family=socket.AF_INET)
    port = sockets[0].getsockname()[1]
    scene = new_scene(token)
    server = HTTPServer(make_application(scene, token=token, port=port))
    server.add_sockets(sockets)
    crowd = Crowd(scene, given.chats)
    questions = itertools.cycle(read_questions(given.questions))
    async with serving(given.data, f"http://{HOST}:{port}", token) as bot:
        deadline = time.monotonic() + READY_WITHIN_S
        while not scene.updates.connected and bot.is_running() and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
        await crowd.ask(0, next(questions))  # models are warm after the first
        before, began = _mib(bot), time.perf_counter()
        if given.minutes:
            asked, memory = await soak(crowd, questions, bot, minutes=given.minutes, rate=given.rate)
        else:
            asked = await at_once(crowd, questions, each=given.each)
            memory = [before, _mib(bot)]
        found = figures(asked, seconds=time.perf_counter() - began, memory=memory)
    server.stop()
    await server.close_all_connections()
    return found


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a library, as quoted index makes it")
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--each", type=int, default=3, help="questions of one chat, where all ask at once")
    parser.add_argument("--minutes", type=float, default=0.0, help="ask for so long at a rate instead")
    parser.add_argument("--rate", type=float, default=2.0, help="questions a second")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    about = {
        "machine": machine(),
        "commit": commit(),
        "day": datetime.date.today().isoformat(),
        "load": load(),
        "settings": {name: value for name, value in sorted(os.environ.items()) if name.startswith("QUOTED_")},
        "minutes": given.minutes,
    }
    found = asyncio.run(measure(given))
    text = json.dumps(about | found, indent=1, ensure_ascii=False)
    print(text)
    if "quoted" not in found["outcomes"]:
        sys.exit("no question was answered with a quote, so this measures nothing; see the bot's log above")
    if given.out:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
