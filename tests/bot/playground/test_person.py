"""What the person does, as the bot is told."""

import pytest

from bot.playground.chats import FORUM, GROUP
from tests.bot.playground.conftest import TOKEN, YOU, Api

KEYBOARD = {
    "inline_keyboard": [[{"text": "More", "callback_data": "more"}, {"text": "Copy", "copy_text": {"text": "c"}}]]
}


def test_text_becomes_a_message_as_telegram_makes_it(api: Api) -> None:
    message = api.says("/ask@some_bot where?")
    assert message["from"] == {"id": YOU, "is_bot": False, "first_name": "You", "language_code": "en"}
    assert message["chat"]["type"] == "private"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 13}]
    assert message["date"] > 1_600_000_000


def test_reply_holds_what_it_replies_to(api: Api) -> None:
    answer = api.result("sendMessage", chat_id=YOU, text="An answer")
    message = api.says("And when?", reply_to=answer["message_id"])
    assert message["reply_to_message"]["text"] == "An answer"
    assert message["reply_to_message"]["from"]["is_bot"]


def test_group_is_another_chat(api: Api) -> None:
    message = api.says("hello", chat="group")
    assert message["chat"] == GROUP
    assert api.result("sendMessage", chat_id=GROUP["id"], text="hi")["chat"] == GROUP


def test_topic_is_kept_by_those_who_reply_in_it(api: Api) -> None:
    opened = api.does("topics", name="News")
    thread = opened["message_thread_id"]
    assert api.next()["message"]["forum_topic_created"]["name"] == "News"
    asked = api.says("where?", chat="forum", thread=thread)
    assert (asked["message_thread_id"], asked["is_topic_message"]) == (thread, True)
    assert asked["reply_to_message"]["forum_topic_created"]["name"] == "News"
    reply = {"message_id": asked["message_id"]}
    answer = api.result("sendMessage", chat_id=FORUM["id"], text="there", reply_parameters=reply)
    assert (answer["message_thread_id"], answer["reply_to_message"]["text"]) == (thread, "where?")


def test_message_can_not_be_replied_to_from_another_topic(api: Api) -> None:
    news, sport = (api.does("topics", name=name)["message_thread_id"] for name in ("News", "Sport"))
    asked = api.does("messages", text="where?", chat="forum", thread=news)
    reply = {"message_id": asked["message_id"], "allow_sending_without_reply": True}
    wrong = {"chat_id": FORUM["id"], "text": "x", "message_thread_id": sport, "reply_parameters": reply}
    assert api.refusal("sendMessage", **wrong) == (400, "Bad Request: message to be replied not found")


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("messages", {}, "text is empty"),
        ("messages", {"text": " "}, "text is empty"),
        ("messages", {"text": "x" * 4097}, "too long"),
        ("messages", {"text": "x", "chat": "channel"}, "chat not found"),
        ("messages", {"text": "x", "thread": 5}, "thread not found"),
        ("messages", {"text": "x", "reply_to": 99}, "replied not found"),
        ("messages", {"text": "x", "txt": "x"}, "unknown parameter txt"),
        ("presses", {"message_id": 99, "data": "more"}, "no such button"),
        ("topics", {"name": ""}, "out of its limits"),
    ],
)
def test_what_nobody_could_do_in_a_chat_is_refused(api: Api, name: str, given: dict[str, object], words: str) -> None:
    response = api.client.post(f"{api.address}/chat/{name}", json=given)
    assert response.status_code == 400
    assert words in response.json()["description"]


def test_only_buttons_that_are_there_can_be_pressed(api: Api) -> None:
    sent = api.result("sendMessage", chat_id=YOU, text="x", reply_markup=KEYBOARD)
    address = f"{api.address}/chat/presses"
    assert api.client.post(address, json={"message_id": sent["message_id"], "data": "c"}).status_code == 400
    assert api.client.post(address, json={"message_id": sent["message_id"], "data": "more"}).status_code == 200
    api.result("editMessageReplyMarkup", chat_id=YOU, message_id=sent["message_id"])
    assert api.client.post(address, json={"message_id": sent["message_id"], "data": "more"}).status_code == 400


def test_who_looks_on_sees_everything_and_then_what_is_new(api: Api) -> None:
    api.does("messages", text="before")
    seen = api.client.get(f"{api.address}/chat/events").json()
    assert [message["text"] for message in seen["whole"]["messages"]] == ["before"]
    api.result("setMyCommands", commands=[{"command": "help", "description": "How to ask"}])
    api.result("sendChatAction", chat_id=YOU, action="typing")
    api.result("sendMessage", chat_id=YOU, text="after")
    api.result("sendMessage", chat_id=GROUP["id"], text="elsewhere")
    query = {"run": seen["run"], "after": seen["last"]}
    events = api.client.get(f"{api.address}/chat/events", params=query).json()["events"]
    assert [event["kind"] for event in events] == ["commands", "action", "message"]
    assert events[-1]["content"]["text"] == "after"


@pytest.mark.parametrize("query", [{"run": "another", "after": 0}, {"after": 0}, {"run": "", "after": 5}])
def test_who_comes_from_an_earlier_run_is_told_everything(api: Api, query: dict[str, str | int]) -> None:
    api.does("messages", text="here")
    assert "whole" in api.client.get(f"{api.address}/chat/events", params=query).json()


def test_prepared_fault_happens_as_often_as_it_was_asked_for(api: Api) -> None:
    description = "Too Many Requests: retry after 3"
    api.does("faults", method="sendMessage", error_code=429, description=description, retry_after=3, times=2)
    for _ in range(2):
        response = api.call("sendMessage", chat_id=YOU, text="x")
        assert response.status_code == 429
        assert response.json() == {
            "ok": False, "error_code": 429, "description": description, "parameters": {"retry_after": 3},
        }  # fmt: skip
    assert api.call("sendMessage", chat_id=YOU, text="x").status_code == 200


def test_token_is_never_told_to_who_looks_on(api: Api) -> None:
    assert TOKEN not in api.client.get(f"{api.address}/chat/events").text
