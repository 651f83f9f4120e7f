"""/stats."""

from pathlib import Path

from bot.state import BotState
from tests.bot.shelf import Shelf
from tests.bot.telegram.local_api import LocalApi
from tests.bot.telegram.operators.conftest import OTTOS, Operated, says
from tests.bot.telegram.updates import said, typed


def test_figures_count_what_was_asked(api: LocalApi, operated: Operated) -> None:
    with operated():
        api.push(said("Where will the leaders meet?"), said("Who was Napoleon?"))
        api.wait("sendMessage", count=2)
        api.push(says("/stats"))
        told = api.wait("sendMessage", count=3)[2]
    assert told["chat_id"] == OTTOS["id"]
    assert "2 articles, 4 passages\n\nToday (UTC): 2 questions\nLast 7 days: 2 questions, 2 a day\n" in told["text"]
    assert "50% without an answer" in told["text"]
    assert "Quotes called helpful: 0, not helpful: 0" in told["text"]


def test_what_is_still_typed_is_no_question(api: LocalApi, operated: Operated) -> None:
    with operated():
        api.push(typed("where will the leaders mee"))
        api.wait("answerInlineQuery")
        api.push(says("/stats"))
        assert "Last 7 days: no questions" in api.wait("sendMessage")[0]["text"]


def test_question_that_failed_counts_as_trouble_not_as_one_without_an_answer(
    api: LocalApi, operated: Operated, shelf: Shelf
) -> None:
    passage = next(iter(shelf.passages.values()))
    shelf.damaged.add(passage.id)
    with operated():
        api.push(said("bug"))
        api.wait("sendMessage")
        api.push(says("/stats"))
        told = api.wait("sendMessage", count=2)[1]["text"]
    assert "one that I failed at" in told
    assert "without an answer" not in told


def test_nearest_article_is_counted_and_no_word_of_the_question_is_kept(
    api: LocalApi, operated: Operated, tmp_path: Path
) -> None:
    with operated():
        api.push(said("Did zyzzogeton leaders resign?"))
        api.wait("sendMessage")
    state = BotState(tmp_path / "bot.db")
    assert state.tallies.misses(7, most=9) == [("summit", 1)]
    state.close()
    assert b"zyzzogeton" not in b"".join(file.read_bytes() for file in tmp_path.glob("bot.db*"))
