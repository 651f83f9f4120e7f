"""One bit flipped, a piece cut off, a page zeroed, the file gone: what becomes of what is kept with one damaged file?

    python -m benchmarks.faults.damaged_files [--each 1000] [--others 250] [--seed 1] [--minutes N]

Every file that is kept takes its turn (kept_files.py), each time in a fresh copy of its folder: so many times with
each fault among a library's files, and a quarter as often among each sort of the others. In a library a reader first
asks for everything: whatever it shows must be what the seeds said at some time, word for word, with its own title,
outlet, date and link. Then the indexer runs, as thoroughly as it does by itself once a day, and a reader asks again.
What may come out: harmless, an older state or less of it until indexed, or refused with one of our errors. A passage
or a source that nobody wrote, another vector, another answer, or an error that is not ours counts as wrong; so does a
process that dies.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, cycle, islice, repeat
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.faults.forking import FORKING
from benchmarks.faults.keeping import bounded, keep, time_is_up
from benchmarks.faults.kept_files import CLOSED, IN_USE, KEEPINGS

DATABASE = "library.db"
"""Every fourth round of a library damages it."""


@dataclass(frozen=True)
class Round:
    """A file to damage, and how."""

    sort: str  # of KEEPINGS
    file: str
    fault: str
    seed: int

    @property
    def kind(self) -> str:
        """What the file is, its change number left out."""
        parts = Path(self.file).parts
        name = parts[0] if len(parts) == 1 else f"{parts[-2].split('-')[0]}: {Path(parts[-1]).suffix or parts[-1]}"
        return f"{self.sort}: {name}"


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


def rounds(work: Path, plan: Sequence[Round], said: Connection) -> None:
    """Damage and look, one after the other; say what came out."""
    for one in plan:
        folder, place = work / "damaged", work / one.sort
        shutil.rmtree(folder, ignore_errors=True)
        template = place / (CLOSED if (place / CLOSED / one.file).exists() else IN_USE)
        # What is large is linked: nothing writes into it, and damage makes another file.
        shutil.copytree(template, folder, copy_function=os.link if one.sort == "encoder" else shutil.copy2)
        damage(folder / one.file, one.fault, random.Random(one.seed))
        try:
            said.send(KEEPINGS[one.sort].judge(work, folder))
        except Exception as error:  # whatever is not ours is what this looks for
            said.send(f"wrong: {error!r}")


def run(work: Path, plan: Sequence[Round], ends: Callable[[], bool]) -> list[str]:
    """What came out of each round, in processes that may die: the next one goes on after what killed it.

    Where the time is up it is of the first rounds alone.
    """
    heard: list[str] = []
    while len(heard) < len(plan) and not ends():
        hear, say = FORKING.Pipe(duplex=False)
        process = FORKING.Process(target=rounds, args=(work, plan[len(heard) :], say))
        process.start()
        say.close()
        try:
            while True:
                heard.append(hear.recv())
                if ends():
                    process.terminate()
                    break
                if len(heard) % 250 == 0:
                    print(f"{len(heard)} of {len(plan)}", file=sys.stderr, flush=True)
        except EOFError:
            pass
        process.join()
        if process.exitcode and not ends():
            heard.append(f"wrong: the process died with {process.exitcode}")
    return heard


def planned(work: Path, sort: str, *, each: int, chance: random.Random) -> list[Round]:
    """So many rounds of each fault, the kinds of files in turn."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for place in (work / sort / CLOSED, work / sort / IN_USE):
        for path in sorted(place.rglob("*")):
            if path.is_file() and path.stat().st_size:
                file = str(path.relative_to(place))
                kinds[Round(sort, file, "", 0).kind].append(file)
    turns = chain.from_iterable(zip(*[cycle(kinds)] * 3, repeat(f"library: {DATABASE}"), strict=False))
    order = list(islice(turns if sort == "library" else cycle(kinds), each))
    return [
        Round(sort, chance.choice(kinds[kind]), fault, chance.randrange(10**9)) for fault in FAULTS for kind in order
    ]


def main() -> int:
    """Damage so often with each fault, and keep the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=1000)
    parser.add_argument("--others", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    bounded(parser)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work, chance = Path(folder), random.Random(given.seed)
        for keeping in KEEPINGS.values():
            keeping.make(work)
        plan = [
            one
            for sort in KEEPINGS
            for one in planned(work, sort, each=given.each if sort == "library" else given.others, chance=chance)
        ]
        chance.shuffle(plan)
        heard = run(work, plan, time_is_up(given))
    outcomes: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    wrong: Counter[str] = Counter()
    for one, out in zip(plan, heard, strict=False):
        outcomes[one.sort][one.fault][out[:160]] += 1
        if out.startswith("wrong"):
            wrong[f"{one.kind}: {out[:300]}"] += 1
    keep("damaged_files", {
        "rounds": len(heard),
        "planned": len(plan),
        "kinds of file": sorted({one.kind for one in plan}),
        "outcomes": {sort: {fault: dict(found.most_common()) for fault, found in faults.items()}
                     for sort, faults in outcomes.items()},
        "wrong": [f"{said} ({times})" for said, times in wrong.most_common(12)],
    })  # fmt: skip
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
