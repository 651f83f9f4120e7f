"""What the check of each call against the Bot API's description notices, where there is a copy of that."""

import json
from typing import Any

import pytest

from tests.bot.telegram.described import description, objections

pytestmark = pytest.mark.skipif(
    description() is None, reason="there is no description of the Bot API beside the project"
)
MESSAGE = {"chat_id": "42", "text": "Yes."}
BUTTON = {"text": "More", "callback_data": "more"}
RESULT = {"type": "article", "id": "1", "title": "T", "input_message_content": {"message_text": "Yes."}}


def keyboard(**more: Any) -> dict[str, str]:
    return MESSAGE | {"reply_markup": json.dumps({"inline_keyboard": [[BUTTON | more]]})}


RIGHT: list[tuple[str, dict[str, str]]] = [
    ("getMe", {}),
    ("sendMessage", MESSAGE),
    ("sendMessage", MESSAGE | {"chat_id": "@dailynotes"}),
    ("sendMessage", MESSAGE | {"text": "<b>" + "x" * 4096 + "</b>", "parse_mode": "HTML"}),
    ("sendMessage", keyboard()),
    ("answerInlineQuery", {"inline_query_id": "1", "results": json.dumps([RESULT])}),
    ("setMyCommands", {"commands": '[{"command": "help", "description": "Help"}]', "scope": '{"type": "default"}'}),
]
WRONG: list[tuple[str, dict[str, str], str]] = [
    ("sendMesage", MESSAGE, "no such method"),
    ("sendMessage", {"chat_id": "42"}, "text is required"),
    ("sendMessage", MESSAGE | {"parsemode": "HTML"}, "parsemode is not described"),
    ("sendMessage", MESSAGE | {"text": ""}, "0 characters"),
    ("sendMessage", MESSAGE | {"text": "x" * 4097}, "4097 characters"),
    ("sendMessage", MESSAGE | {"text": "😀" * 2049}, "4098 characters"),
    ("sendMessage", MESSAGE | {"disable_notification": '"yes"'}, "no Boolean"),
    ("sendMessage", MESSAGE | {"reply_parameters": "7"}, "no ReplyParameters"),
    ("sendMessage", MESSAGE | {"reply_parameters": '{"message_id": true}'}, "no Integer"),
    ("sendMessage", keyboard(colour="red"), "colour is not described"),
    ("sendMessage", keyboard(callback_data="ü" * 33), "66 bytes"),
    ("answerInlineQuery", {"inline_query_id": "1", "results": json.dumps([RESULT | {"type": "book"}])}, "article"),
    ("answerInlineQuery", {"inline_query_id": "1", "results": json.dumps(RESULT)}, "no Array of InlineQueryResult"),
    ("setMyCommands", {"commands": "[]", "scope": '{"type": "everybody"}'}, "is not"),
]


@pytest.mark.parametrize(("method", "form"), RIGHT)
def test_call_as_described_is_not_objected_to(method: str, form: dict[str, str]) -> None:
    assert objections(method, form) == []


@pytest.mark.parametrize(("method", "form", "said"), WRONG)
def test_call_that_is_not_as_described_is_objected_to(method: str, form: dict[str, str], said: str) -> None:
    assert said in " ".join(objections(method, form))
