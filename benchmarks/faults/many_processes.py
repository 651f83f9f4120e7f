"""Receivers and working processes killed at random, and their database too: is anything lost, doubled or reordered?

    python -m benchmarks.faults.many_processes [--questions 10000] [--chats 500] [--rate 40] [--seed 1]

Two `quoted serve --receive` and three `quoted serve --work` share a real PostgreSQL server; half of the chats are
groups. Every few seconds one of the five is killed (kill -9) and started again, and twice the server is stopped as by a
power cut. A question is lost when no answer to it arrives; answered twice when two do. Telegram takes no key with a
message: one that it took in the moment of a kill could not be noted so, and another process sends it again. Such are
counted apart (`twice, over a kill`): the first of the two was sent by a process that was killed, or whose database was
stopped, within three seconds afterwards. Any other one is a fault (`twice, otherwise`).

The order is that of a chat's first answers. Of the limits it is counted how many messages came at most in one second,
in one second to one chat, and in one minute to one group, by the clock of who takes them, which on a busy machine takes
some late and many at once; and for how many in one second the database gave out times.
"""

import argparse
import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.faults.bringing import HOST, Sent, Telegram, Update
from benchmarks.faults.changing_seeds import ChangingSeeds, complete, encoders, opened
from benchmarks.faults.keeping import keep
from bot.schedule import ALL
from tests.bot.storage.postgres import MISSING, Server, programs, serving
from tests.bot.telegram.local_api import TOKEN
from tests.bot.telegram.updates import said

RECEIVERS, WORKERS, FILES = 2, 3, 20
EVERY_S = (8.0, 20.0)
"""Between two kills."""
AWAY_S = (0.0, 4.0)
"""Until a process is started again."""
STOPS_AT = (0.3, 0.7)
"""Of the answers, when the database is stopped."""
STOPPED_S = 3.0
SO_SOON_S = 3.0
"""After an answer was taken, that a kill can be why it was sent again: word of it takes so long on a busy machine."""
PATIENCE_S = 180.0
"""Without any answer, before the rest counts as lost."""


@dataclass
class Process:
    """One of the five. `killed` holds when."""

    arguments: list[str]
    environment: dict[str, str]
    log: Path
    killed: list[float] = field(default_factory=list)
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(self.arguments, env=self.environment, stdout=log, stderr=log)

    def kill(self) -> None:
        """kill -9."""
        assert self.running is not None
        self.running.kill()
        self.running.wait()
        self.killed.append(time.monotonic())


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def ask(chance: random.Random, count: int, chats: int) -> list[Update]:
    """Questions in the chats in turn, every other one a group."""
    updates = []
    for number in range(count):
        person = 1000 + number % chats
        sender = {"id": person, "is_bot": False, "first_name": f"Reader {person}"}
        private = {"id": person, "type": "private", "first_name": sender["first_name"]}
        group = {"id": -person, "type": "supergroup", "title": f"Readers {person}"}
        text = f"How many sheep did the mayor of Town {chance.randrange(FILES)} count?"
        in_group = person % 2 == 0
        chat = group if in_group else private
        updates.append(said(f"/ask {text}" if in_group else text, chat=chat, **{"from": sender}))
    return updates


def five(folder: Path, url: str, telegram: Telegram) -> tuple[list[Process], list[Process], list[str]]:
    """The receivers, the working processes, and where the receivers listen."""
    ports = [free_port() for _ in range(RECEIVERS)]
    own = os.environ | {
        "QUOTED_TELEGRAM_TOKEN": TOKEN,
        "QUOTED_STATE_URL": url,
        "QUOTED_LIBRARY_DATA": str(folder / "data"),
        "QUOTED_LIBRARY_SEEDS": str(folder / "seeds"),
        "QUOTED_ENCODER_FOLDER": str(encoders()),
        "QUOTED_READER_MODEL": "off",
        "QUOTED_ENCODER_THREADS": "1",
    }
    command = [sys.executable, "-m", "bot.cli", "serve", "--api-url"]
    working = [
        Process([*command, telegram.serve(number), "--work"], own, folder / f"work-{number}.log")
        for number in range(WORKERS)
    ]
    receiving = []
    for number, port in enumerate(ports, WORKERS):
        webhook = {"QUOTED_TELEGRAM_WEBHOOK_URL": "https://bot.example/hook", "QUOTED_TELEGRAM_WEBHOOK_PORT": str(port)}
        arguments = [*command, telegram.serve(number), "--receive"]
        receiving.append(Process(arguments, own | webhook, folder / f"receive-{number}.log"))
    return receiving, working, [f"http://{HOST}:{port}/hook" for port in ports]


async def kill_at_random(processes: list[Process], chance: random.Random) -> None:
    """Kill one after the other, until cancelled."""
    while True:
        await asyncio.sleep(chance.uniform(*EVERY_S))
        victim = chance.choice(processes)
        await asyncio.to_thread(victim.kill)
        await asyncio.sleep(chance.uniform(*AWAY_S))
        victim.start()


async def stop_database(server: Server, telegram: Telegram, count: int) -> list[float]:
    """Stop it twice while it is needed, each time for some seconds; when."""
    stopped = []
    for part in STOPS_AT:
        while len(telegram.answered) < part * count:
            await asyncio.sleep(0.2)
        await asyncio.to_thread(server.stop)
        stopped.append(time.monotonic())
        await asyncio.sleep(STOPPED_S)
        await asyncio.to_thread(server.start)
    return stopped


async def run(given: argparse.Namespace, folder: Path, server: Server, chance: random.Random) -> dict[str, Any]:
    """Ask everything, kill meanwhile, wait for the answers; the counts."""
    telegram = Telegram(chance)
    url = server.database()
    receiving, working, addresses = five(folder, url, telegram)
    updates = ask(chance, given.questions, given.chats)
    wanted = {update["message"]["message_id"] for update in updates}
    for process in [*receiving, *working]:
        process.start()
    while not telegram.secret:
        await asyncio.sleep(0.2)
    began = time.monotonic()
    bringing = asyncio.create_task(telegram.bring(updates, addresses, rate=given.rate))
    killing = asyncio.create_task(kill_at_random([*receiving, *working], chance))
    stopping = asyncio.create_task(stop_database(server, telegram, given.questions))
    while wanted - telegram.answered and time.monotonic() - latest(telegram.sent, began) < PATIENCE_S:
        await asyncio.sleep(1)
    took = latest(telegram.sent, began) - began
    killing.cancel()
    await asyncio.sleep(30)  # for what might come twice
    for process in [*receiving, *working]:
        if process.running is not None:
            process.running.send_signal(signal.SIGTERM)
            await asyncio.to_thread(process.running.wait, 60)
    bringing.cancel()
    stops = await stopping if stopping.done() else []
    kills = {number: process.killed for number, process in enumerate([*working, *receiving])}
    about = {
        "questions": given.questions,
        "chats": given.chats,
        "killed, working": sum(len(process.killed) for process in working),
        "killed, receiving": sum(len(process.killed) for process in receiving),
        "database stopped": len(stops),
        "seconds": round(took),
    }
    limits = {"most in a second, given out": await asyncio.to_thread(given_out, url)}
    return about | counted(telegram.sent, updates, kills, stops) | limits


def given_out(url: str) -> int:
    """How many times to write there were at most in a second, of those that the database still has."""
    with psycopg.connect(url) as connection:
        times = connection.execute("SELECT at FROM sends WHERE chat = %s ORDER BY at", (ALL,)).fetchall()
    return most([at for (at,) in times], 1.0)


def latest(sent: list[Sent], began: float) -> float:
    """When something arrived last."""
    return sent[-1].at if sent else began


def counted(
    sent: list[Sent], updates: list[Update], kills: dict[int, list[float]], stops: list[float]
) -> dict[str, Any]:
    """What became of the questions."""
    arrived: dict[int, list[Sent]] = defaultdict(list)
    order: dict[int, list[int]] = defaultdict(list)
    for one in sent:
        if not arrived[one.question]:
            order[one.chat].append(one.question)
        arrived[one.question].append(one)
    asked = [update["message"]["message_id"] for update in updates]
    again = [sent for question in asked for sent in arrived[question][:-1]]
    over_a_kill = [one for one in again if any(0 <= at - one.at < SO_SOON_S for at in [*kills[one.by], *stops])]
    return {
        "answered": sum(bool(arrived[question]) for question in asked),
        "lost": sum(not arrived[question] for question in asked),
        "chats out of order": sum(numbers != sorted(numbers) for numbers in order.values()),
        "twice, over a kill": len(over_a_kill),
        "twice, otherwise": len(again) - len(over_a_kill),
        "three times": sum(len(arrived[question]) > 2 for question in asked),
        "answers without a quote": sum("sheep" not in one.text for one in sent),
        "most in a second": most([one.at for one in sent], 1.0),
        "most in a second, one chat": max(most(each, 1.0) for each in by_chat(sent).values()),
        "most in a minute, one group": max(most(each, 60.0) for chat, each in by_chat(sent).items() if chat < 0),
    }


def by_chat(sent: list[Sent]) -> dict[int, list[float]]:
    """When each chat got something."""
    found: dict[int, list[float]] = defaultdict(list)
    for one in sent:
        found[one.chat].append(one.at)
    return found


def most(times: Sequence[float], seconds: float) -> int:
    """How many of these, in order, lie at most within so long."""
    first = found = 0
    for number, at in enumerate(times):
        while times[first] <= at - seconds:
            first += 1
        found = max(found, number - first + 1)
    return found


@contextmanager
def database() -> Iterator[Server]:
    """A PostgreSQL server."""
    found = programs()
    if found is None:
        sys.exit(MISSING)
    with serving(found) as server:
        yield server


def main() -> int:
    """Kill, and keep the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--chats", type=int, default=500)
    parser.add_argument("--rate", type=float, default=40.0, help="updates a second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--name", default="many_processes", help="of the file with the counts")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name, database() as server:
        folder = Path(name)
        seeds = ChangingSeeds(folder / "seeds", FILES, chance)
        seeds.turn(FILES)
        library = opened(folder / "data", write=True)
        complete(seeds, library)
        library.close()
        counts = asyncio.run(run(given, folder, server, chance))
        errors = Counter(line.split(" ", 2)[2][:60] for log in folder.glob("*.log") for line in troubles(log))
    print(*(f"{count:6} {line}" for line, count in errors.most_common(12)), sep="\n", file=sys.stderr)
    keep(given.name, counts)
    return bool(counts["lost"] or counts["twice, otherwise"] or counts["chats out of order"] or counts["three times"])


def troubles(log: Path) -> list[str]:
    """What a process complained of."""
    lines = log.read_text(errors="replace").splitlines()
    return [line for line in lines if " ERROR " in line or " WARNING " in line]


if __name__ == "__main__":
    sys.exit(main())
