"""The bot's own database in a backup, from a real server and onto one, and what is said of it."""

from contextlib import closing
from pathlib import Path

import pytest

from bot.backup import back_up, restore
from bot.doctor import examine_state
from bot.errors import StateError
from bot.inbox import Inbox
from bot.outbox import Letter, Outbox
from bot.state import BotState, Feedback
from bot.storage.copying import from_file, to_file
from bot.storage.postgres import connect
from retrieval.finding import Severity
from tests.contract.libraries import article
from tests.retrieval.embedded.damage import fill

LETTER = Letter(person=5, chat=5, html="<b>ü</b>", plain="ü")


def fill_state(state: BotState) -> None:
    """Something in each table that is kept."""
    state.choose_language(5, "ru")
    state.admit(6)
    state.move(-5, -1005)
    state.rate("a", 1, helpful=True)
    state.begin(1, 9)
    Outbox(state.database, 1, clock=state.clock).put(LETTER, update=9)


def held(state: BotState) -> tuple[object, ...]:
    outbox = Outbox(state.database, 1, clock=state.clock)
    outbox.recover()
    letters = [waiting.letter for waiting in outbox.waiting()]
    return state.language(5), state.admitted(6), state.earlier(-1005), state.feedback(), state.begin(1, 9), letters


HELD = ("ru", True, {-5}, [Feedback("a", 1, 1, 0)], False, [LETTER])


def test_database_of_a_server_comes_into_a_file_and_back_as_it_was(tmp_path: Path, url: str) -> None:
    with closing(BotState(Path(), url=url)) as state:
        fill_state(state)
        Inbox(state.database, 1).put({"update_id": 3})
        to_file(url, tmp_path / "copy.db")
        state.admit(7)
        from_file(tmp_path / "copy.db", url)
        assert not state.admitted(7)
        assert held(state) == HELD
    with closing(BotState(tmp_path / "copy.db")) as copy:
        assert held(copy) == HELD
        assert copy.database.rows("SELECT * FROM inbox") == []  # true of that moment alone


def test_number_of_a_letter_is_not_given_again_after_a_restore(tmp_path: Path, url: str) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        fill_state(state)
        state.database.run(("UPDATE letters SET id = 500", ()))
    for _ in range(2):
        from_file(tmp_path / "bot.db", url)
    with closing(BotState(Path(), url=url)) as state:
        outbox = Outbox(state.database, 1, clock=state.clock)
        first = outbox.put(LETTER, update=10)
        assert first > 500
        from_file(tmp_path / "bot.db", url)
        assert outbox.put(LETTER, update=11) > first


def test_server_that_refuses_a_row_keeps_what_it_had(tmp_path: Path, url: str) -> None:
    with closing(BotState(Path(), url=url)) as there:
        there.admit(8)
    with closing(BotState(tmp_path / "bot.db")) as state:
        state.rate("nul \x00", 1, helpful=True)  # which PostgreSQL does not take
    with pytest.raises(StateError):
        from_file(tmp_path / "bot.db", url)
    with closing(BotState(Path(), url=url)) as there:
        assert there.admitted(8)


def test_backup_moves_a_bot_from_its_file_to_a_server_and_back(tmp_path: Path, url: str) -> None:
    data, later = tmp_path / "data", tmp_path / "later"
    fill(data, article("a", ["It rained in Sochi."]))
    with closing(BotState(data / "bot.db")) as state:
        fill_state(state)
    back_up(data, tmp_path / "one.zip")
    assert restore(tmp_path / "one.zip", data, state_url=url).with_state
    assert back_up(data, tmp_path / "two.zip", state_url=url).with_state
    restore(tmp_path / "two.zip", later)
    with closing(BotState(Path(), url=url)) as there, closing(BotState(later / "bot.db")) as here:
        assert held(there) == held(here) == HELD


def test_backup_is_not_restored_where_the_server_is_away(tmp_path: Path) -> None:
    fill(tmp_path / "data", article("a", ["It rained in Sochi."]))
    BotState(tmp_path / "data" / "bot.db").close()
    back_up(tmp_path / "data", tmp_path / "one.zip")
    with pytest.raises(StateError, match=r"127\.0\.0\.1:1/x"):
        restore(tmp_path / "one.zip", tmp_path / "new", state_url="postgresql://me@127.0.0.1:1/x")
    assert not list((tmp_path / "new").glob("*.db"))


def test_doctor_looks_at_the_server_and_changes_nothing(tmp_path: Path, url: str) -> None:
    (missing,) = examine_state(tmp_path, url=url)
    assert missing.severity is Severity.WARNING
    assert "quoted serve takes them" in missing.message
    with connect(url) as connection:
        assert connection.execute("SELECT to_regclass('alembic_version')").fetchall() == [(None,)]
    BotState(Path(), url=url).close()
    assert list(examine_state(tmp_path, url=url)) == []


def test_doctor_says_that_updates_wait_and_nobody_works(tmp_path: Path, url: str) -> None:
    with closing(BotState(Path(), url=url)) as state:
        Inbox(state.database, 1).put({"update_id": 3})
        assert list(examine_state(tmp_path, url=url)) == []
        state.database.run(("UPDATE inbox SET at = at - 100", ()))
    (found,) = examine_state(tmp_path, url=url)
    assert "1 updates wait" in found.message
    assert "quoted serve --work" in found.message


def test_doctor_names_a_server_that_is_away(tmp_path: Path) -> None:
    (found,) = examine_state(tmp_path, url="postgresql://me:secret@127.0.0.1:1/x")
    assert found.severity is Severity.ERROR
    assert "state.url" in found.message
    assert "secret" not in found.message
