"""Makes docs/playground.png: the real bot in the playground, asked a few questions in headless Chromium.

    .venv/bin/python docs/make_screenshot.py [--data DIR] [--chromium PATH] [--out FILE] [--dark] [--phone] [QUESTION]
    .venv/bin/python docs/make_screenshot.py --inline --dark --out docs/playground-inline.png

With --inline the picture is a phone's: what the bot offers in a chat where it is no member, and what was sent there.

The library must be there (quoted index). Needs the development extras and a Chromium.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

QUESTIONS = ("Where will the leaders meet?", "Who won the football world cup in 1954?")
WIDTH, HEIGHT = 760, 980
PHONE = (400, 800)
BOT = "@quoted_playground_bot"
ANSWER_WITHIN_MS = 20_000
_ARGUMENTS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking".split()


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """The address of a playground that runs meanwhile, on a free port."""
    command = [sys.executable, "-m", "bot.cli", "serve", "--playground", "--data", str(data)]
    environment = os.environ | {"QUOTED_PLAYGROUND_PORT": "0", "QUOTED_LOAD_PER_CHAT_S": "0"}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        if address is None:
            sys.exit(line.strip())
        yield address.group()
    finally:
        process.terminate()
        process.wait()


def ask(page: Page, questions: list[str]) -> None:
    """Ask one after the other, each when the one before is answered."""
    page.get_by_text("online", exact=True).wait_for()
    for number, question in enumerate(questions):
        page.get_by_label("Your question").fill(question)
        page.get_by_label("Your question").press("Enter")
        page.locator(".message:not(.own)").nth(number).wait_for(timeout=ANSWER_WITHIN_MS)
    page.wait_for_timeout(800)  # until it has scrolled to the end


def ask_inline(page: Page, questions: list[str]) -> None:
    """Send what is offered first to the first question, and leave open what is offered to the second."""
    page.get_by_text("online", exact=True).wait_for()
    page.get_by_role("button", name="Without the bot").click()
    offers = page.get_by_role("listbox", name="What the bot offers").get_by_role("option")
    for question in questions[:2]:
        if offers.count():
            offers.first.click()
            page.locator(".message").first.wait_for()
        page.get_by_label("Your question").fill(f"{BOT} {question}")
        offers.first.wait_for(timeout=ANSWER_WITHIN_MS)
    page.wait_for_timeout(800)


def main() -> None:
    """Ask and take the picture."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("questions", nargs="*", default=list(QUESTIONS), metavar="QUESTION")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("google-chrome"))
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("playground.png"))
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--phone", action="store_true", help="as narrow as a phone")
    parser.add_argument("--inline", action="store_true")
    given = parser.parse_args()
    with serving(given.data) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.chromium, args=_ARGUMENTS)
        width, height = PHONE if given.inline or given.phone else (WIDTH, HEIGHT)
        page = browser.new_page(
            viewport={"width": width, "height": height},
            device_scale_factor=2,
            color_scheme="dark" if given.dark else "light",
            locale="en-GB",
        )
        page.goto(address)
        (ask_inline if given.inline else ask)(page, given.questions)
        page.screenshot(path=given.out)
        browser.close()
    print(f"{given.out}: {given.out.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
