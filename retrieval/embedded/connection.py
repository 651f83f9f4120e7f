"""Opening a database's file: to write, to read beside a writer, and to read where nothing can be written.

A reader beside a writer shares a small file with it. On a full or read-only disk that file can't be made; then nobody
writes either, so the database is read as it stands, until it is seen to have changed.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BUSY_S = 30.0
LOG = "-wal"
IMMUTABLE = "mode=ro&immutable=1"
_REFUSED = {
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
}  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """What stood there when the file was opened."""

    inode: int
    written: tuple[int, int] | None  # size and time of the last change, where no change is seen otherwise

    def is_replaced(self, file: Path) -> bool:
        """Whether the file must be opened again; one that was only deleted can still be read."""
        try:
            state = file.stat()
        except OSError:
            return False
        if self.written is not None and (_has_log(file) or self.written != (state.st_size, state.st_mtime_ns)):
            return True
        return state.st_ino != self.inode


class Connection(sqlite3.Connection):
    """A connection whose errors are all of sqlite3: it can't tell of a schema whose damaged part is no text."""

    def execute(self, *statement: Any) -> sqlite3.Cursor:
        """As of sqlite3.Connection."""
        try:
            return super().execute(*statement)
        except UnicodeDecodeError as error:
            raise sqlite3.DatabaseError("malformed database schema") from error


def open_file(file: Path, *, write: bool) -> tuple[sqlite3.Connection, Standing]:
    """A connection, and what it was opened to. Raises sqlite3.Error, and OSError when the file is gone by now."""
    connection = _connect(file, f"mode={'rwc' if write else 'rw'}")
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        if write or _has_log(file):  # what the log holds can't be read without that file
            raise
        connection = _connect(file, IMMUTABLE)
        state = file.stat()
        return connection, Standing(state.st_ino, (state.st_size, state.st_mtime_ns))
    except sqlite3.Error:
        connection.close()
        raise
    return connection, Standing(file.stat().st_ino, None)


def open_unchanged(file: Path) -> sqlite3.Connection:
    """A connection that changes nothing of a database, wherever it stands. Raises sqlite3.Error."""
    connection = _connect(file, "mode=ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        if _has_log(file):
            raise
        return _connect(file, IMMUTABLE)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def is_refused(error: sqlite3.Error) -> bool:
    """Whether the system refused the file, which may be whole: its rights, its disk, or another program's lock."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _REFUSED


def _connect(file: Path, how: str) -> sqlite3.Connection:
    uri = f"{file.resolve().as_uri()}?{how}"
    return sqlite3.connect(
        uri, uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False, factory=Connection
    )


def _has_log(file: Path) -> bool:
    log = file.with_name(file.name + LOG)
    return log.exists() and log.stat().st_size > 0
