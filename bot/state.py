"""The bot's own database: which updates have been handled, so that none is answered twice, also after a restart.

Keeps the updates' numbers for two days and nothing else: no text, no name, no chat. Knows nothing of Telegram but
that an update has a number.
"""

import sqlite3
import threading
import time
from contextlib import suppress
from pathlib import Path

from bot.errors import StateError

KEEP_S = 48 * 3600.0
"""Telegram delivers an unconfirmed update for 24 hours."""
_PRUNE_EVERY = 1000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS seen (
    bot INTEGER NOT NULL,
    update_id INTEGER NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (bot, update_id)
) WITHOUT ROWID
"""


class BotState:
    """Remembers updates. Thread-safe; one process at a time is expected, a second one only waits for it."""

    def __init__(self, path: Path, *, now: float | None = None) -> None:
        """Open the database, making it and its folder if need be, and forget what is too old.

        Raises StateError when the file can't be used. `now` is the time in seconds, the clock's if not given.
        """
        self._path = path
        self._lock = threading.Lock()
        self._claims = 0
        connection: sqlite3.Connection | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=5, check_same_thread=False, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute(_SCHEMA)
            _prune(connection, time.time() if now is None else now)
        except (OSError, sqlite3.Error) as error:
            if connection is not None:
                connection.close()
            raise StateError(f"{path}: {error}; make the folder writable, or move the file away") from None
        self._connection = connection

    def claim(self, bot: int, update_id: int, *, now: float | None = None) -> bool:
        """True the first time for this bot and update, False ever after. Raises StateError, as when the disk is full.

        An update is claimed before it is handled: after a crash a question may stay without an answer, never with two.
        """
        at = time.time() if now is None else now
        with self._lock:
            try:
                self._claims += 1
                if self._claims % _PRUNE_EVERY == 0:
                    _prune(self._connection, at)
                cursor = self._connection.execute(
                    "INSERT OR IGNORE INTO seen (bot, update_id, at) VALUES (?, ?, ?)", (bot, update_id, at)
                )
            except sqlite3.Error as error:
                raise StateError(f"{self._path}: {error}; look at the disk's space and rights") from None
            return cursor.rowcount == 1

    def close(self) -> None:
        """Release the file. Closing twice is harmless."""
        with self._lock, suppress(sqlite3.Error):
            self._connection.close()


def _prune(connection: sqlite3.Connection, now: float) -> None:
    connection.execute("DELETE FROM seen WHERE at < ?", (now - KEEP_S,))
