"""The bot's database on a PostgreSQL server, for many processes. Knows nothing of what is kept in it."""

import re
import select
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from bot.database import Row, Statement
from bot.errors import StateError
from bot.presence import NOW
from bot.storage.scripts import missing_steps, recorded

try:
    import psycopg
except ImportError:
    raise StateError("state.url names a PostgreSQL server; run: pip install 'quoted[cluster]'") from None

LOCK = 7_100_900_001
"""Of the steps to the present schema, among PostgreSQL's advisory locks."""
WITHIN_S = 5
"""For a connection to be made."""
_OPTIONS = "-c statement_timeout=10000 -c idle_in_transaction_session_timeout=30000"
_WAITING = f"SELECT count(*), coalesce({NOW} - min(at), 0) FROM inbox"
_WORKING = f"SELECT count(*) FROM processes WHERE works = 1 AND until > {NOW}"
_LATE_S = 60.0
Result = TypeVar("Result")


class PostgresDatabase:
    """One connection, made again when it broke. Thread-safe. See Database.

    Of a transaction whose connection broke at its end it is not known whether it counts: that is a StateError as well.
    """

    def __init__(self, url: str) -> None:
        """Connect, and take the steps to the present schema that are missing, under a lock. Raises StateError."""
        self._url = url
        self._place = without_password(url)
        self._lock = threading.Lock()
        self._closed = False
        self._connection: psycopg.Connection[Row] | None = None
        if self._with(lambda connection: missing_steps(_version(connection), self._place)):
            _migrate(url, self._place)

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """What one statement returns."""
        return self._with(lambda connection: connection.execute(translated(statement), values).fetchall())

    def run(self, *statements: Statement) -> list[int]:
        """Run statements in one transaction and one exchange; for each what it returns, else of the rows it changed."""

        def together(connection: psycopg.Connection[Row]) -> list[int]:
            with connection.pipeline(), connection.transaction():
                cursors = [connection.execute(translated(statement), values) for statement, values in statements]
            return [_returned(cursor) for cursor in cursors]

        return self._with(together)

    def empty_log(self) -> None:
        """Nothing: the server overwrites deleted rows, and drops its log, in its own time (docs/operations.md)."""

    def close(self) -> None:
        """Release the connection. Closing twice is harmless."""
        with self._lock:
            self._closed = True
            self._drop()

    def _with(self, work: Callable[["psycopg.Connection[Row]"], Result]) -> Result:
        with self._lock, failing(self._place):
            if self._closed:
                raise StateError(f"{self._place}: it is closed")
            try:
                return work(self._connected())
            except psycopg.OperationalError:
                self._drop()
                raise

    def _connected(self) -> "psycopg.Connection[Row]":
        """The connection; another one where the server shut it while nobody used it."""
        if self._connection is not None and _was_shut(self._connection):
            self._drop()
        if self._connection is None:
            self._connection = connect(self._url)
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
        self._connection = None


def connect(url: str) -> "psycopg.Connection[Row]":
    """A connection on which each statement is a transaction of its own. Raises psycopg.Error."""
    return psycopg.connect(
        url,
        autocommit=True,
        connect_timeout=WITHIN_S,
        options=_OPTIONS,
        application_name="quoted",
        client_encoding="UTF8",
        # A server that vanished without a word is noticed in some seconds, not after hours.
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
        tcp_user_timeout=10_000,
    )


def examine(url: str) -> str:
    """What `quoted doctor` should say of the database, "" for nothing. Changes nothing. Raises StateError."""
    place = without_password(url)
    with failing(place), connect(url) as connection:
        missing = missing_steps(_version(connection), place)
        if missing:
            return f"{place}: {len(missing)} steps to the present schema are missing; quoted serve takes them"
        ((waiting, seconds),), ((works,),) = (connection.execute(query).fetchall() for query in (_WAITING, _WORKING))
        if seconds > _LATE_S:
            working = f"{works} processes work" if works else "no process works; start: quoted serve --work"
            return f"{place}: {waiting} updates wait, the oldest for {seconds:.0f} s, and {working}"
    return ""


def translated(statement: str) -> str:
    """The statement with psycopg's placeholders."""
    return statement.replace("%", "%%").replace("?", "%s")


def without_password(url: str) -> str:
    """The URL as it may be shown."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=re.sub(r":[^@]*@", "@", parts.netloc), query=""))


@contextmanager
def failing(place: str) -> Iterator[None]:
    """Say in one line what the server, or the way to it, refuses."""
    try:
        yield
    except psycopg.Error as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise StateError(f"{place}: {first}; look at the server, and at state.url") from None


def _was_shut(connection: "psycopg.Connection[Row]") -> bool:
    """Whether there is something to read although nothing was asked: the server's farewell."""
    return connection.closed or bool(select.select([connection.fileno()], [], [], 0)[0])


def _returned(cursor: "psycopg.Cursor[Row]") -> int:
    if cursor.description is None:
        return cursor.rowcount
    returned = cursor.fetchall()
    return int(returned[0][0]) if returned else 0


def _version(connection: "psycopg.Connection[Row]") -> str:
    """The last step that was taken; "" for none."""
    found = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
    if found is None or found[0] is None:
        return ""
    return recorded(connection.execute("SELECT version_num FROM alembic_version").fetchall())


def _migrate(url: str, place: str) -> None:
    """Take the missing steps in one transaction; who comes at the same time waits, and finds them taken."""
    try:
        import sqlalchemy

        from bot.storage.revisions import upgrade
    except ImportError:
        raise StateError("state.url names a PostgreSQL server; run: pip install 'quoted[cluster]'") from None
    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(url, connect_timeout=WITHIN_S)
    )
    try:
        with engine.begin() as connection:
            connection.execute(sqlalchemy.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            upgrade(connection)
    except sqlalchemy.exc.SQLAlchemyError as error:
        raise StateError(f"{place}: {str(error).splitlines()[0]}; the schema was not changed") from None
    finally:
        engine.dispose()
