"""Logs as a process writes them, on a stream."""

import io
import logging
from collections.abc import Callable, Iterator
from typing import Literal

import pytest

from bot.logs import OWN, set_up_logs

Writing = Callable[..., io.StringIO]


@pytest.fixture
def writing() -> Iterator[Writing]:
    """Sets logs up as a process does, on a stream; all is as before afterwards."""
    loggers = [logging.root, *(logging.getLogger(name) for name in OWN)]
    before = [logger.level for logger in loggers]
    added: list[logging.Handler] = []

    def begin(format: Literal["text", "json"] = "text", level: str = "info") -> io.StringIO:
        stream = io.StringIO()
        added.append(set_up_logs(format=format, level=level, stream=stream))
        return stream

    yield begin
    for handler in added:
        logging.root.removeHandler(handler)
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)
