"""A file or a link sent by an operator: a preview with Add, Edit and Discard."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.operators.acquisition import Acquisition
from bot.state import BotState
from bot.telegram.operators.offer_buttons import PREFIX
from bot.telegram.operators.rules import OperatorRules
from tests.bot.telegram.local_api import Failure, LocalApi
from tests.bot.telegram.operators.conftest import OTTO, OTTOS, Operated, by_anna, presses, says
from tests.bot.telegram.updates import GROUP, ME, message, said
from tests.retrieval.reading.bad_files import BAD_FILES
from tests.retrieval.reading.site import Site, answer, serving
from tests.retrieval.reading.test_html import PAGE

NOTE = (
    b"---\ntitle: Ninety <steps>\noutlet: The Post\ndate: 2024-05-31\n---\n\n"
    b"The keeper climbs ninety steps.\n\nAlone.\n"
)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    return tmp_path / "seeds"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def rules(seeds: Path, site: Site) -> OperatorRules:
    """Otto's additions go to a folder of the test's, from a site of the test's."""
    return OperatorRules(frozenset({OTTO["id"]}), acquire=lambda: Acquisition(seeds, site.web(seconds=20.0)))


def sends(api: LocalApi, data: bytes, name: str = "note.md", **more: Any) -> dict[str, Any]:
    """An update with a file of Otto's, which the bot may have."""
    id_ = f"file{len(api.files)}"
    api.files[id_] = data
    document = {"file_id": id_, "file_unique_id": id_, "file_name": name, "file_size": len(data)} | more
    return says(None, document=document)


def changed(api: LocalApi, update: dict[str, Any], count: int = 1) -> dict[str, Any]:
    """What the bot's message is changed to on an update."""
    before = len(api.of("editMessageText"))
    api.push(update)
    return api.wait("editMessageText", count=before + count, timeout_s=60)[-1]


def labels(edit: dict[str, Any]) -> list[str]:
    return [
        button["text"] for row in edit.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"] for button in row
    ]


def kept(seeds: Path) -> list[str]:
    found = (path for path in seeds.rglob("*") if path.is_file() and ".removed" not in path.parts)
    return sorted(path.relative_to(seeds).as_posix() for path in found)


def test_a_file_is_shown_before_it_is_added(api: LocalApi, operated: Operated, seeds: Path) -> None:
    with operated():
        preview = changed(api, sends(api, NOTE))
        assert kept(seeds) == []
        added = changed(api, presses(api, "Add", on=preview))
    (reading,) = api.of("sendMessage")
    assert (reading["text"], reading["chat_id"]) == ("Reading…", OTTOS["id"])
    assert preview["text"].split("\n") == [
        "<b>Ninety &lt;steps&gt;</b>",
        "The Post · May 31, 2024",
        "2 paragraphs, the first:",
        "<blockquote expandable>The keeper climbs ninety steps.</blockquote>",
    ]
    assert labels(preview) == ["Add", "Edit", "Discard"]
    assert kept(seeds) == ["note.md"]
    assert "note.md" in added["text"]
    assert added["text"].endswith("It is quoted after the next reindex.")
    assert labels(added) == ["Reindex now"]
    assert len(api.had) == 1


def test_a_watched_library_needs_no_reindex(
    api: LocalApi, operated: Operated, rules: OperatorRules, seeds: Path
) -> None:
    with operated(operators=replace(rules, watched=True)):
        added = changed(api, presses(api, "Add", on=changed(api, sends(api, NOTE))))
    assert added["text"].endswith("It is quoted in a moment.")
    assert labels(added) == []


def test_a_link_is_shown_with_what_its_page_tells(api: LocalApi, operated: Operated, site: Site, seeds: Path) -> None:
    site.pages["/bridge"] = answer(PAGE.replace("https://example.org/bridge", site.link("/bridge")))
    with operated():
        preview = changed(api, says(site.link("/bridge")))
        assert "<b>The bridge in numbers</b>\nThe Post · Jo Falk · March 31, 2023\n" in preview["text"]
        changed(api, presses(api, "Add", on=preview))
    (name,) = kept(seeds)
    assert name.startswith("web/2023-03-31-the-bridge-in-numbers-")
    assert len(site.paths) == 1


def test_a_link_that_is_sent_again_is_read_again(api: LocalApi, operated: Operated, site: Site, seeds: Path) -> None:
    page = PAGE.replace("https://example.org/bridge", site.link("/bridge"))
    site.pages["/bridge"] = answer(page)
    with operated():
        changed(api, says(site.link("/bridge")))
        site.pages["/bridge"] = answer(page.replace("The bridge in numbers", "The bridge, mended"))
        preview = changed(api, says(site.link("/bridge")))
        assert "The bridge, mended" in preview["text"]
        changed(api, presses(api, "Add", on=preview))
    (name,) = kept(seeds)
    assert "The bridge, mended" in (seeds / name).read_text(encoding="utf-8")


def test_discarded_things_leave_no_trace(api: LocalApi, operated: Operated, seeds: Path) -> None:
    with operated():
        preview = changed(api, sends(api, NOTE))
        assert changed(api, presses(api, "Discard", on=preview))["text"] == "Discarded."
        api.push(presses(api, "Add", on=preview))
        assert "don't have that any more" in api.wait("answerCallbackQuery", count=2)[-1]["text"]
    assert kept(seeds) == []


def test_fields_are_edited_by_replying_to_what_asks_for_them(api: LocalApi, operated: Operated, seeds: Path) -> None:
    with operated():
        preview = changed(api, sends(api, NOTE))
        api.push(presses(api, "Edit", on=preview))
        fields = api.wait("editMessageReplyMarkup")[0]
        assert labels(fields) == ["Title", "Outlet", "Author", "Date", "Link", "« Back"]
        press = presses(api, "Date", on={**preview, "reply_markup": fields["reply_markup"]})
        api.push(press)
        api.until(lambda: any(call.get("offset", 0) > press["update_id"] for call in api.of("getUpdates")))
        prompt = api.of("sendMessage")[1]
        assert prompt["reply_markup"] == {"force_reply": True, "input_field_placeholder": "Date"}
        asks = message(prompt["text"], **{"from": ME, "chat": OTTOS, "message_id": api.last_message})
        api.push(says("some day", reply_to_message=asks))
        assert "can't be that" in api.wait("sendMessage", count=3)[2]["text"]
        preview = changed(api, says("2 June 2024", reply_to_message=asks))
        assert "The Post · June 2, 2024" in preview["text"]
        assert api.wait("sendMessage", count=4)[3]["text"] == "Date: changed above."
        changed(api, presses(api, "Add", on=preview))
    (name,) = kept(seeds)
    assert name.startswith("added/2024-06-02-ninety-steps-")


def test_back_shows_the_first_buttons_again(api: LocalApi, operated: Operated) -> None:
    with operated():
        preview = changed(api, sends(api, NOTE))
        api.push(presses(api, "Edit", on=preview))
        fields = api.wait("editMessageReplyMarkup")[0]
        again = changed(api, presses(api, "Back", on={**preview, "reply_markup": fields["reply_markup"]}))
    assert (again["text"], labels(again)) == (preview["text"], labels(preview))


def test_a_question_in_between_is_still_a_question(api: LocalApi, operated: Operated) -> None:
    with operated():
        preview = changed(api, sends(api, NOTE))
        api.push(presses(api, "Edit", on=preview))
        fields = api.wait("editMessageReplyMarkup")[0]
        api.push(presses(api, "Title", on={**preview, "reply_markup": fields["reply_markup"]}))
        api.wait("sendMessage", count=2)
        api.push(says("Where will the leaders meet?"))
        assert "Sochi" in api.wait("sendMessage", count=3)[2]["text"]


def test_a_duplicate_and_a_file_of_the_same_name_are_told(api: LocalApi, operated: Operated, seeds: Path) -> None:
    (seeds / "note.md").write_bytes(b"# Other\n\nOther words.\n")
    (seeds / "copy.txt").write_bytes(b"Copied\n\nThe keeper climbs ninety steps.\n")
    with operated():
        preview = changed(api, sends(api, NOTE))
        assert "⚠ It would replace note.md, which is kept aside." in preview["text"]
        assert "⚠ The same text is in: copy.txt" in preview["text"]
        assert labels(preview)[0] == "Replace"
        changed(api, presses(api, "Replace", on=preview))
    assert (seeds / "note.md").read_bytes() == NOTE
    assert len(list((seeds / ".removed").rglob("note.md"))) == 1


def test_a_button_works_after_a_restart(api: LocalApi, operated: Operated, seeds: Path) -> None:
    with operated():
        preview = changed(api, sends(api, NOTE))
    with operated():
        changed(api, presses(api, "Add", on=preview))
    assert kept(seeds) == ["note.md"]
    assert len(api.had) == 2


def test_what_is_other_by_now_is_shown_again_and_not_added(
    api: LocalApi, operated: Operated, site: Site, seeds: Path
) -> None:
    site.pages["/bridge"] = answer(PAGE)
    with operated():
        preview = changed(api, says(site.link("/bridge")))
    site.pages["/bridge"] = answer(PAGE.replace("The bridge", "This bridge"))
    with operated():
        again = changed(api, presses(api, "Add", on=preview))
        assert "It is not what it was when I showed it" in again["text"]
        assert kept(seeds) == []
        changed(api, presses(api, "Add", on=again))
    assert len(kept(seeds)) == 1


def test_two_presses_add_once(api: LocalApi, operated: Operated, seeds: Path) -> None:
    with operated():
        preview = changed(api, sends(api, NOTE))
        api.push(presses(api, "Add", on=preview), presses(api, "Add", on=preview))
        answers = api.wait("answerCallbackQuery", count=2)
        api.wait("editMessageText", count=2)
    assert sorted(bool(answer.get("text")) for answer in answers) == [False, True]
    assert kept(seeds) == ["note.md"]


@pytest.mark.parametrize("name", ["bomb.pdf", *sorted(BAD_FILES)[::12]])
def test_a_hostile_file_is_one_line_and_people_are_answered_meanwhile(
    api: LocalApi, operated: Operated, seeds: Path, name: str
) -> None:
    data = BAD_FILES[name]() if name in BAD_FILES else b"%PDF-1.7\n" + b"\xff" * 1000
    with operated():
        api.push(sends(api, data, name), said("Where will the leaders meet?"))
        api.until(lambda: any("Sochi" in sent["text"] for sent in api.of("sendMessage")))
        (refused,) = api.wait("editMessageText", timeout_s=90)
    assert refused["text"].startswith("That can't be added. ")
    assert "\n" not in refused["text"]
    assert labels(refused) == []
    assert kept(seeds) == []


def test_names_lead_nowhere(api: LocalApi, operated: Operated, seeds: Path) -> None:
    with operated():
        preview = changed(api, sends(api, NOTE, "../../.ssh/\u202eauthorized_keys.md"))
        changed(api, presses(api, "Add", on=preview))
    assert kept(seeds) == ["authorized-keys.md"]
    assert sorted(path.name for path in seeds.parent.iterdir()) == ["bot.db", "seeds"]


def test_files_that_are_too_large_are_not_fetched(api: LocalApi, operated: Operated) -> None:
    with operated():
        refused = changed(api, sends(api, b"x", file_size=10**9))
        assert "larger than 100,000 bytes" in refused["text"]
        api.fail("getFile", Failure(400, "Bad Request: file is too big"))
        assert "at most 20,000,000 bytes" in changed(api, sends(api, b"x"))["text"]
    assert api.had == []


def test_telegram_that_gives_the_file_out_no_more_is_said_without_its_address(
    api: LocalApi, operated: Operated
) -> None:
    with operated():
        update = sends(api, NOTE)
        api.files.clear()
        refused = changed(api, update)
    assert refused["text"].startswith("That can't be added. note.md: ")
    assert "http" not in refused["text"]


def test_a_folder_that_can_not_be_written_keeps_the_offer(api: LocalApi, operated: Operated, seeds: Path) -> None:
    with operated():
        preview = changed(api, sends(api, NOTE))
        (seeds / "note.md").mkdir()
        failed = changed(api, presses(api, "Add", on=preview))
        assert "<b>⚠ That could not be written: Is a directory." in failed["text"]
        (seeds / "note.md").rmdir()
        changed(api, presses(api, "Add", on=failed))
    assert kept(seeds) == ["note.md"]


def test_several_links_are_shown_one_by_one_and_words_beside_them_are_a_question(
    api: LocalApi, operated: Operated, site: Site
) -> None:
    site.pages["/bridge"] = answer(PAGE)
    links = [site.link(f"/{n}") for n in range(5)]
    with operated():
        api.push(says("\n".join([site.link("/bridge"), *links])))
        api.wait("editMessageText", count=5, timeout_s=60)
        api.until(lambda: any("5 links at a time" in sent["text"] for sent in api.of("sendMessage")), timeout_s=30)
        before = len(api.of("sendMessage"))
        api.push(says(f"What does {site.link('/bridge')} say of leaders that meet?"))
        api.wait("sendMessage", count=before + 1)
    texts = [edit["text"] for edit in api.of("editMessageText")]
    assert sum("The bridge in numbers" in text for text in texts) == 1
    assert sum("404" in text for text in texts) == 4


def test_others_files_and_links_are_taken_as_before(api: LocalApi, operated: Operated, site: Site, seeds: Path) -> None:
    document = {"file_id": "x", "file_unique_id": "x", "file_name": "note.md"}
    with operated():
        api.push(said(None, document=document))
        assert api.wait("sendMessage")[0]["text"].startswith("I can only read text")
        api.push(said(site.link("/bridge")))
        api.wait("sendMessage", count=2)
        api.push(says(None, chat=GROUP, document=document), says(site.link("/bridge"), chat=GROUP))
    assert site.paths == []
    assert api.had == []


def test_others_can_not_press_and_nonsense_is_told(api: LocalApi, operated: Operated, seeds: Path) -> None:
    with operated():
        preview = changed(api, sends(api, NOTE))
        api.push(by_anna(presses(api, "Add", on=preview)))
        assert "for my operators" in api.wait("answerCallbackQuery")[0]["text"]
        nonsense = {"inline_keyboard": [[{"text": "x", "callback_data": f"{PREFIX}nonsense"}]]}
        api.push(presses(api, "x", on={**preview, "reply_markup": nonsense}))
        assert "can't read this button" in api.wait("answerCallbackQuery", count=2)[1]["text"]
    assert kept(seeds) == []


def test_what_is_offered_is_forgotten_with_who_asks_for_it(api: LocalApi, operated: Operated, tmp_path: Path) -> None:
    with operated():
        changed(api, sends(api, NOTE))
        api.push(says("/forget"))
        api.wait("sendMessage", count=2)
    with closing(BotState(tmp_path / "bot.db")) as state:
        assert state.database.rows("SELECT * FROM offers") == []


def test_a_bot_without_operators_has_no_use_for_files(api: LocalApi, running: Any) -> None:
    with running():
        api.push(sends(api, NOTE))
        assert api.wait("sendMessage")[0]["text"].startswith("I can only read text")
