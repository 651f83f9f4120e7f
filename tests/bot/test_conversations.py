"""What people asked last: kept in memory, for a while, by person and chat."""

import pytest

import bot.conversations
from bot.conversations import Conversations
from retrieval.context import Context

FIRST, SECOND = Context("Where will they meet?", "en"), Context("Who came?", "en")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(clock: Clock) -> Conversations:
    return Conversations(60.0, clock=clock)


def test_the_last_question_of_a_person_in_a_chat_comes_before_the_next(kept: Conversations) -> None:
    kept.remember(1, 42, 10, FIRST)
    kept.remember(1, 42, 12, SECOND)
    assert kept.before(1, 42, 14) == SECOND
    assert kept.before(1, 42, 12) == FIRST
    assert kept.before(1, 43, 14) is None
    assert kept.before(2, 42, 14) is None
    assert [one.message for one in kept.of(1)] == [12, 10]


def test_a_corrected_question_takes_the_place_of_the_first_one(kept: Conversations) -> None:
    kept.remember(1, 42, 10, FIRST)
    kept.remember(1, 42, 10, SECOND)
    assert [one.context for one in kept.of(1)] == [SECOND]


def test_questions_are_forgotten_after_a_time(kept: Conversations, clock: Clock) -> None:
    kept.remember(1, 42, 10, FIRST)
    clock.now += 61
    assert kept.before(1, 42, 14) is None
    kept.prune()
    clock.now -= 61
    assert kept.of(1) == []


def test_a_person_is_forgotten_and_others_are_not(kept: Conversations) -> None:
    kept.remember(1, 42, 10, FIRST)
    kept.remember(1, 43, 11, SECOND)
    kept.forget(42)
    assert [one.person for one in kept.of(1)] == [43]


def test_without_time_nothing_is_kept(clock: Clock) -> None:
    none = Conversations(0.0, clock=clock)
    none.remember(1, 42, 10, FIRST)
    assert none.of(1) == []


def test_the_oldest_is_forgotten_first(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.conversations, "MOST", 2)
    few = Conversations(60.0, clock=clock)
    for number in range(3):
        few.remember(1, 42, number, FIRST)
    assert [one.message for one in few.of(1)] == [2, 1]
