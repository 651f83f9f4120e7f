"""Updates that wait for many processes, on a real server: each claimed once, each chat in order, none lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from bot.database import Database
from bot.inbox import PATIENCE_S, Inbox, chat_of
from bot.outbox import Letter, Outbox
from bot.presence import LEASE_S, Presence

Shared = Callable[[], Database]
BOT = 7


def update(number: int, chat: int = 1) -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": number, "chat": {"id": chat}, "text": f"{number}"}}


class Process:
    """What a working process does, step by step."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = 0.0
        self.presence = Presence(database, works=True, clock=lambda: self.now)
        self.presence.join()
        self.inbox = Inbox(database, BOT)
        self.in_hand: list[int] = []

    def claim(self, most: int = 10) -> list[int]:
        """The numbers that are claimed; whose turn it is does not matter here."""
        self.presence.share = (0, 1)
        got = [one["update_id"] for one in self.inbox.claim(self.presence, most=most, in_hand=self.in_hand)]
        self.in_hand += got
        return got

    def finish(self, *numbers: int) -> None:
        self.inbox.finish(numbers)
        self.in_hand = [number for number in self.in_hand if number not in numbers]

    def die(self) -> None:
        """Be gone, and have the others wait long enough."""
        self.database.run(("UPDATE processes SET until = 0 WHERE id = ?", (self.presence.id,)))


@pytest.fixture
def process(shared: Shared) -> Callable[[], Process]:
    return lambda: Process(shared())


def test_update_is_kept_once_and_not_again_when_it_is_done(process: Callable[[], Process]) -> None:
    one = process()
    for _ in range(2):
        one.inbox.put(update(5))
    assert one.inbox.waiting()[0] == 1
    assert one.claim() == [5]
    one.database.run(("INSERT INTO updates (bot, number, at, tries, done) VALUES (?, 5, 4e9, 1, 0)", (BOT,)))
    one.finish(5)
    one.inbox.put(update(5))
    assert one.inbox.waiting() == (0, 0.0)
    assert one.claim() == []


def test_update_comes_back_as_it_was_put_in(process: Callable[[], Process]) -> None:
    one = process()
    sent = update(5) | {"message": {"chat": {"id": -(10**13)}, "text": "\x00 \ud83d ü 🙂"}}
    one.inbox.put(sent)
    assert one.inbox.claim(one.presence, most=1, in_hand=[]) == [sent]


def test_chat_is_handled_one_update_after_the_other(process: Callable[[], Process]) -> None:
    one, other = process(), process()
    for number, chat in ((1, 1), (2, 1), (3, 2), (4, 1)):
        one.inbox.put(update(number, chat))
    assert (one.claim(), other.claim()) == ([1, 3], [])
    one.finish(1)
    assert other.claim() == [2]
    assert one.claim() == []
    other.finish(2)
    assert one.claim() == [4]


def test_next_update_of_a_chat_waits_for_the_answer_to_the_one_before(process: Callable[[], Process]) -> None:
    one = process()
    outbox = Outbox(one.database, BOT, clock=lambda: 4e9, owner=lambda: one.presence.id)
    one.inbox.put(update(1))
    one.inbox.put(update(2))
    one.claim()
    answer = Letter(person=1, chat=1, html="h", plain="p")
    letter = outbox.put(answer, update=1)
    one.finish(1)
    assert one.claim() == []
    outbox.arrived(letter, answer, answer=9)
    assert one.claim() == [2]


def test_what_a_dead_process_had_in_hand_is_claimed_by_another(process: Callable[[], Process]) -> None:
    dead, one, other = process(), process(), process()
    dead.inbox.put(update(1))
    assert dead.claim() == [1]
    dead.die()
    one.presence.renew()  # who has just come judges nobody
    assert one.claim() == []
    one.presence.renew()
    assert (one.claim(), other.claim()) == ([1], [])


def test_process_that_leaves_gives_back_at_once(process: Callable[[], Process]) -> None:
    leaving, one = process(), process()
    leaving.inbox.put(update(1))
    assert leaving.claim() == [1]
    leaving.presence.leave()
    assert one.claim() == [1]


def test_process_that_was_taken_for_dead_claims_nothing_until_it_is_somebody_again(
    process: Callable[[], Process],
) -> None:
    slow, other = process(), process()
    slow.inbox.put(update(1))
    assert slow.claim() == [1]
    slow.die()
    other.presence.renew()
    other.presence.renew()
    slow.inbox.put(update(2, chat=2))
    assert slow.claim() == []
    was = slow.presence.id
    slow.presence.renew()
    assert slow.presence.id != was
    assert slow.claim() == [2]
    assert other.claim() == [1]


def test_server_that_was_away_makes_nobody_dead(process: Callable[[], Process]) -> None:
    one, other = process(), process()
    one.presence.renew()
    other.inbox.put(update(1))
    assert other.claim() == [1]
    for each in (one, other):
        each.die()  # so the server's clock says after a long rest
        each.now += LEASE_S
    one.presence.renew()
    other.presence.renew()
    one.presence.renew()
    assert one.claim() == []


def test_claim_whose_answer_was_lost_is_made_again(process: Callable[[], Process]) -> None:
    one, other = process(), process()
    one.inbox.put(update(1))
    one.claim()
    one.in_hand.clear()
    assert (other.claim(), one.claim()) == ([], [1])


def test_chats_stay_with_one_process_as_long_as_it_keeps_up(process: Callable[[], Process]) -> None:
    one, other = process(), process()
    for each in (one, other):
        each.presence.renew()
    assert sorted(each.presence.share for each in (one, other)) == [(0, 2), (1, 2)]
    first, second = (one, other) if one.presence.share == (0, 2) else (other, one)
    for number in range(1, 5):
        one.inbox.put(update(number, chat=-number))
    took = [[u["update_id"] for u in each.inbox.claim(each.presence, most=10, in_hand=[])] for each in (first, second)]
    assert took == [[2, 4], [1, 3]]
    one.inbox.put(update(5, chat=6))
    assert second.inbox.claim(second.presence, most=10, in_hand=[1, 3]) == []
    one.database.run(("UPDATE inbox SET at = at - ?", (PATIENCE_S,)))
    assert second.inbox.claim(second.presence, most=10, in_hand=[1, 3]) == [update(5, chat=6)]


def test_processes_that_claim_at_the_same_time_never_get_the_same(process: Callable[[], Process]) -> None:
    count = 200
    each = [process() for _ in range(4)]
    for number in range(count):
        each[0].inbox.put(update(number, chat=number % 40))
    taken: list[list[int]] = [[] for _ in each]

    def work(process: Process, taken: list[int]) -> None:
        while sum(map(len, all_taken)) < count:
            got = process.claim(3)
            taken += got
            process.finish(*got)

    all_taken = taken
    threads = [threading.Thread(target=work, args=pair) for pair in zip(each, taken, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(number for one in taken for number in one) == list(range(count))


def test_chat_of_each_kind_of_update_is_found() -> None:
    chat, person = {"id": -5}, {"id": 6}
    assert chat_of({"update_id": 1, "message": {"chat": chat, "from": person}}) == -5
    assert chat_of({"update_id": 1, "edited_channel_post": {"chat": chat}}) == -5
    assert chat_of({"update_id": 1, "callback_query": {"from": person, "message": {"chat": chat}}}) == -5
    assert chat_of({"update_id": 1, "callback_query": {"from": person, "inline_message_id": "x"}}) == 6
    assert chat_of({"update_id": 1, "inline_query": {"from": person, "query": "x"}}) == 6
    assert [chat_of(odd) for odd in ({"update_id": 1}, {"message": []}, {"message": {"chat": 3}})] == [0, 0, 0]
