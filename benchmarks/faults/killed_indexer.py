"""kill -9 of the indexer, again and again: is anything lost or garbled, and does the next run complete?

    python -m benchmarks.faults.killed_indexer [--kills 1000] [--seed 1]

Each round changes the seeds, starts the indexer in a process of its own and kills it: every other time when it enters
one of our functions (each in turn, at a random one of its calls), else at a random moment. Then a reader that has been
open all the time must show, file by file, an edition from before or after, whole; and so must one opened anew. Two
times in three a run to the end follows, after which the library must equal the seeds. Only kills that hit a running
indexer count. Prints where they fell.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.faults.changing_seeds import MAX_BYTES, ChangingSeeds, Silence, complete, opened, packaged_encoder
from benchmarks.faults.forking import FORKING
from benchmarks.faults.keeping import keep
from retrieval.indexing import index
from retrieval.library import Library

FILES = 30
MOST_CHANGED = 8
OURS = f"{os.sep}retrieval{os.sep}"


def run(seeds: Path, data: Path, where: Any, aim: tuple[str, int], begun: Any) -> None:
    """Index, noting the function that is at work; die when the aimed one is entered for that time.

    Functions that no run entered before are written down beside the data, for later runs to aim at.
    """
    name, calls = aim
    steps = steps_beside(data)
    known = set(read_steps(steps))
    file = os.open(steps, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        code = frame.f_code
        if event != "call" or OURS not in code.co_filename:
            return
        here = f"{Path(code.co_filename).stem}.{code.co_qualname.removesuffix('.<locals>')}"
        where.value = here[:199].encode()
        if here not in known:
            known.add(here)
            os.write(file, f"{here}\n".encode())
        if here == name:
            calls -= 1
            if calls == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    begun.set()
    sys.setprofile(note)
    library = opened(data, write=True)
    index(seeds, library, packaged_encoder(), max_bytes=MAX_BYTES, progress=Silence())
    library.close()


def steps_beside(data: Path) -> Path:
    """Where the functions are written down that indexing enters."""
    return data.with_name("steps.txt")


def read_steps(file: Path) -> list[str]:
    """The functions, in the order in which they were first entered."""
    return file.read_text(encoding="utf-8").split("\n")[:-1] if file.exists() else []


class Rounds:
    """The rounds of a run and what they found."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.data = folder / "data"
        self.seeds = ChangingSeeds(folder / "seeds", FILES, chance)
        self.chance = chance
        self.fell: Counter[str] = Counter()
        self.objections: list[str] = []
        self.usual_s = 0.3

    def complete(self) -> None:
        """A run to the end."""
        library = opened(self.data, write=True)
        self.objections += complete(self.seeds, library)
        library.close()

    def kill(self, number: int) -> None:
        """One round of killing; a run that ended before does not count."""
        self.seeds.turn(MOST_CHANGED)
        steps = read_steps(steps_beside(self.data))
        aimed = number % 2 and steps
        aim = (steps[number // 2 % len(steps)], self.chance.choice((1, 1, 2, 5))) if aimed else ("", 0)
        begun = FORKING.Event()
        where = FORKING.RawArray("c", 200)  # without a lock: who dies holding it would hold up all
        child = FORKING.Process(target=run, args=(self.seeds.folder, self.data, where, aim, begun))
        child.start()
        begun.wait(60)
        began = time.perf_counter()
        child.join(60 if aimed else self.chance.uniform(0, 1.1) * self.usual_s)
        child.kill()
        child.join()
        here = where.value.decode() or "before the first step"
        if child.exitcode == -signal.SIGKILL:
            self.fell[here] += 1
        elif not aimed:
            self.usual_s = 0.9 * self.usual_s + 0.1 * (time.perf_counter() - began)

    def check(self, reader: Library) -> None:
        """What readers show right after a kill, and after a run to the end two times in three."""
        self.objections += self.seeds.objections(reader)
        anew = opened(self.data)
        self.objections += self.seeds.objections(anew)
        anew.close()
        if self.chance.random() < 0.67:
            self.complete()


def main() -> int:
    """Kill so often, and keep the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rounds = Rounds(Path(folder), random.Random(given.seed))
        rounds.seeds.turn(FILES)
        rounds.complete()
        reader = opened(rounds.data)
        number = 0
        while rounds.fell.total() < given.kills and not rounds.objections:
            rounds.kill(number)
            rounds.check(reader)
            number += 1
            if number % 100 == 0:
                print(f"{rounds.fell.total()} kills in {number} rounds", file=sys.stderr, flush=True)
        rounds.complete()
        entered = len(read_steps(steps_beside(rounds.data)))
    fell = dict(rounds.fell.most_common())
    keep("killed_indexer", {"effective kills": sum(fell.values()), "rounds": number, "places": len(fell),
                            "functions entered": entered,
                            "objections": rounds.objections[:10], "fell": fell})  # fmt: skip
    return bool(rounds.objections)


if __name__ == "__main__":
    sys.exit(main())
