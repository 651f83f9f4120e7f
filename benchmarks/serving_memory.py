"""Resident memory of `quoted serve` after fifty questions, asked through the playground's own page API.

    python benchmarks/serving_memory.py [--seeds seeds] [--questions 50]

Prints the resident set of the serving process in MiB after its start and after the questions, and the questions' median
time from being sent to the answer's arrival.
"""

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil
from cold_start import HERE, quoted

QUESTIONS = (
    "Where will the leaders meet?",
    "How many troops died in the 2020 war?",
    "When was Apollo 11 launched?",
    "Who found penicillin?",
    "How high is Mount Everest?",
    "What is the population of the Moon?",
)


def ask(address: str, text: str, after: int) -> int:
    """Send a question as the page does and wait for the bot's message; the number of the last event seen."""
    post(f"{address}/chat/messages", {"text": text, "chat": "private"})
    while True:
        with urllib.request.urlopen(f"{address}/chat/events?after={after}", timeout=30) as response:
            for event in json.load(response)["events"]:
                after = max(after, event["number"])
                message = event.get("message") or {}
                if (message.get("from") or {}).get("is_bot"):
                    return after


def post(url: str, body: dict[str, str]) -> None:
    """POST JSON."""
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=30).close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=Path, default=HERE.parent / "seeds")
    parser.add_argument("--questions", type=int, default=50)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        subprocess.run([quoted(), "index", "--seeds", str(args.seeds), "--data", f"{work}/data"], check=True)
        command = [quoted(), "serve", "--playground", "--data", f"{work}/data"]
        environment = os.environ | {"QUOTED_PLAYGROUND_PORT": "0", "QUOTED_LOAD_PER_CHAT_S": "0"}
        bot = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        try:
            assert bot.stderr is not None
            found = None
            while found is None:
                found = re.search(r"http://127\.0\.0\.1:\d+", bot.stderr.readline())
            process, address, seen, took = psutil.Process(bot.pid), found.group(), 0, []
            started = process.memory_info().rss
            for number in range(args.questions):
                began = time.perf_counter()
                seen = ask(address, QUESTIONS[number % len(QUESTIONS)], seen)
                took.append(time.perf_counter() - began)
            after = process.memory_info().rss
        finally:
            bot.send_signal(signal.SIGTERM)
            bot.wait(20)
    print(
        f"resident after start {started / 2**20:.0f} MiB, after {args.questions} questions {after / 2**20:.0f} MiB;"
        f" question to answer in the chat p50 {statistics.median(took) * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
