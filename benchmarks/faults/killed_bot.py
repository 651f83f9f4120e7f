"""kill -9 of the bot while it answers, again and again: is a question lost, is one answered twice?

    python -m benchmarks.faults.killed_bot [--kills 200] [--seed 1] [--minutes N]

The real bot (`quoted serve`, forked from a process that has imported it) answers from a real library through a Bot API
server on this machine. Each round asks a few questions in as many chats, kills the bot at a random moment while it is
at them, starts it again, and one time in four kills it again while it makes up for them; then all must be answered.
Only kills that left a question unanswered count. (A question that took the bot down five times is given up.)

A question is lost when its chat gets no message, and answered twice when it gets two. Telegram takes no key with a
message: what was on its way when the bot died, by its own notes, may have arrived, and is sent once more. Such a second
answer is counted apart; any other is a fault.
"""

import argparse
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.faults.changing_seeds import ChangingSeeds, complete, encoders, opened
from benchmarks.faults.forking import FORKING
from benchmarks.faults.keeping import bounded, keep, time_is_up
from tests.bot.telegram.local_api import TOKEN, LocalApi
from tests.bot.telegram.updates import said

FILES, ASKED = 20, 6
PATIENCE_S = 120.0
SETTLED_S = 3.0
"""For what might come twice."""
BOT = [
    "telegram.ext",
    "bot.cli.serve",
    "bot.following",
    "bot.playground.server",
    "bot.telegram.app",
    "retrieval.reader",
]


def serve(folder: Path, api: str) -> None:
    """`quoted serve`, its log in the folder."""
    os.environ |= {
        "QUOTED_TELEGRAM_TOKEN": TOKEN,
        "QUOTED_LIBRARY_DATA": str(folder / "data"),
        "QUOTED_LIBRARY_SEEDS": str(folder / "seeds"),
        "QUOTED_ENCODER_FOLDER": str(encoders()),
        "QUOTED_LOAD_PER_CHAT_S": "0",
    }
    with (folder / "bot.log").open("ab") as log:
        os.dup2(log.fileno(), 2)
    from bot.cli import app

    app(["serve", "--api-url", api])


@dataclass
class Rounds:
    """The bot's people, and what became of their questions."""

    api: LocalApi
    folder: Path
    chance: random.Random
    asked: list[int] = field(default_factory=list)  # the chats, one question each
    on_their_way: set[int] = field(default_factory=set)  # chats whose answer the bot was sending when it died
    kills: int = 0
    idle: int = 0  # kills that came when all was answered
    usual_s: float = 0.5

    def start(self) -> Any:
        """The bot, fetching updates."""
        polled = len(self.api.of("getUpdates"))
        process = FORKING.Process(target=serve, args=(self.folder, self.api.address))
        process.start()
        self.api.until(lambda: len(self.api.of("getUpdates")) > polled, timeout_s=PATIENCE_S)
        return process

    def run(self, kills: int, ends: Callable[[], bool]) -> None:
        """Ask, kill and make up for it, until so many kills came while something was unanswered, or the time is up."""
        bot = self.start()
        while self.kills < kills and not ends():
            self.api.push(*self.questions())
            self.kill(bot)
            bot = self.start()
            if self.chance.random() < 0.25:
                self.kill(bot)
                bot = self.start()
            self.wait()
            if self.kills % 25 == 0:
                print(f"{self.kills} kills", file=sys.stderr, flush=True)
        time.sleep(SETTLED_S)
        bot.kill()
        bot.join()

    def kill(self, bot: Any) -> None:
        """Kill the bot after a random part of the time that it takes to answer."""
        began = time.monotonic()
        moment = self.chance.uniform(0.0, self.usual_s)
        while time.monotonic() - began < moment and not self.answered():
            time.sleep(0.002)
        if self.answered():
            self.idle += 1
            self.usual_s = 0.8 * self.usual_s + 0.2 * (time.monotonic() - began)
        else:
            self.kills += 1
            self.usual_s *= 1.02
        bot.kill()
        bot.join()
        with closing(sqlite3.connect(self.folder / "data" / "bot.db")) as connection:
            self.on_their_way |= {row[0] for row in connection.execute("SELECT chat FROM letters WHERE sending > 0")}

    def wait(self) -> None:
        """Until all is answered, or for long enough."""
        until = time.monotonic() + PATIENCE_S
        while not self.answered() and time.monotonic() < until:
            time.sleep(0.05)

    def questions(self) -> list[dict[str, Any]]:
        """A few questions, each of somebody else."""
        first = 1000 + len(self.asked)
        people = range(first, first + ASKED)
        self.asked += people
        return [
            said(
                f"How many sheep did the mayor of Town {self.chance.randrange(FILES)} count?",
                chat={"id": number, "type": "private", "first_name": f"Reader {number}"},
                **{"from": {"id": number, "is_bot": False, "first_name": f"Reader {number}"}},
            )
            for number in people
        ]

    def answers(self) -> Counter[int]:
        """How many messages each chat got."""
        return Counter(call.parameters["chat_id"] for call in self.api.served if call.method == "sendMessage")

    def answered(self) -> bool:
        """Whether every question has an answer."""
        return set(self.asked) <= self.answers().keys()

    def found(self) -> dict[str, Any]:
        """The counts."""
        counts = self.answers()
        twice = {chat for chat in self.asked if counts[chat] > 1}
        return {
            "kills while it answered": self.kills,
            "kills when all was answered": self.idle,
            "questions": len(self.asked),
            "lost": sum(not counts[chat] for chat in self.asked),
            "on their way when it died": len(self.on_their_way),
            "of those answered twice": len(twice & self.on_their_way),
            "others answered twice": len(twice - self.on_their_way),
            "answered more than twice": sum(count > 2 for count in counts.values()),
        }


def main() -> int:
    """Kill so often, and keep the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    bounded(parser)
    given = parser.parse_args()
    FORKING.set_forkserver_preload(["benchmarks.faults.warm", *BOT])
    with tempfile.TemporaryDirectory() as name, LocalApi() as api:
        rounds = Rounds(api, Path(name), random.Random(given.seed))
        seeds = ChangingSeeds(rounds.folder / "seeds", FILES, rounds.chance)
        seeds.turn(FILES)
        with closing(opened(rounds.folder / "data", write=True)) as library:
            complete(seeds, library)
        rounds.run(given.kills, time_is_up(given))
        counts = rounds.found()
    keep("killed_bot", counts)
    return bool(counts["lost"] or counts["others answered twice"] or counts["answered more than twice"])


if __name__ == "__main__":
    sys.exit(main())
