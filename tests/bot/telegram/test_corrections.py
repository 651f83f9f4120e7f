"""People are told when what they were shown no longer stands."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.telegram.corrections import MANY
from bot.telegram.notices import NoticeRules
from retrieval.article import Source, text_hash
from tests.bot.shelf import Shelf, passages_of
from tests.bot.telegram.conftest import Keeping, Running, logged
from tests.bot.telegram.local_api import LocalApi
from tests.bot.telegram.updates import ANNA, FORUM, ME, message, pressed, said

QUESTION = "Where will the leaders meet?"
SHOWN = "The leaders will meet in Sochi on Monday."
AT_ONCE = NoticeRules(every_s=0.02, withdrawn_after_s=0.0)
Changing = Callable[[], None]


@pytest.fixture
def bot(running: Running) -> Iterator[None]:
    with running(notices=AT_ONCE):
        yield


def answered(api: LocalApi, question: str = QUESTION, **more: Any) -> dict[str, Any]:
    """The answer to a question."""
    before = len(api.of("sendMessage"))
    api.push(said(question, **more))
    return dict(api.wait("sendMessage", count=before + 1)[before])


def rewrite(shelf: Shelf, passage: int, text: str) -> None:
    """Bring in a change of a paragraph, as a reindex does: under another id."""
    old = shelf.passages.pop(passage)
    shelf.passages[passage + 100] = replace(old, id=passage + 100, text=text, sha256=text_hash(text))
    shelf.change += 1


def withdraw(shelf: Shelf, article: str) -> None:
    shelf.passages = {id_: one for id_, one in shelf.passages.items() if one.source.id != article}
    shelf.change += 1


@pytest.mark.usefixtures("bot")
def test_a_changed_passage_is_told_with_both_wordings_under_the_answer(api: LocalApi, shelf: Shelf) -> None:
    answered(api)
    rewrite(shelf, 2, "The leaders will meet in Yerevan on Monday. They will talk about peace & <trade>.")
    told = api.wait("sendMessage", count=2)[1]
    lines = told["text"].split("\n")
    assert lines[0].startswith("<i>The source changed this passage; I noticed it on ")
    assert lines[1] == f"<blockquote>{SHOWN}</blockquote>"
    assert lines[2] == "<i>It says now:</i>"
    assert lines[3].startswith("<blockquote>The leaders will meet in <b>Yerevan</b> on Monday.")
    assert "Leaders &lt;meet&gt; &amp; talk" in lines[4]
    assert told["reply_parameters"]["message_id"] == 1001
    assert "Open" in str(told["reply_markup"])


@pytest.mark.usefixtures("bot")
def test_a_correction_is_told_once_and_corrected_in_turn(api: LocalApi, shelf: Shelf) -> None:
    answered(api)
    rewrite(shelf, 2, "The leaders will meet in Yerevan on Monday.")
    api.wait("sendMessage", count=2)
    rewrite(shelf, 102, "The leaders will meet in Baku on Monday.")
    told = api.wait("sendMessage", count=3)[2]
    assert "<blockquote>The leaders will meet in Yerevan on Monday.</blockquote>" in told["text"]
    assert told["reply_parameters"]["message_id"] == 1002
    answered(api, "How tall is the tower?")
    assert len(api.of("sendMessage")) == 4


@pytest.mark.usefixtures("bot")
def test_a_passage_that_was_taken_out_and_an_article_that_was_withdrawn(api: LocalApi, shelf: Shelf) -> None:
    answered(api)
    rewrite(shelf, 2, "Nothing is known of it yet.")
    told = api.wait("sendMessage", count=2)[1]
    assert told["text"].startswith("<i>The source took this passage out")
    answered(api, "How tall is the tower in Paris?")
    withdraw(shelf, "tower")
    told = api.wait("sendMessage", count=4)[3]
    assert told["text"].startswith("<i>This article was withdrawn")
    assert told["text"].endswith("<blockquote>The tower is 330 metres tall.</blockquote>\nThe tower")


@pytest.mark.usefixtures("bot")
def test_what_still_stands_is_nobodys_affair(api: LocalApi, shelf: Shelf) -> None:
    answered(api)
    rewrite(shelf, 2, f"It is certain now. {SHOWN} They will talk about peace & <trade>.")
    rewrite(shelf, 1, "The talks had been planned for months.")
    answered(api, "How tall is the tower in Paris?")
    assert len(api.of("sendMessage")) == 2


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("gone", [False, True])
def test_a_correction_that_could_not_be_kept_is_told_when_it_can(
    api: LocalApi, shelf: Shelf, no_letters: Keeping, caplog: pytest.LogCaptureFixture, gone: bool
) -> None:
    answered(api)
    answered(api, "/sources")  # in its turn, when the answer is known to have arrived
    with no_letters():
        if gone:
            withdraw(shelf, "summit")
        else:
            rewrite(shelf, 2, "The leaders will meet in Yerevan on Monday.")
        logged(caplog, "correction not kept")
        time.sleep(0.2)  # several looks
    told = api.wait("sendMessage", count=3)[2]
    assert f"<blockquote>{SHOWN}</blockquote>" in told["text"]
    answered(api, "How tall is the tower in Paris?")
    assert len(api.of("sendMessage")) == 4


@pytest.mark.usefixtures("bot")
def test_in_a_topic_the_correction_comes_there_in_the_language_of_who_asked(api: LocalApi, shelf: Shelf) -> None:
    asker = ANNA | {"language_code": "de"}
    answered(api, f"/ask {QUESTION}", chat=FORUM, message_thread_id=9, is_topic_message=True, **{"from": asker})
    rewrite(shelf, 2, "The leaders will meet in Yerevan on Monday.")
    told = api.wait("sendMessage", count=2)[1]
    assert (told["chat_id"], told["message_thread_id"]) == (FORUM["id"], 9)
    assert told["text"].startswith("<i>Die Quelle hat diese Stelle geändert")


@pytest.mark.usefixtures("bot")
def test_a_chat_is_told_once_under_the_latest_answer(api: LocalApi, shelf: Shelf) -> None:
    answered(api)
    answered(api)
    answered(api, "/sources")  # in its turn, when the second answer is known to have arrived
    rewrite(shelf, 2, "The leaders will meet in Yerevan on Monday.")
    told = api.wait("sendMessage", count=4)[3]
    assert told["reply_parameters"]["message_id"] == 1002
    answered(api, "How tall is the tower in Paris?")
    assert len(api.of("sendMessage")) == 5


@pytest.mark.usefixtures("bot")
def test_a_quote_that_a_button_showed_is_corrected_too(api: LocalApi, shelf: Shelf) -> None:
    sent = answered(api)
    following = sent["reply_markup"]["inline_keyboard"][0][1]
    assert following["text"].startswith("Next source")
    under = message(sent["text"], **{"from": ME, "message_id": 1001, "reply_markup": sent["reply_markup"]})
    api.push(pressed(following["callback_data"], on=under))
    edited = api.wait("editMessageText")[0]
    assert "It stands in" in edited["text"]
    rewrite(shelf, 10, "The tower is 330 metres tall. It stands in Rome, where leaders meet.")
    assert "in <b>Rome</b>, where" in api.wait("sendMessage", count=2)[1]["text"]


def test_what_changed_while_the_bot_was_away_is_told_after_its_start(
    api: LocalApi, running: Running, shelf: Shelf
) -> None:
    with running(notices=AT_ONCE):
        answered(api)
    rewrite(shelf, 2, "The leaders will meet in Yerevan on Monday.")
    with running(notices=AT_ONCE):
        assert "changed this passage" in api.wait("sendMessage", count=2)[1]["text"]


def test_an_article_that_comes_back_soon_was_not_withdrawn(api: LocalApi, running: Running, shelf: Shelf) -> None:
    with running(notices=NoticeRules(every_s=0.02, withdrawn_after_s=0.5)):
        answered(api)
        kept = dict(shelf.passages)
        withdraw(shelf, "summit")
        answered(api, "How tall is the tower in Paris?")
        shelf.passages = kept
        shelf.change += 1
        for _ in range(3):
            answered(api, "How tall is the tower in Paris?")
    assert not [sent for sent in api.of("sendMessage") if "withdrawn" in sent["text"]]


def test_a_folder_that_is_missing_is_not_taken_for_withdrawals(
    api: LocalApi, running: Running, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(MANY + 1):
        source = Source(f"a{number}", f"a{number}.txt", f"Story {number}", "Herald")
        words = passages_of(source, f"The number of case {number} is Zeta{number}.", first_id=1000 + number)
        shelf.passages |= {passage.id: passage for passage in words}
    with running(notices=NoticeRules(every_s=0.02, withdrawn_after_s=0.2)):
        for number in range(MANY + 1):
            asker = ANNA | {"id": 500 + number}
            question = f"What is the number of case Zeta{number}?"
            answered(api, question, chat={"id": 500 + number, "type": "private"}, **{"from": asker})
        shelf.passages = {}
        shelf.change += 1
        for _ in range(20):
            answered(api, "/sources")
            time.sleep(0.02)
    assert [vars(record)["count"] for record in caplog.records if record.msg == "many articles gone"] == [MANY + 1]
    assert not [sent for sent in api.of("sendMessage") if "withdrawn" in sent["text"]]


def test_who_was_forgotten_is_told_nothing(api: LocalApi, running: Running, shelf: Shelf) -> None:
    with running(notices=AT_ONCE):
        answered(api)
        answered(api, "/forget")
        rewrite(shelf, 2, "The leaders will meet in Yerevan on Monday.")
        answered(api, "How tall is the tower in Paris?")
        answered(api, "How tall is the tower in Paris?")
    assert len(api.of("sendMessage")) == 4


def test_kept_answers_hold_no_word_of_the_question(api: LocalApi, running: Running, tmp_path: Path) -> None:
    with running():
        answered(api, "Where will the leaders meet, Zyxwvutsrq?")
        kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert SHOWN.encode() in kept
    assert b"zyxwvutsrq" not in kept.lower()


def test_privacy_says_what_is_kept_of_answers(api: LocalApi, running: Running) -> None:
    with running():
        assert "For 30 days I keep which quotes my answers showed" in answered(api, "/privacy")["text"]
