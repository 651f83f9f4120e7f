"""The token in logs: never."""

import io
import logging
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from bot.telegram.guard import TokenFilter, guard_logs, redacted
from tests.bot.shelf import Shelf
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.local_api import TOKEN, Failure, LocalApi
from tests.bot.telegram.updates import said


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a handler writes that takes everything, under the filter alone."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(TokenFilter(TOKEN))
    logger = logging.getLogger("test.guard")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield stream
    logger.removeHandler(handler)


def test_message_arguments_exceptions_and_stacks_are_cleaned(log: io.StringIO) -> None:
    logger = logging.getLogger("test.guard")
    logger.info("calling https://api.telegram.org/bot%s/getMe", TOKEN)
    logger.info("plain %(token)s", {"token": TOKEN})
    logger.info(ValueError(TOKEN))
    logger.info("bytes %r", TOKEN.encode())
    logger.info("misfit %d %s", TOKEN)
    logger.info("encoded %s", quote(TOKEN, safe=""))
    try:
        raise RuntimeError(f"no route to /bot{TOKEN}/x")
    except RuntimeError:
        logger.exception("failed", stack_info=True)
    text = log.getvalue()
    assert TOKEN not in text
    assert TOKEN.split(":")[1] not in text
    assert text.count("<token>") >= 7
    assert "RuntimeError: no route to /bot<token>/x" in text


def test_record_without_a_token_passes_as_it_is(log: io.StringIO) -> None:
    logging.getLogger("test.guard").info("answered %s in %.1f ms at 12:30", 3, 4.5)
    assert log.getvalue() == "answered 3 in 4.5 ms at 12:30\n"


def test_another_bot_s_token_is_taken_out_too() -> None:
    assert redacted("bot123456:" + "A" * 35, TOKEN) == "bot<token>"


def test_guarding_twice_adds_one_filter() -> None:
    handler = logging.StreamHandler(io.StringIO())
    logging.getLogger("test.guard").addHandler(handler)
    try:
        guard_logs(TOKEN)
        guard_logs(TOKEN)
        assert len(handler.filters) == 1
    finally:
        logging.getLogger("test.guard").removeHandler(handler)


def test_whole_run_at_debug_never_writes_the_token(
    api: LocalApi, shelf: Shelf, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.root.addHandler(handler)
    caplog.set_level(logging.DEBUG)
    api.fail("getMe", Failure(502, "Bad Gateway"))
    api.fail("sendMessage", Failure(400, f"Bad Request: {TOKEN} is on fire"))
    try:
        with running():
            # The bot quietens the HTTP client; somebody who looks for an error makes it loud again.
            for name in ("httpx", "httpcore", "telegram"):
                logging.getLogger(name).setLevel(logging.DEBUG)
            api.push(said("Where will the leaders meet?"), said("bug"))
            api.wait("sendMessage", count=2)
    finally:
        logging.root.removeHandler(handler)
        for name in ("httpx", "httpcore", "telegram"):
            logging.getLogger(name).setLevel(logging.NOTSET)
    secret = TOKEN.split(":")[1]
    assert "bot<token>/sendMessage" in stream.getvalue()  # the run did log URLs
    assert secret not in stream.getvalue()
    assert secret not in caplog.text
    assert all(secret not in record.getMessage() for record in caplog.records)
