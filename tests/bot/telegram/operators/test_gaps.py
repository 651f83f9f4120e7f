"""/gaps and its buttons."""

import json
from typing import Any

import pytest

from bot.state import Retention
from bot.telegram.operators.gap_steps import Asks, Malformed, Step, pack, unpack
from bot.telegram.operators.rules import OperatorRules
from tests.bot.shelf import TOWER, Shelf, passages_of
from tests.bot.telegram.local_api import LocalApi
from tests.bot.telegram.operators.conftest import Operated, by_anna, presses, says
from tests.bot.telegram.updates import said

KEPT = Retention(questions=30)


def asked(api: LocalApi, *questions: str) -> None:
    """Let Anna ask these, one after the other."""
    for question in questions:
        before = len(api.of("sendMessage"))
        api.push(said(question))
        api.wait("sendMessage", count=before + 1)


def told(api: LocalApi, update: dict[str, Any], method: str = "sendMessage") -> dict[str, Any]:
    """What the bot says to an operator's update, in a new message or in place."""
    before = len(api.of(method))
    api.push(update)
    return api.wait(method, count=before + 1)[-1]


def notice(api: LocalApi, update: dict[str, Any]) -> str:
    return str(told(api, update, "answerCallbackQuery").get("text", ""))


def test_without_kept_questions_it_says_so_and_what_can_be_counted(api: LocalApi, operated: Operated) -> None:
    with operated():
        asked(api, "Did the leaders resign?", "Quiet zyzzogeton?", "Where will the leaders meet?")
        text = told(api, says("/gaps"))["text"]
    assert text.split("\n") == [
        "I keep no questions (privacy.question_days is 0), so I can't say what was asked in vain, only how much.",
        "In the last 30 days, 2 of 3 questions had no answer.",
        "",
        "These articles came nearest to them:",
        "1× Leaders &lt;meet&gt; &amp; talk",
        "To one of them no article came near.",
    ]


def test_questions_are_grouped_and_counted_and_those_answered_are_none(api: LocalApi, operated: Operated) -> None:
    with operated(retention=KEPT):
        asked(api, "Who built Zarvik?", "Built Zarvik who", "Quiet zyzzogeton?", "Where will the leaders meet?")
        page = told(api, says("/gaps"))
    lines = page["text"].split("\n")
    assert lines[0] == "<b>3 questions had no answer in the last 30 days</b>"
    assert lines[1].startswith("1. Built Zarvik who – <i>2×, last on ")
    assert lines[2].startswith("2. Quiet zyzzogeton? – <i>1×")
    assert [b["text"] for row in page["reply_markup"]["inline_keyboard"] for b in row] == ["1", "2"]


def test_every_question_answered_is_said(api: LocalApi, operated: Operated) -> None:
    with operated(retention=KEPT):
        assert told(api, says("/gaps"))["text"] == "Every question of the last 30 days had an answer."


def test_a_gap_that_was_filled_is_kept_as_a_line_of_an_evaluation_file(
    api: LocalApi, operated: Operated, shelf: Shelf, rules: OperatorRules
) -> None:
    with operated(retention=KEPT):
        asked(api, "Who built Zarvik lighthouse?")
        page = told(api, says("/gaps"))
        gap = told(api, presses(api, "1", on=page), "editMessageText")
        assert "Still no answer" in gap["text"]
        (passage,) = passages_of(TOWER, "Zarvik lighthouse was built by Otto.", first_id=77)
        shelf.passages[77] = passage
        assert "✓" in told(api, says("/gaps"))["text"]
        gap = told(api, presses(api, "1", on=page), "editMessageText")
        assert "By now this answers it:\n<blockquote>" in gap["text"]
        assert notice(api, presses(api, "Right: keep it", on=gap)) == f"Kept in {rules.gaps}"
        api.wait("editMessageText", count=3)
    (line,) = rules.gaps.read_text(encoding="utf-8").splitlines()
    record = json.loads(line)
    assert (record["question"], record["answerable"]) == ("Who built Zarvik lighthouse?", True)
    assert record["evidence"] == [{"article": "tower", "paragraph": 1}]
    assert record["answers"][0] in passage.text
    assert "Every question" in api.of("editMessageText")[-1]["text"]


def test_what_is_to_stay_without_an_answer_is_kept_as_such(
    api: LocalApi, operated: Operated, rules: OperatorRules
) -> None:
    with operated(retention=KEPT):
        asked(api, "Who is the best?")
        gap = told(api, presses(api, "1", on=told(api, says("/gaps"))), "editMessageText")
        told(api, presses(api, "without an answer", on=gap), "editMessageText")
    assert json.loads(rules.gaps.read_text(encoding="utf-8"))["answerable"] is False


def test_what_changed_since_it_was_shown_is_not_kept_but_shown(
    api: LocalApi, operated: Operated, shelf: Shelf, rules: OperatorRules
) -> None:
    with operated(retention=KEPT):
        asked(api, "Who built Zarvik lighthouse?")
        gap = told(api, presses(api, "1", on=told(api, says("/gaps"))), "editMessageText")
        shelf.passages[77] = passages_of(TOWER, "Zarvik lighthouse was built by Otto.", first_id=77)[0]
        shown = told(api, presses(api, "without an answer", on=gap), "editMessageText")
        assert "Otto" in shown["text"]
        assert api.of("answerCallbackQuery")[-1]["text"].startswith("The answer has changed")
    assert not rules.gaps.exists()


def test_dismissed_and_gone_questions_lead_back_to_the_list(api: LocalApi, operated: Operated) -> None:
    with operated(retention=KEPT):
        asked(api, "Who built Zarvik?")
        page = told(api, says("/gaps"))
        gap = told(api, presses(api, "1", on=page), "editMessageText")
        assert notice(api, presses(api, "Dismiss", on=gap)) == "Dismissed."
        assert notice(api, presses(api, "1", on=page)) == "That question is not there any more."
        assert notice(api, presses(api, "without an answer", on=gap)) == "That question is not there any more."


def test_long_lists_have_pages(api: LocalApi, operated: Operated) -> None:
    words = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta")
    with operated(retention=KEPT):
        asked(api, *(f"Zyx {word}{word}?" for word in words))
        page = told(api, says("/gaps"))
        second = told(api, presses(api, "More", on=page), "editMessageText")
        first = told(api, presses(api, "Back", on=second), "editMessageText")
    assert [line[:2] for line in second["text"].split("\n")[1:]] == ["7.", "8."]
    assert first["text"] == page["text"]


def test_others_can_not_press(api: LocalApi, operated: Operated, rules: OperatorRules) -> None:
    with operated(retention=KEPT):
        asked(api, "Who built Zarvik?")
        gap = told(api, presses(api, "1", on=told(api, says("/gaps"))), "editMessageText")
        press = by_anna(presses(api, "without an answer", on=gap))
        assert notice(api, press).startswith("That is for my operators.")
    assert not rules.gaps.exists()


def test_a_file_that_can_not_be_written_is_said_and_nothing_is_lost(
    api: LocalApi, operated: Operated, rules: OperatorRules
) -> None:
    rules.gaps.mkdir()
    with operated(retention=KEPT):
        asked(api, "Who built Zarvik?")
        gap = told(api, presses(api, "1", on=told(api, says("/gaps"))), "editMessageText")
        assert notice(api, presses(api, "without an answer", on=gap)).startswith("That could not be written: Is a dir")
        assert "One question had no answer" in told(api, says("/gaps"))["text"]


STEPS = [Step(Asks.PAGE, page=3), Step(Asks.GAP, "0123456789ab", 0), Step(Asks.KEEP, "0123456789ab", 9, "89abcdef")]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_fits_into_a_button_and_comes_back(step: Step) -> None:
    assert len(pack(step)) <= 64
    assert unpack(pack(step)) == step


@pytest.mark.parametrize("data", ["", "gaps:", "gaps:x0123456789ab:0:", "gaps:g../..:0:", "gaps:p:99999:", "list:g:0:"])
def test_what_was_never_packed_is_refused(data: str) -> None:
    with pytest.raises(Malformed):
        unpack(data)
