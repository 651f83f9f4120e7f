"""When requests are made, and made again."""

import asyncio
import time
from typing import Any

import httpx
import pytest
from telegram.error import NetworkError, TimedOut

from bot.telegram.pace import ChatPace


def unreachable() -> NetworkError:
    error = NetworkError("httpx.ConnectError")
    error.__cause__ = httpx.ConnectError("no route to host")
    return error


class Line:
    """A request to Telegram that fails as it is told, then succeeds; remembers when it was made."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.times: list[float] = []

    async def __call__(self, *_: Any, **__: Any) -> bool:
        self.times.append(time.monotonic())
        if self.failures:
            raise self.failures.pop(0)
        return True


def request(pace: ChatPace, line: Line, *, endpoint: str = "sendMessage", chat: int | None = 1) -> Any:
    data = {} if chat is None else {"chat_id": chat}
    return pace.process_request(line, [], {}, endpoint, data, None)


def test_message_that_never_reached_telegram_is_sent_again() -> None:
    line = Line(unreachable())
    assert asyncio.run(request(ChatPace(per_chat_s=0), line)) is True
    assert len(line.times) == 2


@pytest.mark.parametrize("failure", [TimedOut(), NetworkError("Bad Gateway")])
def test_message_that_may_have_arrived_is_not_sent_again(failure: NetworkError) -> None:
    line = Line(failure)
    with pytest.raises(NetworkError):
        asyncio.run(request(ChatPace(per_chat_s=0), line))
    assert len(line.times) == 1


def test_outage_at_the_start_is_not_hidden_from_who_waits_for_it() -> None:
    line = Line(unreachable())
    with pytest.raises(NetworkError):
        asyncio.run(request(ChatPace(per_chat_s=0), line, endpoint="getMe", chat=None))


def test_each_chat_has_its_own_gap_and_typing_has_none() -> None:
    one, other, typing = Line(), Line(), Line()

    async def run() -> None:
        pace = ChatPace(per_chat_s=0.2)
        await asyncio.gather(
            *(request(pace, one) for _ in range(3)),
            request(pace, other, chat=2),
            *(request(pace, typing, endpoint="sendChatAction") for _ in range(3)),
        )

    began = time.monotonic()
    asyncio.run(run())
    gaps = [later - earlier for earlier, later in zip(one.times, one.times[1:], strict=False)]
    assert all(gap >= 0.19 for gap in gaps)
    assert max(*other.times, *typing.times) - began < 0.15
