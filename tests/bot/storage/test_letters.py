"""Answers of many processes, on a real server: each letter has one owner, and each update one answer."""

import threading
from collections.abc import Callable

import pytest

from bot.database import Database
from bot.outbox import Letter, Outbox
from bot.presence import Presence

BOT = 7
LETTER = Letter(person=42, chat=-7, html="<b>a</b>", plain="a")


class Process:
    """What is known of a process that sends letters."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.presence = Presence(database, works=True)
        self.presence.join()
        self.outbox = Outbox(database, BOT, clock=lambda: 4e9, owner=lambda: self.presence.id)

    def waiting(self) -> list[int]:
        return [one.id for one in self.outbox.waiting()]


@pytest.fixture
def process(shared: Callable[[], Database]) -> Callable[[], Process]:
    return lambda: Process(shared())


def test_letter_of_a_process_that_lives_is_left_to_it(process: Callable[[], Process]) -> None:
    one, other = process(), process()
    letter = one.outbox.put(LETTER, update=1)
    assert other.outbox.recover() == 0
    assert (one.waiting(), other.waiting()) == ([letter], [])
    assert not other.outbox.begin(letter)
    assert one.outbox.begin(letter)


def test_letters_of_a_process_that_died_are_taken_up_by_one_other(process: Callable[[], Process]) -> None:
    dead, one, other = process(), process(), process()
    sent, waits = dead.outbox.put(LETTER, update=1), dead.outbox.put(LETTER, update=2)
    dead.outbox.begin(sent)
    dead.presence.leave()
    assert (one.outbox.recover(), other.outbox.recover()) == (1, 0)
    assert (one.waiting(), other.waiting()) == ([sent, waits], [])
    assert not dead.outbox.begin(waits)
    assert one.outbox.begin(sent)
    one.presence.leave()
    assert other.outbox.recover() == 1
    assert other.waiting() == [sent, waits]


def test_update_that_two_processes_answer_gets_one_answer(process: Callable[[], Process]) -> None:
    each = [process() for _ in range(3)]
    count = 20
    rows = [(BOT, number, 4e9, 1, 0) for number in range(count)]
    add = "INSERT INTO updates (bot, number, at, tries, done) VALUES (?, ?, ?, ?, ?)"
    each[0].database.run(*((add, row) for row in rows))
    together = threading.Barrier(len(each))
    put: list[list[bool]] = [[] for _ in each]

    def answer(process: Process, put: list[bool]) -> None:
        for number in range(count):
            together.wait(30)
            put.append(bool(process.outbox.put(LETTER, update=number)))

    threads = [threading.Thread(target=answer, args=pair) for pair in zip(each, put, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [sum(one) for one in zip(*put, strict=True)] == [1] * count
    assert each[0].database.rows("SELECT count(*) FROM letters") == [(count,)]
