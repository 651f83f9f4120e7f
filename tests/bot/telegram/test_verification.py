"""/verify: whether a quotation stands."""

from typing import Any

import pytest

from retrieval.receipt import Receipt
from tests.bot.shelf import SUMMIT, Shelf, passages_of
from tests.bot.telegram.local_api import LocalApi
from tests.bot.telegram.updates import GROUP, said

SENTENCE = "The leaders will meet in Sochi on Monday."


def receipt(shelf: Shelf) -> str:
    return str(Receipt.of(shelf.passages[2], (0, len(SENTENCE))))


def told(api: LocalApi, *arguments: Any, **more: Any) -> str:
    """What the bot says to a message."""
    before = len(api.of("sendMessage"))
    api.push(said(*arguments, **more))
    return str(api.wait("sendMessage", count=before + 1)[before]["text"])


@pytest.mark.usefixtures("bot")
def test_words_that_stand_are_shown_in_their_paragraph_with_its_source(api: LocalApi) -> None:
    text = told(api, f"/verify {SENTENCE}")
    assert text.startswith(f"Exact. These words stand in an article:\n<blockquote><b>{SENTENCE[:-1]}</b>. They will")
    assert "paragraph 2 of 3" in text
    assert "October 31, 2022" in text


@pytest.mark.usefixtures("bot")
def test_words_that_differ_are_named(api: LocalApi) -> None:
    text = told(api, "/verify The leaders will never meet in Vienna on Monday")
    assert text.startswith(
        "Altered. The article has other words:\n“never” is not there\n“Vienna” is “Sochi” there\n<blockquote>"
    )
    assert "<b>Sochi</b>" in text


@pytest.mark.usefixtures("bot")
def test_what_no_article_has_is_said(api: LocalApi) -> None:
    assert told(api, "/verify Ships may not pass the canal at night") == (
        "Not found. No article of mine has these words."
    )


@pytest.mark.usefixtures("bot")
def test_a_receipt_is_looked_up(api: LocalApi, shelf: Shelf) -> None:
    assert told(api, f"/verify {receipt(shelf)}").startswith("It stands. The quoted words are there")


@pytest.mark.usefixtures("bot")
def test_a_receipt_follows_its_words_and_notices_their_change(api: LocalApi, shelf: Shelf) -> None:
    asked = f"/verify {receipt(shelf)}"
    texts = [passage.text for passage in shelf.passages.values() if passage.source == SUMMIT]
    shelf.passages = {p.id: p for p in passages_of(SUMMIT, "New.", *texts)}
    assert "It was paragraph 2 and is paragraph 3 now." in told(api, asked)
    shelf.passages = {p.id: p for p in passages_of(SUMMIT, texts[0], texts[1].replace("Monday", "Friday"))}
    assert told(api, asked).startswith(
        "Altered. The article is there, the quoted words are not.\nWhat paragraph 2 says now:\n<blockquote>The leaders"
    )
    shelf.passages = {}
    assert told(api, asked).startswith("Gone. ")


@pytest.mark.usefixtures("bot")
def test_a_mistyped_receipt_and_too_few_words_are_explained(api: LocalApi, shelf: Shelf) -> None:
    shown = receipt(shelf)
    mistyped = shown[:-1] + ("A" if shown[-1] != "A" else "B")
    assert "mistyped" in told(api, f"/verify {mistyped}")
    assert told(api, "/verify two words") == "Please send between 4 and 400 words of a quotation."


@pytest.mark.usefixtures("bot")
def test_alone_it_says_how_it_is_used(api: LocalApi) -> None:
    assert told(api, "/verify").startswith("Write a quotation or a receipt after /verify")


@pytest.mark.usefixtures("bot")
def test_in_a_group_it_must_name_the_bot(api: LocalApi) -> None:
    api.push(said(f"/verify {SENTENCE}", chat=GROUP))
    assert told(api, "/ask Where will the leaders meet?", chat=GROUP).startswith("<blockquote>")
