"""The bot's own database as a file, from a PostgreSQL server or onto one: how a backup holds it, and how it moves."""

from contextlib import closing
from pathlib import Path

from bot.errors import StateError
from bot.storage.postgres import PostgresDatabase, connect, failing, without_password
from bot.storage.sqlite import SqliteDatabase

try:
    from psycopg import sql
    from sqlalchemy import Table

    from bot.storage.tables import INBOX, METADATA, PROCESSES, SENDS
except ImportError:
    raise StateError("state.url names a PostgreSQL server; run: pip install 'quoted[cluster]'") from None

PASSING = {INBOX.name, PROCESSES.name, SENDS.name}
"""What is true of one moment alone, and in no copy."""
_AT_ONCE = 1000
"""Rows."""
_SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_NUMBERS = """
SELECT setval(of, (SELECT greatest(max(id), nextval(of)) FROM {table}))
FROM pg_get_serial_sequence({name}, 'id') AS of"""
"""The number of a row is never given again: not one of the present database, nor one of the copy."""


def to_file(url: str, file: Path) -> None:
    """Write what the server holds at this moment into a new SQLite file, while bots go on. Raises StateError."""
    PostgresDatabase(url).close()  # it takes the steps that are missing
    with (
        closing(SqliteDatabase(file)) as target,
        failing(without_password(url)),
        connect(url) as source,
    ):
        source.execute(_SNAPSHOT)
        for table in _tables():
            into = f"INSERT INTO {table.name} ({_names(table)}) VALUES ({', '.join('?' * len(table.columns))})"
            with source.cursor(name="quoted") as rows:
                rows.execute(sql.SQL("SELECT {} FROM {}").format(_columns(table), sql.Identifier(table.name)))
                while some := rows.fetchmany(_AT_ONCE):
                    target.run(*((into, row) for row in some))


def from_file(file: Path, url: str) -> None:
    """Have the server hold what the SQLite file holds, whole or not at all. Raises StateError."""
    PostgresDatabase(url).close()
    with (
        closing(SqliteDatabase(file)) as source,  # which takes the steps that the copy lacks
        failing(without_password(url)),
        connect(url) as target,
        target.transaction(),
    ):
        for table in _tables():
            name = sql.Identifier(table.name)
            target.execute(sql.SQL("DELETE FROM {}").format(name))
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(name, _columns(table))
            with target.cursor() as cursor, cursor.copy(into) as copy:
                for row in source.rows(f"SELECT {_names(table)} FROM {table.name}"):
                    copy.write_row(row)
        for table in _tables():
            if table.autoincrement_column is not None:
                names = {"table": sql.Identifier(table.name), "name": sql.Literal(table.name)}
                target.execute(sql.SQL(_NUMBERS).format(**names))


def _tables() -> list[Table]:
    return [table for table in METADATA.sorted_tables if table.name not in PASSING]


def _names(table: Table) -> str:
    return ", ".join(column.name for column in table.columns)


def _columns(table: Table) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
