"""Questions in vain, grouped; and the file that keeps those that were filled."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.operators import gaps
from bot.operators.gaps import GapFinder, nearest
from bot.operators.known_questions import keep, known_question
from bot.state import BotState, Retention
from retrieval.errors import QuotedError
from retrieval.evaluation import Evidence, parse_questions
from retrieval.library import Vector
from tests.bot.shelf import SUMMIT, small_shelf

ANNA = 7_310_462_953_187


class Time:
    now = 1_000_000.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def state(tmp_path: Path) -> Iterator[BotState]:
    with closing(BotState(tmp_path / "bot.db", retention=Retention(questions=7), clock=Time())) as opened:
        yield opened


def finder(state: BotState) -> GapFinder:
    return GapFinder(state, small_shelf().vector)


def test_wordings_are_counted_together_the_most_asked_first(state: BotState) -> None:
    for text in ("Where is Zarvik?", "height of the tower", "where is  zarvik", "tower height?", "WHERE IS ZARVIK?!"):
        state.keep_question(ANNA, text)
    found = finder(state).gaps()
    assert [(gap.text, gap.count) for gap in found.found] == [("WHERE IS ZARVIK?!", 3), ("tower height?", 2)]
    assert found.found[0].last > found.found[1].last
    assert [wording.text for wording in found.found[1].wordings] == ["tower height?", "height of the tower"]
    assert found.left_out == 0


def test_a_gap_is_found_by_each_of_its_wordings_however_it_grows(state: BotState) -> None:
    state.keep_question(ANNA, "tower height?")
    looking = finder(state)
    (before,) = looking.gaps().found
    for _ in range(2):
        state.keep_question(ANNA, "Height of the tower")
    after = looking.gaps()
    assert after.found[0].text == "Height of the tower"
    assert after.find(before.id) == after.found[0]
    assert after.find("0" * 12) is None


def test_each_wording_is_encoded_once_and_forgotten_with_its_question(state: BotState) -> None:
    shelf, asked = small_shelf(), list[str]()

    def vector(text: str) -> Vector:
        asked.append(text)
        return shelf.vector(text)

    looking = GapFinder(state, vector)
    state.keep_question(ANNA, "Where is Zarvik?")
    state.keep_question(ANNA, "tower height?")
    looking.gaps()
    looking.dismiss(looking.gaps().found[0])
    left = looking.gaps().found
    assert len(asked) == 2
    assert [gap.text for gap in left] == [asked[1]]
    assert len(looking._vectors) == 1


def test_dismissed_questions_leave_in_all_their_forms(state: BotState) -> None:
    for text in ("Where is Zarvik?", "where is zarvik", "Who is it?"):
        state.keep_question(ANNA, text)
    looking = finder(state)
    looking.dismiss(looking.gaps().found[0])
    assert [question.text for question in state.unanswered()] == ["Who is it?"]


def test_earlier_wordings_beyond_the_most_are_counted_not_grouped(
    state: BotState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gaps, "MOST_GROUPED", 2)
    for text in ("first", "second", "third"):
        state.keep_question(ANNA, text)
    found = finder(state).gaps()
    assert ({gap.text for gap in found.found}, found.left_out) == ({"second", "third"}, 1)


def test_nearest_articles_are_named_and_those_that_left_are_counted(state: BotState) -> None:
    for article in ("summit", "summit", "gone", ""):
        state.tallies.note("not_found", nearest=article)
    found = nearest(state, small_shelf(), days=7, most=9)
    assert [(one.source, one.questions) for one in found] == [(SUMMIT, 2), (None, 1), (None, 1)]


def test_what_was_filled_becomes_a_line_that_quoted_evaluate_reads(tmp_path: Path) -> None:
    file = tmp_path / "data" / "gaps.jsonl"
    quote = small_shelf().answer("Where will the leaders meet?").quotes[0]
    keep(known_question("0123456789ab", "Where will they meet?", quote), file)
    keep(known_question("ba9876543210", "Who is it?\ud800", None), file)
    first, second = parse_questions(file.read_text(encoding="utf-8").splitlines())
    words = quote.text[slice(*quote.highlight)]
    assert (first.id, first.question, first.answerable) == ("gap-0123456789ab", "Where will they meet?", True)
    assert (first.answers, first.evidence) == ((words,), (Evidence("summit", 2),))
    assert (second.id, second.answerable, second.answers) == ("gap-ba9876543210", False, ())


def test_question_that_is_kept_again_replaces_its_line_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "gaps.jsonl"
    file.write_bytes('{"id": "mine"}\nnot JSON \xff\n[1]\n'.encode("latin-1"))
    quote = small_shelf().answer("Where will the leaders meet?").quotes[0]
    open_ = known_question("0123456789ab", "Where?", None)
    keep(open_, file)
    keep(replace(open_, answerable=True, answers=(quote.text,)), file)
    lines = file.read_bytes().split(b"\n")
    assert lines[:3] == [b'{"id": "mine"}', b"not JSON \xff", b"[1]"]
    assert [json.loads(line)["answerable"] for line in lines[3:-1]] == [True]


def test_vectors_of_two_encoders_are_never_compared(state: BotState) -> None:
    shelf, other = small_shelf(), "another"

    def vector(text: str) -> Vector:
        if shelf.encoder == other:
            return np.roll(shelf.vector(text), 1)
        if text == "Where does the river end?":  # the encoder changes while this one is asked for its vector
            shelf.encoder = other
        return shelf.vector(text)

    looking = GapFinder(state, vector, lambda: shelf.encoder)
    state.keep_question(ANNA, "tower height?")
    assert len(looking.gaps().found) == 1
    state.keep_question(ANNA, "Where does the river end?")
    state.keep_question(ANNA, "Height of the tower")
    assert sorted(gap.count for gap in looking.gaps().found) == [1, 2]


def test_a_finder_that_can_not_encode_says_so(state: BotState) -> None:
    def fails(_: str) -> Vector:
        raise QuotedError("the encoder is gone")

    state.keep_question(ANNA, "Where?")
    with pytest.raises(QuotedError, match="gone"):
        GapFinder(state, fails).gaps()
