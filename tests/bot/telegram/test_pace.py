"""When requests are made, and made again."""

import asyncio
import time
from typing import Any

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.pace import ChatPace


def caused(error: NetworkError, cause: Exception) -> NetworkError:
    """The error as the library raises it."""
    error.__cause__ = cause
    return error


UNREACHABLE = caused(NetworkError("httpx.ConnectError"), httpx.ConnectError("no route to host"))
CUT_OFF = caused(NetworkError("httpx.RemoteProtocolError"), httpx.RemoteProtocolError("Server disconnected"))
NO_CONNECTION = caused(TimedOut(), httpx.ConnectTimeout("timed out"))
NOT_TELEGRAM = TelegramError("Invalid server response")  # whatever the network answered in its place
NO_WORD = caused(TimedOut(), httpx.ReadTimeout("timed out"))


class Notes:
    """What a sender was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def begin(self) -> None:
        self.told.append("begin")

    def back(self) -> None:
        self.told.append("back")


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


def request(
    pace: ChatPace, line: Line, *, endpoint: str = "sendMessage", chat: int | None = 1, notes: Notes | None = None
) -> Any:
    data = {} if chat is None else {"chat_id": chat}
    return pace.process_request(line, [], {}, endpoint, data, notes)


def quick() -> ChatPace:
    return ChatPace(per_chat_s=0, again_s=(0.01, 0.01))


@pytest.mark.parametrize("failure", [UNREACHABLE, CUT_OFF, NO_CONNECTION, NOT_TELEGRAM, NetworkError("Bad Gateway")])
def test_message_that_did_not_arrive_is_sent_again(failure: TelegramError) -> None:
    line, notes = Line(failure), Notes()
    assert asyncio.run(request(quick(), line, notes=notes)) is True
    assert len(line.times) == 2
    assert notes.told == ["begin", "back", "begin"]


def test_message_that_telegram_is_slow_to_confirm_is_not_sent_again() -> None:
    line, notes = Line(NO_WORD), Notes()
    with pytest.raises(TimedOut):
        asyncio.run(request(quick(), line, notes=notes))
    assert notes.told == ["begin"]


def test_edit_that_telegram_is_slow_to_confirm_is_made_again() -> None:
    line = Line(NO_WORD)
    assert asyncio.run(request(quick(), line, endpoint="editMessageText")) is True


@pytest.mark.parametrize(
    "refusal", [BadRequest("message is too long"), Forbidden("blocked"), ChatMigrated(-1005), InvalidToken()]
)
def test_refused_message_is_not_sent_again_and_counts_as_back(refusal: TelegramError) -> None:
    line, notes = Line(refusal), Notes()
    with pytest.raises(type(refusal)):
        asyncio.run(request(quick(), line, notes=notes))
    assert notes.told == ["begin", "back"]


def test_outage_that_lasts_is_told_in_the_end() -> None:
    line = Line(*[UNREACHABLE] * 9)
    with pytest.raises(NetworkError):
        asyncio.run(request(quick(), line))
    assert len(line.times) == 3


def test_outage_at_the_start_is_not_hidden_from_who_waits_for_it() -> None:
    line = Line(UNREACHABLE)
    with pytest.raises(NetworkError):
        asyncio.run(request(quick(), line, endpoint="getMe", chat=None))


def test_chat_that_is_told_to_wait_waits_alone() -> None:
    flooded, other = Line(RetryAfter(1)), Line()

    async def run() -> None:
        pace = quick()
        waiting = asyncio.ensure_future(request(pace, flooded, chat=1))
        await asyncio.sleep(0.05)
        await request(pace, other, chat=2)
        assert not waiting.done()
        await waiting

    asyncio.run(run())
    assert flooded.times[1] - flooded.times[0] >= 1
    assert other.times[0] < flooded.times[1]


def test_next_message_to_a_flooded_chat_waits_as_well() -> None:
    flooded, following = Line(RetryAfter(1)), Line()

    async def run() -> None:
        pace = quick()
        waiting = asyncio.ensure_future(request(pace, flooded))
        await asyncio.sleep(0.05)
        await asyncio.gather(waiting, request(pace, following))

    asyncio.run(run())
    assert following.times[0] - flooded.times[0] >= 1


def test_each_chat_has_its_own_gap_and_typing_has_none() -> None:
    one, other, typing = Line(), Line(), Line()

    async def run() -> None:
        pace = ChatPace(per_chat_s=0.2)
        await asyncio.gather(
            *(request(pace, one) for _ in range(3)),
            request(pace, other, chat=2),
            *(request(pace, typing, endpoint="sendChatAction") for _ in range(3)),
        )

    asyncio.run(run())
    assert one.times[2] - one.times[0] > 0.3  # a busy machine may hold up the first
    assert max(*other.times, *typing.times) < one.times[1]
