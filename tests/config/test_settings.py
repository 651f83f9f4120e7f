import tomllib
from pathlib import Path

import pytest

from config.settings import FILE, load
from retrieval.errors import SettingsError

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults_come_with_the_package() -> None:
    settings = load()
    assert settings.encoder.model == "built-in"
    assert settings.library.seeds == Path("seeds")


def test_the_file_is_above_the_defaults_and_the_environment_above_both(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty_folder / FILE).write_text("[load]\nworkers = 3\nqueue = 5\n", encoding="utf-8")
    monkeypatch.setenv("QUOTED_LOAD_WORKERS", "4")
    assert (load().load.workers, load().load.queue) == (4, 5)


def test_the_environment_gives_lists_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTED_TELEGRAM_ALLOWED", "[1, 2]")
    monkeypatch.setenv("quoted_reading_allow_hosts", '["Wiki.intranet"]')
    monkeypatch.setenv("QUOTED_LIBRARY_INDEX_BUILD", '{"M": 16}')
    settings = load()
    assert settings.telegram.allowed == {1, 2}
    assert settings.reading.allow_hosts == {"wiki.intranet"}
    assert settings.library.index_build == {"M": 16}


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("QUOTED_TELEGRAM_ALLOWED", "1, 2", r"telegram\.allowed.*QUOTED_TELEGRAM_ALLOWED is not JSON"),
        ("QUOTED_TELEGRAM_ALLOWED", "7", "telegram.allowed"),
        ("QUOTED_LOAD_WORKERS", "many", "load.workers"),
        ("QUOTED_LOAD_WORKER", "3", "load.worker: there is no such setting; load.workers is one"),
    ],
)
def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, named: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=named):
        load()


def test_other_variables_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTED_WONDERFUL_X", "1")
    monkeypatch.setenv("QUOTED_LOAD", "1")
    assert load().load.workers > 0


def test_the_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTED_TELEGRAM_TOKEN", "12:abc")
    settings = load()
    assert settings.telegram.token.text == "12:abc"
    assert "12:abc" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[answering]\nthreshold = 2\n", "answering.threshold"),
        ("[answering]\nthreshhold = 0.5\n", "threshhold: there is no such setting; answering.threshold is one; mend"),
        ("[wonderful]\nx = 1\n", "wonderful: there is no such setting; mend"),
        ('[telegram]\ninvite_code = "two words"\n', "telegram.invite_code"),
        ('[telegram]\nwebhook_secret = "é"\n', "telegram.webhook_secret"),
        ('[telegram]\nwebhook_url = "http://bot.example.org/"\n', "telegram.webhook_url"),
        ('[telegram]\naccess = "closed"\n', "telegram.access"),
        ("[telegram]\nchannels = [123456789]\n", "telegram.channels"),
        ("load = 3\n", "load"),
        ("[", FILE),
    ],
)
def test_a_wrong_setting_is_named(empty_folder: Path, text: str, named: str) -> None:
    (empty_folder / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=named):
        load()


def test_every_setting_is_documented() -> None:
    defaults = tomllib.loads((ROOT / "config" / "default.toml").read_text(encoding="utf-8"))
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    missing = [f"{s}.{name}" for s, own in defaults.items() for name in own if f"`{s}.{name}`" not in operations]
    assert missing == []
