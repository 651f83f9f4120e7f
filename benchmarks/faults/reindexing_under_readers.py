"""A hundred reindexes while readers ask without pause: errors, answers of two states, and what waiting they cost.

    python -m benchmarks.faults.reindexing_under_readers [--reindexes 100] [--readers 4] [--seed 1] [--minutes N]

All files are rewritten together in one edition after the other, some leaving and coming back, so every passage of one
answer must be of one edition. The indexer and each reader are processes. First the readers ask alone for as long as it
takes to have a distribution; then the reindexes follow each other without pause. Prints p50 and p99 of both.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.faults.changing_seeds import MAX_BYTES, TELLING, ChangingSeeds, Silence, opened, packaged_encoder
from benchmarks.faults.forking import FORKING
from benchmarks.faults.keeping import bounded, keep, time_is_up
from retrieval.answering import Answerer, Limits
from retrieval.indexing import index

FILES = 40
IDLE_S = 20.0
LIMITS = Limits(threshold=0.0, quotes=12, candidates=50)


def read(data: Path, seed: int, busy: Event, done: Event, said: Any) -> None:
    """Ask until it is done; say the milliseconds, errors and mixed answers, idle and busy apart."""
    chance = random.Random(seed)
    answerer = Answerer(opened(data), packaged_encoder(), LIMITS)
    took: dict[bool, list[float]] = {False: [], True: []}
    wrong: list[str] = []
    editions_seen: set[int] = set()
    while not done.is_set():
        number, was_busy = chance.randrange(FILES), busy.is_set()
        began = time.perf_counter()
        try:
            answer = answerer.answer(f"How many sheep did the mayor of Town {number} count?")
        except Exception as error:  # counting those is what this is for
            wrong.append(repr(error))
            continue
        took[was_busy].append((time.perf_counter() - began) * 1000)
        shown = (*answer.quotes, *answer.closest)
        editions = {int(found[2]) for quote in shown if (found := TELLING.match(quote.text))}
        editions_seen |= editions
        if len(editions) != 1:
            wrong.append(f"an answer of editions {sorted(editions)}")
    said.put((took, wrong, len(editions_seen)))


def write(seeds: ChangingSeeds, edition: int) -> None:
    """All files in this edition, a few of them away this time."""
    away = set(seeds.random.sample(range(FILES), 4))
    for number in range(FILES):
        file = seeds.folder / f"{number}-0.jsonl"
        if number in away:
            file.unlink(missing_ok=True)
        else:
            seeds.write(file, number, edition)


def milliseconds(times: Sequence[float]) -> dict[str, float]:
    """How many there are, their p50 and their p99."""
    p50, p99 = np.percentile(times, (50, 99))
    return {"answers": len(times), "p50 ms": round(float(p50), 1), "p99 ms": round(float(p99), 1)}


def main() -> int:
    """Reindex so often under so many readers, and keep the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reindexes", type=int, default=100)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    bounded(parser)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        seeds = ChangingSeeds(Path(folder) / "seeds", FILES, random.Random(given.seed))
        library = opened(data, write=True)

        def reindex(edition: int) -> None:
            write(seeds, edition)
            index(seeds.folder, library, packaged_encoder(), max_bytes=MAX_BYTES, progress=Silence())

        reindex(0)
        busy, done, said = FORKING.Event(), FORKING.Event(), FORKING.Queue()
        readers = [
            FORKING.Process(target=read, args=(data, number, busy, done, said)) for number in range(given.readers)
        ]
        for reader in readers:
            reader.start()
        time.sleep(IDLE_S)
        busy.set()
        edition, ends = 0, time_is_up(given)
        while edition < given.reindexes and not ends():
            edition += 1
            reindex(edition)
        done.set()
        heard = [said.get(timeout=60) for _ in readers]
        for reader in readers:
            reader.join()
    wrong = [text for _, texts, _ in heard for text in texts]
    counts = {
        "reindexes": edition,
        "readers": given.readers,
        "idle": milliseconds([one for took, *_ in heard for one in took[False]]),
        "while reindexing": milliseconds([one for took, *_ in heard for one in took[True]]),
        "editions each reader saw": [count for *_, count in heard],
        "wrong answers and errors": len(wrong),
        "such as": wrong[:5],
    }
    keep("reindexing_under_readers", counts)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
