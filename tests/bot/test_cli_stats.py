"""`quoted stats`: how the bot fares, and nothing about anybody."""

import json
import re
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import app
from bot.state import BotState
from retrieval.errors import QuotedError


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stats(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["stats", *arguments])


def test_figures_and_the_least_helpful_quotes_are_shown(place: Path) -> None:
    with closing(BotState(place / "data" / "bot.db")) as state:
        state.tallies.note("answered", milliseconds=120)
        state.tallies.note("not_found", milliseconds=80, nearest="summit")
        state.rate("summit", 2, helpful=False)
        state.rate("tower", 1, helpful=True)
    shown = stats().output
    assert "Last 7 days: 2 questions, 2 a day\n50% without an answer\n" in shown
    assert re.search(r"1 not helpful +0 helpful +summit, paragraph 2", shown)
    assert "tower, paragraph" not in shown
    record = json.loads(stats("--json").output)
    assert record["7_days"] == {
        "questions": 2,
        "a_day": 2.0,
        "answered": 1,
        "not_found": 1,
        "trouble": 0,
        "p50_ms": 80,
        "p95_ms": 120,
        "not_found_rate": 0.5,
    }
    assert (record["articles"], record["helpful"], record["unhelpful"]) == (0, 1, 1)
    assert record["feedback"][0] == {"article": "summit", "paragraph": 2, "helpful": 0, "unhelpful": 1}


def test_library_is_counted(seed_data: Path) -> None:
    BotState(seed_data / "bot.db").close()
    assert re.match(r"8 articles, \d+ passages\n", stats("--data", str(seed_data)).output)


def test_bot_that_never_ran_is_named_with_the_next_step() -> None:
    error = stats().exception
    assert isinstance(error, QuotedError)
    assert str(error) == "data/bot.db: nobody has asked yet; run: quoted serve"
