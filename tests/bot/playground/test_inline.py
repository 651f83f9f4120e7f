"""Inline mode and guest mode, from the person's side and the bot's."""

import threading
from typing import Any

import pytest

from bot.playground.chats import STRANGERS
from tests.bot.playground.conftest import TOKEN, YOU, Api

ARTICLE = {
    "type": "article",
    "id": "1",
    "title": "Leaders meet",
    "description": "in Sochi",
    "input_message_content": {"message_text": "<b>Sochi</b>", "parse_mode": "HTML"},
    "reply_markup": {"inline_keyboard": [[{"text": "Open", "url": "https://a.example"}]]},
}


def asked(api: Api, text: str, answer: dict[str, Any], chat: str = "private") -> Any:
    """What the person is offered when the bot answers so."""
    offers: list[Any] = []
    with_client = Api(api.address)
    thread = threading.Thread(target=lambda: offers.append(with_client.does("queries", text=text, chat=chat)))
    thread.start()
    query = api.next()["inline_query"]
    assert (query["query"], query["from"]["id"]) == (text, YOU)
    assert api.result("answerInlineQuery", inline_query_id=query["id"], **answer) is True
    thread.join(5)
    return offers[0]


def test_what_is_chosen_is_sent_in_the_persons_name_via_the_bot(api: Api) -> None:
    offer = asked(api, "Where?", {"results": [ARTICLE], "is_personal": True, "cache_time": 5}, chat="group")
    assert offer["results"] == [{"id": "1", "title": "Leaders meet", "description": "in Sochi"}]
    sent = api.does("choices", query=offer["id"], result="1", chat="group")
    assert (sent["text"], sent["via_bot"]["is_bot"], sent["from"]["id"]) == ("Sochi", True, YOU)
    assert sent["entities"][0]["type"] == "bold"
    assert api.next()["message"]["via_bot"]["is_bot"]  # the bot is in this group


def test_button_above_the_results_is_handed_on(api: Api) -> None:
    button = {"text": "Ask me in private", "start_parameter": "inline"}
    assert asked(api, "", {"results": [], "button": button})["button"] == button


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"results": [ARTICLE] * 51}, "RESULTS_TOO_MUCH"),
    ({"results": [ARTICLE, ARTICLE]}, "RESULT_ID_DUPLICATE"),
    ({"results": [ARTICLE | {"id": "x" * 65}]}, "RESULT_ID_INVALID"),
    ({"results": [ARTICLE | {"type": "photo"}]}, "unsupported inline query result type"),
    ({"results": [ARTICLE | {"title": ""}]}, "ARTICLE_TITLE_EMPTY"),
    ({"results": [ARTICLE | {"input_message_content": {"message_text": "<b>x", "parse_mode": "HTML"}}]}, "can't parse"),
    ({"results": [ARTICLE | {"input_message_content": {"message_text": "x" * 4097}}]}, "message is too long"),
    ({"results": [], "button": {"text": "x"}}, "START_PARAM_INVALID"),
    ({"results": [], "button": {"text": "x", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
    ({"results": [], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
]


@pytest.mark.parametrize(("answer", "words"), REFUSED)
def test_offer_that_the_documents_forbid_is_refused(api: Api, answer: dict[str, Any], words: str) -> None:
    thread = threading.Thread(target=lambda: Api(api.address).does("queries", text="Where?"))
    thread.start()
    id_ = api.next()["inline_query"]["id"]
    code, description = api.refusal("answerInlineQuery", inline_query_id=id_, **answer)
    assert (code, words in description) == (400, True)
    assert api.result("answerInlineQuery", inline_query_id=id_, results=[]) is True
    thread.join(5)


def test_query_is_answered_once_and_unknown_ones_never(api: Api) -> None:
    asked(api, "Where?", {"results": [ARTICLE]})
    assert "query is too old" in api.refusal("answerInlineQuery", inline_query_id="5", results=[])[1]


def test_result_that_was_not_offered_can_not_be_chosen(api: Api) -> None:
    offer = asked(api, "Where?", {"results": [ARTICLE]})
    for wrong in ({"query": offer["id"], "result": "2"}, {"query": "5", "result": "1"}):
        assert api.client.post(f"{api.address}/chat/choices", json=wrong).status_code == 400


def test_bot_hears_of_a_chat_where_it_is_no_member_only_what_mentions_it(api: Api) -> None:
    name = api.result("getMe")["username"]
    api.does("messages", text="Nobody is asked", chat="strangers")
    api.does("messages", text=f"@{name} Where?", chat="strangers")
    summons = api.next()["guest_message"]
    assert summons["text"] == f"@{name} Where?"
    sent = api.result("answerGuestQuery", guest_query_id=summons["guest_query_id"], result=ARTICLE)
    assert sent["inline_message_id"]
    assert (
        "query is too old"
        in api.refusal("answerGuestQuery", guest_query_id=summons["guest_query_id"], result=ARTICLE)[1]
    )
    seen = api.client.get(f"{api.address}/chat/events", params={"chat": "strangers"}).json()["whole"]["messages"]
    assert [message["text"] for message in seen][-1] == "Sochi"
    assert seen[-1]["guest_bot_caller_user"]["id"] == YOU


def test_bot_can_not_write_to_a_chat_where_it_is_no_member(api: Api) -> None:
    code, description = api.refusal("sendMessage", chat_id=STRANGERS["id"], text="x")
    assert (code, description) == (403, "Forbidden: bot is not a member of the supergroup chat")


def test_corrected_message_is_an_update_of_its_own(api: Api) -> None:
    said = api.says("Were?")
    api.does("corrections", message_id=said["message_id"], text="Where?")
    edited = api.next()["edited_message"]
    assert (edited["message_id"], edited["text"]) == (said["message_id"], "Where?")
    assert edited["edit_date"] >= edited["date"]


def test_only_the_persons_own_messages_can_be_corrected(api: Api) -> None:
    sent = api.result("sendMessage", chat_id=YOU, text="a")
    wrong = {"message_id": sent["message_id"], "text": "b"}
    assert api.client.post(f"{api.address}/chat/corrections", json=wrong).status_code == 400
    assert TOKEN not in api.client.post(f"{api.address}/chat/corrections", json=wrong).text
