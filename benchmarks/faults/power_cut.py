"""The power fails while the indexer runs: what was written but not synced is gone, or half there. Is an answer wrong?

    python -m benchmarks.faults.power_cut [--states 500] [--seed 1] [--minutes N]

kill -9 can't show this, for what the operating system has taken survives it. So one run of several reindexes is
recorded, every write, sync, rename and so on (strace), and replayed up to a random point. Of what had not been synced
by then, each file keeps nothing, all, or any of its writes, the last one perhaps torn at a sector; each folder keeps
some first part of its unsynced changes of names. A reader of the outcome must show the state that had been published,
or the next one, whole; then the indexer must complete. Needs Linux and strace.
"""

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.faults.changing_seeds import ChangingSeeds, complete, opened
from benchmarks.faults.keeping import bounded, keep, time_is_up
from retrieval.errors import LibraryMissing, QuotedError

FILES, TURNS, SECTOR = 15, 6, 512
PASS = 50
"""States a pass."""
CALLS = (
    "openat,dup,fcntl,write,pwrite64,ftruncate,lseek,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,"
    "mkdir,mkdirat,rmdir,link,linkat"
)
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)")
_UNFINISHED = re.compile(r"^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_OPEN_FILE = re.compile(r"^(\d+)<")


@dataclass
class File:
    """A file's bytes: as they surely are on the disk, and the writes since then (where, what); None cuts there."""

    synced: bytes = b""
    unsynced: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        """All that was written is on the disk."""
        self.synced, self.unsynced = self.after(self.unsynced), []

    def after(self, writes: list[tuple[int, bytes | None]]) -> bytes:
        """The bytes after these writes."""
        content = bytearray(self.synced)
        for at, data in writes:
            if data is None:
                content = content[:at].ljust(at, b"\0")
            else:
                content = content.ljust(at, b"\0")
                content[at : at + len(data)] = data
        return bytes(content)

    def survives(self, chance: random.Random) -> bytes:
        """The bytes after a power cut."""
        kept = chance.choice((
            [],
            self.unsynced,
            self.unsynced[: chance.randint(0, len(self.unsynced))],
            [write for write in self.unsynced if chance.random() < 0.5],
        ))  # fmt: skip
        if kept and kept[-1][1] and chance.random() < 0.5:
            at, data = kept[-1]
            torn = chance.randrange(0, len(data) + 1, SECTOR) if data else 0
            kept = [*kept[:-1], (at, (data or b"")[:torn])]
        return self.after(kept)


@dataclass
class Disk:
    """Names and files as they are, and what each folder has of them on the disk."""

    names: dict[str, File | None] = field(default_factory=dict)  # None for a folder
    unsynced: list[tuple[str, str, str]] = field(default_factory=list)  # folder, name before, name after; "" for none
    synced: dict[str, File | None] = field(default_factory=dict)

    def rename(self, old: str, new: str) -> None:
        """Give a file or folder another name; "" is no name."""
        self._move(self.names, old, new)
        for name in {old, new} - {""}:
            self.unsynced.append((str(Path(name).parent), old, new))

    def sync(self, folder: str) -> None:
        """What happened to the names in a folder is on the disk."""
        done = [change for change in self.unsynced if change[0] == folder]
        self.unsynced = [change for change in self.unsynced if change[0] != folder]
        for _, old, new in done:
            self._settle(self.synced, old, new)

    def survives(self, chance: random.Random) -> dict[str, File | None]:
        """The names after a power cut: of each folder's changes, in order, some first part."""
        left = dict(self.synced)
        folders: dict[str, list[tuple[str, str]]] = {}
        for folder, old, new in self.unsynced:
            folders.setdefault(folder, []).append((old, new))
        for changes in folders.values():
            for old, new in changes[: chance.choice((0, len(changes), chance.randint(0, len(changes))))]:
                self._settle(left, old, new)
        return left

    def _settle(self, names: dict[str, File | None], old: str, new: str) -> None:
        """Do a change to names on the disk; a file that came gets what the name stands for by now."""
        if old and new:
            self._move(names, old, new)
        elif old:
            names.pop(old, None)
        elif new in self.born:
            names[new] = self.born[new]

    @staticmethod
    def _move(names: dict[str, File | None], old: str, new: str) -> None:
        for name in [name for name in names if name == old or name.startswith(f"{old}/")] if old else []:
            moved = names.pop(name)
            if new:
                names[new + name[len(old) :]] = moved

    @property
    def born(self) -> dict[str, File | None]:
        """What each name stands for, or stood for when it was made."""
        return self._born

    _born: dict[str, File | None] = field(default_factory=dict)

    def make(self, name: str, file: File | None) -> None:
        """A new file or folder."""
        self.names[name] = self._born[name] = file
        self.unsynced.append((str(Path(name).parent), "", name))


def calls(trace: Path) -> Iterator[tuple[str, str, int]]:
    """The recorded calls that succeeded, in order: name, arguments, result."""
    begun: dict[tuple[str, str], str] = {}
    for line in trace.read_text().splitlines():
        if found := _UNFINISHED.match(line):
            begun[found[1], found[2]] = found[3]
            continue
        if found := _RESUMED.match(line):
            line = f"{found[1]} {found[2]}({begun.pop((found[1], found[2]), '')}{found[3]}"
        if (found := _LINE.match(line)) and int(found[4]) >= 0:
            yield found[2], found[3], int(found[4])


def texts(arguments: str) -> list[bytes]:
    """The strings among a call's arguments."""
    return [bytes.fromhex(found.replace("\\x", "")) for found in _TEXT.findall(arguments)]


class Replay:
    """The disk at a point of the recording."""

    def __init__(self, root: str) -> None:
        self.disk = Disk()
        self.root = root
        self.published = 0
        self._open: dict[int, tuple[str, int]] = {}  # name when opened, offset
        self._files: dict[int, File] = {}

    def do(self, call: str, arguments: str, result: int) -> bool:
        """Do a call; whether it concerned the library."""
        names = [text.decode("utf-8", "replace") for text in texts(arguments)] if "write" not in call else []
        if call.startswith("mkdir") and names and "/marks/" in names[0]:
            self.published = int(Path(names[0]).name)
            return False
        if call == "openat":
            return self._opened(names[0], arguments, result)
        if found := _OPEN_FILE.match(arguments):
            return self._on_open(call, int(found[1]), arguments, result)
        ours = [name for name in names if name.startswith(self.root)]
        if not ours:
            return False
        if call.startswith("rename"):
            self.disk.rename(ours[0], ours[1])
        elif call.startswith(("unlink", "rmdir")):
            self.disk.rename(ours[0], "")
        elif call.startswith("mkdir"):
            self.disk.make(ours[0], None)
        elif call.startswith("link"):
            self.disk.make(ours[1], self.disk.names[ours[0]])
        return True

    def _opened(self, name: str, arguments: str, number: int) -> bool:
        self._open.pop(number, None)
        self._files.pop(number, None)
        if not name.startswith(self.root) or name.endswith("-shm"):
            return False
        self._open[number] = (name, 0)
        if name not in self.disk.names and "O_CREAT" in arguments:
            self.disk.make(name, File())
        file = self.disk.names.get(name)
        if file is not None:
            self._files[number] = file
            if "O_TRUNC" in arguments:
                file.unsynced.append((0, None))
        return True

    def _on_open(self, call: str, number: int, arguments: str, result: int) -> bool:
        if number not in self._open:
            return False
        name, offset = self._open[number]
        file = self._files.get(number)
        if call == "dup" or "F_DUPFD" in arguments:
            self._open[result] = self._open[number]
            if file is not None:
                self._files[result] = file
        elif call == "fcntl":
            return False
        elif call in ("fsync", "fdatasync"):
            file.sync() if file is not None else self.disk.sync(name)
        elif file is None:
            return False
        elif call == "lseek":
            self._open[number] = (name, result)
        elif call == "ftruncate":
            file.unsynced.append((int(arguments.rsplit(",", 1)[1]), None))
        else:
            at = int(arguments.rsplit(",", 1)[1]) if call == "pwrite64" else offset
            file.unsynced.append((at, texts(arguments)[-1][:result]))
            if call == "write":
                self._open[number] = (name, offset + result)
        return True


def record(work: Path) -> None:
    """Several reindexes, each followed by a mark; what the seeds were is kept beside."""
    seeds = ChangingSeeds(work / "seeds", FILES, random.Random(work.name))
    states = [dict(seeds.present)]
    for turn in range(1, TURNS + 1):
        seeds.turn(FILES if turn == 1 else FILES // 3)
        library = opened(work / "data", write=True)
        complete(seeds, library)
        library.close()
        states.append(dict(seeds.present))
        (work / "states.json").write_text(json.dumps(states))
        (work / "marks" / str(turn)).mkdir(parents=True)


def judge(folder: Path, seeds: ChangingSeeds) -> str:
    """What a reader and then the indexer make of the folder."""
    try:
        library = opened(folder)
        found = seeds.objections(library)
        library.close()
        outcome = "shown whole"
    except LibraryMissing:
        found, outcome = [], "not there yet"
    except QuotedError as error:
        found, outcome = [], f"refused: {type(error).__name__} {error}"
    library = opened(folder, write=True)
    found += complete(seeds, library)
    library.close()
    return f"wrong: {found[0]}" if found else outcome


def write_down(disk: Disk, root: str, folder: Path, chance: random.Random) -> None:
    """Make the folder what a power cut leaves of the disk."""
    names = disk.survives(chance)
    kept = {id(file): file.survives(chance) for file in names.values() if file is not None}
    folder.mkdir()
    for name in sorted(names):
        path = folder / name[len(root) :].lstrip("/")
        file = names[name]
        if file is None:
            path.mkdir(parents=True, exist_ok=True)
        elif path.parent.is_dir():
            path.write_bytes(kept[id(file)])


def cuts_of(ours: list[int], count: int, chance: random.Random) -> list[int]:
    """So many points to cut at, in passes through the whole recording, so that a run that ends early saw all of it."""
    cuts = chance.choices(ours, k=count)
    return [cut for first in range(0, count, PASS) for cut in sorted(cuts[first : first + PASS])]


def main() -> int:
    """Record once, cut so often, and keep the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", type=Path, help=argparse.SUPPRESS)
    bounded(parser)
    given = parser.parse_args()
    if given.record:
        record(given.record)
        return 0
    chance, outcomes = random.Random(given.seed), Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        trace = ["strace", "-f", "-qq", "-xx", "-y", "-s", "100000000", "-o", name + "/trace", "-e", f"trace={CALLS}"]
        own = [sys.executable, "-m", "benchmarks.faults.power_cut", "--record", name]
        subprocess.run([*trace, *own], check=True)
        root = str(work / "data")
        recorded = list(calls(work / "trace"))
        replay = Replay(root)
        ours = [number for number, call in enumerate(recorded) if replay.do(*call)]
        states = json.loads((work / "states.json").read_text())
        ends = time_is_up(given)
        for number, cut in enumerate(cuts_of(ours, given.states, chance)):
            if ends():
                break
            if number % PASS == 0:
                print(f"{number} states", file=sys.stderr, flush=True)
                replay, done = Replay(root), 0
            for call in recorded[done:cut]:
                replay.do(*call)
            done = max(done, cut)
            before, after = states[replay.published], states[min(replay.published + 1, TURNS)]
            seeds = ChangingSeeds(work / f"seeds-{number}", FILES, chance)
            for key, edition in after.items():
                seeds.write(seeds.folder / f"{key}-0.jsonl", int(key), edition)
            seeds.folder.mkdir(exist_ok=True)
            seeds.present = {int(key): edition for key, edition in after.items()}
            for one in range(FILES):
                seeds.allowed[one] = {before.get(str(one)), after.get(str(one))}
            folder = work / f"cut-{number}"
            write_down(replay.disk, root, folder, chance)
            outcomes[judge(folder, seeds)] += 1
            shutil.rmtree(folder)
    keep("power_cut", {"states": outcomes.total(), "recorded calls": len(ours), "outcomes": dict(outcomes)})
    return any(outcome.startswith("wrong") for outcome in outcomes)


if __name__ == "__main__":
    sys.exit(main())
