"""The whole product: `quoted serve --playground` in a process of its own, and a person in its chats."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.person import Message, PersonByHttp

QUESTION = "How many rivets hold the Eiffel Tower together?"
PARAGRAPH = "It is made of 18,038 metal parts held together by 2.5 million rivets."


@dataclass(frozen=True)
class Served:
    """A serving bot."""

    address: str
    process: subprocess.Popen[str]

    def person(self, chat: str = "private") -> PersonByHttp:
        return PersonByHttp(self.address, chat)


@pytest.fixture(scope="module")
def served(seed_data: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    if not (seed_data / "encoders").exists():
        (seed_data / "encoders").symlink_to(request.config.cache.mkdir("encoders"))
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QUOTED_")}
    environment |= {"QUOTED_PLAYGROUND_PORT": "0", "QUOTED_LOAD_PER_CHAT_S": "0", "QUOTED_LOG_LEVEL": "warning"}
    command = [sys.executable, "-m", "bot.cli", "serve", "--playground", "--data", str(seed_data)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
    try:
        assert found, process.stderr.read()
        yield Served(found.group(), process)
    finally:
        process.send_signal(signal.SIGTERM)
        errors = process.communicate(timeout=30)[1]
    assert process.returncode == 0
    assert errors == ""


def bold(message: Message) -> list[str]:
    spans = [(e["offset"], e["offset"] + e["length"]) for e in message["entities"] if e["type"] == "bold"]
    return [message["text"][start:end] for start, end in spans]


def buttons(message: Message) -> list[dict[str, Any]]:
    return [button for row in message["reply_markup"]["inline_keyboard"] for button in row]


def test_a_question_gets_a_quote_with_its_source(served: Served) -> None:
    person = served.person()
    answer = person.reply_to(person.say(QUESTION))
    assert PARAGRAPH in answer["text"]
    assert "2.5 million" in " ".join(bold(answer))
    assert "blockquote" in {entity["type"] for entity in answer["entities"]}
    for part in ("The Eiffel Tower in numbers", "Quoted Samples, Buildings", "2023", "paragraph 2 of 4"):
        assert part in answer["text"]


def test_what_no_article_says_is_not_found(served: Served) -> None:
    person = served.person()
    answer = person.reply_to(person.say("Who won the football world cup in 1954?"))
    assert "no answer" in answer["text"]
    assert "8 articles" in answer["text"]


def test_a_question_goes_on_from_the_one_before(served: Served) -> None:
    person = served.person()
    first = person.reply_to(person.say("When did the Panama Canal open?"))
    assert "About" not in first["text"]
    second = person.reply_to(person.say("How long is it?"))
    assert second["text"].startswith("About: Panama Canal\n")
    assert "Panama" in second["text"].split("\n", 1)[1]
    person.press(second, "Ask it by itself")
    assert "About" not in person.now(second, differing_from=second["text"])["text"]
    person.say("How high is Mount Everest?")
    replied = person.reply_to(person.say("And why?", reply_to=first["message_id"]))
    assert replied["text"].startswith("About: Panama Canal")


def test_context_is_shown_in_place_and_hidden_again(served: Served) -> None:
    person = served.person()
    answer = person.reply_to(person.say(QUESTION))
    person.press(answer, "Context")
    wider = person.now(answer, differing_from=answer["text"])
    assert "named after the engineer Gustave Eiffel" in wider["text"]
    assert "tallest structure in the world" in wider["text"]
    person.press(wider, buttons(wider)[0]["text"])
    assert person.now(wider, differing_from=wider["text"])["text"] == answer["text"]


def test_a_citation_can_be_copied(served: Served) -> None:
    person = served.person()
    answer = person.reply_to(person.say(QUESTION))
    copied = [button["copy_text"]["text"] for button in buttons(answer) if "copy_text" in button]
    assert len(copied) == 1
    assert "The Eiffel Tower in numbers" in copied[0]


def test_sources_and_privacy_are_told(served: Served) -> None:
    person = served.person()
    sources = person.reply_to(person.say("/sources"))
    assert "Quoted Samples, Space" in sources["text"]
    assert "AFP" in sources["text"]
    assert person.reply_to(person.say("/privacy"))["text"]


def test_a_group_is_answered_only_when_the_bot_is_asked(served: Served) -> None:
    person = served.person("group")
    ignored = person.say(QUESTION)
    asked = person.say(f"/ask {QUESTION}")
    assert PARAGRAPH in person.reply_to(asked)["text"]
    replies = {m.get("reply_to_message", {}).get("message_id") for m in person.messages()}
    assert ignored["message_id"] not in replies


def test_a_corrected_question_corrects_its_answer(served: Served) -> None:
    person = served.person()
    asked = person.say("How high is Mount Everest?")
    answer = person.reply_to(asked)
    person.correct(asked, QUESTION)
    assert PARAGRAPH in person.now(answer, differing_from=answer["text"])["text"]


def test_a_quote_is_chosen_inline_and_sent_where_the_bot_is_no_member(served: Served) -> None:
    person = served.person("strangers")
    offer = person.offers(QUESTION)
    assert offer["results"][0]["title"] == "The Eiffel Tower in numbers"
    assert "2.5 million" in offer["results"][0]["description"]
    sent = person.choose(offer, offer["results"][0])
    assert PARAGRAPH in sent["text"]
    assert sent["via_bot"]["is_bot"]


def test_a_guest_is_asked_by_its_name(served: Served) -> None:
    person = served.person("strangers")
    person.say(f"@quoted_playground_bot {QUESTION}")
    assert PARAGRAPH in person.until(lambda message: message["from"]["is_bot"])["text"]


def test_the_language_is_chosen_by_a_button(served: Served) -> None:
    person = served.person()
    asked = person.reply_to(person.say("/language"))
    person.press(asked, "Español")
    assert person.now(asked, differing_from=asked["text"])["text"] == "Ahora hablo español."
    assert "artículos" in person.reply_to(person.say("/sources"))["text"]
    person.press(person.reply_to(person.say("/language")), "Como en Telegram")
    assert "articles" in person.reply_to(person.say("/sources"))["text"]


def test_hostile_text_does_not_break_the_bot(served: Served) -> None:
    person = served.person()
    for text in ("<b>&amp;</i> Where?", "𝕎here 👩‍👩‍👧 will they meet? ‮", "?" * 4000):
        assert person.reply_to(person.say(text))["text"]


@pytest.mark.browser
def test_the_page_shows_the_quote_and_its_buttons_work(served: Served, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(served.address)
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_label("Your question").press("Enter")
    quote = page.locator("blockquote").filter(has_text=PARAGRAPH).last
    expect(quote.locator("b, strong")).to_contain_text("2.5 million")
    page.get_by_role("button", name="Context").last.click()
    expect(page.get_by_text("named after the engineer Gustave Eiffel").last).to_be_visible()
