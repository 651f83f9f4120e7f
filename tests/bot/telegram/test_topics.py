"""Following a question, from the button to the message."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from bot.telegram.notices import NoticeRules
from bot.telegram.topics import MOST
from retrieval.article import Source
from tests.bot.shelf import Shelf, passages_of
from tests.bot.telegram.conftest import Keeping, Running, logged
from tests.bot.telegram.local_api import Failure, LocalApi
from tests.bot.telegram.updates import ANNA, GROUP, ME, message, pressed, said

QUESTION = "Where will the leaders meet?"
FOLLOW, STOP = "Tell me when something new answers this", "Stop telling me"
AT_ONCE = NoticeRules(every_s=0.02)


@pytest.fixture
def bot(running: Running) -> Iterator[None]:
    with running(notices=AT_ONCE):
        yield


def asked(api: LocalApi, update: dict[str, Any]) -> dict[str, Any]:
    """What the bot sends on an update, as Telegram shows it to who presses its buttons."""
    before = len(api.of("sendMessage"))
    api.push(update)
    sent = api.wait("sendMessage", count=before + 1)[before]
    number = 1000 + len(api.of("sendMessage", "editMessageText"))
    answered = {"reply_to_message": update["message"]} if "reply_parameters" in sent else {}
    return message(
        sent["text"], **{"from": ME, "message_id": number, "reply_markup": sent.get("reply_markup")}, **answered
    )


def button(shown: dict[str, Any], label: str) -> str:
    (data,) = (
        one["callback_data"] for row in shown["reply_markup"]["inline_keyboard"] for one in row if label in one["text"]
    )
    return str(data)


def press(api: LocalApi, shown: dict[str, Any], label: str) -> str:
    """Press a button; what its notice says."""
    before = len(api.of("answerCallbackQuery"))
    api.push(pressed(button(shown, label), on=shown))
    return str(api.wait("answerCallbackQuery", count=before + 1)[before].get("text", ""))


def add(shelf: Shelf, text: str, *, number: int = 500) -> None:
    """Bring in an article, as a reindex does."""
    source = Source(f"new{number}", f"new{number}.txt", "News of the day", "Herald")
    shelf.passages |= {passage.id: passage for passage in passages_of(source, text, first_id=number)}
    shelf.change += 1


@pytest.mark.usefixtures("bot")
def test_news_that_could_not_be_kept_are_told_when_they_can(
    api: LocalApi, shelf: Shelf, no_letters: Keeping, caplog: pytest.LogCaptureFixture
) -> None:
    press(api, asked(api, said(QUESTION)), FOLLOW)
    with no_letters():
        add(shelf, "The leaders will meet in Yerevan.")
        logged(caplog, "news not kept")
        time.sleep(0.2)  # several looks
    assert "Yerevan" in api.wait("sendMessage", count=2)[1]["text"]


@pytest.mark.usefixtures("bot")
def test_what_is_new_on_a_followed_question_is_sent_with_a_button_that_stops_it(api: LocalApi, shelf: Shelf) -> None:
    answer = asked(api, said(QUESTION))
    assert press(api, answer, FOLLOW).startswith("I’ll write to you when something new answers this")
    assert STOP in str(api.wait("editMessageReplyMarkup")[0]["reply_markup"])
    add(shelf, "The leaders meet in Yerevan after all.")
    sent = api.wait("sendMessage", count=2)[1]
    assert sent["text"].startswith(f"<i>Something new on: {QUESTION}</i>\n<blockquote><b>The leaders ")
    assert "reply_parameters" not in sent
    assert sent["chat_id"] == ANNA["id"]
    assert STOP in str(sent["reply_markup"])


@pytest.mark.usefixtures("bot")
def test_nothing_new_is_not_told_and_more_of_it_not_on_the_same_day(api: LocalApi, shelf: Shelf) -> None:
    press(api, asked(api, said(QUESTION)), FOLLOW)
    add(shelf, "The weather is fine today.")
    add(shelf, "The leaders meet in Yerevan after all.", number=600)
    api.wait("sendMessage", count=2)
    add(shelf, "The leaders meet in Baku, it is said.", number=700)
    asked(api, said("/latest"))
    asked(api, said("/latest"))
    assert len(api.of("sendMessage")) == 4


@pytest.mark.usefixtures("bot")
def test_a_question_without_an_answer_can_be_followed(api: LocalApi, shelf: Shelf) -> None:
    nothing = asked(api, said("Who won the Zanzibar regatta?"))
    press(api, nothing, FOLLOW)
    add(shelf, "The Zanzibar regatta was won by Asha.")
    assert "<b>The Zanzibar" in api.wait("sendMessage", count=2)[1]["text"]


@pytest.mark.usefixtures("bot")
def test_one_press_stops_it(api: LocalApi, shelf: Shelf) -> None:
    answer = asked(api, said(QUESTION))
    press(api, answer, FOLLOW)
    after = answer | {"reply_markup": api.wait("editMessageReplyMarkup")[0]["reply_markup"]}
    assert press(api, after, STOP).startswith("Stopped")
    assert FOLLOW in str(api.wait("editMessageReplyMarkup", count=2)[1]["reply_markup"])
    add(shelf, "The leaders meet in Yerevan after all.")
    assert asked(api, said("/topics"))["text"].startswith("You follow no question")
    assert len(api.of("sendMessage")) == 2


@pytest.mark.usefixtures("bot")
def test_news_keep_their_first_line_and_stop_when_another_button_is_pressed(api: LocalApi, shelf: Shelf) -> None:
    press(api, asked(api, said(QUESTION)), FOLLOW)
    add(shelf, "The leaders meet in Yerevan after all.")
    sent = api.wait("sendMessage", count=2)[1]
    plain = f"Something new on: {QUESTION}\nThe leaders meet in Yerevan after all."
    shown = message(plain, **{"from": ME, "message_id": 1002, "reply_markup": sent["reply_markup"]})
    press(api, shown, "Helpful")
    edited = api.wait("editMessageText")[0]
    assert edited["text"].startswith(f"<i>Something new on: {QUESTION}</i>\n<blockquote>")
    assert STOP in str(edited["reply_markup"])


@pytest.mark.usefixtures("bot")
def test_news_whose_topic_was_stopped_offer_nothing_to_follow(api: LocalApi, shelf: Shelf) -> None:
    press(api, asked(api, said(QUESTION)), FOLLOW)
    add(shelf, "The leaders meet in Yerevan after all.")
    sent = api.wait("sendMessage", count=2)[1]
    first = f"Something new on: {QUESTION}"
    italic = {"type": "italic", "offset": 0, "length": len(first)}
    rows = {"inline_keyboard": [row for row in sent["reply_markup"]["inline_keyboard"] if STOP not in str(row)]}
    told = {"from": ME, "message_id": 1002, "reply_markup": rows, "entities": [italic]}
    press(api, message(f"{first}\nThe leaders meet in Yerevan after all.", **told), "Helpful")
    edited = api.wait("editMessageText")[0]
    assert edited["text"].startswith(f"<i>{first}</i>\n<blockquote>")
    assert FOLLOW not in str(edited["reply_markup"])


@pytest.mark.usefixtures("bot")
def test_a_followed_question_stays_marked_when_another_button_is_pressed(api: LocalApi) -> None:
    answer = asked(api, said(QUESTION))
    press(api, answer, FOLLOW)
    after = answer | {"reply_markup": api.wait("editMessageReplyMarkup")[0]["reply_markup"]}
    press(api, after, "Context")
    assert STOP in str(api.wait("editMessageText")[0]["reply_markup"])


@pytest.mark.usefixtures("bot")
def test_topics_are_listed_and_stopped_in_the_list(api: LocalApi) -> None:
    for question in (QUESTION, "How tall is the tower in Paris?"):
        press(api, asked(api, said(question)), FOLLOW)
    listed = asked(api, said("/topics"))
    assert listed["text"].startswith("You follow 2 questions.")
    assert f"\n1. {QUESTION}\n2. How tall is the tower in Paris?" in listed["text"]
    press(api, listed, f"✕ 1. {QUESTION}")
    left = api.wait("editMessageText")[0]
    assert "1. How tall is the tower" in left["text"]
    assert QUESTION not in left["text"]


@pytest.mark.usefixtures("bot")
def test_a_follow_up_is_followed_with_what_it_leans_on(api: LocalApi, shelf: Shelf) -> None:
    asked(api, said(QUESTION))
    press(api, asked(api, said("And why?")), FOLLOW)
    assert "leaders meet" in asked(api, said("/topics"))["text"]


def test_a_follow_up_whose_topic_is_forgotten_is_asked_for_again(api: LocalApi, running: Running) -> None:
    with running():
        asked(api, said(QUESTION))
        second = asked(api, said("And why?"))
    with running():
        assert press(api, second, FOLLOW).startswith("I don’t remember that question")


@pytest.mark.usefixtures("bot")
def test_in_a_group_nothing_is_followed(api: LocalApi) -> None:
    answer = asked(api, said(f"/ask {QUESTION}", chat=GROUP))
    assert FOLLOW not in str(answer["reply_markup"])
    api.push(pressed("topic:follow", on=answer | {"chat": GROUP}))
    assert "can't read this button" in api.wait("answerCallbackQuery")[0]["text"]
    assert "in private" in asked(api, said("/topics@QuotedTestBot", chat=GROUP))["text"]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("data", ["topic:", "topic:stop:", "topic:stop:x", "topic:stop:-1", f"topic:drop:{10**25}"])
def test_what_no_button_carries_is_refused(api: LocalApi, data: str) -> None:
    api.push(pressed(data))
    assert "can't read this button" in api.wait("answerCallbackQuery")[0]["text"]


@pytest.mark.usefixtures("bot")
def test_somebody_elses_topic_can_not_be_stopped(api: LocalApi, shelf: Shelf) -> None:
    answer = asked(api, said(QUESTION))
    press(api, answer, FOLLOW)
    stop = button({"reply_markup": api.wait("editMessageReplyMarkup")[0]["reply_markup"]}, STOP)
    boris = pressed(stop)
    boris["callback_query"]["from"] = ANNA | {"id": 43}
    api.push(boris)
    api.wait("answerCallbackQuery", count=2)
    assert QUESTION in asked(api, said("/topics"))["text"]


@pytest.mark.usefixtures("bot")
def test_there_is_a_most(api: LocalApi, shelf: Shelf) -> None:
    answer = asked(api, said(QUESTION))
    for number in range(MOST + 1):
        answer["reply_to_message"] = message(f"Where is place {number}?")
        told = press(api, answer, FOLLOW)
    assert told == f"You follow {MOST} questions already. Stop one first: /topics"


def test_who_blocks_the_bot_follows_nothing_any_more(api: LocalApi, running: Running, shelf: Shelf) -> None:
    with running(notices=AT_ONCE):
        press(api, asked(api, said(QUESTION)), FOLLOW)
        api.fail("sendMessage", Failure(403, "Forbidden: bot was blocked by the user"))
        add(shelf, "The leaders meet in Yerevan after all.")
        api.wait("sendMessage", count=2)
    with running(notices=AT_ONCE):
        assert asked(api, said("/topics"))["text"].startswith("You follow no question")


def test_forgetting_ends_what_was_followed(api: LocalApi, running: Running, shelf: Shelf) -> None:
    with running(notices=AT_ONCE):
        press(api, asked(api, said(QUESTION)), FOLLOW)
        asked(api, said("/forget"))
        add(shelf, "The leaders meet in Yerevan after all.")
        asked(api, said("/latest"))
        asked(api, said("/latest"))
    assert len(api.of("sendMessage")) == 4


@pytest.mark.usefixtures("bot")
def test_privacy_says_what_is_kept_of_topics(api: LocalApi) -> None:
    assert "If you follow a question, I keep its words" in asked(api, said("/privacy"))["text"]
