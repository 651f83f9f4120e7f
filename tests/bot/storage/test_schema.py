"""One schema: what the revisions make on either engine is what the tables say."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.database import Database, open_database
from bot.errors import StateError
from bot.state import BotState
from bot.storage.compiling import compiled
from bot.storage.scripts import FOLDER
from bot.storage.tables import METADATA
from tests.bot.storage.conftest import Open

BEFORE_STEPS = """
CREATE TABLE seen (number INTEGER);
CREATE TABLE updates (bot INTEGER NOT NULL, number INTEGER NOT NULL, at REAL NOT NULL, tries INTEGER NOT NULL,
    done INTEGER NOT NULL, PRIMARY KEY (bot, number)) WITHOUT ROWID;
CREATE TABLE people (person INTEGER PRIMARY KEY, language TEXT NOT NULL DEFAULT '', admitted INTEGER NOT NULL DEFAULT 0,
    at REAL NOT NULL);
CREATE TABLE moves (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
CREATE TABLE feedback (article TEXT NOT NULL, paragraph INTEGER NOT NULL, helpful INTEGER NOT NULL,
    unhelpful INTEGER NOT NULL, PRIMARY KEY (article, paragraph)) WITHOUT ROWID;
CREATE TABLE questions (person INTEGER NOT NULL, at REAL NOT NULL, text TEXT NOT NULL, outcome TEXT);
CREATE TABLE letters (id INTEGER PRIMARY KEY AUTOINCREMENT, bot INTEGER NOT NULL, person INTEGER NOT NULL,
    chat INTEGER NOT NULL, body TEXT NOT NULL, sending INTEGER NOT NULL DEFAULT 0, at REAL NOT NULL);
CREATE TABLE answers (bot INTEGER NOT NULL, chat INTEGER NOT NULL, question INTEGER NOT NULL, answer INTEGER NOT NULL,
    person INTEGER NOT NULL, at REAL NOT NULL, PRIMARY KEY (bot, chat, question)) WITHOUT ROWID;
CREATE INDEX answers_by_time ON answers (at);
INSERT INTO updates VALUES (1, 7, 4e9, 1, 1);
INSERT INTO people VALUES (5, 'ru', 1, 4e9);
INSERT INTO moves VALUES (-5, -1005);
INSERT INTO feedback VALUES ('a', 1, 2, 3);
INSERT INTO letters VALUES (9, 1, 5, 5, '{"html": "h", "plain": "p"}', 1, 4e9);
INSERT INTO answers VALUES (1, 5, 8, 9, 5, 4e9);
"""


def test_scripts_are_what_alembic_makes_of_the_revisions() -> None:
    """Where this fails: python -m bot.storage.compiling."""
    assert {script.name: script.read_text(encoding="utf-8") for script in FOLDER.glob("*.sql")} == compiled()


def test_revisions_lead_to_the_tables(opening: Open, place: tuple[Path, str]) -> None:
    opening().close()
    path, url = place
    where = url.replace("postgresql:", "postgresql+psycopg:") or f"sqlite:///{path}"
    engine = sa.create_engine(where)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_file_of_before_there_were_steps_is_taken_over_whole(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(BEFORE_STEPS)
    with closing(BotState(path, clock=lambda: 4e9)) as state:
        assert not state.begin(1, 7)
        assert (state.language(5), state.admitted(5), state.earlier(-1005)) == ("ru", True, {-5})
        assert [(one.article, one.helpful, one.unhelpful) for one in state.feedback()] == [("a", 2, 3)]
        assert state.database.rows("SELECT id, sending FROM letters") == [(9, 1)]
        assert state.database.rows("SELECT answer FROM answers") == [(9,)]
        assert state.database.rows("SELECT 1 FROM sqlite_master WHERE name = 'seen'") == []


def test_database_of_a_newer_version_is_left_alone(opening: Open) -> None:
    with closing(opening()) as database:
        database.run(("UPDATE alembic_version SET version_num = '9999_later'", ()))
    with pytest.raises(StateError, match="newer version of quoted"):
        opening()


def test_transaction_counts_whole_or_not_at_all(opening: Open) -> None:
    add = "INSERT INTO moves (old, new) VALUES (?, ?)"
    with closing(opening()) as database:
        with pytest.raises(StateError):
            database.run((add, (1, 2)), (add, (1, 3)))
        assert database.rows("SELECT * FROM moves") == []
        assert database.run((add, (1, 2)), (f"{add} ON CONFLICT DO NOTHING", (1, 3))) == [1, 0]
        assert database.run(("UPDATE moves SET new = ? WHERE old = ? RETURNING new", (10**13, 1))) == [10**13]


def test_statement_that_fails_leaves_the_database_usable(opening: Open) -> None:
    with closing(opening()) as database:
        with pytest.raises(StateError):
            database.rows("SELECT nothing FROM nowhere")
        assert database.rows("SELECT count(*) FROM moves") == [(0,)]


@pytest.mark.parametrize("value", [10**30, "half a character: \ud800"])
def test_value_that_can_not_be_kept_leaves_no_transaction_open(opening: Open, value: object) -> None:
    add = "INSERT INTO moves (old, new) VALUES (?, ?)"
    with closing(opening()) as database:
        with pytest.raises((StateError, OverflowError, UnicodeEncodeError)):
            database.run((add, (1, 2)), (add, (3, value)))
        assert database.run((add, (1, 4))) == [1]
        assert database.rows("SELECT old, new FROM moves") == [(1, 4)]


def test_closed_database_can_not_be_used(opening: Open) -> None:
    database: Database = opening()
    database.close()
    database.close()
    with pytest.raises(StateError):
        database.rows("SELECT 1")


def test_default_needs_no_sqlalchemy(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from bot.state import BotState; BotState(pathlib.Path(sys.argv[1])).close();"
        "print([name for name in sys.modules if name.split('.')[0] in ('sqlalchemy', 'alembic', 'psycopg')])"
    )
    run = subprocess.run([sys.executable, "-c", program, str(tmp_path / "bot.db")], capture_output=True, text=True)
    assert run.stdout == "[]\n", run.stderr


def test_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StateError, match=r"postgresql://me@127\.0\.0\.1:1/x: .*state\.url") as refused:
        open_database(tmp_path / "bot.db", url="postgresql://me:secret@127.0.0.1:1/x")
    assert "secret" not in str(refused.value)
