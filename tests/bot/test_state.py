"""What the bot remembers, and that it forgets."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import StateError
from bot.outbox import Letter, Outbox
from bot.shown import ShownQuotes
from bot.state import DAY_S, KEEP_UPDATES_S, MOST_TRIES, BotState, Feedback, Question, Retention
from bot.storage.sqlite import quick_check
from retrieval.correcting import Quotation

QUOTATION = Quotation(7, "a", 3, "0" * 64, "A title", "AFP", "Some words.")
ANNA = 7_310_462_953_187  # more bytes than a small number, so that it is found where it is kept


class Clock:
    """A time that the test sets."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


OF_OURS = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
Opening = Callable[..., BotState]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(tmp_path: Path, clock: Clock) -> Opening:
    """Opens the state, again and again the same."""
    return lambda **retention: BotState(tmp_path / "bot.db", retention=Retention(**retention), clock=clock)


def handled(state: BotState, bot: int, update: int) -> bool:
    """Whether an update was to be handled; then it is done."""
    begun = state.begin(bot, update)
    state.finish(bot, update)
    return begun


def test_update_is_handled_once_by_bot_also_after_a_restart(opened: Opening) -> None:
    with closing(opened()) as state:
        done = [handled(state, 1, 7), handled(state, 1, 7), handled(state, 2, 7), handled(state, 1, 8)]
        assert done == [True, False, True, True]
    with closing(opened()) as state:
        assert not state.begin(1, 7)


def test_update_that_was_not_finished_is_begun_again_but_not_for_ever(opened: Opening) -> None:
    begun = []
    for _ in range(MOST_TRIES + 2):
        with closing(opened()) as state:
            begun.append(state.begin(1, 7))
    assert begun == [True] * MOST_TRIES + [False, False]


def test_update_that_was_put_back_in_order_is_no_try(opened: Opening) -> None:
    for _ in range(MOST_TRIES + 2):
        with closing(opened()) as state:
            assert state.begin(1, 7)
            state.release(1, 7)


def test_updates_are_forgotten_when_telegram_has_forgotten_them(opened: Opening, clock: Clock) -> None:
    with closing(opened()) as state:
        handled(state, 1, 7)
        clock.now += KEEP_UPDATES_S
        handled(state, 1, 8)
    clock.now += 1
    with closing(opened()) as state:
        assert [state.begin(1, 7), state.begin(1, 8)] == [True, False]


def test_long_run_forgets_as_well(opened: Opening, clock: Clock, tmp_path: Path) -> None:
    with closing(opened()) as state:
        for update in range(2000):
            state.begin(1, update)
            clock.now += KEEP_UPDATES_S / 500
    with closing(sqlite3.connect(tmp_path / "bot.db")) as database:
        assert database.execute("SELECT min(number) >= 1490 FROM updates").fetchone() == (1,)


def test_threads_do_not_disturb_each_other(opened: Opening) -> None:
    with closing(opened()) as state, ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: state.rate("a", n % 10, helpful=n % 2 == 0), range(200)))
        assert sum(feedback.helpful + feedback.unhelpful for feedback in state.feedback()) == 200


def test_language_and_invitation_are_kept_apart(opened: Opening) -> None:
    with closing(opened()) as state:
        state.choose_language(1, "ru")
        state.admit(1)
        state.choose_language(1, "")
    with closing(opened()) as state:
        assert (state.language(1), state.admitted(1)) == ("", True)
        assert (state.language(2), state.admitted(2)) == ("", False)


def test_nothing_is_kept_of_who_goes_back_to_telegrams_language(opened: Opening, tmp_path: Path) -> None:
    with closing(opened()) as state:
        state.choose_language(ANNA, "ru")
        state.choose_language(ANNA, "")
        assert state.database.rows("SELECT * FROM people") == []


def test_people_who_do_not_come_back_are_forgotten_and_those_who_do_are_not(opened: Opening, clock: Clock) -> None:
    with closing(opened(people=30)) as state:
        state.choose_language(1, "ru")
        state.choose_language(2, "de")
        clock.now += 20 * DAY_S
        state.touch(2)
        clock.now += 20 * DAY_S
    with closing(opened(people=30)) as state:
        assert (state.language(1), state.language(2)) == ("", "de")


def test_feedback_is_counted_by_quote(opened: Opening) -> None:
    with closing(opened()) as state:
        for helpful in (True, False, False):
            state.rate("a", 1, helpful=helpful)
        state.rate("b", 2, helpful=True)
        assert state.feedback() == [Feedback("a", 1, 1, 2), Feedback("b", 2, 1, 0)]


def test_questions_are_not_kept_unless_the_operator_says_for_how_long(opened: Opening, clock: Clock) -> None:
    with closing(opened()) as state:
        state.keep_question(1, "Where?")
        assert state.unanswered() == []
    with closing(opened(questions=2)) as state:
        state.keep_question(1, "Where?")
        assert state.unanswered() == [Question(clock.now, "Where?")]
        clock.now += 2 * DAY_S + 1
        state.prune()
        assert state.unanswered() == []


def test_group_that_moved_is_known_by_its_earlier_numbers(opened: Opening) -> None:
    with closing(opened()) as state:
        state.move(-5, -1005)
        assert (state.earlier(-1005), state.earlier(-5)) == ({-5}, set())


def forms(number: int) -> list[bytes]:
    """A number as it can stand in a file: as text, and as SQLite writes it, in big-endian bytes."""
    return [str(number).encode(), number.to_bytes(6, "big"), number.to_bytes(8, "big")]


def on_disk(folder: Path) -> bytes:
    """All bytes of the files in a folder, the write-ahead log's as well."""
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


def test_who_asks_to_be_forgotten_leaves_no_trace_on_the_disk(opened: Opening, clock: Clock, tmp_path: Path) -> None:
    state = opened(questions=30)
    outbox = Outbox(state.database, 1, clock=clock)
    for person in (ANNA, 5):
        state.begin(1, person)
        state.choose_language(person, "ru")
        state.admit(person)
        state.keep_question(person, f"Who is {person}?")
        letter = Letter(person=person, chat=person, html=f"<b>{person}</b>", plain=str(person), reply_to=8)
        letter = replace(letter, quotes=(QUOTATION,))
        outbox.put(letter, update=3)
        outbox.arrived(outbox.put(letter, update=4), letter, answer=9)
    # The number of an update is not of a person; here it only proves that such numbers are found.
    written = on_disk(tmp_path)
    assert any(form in written for form in forms(ANNA))
    state.database.run(("DELETE FROM updates WHERE number = ?", (ANNA,)))
    state.forget(ANNA)
    assert not [form for form in forms(ANNA) if form in on_disk(tmp_path)]
    assert (state.language(5), len(state.unanswered()), len(outbox.waiting())) == ("ru", 1, 1)
    assert (outbox.answer_to(ANNA, 8), outbox.answer_to(5, 8)) == (0, 9)
    shown = ShownQuotes(state.database, 1, days=30, clock=clock)
    assert [showing.place.person for showing in shown.showings(QUOTATION)] == [5]
    state.close()
    with closing(opened(questions=30)):
        assert not [form for form in forms(ANNA) if form in on_disk(tmp_path)]


def test_what_is_kept_is_what_privacy_says(opened: Opening, tmp_path: Path) -> None:
    with closing(opened()), closing(sqlite3.connect(tmp_path / "bot.db")) as database:
        tables = [name for (name,) in database.execute(OF_OURS)]
        columns = {table: [row[1] for row in database.execute(f"PRAGMA table_info({table})")] for table in tables}
    assert columns == {
        "updates": ["bot", "number", "at", "tries", "done"],
        "people": ["person", "language", "admitted", "at"],
        "moves": ["old", "new"],
        "feedback": ["article", "paragraph", "helpful", "unhelpful"],
        "questions": ["person", "at", "text", "outcome"],
        "letters": ["id", "bot", "person", "chat", "body", "sending", "at", "owner"],
        "answers": ["bot", "chat", "question", "answer", "person", "at"],
        "shown": [
            *("id", "bot", "chat", "thread", "answer", "person", "language", "at"),
            *("passage", "article", "paragraph", "sha256", "title", "outlet", "words", "told"),
        ],
        "days": ["day", "outcome", "questions"],
        "waits": ["day", "milliseconds", "answers"],
        "misses": ["day", "article", "questions"],
        "inbox": ["bot", "number", "chat", "body", "at", "owner"],  # this and the next, where processes share it
        "sends": ["bot", "chat", "at"],
        "processes": ["id", "works", "until"],  # of the bot, not of anybody
        "offers": ["bot", "chat", "message", "prompt", "body", "at"],
        "runs": ["bot", "chat", "message", "language", "at", "stop"],
        "topics": ["id", "bot", "chat", "person", "language", "words", "known", "at", "told"],
        "alembic_version": ["version_num"],  # of the tables, not of anybody
    }


def test_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("not a database, but long enough to be looked at " * 20)
    with pytest.raises(StateError, match=r"bot\.db.*move the file away"):
        BotState(tmp_path / "bot.db")


def test_file_whose_tables_have_names_that_are_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    BotState(file).close()
    whole = file.read_bytes()
    damaged = whole.replace(b"inbox_by_chat", b"i\xeebox_by_chat", 1)
    assert damaged != whole
    file.write_bytes(damaged)
    with pytest.raises(StateError, match=r"bot\.db.*malformed.*move the file away"):
        BotState(file)
    with pytest.raises(StateError, match=r"bot\.db.*malformed.*quoted restore"):
        quick_check(file)


def test_closed_state_can_not_be_used(tmp_path: Path) -> None:
    state = BotState(tmp_path / "bot.db")
    state.close()
    state.close()
    with pytest.raises(StateError):
        state.begin(1, 1)
