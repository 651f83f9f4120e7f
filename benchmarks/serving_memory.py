"""Resident memory of `quoted serve` after fifty questions, asked through the playground's own page API.

    python -m benchmarks.serving_memory [--seeds seeds | --data LIBRARY] [--questions 50]

Of the seeds a library is made first; LIBRARY is the data folder of one that is there. Prints the resident set of the
serving process in MiB after its start and after the questions, and the questions' median time from being sent to the
answer's arrival.
"""

import argparse
import os
import re
import signal
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks.cold_start import HERE, quoted
from tests.person import PersonByHttp

QUESTIONS = (
    "Where will the leaders meet?",
    "How many troops died in the 2020 war?",
    "When was Apollo 11 launched?",
    "Who found penicillin?",
    "How high is Mount Everest?",
    "What is the population of the Moon?",
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=Path, default=HERE.parent / "seeds")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--questions", type=int, default=50)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        data = args.data or Path(work, "data")
        if args.data is None:
            subprocess.run([quoted(), "index", "--seeds", str(args.seeds), "--data", str(data)], check=True)
        command = [quoted(), "serve", "--playground", "--data", str(data)]
        environment = os.environ | {
            "QUOTED_PLAYGROUND_PORT": "0",
            "QUOTED_LOAD_PER_CHAT_S": "0",
            "QUOTED_LOAD_PERSON_A_MINUTE": "1000",
            "QUOTED_LOG_LEVEL": "warning",  # nobody reads the pipe
        }
        bot = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        try:
            assert bot.stderr is not None
            found = None
            while found is None:
                found = re.search(r"http://127\.0\.0\.1:\d+", bot.stderr.readline())
            process, person, took = psutil.Process(bot.pid), PersonByHttp(found.group()), []
            started = process.memory_info().rss
            for number in range(args.questions):
                began = time.perf_counter()
                person.reply_to(person.say(QUESTIONS[number % len(QUESTIONS)]))
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
