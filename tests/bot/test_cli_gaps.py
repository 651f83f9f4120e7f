"""`quoted gaps`: what was asked in vain, and nothing of who asked."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import app
from bot.state import BotState, Retention

ANNA = 7_310_462_953_187


@pytest.fixture
def data(seed_data: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's library in a folder of its own, with a bot's database."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "data"
    shutil.copytree(seed_data, folder, ignore=shutil.ignore_patterns("encoders", "bot.db*"))
    (folder / "encoders").symlink_to(request.config.cache.mkdir("encoders"))
    BotState(folder / "bot.db").close()
    return folder


@contextmanager
def remembering(data: Path, days: int) -> Iterator[BotState]:
    """The database of a bot whose settings keep questions for so many days."""
    (data.parent / "quoted.toml").write_text(f"[privacy]\nquestion_days = {days}\n", encoding="utf-8")
    with closing(BotState(data / "bot.db", retention=Retention(questions=days))) as state:
        yield state


def gaps(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["gaps", *arguments])


def test_wordings_of_one_question_stand_together(data: Path) -> None:
    with remembering(data, 7) as state:
        for text in (
            "When was the Zarvik Bridge built?",
            "Who\nwas\x1b[31m Napoleon?",
            "In which year was the Zarvik Bridge built?",
        ):
            state.keep_question(ANNA, text)
    shown = gaps().output
    first, second, third = shown.splitlines()
    assert (first.split()[0], first.endswith("In which year was the Zarvik Bridge built?")) == ("2", True)
    assert second.strip() == "When was the Zarvik Bridge built?"
    assert third.endswith("Who was [31m Napoleon?")
    record = json.loads(gaps("--json").output)
    assert [gap["count"] for gap in record["gaps"]] == [2, 1]
    assert [wording["count"] for wording in record["gaps"][0]["wordings"]] == [1, 1]
    assert str(ANNA) not in shown + json.dumps(record)


def test_without_questions_it_says_what_can_be_counted(data: Path) -> None:
    with remembering(data, 0) as state:
        state.tallies.note("not_found", nearest="samples/apollo-11")
        state.tallies.note("not_found", nearest="")
        state.tallies.note("answered")
    shown = gaps().output
    assert "I keep no questions (privacy.question_days is 0)" in shown
    assert "2 of 3 questions had no answer" in shown
    assert "1× How Apollo 11 took people" in shown
    assert json.loads(gaps("--json").output)["30_days"] == {"answered": 1, "not_found": 2}


def test_nothing_in_vain_is_said(data: Path) -> None:
    with remembering(data, 7):
        assert gaps().output == "no question that is kept was without an answer\n"
