"""kill -9 of the bot while it answers, again and again: is a question lost, is one answered twice?

    python -m benchmarks.faults.killed_bot [--kills 200] [--seed 1]

The real bot answers from a real library through a Bot API server on this machine. Each round asks a few questions in
as many chats, kills the bot's process at a random moment while it is at them, starts it again and waits for the rest.
A question is lost when its chat gets no message, and answered twice when it gets two; Telegram takes no key with a
message, so one that it took in the moment of the kill may come again.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.faults.changing_seeds import ChangingSeeds, complete, encoders, opened
from benchmarks.faults.results import keep
from tests.bot.telegram.local_api import TOKEN, LocalApi
from tests.bot.telegram.updates import said

FILES, ASKED, PATIENCE_S = 20, 6, 60.0


class Bot:
    """The bot in a process of its own."""

    def __init__(self, api: LocalApi, folder: Path) -> None:
        environment = os.environ | {
            "QUOTED_TELEGRAM_TOKEN": TOKEN,
            "QUOTED_LIBRARY_DATA": str(folder / "data"),
            "QUOTED_LIBRARY_SEEDS": str(folder / "seeds"),
            "QUOTED_ENCODER_FOLDER": str(encoders()),
        }
        command = [sys.executable, "-m", "bot.cli", "serve", "--api-url", api.address]
        with (folder / "bot.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait()


def person(number: int) -> dict[str, Any]:
    """A chat of somebody's."""
    return {"id": 1000 + number, "type": "private", "first_name": f"Reader {number}"}


def answers(api: LocalApi) -> Counter[int]:
    """How many messages each chat got."""
    return Counter(sent["chat_id"] for sent in api.of("sendMessage"))


def ask(chance: random.Random, first: int) -> list[dict[str, Any]]:
    """A few questions, each of somebody else, the first of whom has this number."""
    asked = []
    for number in range(first, first + ASKED):
        town, chat = chance.randrange(FILES), person(number)
        sender = {"id": chat["id"], "is_bot": False, "first_name": chat["first_name"]}
        text = f"How many sheep did the mayor of Town {town} count?"
        asked.append(said(text, chat=chat, **{"from": sender}))
    return asked


def main() -> int:
    """Kill so often, and keep the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    asked: list[int] = []
    in_flight = 0
    with tempfile.TemporaryDirectory() as name, LocalApi() as api:
        folder = Path(name)
        seeds = ChangingSeeds(folder / "seeds", FILES, chance)
        seeds.turn(FILES)
        library = opened(folder / "data", write=True)
        complete(seeds, library)
        library.close()
        for _ in range(given.kills):
            bot = Bot(api, folder)
            polled = len(api.of("getUpdates"))
            api.until(lambda polled=polled: len(api.of("getUpdates")) > polled, timeout_s=PATIENCE_S)
            updates = ask(chance, len(asked))
            asked += [one["message"]["chat"]["id"] for one in updates]
            before = answers(api).total()
            api.push(*updates)
            time.sleep(chance.uniform(0.0, 0.4))
            bot.kill()
            in_flight += answers(api).total() < before + len(updates)
        bot = Bot(api, folder)
        until = time.monotonic() + PATIENCE_S
        while set(asked) - set(answers(api)) and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(2.0)  # for what might come twice
        bot.kill()
        counts = answers(api)
    doubled = [key for key in asked if counts[key] > 1]
    lost = [key for key in asked if not counts[key]]
    keep("killed_bot", {"kills": given.kills, "of them while it answered": in_flight, "questions": len(asked),
                        "lost": len(lost), "answered twice": len(doubled)})  # fmt: skip
    return bool(lost or doubled)


if __name__ == "__main__":
    sys.exit(main())
