"""The bot's own database, as those who keep something in it see it. Knows nothing of what is kept.

A statement is SQL that SQLite and PostgreSQL both understand, with `?` for each value and none of them in its text:

- `ON CONFLICT (columns) DO UPDATE SET n = tablename.n + 1`, never `INSERT OR REPLACE` or `INSERT OR IGNORE`;
- truth is 0 and 1 in an integer column, and a condition says `= 1` or `= 0`;
- the number that a row was given comes back by `RETURNING id`;
- numbers of people, chats and updates are BigInteger in `bot/storage/tables.py`, times are Double, in seconds.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

Row = tuple[Any, ...]
Statement = tuple[str, Sequence[Any]]


class Database(Protocol):
    """Thread-safe. Every method raises StateError, as when the disk is full or the server can't be reached."""

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """What one statement returns. It is a transaction of its own."""

    def run(self, *statements: Statement) -> list[int]:
        """Run statements in one transaction, whole or not at all, also after kill -9.

        For each: the number that its RETURNING gives, 0 where it gives none, else how many rows it changed.
        """

    def empty_log(self) -> None:
        """Leave no trace on the disk of what was deleted, as far as it is this program that writes there."""

    def close(self) -> None:
        """Release it. Closing twice is harmless."""


def open_database(path: Path, *, url: str = "") -> Database:
    """The database at a URL, or where that is "" the SQLite file; made and brought up to date if need be.

    Raises StateError, also where a newer version of this program has written it.
    """
    if url:
        from bot.storage.postgres import PostgresDatabase

        return PostgresDatabase(url)
    from bot.storage.sqlite import SqliteDatabase

    return SqliteDatabase(path)
