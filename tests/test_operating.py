"""An operator at the playground's page, with the real bot: figures, gaps, adding, reindexing, removing."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from retrieval.encoder import Encoder
from tests.conftest import SEEDS, index_folder
from tests.person import PersonByHttp

pytestmark = pytest.mark.browser

MISSING = "apollo-11.md"
IN_VAIN = "Who piloted the command module of Apollo 11?"
PARAGRAPH = "Michael Collins, the pilot of the command module"
ANSWERED_WITHIN_MS = 30_000
INDEXED_WITHIN_MS = 90_000


@pytest.fixture(scope="module")
def folder(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with copies of the project's seeds but one, and a library of them."""
    made = tmp_path_factory.mktemp("operated")
    shutil.copytree(SEEDS, made / "seeds")
    (made / "seeds" / "samples" / MISSING).unlink()
    index_folder(made / "seeds", made / "data", encoder)
    return made


@pytest.fixture(scope="module")
def address(folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Where the page of a bot is that answers from it."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QUOTED_")}
    environment |= {"QUOTED_PLAYGROUND_PORT": "0", "QUOTED_LOAD_PER_CHAT_S": "0", "QUOTED_LOG_LEVEL": "warning"}
    environment |= {"QUOTED_LIBRARY_SEEDS": str(folder / "seeds"), "QUOTED_LIBRARY_DATA": str(folder / "data")}
    environment |= {"QUOTED_PRIVACY_QUESTION_DAYS": "30"}
    environment |= {"QUOTED_ENCODER_FOLDER": str(request.config.cache.mkdir("encoders"))}
    command = [sys.executable, "-m", "bot.cli", "serve", "--playground"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
    try:
        assert found, process.stderr.read()
        yield found.group()
    finally:
        process.send_signal(signal.SIGTERM)
        errors = process.communicate(timeout=30)[1]
    assert (process.returncode, errors) == (0, "")


@pytest.fixture
def page(address: str, context: BrowserContext) -> Page:
    """The operator's chat."""
    opened = context.new_page()
    opened.goto(f"{address}/#operator")
    expect(opened.get_by_text("online", exact=True)).to_be_visible(timeout=ANSWERED_WITHIN_MS)
    return opened


def say(page: Page, text: str) -> Locator:
    """Say something; what the bot says to it."""
    before = page.locator(".message:not(.own)").count()
    page.get_by_label("Your question").fill(text)
    page.get_by_label("Your question").press("Enter")
    return answer(page, before)


def send(page: Page, name: str, content: str) -> Locator:
    """Send a file; what the bot shows of it."""
    before = page.locator(".message:not(.own)").count()
    files = [{"name": name, "mimeType": "text/markdown", "buffer": content.encode()}]
    page.get_by_label("Files", exact=True).set_input_files(files)  # type: ignore[arg-type]
    return answer(page, before)


def answer(page: Page, before: int) -> Locator:
    said = page.locator(".message:not(.own)").nth(before)
    expect(said).to_be_visible(timeout=ANSWERED_WITHIN_MS)
    return said


def press(message: Locator, label: str) -> None:
    message.locator(".keyboard").get_by_role("button", name=label).click(timeout=ANSWERED_WITHIN_MS)


def test_figures_are_seen(page: Page) -> None:
    figures = say(page, "/stats")
    expect(figures).to_contain_text("articles")
    expect(figures).to_contain_text("Quotes called helpful")


def test_operators_commands_are_in_their_menu_alone(page: Page) -> None:
    field = page.get_by_label("Your question")
    field.fill("/re")
    expect(page.get_by_role("option", name="/reindex")).to_be_visible()
    page.get_by_role("button", name="Private").click()
    field.fill("/re")
    expect(page.get_by_role("option", name="/reindex")).to_have_count(0)


def test_what_was_asked_in_vain_is_added_and_stays_filled(page: Page, address: str, folder: Path) -> None:
    person = PersonByHttp(address)
    assert "no answer" in person.reply_to(person.say(IN_VAIN))["text"]
    expect(say(page, "/gaps")).to_contain_text(IN_VAIN)

    preview = send(page, MISSING, (SEEDS / "samples" / MISSING).read_text())
    expect(preview).to_contain_text("How Apollo 11 took people to the Moon and back", timeout=ANSWERED_WITHIN_MS)
    expect(preview).to_contain_text("5 paragraphs")
    assert not list((folder / "seeds").rglob(MISSING))  # nothing before Add
    press(preview, "Add")
    expect(preview).to_contain_text("quoted after the next reindex", timeout=ANSWERED_WITHIN_MS)
    before = page.locator(".message:not(.own)").count()
    press(preview, "Reindex now")
    run = answer(page, before)
    expect(run).to_contain_text("Reindexed in", timeout=INDEXED_WITHIN_MS)
    expect(run).to_contain_text("1 new, 0 changed")

    assert PARAGRAPH in person.reply_to(person.say(IN_VAIN))["text"]
    gaps = say(page, "/gaps")
    expect(gaps).to_contain_text("has an answer by now")
    press(gaps, "1")
    expect(gaps).to_contain_text(PARAGRAPH, timeout=ANSWERED_WITHIN_MS)
    press(gaps, "keep it for quoted evaluate")
    expect(page.locator("#toast")).to_contain_text("Kept in")
    (kept,) = (folder / "data" / "gaps.jsonl").read_text().splitlines()
    assert json.loads(kept)["question"] == IN_VAIN


def test_file_is_edited_before_it_is_added(page: Page, folder: Path) -> None:
    preview = send(
        page, "bridge.md", "# The bridge\n\nThe old bridge of Zell is 212 metres long and was built in 1783.\n"
    )
    press(preview, "Edit")
    before = page.locator(".message:not(.own)").count()
    press(preview, "Title")
    asks = answer(page, before)
    expect(asks).to_contain_text("what shall it be?")
    expect(page.locator("#reference")).to_contain_text("what shall it be?")
    expect(page.get_by_label("Your question")).to_have_attribute("placeholder", "Title")
    expect(say(page, "The bridge of Zell")).to_contain_text("changed above")
    expect(preview).to_contain_text("The bridge of Zell")
    press(preview, "Add")
    expect(preview).to_contain_text("Added:")
    (record,) = (folder / "seeds" / "added").iterdir()
    assert json.loads(record.read_text().splitlines()[0])["title"] == "The bridge of Zell"


def test_file_that_is_discarded_is_not_kept(page: Page, folder: Path) -> None:
    preview = send(page, "rumour.md", "# A rumour\n\nThe mayor of Zell is said to own a lion.\n")
    expect(preview).to_contain_text("A rumour", timeout=ANSWERED_WITHIN_MS)
    press(preview, "Discard")
    expect(preview).to_have_text(re.compile("Discarded."))
    assert not list((folder / "seeds").rglob("rumour*"))


def test_article_is_removed_by_a_reply_to_its_quote_and_brought_back(page: Page, folder: Path) -> None:
    quote = say(page, "How many rivets hold the Eiffel Tower together?")
    quote.get_by_role("button", name="Reply", exact=True).click()
    asks = say(page, "/remove")
    expect(asks).to_contain_text("eiffel-tower.html")
    press(asks, "Take it out")
    expect(asks).to_contain_text("Taken out")
    assert not (folder / "seeds" / "samples" / "eiffel-tower.html").exists()
    press(asks, "Undo")
    expect(asks).to_contain_text("Brought back")
    assert (folder / "seeds" / "samples" / "eiffel-tower.html").exists()
