"""The page in a browser: what is shown, and that what can be pressed works."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from bot.playground.chats import GROUP, OPERATORS
from bot.playground.server import Playground
from tests.bot.playground.conftest import TOKEN, YOU, Api
from tests.bot.playground.echo import EchoBot

pytestmark = pytest.mark.browser


@pytest.fixture
def page(context: BrowserContext, playground: Playground) -> Iterator[Page]:
    """The playground's page. Any error in its script, or anything that its policy had to stop, fails the test."""
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
    opened.goto(playground.address)
    yield opened
    assert wrong == []


@pytest.fixture
def bot(playground: Playground) -> Iterator[EchoBot]:
    """A bot that answers."""
    with EchoBot(playground.address, TOKEN) as running:
        yield running


def ask(page: Page, text: str) -> None:
    page.get_by_label("Your question").fill(text)
    page.get_by_label("Your question").press("Enter")


def test_page_says_whether_a_bot_is_there(page: Page, playground: Playground) -> None:
    expect(page.get_by_role("alert")).to_contain_text("not connected")
    with EchoBot(playground.address, TOKEN):
        expect(page.get_by_text("online", exact=True)).to_be_visible()
        expect(page.locator("#banner")).to_be_hidden()
    expect(page.get_by_role("alert")).to_contain_text("not connected")


def test_question_is_answered_with_a_quote_its_highlight_and_its_source(page: Page, bot: EchoBot) -> None:
    expect(page.get_by_role("heading", name="Ask your articles")).to_be_visible()
    ask(page, "Where will\nthey <i>meet</i>?")
    expect(page.locator(".own .words")).to_have_text("Where will they <i>meet</i>?")
    answer = page.locator(".message:not(.own)")
    expect(answer.locator("blockquote")).to_have_text(
        "The leaders will meet in Sochi on Monday. They will talk & <talk>."
    )
    expect(answer.locator("blockquote strong")).to_have_text("Sochi")
    source = answer.get_by_role("link", name="Leaders meet")
    expect(source).to_have_attribute("href", "https://news.example/summit#:~:text=Sochi")
    expect(source).to_have_attribute("target", "_blank")
    expect(source).to_have_attribute("rel", re.compile("noopener"))
    expect(answer.get_by_role("button", name="In reply to: Where will")).to_be_visible()
    expect(page.get_by_role("heading", name="Ask your articles")).to_be_hidden()


def test_buttons_edit_alert_copy_and_open(page: Page, bot: EchoBot) -> None:
    ask(page, "Where?")
    answer = page.locator(".message:not(.own)")
    answer.get_by_role("button", name="Context").click()
    expect(answer.locator(".words")).to_contain_text("The talks were planned.")
    expect(page.locator("#toast")).to_have_text("Here it is")
    expect(answer).to_have_count(1)
    answer.get_by_role("button", name="Nothing more").click()
    expect(page.get_by_role("dialog")).to_contain_text("There is nothing more.")
    page.get_by_role("button", name="OK").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(answer.locator(".waiting")).to_have_count(0)
    answer.get_by_role("button", name="Copy citation").click()
    expect(page.locator("#toast")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "“Sochi” — Leaders meet, AFP"
    expect(answer.get_by_role("link", name="Open")).to_have_attribute("href", "https://news.example/summit")


def test_menu_of_commands_is_used_by_keyboard(page: Page, bot: EchoBot) -> None:
    field = page.get_by_label("Your question")
    expect(page.get_by_role("button", name="Commands")).to_be_enabled()
    field.fill("/")
    expect(page.get_by_role("option")).to_have_text(["/startSay hello", "/helpHow to ask"])
    field.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("/help")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.fill("/he")
    field.press("Enter")
    expect(page.locator(".own .words")).to_have_text("/help")
    expect(field).to_have_value("")


def test_command_in_a_message_is_sent_by_a_click(page: Page, api: Api) -> None:
    api.result("sendMessage", chat_id=YOU, text="Try /sources")
    page.get_by_role("button", name="/sources").click()
    expect(page.locator(".own .words")).to_have_text("/sources")
    assert api.next()["message"]["text"] == "/sources"


def test_shift_and_enter_makes_a_line_and_nothing_empty_is_sent(page: Page, api: Api) -> None:
    field, send = page.get_by_label("Your question"), page.get_by_role("button", name="Send")
    expect(send).to_be_disabled()
    field.fill("  ")
    expect(send).to_be_disabled()
    field.press("Enter")
    field.fill("one")
    field.press("Shift+Enter")
    field.press_sequentially("two")
    send.click()
    assert api.next()["message"]["text"] == "one\ntwo"


def test_typing_is_shown_until_the_message_comes(page: Page, api: Api) -> None:
    expect(page.locator("#status")).to_have_text("offline")
    api.result("sendChatAction", chat_id=YOU, action="typing")
    expect(page.locator("#typing")).to_be_visible()
    api.result("sendMessage", chat_id=YOU, text="here")
    expect(page.locator("#typing")).to_be_hidden()


def test_nothing_in_a_message_is_read_as_html(page: Page, api: Api) -> None:
    text = "<img src=x onerror=alert(1)> &amp; <b>no</b>"
    api.result("sendMessage", chat_id=YOU, text=text)
    expect(page.locator(".words")).to_have_text(text)
    expect(page.locator(".words *")).to_have_count(0)


def test_nested_styles_and_offsets_beyond_the_basic_plane_are_shown_right(page: Page, api: Api) -> None:
    text = "😀 <b>a <i>b😀</i></b> <u>c</u>\n<blockquote>q</blockquote>\nend"
    api.result("sendMessage", chat_id=YOU, text=text, parse_mode="HTML")
    words = page.locator(".words")
    expect(words.locator("strong")).to_have_text("a b😀")
    expect(words.locator("strong em")).to_have_text("b😀")
    expect(words.locator("u")).to_have_text("c")
    assert words.inner_text() == "😀 a b😀 c\nq\nend"


def test_history_is_there_after_a_reload_and_deleted_messages_leave(page: Page, api: Api) -> None:
    kept, gone = (api.result("sendMessage", chat_id=YOU, text=text)["message_id"] for text in ("kept", "gone"))
    expect(page.locator(".words")).to_have_text(["kept", "gone"])
    api.result("deleteMessage", chat_id=YOU, message_id=gone)
    expect(page.locator(".words")).to_have_text(["kept"])
    page.reload()
    expect(page.locator(".words")).to_have_text(["kept"])
    assert kept


def test_page_goes_on_when_the_playground_comes_back(context: BrowserContext) -> None:
    playground = Playground(port=0, token=TOKEN)
    playground.start()
    page = context.new_page()
    page.goto(playground.address)
    ask(page, "before")
    expect(page.locator(".own .words")).to_have_text("before")
    playground.stop()
    expect(page.get_by_role("alert")).to_contain_text("playground has stopped")
    with Playground(port=int(playground.address.rpartition(":")[2]), token=TOKEN):
        expect(page.get_by_role("alert")).to_contain_text("not connected")
        expect(page.get_by_role("heading", name="Ask your articles")).to_be_visible()
        expect(page.locator(".words")).to_have_count(0)


def answer_inline(api: Api, text: str, results: list[dict[str, Any]], **more: Any) -> None:
    """Answer the query with that text; those that were typed over on the way get none."""
    while (query := api.next()["inline_query"])["query"] != text:
        pass
    api.result("answerInlineQuery", inline_query_id=query["id"], results=results, **more)


def test_chats_are_kept_apart(page: Page, api: Api) -> None:
    api.result("sendMessage", chat_id=YOU, text="private words")
    expect(page.locator(".words")).to_have_text(["private words"])
    page.get_by_role("button", name="Group").click()
    expect(page.locator(".words")).to_have_count(0)
    ask(page, "group words")
    expect(page.locator(".own .words")).to_have_text("group words")
    assert api.next()["message"]["chat"]["id"] == GROUP["id"]
    api.result("sendMessage", chat_id=GROUP["id"], text="an answer")
    expect(page.locator(".sender")).to_have_text("Quoted")
    page.reload()
    expect(page.locator(".own .words")).to_have_text("group words")
    page.get_by_role("button", name="Private").click()
    expect(page.locator(".words")).to_have_text(["private words"])


def test_what_the_bot_asks_for_is_replied_to(page: Page, api: Api) -> None:
    field = page.get_by_label("Your question")
    usual = field.get_attribute("placeholder")
    asks = {"force_reply": True, "input_field_placeholder": "Title"}
    asked = api.result("sendMessage", chat_id=YOU, text="What shall it be?", reply_markup=asks)
    expect(field).to_have_attribute("placeholder", "Title")
    expect(page.locator("#reference")).to_have_text("Reply to QuotedWhat shall it be?")
    ask(page, "The tower")
    told = api.next()["message"]
    assert (told["text"], told["reply_to_message"]["message_id"]) == ("The tower", asked["message_id"])
    expect(page.locator("#reference")).to_be_hidden()
    expect(field).to_have_attribute("placeholder", str(usual))
    ask(page, "Where?")
    assert "reply_to_message" not in api.next()["message"]


def test_message_is_replied_to_also_by_a_command_of_the_menu(page: Page, api: Api) -> None:
    api.result("setMyCommands", commands=[{"command": "verify", "description": "Check"}])
    quote = api.result("sendMessage", chat_id=YOU, text="in Sochi")
    page.get_by_role("button", name="Reply", exact=True).click()
    page.get_by_role("button", name="Commands").click()
    page.get_by_role("option", name="/verify").click()
    told = api.next()["message"]
    assert (told["text"], told["reply_to_message"]["message_id"]) == ("/verify", quote["message_id"])
    expect(page.locator("#reference")).to_be_hidden()


def test_reply_is_given_up_by_escape_and_what_was_typed_stays(page: Page, api: Api) -> None:
    api.result("sendMessage", chat_id=YOU, text="in Sochi")
    field = page.get_by_label("Your question")
    field.fill("Where")
    page.get_by_role("button", name="Reply", exact=True).click()
    field.press("Escape")
    expect(page.locator("#reference")).to_be_hidden()
    ask(page, f"{field.input_value()}?")
    told = api.next()["message"]
    assert told["text"] == "Where?"
    assert "reply_to_message" not in told


def test_files_are_sent_by_the_operator_and_shown(page: Page, api: Api) -> None:
    page.get_by_role("button", name="Operator").click()
    content = b"Der Turm ist 330 m hoch.\n" * 80
    files = [{"name": name, "mimeType": "text/plain", "buffer": content} for name in ("turm <1>.txt", "2.txt")]
    page.get_by_label("Files", exact=True).set_input_files(files)  # type: ignore[arg-type]
    expect(page.locator(".own .file")).to_have_text(["turm <1>.txt2 kB", "2.txt2 kB"])
    told = api.next()["message"]
    assert (told["chat"]["id"], told["document"]["file_name"]) == (OPERATORS["id"], "turm <1>.txt")
    path = api.result("getFile", file_id=told["document"]["file_id"])["file_path"]
    assert api.client.get(f"{api.address}/file/bot{TOKEN}/{path}").content == content
    reply = {"message_id": told["message_id"]}
    api.result("sendMessage", chat_id=OPERATORS["id"], text="Reading…", reply_parameters=reply)
    expect(page.get_by_role("button", name="In reply to: turm <1>.txt")).to_be_visible()


def test_file_is_dropped_and_a_large_one_is_not_sent(page: Page, api: Api) -> None:
    drop = """async ([name, size]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(size)], name));
        const about = { dataTransfer: data, bubbles: true, cancelable: true };
        document.getElementById("log").dispatchEvent(new DragEvent("dragover", about));
        const shown = document.getElementById("chat").classList.contains("dropping");
        document.getElementById("log").dispatchEvent(new DragEvent("drop", about));
        return shown && !document.getElementById("chat").classList.contains("dropping");
    }"""
    assert page.evaluate(drop, ["large.pdf", (20 << 20) + 1])
    expect(page.locator("#toast")).to_contain_text("large.pdf")
    assert page.evaluate(drop, ["small.pdf", 10])
    assert api.next()["message"]["document"]["file_name"] == "small.pdf"
    expect(page.locator(".own .file")).to_have_count(1)


def edit_buttons(page: Page) -> Locator:
    return page.get_by_role("button", name="Edit", exact=True)


def test_last_question_is_edited_in_place(page: Page, api: Api) -> None:
    ask(page, "first")
    assert api.next()["message"]["text"] == "first"
    asked = api.does("messages", text="Where?")["message_id"]
    api.next()
    api.result("sendMessage", chat_id=YOU, text="an answer", reply_parameters={"message_id": asked})
    expect(page.locator(".words")).to_have_count(3)
    expect(edit_buttons(page)).to_have_count(1)
    edit_buttons(page).click()
    field = page.get_by_label("Your question")
    expect(field).to_have_value("Where?")
    expect(page.locator("#reference")).to_contain_text("Where?")
    field.fill("When?")
    field.press("Enter")
    assert api.next()["edited_message"]["text"] == "When?"
    expect(page.locator(".own .words")).to_have_text(["first", "When?"])
    expect(page.locator(".own .stamp").last).to_contain_text("edited")
    expect(page.get_by_role("button", name="In reply to: When?")).to_contain_text("When?")
    expect(page.locator("#reference")).to_be_hidden()
    expect(field).to_have_value("")


def test_arrow_up_edits_and_escape_leaves_it_as_it_was(page: Page, api: Api) -> None:
    ask(page, "Where?")
    expect(edit_buttons(page)).to_have_count(1)
    field = page.get_by_label("Your question")
    field.press("ArrowUp")
    expect(field).to_have_value("Where?")
    field.fill("When?")
    field.press("Escape")
    expect(field).to_have_value("")
    ask(page, "Who?")
    assert [api.next()["message"]["text"] for _ in range(2)] == ["Where?", "Who?"]
    expect(page.locator(".own .words")).to_have_text(["Where?", "Who?"])


def test_edit_ends_where_another_chat_is_opened_and_asks_nothing_inline(page: Page, api: Api) -> None:
    name = api.result("getMe")["username"]
    page.get_by_role("button", name="Group").click()
    field = page.get_by_label("Your question")
    api.does("messages", text=f"@{name} Where?", chat="group")
    api.next()
    edit_buttons(page).click()
    field.press("End")
    field.press_sequentially("!")
    page.get_by_role("button", name="Private").click()
    expect(page.locator("#reference")).to_be_hidden()
    expect(field).to_have_value("")
    ask(page, "next")
    assert api.next()["message"]["text"] == "next"  # and no inline query before it


def test_what_the_bot_offers_inline_is_chosen_and_sent(page: Page, api: Api) -> None:
    page.get_by_role("button", name="Without the bot").click()
    name = api.result("getMe")["username"]
    page.get_by_label("Your question").fill(f"@{name} Where?")
    content = {"message_text": "<blockquote>in <b>Sochi</b></blockquote>", "parse_mode": "HTML"}
    results = [
        {
            "type": "article",
            "id": str(n),
            "title": f"Title {n}",
            "description": "words",
            "input_message_content": content,
        }
        for n in range(2)
    ]
    answer_inline(api, "Where?", results)
    offers = page.get_by_label("What the bot offers").get_by_role("option")
    expect(offers).to_have_text(["Title 0words", "Title 1words"])
    offers.nth(1).click()
    expect(page.locator(".own blockquote")).to_have_text("in Sochi")
    expect(page.locator(".own .via")).to_have_text(f"via @{name}")
    expect(page.get_by_label("Your question")).to_have_value("")


def test_button_above_the_offers_leads_to_the_private_chat(page: Page, api: Api) -> None:
    page.get_by_role("button", name="Group").click()
    name = api.result("getMe")["username"]
    page.get_by_label("Your question").fill(f"@{name} a")
    answer_inline(api, "a", [], button={"text": "Ask me in private", "start_parameter": "inline"})
    page.get_by_role("option", name="Ask me in private").click()
    expect(page.locator(".own .words")).to_have_text("/start inline")
    expect(page.get_by_role("button", name="Private")).to_have_attribute("aria-current", "")


def test_folded_quote_opens_at_a_press(page: Page, api: Api) -> None:
    words = "<blockquote expandable>" + "It was so before. " * 60 + "</blockquote>"
    api.result("sendMessage", chat_id=YOU, text=words, parse_mode="HTML")
    quote = page.locator("blockquote")
    closed = quote.bounding_box()
    quote.click()
    expect(quote).to_have_attribute("aria-expanded", "true")
    opened = quote.bounding_box()
    assert closed
    assert opened
    assert opened["height"] > 2 * closed["height"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1200])
def test_page_fits_narrow_and_wide_windows(page: Page, api: Api, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 600})
    api.result("sendMessage", chat_id=YOU, text="w" * 300 + " " + "word " * 300)
    expect(page.locator(".words")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.getElementById('scroll').scrollWidth") <= width
    page.get_by_role("button", name="Operator").click()
    expect(page.get_by_role("button", name="Operator")).to_be_in_viewport(ratio=0.95)
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", background)[:3])) < 150) == (scheme == "dark")
