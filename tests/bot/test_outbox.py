"""Answers that wait to be sent."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.outbox import MOST_ANSWERS, MOST_SENDINGS, Letter, Outbox, letters_kept
from bot.state import KEEP_ANSWERS_S, BotState

LETTER = Letter(person=42, chat=-7, html="<b>a</b>", plain="a", reply_to=5, thread=3, keyboard={"inline_keyboard": []})


def outbox_of(state: BotState, bot: int = 1) -> Outbox:
    return Outbox(state.database, bot, clock=state.clock)


def test_letter_waits_over_a_restart_and_comes_back_as_it_was(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox_of(state).put(LETTER, update=9)
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox = outbox_of(state)
        assert outbox.recover() == 0
        (waiting,) = outbox.waiting()
        assert waiting.letter == LETTER


def test_question_is_done_in_the_moment_its_answer_is_kept(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        assert state.begin(1, 9)
        outbox_of(state).put(LETTER, update=9)
        assert not state.begin(1, 9)


def test_letter_on_its_way_is_sent_again_after_a_restart_but_not_for_ever(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox = outbox_of(state)
        sent, back = outbox.put(LETTER, update=1), outbox.put(LETTER, update=2)
        outbox.begin(sent)
        outbox.begin(back)
        outbox.back(back)
        assert [waiting.id for waiting in outbox.waiting()] == [back]
    for _ in range(MOST_SENDINGS - 1):
        with closing(BotState(tmp_path / "bot.db")) as state:
            outbox = outbox_of(state)
            assert (outbox.recover(), outbox.recover()) == (1, 0)
            assert [waiting.id for waiting in outbox.waiting()] == [sent, back]
            outbox.begin(sent)
            outbox.back(sent)
            assert [waiting.id for waiting in outbox.waiting()] == [sent, back]
            outbox.begin(sent)
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox = outbox_of(state)
        assert outbox.recover() == 0
        assert [waiting.id for waiting in outbox.waiting()] == [back]


def test_letters_of_another_bot_are_left_alone(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox_of(state, 2).put(LETTER, update=1)
        one = outbox_of(state, 1)
        assert one.recover() == 0
        assert one.waiting() == []


def test_answer_of_an_update_that_is_done_is_not_kept_again(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox = outbox_of(state)
        assert state.begin(1, 9)
        assert outbox.put(LETTER, update=9) > 0
        assert outbox.put(LETTER, update=9) == 0
        assert len(outbox.waiting()) == 1


def test_letter_that_is_gone_must_not_be_sent(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox = outbox_of(state)
        letter = outbox.put(LETTER, update=1)
        assert outbox.begin(letter)
        state.forget(LETTER.person)
        assert not outbox.begin(letter)


def test_letters_follow_a_group_to_its_new_number(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox = outbox_of(state)
        outbox.put(LETTER, update=1)
        state.move(-7, -1007)
        assert outbox.waiting()[0].letter.chat == -1007


DAMAGE = [
    "body = replace(body, '<b>a', '<b>b')",
    "body = replace(body, 'reply_to', 'reply_t')",
    "body = CAST(x'ff' || CAST(body AS BLOB) AS TEXT)",
    "body = ''",
    "body = 7",
    "chat = -8",
    "person = 43",
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_letter_that_the_disk_garbled_is_left_out_and_dropped(tmp_path: Path, damage: str) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox = outbox_of(state)
        garbled, whole = outbox.put(LETTER, update=1), outbox.put(LETTER, update=2)
        assert outbox.drop_damaged() == 0
        state.database.run((f"UPDATE letters SET {damage} WHERE id = ?", (garbled,)))
        assert [waiting.id for waiting in outbox.waiting()] == [whole]
        assert outbox.drop_damaged() == 1
        assert letters_kept(state.database) == 1


def test_arrived_letter_is_forgotten(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox = outbox_of(state)
        outbox.remove(outbox.put(LETTER, update=1))
        assert outbox.waiting() == []


def test_letter_never_gets_the_number_of_an_earlier_one(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox = outbox_of(state)
        first = outbox.put(LETTER, update=1)
        outbox.remove(first)
        assert outbox.put(LETTER, update=2) > first


def test_answer_to_a_question_is_known_over_a_restart_and_to_its_bot_alone(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox = outbox_of(state)
        outbox.arrived(outbox.put(LETTER, update=1), LETTER, answer=6)
        assert outbox.waiting() == []
    with closing(BotState(tmp_path / "bot.db")) as state:
        assert (outbox_of(state).answer_to(-7, 5), outbox_of(state).answer_to(-7, 6)) == (6, 0)
        assert (outbox_of(state).answer_to(-8, 5), outbox_of(state, 2).answer_to(-7, 5)) == (0, 0)


def test_of_an_answer_that_was_forgotten_on_its_way_nothing_is_kept(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox = outbox_of(state)
        letter = outbox.put(LETTER, update=1)
        state.forget(LETTER.person)
        outbox.arrived(letter, LETTER, answer=6)
        assert outbox.answer_to(-7, 5) == 0


def test_what_answers_what_is_forgotten_after_minutes(tmp_path: Path) -> None:
    now = [1_000_000.0]
    with closing(BotState(tmp_path / "bot.db", clock=lambda: now[0])) as state:
        outbox = outbox_of(state)
        outbox.arrived(outbox.put(LETTER, update=1), LETTER, answer=6)
        now[0] += KEEP_ANSWERS_S
        assert outbox.answer_to(-7, 5) == 6
        now[0] += 1
        assert outbox.answer_to(-7, 5) == 0
        state.prune()
        assert state.database.rows("SELECT * FROM answers") == []


def test_flood_of_answers_keeps_the_latest_alone(tmp_path: Path) -> None:
    now = [1_000_000.0]
    with closing(BotState(tmp_path / "bot.db", clock=lambda: now[0])) as state:
        rows = [(1, -7, number, number, 42, now[0] + number / 1000) for number in range(MOST_ANSWERS)]
        state.database.run(*(("INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?)", row) for row in rows))
        now[0] += MOST_ANSWERS / 1000
        outbox = outbox_of(state)
        outbox.arrived(outbox.put(LETTER, update=1), replace(LETTER, reply_to=MOST_ANSWERS), answer=9)
        kept = state.database.rows("SELECT count(*), min(question), max(question) FROM answers")
        assert kept == [(MOST_ANSWERS, 1, MOST_ANSWERS)]
