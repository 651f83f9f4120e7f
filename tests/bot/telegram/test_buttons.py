"""Presses of the buttons under an answer."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.state import BotState, Feedback
from bot.telegram.app import Service
from bot.telegram.callback import Action, View, pack, unpack, view_of
from retrieval.answer import Respelled
from retrieval.article import text_hash
from tests.bot.shelf import TOWER, Shelf, passages_of
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.local_api import Failure, LocalApi
from tests.bot.telegram.updates import ANNA, GROUP, ME, PRIVATE, message, pressed, said

QUESTION = "Where will the leaders meet?"


def view_for(shelf: Shelf, question: str = QUESTION) -> View:
    view = view_of(shelf.answer(question))
    assert view is not None
    return view


def button(markup: dict[str, Any], label: str) -> dict[str, Any]:
    (found,) = [b for row in markup["inline_keyboard"] for b in row if b["text"].startswith(label)]
    return dict(found)


def asked(api: LocalApi, question: str = QUESTION) -> dict[str, Any]:
    """The keyboard under the answer to a question."""
    api.push(said(question))
    return dict(api.wait("sendMessage")[0]["reply_markup"])


@pytest.mark.usefixtures("bot")
def test_context_shows_the_paragraphs_around_in_place_and_toggles_back(api: LocalApi) -> None:
    more = button(asked(api), "Context")
    api.push(pressed(more["callback_data"]))
    wide = api.wait("editMessageText")[0]
    assert wide["text"].startswith("<blockquote>The talks had been planned for weeks.\n\n<b>The leaders </b>will meet")
    assert "\n\nNo leaders have met there before.</blockquote>\n<a" in wide["text"]
    api.push(pressed(button(wide["reply_markup"], "Less")["callback_data"]))
    narrow = api.wait("editMessageText", count=2)[1]
    assert narrow["text"] == api.of("sendMessage")[0]["text"]
    assert button(narrow["reply_markup"], "Context") == more
    assert [call.get("text") for call in api.of("answerCallbackQuery")] == [None, None]


@pytest.mark.usefixtures("bot")
def test_next_source_goes_round(api: LocalApi) -> None:
    markup = asked(api)
    seen = []
    for number in range(3):
        label = f"Next source ({number + 1}/3)"
        api.push(pressed(button(markup, label)["callback_data"]))
        edited = api.wait("editMessageText", count=number + 1)[number]
        markup = edited["reply_markup"]
        seen.append(edited["text"])
    assert len(set(seen)) == 3
    assert seen[2] == api.of("sendMessage")[0]["text"]


@pytest.mark.usefixtures("bot")
def test_short_citation_is_copied_by_the_button_itself(api: LocalApi) -> None:
    assert button(asked(api), "Copy")["copy_text"] == {
        "text": "“The leaders will meet in Sochi on Monday.” — Leaders <meet> & talk, AFP, October 31, 2022,"
        " paragraph 2 of 3, https://news.example/summit?a=1&b=2, Q-643A-2EC4-G5H1-H95W"
    }


@pytest.mark.usefixtures("bot")
def test_citation_too_long_for_a_button_is_sent(api: LocalApi, shelf: Shelf) -> None:
    text = "The zeppelin flew over the harbour " + "and over the long grey sea " * 12 + "to Lisbon."
    shelf.passages = {p.id: p for p in passages_of(TOWER, text)}
    api.push(pressed(button(asked(api, "Where did the zeppelin fly, over the harbour?"), "Copy")["callback_data"]))
    cited = api.wait("sendMessage", count=2)[1]
    assert (
        cited["text"] == f"<code>“{text}” — The tower, March 15, 2019, paragraph 1 of 1, Q-F9RE-NMG1-8352-P50W</code>"
    )


@pytest.mark.usefixtures("bot")
def test_article_of_one_paragraph_has_no_context_button(api: LocalApi) -> None:
    labels = [b["text"] for row in asked(api, "How tall is the tower in Paris?")["inline_keyboard"] for b in row]
    assert not [label for label in labels if label.startswith("Context")]


@pytest.mark.usefixtures("bot")
def test_words_read_as_others_stay_above_when_a_button_is_pressed(api: LocalApi, shelf: Shelf) -> None:
    shelf.respelled = Respelled(QUESTION, (("laeders", "leaders"),))
    api.push(said(QUESTION))
    sent = api.wait("sendMessage")[0]
    assert sent["text"].startswith("<i>Read as: leaders</i>\n<blockquote>")
    data = button(sent["reply_markup"], "Context")["callback_data"]
    shown = message("Read as: leaders\nan answer", **{"from": ME, "reply_markup": sent["reply_markup"]})
    api.push(pressed(data, on=shown))
    assert api.wait("editMessageText")[0]["text"].startswith("<i>Read as: leaders</i>\n<blockquote>")


@pytest.mark.usefixtures("bot")
def test_closest_passage_stays_marked_as_no_answer(api: LocalApi) -> None:
    more = button(asked(api, "Were these talks cancelled?"), "Context")
    api.push(pressed(more["callback_data"]))
    text = api.wait("editMessageText")[0]["text"]
    assert text.startswith("I found no answer to this.")
    assert "which is not an answer" in text
    assert "<b>" not in text


@pytest.mark.usefixtures("bot")
def test_words_that_the_closest_passage_lacks_come_back_after_its_context(api: LocalApi, shelf: Shelf) -> None:
    shelf.lacking = ("Queen", "cancelled")
    more = button(asked(api, "Were these talks cancelled?"), "Context")
    before = api.of("sendMessage")[0]["text"]
    assert "<i>It says nothing of: Queen, cancelled</i>" in before
    api.push(pressed(more["callback_data"]))
    wide = api.wait("editMessageText")[0]
    assert "nothing of" not in wide["text"]  # of the paragraphs around that is not known
    assert "The leaders will meet in Sochi" in wide["text"]
    api.push(pressed(button(wide["reply_markup"], "Less")["callback_data"]))
    assert api.wait("editMessageText", count=2)[1]["text"] == before


def test_button_works_after_a_restart(api: LocalApi, bot: Service, running: Running) -> None:
    data = button(asked(api), "Context")["callback_data"]
    bot.stop()
    with running():
        api.push(pressed(data))
        assert "planned for weeks" in api.wait("editMessageText")[0]["text"]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("change", ["left", "rewritten", "id given to a shorter text"])
def test_source_that_changed_says_so(api: LocalApi, shelf: Shelf, change: str) -> None:
    data = pack(view_for(shelf))
    passage = shelf.passages.pop(2)
    texts = {"rewritten": passage.text.replace("Sochi", "Paris"), "id given to a shorter text": "Short."}
    if change in texts:
        shelf.passages[2] = replace(passage, text=texts[change], sha256=text_hash(texts[change]))
    api.push(pressed(data))
    (alert,) = api.wait("answerCallbackQuery")
    assert "has changed or left" in alert["text"]
    assert alert["show_alert"] is True
    assert api.of("editMessageText") == []


@pytest.mark.usefixtures("bot")
def test_damaged_source_is_an_alert(api: LocalApi, shelf: Shelf) -> None:
    shelf.damaged.add(2)
    api.push(pressed(pack(view_for(shelf))))
    assert "went wrong" in api.wait("answerCallbackQuery")[0]["text"]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("data", ["x", "", "☃", "A" * 64, "next:1", "Eg"])
def test_data_that_the_bot_never_made_gets_a_polite_answer(api: LocalApi, data: str) -> None:
    api.push(pressed(data))
    assert "can't read this button" in api.wait("answerCallbackQuery")[0]["text"]


@pytest.mark.usefixtures("bot")
def test_message_too_old_for_the_bot_to_see_is_an_alert(api: LocalApi, shelf: Shelf) -> None:
    gone = {"chat": PRIVATE, "message_id": 5, "date": 0}
    api.push(pressed(pack(view_for(shelf)), on=gone))
    assert "ask again" in api.wait("answerCallbackQuery")[0]["text"]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("method", "description"),
    [
        ("editMessageText", "Bad Request: message is not modified: specified new message content is the same"),
        ("answerCallbackQuery", "Bad Request: query is too old and response timeout expired"),
    ],
)
def test_refusal_that_does_no_harm_is_passed_over(
    api: LocalApi, shelf: Shelf, caplog: pytest.LogCaptureFixture, method: str, description: str
) -> None:
    api.fail(method, Failure(400, description))
    api.push(pressed(pack(view_for(shelf))))
    api.wait("editMessageText")
    api.push(pressed(pack(replace(view_for(shelf), expanded=True))))
    api.wait("editMessageText", count=2)
    assert not caplog.records


@pytest.mark.usefixtures("bot")
def test_press_in_a_topic_sends_the_citation_there(api: LocalApi, shelf: Shelf) -> None:
    under = message("an answer", chat={"id": -5, "type": "supergroup", "title": "x"}, is_topic_message=True)
    api.push(pressed(pack(replace(view_for(shelf), action=Action.CITE)), on=under | {"message_thread_id": 9}))
    assert api.wait("sendMessage")[0]["message_thread_id"] == 9


def test_keyboard_carries_every_source(shelf: Shelf) -> None:
    assert [pointer.passage for pointer in unpack(pack(view_for(shelf))).pointers] == [2, 10, 3]


@pytest.mark.usefixtures("bot")
def test_article_with_an_address_can_be_opened_at_the_quoted_words(api: LocalApi) -> None:
    assert button(asked(api), "Open")["url"].startswith("https://news.example/summit?a=1&b=2#:~:text=The%20leaders")


@pytest.mark.usefixtures("bot")
def test_article_without_an_address_has_no_button_to_open_it(api: LocalApi) -> None:
    labels = [b["text"] for row in asked(api, "How tall is the tower in Paris?")["inline_keyboard"] for b in row]
    assert "Open" not in labels


def test_feedback_is_counted_once_without_who_gave_it(api: LocalApi, running: Running, tmp_path: Path) -> None:
    with running():
        api.push(pressed(button(asked(api), "👎")["callback_data"]))
        (edited,) = api.wait("editMessageText")
    assert api.of("answerCallbackQuery")[0]["text"] == "Thank you."
    labels = [b["text"] for row in edited["reply_markup"]["inline_keyboard"] for b in row]
    assert not [label for label in labels if "elpful" in label]
    assert labels[0] == "Context"
    with closing(BotState(tmp_path / "bot.db")) as state:
        assert state.feedback() == [Feedback("summit", 2, 0, 1)]
        assert state.database.rows("SELECT * FROM people") == []


@pytest.mark.usefixtures("bot")
def test_rated_source_is_not_asked_about_again_but_the_next_one_is(api: LocalApi) -> None:
    api.push(pressed(button(asked(api), "👍")["callback_data"]))
    api.push(pressed(button(api.wait("editMessageText")[0]["reply_markup"], "Context")["callback_data"]))
    wide = api.wait("editMessageText", count=2)[1]["reply_markup"]
    assert not [b for row in wide["inline_keyboard"] for b in row if "elpful" in b["text"]]
    api.push(pressed(button(wide, "Next")["callback_data"]))
    assert button(api.wait("editMessageText", count=3)[2]["reply_markup"], "👍")


def answer_to(asker: dict[str, Any]) -> dict[str, Any]:
    """An answer in a group, to a question of somebody."""
    question = message(QUESTION, chat=GROUP, **{"from": asker})
    return message("an answer", chat=GROUP, **{"from": ME}, reply_to_message=question)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("asker", [ANNA, ME | {"id": 7}], ids=["who presses", "another bot"])
def test_button_in_a_group_is_the_askers(api: LocalApi, shelf: Shelf, asker: dict[str, Any]) -> None:
    api.push(pressed(pack(replace(view_for(shelf), expanded=True)), on=answer_to(asker)))
    assert "planned for weeks" in api.wait("editMessageText")[0]["text"]


@pytest.mark.usefixtures("bot")
def test_button_in_a_group_is_nobody_elses(api: LocalApi, shelf: Shelf) -> None:
    api.push(pressed(pack(view_for(shelf)), on=answer_to(ANNA | {"id": 43})))
    assert "Only who asked" in api.wait("answerCallbackQuery")[0]["text"]
    assert api.of("editMessageText") == []


@pytest.mark.usefixtures("bot")
def test_question_of_the_asker_that_was_deleted_leaves_the_buttons_to_all(api: LocalApi, shelf: Shelf) -> None:
    under = message("an answer", chat=GROUP, **{"from": ME})
    api.push(pressed(pack(view_for(shelf)), on=under))
    assert "Sochi" in api.wait("editMessageText")[0]["text"]


def test_a_newer_article_has_a_line_and_a_button_that_shows_it(api: LocalApi, shelf: Shelf, running: Running) -> None:
    shelf.newer = tower(shelf)
    with running():
        markup = asked(api)
        first = api.of("sendMessage")[0]["text"]
        api.push(pressed(button(markup, "Newer article")["callback_data"]))
        shown = api.wait("editMessageText")[0]
        api.push(pressed(button(shown["reply_markup"], "Next source")["callback_data"]))
        back = api.wait("editMessageText", count=2)[1]
    assert "A newer article tells this story: March 15, 2019" in first
    assert "The tower" in shown["text"]
    assert "Newer article" not in str(shown["reply_markup"])
    assert back["text"] == first


def test_quotes_that_differ_are_shown_together_and_apart(api: LocalApi, shelf: Shelf, running: Running) -> None:
    shelf.rival = tower(shelf)
    with running():
        markup = asked(api)
        both = api.of("sendMessage")[0]["text"]
        api.push(pressed(button(markup, "Next source (1/")["callback_data"]))
        apart = api.wait("editMessageText")[0]
    assert both.startswith("<i>Sources differ:</i>")
    assert both.index("The tower") < both.index("Leaders &lt;meet&gt;")  # by date
    assert "differ" not in apart["text"]
    assert "The tower" in apart["text"]


def tower(shelf: Shelf) -> int:
    return next(passage.id for passage in shelf.passages.values() if passage.source == TOWER)
