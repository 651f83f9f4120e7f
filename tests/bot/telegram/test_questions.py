"""Which messages are answered, how, and where."""

from typing import Any

import pytest

from bot.telegram.access import AccessRules
from bot.telegram.allowance import AllowanceLimits
from bot.telegram.answers import LONGEST
from tests.bot.shelf import TOWER, Shelf, passages_of
from tests.bot.telegram.conftest import Asking, Running
from tests.bot.telegram.local_api import LocalApi
from tests.bot.telegram.updates import ANNA, FORUM, GROUP, ME, corrected, message, said

QUESTION = "Where will the leaders meet?"
FORWARDED = {"type": "hidden_user", "date": 1, "sender_user_name": "somebody"}
STICKER = {
    "file_id": "x", "file_unique_id": "y", "type": "regular", "width": 1, "height": 1, "is_animated": False,
    "is_video": False,
}  # fmt: skip


def test_private_text_is_answered_with_a_quote_its_highlight_and_its_source(sent_on: Asking) -> None:
    question = said(QUESTION)
    (sent,) = sent_on(question)
    assert sent["parse_mode"] == "HTML"
    assert sent["text"] == (
        "<blockquote><b>The leaders </b>will meet in Sochi on Monday. They will talk about peace &amp; "
        '&lt;trade&gt;.</blockquote>\n<a href="https://news.example/summit?a=1&amp;b=2#:~:text='
        'The%20leaders%20will%20meet%20in%20Sochi%20on%20Monday.">Leaders &lt;meet&gt; &amp; talk</a>'
        " · AFP · October 31, 2022 · paragraph 2 of 3"
    )
    assert sent["reply_parameters"]["message_id"] == question["message"]["message_id"]
    assert sent["reply_parameters"]["allow_sending_without_reply"] is True
    assert "message_thread_id" not in sent


def test_last_week_counts_from_the_day_on_which_it_was_asked(sent_on: Asking, shelf: Shelf) -> None:
    asked = said(QUESTION, date=1_667_000_000)  # the bot was away meanwhile
    sent_on(asked)
    assert [str(day) for day in shelf.asked_on] == ["2022-10-28"]


def test_not_found_says_what_is_indexed_and_marks_the_closest_passage(sent_on: Asking) -> None:
    (sent,) = sent_on(said("Who built the tower?"))
    lines = sent["text"].split("\n")
    assert lines[0] == "I found no answer to this."
    assert lines[1] == "I know 2 articles, from March 15, 2019 to October 31, 2022."
    assert lines[3] == "<i>The closest passage, which is not an answer:</i>"
    assert lines[4].startswith("<blockquote>The tower is 330 metres")
    assert "<b>" not in sent["text"]


def test_not_found_without_any_passage_stays_without_buttons(sent_on: Asking) -> None:
    (sent,) = sent_on(said("Qwertz?"))
    assert "closest" not in sent["text"]
    assert "reply_markup" not in sent


@pytest.mark.parametrize(
    "update",
    [
        pytest.param(said(f"/ask {QUESTION}", chat=GROUP), id="ask"),
        pytest.param(said(f"/ask@quotedtestbot\n{QUESTION}", chat=GROUP), id="ask by name"),
        pytest.param(said(f"@quotedtestbot {QUESTION}", chat=GROUP), id="mention first"),
        pytest.param(said(f"🦜 {QUESTION} @QuotedTestBot", chat=GROUP), id="mention after an emoji"),
        pytest.param(
            said(QUESTION, chat=GROUP, reply_to_message=message("hi", chat=GROUP, **{"from": ME})), id="reply"
        ),
        pytest.param(
            said("@QuotedTestBot", chat=GROUP, reply_to_message=message(QUESTION, chat=GROUP)), id="mention in reply"
        ),
    ],
)
def test_group_message_to_the_bot_is_answered(sent_on: Asking, update: dict[str, Any]) -> None:
    (sent,) = sent_on(update)
    assert "in Sochi on Monday" in sent["text"]
    assert sent["chat_id"] == GROUP["id"]


@pytest.mark.parametrize(
    "update",
    [
        pytest.param(said(QUESTION, chat=GROUP), id="plain text"),
        pytest.param(said(f"/ask@otherbot {QUESTION}", chat=GROUP), id="another bot's command"),
        pytest.param(said(f"@QuotedTestBot2 {QUESTION}", chat=GROUP), id="another's mention"),
        pytest.param(said("/help", chat=GROUP), id="a command that other bots have"),
        pytest.param(said("/help@otherbot", chat=GROUP), id="another bot's help"),
        pytest.param(said(None, chat=GROUP, photo=[]), id="not text"),
        pytest.param(said(QUESTION, chat=GROUP, reply_to_message=message("hi", chat=GROUP)), id="reply to a person"),
        pytest.param(
            said(f"/ask {QUESTION}", chat=GROUP, **{"from": ANNA | {"id": 7, "is_bot": True}}), id="another bot"
        ),
        pytest.param(
            said(
                QUESTION,
                chat=FORUM,
                is_topic_message=True,
                message_thread_id=5,
                reply_to_message=message(
                    None, chat=FORUM, **{"from": ME}, forum_topic_created={"name": "x", "icon_color": 1}
                ),
            ),
            id="first message of a topic that the bot made",
        ),
        pytest.param(said(f"/ask {QUESTION}", chat=GROUP, via_bot=ME | {"id": 7}), id="inline message"),
        pytest.param(said(QUESTION, via_bot=ME), id="inline message in private"),
        pytest.param(said("/help", via_bot=ME), id="inline command in private"),
        pytest.param(
            said("Thanks a lot", chat=GROUP, reply_to_message=message("hi", chat=GROUP, **{"from": ME})), id="thanks"
        ),
        pytest.param({"update_id": 10**6, "edited_message": message(QUESTION, edit_date=2)}, id="an edit"),
    ],
)
def test_what_is_not_for_the_bot_meets_silence(sent_on: Asking, update: dict[str, Any]) -> None:
    assert sent_on(update) == []


def test_answer_stays_in_the_topic_of_its_question(sent_on: Asking) -> None:
    (sent,) = sent_on(said(f"/ask {QUESTION}", chat=FORUM, is_topic_message=True, message_thread_id=5))
    assert sent["message_thread_id"] == 5


def test_thread_of_replies_outside_a_forum_is_not_sent_to(sent_on: Asking) -> None:
    (sent,) = sent_on(said(f"/ask {QUESTION}", chat=GROUP, message_thread_id=5))
    assert "message_thread_id" not in sent


@pytest.mark.parametrize(
    ("update", "words"),
    [
        (said("/ask"), "Write your question after /ask"),
        (said("/ask@QuotedTestBot   ", chat=GROUP), "Write your question after /ask"),
        (said("why " * LONGEST), f"at most {LONGEST} characters"),
        (said(None, voice={"file_id": "x", "file_unique_id": "y", "duration": 1}), "I can only read text"),
        (said("/nonsense"), "I don't know that command"),
        (said("\u200b \u202e 🙈?!"), "found no words"),
        (said("Look at this", forward_origin=FORWARDED), "in your own words"),
        (said(None, sticker=STICKER), "I can only read text"),
    ],
)
def test_what_can_not_be_answered_gets_one_kind_line(sent_on: Asking, update: dict[str, Any], words: str) -> None:
    (sent,) = sent_on(update)
    assert words in sent["text"]


def test_update_that_comes_twice_is_answered_once(sent_on: Asking) -> None:
    update = said(QUESTION)
    assert len(sent_on(update, update)) == 1


def test_update_is_answered_once_also_after_a_restart(sent_on: Asking) -> None:
    update, other = said(QUESTION), said("Is the tower 330 metres tall?")
    assert ["Sochi" in sent["text"] for sent in sent_on(update)] == [True]
    assert ["Sochi" in sent["text"] for sent in sent_on(update, other)] == [True, False]


def test_answers_are_made_off_the_event_loop(sent_on: Asking, shelf: Shelf) -> None:
    sent_on(said(QUESTION))
    assert shelf.threads
    assert all(name.startswith("quoted-worker") for name in shelf.threads)


@pytest.mark.usefixtures("bot")
def test_stuck_answer_does_not_hold_up_another_chat_and_shows_typing(api: LocalApi, shelf: Shelf) -> None:
    shelf.slow.add("slow leaders meet")
    api.push(said("slow leaders meet"), said(f"/ask {QUESTION}", chat=GROUP))
    assert api.wait("sendMessage")[0]["chat_id"] == GROUP["id"]
    assert api.wait("sendChatAction")[0] == {"chat_id": 42, "action": "typing"}
    shelf.held.set()
    assert api.wait("sendMessage", count=2)[1]["chat_id"] == 42


@pytest.mark.usefixtures("bot")
def test_typing_is_not_shown_in_groups(api: LocalApi, shelf: Shelf) -> None:
    shelf.slow |= {"slow leaders meet", "slow"}
    api.push(said("/ask slow leaders meet", chat=GROUP), said("slow"))
    api.wait("sendChatAction")
    assert {call["chat_id"] for call in api.of("sendChatAction")} == {42}
    shelf.held.set()
    api.wait("sendMessage", count=2)


@pytest.mark.usefixtures("bot")
def test_questions_of_a_person_are_answered_in_their_order_and_a_flood_is_told_once(
    api: LocalApi, shelf: Shelf
) -> None:
    shelf.slow.add("slow leaders meet")
    api.push(said("slow leaders meet"), *(said(f"How tall is the tower? {n}") for n in range(6)))
    assert "Many questions at once" in api.wait("sendMessage")[0]["text"]
    shelf.held.set()
    texts = [call["text"] for call in api.wait("sendMessage", count=4)]
    assert ["Sochi" in text for text in texts] == [False, True, False, False]
    assert ["330 metres" in text for text in texts] == [False, False, True, True]


def test_programming_error_is_apologised_for_and_the_bot_goes_on(sent_on: Asking) -> None:
    (sent,) = sent_on(said("bug"))
    assert sent["text"] == "Something went wrong on my side. Please try again later."


def test_group_gets_one_short_quote_without_feedback(sent_on: Asking, shelf: Shelf) -> None:
    shelf.passages = {p.id: p for p in passages_of(TOWER, "The tower stands tall in Paris. " * 60)}
    (sent,) = sent_on(said("/ask Where does the tower stand?", chat=GROUP))
    assert len(sent["text"]) < 900
    assert "expandable" not in sent["text"]
    labels = [button["text"] for row in sent["reply_markup"]["inline_keyboard"] for button in row]
    assert not [label for label in labels if "elpful" in label]


def test_group_that_asks_in_vain_gets_one_line(sent_on: Asking) -> None:
    (sent,) = sent_on(said("/ask Who built the tower?", chat=GROUP))
    assert sent["text"] == "I found no answer to this."
    assert "reply_markup" not in sent


def test_question_in_reply_to_the_bot_that_has_no_answer_is_told(sent_on: Asking) -> None:
    (sent,) = sent_on(said("Who built it?", chat=GROUP, reply_to_message=message("hi", chat=GROUP, **{"from": ME})))
    assert sent["text"] == "I found no answer to this."


def test_album_and_burst_get_one_line(sent_on: Asking) -> None:
    photo = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
    album = [said(None, photo=photo, media_group_id="7") for _ in range(4)]
    burst = [said(None, sticker=STICKER) for _ in range(3)]
    assert len(sent_on(*album, *burst)) == 1


@pytest.mark.usefixtures("bot")
def test_corrected_question_corrects_its_answer(api: LocalApi) -> None:
    question = said("How tall is the tower?")
    api.push(question)
    api.wait("sendMessage")
    api.push(corrected(question, QUESTION))
    (edited,) = api.wait("editMessageText")
    assert "Sochi" in edited["text"]
    assert edited["message_id"] == 1001
    assert len(api.of("sendMessage")) == 1


@pytest.mark.usefixtures("bot")
def test_corrected_question_in_a_group_corrects_its_answer(api: LocalApi) -> None:
    question = said("/ask How tall is the tower?", chat=GROUP)
    api.push(question)
    api.wait("sendMessage")
    api.push(corrected(question, f"/ask {QUESTION}"))
    assert "Sochi" in api.wait("editMessageText")[0]["text"]


def test_corrected_question_corrects_its_answer_after_a_restart(
    api: LocalApi, running: Running, sent_on: Asking
) -> None:
    question = said("How tall is the tower?")
    (sent,) = sent_on(question)
    with running():
        api.push(corrected(question, QUESTION))
        (edited,) = api.wait("editMessageText")
    assert "330 metres" in sent["text"]
    assert "Sochi" in edited["text"]
    assert edited["message_id"] == 1001


@pytest.mark.usefixtures("bot")
def test_question_that_is_corrected_while_it_is_answered_is_answered_as_corrected(api: LocalApi, shelf: Shelf) -> None:
    shelf.slow.add("slow tower")
    question = said("slow tower")
    api.push(question)
    api.wait("sendChatAction")
    api.push(corrected(question, QUESTION))
    shelf.held.set()
    assert "Sochi" in api.wait("editMessageText")[0]["text"]


@pytest.mark.usefixtures("bot")
def test_question_of_who_was_forgotten_is_not_corrected(api: LocalApi) -> None:
    question = said("How tall is the tower?")
    api.push(question)
    api.wait("sendMessage")
    api.push(said("/forget"))
    api.wait("sendMessage", count=2)
    api.push(corrected(question, QUESTION), said(QUESTION))
    api.wait("sendMessage", count=3)
    assert api.of("editMessageText") == []


def test_correction_of_what_was_not_answered_meets_silence(sent_on: Asking, api: LocalApi) -> None:
    plain = said("How tall is the tower?", chat=GROUP)
    sent_on(plain, corrected(plain, f"@QuotedTestBot {QUESTION}"))
    assert (api.of("sendMessage"), api.of("editMessageText")) == ([], [])


@pytest.mark.usefixtures("bot")
def test_question_that_is_corrected_to_begin_with_a_stroke_is_no_command(api: LocalApi) -> None:
    question = said("Who built it?")
    api.push(question)
    api.wait("sendMessage")
    api.push(corrected(question, f"/ {QUESTION}"))
    assert "Sochi" in api.wait("editMessageText")[0]["text"]


@pytest.mark.parametrize("text", ["/topics Kenya", f"/ask@AnotherBot {QUESTION}", f"/ask_me {QUESTION}"])
def test_question_that_is_corrected_to_another_command_keeps_its_answer(
    api: LocalApi, sent_on: Asking, text: str
) -> None:
    question = said("How tall is the tower?")
    sent_on(question)
    sent_on(corrected(question, text))
    assert api.of("editMessageText") == []


@pytest.mark.parametrize("text", ["/ASK", "/ask@quotedtestbot"])
def test_question_may_be_corrected_to_the_command_for_questions(api: LocalApi, sent_on: Asking, text: str) -> None:
    question = said("How tall is the tower?")
    sent_on(question)
    sent_on(corrected(question, f"{text} {QUESTION}"))
    assert "Sochi" in api.of("editMessageText")[0]["text"]


def test_correction_of_who_may_not_ask_any_more_meets_silence(api: LocalApi, sent_on: Asking) -> None:
    question = said("How tall is the tower?")
    sent_on(question)
    sent_on(corrected(question, QUESTION), access=AccessRules("list"))
    assert (len(api.of("sendMessage")), api.of("editMessageText")) == (1, [])


def test_corrections_count_as_questions(api: LocalApi, sent_on: Asking) -> None:
    question = said("How tall is the tower?")
    sent_on(question)
    edits = [corrected(question, QUESTION) for _ in range(4)]
    sent = sent_on(*edits, allowance=AllowanceLimits(per_person=2))
    assert len(api.of("editMessageText")) == 2
    assert [one["text"] for one in sent[1:]] == ["That is a lot of questions. Please go on in 30 seconds."]


def test_too_many_questions_of_one_person_are_told_once(sent_on: Asking) -> None:
    sent = sent_on(*(said(QUESTION) for _ in range(5)), allowance=AllowanceLimits(per_person=2))
    assert ["Sochi" in one["text"] for one in sent].count(True) == 2
    refusals = [one["text"] for one in sent if "a lot of questions" in one["text"]]
    assert refusals == ["That is a lot of questions. Please go on in 30 seconds."]


@pytest.mark.parametrize(
    ("code", "words"), [("ru", "Ответа на это я не нахожу."), ("de-AT", "keine Antwort"), ("xx", "I found no answer")]
)
def test_bot_speaks_the_language_of_the_askers_telegram(sent_on: Asking, code: str, words: str) -> None:
    (sent,) = sent_on(said("Who built the tower?", **{"from": ANNA | {"language_code": code}}))
    assert words in sent["text"]
