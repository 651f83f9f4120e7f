"""Questions that go on from the one before, in chats."""

from pathlib import Path
from typing import Any

import pytest

from bot.telegram.callback import Action, unpack
from tests.bot.shelf import Shelf
from tests.bot.telegram.conftest import Asking, Running
from tests.bot.telegram.local_api import LocalApi
from tests.bot.telegram.updates import ANNA, GROUP, ME, PRIVATE, corrected, message, pressed, said

QUESTION = "Where will the leaders meet?"
WHY = "And why?"
ABOUT = "<i>About: leaders meet</i>\n<blockquote><b>The leaders </b>will meet in Sochi"
BORIS = {"id": 43, "is_bot": False, "first_name": "Boris"}
IN_GROUP: dict[str, Any] = {"chat": GROUP}


def answer_in(chat: dict[str, Any], sent: dict[str, Any], number: int) -> dict[str, Any]:
    """A message of the bot's as Telegram shows it in a reply to it."""
    return message(sent["text"], chat=chat, **{"from": ME, "message_id": number, "reply_markup": sent["reply_markup"]})


def asked(api: LocalApi, *updates: dict[str, Any]) -> list[dict[str, Any]]:
    """What the bot sends on the updates, one after the other."""
    before = len(api.of("sendMessage"))
    for number, update in enumerate(updates, before + 1):
        api.push(update)
        api.wait("sendMessage", count=number)
    return api.of("sendMessage")[before:]


@pytest.mark.usefixtures("bot")
def test_a_question_goes_on_from_the_one_before_and_says_what_it_is_about(api: LocalApi) -> None:
    first, second = asked(api, said(QUESTION), said(WHY))
    assert "About" not in first["text"]
    assert second["text"].startswith(ABOUT)
    assert "Ask it by itself" in str(second["reply_markup"])
    assert "Ask it by itself" not in str(first["reply_markup"])


@pytest.mark.usefixtures("bot")
def test_a_whole_question_does_not(api: LocalApi) -> None:
    _, second = asked(api, said(QUESTION), said("How tall is the tower in Paris?"))
    assert second["text"].startswith("<blockquote><b>The tower")


@pytest.mark.usefixtures("bot")
def test_what_others_asked_is_none_of_a_persons_affair(api: LocalApi) -> None:
    _, own, others = asked(
        api,
        said(f"/ask {QUESTION}", **IN_GROUP),
        said("/ask and why?", **IN_GROUP),
        said("/ask and why?", **IN_GROUP, **{"from": BORIS}),
    )
    assert own["text"].startswith("<i>About: leaders meet</i>")
    assert "About" not in others["text"]


@pytest.mark.usefixtures("bot")
def test_a_reply_to_an_answer_is_about_that_answer_whoever_sends_it(api: LocalApi, shelf: Shelf) -> None:
    (first,) = asked(api, said(f"/ask {QUESTION}", **IN_GROUP))
    replied = answer_in(GROUP, first, 1001)
    _, third = asked(
        api,
        said("/ask How tall is the tower in Paris?", **IN_GROUP),
        said("why?", **IN_GROUP, **{"from": BORIS, "reply_to_message": replied}),
    )
    assert third["text"].startswith("<i>About: leaders meet</i>")
    assert shelf.asked_after[-1] is not None
    assert shelf.asked_after[-1].certain


def test_a_reply_is_understood_after_a_restart(api: LocalApi, running: Running, shelf: Shelf) -> None:
    with running():
        (first,) = asked(api, said(QUESTION))
    with running(follow_up_s=0.0):
        asked(api, said(WHY))
        assert shelf.asked_after[-1] is None
        asked(api, said("Who talks there?", reply_to_message=answer_in(PRIVATE, first, 1001)))
    after = shelf.asked_after[-1]
    assert after is not None
    assert (after.certain, after.question, after.title) == (True, "", "Leaders <meet> & talk")
    assert after.places == {("summit", 2)}


@pytest.mark.usefixtures("bot")
def test_a_reply_to_a_word_of_the_bots_is_no_reply_to_an_answer(api: LocalApi, shelf: Shelf) -> None:
    told = message("I speak English now.", **{"from": ME})
    asked(api, said("Where is the tower?", reply_to_message=told))
    assert shelf.asked_after == [None]


@pytest.mark.usefixtures("bot")
def test_a_press_asks_the_question_by_itself(api: LocalApi) -> None:
    _, second = asked(api, said(QUESTION), question := said(WHY))
    (fresh,) = (
        button["callback_data"]
        for row in second["reply_markup"]["inline_keyboard"]
        for button in row
        if button["text"] == "Ask it by itself"
    )
    assert unpack(fresh).action is Action.FRESH
    under = answer_in(PRIVATE, second, 1002) | {"reply_to_message": question["message"]}
    api.push(pressed(fresh, on=under))
    edited = api.wait("editMessageText")[0]
    assert "About" not in edited["text"]
    assert edited["text"].startswith("I found no answer")


@pytest.mark.usefixtures("bot")
def test_without_its_question_there_is_nothing_to_ask_by_itself(api: LocalApi) -> None:
    _, second = asked(api, said(QUESTION), said(WHY))
    fresh = second["reply_markup"]["inline_keyboard"][-2][0]["callback_data"]
    api.push(pressed(fresh, on=answer_in(PRIVATE, second, 1002)))
    assert "ask again" in api.wait("answerCallbackQuery")[0]["text"]


@pytest.mark.usefixtures("bot")
def test_what_it_is_about_stays_when_another_button_is_pressed(api: LocalApi) -> None:
    _, second = asked(api, said(QUESTION), said(WHY))
    more = second["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    shown = {"text": "About: leaders meet\nThe leaders will meet in Sochi on Monday."}
    api.push(pressed(more, on=answer_in(PRIVATE, second, 1002) | shown))
    edited = api.wait("editMessageText")[0]
    assert edited["text"].startswith("<i>About: leaders meet</i>\n<blockquote>The talks had been planned")
    assert "Ask it by itself" in str(edited["reply_markup"])


@pytest.mark.usefixtures("bot")
def test_a_corrected_question_goes_on_from_what_was_before_it(api: LocalApi, shelf: Shelf) -> None:
    asked(api, said(QUESTION), question := said(WHY))
    api.push(corrected(question, "But why?"))
    assert api.wait("editMessageText")[0]["text"].startswith(ABOUT)
    assert [after.question if after else "" for after in shelf.asked_after] == ["", QUESTION, QUESTION]


def test_forgetting_wipes_what_was_asked(sent_on: Asking, shelf: Shelf) -> None:
    *_, last = sent_on(said(QUESTION), said("/forget"), said(WHY))
    assert "About" not in last["text"]
    assert shelf.asked_after == [None, None]


def test_no_question_reaches_the_disk(api: LocalApi, running: Running, tmp_path: Path) -> None:
    with running():
        asked(api, said("Where will the leaders meet, Zyxwvutsrq?"), said("And why, Plokijuhyg?"))
        kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    kept += b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"updates" in kept
    for word in (b"Zyxwvutsrq", b"zyxwvutsrq", b"Plokijuhyg"):
        assert word not in kept


def test_with_the_setting_at_nothing_questions_stand_alone(sent_on: Asking) -> None:
    _, second = sent_on(said(QUESTION), said(WHY), follow_up_s=0.0)
    assert "About" not in second["text"]


def test_privacy_says_for_how_long(sent_on: Asking) -> None:
    (sent,) = sent_on(said("/privacy"), follow_up_s=600.0)
    assert "For 10 minutes I remember your last questions, in memory alone" in sent["text"]


def test_people_are_told_that_they_may_go_on(sent_on: Asking) -> None:
    (sent,) = sent_on(said("/help", **{"from": ANNA}))
    assert "go on from the one before" in sent["text"]
