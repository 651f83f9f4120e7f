"""The log of what happened."""

import asyncio

from bot.playground.events import MOST_KEPT, Events


def test_events_of_other_chats_are_left_out() -> None:
    events = Events()
    events.add("message", "a", chat=1)
    events.add("message", "b", chat=2)
    events.add("commands", [])
    found = asyncio.run(events.after(0, chat=1))
    assert [(event.number, event.kind) for event in found] == [(1, "message"), (3, "commands")]


def test_who_waits_is_woken_by_their_own_chat() -> None:
    async def wait() -> list[str]:
        events = Events()
        waiting = asyncio.create_task(events.after(0, chat=1))
        await asyncio.sleep(0)
        events.add("message", "elsewhere", chat=2)
        await asyncio.sleep(0)
        assert not waiting.done()
        events.add("message", "here", chat=1)
        return [event.content for event in await asyncio.wait_for(waiting, 2)]

    assert asyncio.run(wait()) == ["here"]


def test_reach_ends_where_events_are_forgotten_or_were_never_given() -> None:
    events = Events()
    assert events.reach(0)
    assert not events.reach(1)
    for number in range(MOST_KEPT + 5):
        events.add("message", number)
    assert not events.reach(4)
    assert events.reach(5)
    assert events.reach(events.last)
