"""Turns of people in chats."""

import asyncio

import pytest

from bot.telegram.turns import Turns, TurnsFull


def test_person_s_turns_come_in_order_and_others_do_not_wait() -> None:
    done: list[str] = []

    async def take(turns: Turns, person: tuple[int, int], name: str, pause: float) -> None:
        async with turns.take(person):
            await asyncio.sleep(pause)
            done.append(name)

    async def run() -> None:
        turns = Turns()
        await asyncio.gather(
            take(turns, (1, 1), "slow", 0.05), take(turns, (1, 1), "quick", 0), take(turns, (1, 2), "another", 0)
        )

    asyncio.run(run())
    assert done == ["another", "slow", "quick"]


def test_too_many_of_a_person_or_of_a_chat_are_refused_and_told_once() -> None:
    async def run() -> list[bool]:
        turns = Turns(per_person=1, per_chat=2)
        told = []
        async with turns.take((1, 1)), turns.take((1, 2)):
            for person in ((1, 1), (1, 1), (1, 3)):
                with pytest.raises(TurnsFull) as raised:
                    await turns.take(person).__aenter__()
                told.append(raised.value.first)
            async with turns.take((2, 1)):
                pass
        async with turns.take((1, 3)):  # all have left
            pass
        return told

    assert asyncio.run(run()) == [True, False, True]


def test_turn_that_fails_is_left() -> None:
    async def run() -> str:
        turns = Turns(per_person=1)
        with pytest.raises(ZeroDivisionError):
            async with turns.take((1, 1)):
                raise ZeroDivisionError
        async with turns.take((1, 1)):
            return "free"

    assert asyncio.run(run()) == "free"
