"""An operator in their private chat."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.telegram.app import Service
from bot.telegram.operators.rules import OperatorRules
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.local_api import LocalApi
from tests.bot.telegram.updates import ANNA, ME, message, pressed, said

OTTO = {"id": 4711, "is_bot": False, "first_name": "Otto"}
OTTOS = {"id": 4711, "type": "private", "first_name": "Otto"}
Operated = Callable[..., AbstractContextManager[Service]]


@pytest.fixture
def rules(tmp_path: Path) -> OperatorRules:
    """Otto operates."""
    return OperatorRules(frozenset({OTTO["id"]}), tmp_path / "gaps.jsonl")


@pytest.fixture
def operated(running: Running, rules: OperatorRules) -> Operated:
    """Runs the bot that Otto operates while a block lasts."""

    @contextmanager
    def run(**more: Any) -> Iterator[Service]:
        # each question stands alone: Anna asks many in a row
        with running(**{"operators": rules, "follow_up_s": 0.0} | more) as service:
            yield service

    return run


def says(text: str | None, **more: Any) -> dict[str, Any]:
    """An update with a message of Otto's."""
    return said(text, **{"from": OTTO, "chat": OTTOS} | more)


def presses(api: LocalApi, label: str, *, on: dict[str, Any]) -> dict[str, Any]:
    """An update with Otto's press of the button with that label, under what the bot sent or changed last (`on`)."""
    (data,) = [
        button["callback_data"]
        for row in on["reply_markup"]["inline_keyboard"]
        for button in row
        if label in button["text"]
    ]
    under = message(on["text"], **{"from": ME, "chat": OTTOS, "message_id": on.get("message_id", 1000)})
    update = pressed(data, on=under)
    update["callback_query"]["from"] = OTTO
    return update


def by_anna(update: dict[str, Any]) -> dict[str, Any]:
    """The same press, of somebody who is no operator."""
    return {**update, "callback_query": update["callback_query"] | {"from": ANNA}}
