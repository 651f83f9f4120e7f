"""Two indexers at once, again and again: one works, the other says so, and the library equals the seeds.

    python -m benchmarks.faults.two_indexers [--times 100] [--seed 1]

Both processes are ready before either starts. Prints how often one was refused, and how often both worked because the
first had ended before the second began.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from benchmarks.faults.changing_seeds import MAX_BYTES, ChangingSeeds, Silence, complete, opened, packaged_encoder
from benchmarks.faults.forking import FORKING
from benchmarks.faults.keeping import keep
from retrieval.errors import LibraryBusy
from retrieval.indexing import index


def run(seeds: Path, data: Path, start: Barrier, said: Any) -> None:
    """Index, and say how it went."""
    start.wait(60)
    try:
        library = opened(data, write=True)
        index(seeds, library, packaged_encoder(), max_bytes=MAX_BYTES, progress=Silence())
        library.close()
    except LibraryBusy:
        said.put("refused")
    except BaseException as error:
        said.put(f"failed: {error!r}")
        raise
    else:
        said.put("worked")


def main() -> int:
    """Run so many pairs, and keep the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    counts: Counter[str] = Counter()
    objections: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        seeds = ChangingSeeds(Path(folder) / "seeds", 30, random.Random(given.seed))
        for _ in range(given.times):
            seeds.turn(20)
            start, said = FORKING.Barrier(2), FORKING.Queue()
            pair = [FORKING.Process(target=run, args=(seeds.folder, data, start, said)) for _ in range(2)]
            for process in pair:
                process.start()
            counts[" and ".join(sorted((said.get(timeout=120), said.get(timeout=120))))] += 1
            for process in pair:
                process.join()
            seeds.settle()
            library = opened(data)
            objections += seeds.objections(library)
            library.close()
        library = opened(data, write=True)
        objections += complete(seeds, library)
    keep("two_indexers", {"pairs": given.times, "outcomes": dict(counts), "objections": objections[:10]})
    return bool(objections) or any("failed" in outcome for outcome in counts)


if __name__ == "__main__":
    sys.exit(main())
