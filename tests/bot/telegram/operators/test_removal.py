"""/remove."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.operators.acquisition import Acquisition
from bot.telegram.operators.rules import OperatorRules
from retrieval.reading.web import Limits, Web
from tests.bot.shelf import TOWER, Shelf, passages_of
from tests.bot.telegram.local_api import LocalApi
from tests.bot.telegram.operators.conftest import OTTO, OTTOS, Operated, by_anna, presses, says
from tests.bot.telegram.operators.test_adding import changed, kept, labels
from tests.bot.telegram.updates import ME, message


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """The files that the shelf's articles come from."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "summit.txt").write_text("Leaders meet\n\nThe talks had been planned for weeks.\n")
    (folder / "tower.md").write_text("# The tower\n\nThe tower is 330 metres tall.\n")
    return folder


@pytest.fixture
def rules(seeds: Path) -> OperatorRules:
    """Otto removes from a folder of the test's."""
    return OperatorRules(frozenset({OTTO["id"]}), acquire=lambda: Acquisition(seeds, Web(Limits())))


def told(api: LocalApi, update: dict[str, Any]) -> dict[str, Any]:
    before = len(api.of("sendMessage"))
    api.push(update)
    return api.wait("sendMessage", count=before + 1, timeout_s=60)[-1]


def test_an_article_leaves_after_a_look_and_comes_back(api: LocalApi, operated: Operated, seeds: Path) -> None:
    with operated():
        asks = told(api, says("/remove tower.md"))
        assert asks["text"] == "<b>The tower</b>\nMarch 15, 2019\nFile: tower.md"
        assert labels(asks) == ["Take it out", "Leave it"]
        assert kept(seeds) == ["summit.txt", "tower.md"]
        gone = changed(api, presses(api, "Take it out", on=asks))
        assert gone["text"] == "Taken out: The tower\nIt is quoted until the next reindex."
        assert (kept(seeds), labels(gone)) == (["summit.txt"], ["Undo", "Reindex now"])
        back = changed(api, presses(api, "Undo", on=gone))
        assert back["text"] == "Brought back: tower.md"
    assert kept(seeds) == ["summit.txt", "tower.md"]


@pytest.mark.parametrize("named", ["tower", "tower.md"])
def test_an_article_is_named_by_its_id_or_its_file(api: LocalApi, operated: Operated, named: str) -> None:
    with operated():
        assert "File: tower.md" in told(api, says(f"/remove {named}"))["text"]


def test_words_lead_to_a_choice(api: LocalApi, operated: Operated, shelf: Shelf, seeds: Path) -> None:
    with operated():
        which = told(api, says("/remove"))
        assert which["text"].split("\n") == [
            "<b>Which one shall leave?</b>",
            "1. Leaders &lt;meet&gt; &amp; talk · AFP · October 31, 2022",
            "2. The tower · March 15, 2019",
        ]
        asks = changed(api, presses(api, "2", on=which))
        assert "File: tower.md" in asks["text"]
        assert changed(api, presses(api, "Leave it", on=asks))["text"] == "It stays."
        assert "File: tower.md" in told(api, says("/remove how many metres has it"))["text"]
        assert "no such article" in told(api, says("/remove quiet zyzzogeton"))["text"]
    assert kept(seeds) == ["summit.txt", "tower.md"]


def test_the_article_of_an_answer_is_meant_by_a_reply_to_it(api: LocalApi, operated: Operated) -> None:
    with operated():
        answer = told(api, says("Where will the leaders meet?"))
        replied = message(answer["text"], **{"from": ME, "chat": OTTOS, "reply_markup": answer["reply_markup"]})
        assert "File: summit.txt" in told(api, says("/remove", reply_to_message=replied))["text"]


def test_other_articles_of_the_file_are_counted(api: LocalApi, operated: Operated, shelf: Shelf, seeds: Path) -> None:
    records(shelf, seeds, "one", "two", "three")
    with operated():
        asks = told(api, says("/remove two"))
        assert asks["text"].endswith("File: all.jsonl\nOnly this article leaves the file.")
        changed(api, presses(api, "Take it out", on=asks))
    assert [line[8:11] for line in (seeds / "all.jsonl").read_text().splitlines()] == ["one", "thr"]


def test_an_article_whose_file_is_gone_is_told(api: LocalApi, operated: Operated, seeds: Path) -> None:
    with operated():
        asks = told(api, says("/remove tower"))
        (seeds / "tower.md").unlink()
        gone = changed(api, presses(api, "Take it out", on=asks))
    assert gone["text"].startswith("That did not work. tower.md: is not in the seeds any more")


def records(shelf: Shelf, seeds: Path, *names: str) -> Path:
    """A file of records with these ids, all of which the library knows; "two" as well where the file lacks that."""
    path = seeds / "all.jsonl"
    path.write_text("".join(f'{{"id": "{name}", "title": "{name}", "text": "Words."}}\n' for name in names))
    two = replace(TOWER, id="two", file="all.jsonl", title="Two")
    shelf.passages[88] = passages_of(two, "Words.", first_id=88)[0]
    return path


@pytest.mark.parametrize("named", ["two", "tower.md"])
def test_two_taps_take_an_article_out_once(
    api: LocalApi, operated: Operated, shelf: Shelf, seeds: Path, named: str
) -> None:
    path = records(shelf, seeds, "one", "two", "three")
    with operated():
        asks = told(api, says(f"/remove {named}"))
        taps = presses(api, "Take it out", on=asks), presses(api, "Take it out", on=asks)
        for tap in taps:
            api.push(tap)
        api.wait("answerCallbackQuery", count=2)
        gone = api.wait("editMessageText", timeout_s=60)[0]
        back = changed(api, presses(api, "Undo", on=gone))
        assert back["text"].startswith("Brought back")
        assert [edit["text"] for edit in api.of("editMessageText")] == [gone["text"], back["text"]]
    assert len(path.read_text().splitlines()) == 3
    assert kept(seeds) == ["all.jsonl", "summit.txt", "tower.md"]


def test_an_article_that_has_left_its_file_takes_no_other_with_it(
    api: LocalApi, operated: Operated, shelf: Shelf, seeds: Path
) -> None:
    path = records(shelf, seeds, "one", "two", "three")
    with operated():
        pages = [told(api, says("/remove two")) | {"message_id": number} for number in (2001, 2002)]
        changed(api, presses(api, "Take it out", on=pages[0]))
        assert "does not hold two any more" in changed(api, presses(api, "Take it out", on=pages[1]))["text"]
        assert "does not hold two any more" in told(api, says("/remove two"))["text"]
    assert [line[8:11] for line in path.read_text().splitlines()] == ["one", "thr"]


def test_where_more_would_leave_than_was_shown_it_is_shown_again(
    api: LocalApi, operated: Operated, shelf: Shelf, seeds: Path
) -> None:
    path = records(shelf, seeds, "two", "three")
    with operated():
        asks = told(api, says("/remove two"))
        assert asks["text"].endswith("Only this article leaves the file.")
        records(shelf, seeds, "two", "two", "three")
        again = changed(api, presses(api, "Take it out", on=asks))
        assert "One more article" in again["text"]
        assert len(path.read_text().splitlines()) == 3
        changed(api, presses(api, "Take it out", on=again))
    assert not path.exists()


def test_a_file_in_the_way_stops_the_undo_and_nothing_is_lost(api: LocalApi, operated: Operated, seeds: Path) -> None:
    with operated():
        gone = changed(api, presses(api, "Take it out", on=told(api, says("/remove tower"))))
        (seeds / "tower.md").write_text("new")
        assert "another file stands there" in changed(api, presses(api, "Undo", on=gone))["text"]
    assert (seeds / "tower.md").read_text() == "new"
    assert len(list((seeds / ".removed").rglob("tower.md"))) == 1


def test_others_can_not_remove(api: LocalApi, operated: Operated, seeds: Path) -> None:
    with operated():
        asks = told(api, says("/remove tower"))
        api.push(by_anna(presses(api, "Take it out", on=asks)))
        assert "for my operators" in api.wait("answerCallbackQuery")[0]["text"]
        nonsense = {"inline_keyboard": [[{"text": "x", "callback_data": "remove:z:../.."}]]}
        api.push(presses(api, "x", on={**asks, "reply_markup": nonsense}))
        assert "can't read this button" in api.wait("answerCallbackQuery", count=2)[1]["text"]
    assert kept(seeds) == ["summit.txt", "tower.md"]
