"""A small SQLite database that forgets what it is told to forget. Knows nothing of what is kept in it."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from bot.database import Row, Statement
from bot.errors import StateError
from bot.storage.scripts import TO_KNOW, missing_steps, recorded
from retrieval.embedded.connection import Connection, is_refused, open_unchanged

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA secure_delete=ON",  # what is deleted is overwritten, so that no trace of it stays in the file
)

_PASSING = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
"""What may end by itself: somebody frees space, or another program is done with the file."""


def quick_check(path: Path) -> None:
    """Raise StateError where the file is no whole database. Changes nothing."""
    try:
        with closing(open_unchanged(path)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(1)")]
    except sqlite3.Error as error:
        if is_refused(error):
            raise StateError(f"{path}: {error}; check disk space and permissions") from None
        found = [str(error)]
    if found != ["ok"]:
        raise StateError(f"{path}: {' '.join(found[0].split())}; bring back a copy with: quoted restore FILE")


class SqliteDatabase:
    """One file with its tables. Thread-safe; a second process only waits for its turn. See Database."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it, its folder and its tables if need be, and taking the steps that it lacks."""
        self._path = path
        self._lock = threading.Lock()
        connection: sqlite3.Connection | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                path, timeout=5, check_same_thread=False, isolation_level=None, factory=Connection
            )
            connection.text_factory = _decoded
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            _bring_up_to_date(connection, path)
        except (OSError, sqlite3.Error) as error:
            if connection is not None:
                connection.close()
            raise _unopened(path, error) from None
        except StateError:
            if connection is not None:
                connection.close()
            raise
        self._connection = connection

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """What one statement returns."""
        with self._lock:
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                raise self._failed(error) from None

    def run(self, *statements: Statement) -> list[int]:
        """Run statements in one transaction; for each the number that it returns, else of the rows it changed."""
        with self._lock:
            try:
                with self._transaction():
                    return [self._run(*statement) for statement in statements]
            except sqlite3.Error as error:
                raise self._failed(error) from None

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

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Commit at the end; take everything back on any error, such as a value that SQLite can't keep."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise

    def _run(self, statement: str, values: Sequence[Any]) -> int:
        cursor = self._connection.execute(statement, values)
        if cursor.description is None:
            return cursor.rowcount
        returned = cursor.fetchall()
        return int(returned[0][0]) if returned else 0

    def _failed(self, error: sqlite3.Error) -> StateError:
        return StateError(f"{self._path}: {error}; look at the disk's space and rights")


def _unopened(path: Path, error: OSError | sqlite3.Error) -> StateError:
    """What to say of a file that can't be opened."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _PASSING:
        return StateError(f"{path}: {error}; free some space on the disk, or look what else uses the file", passes=True)
    return StateError(f"{path}: {error}; make the folder writable, or move the file away")


def _decoded(text: bytes) -> str:
    """Text that a damaged disk made no UTF-8 of must not keep the bot from all else."""
    return text.decode("utf-8", "replace")


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    """Take the steps that the file lacks, all or none; another process that opens it meanwhile waits."""
    if not missing_steps(_version(connection), str(path)):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in missing_steps(_version(connection), str(path)):  # another process may have been faster
            for statement in step.statements():
                connection.execute(statement)
        connection.execute("COMMIT")
    except (sqlite3.Error, StateError):
        connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> str:
    """The last step that was taken; "" where none was, as in a file of before there were steps."""
    if not connection.execute(TO_KNOW).fetchone():
        return ""
    return recorded(connection.execute("SELECT version_num FROM alembic_version").fetchall())
