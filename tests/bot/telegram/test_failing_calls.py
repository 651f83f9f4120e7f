"""Whatever call of the bot's fails, and however: nobody's answer is lost, none comes twice, and the bot goes on."""

from collections import Counter
from typing import Any

import pytest

from bot.telegram.callback import pack, view_of
from tests.bot.shelf import Shelf
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.local_api import CUT, GARBLED, TOKEN, Failure, LocalApi
from tests.bot.telegram.updates import corrected, pressed, said, typed

QUESTION, OTHER = "Where will the leaders meet?", "How tall is the tower in Paris?"
FAILURES = {
    "flood": Failure(429, "Too Many Requests: retry after 1", {"retry_after": 1}),
    "error of the server": Failure(500, "Internal Server Error"),
    "gateway": Failure(502, "Bad Gateway"),
    "cut": Failure(CUT),
    "not Telegram": Failure(GARBLED),
    "slow": Failure(200, after_s=0.5),
}
ALWAYS = ("getMe", "deleteWebhook", "getUpdates", "setMyCommands", "sendMessage")
ONLY_TRIED = ("answerCallbackQuery", "answerInlineQuery")
"""Calls that are of no use a second later; a failure costs one their good, and nothing else."""


def person(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": f"Reader {number}"}


def asks(number: int, question: str = QUESTION) -> dict[str, Any]:
    chat = {"id": number, "type": "private", "first_name": f"Reader {number}"}
    return said(question, chat=chat, **{"from": person(number)})


@pytest.mark.parametrize("method", ALWAYS)
@pytest.mark.parametrize("failure", FAILURES)
def test_question_is_answered_once_whatever_fails(
    api: LocalApi, running: Running, method: str, failure: str, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail(method, FAILURES[failure])
    with running():
        api.push(asks(1), asks(2), asks(3))
        api.until(lambda: len(served(api, "sendMessage")) >= 3)
        api.push(asks(4))
        api.until(lambda: len(served(api, "sendMessage")) >= 4)
    assert Counter(call["chat_id"] for call in served(api, "sendMessage")) == Counter([1, 2, 3, 4])
    assert all("Sochi" in call["text"] for call in served(api, "sendMessage"))
    assert not [record for record in caplog.records if record.exc_info and record.name.startswith(("bot", "asyncio"))]
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("failure", FAILURES)
def test_corrected_question_changes_its_answer_whatever_fails(api: LocalApi, running: Running, failure: str) -> None:
    question = asks(1)
    with running():
        api.push(question)
        api.until(lambda: len(served(api, "sendMessage")) == 1)
        api.fail("editMessageText", FAILURES[failure])
        api.push(corrected(question, OTHER))
        api.until(lambda: len(served(api, "editMessageText")) == 1)
    assert "330" in served(api, "editMessageText")[0]["text"]
    assert len(served(api, "sendMessage")) == 1


@pytest.mark.parametrize("method", ONLY_TRIED)
def test_press_or_query_that_can_not_be_answered_does_no_harm(
    api: LocalApi, running: Running, shelf: Shelf, method: str
) -> None:
    view = view_of(shelf.answer(QUESTION))
    assert view is not None
    api.fail(method, *FAILURES.values())
    with running():
        for number in range(len(FAILURES) + 1):
            first = 10**6 + 2 * number
            one = pressed(pack(view)) if method == "answerCallbackQuery" else typed(QUESTION)
            api.push(one | {"update_id": first}, asks(10 + number) | {"update_id": first + 1})
            api.until_tried(method, number + 1)  # a query that another follows at once is not answered
        api.until(lambda: bool(served(api, method)))
        api.until(lambda: len(served(api, "sendMessage")) >= len(FAILURES) + 1)
    assert Counter(call["chat_id"] for call in served(api, "sendMessage")).most_common(1)[0][1] == 1


def served(api: LocalApi, method: str) -> list[dict[str, Any]]:
    """The parameters of the method's calls that succeeded."""
    return [call.parameters for call in api.served if call.method == method]
