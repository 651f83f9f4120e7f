"""The bot's own database."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StateError
from bot.state import KEEP_S, BotState


def test_update_is_claimed_once_by_bot_also_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "bot.db"
    with closing(BotState(path)) as state:
        assert [state.claim(1, 7), state.claim(1, 7), state.claim(2, 7), state.claim(1, 8)] == [True, False, True, True]
    with closing(BotState(path)) as state:
        assert not state.claim(1, 7)


def test_updates_are_forgotten_when_telegram_has_forgotten_them(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db", now=0)) as state:
        state.claim(1, 7, now=0)
        state.claim(1, 8, now=KEEP_S)
    with closing(BotState(tmp_path / "bot.db", now=KEEP_S + 1)) as state:
        assert [state.claim(1, 7), state.claim(1, 8)] == [True, False]


def test_long_run_forgets_as_well(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db", now=0)) as state:
        for update in range(2000):
            state.claim(1, update, now=update * KEEP_S / 500)
    with closing(sqlite3.connect(tmp_path / "bot.db")) as database:
        assert database.execute("SELECT min(update_id) >= 1490 FROM seen").fetchone() == (1,)


def test_one_of_many_threads_gets_the_claim(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state, ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(lambda n: state.claim(1, n % 10), range(200))) == 10


def test_nothing_but_numbers_is_kept(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")), closing(sqlite3.connect(tmp_path / "bot.db")) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        columns = [row[1] for row in database.execute("PRAGMA table_info(seen)")]
    assert tables == [("seen",)]
    assert columns == ["bot", "update_id", "at"]


def test_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("not a database, but long enough to be looked at " * 20)
    with pytest.raises(StateError, match=r"bot\.db.*move the file away"):
        BotState(tmp_path / "bot.db")


def test_closed_state_can_not_be_used(tmp_path: Path) -> None:
    state = BotState(tmp_path / "bot.db")
    state.close()
    state.close()
    with pytest.raises(StateError):
        state.claim(1, 1)
