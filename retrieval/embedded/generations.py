"""Generations: a derived index on disk as immutable folders, each whole and verified or not there at all.

`indexes/<name>-<change>/` holds an index that has followed the library up to that change number, with a `manifest.json`
that gives the format, the encoder's fingerprint, the change with its mark and every file's sha256. It is built in a
hidden folder, flushed to the disk, and renamed into place, so that a crash at any time leaves the older one. Files that
did not change are hard links to it.
"""

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

FORMAT = 3
KEPT = 2
"""Generations that stay: the newest, and the one before it for readers that are opening it just now."""
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Generation:
    """One published state of an index."""

    folder: Path
    change: int


@dataclass(frozen=True)
class Sighting:
    """What a glance at the folder shows of the newest generation; another sighting means another generation."""

    change: int = -1
    inode: int = 0  # differs when a damaged generation was built again under the same change


class Generations:
    """The generations of one index in a folder. One writer at a time; readers need no lock."""

    def __init__(self, folder: Path, name: str, *, fingerprint: str) -> None:
        self._folder = folder
        self._name = name
        self._fingerprint = fingerprint
        self._checked: dict[tuple[int, ...], str] = {}  # what files were hashed to that have not been written since
        self._checking = threading.Lock()

    def glance(self, upto: int) -> Sighting:
        """The newest generation up to that change, by its folder's name; cheap enough for every question."""
        listed = (found for found in self._listed() if found.change <= upto)
        newest = max(listed, default=None, key=lambda found: found.change)
        return newest or Sighting()

    def newest(self, marks: Mapping[int, str], *, upto: int) -> Generation | None:
        """The newest whole generation of this format and encoder that followed the library which has these marks.

        None after that change counts. A library that was made anew or restored from a copy has other marks, so that its
        old indexes do not count either.
        """
        changes = sorted((found.change for found in self._listed()), reverse=True)
        self._forget_all_but(changes)
        for change in changes:
            folder = self._folder_of(change)
            if change <= upto and change in marks and self._verified(folder, marks[change]):
                return Generation(folder, change)
        return None

    @contextmanager
    def building(self, base: Generation | None) -> Iterator[Path]:
        """A hidden folder with the base's files, to build the next generation in; gone afterwards if not published."""
        folder = self._folder / f".{self._name}-building"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if base is not None:
            for path in base.folder.iterdir():
                if path.name != MANIFEST:
                    _link(path, folder / path.name)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def publish(
        self,
        built: Path,
        change: int,
        *,
        mark: str,
        base: Generation | None = None,
        leave_out: Callable[[str], bool] = lambda _: False,
    ) -> Generation:
        """Make a built folder the generation of this change.

        Files that are still the base's own are not read again: their hashes were checked when it was chosen. What is
        left out may come and go by itself meanwhile, as an engine's locks do.
        """
        kept = sorted(path for path in built.iterdir() if not leave_out(path.name))
        manifest = {
            "format": FORMAT,
            "fingerprint": self._fingerprint,
            "change": change,
            "mark": mark,
            "files": _hashes(kept, base),
        }
        (built / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        for path in set(built.iterdir()) - {*kept, built / MANIFEST}:
            path.unlink(missing_ok=True)
        for path in (*kept, built / MANIFEST, built):
            _flush(path)
            _open_up(path, like=built / MANIFEST)
        target = self._folder_of(change)
        if target.exists():  # it failed its hashes or followed another library, or it would not have been built again
            shutil.rmtree(target)
        built.rename(target)
        _flush(self._folder)
        return Generation(target, change)

    def delete_old(self, newest: int) -> None:
        """Keep the newest and the one before it; whatever claims to be newer followed another library."""
        changes = sorted((found.change for found in self._listed()), reverse=True)
        stay = [change for change in changes if change <= newest][:KEPT]
        for change in changes:
            if change not in stay:
                shutil.rmtree(self._folder_of(change), ignore_errors=True)

    def _folder_of(self, change: int) -> Path:
        return self._folder / f"{self._name}-{change}"

    def _listed(self) -> list[Sighting]:
        prefix = f"{self._name}-"
        try:
            with os.scandir(self._folder) as entries:
                return [
                    Sighting(int(entry.name.removeprefix(prefix)), entry.inode())
                    for entry in entries
                    if entry.name.startswith(prefix) and entry.name.removeprefix(prefix).isdecimal()
                ]
        except FileNotFoundError:
            return []

    def _verified(self, folder: Path, mark: str) -> bool:
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            return (
                manifest["format"] == FORMAT
                and manifest["fingerprint"] == self._fingerprint
                and manifest["mark"] == mark
                and all(self._hash(folder / name) == sha256 for name, sha256 in manifest["files"].items())
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):  # whatever a damaged manifest may hold
            return False

    def _hash(self, path: Path) -> str:
        """The sha256 of a file. One that generations share is read once: a base of a million passages takes a while."""
        sign = _sign(path)
        with self._checking:  # who wants the same file meanwhile waits for its hash
            if sign not in self._checked:
                self._checked[sign] = _sha256(path)
            return self._checked[sign]

    def _forget_all_but(self, changes: Sequence[int]) -> None:
        """Forget the hashes of files that are in no generation of these changes."""
        signs = set()
        for change in changes:
            with suppress(OSError):  # deleted meanwhile
                signs |= {_sign(path) for path in self._folder_of(change).iterdir()}
        with self._checking:
            self._checked = {sign: sha256 for sign, sha256 in self._checked.items() if sign in signs}


def _sign(path: Path) -> tuple[int, ...]:
    """What tells that a file was written anew."""
    state = path.stat()
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)


def _hashes(files: Sequence[Path], base: Generation | None) -> dict[str, str]:
    """The sha256 of each file, taken from the base's manifest where it is a link to the base's."""
    known = json.loads((base.folder / MANIFEST).read_text(encoding="utf-8"))["files"] if base is not None else {}
    return {
        path.name: known[path.name]
        if base is not None and path.name in known and path.samefile(base.folder / path.name)
        else _sha256(path)
        for path in files
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _open_up(path: Path, *, like: Path) -> None:
    """Let who may read one file read the other: tantivy makes some for its own user alone."""
    wanted = like.stat().st_mode & 0o777
    if path.is_file() and path.stat().st_mode & 0o777 != wanted:
        with suppress(PermissionError):  # a link to another user's
            path.chmod(wanted)


def last_written(folder: Path) -> float:
    """When the newest generation of any index in this folder was written, in seconds since 1970; 0.0 for none."""
    try:
        with os.scandir(folder) as entries:
            return max((entry.stat().st_mtime for entry in entries if not entry.name.startswith(".")), default=0.0)
    except OSError:
        return 0.0
