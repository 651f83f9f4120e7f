"""What changed in the seeds since the library last saw them. Reads files' bytes where need be, and no article.

A file counts as unchanged without being read when its size, its times of writing and of change, and its inode are
those that were noted when it was last hashed (its stamp). They are noted only when both times were more than two
seconds in the past by then, so that a later write within the clock's grain can't bear the same one; the time of change
(ctime) moves also where a program sets the time of writing back. Every other file is hashed, and only another hash
makes it be read; but one that another version of the readers read, as its stamp says, is read again, so that a library
gains from better ones.
"""

import hashlib
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.reading.files import READING, discover

SETTLED_NS = 2_000_000_000
"""The grain of the coarsest clock of a file system in use, FAT's."""


@dataclass(frozen=True)
class Problem:
    """A file, or a part of one, that could not be used."""

    file: str
    reason: str


@dataclass(frozen=True)
class SeedFile:
    """A file of the seeds whose articles must be read."""

    name: str  # under seeds/
    path: Path
    sha256: str
    size: int
    stamp: str  # by which version of the readers it is read, and its size, times and inode where they are settled
    before: str = ""  # its name in the library, where it was only moved


@dataclass(frozen=True)
class Survey:
    """The seeds against the library."""

    files: int  # in the seeds, readable or not
    new: tuple[SeedFile, ...]
    moved: tuple[SeedFile, ...]  # new names of what left under another one
    changed: tuple[SeedFile, ...]
    gone: tuple[str, ...]  # without those that moved
    stamps: Mapping[str, str]  # of files that did not change, where they are to be noted anew
    problems: tuple[Problem, ...]  # files that can't be read

    @property
    def to_read(self) -> tuple[SeedFile, ...]:
        """Every file whose articles must be read, by name."""
        return tuple(sorted((*self.new, *self.moved, *self.changed), key=lambda file: file.name))


def survey(
    seeds: Path,
    known: Mapping[str, str],
    stamps: Mapping[str, str],
    *,
    thorough: bool = False,
    clock: Callable[[], int] = time.time_ns,
) -> Survey:
    """What changed since the library knew these hashes ("" for what must be read again) and stamps, by file.

    `thorough` hashes every file, whatever its stamp; `clock` gives nanoseconds since 1970. Raises
    ReadingError when there is no such folder.
    """
    found = discover(seeds)
    problems = [Problem(name, reason) for name, reason in found.problems]
    touched: dict[str, str] = {}
    different: list[SeedFile] = []
    seen: set[str] = set()
    for path in found.files:
        name = path.relative_to(seeds).as_posix()
        seen.add(name)
        noted = stamps.get(name, "")
        try:
            if not thorough and known.get(name) and _stamp(path.stat()) == noted:
                continue
            file = look(path, name, now=clock())
        except OSError as error:
            problems.append(Problem(name, error.strerror or str(error)))
            continue
        if known.get(name) != file.sha256 or noted.partition(" ")[0] != READING:
            different.append(file)
        elif noted != file.stamp:
            touched[name] = file.stamp
    closed = tuple(f"{folder}/" if folder != "." else "" for folder in found.closed)
    gone = sorted(
        name for name in set(known) - seen - {problem.file for problem in problems} if not name.startswith(closed)
    )
    new, moved, left = _moves([file for file in different if file.name not in known], gone, known)
    return Survey(
        files=len(found.files) + len(found.problems),
        new=new,
        moved=moved,
        changed=tuple(file for file in different if file.name in known),
        gone=left,
        stamps=touched,
        problems=tuple(problems),
    )


def look(path: Path, name: str, *, now: int) -> SeedFile:
    """The file as it is, hashed. Raises OSError."""
    with path.open("rb") as file:
        state = os.fstat(file.fileno())
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    settled = max(state.st_mtime_ns, state.st_ctime_ns) < now - SETTLED_NS
    return SeedFile(name, path, sha256, state.st_size, _stamp(state) if settled else READING)


def _stamp(state: os.stat_result) -> str:
    return f"{READING} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"


def _moves(
    new: list[SeedFile], gone: list[str], known: Mapping[str, str]
) -> tuple[tuple[SeedFile, ...], tuple[SeedFile, ...], tuple[str, ...]]:
    """What is new, what is there under another name with the same bytes, and what is gone for good."""
    by_hash: dict[str, list[str]] = {}
    for name in gone:
        by_hash.setdefault(known[name], []).append(name)
    stayed, moved = [], []
    for file in new:
        if names := by_hash.get(file.sha256):
            moved.append(replace(file, before=names.pop(0)))
        else:
            stayed.append(file)
    before = {file.before for file in moved}
    return tuple(stayed), tuple(moved), tuple(name for name in gone if name not in before)
