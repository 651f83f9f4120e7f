"""A PostgreSQL server for the tests, and a database of each kind."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.database import Database, open_database
from tests.bot.storage.postgres import MISSING, Server, programs, serving

Open = Callable[[], Database]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server of its own, or none with a reason."""
    found = programs()
    if found is None:
        pytest.skip(MISSING)
    with serving(found) as started:
        yield started


@pytest.fixture
def url(server: Server) -> str:
    """An empty database on the server."""
    return server.database()


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """A path and a URL, as the bot's state takes them; for each kind of database."""
    return tmp_path / "bot.db", request.getfixturevalue("url") if request.param == "postgres" else ""


@pytest.fixture
def opening(place: tuple[Path, str]) -> Open:
    """Opens the same database again and again."""
    return lambda: open_database(place[0], url=place[1])


@pytest.fixture
def shared(url: str) -> Iterator[Callable[[], Database]]:
    """Opens the same database on the server, for one process after the other; all are closed at the end."""
    opened: list[Database] = []

    def open_one() -> Database:
        opened.append(open_database(Path(), url=url))
        return opened[-1]

    yield open_one
    for database in opened:
        database.close()
