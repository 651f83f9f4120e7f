"""A small SQLite database that forgets what it is told to forget. Knows nothing of what is kept in it."""

import sqlite3
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.errors import StateError

Row = tuple[Any, ...]
Statement = tuple[str, Sequence[Any]]
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA secure_delete=ON",  # what is deleted is overwritten, so that no trace of it stays in the file
)


def quick_check(path: Path) -> None:
    """Raise StateError where the file is no whole database. Changes nothing."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(1)")]
        finally:
            connection.close()
    except sqlite3.Error as error:
        found = [str(error)]
    if found != ["ok"]:
        raise StateError(f"{path}: {' '.join(found[0].split())}; bring back a copy with: quoted restore FILE")


class Database:
    """One file with its tables. Thread-safe; a second process only waits for its turn.

    Atomic: a call is applied whole or not at all, also after kill -9. Every method raises StateError, as when the disk
    is full.
    """

    def __init__(self, path: Path, schema: str) -> None:
        """Open the file, making it, its folder and its tables if need be."""
        self._path = path
        self._lock = threading.Lock()
        connection: sqlite3.Connection | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=5, check_same_thread=False, isolation_level=None)
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            connection.executescript(schema)
        except (OSError, sqlite3.Error) as error:
            if connection is not None:
                connection.close()
            raise StateError(f"{path}: {error}; make the folder writable, or move the file away") from None
        self._connection = connection

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """What one statement returns."""
        with self._lock:
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                raise self._failed(error) from None

    def run(self, *statements: Statement) -> list[int]:
        """Run statements in one transaction; for each the id of the row that it added, 0 when it added none."""
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                added = [self._added(*statement) for statement in statements]
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise self._failed(error) from None
        return added

    def empty_log(self) -> None:
        """Move the write-ahead log into the file and cut it to nothing: what was deleted stands in it until then."""
        with self._lock:
            try:
                busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except sqlite3.Error as error:
                raise self._failed(error) from None
        if busy:
            raise StateError(f"{self._path}: another program is reading it; stop that and try again")

    def close(self) -> None:
        """Release the file. Closing twice is harmless."""
        with self._lock, suppress(sqlite3.Error):
            self._connection.close()

    def _added(self, statement: str, values: Sequence[Any]) -> int:
        cursor = self._connection.execute(statement, values)
        return cursor.lastrowid or 0 if cursor.rowcount == 1 else 0

    def _failed(self, error: sqlite3.Error) -> StateError:
        return StateError(f"{self._path}: {error}; look at the disk's space and rights")
