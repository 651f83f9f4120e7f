"""Generations: a derived index on disk as immutable folders, each whole and verified or not there at all.

`indexes/<name>-<change>/` holds an index that has applied the library up to that change number, with a `manifest.json` that
gives the format, the encoder's fingerprint, the change and every file's sha256. A generation is built in a hidden folder,
flushed to the disk, and renamed into place, so that a crash at any time leaves the older one. Files that did not change are
hard links to it.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FORMAT = 1
KEPT = 2
"""Generations that stay: the newest, and the one before it for readers that are opening it just now."""
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Generation:
    """One published state of an index."""

    folder: Path
    change: int


class Generations:
    """The generations of one index in a folder. One writer at a time; readers need no lock."""

    def __init__(self, folder: Path, name: str, *, fingerprint: str) -> None:
        self._folder = folder
        self._name = name
        self._fingerprint = fingerprint

    def newest_change(self) -> int:
        """The change number of the newest generation by its folder's name, not verified; -1 where there is none."""
        return max((change for change, _ in self._listed()), default=-1)

    def newest(self) -> Generation | None:
        """The newest generation that is of this format and encoder and whose files match their hashes."""
        for change, folder in sorted(self._listed(), reverse=True):
            if self._verified(folder):
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

    def publish(self, built: Path, change: int, *, leave_out: Callable[[str], bool] = lambda _: False) -> Generation:
        """Make a built folder the generation of this change, and delete those that are too old."""
        for path in list(built.iterdir()):
            if leave_out(path.name):
                path.unlink()
        manifest = {
            "format": FORMAT,
            "fingerprint": self._fingerprint,
            "change": change,
            "files": {path.name: _sha256(path) for path in sorted(built.iterdir())},
        }
        (built / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        for path in (*built.iterdir(), built):
            _flush(path)
        target = self._folder / f"{self._name}-{change}"
        if target.exists():  # failed its hash, or it would not have been built again
            shutil.rmtree(target)
        built.rename(target)
        _flush(self._folder)
        for _, folder in sorted(self._listed(), reverse=True)[KEPT:]:
            shutil.rmtree(folder, ignore_errors=True)
        return Generation(target, change)

    def _listed(self) -> list[tuple[int, Path]]:
        if not self._folder.is_dir():
            return []
        prefix = f"{self._name}-"
        return [
            (int(path.name.removeprefix(prefix)), path)
            for path in self._folder.iterdir()
            if path.name.startswith(prefix) and path.name.removeprefix(prefix).isdigit()
        ]

    def _verified(self, folder: Path) -> bool:
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            return (
                manifest["format"] == FORMAT
                and manifest["fingerprint"] == self._fingerprint
                and all(_sha256(folder / name) == sha256 for name, sha256 in manifest["files"].items())
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
