"""The Bot API's methods: what they do, and what they refuse."""

from typing import Any

import pytest

from tests.bot.playground.conftest import YOU, Api

BUTTON = {"text": "More", "callback_data": "more"}
KEYBOARD = {"inline_keyboard": [[BUTTON]]}
COMMAND = {"command": "help", "description": "How to ask"}


def keyboard(**button: Any) -> dict[str, Any]:
    return {"chat_id": YOU, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "More"} | button]]}}


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": YOU}, "message text is empty"),
    ("sendMessage", {"chat_id": YOU, "text": ""}, "message text is empty"),
    ("sendMessage", {"chat_id": YOU, "text": " \n"}, "message text is empty"),
    ("sendMessage", {"chat_id": YOU, "text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
    ("sendMessage", {"chat_id": YOU, "text": "x" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": YOU, "text": "😀" * 2049}, "message is too long"),
    ("sendMessage", {"chat_id": YOU, "text": "<b>" * 9000 + "x" + "</b>" * 9000, "parse_mode": "HTML"}, "too long"),
    ("sendMessage", {"chat_id": YOU, "text": "x", "parse_mode": "MarkdownV3"}, "unsupported parse_mode"),
    ("sendMessage", {"chat_id": YOU, "text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
    ("sendMessage", {"chat_id": YOU, "text": 5}, "parameter text must be String"),
    ("sendMessage", {"chat_id": YOU, "text": True}, "parameter text must be String"),
    ("sendMessage", {"chat_id": 1.5, "text": "x"}, "parameter chat_id must be Integer or String"),
    ("sendMessage", {"chat_id": 5, "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": YOU, "text": "x", "disable_notification": 1}, "must be Boolean"),
    ("sendMessage", {"chat_id": YOU, "text": "x", "parsemode": "HTML"}, "unknown parameter parsemode"),
    ("sendMessage", {"chat_id": YOU, "text": "x", "message_thread_id": 7}, "message thread not found"),
    ("sendMessage", {"chat_id": YOU, "text": "x", "reply_parameters": {}}, "message identifier is not specified"),
    (
        "sendMessage",
        {"chat_id": YOU, "text": "x", "reply_parameters": {"message_id": 9}},
        "message to be replied not found",
    ),
    (
        "sendMessage",
        {"chat_id": YOU, "text": "x", "reply_parameters": {"message_id": 9, "allow": True}},
        "unknown parameter ReplyParameters.allow",
    ),
    (
        "sendMessage",
        {"chat_id": YOU, "text": "x", "link_preview_options": {"disabled": True}},
        "unknown parameter LinkPreviewOptions.disabled",
    ),
    ("sendMessage", {"chat_id": YOU, "text": "x", "reply_markup": []}, "can't parse InlineKeyboardMarkup"),
    ("sendMessage", {"chat_id": YOU, "text": "x", "reply_markup": {"inline_keyboard": [BUTTON]}}, "must be an Array"),
    ("sendMessage", {"chat_id": YOU, "text": "x", "reply_markup": {"inline_keyboard": [[BUTTON] * 9]}}, "too long"),
    ("sendMessage", {"chat_id": YOU, "text": "x", "reply_markup": {"inline_keyboard": [[BUTTON] * 8] * 13}}, "long"),
    ("sendMessage", keyboard(), "Text buttons are unallowed"),
    ("sendMessage", keyboard(text="", callback_data="x"), "button text is empty"),
    ("sendMessage", keyboard(callback_data=""), "BUTTON_DATA_INVALID"),
    ("sendMessage", keyboard(callback_data="x" * 65), "BUTTON_DATA_INVALID"),
    ("sendMessage", keyboard(callback_data="ü" * 33), "BUTTON_DATA_INVALID"),
    ("sendMessage", keyboard(callback_data="x", url="https://a.example"), "must have one action"),
    ("sendMessage", keyboard(url="javascript:alert(1)"), "BUTTON_URL_INVALID"),
    ("sendMessage", keyboard(url="https://"), "BUTTON_URL_INVALID"),
    ("sendMessage", keyboard(copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
    ("sendMessage", keyboard(copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
    ("sendMessage", keyboard(callback_data="x", colour="red"), "unknown parameter InlineKeyboardButton.colour"),
    ("editMessageText", {"chat_id": YOU, "message_id": 99, "text": "x"}, "message to edit not found"),
    ("editMessageText", {"chat_id": YOU, "text": "x"}, "message identifier is not specified"),
    ("editMessageReplyMarkup", {"chat_id": YOU, "message_id": 99}, "message to edit not found"),
    ("deleteMessage", {"chat_id": YOU, "message_id": 99}, "message to delete not found"),
    ("answerCallbackQuery", {"callback_query_id": "5"}, "query is too old"),
    ("answerCallbackQuery", {"callback_query_id": "5", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("sendChatAction", {"chat_id": YOU, "action": "thinking"}, "wrong parameter action in request"),
    ("setMyCommands", {"commands": [COMMAND | {"command": "Help"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [COMMAND | {"command": "x" * 33}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [COMMAND | {"description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [COMMAND | {"description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [COMMAND] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    ("setMyCommands", {"commands": [COMMAND], "scope": {"type": "everybody"}}, "scope type"),
    ("setMyCommands", {"commands": [COMMAND], "language_code": "english"}, "language code"),
    ("getUpdates", {"limit": 0}, "parameter limit is out of its limits"),
    ("getUpdates", {"limit": 101}, "parameter limit is out of its limits"),
    ("getUpdates", {"timeout": -1}, "parameter timeout is out of its limits"),
    ("getUpdates", {"allowed_updates": ["messages"]}, "no kind of update: messages"),
    ("getUpdates", {"offset": "7"}, "parameter offset must be Integer"),
]


@pytest.mark.parametrize(("method", "parameters", "words"), REFUSED)
def test_what_the_documents_forbid_is_refused(api: Api, method: str, parameters: dict[str, Any], words: str) -> None:
    code, description = api.refusal(method, **parameters)
    assert code == 400
    assert description.startswith("Bad Request: ")
    assert words in description


@pytest.mark.parametrize(
    "parameters",
    [
        {"text": "x" * 4096},
        {"text": "😀" * 2048},
        {"text": "<b>" + "x" * 4096 + "</b>", "parse_mode": "HTML"},
        keyboard(callback_data="x" * 64),
        keyboard(callback_data="ü" * 32),
        keyboard(copy_text={"text": "x" * 256}),
        keyboard(url="https://a.example/?b=c#:~:text=d"),
        keyboard(url="tg://user?id=5"),
        {"text": "x", "reply_markup": {"inline_keyboard": [[BUTTON] * 8] * 12}},
        {"text": "x", "reply_parameters": {"message_id": 99, "allow_sending_without_reply": True}},
    ],
)
def test_what_just_fits_is_sent(api: Api, parameters: dict[str, Any]) -> None:
    assert api.result("sendMessage", **{"chat_id": YOU, **parameters})["text"]


def test_message_comes_back_as_people_see_it(api: Api) -> None:
    asked = api.says("Where?")
    sent = api.result(
        "sendMessage",
        chat_id=YOU,
        text=' <blockquote>in <b>Sochi</b></blockquote>\n<a href="https://a.example/?a=1&amp;b=2">A &lt;title&gt;</a> ',
        parse_mode="HTML",
        reply_parameters={"message_id": asked["message_id"]},
        reply_markup=KEYBOARD,
    )
    assert sent["text"] == "in Sochi\nA <title>"
    assert sent["entities"] == [
        {"type": "blockquote", "offset": 0, "length": 8},
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "text_link", "offset": 9, "length": 9, "url": "https://a.example/?a=1&b=2"},
    ]
    assert sent["from"]["is_bot"]
    assert sent["reply_to_message"]["text"] == "Where?"
    assert sent["reply_markup"] == KEYBOARD


def test_edit_replaces_text_and_keyboard(api: Api) -> None:
    sent = api.result("sendMessage", chat_id=YOU, text="a", reply_markup=KEYBOARD)
    edited = api.result(
        "editMessageText", chat_id=YOU, message_id=sent["message_id"], text="<i>b</i>", parse_mode="html"
    )
    assert (edited["text"], edited["entities"]) == ("b", [{"type": "italic", "offset": 0, "length": 1}])
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= edited["date"]


def test_edit_that_changes_nothing_is_refused(api: Api) -> None:
    sent = api.result("sendMessage", chat_id=YOU, text="a", reply_markup=KEYBOARD)
    same = {"chat_id": YOU, "message_id": sent["message_id"], "reply_markup": KEYBOARD}
    assert "message is not modified" in api.refusal("editMessageText", text="<b></b>a", parse_mode="HTML", **same)[1]
    assert "message is not modified" in api.refusal("editMessageReplyMarkup", **same)[1]
    assert api.result("editMessageReplyMarkup", chat_id=YOU, message_id=sent["message_id"])["text"] == "a"


def test_only_the_bots_own_messages_can_be_edited(api: Api) -> None:
    asked = api.says("Where?")
    code, description = api.refusal("editMessageText", chat_id=YOU, message_id=asked["message_id"], text="x")
    assert (code, description) == (400, "Bad Request: message can't be edited")


def test_deleted_message_can_not_be_replied_to(api: Api) -> None:
    asked = api.says("Where?")
    assert api.result("deleteMessage", chat_id=YOU, message_id=asked["message_id"]) is True
    reply = {"message_id": asked["message_id"]}
    assert "replied not found" in api.refusal("sendMessage", chat_id=YOU, text="x", reply_parameters=reply)[1]
    reply |= {"allow_sending_without_reply": True}
    assert "reply_to_message" not in api.result("sendMessage", chat_id=YOU, text="x", reply_parameters=reply)


def test_commands_are_kept_by_scope_and_language(api: Api) -> None:
    german = {"command": "hilfe", "description": "Wie man fragt"}
    assert api.result("getMyCommands") == []
    assert api.result("setMyCommands", commands=[COMMAND]) is True
    assert api.result("setMyCommands", commands=[german], language_code="de") is True
    assert api.result("getMyCommands") == [COMMAND]
    assert api.result("getMyCommands", language_code="de") == [german]
    assert api.result("deleteMyCommands", language_code="de") is True
    assert api.result("getMyCommands", language_code="de") == []


def test_press_is_answered_once(api: Api) -> None:
    sent = api.result("sendMessage", chat_id=YOU, text="a", reply_markup=KEYBOARD)
    press = api.does("presses", message_id=sent["message_id"], data="more")
    query = api.next()["callback_query"]
    assert (query["id"], query["data"], query["message"]["text"]) == (press["id"], "more", "a")
    assert api.result("answerCallbackQuery", callback_query_id=query["id"], text="x" * 200) is True
    assert "query is too old" in api.refusal("answerCallbackQuery", callback_query_id=query["id"])[1]


def test_me_is_a_bot_with_a_name(api: Api) -> None:
    me = api.result("getMe")
    assert (me["id"], me["is_bot"], me["username"][-3:]) == (123456789, True, "bot")


def test_there_is_no_webhook(api: Api) -> None:
    api.does("messages", text="waits")
    assert api.result("getWebhookInfo")["url"] == ""
    assert api.result("getWebhookInfo")["pending_update_count"] == 1
    assert api.result("deleteWebhook") is True
    assert api.result("getWebhookInfo")["pending_update_count"] == 1
    assert api.result("deleteWebhook", drop_pending_updates=True) is True
    assert api.result("getUpdates") == []
