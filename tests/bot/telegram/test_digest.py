"""/latest and /sources, page by page."""

import datetime
import re
from typing import Any

import pytest

from bot.telegram.digest import PAGE
from retrieval.article import Source
from tests.bot.shelf import Shelf, passages_of
from tests.bot.telegram.local_api import LocalApi
from tests.bot.telegram.updates import GROUP, pressed, said

FIRST = datetime.date(2022, 1, 1)
ARTICLES = 2 * PAGE + 3


@pytest.fixture
def shelf() -> Shelf:
    """Articles of a day each, of an outlet of three articles and one of the others."""
    passages = []
    for number in range(ARTICLES):
        outlet = "Herald" if number % PAGE == 0 else "Courier <&>"
        day = FIRST + datetime.timedelta(days=number)
        source = Source(
            f"a{number}", "a.txt", f"Story {number}", outlet, published=day, url=f"https://a.example/{number}"
        )
        passages += passages_of(source, f"Words of story {number}.", first_id=number + 1)
    return Shelf(passages)


def stories(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"Story (\d+)", text)]


def button(markup: dict[str, Any], label: str) -> str:
    (found,) = [b for row in markup["inline_keyboard"] for b in row if b["text"].startswith(label)]
    return str(found["callback_data"])


def press(api: LocalApi, markup: dict[str, Any], label: str) -> dict[str, Any]:
    """The message as it is after a press."""
    before = len(api.of("editMessageText"))
    api.push(pressed(button(markup, label)))
    return dict(api.wait("editMessageText", count=before + 1)[before])


def asked(api: LocalApi, command: str) -> dict[str, Any]:
    api.push(said(command))
    return dict(api.wait("sendMessage")[0])


@pytest.mark.usefixtures("bot")
def test_latest_shows_all_articles_newest_first_page_by_page(api: LocalApi) -> None:
    page = asked(api, "/latest")
    assert page["text"].startswith("<b>Newest articles</b>\n· <a href=")
    assert "January 19, 2022" in page["text"]
    seen = stories(page["text"])
    assert len(seen) == PAGE
    for _ in range(2):
        page = press(api, page["reply_markup"], "Older")
        seen += stories(page["text"])
    assert seen == list(range(ARTICLES))[::-1]
    labels = [b["text"] for row in page["reply_markup"]["inline_keyboard"] for b in row]
    assert labels == ["« Newest", "All outlets"]
    assert stories(press(api, page["reply_markup"], "« Newest")["text"])[0] == ARTICLES - 1


@pytest.mark.usefixtures("bot")
def test_an_outlet_of_sources_opens_its_newest_articles(api: LocalApi) -> None:
    page = press(api, asked(api, "/sources")["reply_markup"], "Herald")
    assert page["text"].startswith("<b>Herald: 3</b>\nfrom January 1, 2022 to January 17, 2022\n")
    assert stories(page["text"]) == [16, 8, 0]
    assert "Courier" in press(api, page["reply_markup"], "All outlets")["text"]


@pytest.mark.usefixtures("bot")
def test_a_page_goes_on_where_it_ended_when_articles_came_and_left(api: LocalApi, shelf: Shelf) -> None:
    page = asked(api, "/latest")
    last = stories(page["text"])[-1]
    gone = [p for p in shelf.passages.values() if p.source.id != f"a{last}"]
    new = Source("new", "n.txt", "Story 99", "Herald", published=FIRST + datetime.timedelta(days=99))
    shelf.passages = {p.id: p for p in [*gone, *passages_of(new, "Words of the newest story.", first_id=900)]}
    assert stories(press(api, page["reply_markup"], "Older")["text"])[0] == last - 1


@pytest.mark.usefixtures("bot")
def test_an_outlet_that_left_is_said_to_be_gone(api: LocalApi, shelf: Shelf) -> None:
    markup = asked(api, "/sources")["reply_markup"]
    shelf.passages = {}
    api.push(pressed(button(markup, "Herald")))
    assert "has changed or left" in api.wait("answerCallbackQuery")[0]["text"]


@pytest.mark.usefixtures("bot")
def test_many_outlets_have_pages_of_their_own(api: LocalApi, shelf: Shelf) -> None:
    shelf.passages = {}
    for number in range(PAGE + 2):
        source = Source(f"a{number}", "a.txt", "Story", f"Outlet {number:02}")
        shelf.passages |= {p.id: p for p in passages_of(source, f"Words {number}.", first_id=number + 1)}
    first = asked(api, "/sources")["reply_markup"]["inline_keyboard"]
    second = press(api, {"inline_keyboard": first}, "More")["reply_markup"]["inline_keyboard"]
    labels = [b["text"] for row in first + second for b in row if b["text"].startswith("Outlet")]
    assert sorted(labels) == [f"Outlet {number:02}" for number in range(PAGE + 2)]
    assert press(api, {"inline_keyboard": second}, "« Back")["reply_markup"]["inline_keyboard"] == first


@pytest.mark.usefixtures("bot")
def test_nothing_indexed_is_said(api: LocalApi, shelf: Shelf) -> None:
    shelf.passages = {}
    sent = asked(api, "/latest")
    assert sent["text"].startswith("No articles are indexed yet")
    assert "reply_markup" not in sent


@pytest.mark.usefixtures("bot")
def test_in_a_group_the_bot_must_be_named(api: LocalApi) -> None:
    api.push(said("/latest", chat=GROUP))
    api.push(said("/latest@QuotedTestBot", chat=GROUP))
    assert len(stories(api.wait("sendMessage")[0]["text"])) == PAGE
    assert len(api.of("sendMessage")) == 1
