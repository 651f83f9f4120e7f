"""/start, /help, /sources, /privacy."""

import dataclasses

import pytest

from bot.telegram.app import Service
from tests.bot.shelf import Shelf
from tests.bot.telegram.local_api import LocalApi
from tests.bot.telegram.updates import GROUP, said


def reply_to(api: LocalApi, command: str) -> str:
    api.push(said(command))
    return str(api.wait("sendMessage")[0]["text"])


@pytest.mark.usefixtures("bot")
def test_start_says_what_the_bot_is_and_how_much_it_knows(api: LocalApi) -> None:
    assert "only from 2 articles" in reply_to(api, "/start")


@pytest.mark.usefixtures("bot")
def test_help_names_every_way_to_ask(api: LocalApi) -> None:
    text = reply_to(api, "/help")
    assert all(word in text for word in ("/ask", "mention", "reply", "/sources", "/privacy"))


@pytest.mark.usefixtures("bot")
def test_privacy_says_what_is_kept_and_for_how_long(api: LocalApi) -> None:
    assert "two days" in reply_to(api, "/privacy")


@pytest.mark.usefixtures("bot")
def test_sources_names_articles_time_and_outlets(api: LocalApi) -> None:
    text = reply_to(api, "/sources")
    assert text == "I know 2 articles, from March 15, 2019 to October 31, 2022.\n\nAFP: 1"


@pytest.mark.usefixtures("bot")
def test_outlet_can_not_bring_its_own_markup(api: LocalApi, shelf: Shelf) -> None:
    first = shelf.passages[1]
    source = dataclasses.replace(first.source, id="other", outlet="<b>A & B</b>")
    shelf.passages[99] = dataclasses.replace(first, id=99, source=source)
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;: 1" in reply_to(api, "/sources")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("command", ["/start", "/sources"])
def test_empty_library_is_admitted(api: LocalApi, shelf: Shelf, command: str) -> None:
    shelf.passages.clear()
    assert reply_to(api, command).startswith("No articles are indexed yet")


def test_command_that_names_the_bot_is_answered_in_a_group(api: LocalApi, bot: Service) -> None:
    api.push(said("/sources@QuotedTestBot", chat=GROUP))
    assert "2 articles" in api.wait("sendMessage")[0]["text"]
