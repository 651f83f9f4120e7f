"""`quoted feedback`: what an operator learns from people, and nothing about them."""

import json
import re
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.state import BotState, Retention
from retrieval.errors import QuotedError

ANNA = 7_310_462_953_187


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, in which questions are kept."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "quoted.toml").write_text("[privacy]\nquestion_days = 7\n", encoding="utf-8")
    return tmp_path


def feedback(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["feedback", *arguments])


def test_counts_and_kept_questions_are_shown_without_who_asked(place: Path) -> None:
    with closing(BotState(place / "data" / "bot.db", retention=Retention(questions=7))) as state:
        state.rate("summit", 2, helpful=False)
        state.keep_question(ANNA, "Who\nbuilt\x1b[31m it?", "not_found")
    shown = feedback().output
    assert re.search(r"0 helpful +1 not +summit, paragraph 2", shown)
    assert "not_found  Who built [31m it?" in shown
    assert str(ANNA) not in shown
    record = json.loads(feedback("--json").output)
    assert record["feedback"] == [{"article": "summit", "paragraph": 2, "helpful": 0, "unhelpful": 1}]
    assert record["questions"][0].keys() == {"at", "text", "outcome"}


def test_nothing_yet_is_said(place: Path) -> None:
    BotState(place / "data" / "bot.db").close()
    assert feedback().output == "no feedback yet\n"


def test_bot_that_never_ran_is_named_with_the_next_step(place: Path) -> None:
    error = feedback().exception
    assert isinstance(error, QuotedError)
    assert str(error) == "data/bot.db: nobody has asked yet; run: quoted serve"
