"""Copies of SQLite databases that others are using, and putting a copied library in the place of the present one.

A copy is consistent whoever reads or writes meanwhile. What replaces a database does so in one transaction of it where
it is whole: running readers see the old state and then the new one. Only a damaged one is moved aside.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from retrieval.embedded.connection import Connection
from retrieval.embedded.database import FILE
from retrieval.embedded.engines import INDEXES
from retrieval.embedded.inspection import inspect_database
from retrieval.embedded.library import STAGED, lock_for_writing, open_library
from retrieval.embedded.rows import paragraph_vector
from retrieval.errors import LibraryDamaged, LibraryError
from retrieval.library import Summary

LOGS = ("-wal", "-shm")
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def copy_database(source: Path, target: Path) -> None:
    """Write the state of this moment of a database into a new file. Raises LibraryError."""
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=rw", uri=True, factory=Connection)) as from_,
            closing(sqlite3.connect(target, factory=Connection)) as to,
        ):
            from_.backup(to)
            to.execute("PRAGMA journal_mode = DELETE")  # the copy is this one file
    except sqlite3.Error as error:
        raise LibraryError(f"{source} can't be copied: {error}; run: quoted doctor") from error


def put_database(copy: Path, target: Path) -> Path | None:
    """Have the target hold what the copy holds, at once for all who use it.

    A target that is no whole database is moved aside with its log, and its new path returned. Raises LibraryError, also
    where another process writes to the target for longer than a moment.
    """
    require_free(target)
    aside = None
    try:
        if not (target.exists() and _is_whole(target)):
            aside = _move_aside(target)
        with (
            closing(sqlite3.connect(copy, factory=Connection)) as from_,
            closing(sqlite3.connect(target, isolation_level=None, factory=Connection)) as to,
        ):
            to.execute("PRAGMA journal_mode = WAL")
            to.execute("PRAGMA synchronous = FULL")
            from_.backup(to)
            to.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (sqlite3.Error, OSError) as error:
        raise LibraryError(f"{target} could not be restored: {error}; it holds what it held before") from error
    return aside


def require_free(target: Path) -> None:
    """Raise LibraryError where another process writes to a database that is there, and holds it for seconds."""
    if not target.exists():
        return
    try:
        uri = f"{target.resolve().as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None, factory=Connection)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _LOCKED:  # other errors tell of damage
            raise LibraryError(f"{target} could not be restored: {error}; it holds what it held before") from None


def restore_library(copy: Path, folder: Path) -> Summary:
    """Put a copied library in the place of the folder's; its indexes are built before, beside the present ones.

    Raises LibraryBusy while an indexer runs, LibraryDamaged for a copy that is not whole, and LibraryError. The present
    library serves until then, and stays as it is on any error.
    """
    if found := inspect_database(copy):
        raise LibraryDamaged(f"the copy is damaged: {found[0].message}")
    staged = folder / STAGED
    lock = lock_for_writing(folder)
    try:
        staged.mkdir()
        copy.rename(staged / FILE)
        summary = _publish(staged)
        put_database(staged / FILE, folder / FILE)
        _swap_indexes(staged / INDEXES, folder / INDEXES)
        return summary
    except OSError as error:
        raise LibraryError(f"{folder} can't be written: {error.strerror}; free some space and restore again") from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
        lock.release()


def _publish(folder: Path) -> Summary:
    """Build the indexes of a library under the encoder that it was published with; no encoder is needed for that."""
    with closing(sqlite3.connect(folder / FILE, factory=Connection)) as connection:
        query = (
            "SELECT value, vectors, spans FROM meta JOIN embeddings ON fingerprint = value WHERE key = 'fingerprint'"
        )
        row = connection.execute(f"{query} LIMIT 1").fetchone()
    if row is None:
        raise LibraryError("the copy's library holds nothing that was published; run quoted index instead")
    fingerprint, vectors, spans = row
    library = open_library(folder, fingerprint=fingerprint, dimension=len(paragraph_vector(vectors, spans)), write=True)
    try:
        library.publish()
        return library.summary()
    finally:
        library.close()


def _swap_indexes(new: Path, present: Path) -> None:
    """Put the new generations among the present ones, then take those away: a reader soon finds one at any time."""
    present.mkdir(exist_ok=True)
    old = list(present.iterdir())
    names = [path.name for path in new.iterdir()]
    for name in names:
        if (present / name).exists():  # of another library, under the same change number
            aside = present / f".{name}-old"
            shutil.rmtree(aside, ignore_errors=True)  # a killed restore may have left one
            old.append((present / name).rename(aside))
        (new / name).rename(present / name)
    for path in old:
        if path.name not in names:
            shutil.rmtree(path, ignore_errors=True)


def _is_whole(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, factory=Connection)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


def _move_aside(file: Path) -> Path | None:
    """Rename a damaged database and its log, as far as they are there; its new path.

    The log goes first: a new database must never find an old one's.
    """
    number = 1
    while (aside := file.with_name(f"{file.name}.damaged-{number}")).exists():
        number += 1
    for suffix in (*LOGS, ""):
        part = file.with_name(file.name + suffix)
        if part.exists():
            os.rename(part, aside.with_name(aside.name + suffix))
    return aside if aside.exists() else None
