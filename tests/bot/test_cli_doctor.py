"""`quoted doctor` as an operator reads it."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import app
from tests.bot.telegram.local_api import TOKEN, Failure, LocalApi
from tests.conftest import SEEDS


@pytest.fixture(autouse=True)
def place(seed_data: Path, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the seeds, a copy of their library, and a token in the environment."""
    shutil.copytree(seed_data, tmp_path / "data", ignore=shutil.ignore_patterns("encoders", "bot.db*"))
    (tmp_path / "data" / "encoders").symlink_to(request.config.cache.mkdir("encoders"))
    (tmp_path / "seeds").symlink_to(SEEDS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUOTED_TELEGRAM_TOKEN", TOKEN)
    return tmp_path


def doctor(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["doctor", *arguments])


def checks(result: Result) -> list[tuple[str, str]]:
    record = json.loads(result.stdout)
    assert record["errors"] + record["warnings"] == len(record["findings"])
    return [(one["severity"], one["check"]) for one in record["findings"]]


def test_where_all_is_well_it_says_so_and_exits_0() -> None:
    done = doctor()
    assert (done.exit_code, done.stdout) == (0, "device for embedding: CPU\neverything is in order\n")


def test_a_warning_alone_exits_0(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTED_TELGRAM_TOKEN", TOKEN)
    done = doctor("--json")
    assert (done.exit_code, checks(done)) == (0, [("warning", "settings")])
    assert "QUOTED_TELGRAM_TOKEN is no setting" in done.stdout


def test_damage_is_one_line_and_exits_1(place: Path) -> None:
    shutil.rmtree(next((place / "data" / "indexes").glob("dense-*")))
    done = doctor()
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0].startswith("error: library.indexes.dense: ")
    assert done.stdout.splitlines()[-1] == "1 errors, 0 warnings"


def test_a_device_that_is_asked_for_and_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    monkeypatch.setenv("QUOTED_ENCODER_DEVICE", "cuda")
    done = doctor("--json")
    assert (done.exit_code, checks(done)) == (1, [("error", "encoder.device")])
    assert json.loads(done.stdout)["device"] == "CPU"


def test_a_wrong_setting_is_all_that_can_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTED_ANSWERING_THRESHOLD", "high")
    done = doctor("--json")
    assert (done.exit_code, checks(done)) == (1, [("error", "settings")])


def test_telegram_is_asked_only_when_told_to(api: LocalApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTED_TELEGRAM_API_URL", api.address)
    api.fail("getMe", Failure(401, "Unauthorized"))
    assert doctor().exit_code == 0
    done = doctor("--online", "--json")
    assert (done.exit_code, checks(done)) == (1, [("error", "telegram.token")])
    assert TOKEN not in done.stdout


@pytest.fixture
def api() -> Iterator[LocalApi]:
    with LocalApi() as server:
        yield server
