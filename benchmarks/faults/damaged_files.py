"""One bit flipped, a piece cut off, a page zeroed, the file gone: what becomes of a library with one damaged file?

    python -m benchmarks.faults.damaged_files [--each 1000] [--seed 1]

Every file that a library keeps takes its turn, each time in a fresh copy of the folder. First a reader asks for
everything: whatever it shows must be what the seeds said at some time, word for word, with its own title, outlet, date
and link. Then the indexer runs, and a reader asks again. What may come out: harmless, an older state or less of it
until indexed, or refused with one of our errors. A passage or a source that nobody wrote, or an error that is not ours,
counts as wrong; so does a process that dies. Every fourth round damages the database itself.
"""

import argparse
import multiprocessing
import random
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import chain, cycle, islice, repeat
from pathlib import Path
from typing import Any

from benchmarks.faults.changing_seeds import PRELOADED, ChangingSeeds, complete, packaged_encoder
from benchmarks.faults.results import keep
from retrieval.embedded.database import FILE
from retrieval.embedded.library import open_library
from retrieval.errors import QuotedError

BLOCK = 25
"""Rounds in one process; when it dies, one of them killed it and is counted, and the next process goes on after it."""
CLOSED, IN_USE = "closed", "in use"
"""The folder after its last use, and with the log that it has while it is used."""
SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(PRELOADED)


def flip(content: bytearray, chance: random.Random) -> None:
    """Turn one bit."""
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def cut(content: bytearray, chance: random.Random) -> None:
    """Take the end off."""
    del content[chance.randrange(len(content)) :]


def zero(content: bytearray, chance: random.Random) -> None:
    """Zero a page's worth, as a bad sector does."""
    at = chance.randrange(len(content))
    end = min(len(content), at + 512)
    content[at:end] = bytes(end - at)


FAULTS: dict[str, Callable[[bytearray, random.Random], None] | None] = {
    "bit flipped": flip,
    "cut": cut,
    "zeroed": zero,
    "removed": None,
}


def damage(file: Path, fault: str, chance: random.Random) -> None:
    """Do that to a file."""
    change = FAULTS[fault]
    content = bytearray(file.read_bytes())
    file.unlink()
    if change is not None:
        change(content, chance)
        file.write_bytes(content)


def outcome(folder: Path, seeds: ChangingSeeds, encoder: Any) -> str:
    """What a reader makes of the folder, then the indexer, then a reader again."""
    opened = {"fingerprint": encoder.fingerprint, "dimension": encoder.dimension}
    try:
        library = open_library(folder, **opened)
        first = judged(seeds.objections(library))
        library.close()
    except QuotedError:
        first = "refused"
    if first.startswith("wrong"):
        return first
    try:
        library = open_library(folder, **opened, write=True)
    except QuotedError:
        return f"{first}, and refused by the indexer"
    try:
        found = complete(seeds, library, encoder)
    except QuotedError:
        return f"{first}, and refused by the indexer"
    finally:
        library.close()
    return f"wrong after indexing: {found[0]}" if found else f"{first}, whole after indexing"


def judged(objections: list[str]) -> str:
    """What a reader showed: all of it, an older state of the seeds or less of them, or what nobody wrote."""
    if not objections:
        return "harmless"
    worst = [text for text in objections if "nobody" in text or "garbled" in text or "mixes" in text]
    return f"wrong: {worst[0]}" if worst else "older or less"


def rounds(work: Path, seeds: ChangingSeeds, plan: list[tuple[str, str, int]], said: Any) -> None:
    """Damage and look, one after the other; say what came out."""
    encoder = packaged_encoder(work)
    for file, fault, seed in plan:
        folder = work / "damaged"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(work / (CLOSED if (work / CLOSED / file).exists() else IN_USE), folder)
        damage(folder / file, fault, random.Random(seed))
        try:
            said.put(outcome(folder, seeds, encoder))
        except Exception as error:  # whatever is not ours is what this looks for
            said.put(f"wrong: {error!r}")


def run(work: Path, seeds: ChangingSeeds, plan: list[tuple[str, str, int]]) -> list[str]:
    """What came out of each round, in processes that may die."""
    heard: list[str] = []
    while len(heard) < len(plan):
        said = SPAWN.SimpleQueue()
        process = SPAWN.Process(target=rounds, args=(work, seeds, plan[len(heard) : len(heard) + BLOCK], said))
        process.start()
        process.join()
        while not said.empty():
            heard.append(said.get())
        if process.exitcode:
            heard.append(f"wrong: the process died with {process.exitcode}")
    return heard


def kind_of(file: str) -> str:
    """What sort of file that is, its change number left out."""
    parts = Path(file).parts
    return parts[0] if len(parts) == 1 else f"{parts[1].split('-')[0]}: {Path(parts[-1]).suffix or parts[-1]}"


def main() -> int:
    """Damage so often with each fault, and keep the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work, chance = Path(folder), random.Random(given.seed)
        seeds = ChangingSeeds(work / "seeds", 12, chance)
        encoder = packaged_encoder(work)
        for turn in range(4):  # several publications, so that older generations and a tail are there
            seeds.turn(12)
            library = open_library(
                work / CLOSED, fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=True
            )
            complete(seeds, library, encoder)
            if turn == 3:
                shutil.copytree(work / CLOSED, work / IN_USE)  # with its write-ahead log
            library.close()
        kinds: dict[str, list[str]] = defaultdict(list)
        for path in sorted((work / IN_USE).rglob("*")):
            if path.is_file() and path.stat().st_size:
                file = str(path.relative_to(work / IN_USE))
                kinds[kind_of(file)].append(file)
        plan = [
            (chance.choice(kinds[kind]), fault, chance.randrange(10**9))
            for fault in FAULTS
            for kind in islice(chain.from_iterable(zip(*[cycle(kinds)] * 3, repeat(FILE), strict=False)), given.each)
        ]
        heard = run(work, seeds, plan)
    outcomes = {
        fault: dict(Counter(out for out, (_, own, _) in zip(heard, plan, strict=True) if own == fault).most_common(8))
        for fault in FAULTS
    }
    wrong = Counter(
        (kind_of(file), out) for out, (file, _, _) in zip(heard, plan, strict=True) if out.startswith("wrong")
    )
    keep("damaged_files", {
        "each": given.each,
        "kinds of file": list(kinds),
        "outcomes": outcomes,
        "wrong": [f"{kind}: {out} ({times})" for (kind, out), times in wrong.most_common(12)],
    })  # fmt: skip
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
