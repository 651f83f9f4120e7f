"""The disk fills up, goes read-only or fails while the indexer runs: the old state serves, and one line says why.

    sudo python -m benchmarks.faults.full_disk [--levels 20] [--seed 1]

Each level is a small tmpfs that holds a published library; then it gets room for a part of what a larger reindex
needs. Then the same with the file system mounted read-only, and with every write, sync or truncation of the database
failing from the n-th on with EIO (strace's fault injection). After each, a reader must show the old state or the new
one, the error must be one of ours, and a run with room again must complete. Needs Linux, root for mount, and strace.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.faults.changing_seeds import MAX_BYTES, ChangingSeeds, Silence, complete, opened, packaged_encoder
from benchmarks.faults.keeping import keep
from retrieval.errors import QuotedError
from retrieval.indexing import index

FILES = 60
ROOM = 64_000_000
CALLS = ("pwrite64", "fdatasync", "ftruncate", "write")
INDEX = """
import random, sys
from pathlib import Path
from benchmarks.faults.full_disk import attempt
from benchmarks.faults.changing_seeds import ChangingSeeds
print(attempt(Path(sys.argv[1]), ChangingSeeds(Path(sys.argv[2]), 0, random.Random())))
"""


@contextmanager
def disk(place: Path) -> Iterator[Callable[[str], None]]:
    """A small disk, and how to mount it again with other options."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)], check=True)
    try:
        yield lambda options: check_mount(place, options)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)  # indexes may still be mapped
        place.rmdir()


def check_mount(place: Path, options: str) -> None:
    """Mount it again with these options."""
    subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)


def attempt(place: Path, seeds: ChangingSeeds) -> str:
    """How indexing goes there: "completed", or our error's first line; what is not ours is raised."""
    try:
        library = opened(place / "data", write=True)
        try:
            report = index(seeds.folder, library, packaged_encoder(), max_bytes=MAX_BYTES, progress=Silence())
        finally:
            library.close()
    except QuotedError as error:
        return f"refused: {str(error).splitlines()[0]}"
    return f"refused: {report.problems[0].reason}" if report.problems else "completed"


def shown(place: Path, seeds: ChangingSeeds) -> list[str]:
    """What is wrong with what a reader shows."""
    try:
        library = opened(place / "data")
        found = seeds.objections(library)
        library.close()
    except QuotedError as error:
        return [f"no longer readable: {error}"]
    return found


class Case:
    """One way of failing, on a disk of its own."""

    def __init__(self, work: Path, chance: random.Random) -> None:
        self.place = work / "disk"
        self.seeds = ChangingSeeds(work / "seeds", FILES, chance)

    def prepare(self) -> int:
        """Publish a library, change the seeds, and say how many bytes are in use."""
        shutil.rmtree(self.seeds.folder, ignore_errors=True)
        self.seeds.present.clear()
        self.seeds.settle()
        self.seeds.turn(FILES // 3)
        library = opened(self.place / "data", write=True)
        complete(self.seeds, library)
        library.close()
        for _ in range(3):
            self.seeds.turn(FILES)
        return used(self.place)

    def finish(self, outcome: str) -> list[str]:
        """What is wrong now, and after a run with room again."""
        found = shown(self.place, self.seeds) if "never" not in outcome else []
        check_mount(self.place, f"rw,size={ROOM}")
        library = opened(self.place / "data", write=True)
        found += complete(self.seeds, library)
        library.close()
        return found


def used(place: Path) -> int:
    """Bytes of a disk in use."""
    return shutil.disk_usage(place).used


def fail_call(case: Case, call: str, nth: int) -> str:
    """Index in a process whose n-th and later such calls on the database fail with EIO."""
    database = case.place / "data" / "library.db"
    paths = [part for suffix in ("", "-wal") for part in ("-P", f"{database}{suffix}")]
    inject = f"inject={call}:error=EIO:when={nth}+"
    command = ["strace", "-f", "-qq", "-o", "/dev/null", *paths, "-e", f"trace={call}", "-e", inject]
    command += [sys.executable, "-c", INDEX, str(case.place), str(case.seeds.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or f"wrong: {done.stderr.strip().splitlines()[-1]}"


def main() -> int:
    """Fill, lock and fail, and keep the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--levels", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    outcomes: Counter[str] = Counter()
    objections: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        case = Case(Path(folder), random.Random(given.seed))

        def note(name: str, outcome: str) -> None:
            outcomes[f"{name}: {outcome.replace(folder, '')}"[:170]] += 1
            objections.extend(f"{name}: {found}" for found in case.finish(outcome))
            if outcome.startswith("wrong"):
                objections.append(f"{name}: {outcome}")

        with disk(case.place):  # how much does the whole reindex need?
            before = case.prepare()
            attempt(case.place, case.seeds)
            need = max(used(case.place) - before, 1)
        for level in range(given.levels):
            with disk(case.place):
                size = case.prepare() + 4096 + need * level // given.levels
                check_mount(case.place, f"size={size}")
                note("full", attempt(case.place, case.seeds))
        with disk(case.place):
            case.prepare()
            check_mount(case.place, "ro")
            note("read-only", attempt(case.place, case.seeds))
        for call in CALLS:
            for nth in (1, 2, 5, 20):
                with disk(case.place):
                    case.prepare()
                    note(f"EIO in {call}", fail_call(case, call, nth))
    keep("full_disk", {"levels": given.levels, "outcomes": dict(outcomes), "objections": objections[:10]})
    return bool(objections)


if __name__ == "__main__":
    sys.exit(main())
