"""Makes docs/playground.png: the real bot in the playground, asked a few questions in headless Chromium.

    .venv/bin/python docs/make_screenshot.py [--data DIR] [--chromium PATH] [--out FILE] [--dark] [--phone] [QUESTION]
    .venv/bin/python docs/make_screenshot.py --inline --dark --out docs/playground-inline.png
    .venv/bin/python docs/make_screenshot.py --operator --out docs/playground-operator.png

With --inline the picture is a phone's: what the bot offers in a chat where it is no member, and what was sent there.
With --operator it is an operator's: what people asked in vain, and the article that answers it, sent to be added. For
that a library of its own is made of copies of the project's seeds but one, so that nothing of yours changes.

The library must be there (quoted index). Needs the development extras and a Chromium.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

QUESTIONS = ("Where will the leaders meet?", "Who won the football world cup in 1954?")
WIDTH, HEIGHT = 760, 980
PHONE = (400, 800)
BOT = "@quoted_playground_bot"
SEEDS = Path(__file__).parents[1] / "seeds"
MISSING = "samples/apollo-11.md"
"""What the operator's library lacks at first."""
IN_VAIN = ("How long did the Apollo 11 astronauts walk on the Moon?", "Who piloted the command module of Apollo 11?")
ANSWER_WITHIN_MS = 20_000
_ARGUMENTS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking".split()


@contextmanager
def serving(data: Path, seeds: Path) -> Iterator[str]:
    """The address of a playground that runs meanwhile, on a free port."""
    command = [sys.executable, "-m", "bot.cli", "serve", "--playground", "--data", str(data)]
    environment = os.environ | {"QUOTED_PLAYGROUND_PORT": "0", "QUOTED_LOAD_PER_CHAT_S": "0"}
    environment |= {"QUOTED_LIBRARY_SEEDS": str(seeds), "QUOTED_PRIVACY_QUESTION_DAYS": "30"}
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


@contextmanager
def lacking() -> Iterator[tuple[Path, Path]]:
    """A library and its seeds, which lack an article."""
    with tempfile.TemporaryDirectory() as folder:
        data, seeds = Path(folder, "data"), Path(folder, "seeds")
        shutil.copytree(SEEDS, seeds)
        (seeds / MISSING).unlink()
        command = [sys.executable, "-m", "bot.cli", "index", "--seeds", str(seeds), "--data", str(data)]
        subprocess.run(command, check=True)
        yield data, seeds


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


def operate(page: Page, questions: list[str]) -> None:
    """Ask in vain, look at that as an operator, send the article that answers it, and bring it in."""
    ask(page, questions)
    page.get_by_role("button", name="Operator").click()
    said = page.locator(".message:not(.own)")
    page.get_by_role("button", name="/gaps").click()
    said.nth(0).wait_for(timeout=ANSWER_WITHIN_MS)
    page.get_by_label("Files", exact=True).set_input_files(SEEDS / MISSING)
    page.get_by_role("button", name="Add", exact=True).wait_for(timeout=ANSWER_WITHIN_MS)
    page.wait_for_timeout(800)


def main() -> None:
    """Ask and take the picture."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("questions", nargs="*", metavar="QUESTION")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("google-chrome"))
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("playground.png"))
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--phone", action="store_true", help="as narrow as a phone")
    scene = parser.add_mutually_exclusive_group()
    scene.add_argument("--inline", action="store_true")
    scene.add_argument("--operator", action="store_true")
    given = parser.parse_args()
    with ExitStack() as stack:
        data, seeds = stack.enter_context(lacking()) if given.operator else (given.data, SEEDS)
        address = stack.enter_context(serving(data, seeds))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=given.chromium, args=_ARGUMENTS)
        width, height = PHONE if given.inline or given.phone else (WIDTH, HEIGHT)
        page = browser.new_page(
            viewport={"width": width, "height": height},
            device_scale_factor=2,
            color_scheme="dark" if given.dark else "light",
            locale="en-GB",
        )
        page.goto(address)
        act = ask_inline if given.inline else operate if given.operator else ask
        act(page, given.questions or list(IN_VAIN if given.operator else QUESTIONS))
        page.screenshot(path=given.out)
        browser.close()
    print(f"{given.out}: {given.out.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
