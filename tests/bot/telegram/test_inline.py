"""Inline mode and guest mode: what is offered in other chats."""

import json
import time
from typing import Any

import pytest

from bot.telegram.access import AccessRules
from bot.telegram.settings import LoadLimits
from retrieval.answer import Respelled
from tests.bot.shelf import Shelf
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.local_api import Failure, LocalApi
from tests.bot.telegram.updates import ANNA, said, summoned, typed

QUESTION = "Where will the leaders meet?"


def offered(api: LocalApi, query: str) -> dict[str, Any]:
    api.push(typed(query))
    return api.wait("answerInlineQuery")[0]


@pytest.mark.usefixtures("bot")
def test_results_are_headlines_with_the_answering_words_and_the_date(api: LocalApi) -> None:
    answer = offered(api, QUESTION)
    first = answer["results"][0]
    assert first["title"] == "Leaders <meet> & talk"
    assert first["description"] == "The leaders will meet in Sochi on Monday. · October 31, 2022"
    assert (answer["is_personal"], answer["cache_time"]) == (True, 10)
    assert "button" not in answer
    assert len({result["id"] for result in answer["results"]}) == 3


@pytest.mark.usefixtures("bot")
def test_what_is_sent_is_the_whole_quote_with_its_source(api: LocalApi) -> None:
    first = offered(api, QUESTION)["results"][0]
    content = first["input_message_content"]
    assert content["parse_mode"] == "HTML"
    assert content["message_text"].startswith("<blockquote><b>The leaders </b>will meet in Sochi on Monday. They will")
    assert "paragraph 2 of 3" in content["message_text"]
    buttons = [button for row in first["reply_markup"]["inline_keyboard"] for button in row]
    assert [button["text"] for button in buttons] == ["Open", "Copy citation"]
    assert not [button for button in buttons if "callback_data" in button]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Type a question"),
        ("ab", "Type a question"),
        ("?! ab", "Type a question"),
        ("Who built the tower?", "No answer"),
    ],
)
def test_nothing_to_offer_is_a_button_that_leads_to_the_private_chat(api: LocalApi, query: str, words: str) -> None:
    answer = offered(api, query)
    assert answer["results"] == []
    assert answer["button"]["text"].startswith(words)
    assert answer["button"]["start_parameter"] == "inline"


@pytest.mark.usefixtures("bot")
def test_words_read_as_others_are_told_above_the_results(api: LocalApi, shelf: Shelf) -> None:
    shelf.respelled = Respelled(QUESTION, (("laeders", "leaders"),))
    answer = offered(api, QUESTION)
    assert len(answer["results"]) == 3
    assert answer["button"]["text"] == "Read as: leaders"


@pytest.mark.usefixtures("bot")
def test_superseded_queries_of_a_person_are_dropped_and_of_another_are_not(api: LocalApi) -> None:
    other = ANNA | {"id": 43}
    last = typed(QUESTION)
    api.push(*(typed(QUESTION[:length]) for length in range(5, 12)), typed(QUESTION, person=other), last)
    answers = api.wait("answerInlineQuery", count=2)
    time.sleep(0.5)
    assert len(api.of("answerInlineQuery")) == 2
    assert str(last["inline_query"]["id"]) in [answer["inline_query_id"] for answer in answers]


@pytest.mark.usefixtures("bot")
def test_query_that_is_too_old_to_be_answered_does_no_harm(api: LocalApi, caplog: pytest.LogCaptureFixture) -> None:
    api.fail("answerInlineQuery", Failure(400, "Bad Request: query is too old and response timeout expired"))
    offered(api, QUESTION)
    api.push(typed(QUESTION))
    api.wait("answerInlineQuery", count=2)
    assert not caplog.records


def test_who_may_not_ask_is_offered_nothing(api: LocalApi, running: Running) -> None:
    with running(access=AccessRules("list")):
        answer = offered(api, QUESTION)
    assert (answer["results"], answer["button"]["text"]) == ([], "For invited readers only")


def test_slow_library_offers_to_ask_in_private(api: LocalApi, shelf: Shelf, running: Running) -> None:
    shelf.slow.add(QUESTION)
    with running(LoadLimits(time_limit_s=0.1)):
        assert offered(api, QUESTION)["button"]["text"].startswith("Busy")
        shelf.held.set()


@pytest.mark.usefixtures("bot")
def test_guest_answers_its_mention_with_one_short_quote(api: LocalApi) -> None:
    update = summoned(f"@QuotedTestBot {QUESTION}")
    api.push(update)
    (answer,) = api.wait("answerGuestQuery")
    assert answer["guest_query_id"] == update["guest_message"]["guest_query_id"]
    assert "in Sochi on Monday" in answer["result"]["input_message_content"]["message_text"]
    assert "expandable" not in json.dumps(answer)


@pytest.mark.usefixtures("bot")
def test_guest_admits_that_there_is_no_answer(api: LocalApi) -> None:
    api.push(summoned("@QuotedTestBot Who built the tower?"))
    (answer,) = api.wait("answerGuestQuery")
    assert answer["result"]["input_message_content"]["message_text"] == "I found no answer to this."


def test_guest_is_silent_to_machines_to_nothing_and_to_who_may_not_ask(api: LocalApi, running: Running) -> None:
    machine = ANNA | {"id": 7, "is_bot": True}
    with running(access=AccessRules("list", frozenset({42}))):
        api.push(
            summoned("@QuotedTestBot"),
            summoned(f"@QuotedTestBot {QUESTION}", **{"from": machine}),
            summoned(f"@QuotedTestBot {QUESTION}", **{"from": ANNA | {"id": 8}}),
            said(QUESTION),
        )
        api.wait("sendMessage")
    assert api.of("answerGuestQuery") == []
