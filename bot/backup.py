"""A backup: one zip file with copies of the library and of the bot's own database, and their hashes.

Indexes and compiled encoders are not in it: they are made again. Takes plain values and knows neither the settings file
nor Telegram.
"""

import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.errors import BackupError, StateError
from retrieval.compiled import file_hash
from retrieval.embedded.copying import copy_database, put_database, require_free, restore_library
from retrieval.embedded.inspection import inspect_database
from retrieval.errors import LibraryError
from retrieval.library import Summary

FORMAT = 1
MANIFEST = "manifest.json"
LIBRARY, STATE = "library.db", "bot.db"
BLOCK = 1 << 20
DAMAGE = (zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError, EOFError, RuntimeError)
"""What reading a damaged zip file, or something else, may raise."""


@dataclass(frozen=True)
class Saved:
    """What went into a backup."""

    size: int  # bytes of the file
    with_state: bool  # whether the bot's own database is in it


@dataclass(frozen=True)
class Restored:
    """What came out of one."""

    made: str  # when the backup was made, in ISO form, UTC
    library: Summary
    with_state: bool


def back_up(data: Path, file: Path, *, library: Path | None = None, state_url: str = "") -> Saved:
    """Write the state of this moment into a new file, while others read and write.

    `library` is the folder of the library where that is not the bot's own, and `state_url` the PostgreSQL server that
    has the bot's database, if one has. Raises BackupError where the file is there already, can't be written, or the
    library is damaged, LibraryError and StateError.
    """
    places = {LIBRARY: (library or data) / LIBRARY, STATE: data / STATE}
    if not places[LIBRARY].is_file():
        raise BackupError(f"{places[LIBRARY]}: there is no library to back up; run: quoted index")
    if file.exists():
        raise BackupError(f"{file} is there already; name another file")
    if not file.parent.is_dir():
        raise BackupError(f"{file.parent}: there is no such folder; make it, or name another file")
    with _failing(file), tempfile.TemporaryDirectory(prefix=".quoted-", dir=file.parent) as folder:
        if state_url:
            from bot.storage.copying import to_file

            places[STATE] = Path(folder, "of-server")
            to_file(state_url, places[STATE])
        names = [name for name, place in places.items() if place.is_file()]
        for name in names:
            copy_database(places[name], Path(folder, name))
        if found := inspect_database(Path(folder, LIBRARY)):
            raise BackupError(f"the library is damaged, and no backup was made: {found[0].message}")
        packed = Path(folder, "packed")
        _pack(packed, {name: Path(folder, name) for name in names})
        packed.rename(file)
    return Saved(file.stat().st_size, STATE in names)


def restore(
    file: Path, data: Path, *, put: Callable[[Path, Path], Summary] = restore_library, state_url: str = ""
) -> Restored:
    """Put what the backup holds in the place of what the data folder holds: the library, then the bot's own database.

    `put` puts a copied library where the library stands; it gets its file and the data folder. `state_url` is as above.
    Each of the two is restored whole or not at all. Raises BackupError for a damaged file, LibraryBusy while an indexer
    runs, LibraryError, and StateError where the server can't be reached; then nothing is changed. Where the bot's
    database alone fails in the end, after it could be written before, a BackupError says that the library was restored.
    """
    data.mkdir(parents=True, exist_ok=True)
    with _failing(file), tempfile.TemporaryDirectory(prefix=".quoted-", dir=data) as folder:
        manifest = _unpack(file, Path(folder))
        if state_url:
            from bot.storage.postgres import examine

            examine(state_url)  # before anything is changed
        with_state = STATE in manifest["files"]
        if with_state and not state_url:
            require_free(data / STATE)
        summary = put(Path(folder, LIBRARY), data)
        if with_state:
            _put_state(Path(folder, STATE), data / STATE, state_url)
    return Restored(str(manifest["made"]), summary, with_state)


def _put_state(copy: Path, target: Path, state_url: str) -> None:
    """Have the bot's own database, the file or the server's, hold what the copy holds. Raises BackupError."""
    try:
        if state_url:
            from bot.storage.copying import from_file

            from_file(copy, state_url)
        else:
            put_database(copy, target)
    except (LibraryError, StateError) as error:
        raise BackupError(
            f"the library was restored, the bot's own database was not: {error}; restore again"
        ) from error


def _pack(target: Path, members: Mapping[str, Path]) -> None:
    """Write the zip file and flush it to the disk."""
    manifest = {
        "format": FORMAT,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": {name: {"sha256": file_hash(path), "size": path.stat().st_size} for name, path in members.items()},
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        for name, path in members.items():
            archive.write(path, name)
    with target.open("rb") as written:
        os.fsync(written.fileno())


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    """Write the backup's databases into a folder, their hashes checked; the manifest. Raises BackupError."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
            if manifest["format"] != FORMAT:
                raise BackupError(f"{file} is a backup of format {manifest['format']}, not {FORMAT}")
            for name in (LIBRARY, *([STATE] if STATE in manifest["files"] else [])):
                said = manifest["files"][name]
                _extract(archive, name, folder / name, most=said["size"])
                if file_hash(folder / name) != said["sha256"]:
                    raise BackupError(f"{file} is damaged: its {name} does not match its sha256; take another backup")
    except DAMAGE:
        raise BackupError(f"{file} is no backup of quoted, or it is damaged; take another one") from None
    return manifest


def _extract(archive: zipfile.ZipFile, name: str, target: Path, *, most: int) -> None:
    """Write a member of the zip file, but no more bytes than the manifest says that it has."""
    left = most
    with archive.open(name) as packed, target.open("wb") as file:
        while left >= 0 and (block := packed.read(BLOCK)):
            left -= len(block)
            file.write(block)


@contextmanager
def _failing(file: Path) -> Iterator[None]:
    """Say in one line what the operating system refuses."""
    try:
        yield
    except OSError as error:
        raise BackupError(f"{error.filename or file}: {error.strerror or error}; nothing was changed") from error
